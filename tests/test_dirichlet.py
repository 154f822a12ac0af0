"""Twists: derivatives against SymPy, energies against closed forms and integration."""

from __future__ import annotations

import pytest
import sympy
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from lejepa_proofs.numerics.dirichlet import (
    BlockMap,
    Twist,
    frobenius_squared,
    jacobian,
    log_density_change,
)
from lejepa_proofs.numerics.disc_twist import DiscTwist, disc_averages
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.isometries import identity_matrix
from strategies_background import rationals

small = rationals.map(lambda c: c / 10)
angles = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 2)), small, max_size=4)
DISC = DiscTwist(fmpq(1, 2), fmpq(1, 4), fmpq(2))


def test_derivative_agrees_with_sympy() -> None:
    x, y, t = sympy.symbols("x y t")
    theta = (x**2 + y**2) / 3 + sympy.Rational(1, 5) * (x**2 + y**2) ** 2 * t - t**2
    rotated = sympy.Matrix(
        [
            sympy.cos(theta) * x - sympy.sin(theta) * y,
            sympy.sin(theta) * x + sympy.cos(theta) * y,
            t,
        ]
    )
    at = {x: sympy.Rational(1, 2), y: sympy.Rational(-2, 3), t: sympy.Rational(3, 4)}
    oracle = rotated.jacobian([x, y, t]).subs(at)
    twist = Twist(3, {(1, 0): fmpq(1, 3), (2, 1): fmpq(1, 5), (0, 2): fmpq(-1)})
    with working_precision(128):
        z = [ball(fmpq(1, 2)), ball(fmpq(-2, 3)), ball(fmpq(3, 4))]
        _, derivative = jacobian(twist, z)
        for i in range(3):
            for j in range(3):
                digits = arb(str(sympy.N(oracle[i, j], 30)))
                assert bool(abs(derivative[i, j] - digits) < arb(10) ** -28)
        exact = sympy.simplify(sum(entry**2 for entry in oracle))
        density = twist.energy_density()(fmpq(1, 2), fmpq(-2, 3), fmpq(3, 4))
        assert density == fmpq(int(exact.p), int(exact.q))


@given(rationals)
def test_energy_of_the_quadratic_spiral_is_two_plus_32_c_squared(c: fmpq) -> None:
    # θ = c|z|²: ‖Dh‖² = 2 + 4c²|z|⁴ and E|z|⁴ = 8
    assert Twist(2, {(1,): c}).energy() == 2 + 32 * c * c


@given(angles)
def test_energy_is_the_same_by_both_routes_and_at_least_the_dimension(
    angle: dict[tuple[int, ...], fmpq],
) -> None:
    twist = Twist(3, angle)
    assert twist.energy() == twist.energy_by_coordinates()
    assert twist.energy() >= 3
    constant = all(c == 0 or not any(exponents) for exponents, c in angle.items())
    assert (twist.energy() == 3) == constant


@settings(max_examples=30)
@given(angles, st.tuples(small, small, small))
def test_twists_preserve_volume_and_norm(
    angle: dict[tuple[int, ...], fmpq], z: tuple[fmpq, ...]
) -> None:
    with working_precision(128):
        point = [ball(c) for c in z]
        image, derivative = jacobian(Twist(3, angle), point)
        assert derivative.det().contains(1)
        assert log_density_change(point, image).contains(0)


def test_block_map_adds_energies_and_scales_them() -> None:
    blocks = (Twist(2, {(1,): fmpq(1)}), Twist(2, {(1,): fmpq(1, 2)}))
    one = identity_matrix(4)
    assert BlockMap(blocks, one, one, fmpq(1)).energy() == 34 + 10
    assert BlockMap(blocks, one, one, fmpq(1, 2)).energy() == 11
    assert BlockMap(blocks, one, one, fmpq(1)).dimension == 4


def test_block_map_with_constant_angles_is_its_own_derivative() -> None:
    still = Twist(2, {(0,): fmpq(0)})
    swap = identity_matrix(2)
    swap[0, 0] = swap[1, 1] = fmpq(0)
    swap[0, 1] = swap[1, 0] = fmpq(1)
    h = BlockMap((still,), swap, identity_matrix(2), fmpq(3))
    image, derivative = jacobian(h, [arb(1), arb(5)])
    assert image == [15, 3]
    assert derivative.tolist() == [[0, 3], [3, 0]]


@pytest.mark.parametrize("phase", [fmpq(0), fmpq(1, 3), fmpq(7, 9)])
def test_off_centre_derivative_by_chain_rule_and_by_series_agree(phase: fmpq) -> None:
    with working_precision(192):
        depth = ball(fmpq(3, 5))
        z = DISC.point(depth, ball(phase))
        image, derivative = jacobian(DISC, z)
        square, log_det = DISC.densities(depth, ball(phase))
        for difference in (
            frobenius_squared(derivative) - square,
            abs(derivative.det()).log() - log_det,
            log_density_change(z, image) - log_det,
        ):
            assert difference.contains(0)
            assert bool(difference.rad() < arb(2) ** -96)  # half the working digits


def test_off_centre_map_changes_the_norm() -> None:
    z = DISC.point(ball(fmpq(1, 2)), ball(fmpq(1, 4)))
    image, _ = jacobian(DISC, z)
    assert not log_density_change(z, image).contains(0)


def test_averages_of_a_still_disc_are_those_of_the_identity() -> None:
    still = DiscTwist(fmpq(1, 2), fmpq(1, 8), fmpq(0))
    energy, volume = disc_averages(still, rings=12, sectors=24)
    assert energy.contains(2)
    assert volume.contains(0)
    assert bool(energy.rad() < 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Twist(1, {}), "plane"),
        (lambda: Twist(3, {(1,): fmpq(1)}), "length 2"),
        (lambda: DiscTwist(fmpq(1, 2), fmpq(1, 2), fmpq(1)), "miss 0"),
        (lambda: DiscTwist(fmpq(3, 4), fmpq(1, 3), fmpq(1)), "unit disc"),
        (lambda: disc_averages(DISC, rings=2, sectors=2), "too coarse"),
    ],
)
def test_bad_arguments_are_refused(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]
