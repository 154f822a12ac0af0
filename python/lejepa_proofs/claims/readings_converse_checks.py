"""Checks of the counterexamples to looser readings of Theorem 2."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from lejepa_proofs.claims.converse_worlds import (
    HALF,
    gaussian_worlds,
    random_rational,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.ar1 import line
from lejepa_proofs.numerics.best_encoder import (
    approximate_best,
    direct_loss,
    level_inertia,
    pencil,
    whitened_loss,
)
from lejepa_proofs.numerics.finite_worlds import (
    FiniteWorld,
    apply,
    digit_average,
    digit_world,
    four_point_chance,
    four_point_world,
    product_world,
    rademacher_world,
)
from lejepa_proofs.numerics.laws import Uniform
from lejepa_proofs.numerics.moments import moments_from_cumulants
from lejepa_proofs.numerics.orthogonal import identity
from lejepa_proofs.numerics.quadratic_field import Number, toward_zero
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def digit_averages(ctx: Context, numerator: int = 2) -> Tally:  # noqa: ARG001
    """Mean 0, variance ``N`` and loss ``2/N`` (after scaling) of the sum of ``N`` digit signs."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for digits in range(1, 7):
        world, f = digit_world(digits), digit_average(digits)
        _add_zero(tally, world.mean(f), f"mean, {world.name}")
        _add_zero(tally, world.mean([x * x for x in f]) - digits, f"variance, {world.name}")
        for before, after in zip(world.weights, world.next_weights(), strict=True):
            _add_zero(tally, after - before, f"stationarity, {world.name}")
        loss = world.loss(f) / Fraction(digits)
        _add_zero(tally, loss - Fraction(numerator, digits), f"loss, {world.name}")
    return tally


def loss_never_zero(ctx: Context, average_is_best: bool = False) -> Tally:  # noqa: ARG001
    """Only constants have loss 0 among functions of ``N`` digits and among polynomials.

    The variant claims that no function of ``N`` digits correlates above ``1 − 1/N``.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for digits in range(1, 6):
        level = Fraction(digits - 1, digits) if average_is_best else Fraction(1)
        found = digit_world(digits).gap_inertia(level)
        tally.add(found.negative, f"encoders above {level}, {digits} digits")
        if not average_is_best:
            tally.add(found.zero - 1, f"encoders at 1 beyond the constants, {digits} digits")
    world = line(Uniform(2), HALF)
    for degree in range(1, 8):
        found = level_inertia(pencil(world, degree), Fraction(1))
        tally.add(found.negative + found.zero, f"polynomials of degree {degree}")
    return tally


def always_beaten(ctx: Context, claimed: bool = False, gaussian: bool = False) -> Tally:
    """Loss of a candidate minus the loss ``2/M`` of an average of ``M`` digits, ``M > 2/loss``.

    ``claimed`` asserts the opposite, that no rival loses less than the candidate; with
    ``gaussian`` the candidate is the identity of a Gaussian world and the rivals are polynomials.
    """
    relation = Relation.NONNEGATIVE if claimed else Relation.POSITIVE
    tally = Tally(relation, Method.EXACT)
    if gaussian:
        for world in gaussian_worlds(ctx.random):
            p = pencil(world, 3 if world.n == 1 else 2)
            rival = whitened_loss(p, approximate_best(p, world.n))
            tally.add(rival - direct_loss(pencil(world, 1), identity(world.n)), world.name)
        return tally
    for name, loss in _candidates(ctx):
        rival = Fraction(2, floor(2 / loss) + 1)
        tally.add(rival - loss if claimed else loss - rival, f"loss {float(loss):.4f}, {name}")
    return tally


def rademacher_linear(ctx: Context, plane: bool = False) -> Tally:
    """``f − E f − E[f z] z = 0`` for every function ``f`` on two points, and stationarity."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    world = rademacher_world()
    if plane:
        world = product_world(world, world)
    for before, after in zip(world.weights, world.next_weights(), strict=True):
        _add_zero(tally, after - before, f"stationarity, {world.name}")
    for _ in range(12):
        f = [random_rational(ctx.random) for _ in world.points]
        rest: list[Number] = [x - world.mean(f) for x in f]
        for i in range(world.n):
            z = world.coordinate(i)
            slope = world.mean([x * y for x, y in zip(f, z, strict=True)])
            rest = [x - slope * y for x, y in zip(rest, z, strict=True)]
        _add_zero(tally, world.mean([x * x for x in rest]), f"f = {tuple(map(str, f))}")
    return tally


def rademacher_outside(ctx: Context, small: bool = False, factor: int = 1) -> Tally:
    """``m₂² − m₄`` of the noise that would make fair signs an AR(1) world at ``ρ``.

    Positive, against Jensen's inequality, so no such noise exists; at ``ρ = 0`` it is 0.
    """
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    scale = 10**6 if small else 24
    for _ in range(8):
        rho = Fraction(ctx.random.randint(1, 3 if small else 23), scale) * factor
        kappa = (Fraction(0), Fraction(0), 1 - rho**2, Fraction(0), -2 * (1 - rho**4))
        m = moments_from_cumulants(kappa)
        tally.add(m[2] ** 2 - m[4], f"ρ = {rho}")
    return tally


def four_point_stationary(ctx: Context, special: bool = True) -> Tally:
    """``pP = p``, and ``8r² + 3r = 2`` for the ``r`` in use (or random ``r`` without that)."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    chances: list[Number] = [four_point_chance()]
    if special:
        r = chances[0]
        _add_zero(tally, 8 * r * r + 3 * r - 2, "the equation for r")
    else:
        chances = [Fraction(ctx.random.randint(1, 49), 100) for _ in range(6)]
    for r in chances:
        world = four_point_world(r)
        for before, after in zip(world.weights, world.next_weights(), strict=True):
            _add_zero(tally, after - before, f"r = {r}")
    return tally


def four_point_solved(ctx: Context, rational_chance: bool = False) -> Tally:
    """``λ(Π − ppᵀ) − (S − ppᵀ) ⪰ 0`` with kernel the affine functions, on the line and plane.

    ``λ`` is the correlation of a coordinate. The variant takes a random rational ``r``.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    r = Fraction(ctx.random.randint(1, 49), 100) if rational_chance else None
    world = four_point_world(r)
    for w in (world, product_world(world, world)):
        _add_affine_kernel(tally, w)
    return tally


def four_point_eigenvalue(ctx: Context, factor: Fraction | int = HALF) -> Tally:  # noqa: ARG001
    """``λ = ½(⟨s,g⟩ + ‖g‖)`` with ``s = sign(z − 3/2)``, ``g = E[s(z) | z']``, ``2‖g‖ = 1 − 3c``.

    ``g = (−1, −c, c, 1)`` with ``c = (1 − 3r)/(1 − r)``; ``λ`` is measured on the transitions.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    r, world = four_point_chance(), four_point_world()
    c = (1 - 3 * r) / (1 - r)
    norm = (1 - 3 * c) / 2
    _add_zero(tally, norm * norm - (r + (1 - r) * c * c), "‖g‖²")
    level = factor * (r + (1 - r) * c + norm)
    x = world.coordinate(0)
    _add_zero(tally, world.correlation(x) - level, "λ")
    for found, side in zip(apply(world.transition, x), (-1, -1, 1, 1), strict=True):
        _add_zero(tally, found - side * HALF, "E[z' | z] = m(z) + 1")
    return tally


def kurtosis(ctx: Context, names: tuple[str, ...], claimed: bool = False) -> Tally:  # noqa: ARG001
    """``|E x⁴ − 3 (E x²)²|`` of a coordinate of each named world; ``claimed``: it is 0."""
    tally = Tally(Relation.ZERO if claimed else Relation.POSITIVE, Method.EXACT)
    for name in names:
        world = WORLDS[name]()
        x = world.coordinate(0)
        second, fourth = world.mean([v * v for v in x]), world.mean([v * v * v * v for v in x])
        tally.add(abs(toward_zero(fourth - 3 * second * second)), world.name)
    return tally


def bent_regression(ctx: Context) -> Tally:  # noqa: ARG001
    """``E(E[x' | x] − β x)² > 0`` at the best ``β``: the four-point world is not an AR(1) world."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    world = four_point_world()
    x = world.coordinate(0)
    image = apply(world.transition, x)
    variance = world.mean([v * v for v in x])
    beta = world.lagged(x, x) / variance
    rest = [y - beta * v for y, v in zip(image, x, strict=True)]
    tally.add(toward_zero(world.mean([v * v for v in rest])), world.name)
    return tally


def linear_minimisers(ctx: Context) -> Tally:  # noqa: ARG001
    """In each counterexample the whitened minimisers are exactly the orthogonal maps."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for make in WORLDS.values():
        world = make()
        _add_affine_kernel(tally, world)
        for before, after in zip(world.weights, world.next_weights(), strict=True):
            _add_zero(tally, after - before, f"stationarity, {world.name}")
    return tally


def four_point_plane() -> FiniteWorld:
    """Two independent four-point coordinates."""
    return product_world(four_point_world(), four_point_world())


WORLDS = {
    "rademacher": rademacher_world,
    "four-point": four_point_world,
    "four-point-plane": four_point_plane,
}
"""Counterexamples to the wording without a class, by name."""


def _add_affine_kernel(tally: Tally, world: FiniteWorld) -> None:
    level = world.correlation(world.coordinate(0))
    found = world.gap_inertia(level)
    tally.add(found.negative, f"encoders above λ, {world.name}")
    tally.add(found.zero - (world.n + 1), f"dimension of the kernel, {world.name}")
    for i in range(world.n):
        for value in apply(world.gap_form(level), world.coordinate(i)):
            _add_zero(tally, value, f"coordinate {i} in the kernel, {world.name}")


def _add_zero(tally: Tally, x: Number, where: str) -> None:
    tally.add(toward_zero(x), where)


def _candidates(ctx: Context) -> list[tuple[str, Fraction]]:
    found = []
    for digits in range(1, 6):
        world = digit_world(digits)
        random = [random_rational(ctx.random) + k for k in range(1 << digits)]
        for f in (digit_average(digits), tuple(random)):
            loss = 2 - 2 * world.correlation(f)
            found.append((f"a function of {digits} digits", toward_zero(loss)))
    uniform = line(Uniform(2), HALF)
    for degree in range(1, 8):
        p = pencil(uniform, degree)
        found.append((f"a polynomial of degree {degree}", whitened_loss(p, approximate_best(p))))
    return found
