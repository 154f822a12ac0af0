"""The ceiling of R² for wrapped angles: enclosures against each other and against quadrature."""

from fractions import Fraction

import pytest

from lejepa_proofs.learning.pixels.hypotheses import wrapped_ceiling
from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.verdict import float_down, float_up
from lejepa_proofs.numerics.wrapped_normal import ceiling_by_turns, ceiling_by_waves


@pytest.mark.parametrize("s", [Fraction(1), Fraction(2)])
def test_both_routes_overlap_in_small_balls_around_the_quadrature(s) -> None:
    with working_precision(64):
        turns, waves = ceiling_by_turns(s), ceiling_by_waves(s)
    assert turns.overlaps(waves)
    low, high = float_down(turns), float_up(turns)
    assert high - low <= 2.0**-44
    # sums of 4096 positive terms: 4096 roundings at most
    assert low - 4096 * 2.0**-52 <= wrapped_ceiling(float(s)) <= high + 4096 * 2.0**-52


def test_spreads_outside_the_proved_range_are_refused() -> None:
    for s in (Fraction(1, 8), Fraction(3)):
        with pytest.raises(ValueError, match="from 1/2 to 2"):
            ceiling_by_turns(s)
    with pytest.raises(ValueError, match="from 1 to 2"):
        ceiling_by_waves(Fraction(1, 2))
