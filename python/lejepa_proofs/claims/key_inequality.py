"""The key inequality for the form B of the Ornstein–Uhlenbeck pair."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flint import fmpq

from lejepa_proofs.claims.gaussian_instances import (
    BITS,
    EDGE_RHOS,
    RESOLUTION,
    random_characters,
    random_polynomial,
    random_rho,
)
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.characters import (
    correlation_form,
    key_right_side,
    key_slack_by_degree,
    linear_energy,
    mean_sq,
    norm_sq,
)
from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.gaussian import expectation, pair_expectation
from lejepa_proofs.numerics.polynomials import coordinate
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Weights = Callable[[fmpq], tuple[fmpq, fmpq, fmpq]]
"""``ρ`` ↦ the weights of ``‖f‖²``, ``|E f|²`` and ``Σ_j |a_j|²``."""


def key_weights(rho: fmpq) -> tuple[fmpq, fmpq, fmpq]:
    """``(ρ², 1−ρ², ρ−ρ²)``."""
    square = rho * rho
    return square, 1 - square, rho - square


def _norm_cubed(rho: fmpq) -> tuple[fmpq, fmpq, fmpq]:
    return rho**3, 1 - rho**3, rho - rho**3


def _without_linear(rho: fmpq) -> tuple[fmpq, fmpq, fmpq]:
    return rho**2, 1 - rho**2, fmpq(0)


def _without_mean(rho: fmpq) -> tuple[fmpq, fmpq, fmpq]:
    return rho**2, fmpq(0), rho - rho**2


def _spectral_gap(rho: fmpq) -> tuple[fmpq, fmpq, fmpq]:
    return rho, 1 - rho, fmpq(0)


def _polynomial_slack(parts: int, degree: int, ctx: Context, n: int, rho: fmpq, w: Weights) -> fmpq:
    """The slack for ``f = Σ parts``, each part being real or imaginary: the form is additive."""
    on_norm, on_mean, on_linear = w(rho)
    slack = fmpq(0)
    for _ in range(parts):
        f = random_polynomial(ctx.random, n, degree)
        linear = [expectation(f * coordinate(n, j)) for j in range(n)]
        slack += on_norm * expectation(f * f) + on_mean * expectation(f) ** 2
        slack += on_linear * sum((a * a for a in linear), fmpq(0))
        slack -= pair_expectation(f, f, rho)
    return slack


def polynomials(ctx: Context, weights: Weights = key_weights) -> Tally:
    """Right minus left side for complex polynomials, ρ from 0 to 1 inclusive."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for n in range(1, 5):
        for degree in range(1, 7):
            for rho in (fmpq(0), fmpq(1), *EDGE_RHOS, random_rho(ctx.random)):
                slack = _polynomial_slack(2, degree, ctx, n, rho, weights)
                tally.add(slack, f"n={n}, degree {degree}, ρ={rho}")
    return tally


def degree_two(ctx: Context, weights: Weights = key_weights) -> Tally:
    """Right minus left side for complex polynomials of degree at most 2: an equality."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        for rho in (fmpq(0), fmpq(1), *EDGE_RHOS, random_rho(ctx.random)):
            slack = _polynomial_slack(2, 2, ctx, n, rho, weights)
            tally.add(slack, f"n={n}, ρ={rho}")
    return tally


def character_sums(ctx: Context, weights: Weights = key_weights) -> Tally:
    """Right minus left side for random finite sums of characters, strictly positive."""
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for n in (1, 2, 3, 4):
            for rho in (*EDGE_RHOS, random_rho(ctx.random)):
                f = random_characters(ctx.random, n, 4)
                on_norm, on_mean, on_linear = weights(rho)
                right = on_norm * norm_sq(f) + on_mean * mean_sq(f) + on_linear * linear_energy(f)
                tally.add(right - correlation_form(f, rho), f"n={n}, ρ={rho}, 4 characters")
    return tally


def _last_degree_of(rho: fmpq) -> fmpq:
    return rho


def degree_expansion(ctx: Context, left_rho: Callable[[fmpq], fmpq] = _last_degree_of) -> Tally:
    """The slack in closed form minus Σ_{d≥2} (ρ²−ρ^d)·energy_d with its tail."""
    degree = 24
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=_tail_bound(degree))
    with working_precision(BITS):
        for n in (1, 2):
            for rho in (fmpq(0), fmpq(1), *EDGE_RHOS):
                f = random_characters(ctx.random, n, 3)
                closed = key_right_side(f, rho) - correlation_form(f, left_rho(rho))
                series = key_slack_by_degree(f, rho, degree)
                tally.add(closed - series, f"n={n}, ρ={rho}, 3 characters")
    return tally


def _tail_bound(degree: int) -> float:
    """What the tail beyond ``degree`` can be: 3 terms, |c| ≤ 3√2, |⟨s,t⟩| ≤ n ≤ 2, and rounding.

    At most ``(3 · 3√2)² · 2^N e²/N! < 1200 · 2^N/N!``, ``N = degree + 1``.
    """
    size = 1200.0
    for k in range(1, degree + 2):
        size *= 2.0 / k
    return size + RESOLUTION


def _rho_squared(rho: fmpq) -> fmpq:
    return rho * rho


KEY_INEQUALITY = Claim(
    id="key-inequality",
    group=Group.GAP,
    sentence="Beyond its mean and its linear part, a function keeps at most the share ρ² of its "
    "energy in its correlation along the pair.",
    source="Theorem 1 (the spectral step, here without a basis)",
    statement="f ∈ L²(γ; ℂ), c = E f, a_j = E[z_j f], 0 ≤ ρ ≤ 1: "
    "Re B(f,f) ≤ ρ²‖f‖² + (1−ρ²)|c|² + (ρ−ρ²) Σ_j |a_j|²",
    lean=("LeJEPA.re_integral_conj_mul_comp_ouMap_le",),
    checks=(
        Check(
            id="polynomials",
            title="the slack on complex polynomials, n ≤ 4, degree ≤ 6",
            rung=Method.EXACT,
            run=polynomials,
        ),
        Check(
            id="degree-two",
            title="equality for polynomials of degree at most 2",
            rung=Method.EXACT,
            run=degree_two,
        ),
        Check(
            id="character-sums",
            title="the slack on finite sums of characters",
            rung=Method.ENCLOSURE,
            run=character_sums,
        ),
        Check(
            id="degree-expansion",
            title="the slack in closed form against its expansion in squares, tail bounded",
            rung=Method.ENCLOSURE,
            run=degree_expansion,
        ),
    ),
    mutants=(
        Mutant(
            id="norm-cubed",
            statement="ρ³ in place of ρ² throughout",
            check="polynomials",
            run=partial(polynomials, weights=_norm_cubed),
        ),
        Mutant(
            id="equality-of-the-spectral-gap",
            statement="Re B(f,f) = ρ‖f‖² + (1−ρ)|c|² in degree 2",
            check="degree-two",
            run=partial(degree_two, weights=_spectral_gap),
        ),
        Mutant(
            id="linear-term-dropped",
            statement="without (ρ−ρ²) Σ_j |a_j|²",
            check="character-sums",
            run=partial(character_sums, weights=_without_linear),
        ),
        Mutant(
            id="mean-term-dropped",
            statement="without (1−ρ²)|c|²",
            check="character-sums",
            run=partial(character_sums, weights=_without_mean),
        ),
        Mutant(
            id="square-on-the-left",
            statement="the pair correlates at ρ² on the left side",
            check="degree-expansion",
            run=partial(degree_expansion, left_rho=_rho_squared),
        ),
    ),
    controls=(
        Control(
            id="spectral-gap",
            statement="Re B(f,f) ≤ ρ‖f‖² + (1−ρ)|c|²: weaker, and true",
            check="polynomials",
            run=partial(polynomials, weights=_spectral_gap),
        ),
    ),
)
