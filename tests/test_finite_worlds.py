"""Finite worlds and the quadratic field that solves them."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
import pytest
from flint import arb
from hypothesis import assume, given, settings

from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.finite_worlds import (
    FiniteWorld,
    additive_noise_world,
    apply,
    digit_average,
    digit_world,
    four_point_chance,
    four_point_world,
    product_world,
    rademacher_world,
    total,
)
from lejepa_proofs.numerics.quadratic_field import Quadratic, sign, toward_zero
from lejepa_proofs.numerics.verdict import float_down, float_up
from strategies_converse import rationals, surds

HALF = Fraction(1, 2)
ONE = Fraction(1)
chances = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(9, 20), max_denominator=20)
digit_counts = st.integers(1, 5)


@given(surds, surds, surds)
def test_quadratic_numbers_form_a_field(x, y, z):
    assert x * (y + z) == x * y + x * z
    assert (x - y) + y == x
    assume(sign(y) != 0)
    assert (x / y) * y == x
    assert 1 / y == y / (y * y)


@given(surds)
def test_sign_is_that_of_the_real_number(x):
    with working_precision(192):
        real = ball(x.a) + ball(x.b) * arb(x.d).sqrt()
        # A nonzero a + b√73 with entries this small is at least 1/(12⁴·100), far above 2^−100.
        expected = 0 if real.contains(0) else 1 if real > 0 else -1
    assert sign(x) == expected


@given(surds)
def test_rational_stand_in_keeps_the_sign_and_half_the_size(x):
    value = toward_zero(x)
    assert sign(value) == sign(x)
    size = x * sign(x)
    assert sign(size - abs(value)) >= 0
    assert sign(2 * abs(value) - size) >= 0


@given(rationals)
def test_rational_quadratics_equal_and_hash_like_fractions(q):
    lifted = Quadratic(q, Fraction(0), 73)
    assert lifted == q
    assert hash(lifted) == hash(q)
    assert float(lifted) == float(q)


@given(surds)
def test_equality_with_another_kind_is_left_to_that_kind(x):
    assert x != "√73"


def test_quadratic_fields_do_not_mix_and_need_no_square():
    with pytest.raises(ValueError, match="do not mix"):
        Quadratic(ONE, ONE, 2) + Quadratic(ONE, ONE, 3)
    with pytest.raises(ValueError, match="not a square"):
        Quadratic(ONE, ONE, 4)
    with pytest.raises(ZeroDivisionError):
        Quadratic(ONE, ONE, 2) / 0


def test_four_point_chance_solves_its_equation():
    r = four_point_chance()
    assert 8 * r * r + 3 * r == 2
    assert 0 < float(r) < 0.5


@given(chances)
def test_four_point_world_is_stationary_for_every_chance(r):
    world = four_point_world(r)
    assert world.next_weights() == world.weights


@given(chances)
@settings(max_examples=20)
def test_four_point_best_encoder_bends_for_a_rational_chance(r):
    world = four_point_world(r)
    assert world.gap_inertia(world.correlation(world.coordinate(0))).negative > 0


@pytest.mark.parametrize("n", [1, 2])
def test_four_point_best_encoders_are_the_affine_maps(n):
    world = four_point_world() if n == 1 else product_world(four_point_world(), four_point_world())
    level = world.correlation(world.coordinate(0))
    assert world.gap_inertia(level) == (0, n + 1, 4**n - n - 1)
    for i in range(n):
        assert all(v == 0 for v in apply(world.gap_form(level), world.coordinate(i)))


@given(digit_counts, st.data())
@settings(max_examples=30)
def test_loss_is_twice_variance_times_one_minus_correlation(digits, data):
    world = digit_world(digits)
    f = data.draw(st.lists(rationals, min_size=1 << digits, max_size=1 << digits))
    variance = world.mean([x * x for x in f]) - world.mean(f) ** 2
    assume(variance != 0)
    assert world.loss(f) == 2 * variance * (1 - world.correlation(f))


@given(digit_counts)
def test_digit_average_has_loss_two_over_the_number_of_digits(digits):
    world, f = digit_world(digits), digit_average(digits)
    assert world.mean(f) == 0
    assert world.mean([x * x for x in f]) == digits
    assert world.loss(f) / digits == Fraction(2, digits)


@given(digit_counts)
@settings(max_examples=5)
def test_best_digit_encoder_correlates_at_the_cosine_of_a_path(digits):
    # The symmetrised operator shifts Rademacher functions along a path with `digits` vertices.
    with working_precision(64):
        cosine = arb.cos_pi(arb(1) / (digits + 1))
        width = Fraction(1, 2**20)
        above = Fraction(float_up(cosine)) + width
        below = Fraction(float_down(cosine)) - width
    world = digit_world(digits)
    assert world.gap_inertia(above).negative == 0
    assert world.gap_inertia(below).negative > 0


@given(digit_counts)
def test_digit_world_is_stationary(digits):
    world = digit_world(digits)
    assert world.next_weights() == world.weights


def test_rademacher_views_are_independent():
    world = rademacher_world()
    assert world.correlation(world.coordinate(0)) == 0
    assert world.n == 1


@given(chances, digit_counts.filter(lambda d: d <= 2))
@settings(max_examples=10)
def test_product_of_worlds_has_the_correlations_of_its_factors(r, digits):
    first, second = four_point_world(r), digit_world(digits)
    world = product_world(first, second)
    assert world.n == 2
    assert world.next_weights() == world.weights
    assert world.correlation(world.coordinate(0)) == first.correlation(first.coordinate(0))
    assert world.correlation(world.coordinate(1)) == second.correlation(second.coordinate(0))


@given(st.lists(surds, max_size=5))
def test_total_is_a_sum(values):
    assert total(values) == sum(values, Quadratic(Fraction(0), Fraction(0), 73))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: digit_world(0), "1 to 12"),
        (lambda: FiniteWorld("w", ((ONE,),), (HALF,), ((ONE,),)), "no probability"),
        (lambda: FiniteWorld("w", ((ONE,),), (ONE,), ((HALF,),)), "no probability"),
        (lambda: four_point_world(Fraction(3, 4)), "no probability"),
        (lambda: rademacher_world().correlation([ONE, ONE]), "constant encoder"),
        (lambda: apply(((ONE,),), (ONE, ONE)), "zip"),
        (
            lambda: additive_noise_world("w", [ONE], [ONE], {ONE: ONE}, (ONE,)),
            "no point of the world",
        ),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
