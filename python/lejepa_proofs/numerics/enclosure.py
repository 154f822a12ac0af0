"""Ball arithmetic: exact numbers in, enclosures out (python-flint ``arb``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from flint import arb, ctx, fmpq, fmpz

from lejepa_proofs.numerics.verdict import Exact


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Run the body with ``bits`` bits of working precision for all balls."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def rational(x: Exact) -> fmpq:
    """The exact number ``x`` as flint's rational."""
    if isinstance(x, fmpq):
        return x
    if isinstance(x, Fraction):
        return fmpq(x.numerator, x.denominator)
    if isinstance(x, fmpz):
        return fmpq(x)
    return fmpq(int(x))


def ball(x: Exact | arb) -> arb:
    """A ball that contains ``x``, at the working precision."""
    return x if isinstance(x, arb) else arb(rational(x))


def hull(lower: Exact, upper: Exact) -> arb:
    """The ball around the interval ``[lower, upper]``.

    Raises ``ValueError`` when ``lower > upper``.
    """
    low, high = rational(lower), rational(upper)
    if low > high:
        raise ValueError(f"empty interval: {low} > {high}")
    return ball(low).union(ball(high))
