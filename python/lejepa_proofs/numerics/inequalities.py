"""Means: AM–GM exactly, Jensen's inequality for exp in balls.

Division by the number of terms follows Lean: x / 0 = 0, so the empty mean is 0, while the empty
product and exp(0) are 1. That is why both inequalities need at least one term.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, fmpq

from lejepa_proofs.numerics.enclosure import ball, rational
from lejepa_proofs.numerics.verdict import Exact


def mean(xs: Sequence[Exact]) -> fmpq:
    """(Σ x_i)/m, and 0 for m = 0."""
    total = sum((rational(x) for x in xs), fmpq(0))
    return total / len(xs) if xs else fmpq(0)


def product(xs: Sequence[Exact]) -> fmpq:
    """Π x_i, and 1 for m = 0."""
    total = fmpq(1)
    for x in xs:
        total *= rational(x)
    return total


def am_gm_power_slack(xs: Sequence[Exact]) -> fmpq:
    """(mean x)^m − Π x_i; nonnegative when x_i ≥ 0 (claim ``am-gm``)."""
    return mean(xs) ** len(xs) - product(xs)


def am_gm_root_slack(roots: Sequence[Exact]) -> fmpq:
    """mean(x) − (Π x_i)^{1/m} with x_i = y_i^m, y_i ≥ 0, so that the root is Π y_i, exactly.

    Nonnegative for m ≥ 1; for m = 0 it is 0 − 1 (claim ``am-gm``). Raises ``ValueError`` when
    some y_i < 0, where the root would be another number.
    """
    values = [rational(y) for y in roots]
    if any(y < 0 for y in values):
        raise ValueError("the roots y_i must be >= 0; pass nonnegative rationals")
    return mean([y ** len(values) for y in values]) - product(values)


def exp_mean_slack(xs: Sequence[Exact]) -> arb:
    """mean(exp x_i) − exp(mean x_i), in a ball (claim ``exp-mean``); for m = 0 it is 0 − 1."""
    total = sum((ball(x).exp() for x in xs), arb(0))
    average = total / len(xs) if xs else arb(0)
    return average - ball(mean(xs)).exp()
