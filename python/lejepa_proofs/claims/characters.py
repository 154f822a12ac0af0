"""The numbers of the characters e_t under N(0, I_n) and the Ornstein–Uhlenbeck pair."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flint import acb, arb, fmpq

from lejepa_proofs.claims.gaussian_instances import BITS, RESOLUTION, random_rational, random_rho
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.characters import (
    Frequency,
    character_correlation,
    character_correlation_by_series,
    character_first_moment,
    character_first_moment_by_series,
    character_inner,
    character_mean,
    dot,
)
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Correlation = Callable[[Frequency, Frequency, fmpq], arb]
FirstMoment = Callable[[Frequency, int], acb]


def _wrong_sign(s: Frequency, t: Frequency, rho: fmpq) -> arb:
    return ball(-(dot(s, s) + dot(t, t)) / 2 - rho * dot(s, t)).exp()


def _rho_on_everything(s: Frequency, t: Frequency, rho: fmpq) -> arb:
    return ball(rho * (dot(s, t) - (dot(s, s) + dot(t, t)) / 2)).exp()


def _reversed_pair(s: Frequency, t: Frequency, rho: fmpq) -> arb:
    return character_correlation(t, s, rho)


def _without_i(t: Frequency, j: int) -> acb:
    return acb(ball(t[j]) * character_mean(t))


ORDER = 40
"""Order of the Taylor polynomials that the closed forms are compared with."""


def _taylor_resolution(n: int) -> float:
    """``n`` Taylor remainders of :data:`ORDER`: ``E u^{2m}/(2m)! = σ^{2m}/(2^m m!)``, σ² ≤ 4."""
    remainder = 1.0
    for k in range(1, ORDER // 2 + 1):
        remainder *= 2.0 / k
    return 2 * n * remainder + RESOLUTION


def _frequency(ctx: Context, n: int) -> Frequency:
    """A frequency with coordinates in [−1, 1], the last one not small."""
    others = (random_rational(ctx.random, 1) for _ in range(n - 1))
    return (*others, fmpq(ctx.random.randint(4, 7), 7))


def correlations(ctx: Context, formula: Correlation = character_correlation) -> Tally:
    """B(e_s, e_t) in closed form minus its Taylor series in moments; ρ = 1 is ⟪e_s, e_t⟫."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=_taylor_resolution(3))
    with working_precision(BITS):
        for n in (1, 2, 3):
            s, t = _frequency(ctx, n), _frequency(ctx, n)
            zero = tuple(fmpq(0) for _ in t)
            for rho in (fmpq(0), fmpq(1), random_rho(ctx.random)):
                series = character_correlation_by_series(s, t, rho, ORDER)
                tally.add(formula(s, t, rho) - series, f"B(e_s, e_t): n={n}, ρ={rho}")
            inner = character_correlation_by_series(s, t, 1, ORDER)
            tally.add(character_inner(s, t) - inner, f"⟪e_s, e_t⟫: n={n}")
            mean = character_correlation_by_series(zero, t, 1, ORDER)
            tally.add(character_mean(t) - mean, f"E e_t: n={n}")
    return tally


def first_moments(ctx: Context, formula: FirstMoment = character_first_moment) -> Tally:
    """E[z_j e_t] in closed form minus its Taylor series, real and imaginary parts."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=4 * _taylor_resolution(3))
    with working_precision(BITS):
        for n in (1, 2, 3):
            t = _frequency(ctx, n)
            for j in range(n):
                difference = formula(t, j) - character_first_moment_by_series(t, j, ORDER)
                tally.add(difference.real, f"real part: n={n}, j={j}")
                tally.add(difference.imag, f"imaginary part: n={n}, j={j}")
    return tally


CHARACTERS = Claim(
    id="characters",
    group=Group.BACKGROUND,
    sentence="The characters' inner products, correlations, means and first moments are "
    "elementary exponentials.",
    source="Theorem 1 (the spectral step, here without a basis)",
    statement="0 ≤ ρ ≤ 1: ⟪e_s,e_t⟫ = e^{−|s|²/2−|t|²/2+⟨s,t⟩}, B(e_s,e_t) = "
    "e^{−|s|²/2−|t|²/2+ρ⟨s,t⟩}, E e_t = e^{−|t|²/2}, E[z_j e_t] = i t_j e^{−|t|²/2}",
    lean=(
        "LeJEPA.integral_conj_char_mul_char_gaussian",
        "LeJEPA.integral_conj_char_mul_char",
        "LeJEPA.charFun_gaussian",
        "LeJEPA.integral_apply_mul_cexp_gaussian",
    ),
    checks=(
        Check(
            id="correlations",
            title="inner products, correlations and means against Taylor series in moments",
            rung=Method.ENCLOSURE,
            run=correlations,
        ),
        Check(
            id="first-moments",
            title="first moments against Taylor series in moments",
            rung=Method.ENCLOSURE,
            run=first_moments,
        ),
    ),
    mutants=(
        Mutant(
            id="wrong-sign",
            statement="−ρ⟨s,t⟩ in the exponent of B",
            check="correlations",
            run=partial(correlations, formula=_wrong_sign),
        ),
        Mutant(
            id="rho-on-the-whole-exponent",
            statement="ρ in front of |s|² and |t|² too",
            check="correlations",
            run=partial(correlations, formula=_rho_on_everything),
        ),
        Mutant(
            id="without-i",
            statement="E[z_j e_t] = t_j e^{−|t|²/2}, without the i",
            check="first-moments",
            run=partial(first_moments, formula=_without_i),
        ),
    ),
    controls=(
        Control(
            id="reversed-pair",
            statement="B(e_t, e_s) for B(e_s, e_t): the pair is reversible",
            check="correlations",
            run=partial(correlations, formula=_reversed_pair),
        ),
    ),
)
