"""Verdicts: decisions are made on exact objects, and doubles are rounded outwards."""

import math
from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from lejepa_proofs.numerics.enclosure import ball, hull, rational, working_precision
from lejepa_proofs.numerics.verdict import (
    Method,
    Outcome,
    Relation,
    Tally,
    as_fraction,
    float_down,
    float_up,
)

fractions = st.fractions(max_denominator=10**30)


@given(fractions)
def test_doubles_enclose_a_rational(q):
    assert Fraction(float_down(q)) <= q <= Fraction(float_up(q))


@given(fractions)
def test_rounding_is_by_at_most_one_double(q):
    assert float_up(q) <= math.nextafter(math.nextafter(float_down(q), math.inf), math.inf)


@given(fractions, fractions)
def test_doubles_enclose_a_ball(a, b):
    low, high = min(a, b), max(a, b)
    x = hull(low, high)
    assert Fraction(float_down(x)) <= low
    assert Fraction(float_up(x)) >= high


def test_an_empty_interval_is_refused():
    with pytest.raises(ValueError, match="empty interval"):
        hull(1, 0)


@given(fractions)
def test_rational_types_agree(q):
    assert as_fraction(rational(q)) == q


def test_working_precision_is_restored_after_an_error():
    from flint import ctx

    def fail_inside():
        with working_precision(before + 100):
            seen.append(ctx.prec)
            raise RuntimeError

    before, seen = ctx.prec, []
    with pytest.raises(RuntimeError):
        fail_inside()
    assert (seen, ctx.prec) == ([before + 100], before)


TINY = Fraction(1, 10**400)


@pytest.mark.parametrize(
    ("relation", "slack", "outcome"),
    [
        (Relation.ZERO, Fraction(0), Outcome.CONFIRMED),
        (Relation.ZERO, TINY, Outcome.REFUTED),
        (Relation.NONNEGATIVE, Fraction(0), Outcome.CONFIRMED),
        (Relation.NONNEGATIVE, -TINY, Outcome.REFUTED),
        (Relation.POSITIVE, TINY, Outcome.CONFIRMED),
        (Relation.POSITIVE, Fraction(0), Outcome.REFUTED),
    ],
)
def test_exact_decisions_are_made_before_rounding(relation, slack, outcome):
    tally = Tally(relation, Method.EXACT)
    assert tally.add(slack) is outcome
    assert tally.outcome is outcome


@pytest.mark.parametrize(
    ("relation", "low", "high", "outcome"),
    [
        (Relation.ZERO, "-1/1000", "1/1000", Outcome.CONFIRMED),
        (Relation.ZERO, "-1", "1", Outcome.INCONCLUSIVE),
        (Relation.ZERO, "1/1000", "1", Outcome.REFUTED),
        (Relation.NONNEGATIVE, "1/1000", "1", Outcome.CONFIRMED),
        (Relation.NONNEGATIVE, "-1", "1", Outcome.INCONCLUSIVE),
        (Relation.NONNEGATIVE, "-1", "-1/1000", Outcome.REFUTED),
        (Relation.POSITIVE, "1/1000", "1", Outcome.CONFIRMED),
        (Relation.POSITIVE, "-1", "1", Outcome.INCONCLUSIVE),
        (Relation.POSITIVE, "-1", "-1/1000", Outcome.REFUTED),
    ],
)
def test_balls_decide_only_what_they_show(relation, low, high, outcome):
    tally = Tally(relation, Method.ENCLOSURE, resolution=0.01)
    assert tally.add(hull(Fraction(low), Fraction(high))) is outcome


def test_an_unbounded_ball_decides_nothing():
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    assert tally.add(ball(1) / hull(-1, 1)) is Outcome.INCONCLUSIVE


def test_a_tally_without_instances_is_inconclusive():
    verdict = Tally(Relation.POSITIVE, Method.EXACT).verdict("claim", "check", 0)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.n == 0


def test_one_refuted_instance_refutes_and_is_named():
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for slack, where in [(3, "three"), (-1, "the bad one"), (2, "two")]:
        tally.add(slack, where)
    verdict = tally.verdict("claim", "check", 7)
    assert (verdict.outcome, verdict.worst) == (Outcome.REFUTED, "the bad one")
    assert (verdict.lower, verdict.upper, verdict.n, verdict.seed) == (-1.0, -1.0, 3, 7)


def test_the_margin_of_an_inequality_is_its_smallest_slack():
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for slack in (Fraction(1, 2), Fraction(1, 8), 5):
        tally.add(slack)
    assert tally.verdict("c", "k", 0).margin == 0.125


def test_the_margin_of_an_identity_is_what_the_resolution_leaves():
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=0.5)
    tally.add(hull(Fraction(-1, 4), Fraction(1, 8)))
    assert tally.verdict("c", "k", 0).margin == pytest.approx(0.25, abs=2**-28)  # radius: 30 bits


def test_an_exact_identity_has_no_margin():
    tally = Tally(Relation.ZERO, Method.EXACT)
    tally.add_equal({1, 2}, {2, 1})
    assert tally.verdict("c", "k", 0).margin is None


def test_unequal_objects_refute():
    tally = Tally(Relation.ZERO, Method.EXACT)
    assert tally.add_equal((1,), (2,)) is Outcome.REFUTED


def test_an_exact_tally_refuses_a_ball():
    with pytest.raises(ValueError, match="not balls"):
        Tally(Relation.ZERO, Method.EXACT).add(arb(0))


def test_an_identity_in_balls_needs_a_resolution():
    with pytest.raises(ValueError, match="resolution"):
        Tally(Relation.ZERO, Method.ENCLOSURE)


def test_equality_of_objects_needs_an_identity():
    with pytest.raises(ValueError, match="add_equal"):
        Tally(Relation.POSITIVE, Method.EXACT).add_equal(1, 1)


def test_an_unbounded_slack_stays_plain_json():
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    tally.add(fmpq(10) ** 400)
    text = tally.verdict("c", "k", 0).model_dump_json()
    assert "Infinity" not in text
    assert "null" not in text
