"""Theorem 1 for encoders that preserve the Gaussian measure: part (c)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

from flint import arb, fmpq, fmpq_mat

from lejepa_proofs.claims.gaussian_instances import (
    BITS,
    RESOLUTION,
    attainment,
    random_orthogonal,
    random_rational,
    random_rho,
)
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.characters import character_correlation_by_series
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.encoders import alignment_loss, linear_encoder
from lejepa_proofs.numerics.gaussian import expectation, moment
from lejepa_proofs.numerics.orthogonal import diagonal, identity
from lejepa_proofs.numerics.polynomials import constant
from lejepa_proofs.numerics.spirals import (
    fold_inverse,
    fold_loss,
    normal_cdf,
    spiral_correlation,
    spiral_correlation_by_series,
    spiral_loss,
    twist_loss,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Attains = Callable[[fmpq_mat | None], bool]
"""Whether a measure-preserving map attains the floor: its matrix, ``None`` if nonlinear."""
Draw = Callable[[Context, int], fmpq_mat]
Formula = Callable[[fmpq, fmpq], fmpq]


def is_linear(matrix: fmpq_mat | None) -> bool:
    """Exactly the linear maps, which are orthogonal."""
    return matrix is not None


def _everything(matrix: fmpq_mat | None) -> bool:
    return matrix is None or is_linear(matrix)


def _rotations(matrix: fmpq_mat | None) -> bool:
    return matrix is not None and matrix.det() == 1


def _unit_determinant(matrix: fmpq_mat | None) -> bool:
    return matrix is not None and abs(matrix.det()) == 1


def preserving_maps(ctx: Context, attains: Attains = is_linear) -> Tally:
    """Whether L equals 2(1−ρ)n exactly for the measure-preserving maps that ``attains`` names."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        for reflection in (False, True):
            q = random_orthogonal(ctx.random, n, reflection=reflection)
            rho = random_rho(ctx.random)
            excess = alignment_loss(linear_encoder(q), rho) - 2 * (1 - rho) * n
            kind = "reflection" if reflection else "rotation"
            attainment(tally, attains(q), excess, f"n={n}, {kind}, ρ={rho}")
    spirals = [(fmpq(1, 20), fmpq(19, 20)), (fmpq(-2), fmpq(1, 9)), (fmpq(1, 300), fmpq(1, 2))]
    spirals += [(random_rational(ctx.random) + 4, random_rho(ctx.random)) for _ in range(5)]
    for c, rho in spirals:
        excess = spiral_loss(c, rho) - 4 * (1 - rho)
        attainment(tally, attains(None), excess, f"spiral c={c}, ρ={rho}")
    return tally


def _orthogonal(ctx: Context, n: int) -> fmpq_mat:
    return random_orthogonal(ctx.random, n, reflection=ctx.random.random() < 0.5)


def _reflection(ctx: Context, n: int) -> fmpq_mat:
    return random_orthogonal(ctx.random, n, reflection=True)


def _volume_preserving(ctx: Context, n: int) -> fmpq_mat:
    if n == 1:
        return identity(1)
    return _orthogonal(ctx, n) * diagonal([fmpq(2), fmpq(1, 2)] + [fmpq(1)] * (n - 2))


def moments(ctx: Context, draw: Draw = _orthogonal) -> Tally:
    """E (Az)^α minus E z^α for every |α| ≤ 4: zero if ``z ↦ Az`` preserves γ."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in (1, 2, 3):
        h = linear_encoder(draw(ctx, n))
        for index in product(range(5), repeat=n):
            if sum(index) > 4:
                continue
            power, target = constant(n, 1), 1
            for f, k in zip(h.components, index, strict=True):
                target *= moment(k)
                for _ in range(k):
                    power = power * f
            tally.add(expectation(power) - target, f"n={n}, moment {index}")
    return tally


TERMS = 10


def _series_resolution(c: fmpq) -> float:
    """Twice the width of the remainder of the spiral's series for this ``c``, plus rounding.

    ``|D| ≤ S = ‖z‖² + ‖z'‖²`` and ``E S^k ≤ 2^k E‖z‖^{2k} = 4^k k!``, so the remainder is at most
    ``c^{2m}/(2m)! · E S^{2m+1}/2 ≤ 2 (2m+1) (4c)^{2m}``, ``m`` the number of terms.
    """
    ratio = 4 * abs(int(c.p)) / int(c.q)
    return 8.0 * (2 * TERMS + 1) * ratio ** (2 * TERMS) + RESOLUTION


def closed_forms(ctx: Context, correlation: Formula = spiral_correlation) -> Tally:
    """The spiral's correlation against its series; the twist's and the fold's formulas likewise."""
    largest = fmpq(1, 20)
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=_series_resolution(largest))
    with working_precision(BITS):
        for c in (largest, fmpq(-1, 21), fmpq(1, 40)):
            for rho in (fmpq(19, 20), random_rho(ctx.random)):
                series = spiral_correlation_by_series(c, rho, TERMS)
                tally.add(correlation(c, rho) - series, f"spiral c={c}, ρ={rho}")
                tally.add(spiral_loss(c, rho) - (4 - 2 * series), f"its loss: c={c}, ρ={rho}")
        for c in (fmpq(1, 2), fmpq(1)):
            rho = random_rho(ctx.random)
            phase = character_correlation_by_series((c,), (c,), rho, 60)
            value = 6 - 2 * (2 * ball(rho) * phase + ball(rho))
            tally.add(twist_loss(c, rho) - value, f"twist c={c}, ρ={rho}")
        for y in (fmpq(-3), fmpq(0), fmpq(2)):
            left = 2 * normal_cdf(fold_inverse(y)) - 1
            tally.add(left - normal_cdf(y), f"fold with value {y}")
    return tally


def _delta_without_square(c: fmpq, rho: fmpq) -> fmpq:
    delta = 1 + 4 * c * c * (1 - rho)
    return 2 * rho / (delta * delta)


def _delta_once(c: fmpq, rho: fmpq) -> fmpq:
    return 2 * rho / (1 + 4 * c * c * (1 - rho * rho))


def _opposite_spiral(c: fmpq, rho: fmpq) -> fmpq:
    return spiral_correlation(-c, rho)


def _floor(n: int, rho: fmpq) -> fmpq:
    return 2 * (1 - rho) * n


def _floor_of_square(n: int, rho: fmpq) -> fmpq:
    return _floor(n, rho * rho)


def strictly_above(ctx: Context, floor: Callable[[int, fmpq], fmpq] = _floor) -> Tally:
    """L minus the floor for the twist of ℝ³ and the fold of ℝ."""
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for rho in (fmpq(1, 20), fmpq(19, 20), random_rho(ctx.random)):
            instances: list[tuple[str, int, arb]] = [
                ("fold", 1, fold_loss(rho, steps=100)),
                ("twist c=1", 3, twist_loss(1, rho)),
                ("twist c=5", 3, twist_loss(5, rho)),
            ]
            for name, n, loss in instances:
                tally.add(loss - ball(floor(n, rho)), f"{name}, ρ={rho}")
    return tally


THEOREM_1C = Claim(
    id="theorem-1c",
    group=Group.FORWARD,
    sentence="Among encoders that keep the Gaussian law of the latents, exactly the orthogonal "
    "maps attain the least alignment loss.",
    source="Theorem 1",
    statement="h measurable, h#γ = γ, 0 < ρ < 1: L(h) ≥ 2(1−ρ)n, with equality iff h = Q z a.e. "
    "with Q ∈ O(n); every Q ∈ O(n) is admissible",
    lean=(
        "LeJEPA.le_alignmentLoss_of_map_eq",
        "LeJEPA.alignmentLoss_eq_iff_of_map_eq",
        "LeJEPA.map_eq_and_alignmentLoss_eq_iff",
        "LeJEPA.isMinOn_alignmentLoss_iff",
        "LeJEPA.alignmentLoss_eq_iff_of_continuous",
        "LeJEPA.map_prodMk_comp_eq_ouPair_iff",
    ),
    checks=(
        Check(
            id="preserving-maps",
            title="equality for rotations and reflections, strict inequality for spirals",
            rung=Method.EXACT,
            run=preserving_maps,
        ),
        Check(
            id="moments",
            title="orthogonal maps keep the moments of γ up to degree 4",
            rung=Method.EXACT,
            run=moments,
        ),
        Check(
            id="closed-forms",
            title="the formulas for spiral, twist and fold against series",
            rung=Method.ENCLOSURE,
            run=closed_forms,
        ),
        Check(
            id="strictly-above",
            title="twist and fold stay strictly above the floor",
            rung=Method.ENCLOSURE,
            run=strictly_above,
        ),
    ),
    mutants=(
        Mutant(
            id="any-preserving-map",
            statement="every map that preserves γ attains the floor",
            check="preserving-maps",
            run=partial(preserving_maps, attains=_everything),
        ),
        Mutant(
            id="rotations-only",
            statement="equality iff h = Q z with Q ∈ SO(n)",
            check="preserving-maps",
            run=partial(preserving_maps, attains=_rotations),
        ),
        Mutant(
            id="volume-preserving",
            statement="every matrix of determinant ±1 preserves γ",
            check="moments",
            run=partial(moments, draw=_volume_preserving),
        ),
        Mutant(
            id="delta-without-square",
            statement="Δ = 1 + 4c²(1−ρ) for the spiral",
            check="closed-forms",
            run=partial(closed_forms, correlation=_delta_without_square),
        ),
        Mutant(
            id="delta-once",
            statement="E⟨h(z), h(z')⟩ = 2ρ/Δ for the spiral",
            check="closed-forms",
            run=partial(closed_forms, correlation=_delta_once),
        ),
        Mutant(
            id="floor-of-square",
            statement="L ≥ 2(1−ρ²)n",
            check="strictly-above",
            run=partial(strictly_above, floor=_floor_of_square),
        ),
    ),
    controls=(
        Control(
            id="unit-determinant",
            statement="equality iff h is linear with determinant ±1 (true where h#γ = γ)",
            check="preserving-maps",
            run=partial(preserving_maps, attains=_unit_determinant),
        ),
        Control(
            id="reflections-preserve",
            statement="reflections preserve γ",
            check="moments",
            run=partial(moments, draw=_reflection),
        ),
        Control(
            id="opposite-spiral",
            statement="the spiral in the other sense has the same correlation",
            check="closed-forms",
            run=partial(closed_forms, correlation=_opposite_spiral),
        ),
    ),
)
