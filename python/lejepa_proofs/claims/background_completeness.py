"""Background: completeness of the Hermite polynomials."""

from __future__ import annotations

import math
from functools import partial

from flint import arb, fmpq, fmpq_poly

from lejepa_proofs.claims.hermite_checks import (
    BITS,
    RESOLUTION,
    TOP,
    Norm,
    coefficient_size,
    rational_draw,
    unit_norm,
)
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.gaussian_integral import absolute_expectation, shifted_expectation
from lejepa_proofs.numerics.hermite import (
    expectation,
    hermite,
    hermite_coefficients,
    hermite_explicit,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def monomial_expansions(
    run: Context, omitted: tuple[int, ...] = (), start: int = 0, step: int = 1
) -> Tally:
    """x^k − Σ_n c_n He_n(x) with c_n = E[x^k He_n]/n!, for k ≤ 20, as polynomials."""
    del run
    tally = Tally(Relation.ZERO, Method.EXACT)
    for k in range(start, TOP + 1, step):
        left = fmpq_poly([0] * k + [1])
        total = fmpq_poly([0])
        for n, c in enumerate(hermite_coefficients(left)):
            if n not in omitted:
                total += c * hermite_explicit(n)
        tally.add(coefficient_size(left - total), f"x^{k}")
    return tally


def parseval_polynomials(run: Context, norm: Norm = math.factorial) -> Tally:
    """E p(X)² − Σ n! c_n² for random rational polynomials of degree 0 to 15."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for degree in range(16):
        p = fmpq_poly([rational_draw(run) for _ in range(degree)] + [1])
        total = fmpq(0)
        for n, c in enumerate(hermite_coefficients(p)):
            total += norm(n) * c * c
        tally.add(expectation(p * p) - total, f"degree {degree}")
    return tally


def parseval_waves(run: Context, omitted: tuple[int, ...] = ()) -> Tally:
    """E f² − Σ n! c_n² for f = e^{tx}, cos tx, sin tx: 60 terms and a bound on the rest.

    E[e^{tX} He_n] = e^{t²/2} q_n(t) with q_n(t) = E He_n(X + t), exact; at it, the even powers of
    q_n give the cosine and the odd ones the sine, with e^{−t²/2}. The rest is at most
    e^{±t²} Σ_{n≥60} t^{2n}/n!, a geometric bound from its first term.
    """
    count = 60
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    polynomials = [shifted_expectation(hermite(n)) for n in range(count)]
    with working_precision(BITS):
        for _ in range(6):
            t = abs(rational_draw(run, bound=1)) + fmpq(1, 2)
            square = ball(t * t)
            rest = square**count / math.factorial(count) / (1 - square / (count + 1))
            sums = {"exp": arb(0), "cos": arb(0), "sin": arb(0)}
            for n, q in enumerate(polynomials):
                if n in omitted:
                    continue
                even, odd = _at_imaginary(q, t)
                for name, value in (("exp", q(t)), ("cos", even), ("sin", odd)):
                    sums[name] += ball(value * value) / math.factorial(n)
            true = {
                "exp": (2 * square).exp(),
                "cos": (1 + (-2 * square).exp()) / 2,
                "sin": (1 - (-2 * square).exp()) / 2,
            }
            for name, total in sums.items():
                factor = (square if name == "exp" else -square).exp()
                series = factor * (total + rest.union(arb(0)))
                tally.add(true[name] - series, f"{name}(tx), t = {t}")
    return tally


def parseval_modulus(run: Context, omitted: tuple[int, ...] = ()) -> Tally:
    """0 ≤ E|X|² − Σ_{n<2N} n! c_n² ≤ (2/π) / (4(N−1) √(πN)) for f = |x|.

    c_{2k} = √(2/π) (−1)^{k+1} (2k−3)!!/(2k)! and ((2k−3)!!)²/(2k)! ≤ 1/((2k−1)² √(πk)), because
    (2k−1)!!/(2k)!! ≤ 1/√(πk); the sum over k ≥ N of 1/(2k−1)² is at most 1/(4(N−1)).
    """
    del run
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    total = fmpq(0)
    with working_precision(BITS):
        for n in range(129):
            k = n // 2
            if n % 2 == 0 and k in (2, 4, 8, 16, 32, 64):
                gap = 1 - 2 * ball(total) / arb.pi()
                bound = 1 / (2 * arb.pi() * (k - 1) * (k * arb.pi()).sqrt())
                tally.add(gap, f"Bessel, degrees below {n}")
                tally.add(bound - gap, f"rate, degrees below {n}")
            if n not in omitted:
                total += absolute_expectation(hermite(n)) ** 2 / math.factorial(n)
    return tally


def _at_imaginary(q: fmpq_poly, t: fmpq) -> tuple[fmpq, fmpq]:
    parts = [fmpq(0), fmpq(0)]
    for k, c in enumerate(q.coeffs()):
        parts[k % 2] += c * (-1) ** (k // 2) * t**k
    return parts[0], parts[1]


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="hermite-completeness",
        group=Group.BACKGROUND,
        sentence="The Hermite polynomials span L² of the Gaussian.",
        source="Background",
        statement="f = Σ c_n He_n in L²(γ) and E f² = Σ n! c_n², with c_n = E[f He_n]/n!.",
        lean=(
            "LeJEPA.hasSum_hermiteLp",
            "LeJEPA.inner_hermiteLp",
            "LeJEPA.hasSum_integral_mul_hermite",
        ),
        checks=(
            Check(
                id="monomials",
                title="each monomial of degree ≤ 20 is its own expansion",
                rung=Method.EXACT,
                run=monomial_expansions,
            ),
            Check(
                id="parseval",
                title="Parseval's identity for random polynomials of degree ≤ 15",
                rung=Method.EXACT,
                run=parseval_polynomials,
            ),
            Check(
                id="waves",
                title="Parseval's identity for exp(tx), cos(tx), sin(tx), tail bounded",
                rung=Method.ENCLOSURE,
                run=parseval_waves,
            ),
            Check(
                id="modulus",
                title="Bessel's inequality and the rate of convergence for |x|",
                rung=Method.ENCLOSURE,
                run=parseval_modulus,
            ),
        ),
        mutants=(
            Mutant(
                id="without-he3",
                statement="He_3 left out of the basis (monomials)",
                check="monomials",
                run=partial(monomial_expansions, omitted=(3,)),
            ),
            Mutant(
                id="no-factorial",
                statement="E f² = Σ c_n²",
                check="parseval",
                run=partial(parseval_polynomials, norm=unit_norm),
            ),
            Mutant(
                id="without-he3-waves",
                statement="He_3 left out of the basis (exp, sin)",
                check="waves",
                run=partial(parseval_waves, omitted=(3,)),
            ),
            Mutant(
                id="without-he2-modulus",
                statement="He_2 left out of the basis (|x|)",
                check="modulus",
                run=partial(parseval_modulus, omitted=(2,)),
            ),
        ),
        controls=(
            Control(
                id="even-monomials",
                statement="odd He_n are not needed for even monomials",
                check="monomials",
                run=partial(monomial_expansions, omitted=tuple(range(1, TOP + 1, 2)), step=2),
            ),
            Control(
                id="even-modulus",
                statement="odd He_n are not needed for |x|",
                check="modulus",
                run=partial(parseval_modulus, omitted=tuple(range(1, 128, 2))),
            ),
        ),
    ),
)
