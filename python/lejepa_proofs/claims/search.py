"""Search for a counterexample with Hypothesis, and hand back the smallest one found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


class _Found(Exception):
    """Stops the search; Hypothesis then shrinks the instance."""


def smallest_counterexample(
    strategy: SearchStrategy[T],
    holds: Callable[[T], bool],
    *,
    seed: int,
    examples: int = 100,
) -> T | None:
    """The simplest instance drawn from ``strategy`` on which ``holds`` is false, or ``None``.

    ``examples`` instances are drawn from generators seeded with ``seed``; nothing is read from or
    written to a database of examples, so equal arguments give equal answers.
    """
    # here, and where strategies are made: `audit` and `claims` need not wait for it
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as with_seed

    last: list[T] = []

    @with_seed(seed)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(strategy)
    def probe(instance: T) -> None:
        if not holds(instance):
            last[:] = [instance]
            raise _Found

    try:
        probe()
    except _Found:
        return last[0]
    return None
