"""The operator ``𝓛f = K (f'' + (log p)' f')`` on densities ``p`` with a rational score.

The score ``(log p)' = num/den`` is a pair of polynomials over ℚ, so that whether an affine
``f = a x + b`` satisfies ``𝓛f = −λ f`` is decided exactly (claim theorem-2-sturm-liouville).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from flint import fmpq_mat, fmpq_poly

from lejepa_proofs.numerics.enclosure import rational
from lejepa_proofs.numerics.moments import gaussian_moments, shift
from lejepa_proofs.numerics.verdict import as_fraction

X = fmpq_poly([0, 1])


@dataclass(frozen=True)
class Score:
    """``(log p)' = num/den``. Raises ``ValueError`` when ``den = 0``."""

    num: fmpq_poly
    den: fmpq_poly

    def __post_init__(self) -> None:
        if not self.den:
            raise ValueError("score: the denominator is zero")


class AffineEigenpair(NamedTuple):
    """``𝓛(x + offset) = −rate·K (x + offset)``."""

    rate: Fraction
    offset: Fraction


def gaussian_score(m: Fraction, v: Fraction) -> Score:
    """Score ``−(x − m)/v`` of ``N(m, v)``. Raises ``ValueError`` unless ``v > 0``."""
    if v <= 0:
        raise ValueError(f"N({m}, {v}): the variance must be positive")
    return Score(fmpq_poly([rational(m), -1]), fmpq_poly([rational(v)]))


def exponential_family_score(log_density: fmpq_poly) -> Score:
    """Score ``P'`` of ``p ∝ exp P``."""
    return Score(log_density.derivative(), fmpq_poly([1]))


def student_score(nu: int) -> Score:
    """Score ``−(ν + 1) x/(ν + x²)`` of Student's law with ``ν`` degrees of freedom."""
    return Score(-(nu + 1) * X, fmpq_poly([nu, 0, 1]))


def residual(score: Score, k: Fraction, a: Fraction, b: Fraction, lam: Fraction) -> fmpq_poly:
    """``den · (𝓛f + λf) = K a num + λ (a x + b) den`` for ``f = a x + b``; 0 iff ``𝓛f = −λf``."""
    f = fmpq_poly([rational(b), rational(a)])
    return rational(k * a) * score.num + rational(lam) * f * score.den


def affine_eigenpair(score: Score) -> AffineEigenpair | None:
    """The affine eigenfunction ``x + offset`` with ``λ = rate·K``, or ``None`` when there is none.

    Solved by division: ``num/den`` must be a polynomial ``−rate (x + offset)``. A score that
    vanishes (``p`` constant) has rate 0 and offset 0.
    """
    quotient, remainder = divmod(score.num, score.den)
    if bool(remainder) or quotient.degree() > 1:
        return None
    constant, slope = as_fraction(quotient[0]), as_fraction(quotient[1])
    if slope == 0:
        return AffineEigenpair(Fraction(0), Fraction(0)) if constant == 0 else None
    return AffineEigenpair(-slope, constant / slope)


def independence(score: Score) -> Fraction:
    """Gram determinant of the coefficient vectors of ``num``, ``den``, ``x·den``.

    Positive iff no ``λ``, ``b`` make :func:`residual` vanish with ``a ≠ 0``; zero for a Gaussian.
    """
    polys = (score.num, score.den, X * score.den)
    width = 1 + max(p.degree() for p in polys)
    rows = fmpq_mat([[p[i] for i in range(width)] for p in polys])
    return as_fraction((rows * rows.transpose()).det())


def generator(score: Score, k: Fraction, f: fmpq_poly) -> fmpq_poly:
    """``𝓛f`` for a score that is a polynomial.

    Raises ``ValueError`` when the denominator is not constant.
    """
    if score.den.degree() > 0:
        raise ValueError("generator: the score must be a polynomial; clear the denominator")
    drift = score.num / score.den[0]
    return rational(k) * (f.derivative().derivative() + drift * f.derivative())


def gaussian_expectation(f: fmpq_poly, m: Fraction, v: Fraction) -> Fraction:
    """``E f(x)`` for ``x ~ N(m, v)``, from the moments."""
    moments = shift(gaussian_moments(max(f.degree(), 0), v), m)
    return sum((as_fraction(f[i]) * moments[i] for i in range(f.degree() + 1)), start=Fraction(0))
