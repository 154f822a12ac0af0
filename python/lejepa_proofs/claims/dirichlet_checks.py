"""Checks of the appendix: Dirichlet energy of diffeomorphisms that preserve the Gaussian."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, arb_mat, fmpq, fmpq_poly

from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.dirichlet import (
    BlockMap,
    Twist,
    frobenius_squared,
    jacobian,
    log_density_change,
)
from lejepa_proofs.numerics.disc_twist import DiscTwist, disc_averages
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.hermite import expectation, gaussian_moment, hermite
from lejepa_proofs.numerics.isometries import identity_matrix, random_orthogonal
from lejepa_proofs.numerics.tensor_hermite import Index
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

BITS = 256
"""Working precision of the balls: angles of a few thousand radians cost about a dozen bits."""

RESOLUTION = 2.0 ** -(BITS // 2)
"""Half the working digits: above the rounding of a few hundred operations, below the mutants,
which change a term of order one."""

OFF_CENTRE = DiscTwist(fmpq(1, 2), fmpq(1, 4), fmpq(2))
"""The map whose energy is integrated; it turns the disc of centre (1/2, 0) and radius 1/4."""

GENTLE = DiscTwist(fmpq(1, 2), fmpq(1, 4), fmpq(1, 8))
"""The same with a small angle: to first order ‖Dh‖_F² is 2 + 2 log|det Dh|, below 2 at places."""

SHAPES = ((2,), (3,), (4,), (2, 2), (3, 2))

Floor = Callable[[int], int]


def dimension(n: int) -> int:
    """n: the energy of an orthogonal map."""
    return n


def doubled(n: int) -> int:
    """2n."""
    return 2 * n


def random_twist(run: Context, n: int, constant: bool = False) -> Twist:
    """A twist with a random polynomial angle of degree up to 3; a rotation when ``constant``."""
    origin = (0,) * (n - 1)
    angle: dict[Index, fmpq] = {origin: _coefficient(run)}
    if not constant:
        for _ in range(3):
            exponents = [0] * (n - 1)
            for _ in range(run.random.randint(1, 3)):
                exponents[run.random.randrange(n - 1)] += 1
            angle[tuple(exponents)] = _coefficient(run)
    return Twist(n, angle)


def random_map(run: Context, shape: Index, scale: int = 1, constant: bool = False) -> BlockMap:
    """Twists on blocks of the sizes ``shape`` between two rational matrices of O(n), over scale."""
    n = sum(shape)
    blocks = tuple(random_twist(run, k, constant) for k in shape)
    left, right = random_orthogonal(n, run.random), random_orthogonal(n, run.random)
    return BlockMap(blocks, left, right, fmpq(1, scale))


def energy_excess(run: Context, floor: Floor = dimension, scale: int = 1) -> Tally:
    """E‖Dh‖_F² − n > 0 for maps that are no rotations, exactly; ``scale`` divides h."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for shape in SHAPES:
        for _ in range(4):
            h = random_map(run, shape, scale)
            tally.add(h.energy() - floor(h.dimension), f"blocks {shape}: {_describe(h)}")
    one = identity_matrix(2)
    gentle = BlockMap((Twist(2, {(1,): fmpq(1, 1000)}),), one, one, fmpq(1, scale))
    tally.add(gentle.energy() - floor(2), f"θ = |z|²/1000, over {scale}")
    return tally


def energy_of_rotations(run: Context, constant: bool = True) -> Tally:
    """E‖Dh‖_F² − n for orthogonal maps (constant angles between rational matrices of O(n))."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for shape in SHAPES:
        for _ in range(4):
            h = random_map(run, shape, constant=constant)
            tally.add(h.energy() - h.dimension, f"blocks {shape}: {_describe(h)}")
    return tally


def energy_two_ways(run: Context, drop_tangential: bool = False) -> Tally:
    """The energy from the law of |z|² against the energy from the moments of the coordinates."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in (2, 3, 4):
        for _ in range(5):
            twist = random_twist(run, n)
            closed = twist.energy()
            if drop_tangential:
                radial = {key: c for key, c in twist.angle.items() if not any(key[1:])}
                closed = Twist(n, radial).energy() if n > 2 else fmpq(n)
            tally.add(closed - twist.energy_by_coordinates(), f"n = {n}: {dict(twist.angle)}")
    return tally


def jacobian_norm(run: Context, tangential: int = 1) -> Tally:
    """‖Dh(z)‖_F² by automatic differentiation against the closed forms.

    For twists that is a polynomial in z, ``tangential`` times whose excess over n is claimed; for
    the map that turns a disc off the centre, the chain rule in disc coordinates.
    """
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for n in (2, 3, 4):
            for _ in range(5):
                twist = random_twist(run, n)
                z = [_coordinate(run) for _ in range(n)]
                _, derivative = jacobian(twist, [ball(c) for c in z])
                polynomial = twist.energy_density()(*z) - n
                square = frobenius_squared(derivative) - n
                tally.add(square - tangential * ball(polynomial), f"n = {n}, z = {z}")
        for _ in range(8):
            turned, depth, phase = _off_centre(run)
            _, derivative = jacobian(turned, turned.point(ball(depth), ball(phase)))
            closed, _ = turned.densities(ball(depth), ball(phase))
            where = f"{turned} at depth {depth}, phase {phase}"
            tally.add(frobenius_squared(derivative) - closed, where)
    return tally


def density_identity(run: Context, sign: int = 1, scale: int = 1, twisted: bool = True) -> Tally:
    """log|det Dh(z)| + log p(h z) − log p(z): the identity |det Dh|·p∘h = p.

    On spirals, blocks and (``twisted``) the map that turns a disc off the centre, where det Dh is
    not 1. ``scale`` divides h.
    """
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for shape in SHAPES:
            h = random_map(run, shape, scale)
            z = [ball(_coordinate(run)) for _ in range(h.dimension)]
            image, derivative = jacobian(h, z)
            change = sign * log_density_change(z, image)
            tally.add(abs(derivative.det()).log() - change, f"blocks {shape}: {_describe(h)}")
        for _ in range(12 if twisted else 0):
            turned, depth, phase = _off_centre(run)
            z = turned.point(ball(depth), ball(phase))
            image, derivative = jacobian(turned, z)
            change = sign * log_density_change(z, image)
            tally.add(
                abs(derivative.det()).log() - change,
                f"{turned} at depth {depth}, phase {phase}",
            )
    return tally


def pointwise_bound(run: Context, determinant: bool = True) -> Tally:
    """‖Dh(z)‖_F² − n |det Dh(z)|^{2/n} > 0 where Dh is not conformal: AM–GM of singular values."""
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for shape in SHAPES:
            h = random_map(run, shape)
            z = [ball(_coordinate(run)) for _ in range(h.dimension)]
            _, derivative = jacobian(h, z)
            slack = _above_volume(derivative, h.dimension, determinant)
            tally.add(slack, f"blocks {shape}: {_describe(h)}")
        for step in range(24):
            depth, phase = fmpq(7, 10), fmpq(2 * step + 1, 48)
            z = GENTLE.point(ball(depth), ball(phase))
            _, derivative = jacobian(GENTLE, z)
            slack = _above_volume(derivative, 2, determinant)
            tally.add(slack, f"{GENTLE} at depth {depth}, phase {phase}")
    return tally


def off_centre_energy(run: Context, floor: Floor = dimension) -> Tally:
    """E‖Dh‖_F² − 2 > 0 for the map that turns a disc off the centre, by rigorous integration."""
    del run
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    energy, _ = disc_averages(OFF_CENTRE, rings=28, sectors=48)
    tally.add(energy - floor(2), str(OFF_CENTRE))
    return tally


def log_determinant(run: Context, scale: int = 1) -> Tally:
    """E log|det Dh| for the map that turns a disc off the centre, divided by ``scale``.

    The resolution is half of the effect of the scale 2, which is 2 log 2 in the plane.
    """
    del run
    half = float(arb(2).log().lower())
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=half)
    _, volume = disc_averages(OFF_CENTRE, rings=28, sectors=48)
    tally.add(volume - 2 * arb(scale).log(), str(OFF_CENTRE))
    return tally


def line_moments(run: Context, top: int = 4) -> Tally:
    """Σ_{k≤top} (E h^k − E X^k)² > 0 for increasing h = a x + b He_3 with b ≠ 0, E h² = 1.

    a = (1−6t²)/(1+6t²), b = 2t/(1+6t²) give a² + 6b² = 1; h is increasing for a > 3b > 0. So
    no such h preserves N(0,1), although its mean and variance are right.
    """
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for _ in range(20):
        t = fmpq(1, run.random.randint(9, 60))
        size = 1 + 6 * t * t
        h = (1 - 6 * t * t) / size * hermite(1) + 2 * t / size * hermite(3)
        power, total = fmpq_poly([1]), fmpq(0)
        for k in range(1, top + 1):
            power = power * h
            total += (expectation(power) - gaussian_moment(k)) ** 2
        tally.add(total, f"h = {h}")
    return tally


def _above_volume(derivative: arb_mat, n: int, determinant: bool) -> arb:
    power = 2 * abs(derivative.det()).log() / n if determinant else arb(0)
    return frobenius_squared(derivative) - n * power.exp()


def _off_centre(run: Context) -> tuple[DiscTwist, fmpq, fmpq]:
    center = fmpq(run.random.randint(4, 6), 10)
    radius = fmpq(run.random.randint(1, 3), 10)
    strength = fmpq(run.random.randint(2, 30), 10)
    depth, phase = fmpq(run.random.randint(1, 9), 10), fmpq(run.random.randint(0, 49), 50)
    return DiscTwist(center, radius, strength), depth, phase


def _coefficient(run: Context) -> fmpq:
    return fmpq(run.random.choice([-1, 1]) * run.random.randint(1, 9), run.random.randint(2, 20))


def _coordinate(run: Context) -> fmpq:
    return fmpq(run.random.randint(-30, 30), run.random.randint(11, 19))


def _describe(h: BlockMap) -> str:
    return f"angles {[dict(block.angle) for block in h.blocks]}, scale {h.scale}"
