"""Verdicts: what a numeric check found, with an error statement instead of a tolerance.

A check measures a *slack* on many instances: a number that the claim under test says is zero,
nonnegative or positive. Slacks are exact rationals (no error) or balls of ``python-flint`` (an
enclosure); a :class:`Tally` decides every instance on the exact object, before any rounding, and
:meth:`Tally.verdict` condenses the decisions into one immutable :class:`Verdict`.
"""

from __future__ import annotations

import math
import sys
from enum import StrEnum
from fractions import Fraction
from typing import Any

from flint import arb, fmpq, fmpz
from pydantic import BaseModel, ConfigDict

Exact = int | Fraction | fmpz | fmpq
"""A number without error."""

Slack = int | Fraction | fmpz | fmpq | arb
"""A number without error, or a ball that contains it."""


class Method(StrEnum):
    """The rung of the check, from the strongest error statement to the weakest."""

    EXACT = "exact"
    ENCLOSURE = "enclosure"
    DETERMINISTIC = "deterministic"
    STATISTICAL = "statistical"


class Relation(StrEnum):
    """What the claim says of the slack."""

    ZERO = "= 0"
    NONNEGATIVE = ">= 0"
    POSITIVE = "> 0"


class Outcome(StrEnum):
    """The decision. *Inconclusive* is a failure: the check was too weak to see."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"


class Verdict(BaseModel):
    """What one check (or planted mutant, or control) found.

    ``lower`` and ``upper`` enclose the worst slack seen: the smallest one for an inequality, the
    one farthest from zero for an identity. They are rounded outwards to doubles (an unbounded end
    becomes the largest double, so that the document stays plain JSON), but the ``outcome`` was
    decided on the unrounded values. ``margin`` is how much room was left: the
    smallest lower bound of the slack for an inequality; for an identity in ball arithmetic the
    resolution minus the largest possible deviation; ``None`` for an exact identity, which any
    deviation at all refutes. ``alpha`` is the probability of a wrong *refuted* or *confirmed*
    (0 on the first two rungs), ``n`` the number of instances or samples, ``seed`` the root seed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    check: str
    relation: Relation
    lower: float
    upper: float
    method: Method
    alpha: float
    n: int
    seed: int
    margin: float | None
    outcome: Outcome
    worst: str


def float_down(x: Slack) -> float:
    """Largest convenient double that is at most every number in ``x`` (exact or a ball)."""
    if isinstance(x, arb):
        mid = float(x.lower())
        return mid if arb(mid) <= x.lower() else math.nextafter(mid, -math.inf)
    q = as_fraction(x)
    value = _nearest(q)
    return value if _leq(value, q) else math.nextafter(value, -math.inf)


def float_up(x: Slack) -> float:
    """Smallest convenient double that is at least every number in ``x`` (exact or a ball)."""
    return 0.0 - float_down(-x)


def _nearest(q: Fraction) -> float:
    try:
        return q.numerator / q.denominator
    except OverflowError:
        return math.inf if q > 0 else -math.inf


def _leq(value: float, q: Fraction) -> bool:
    if math.isinf(value):
        return value < 0
    return Fraction(value) <= q


def as_fraction(x: Exact) -> Fraction:
    """The rational number ``x`` as a ``fractions.Fraction``."""
    if isinstance(x, fmpq):
        return Fraction(int(x.p), int(x.q))
    if isinstance(x, fmpz):
        return Fraction(int(x))
    return Fraction(x)


class Tally:
    """Decides one relation on many instances and remembers the worst of them.

    Parameters
    ----------
    relation:
        What is claimed of every slack that is added.
    method:
        The rung; ``Method.EXACT`` refuses balls.
    resolution:
        For identities in ball arithmetic: a ball that contains zero confirms only when its
        points are at most this far from zero, because a huge ball confirms nothing. It must be
        below the effect of the mutants that the check is meant to reject. Required for
        ``Relation.ZERO`` off the exact rung.
    alpha:
        Error probability of the whole tally, 0 for rungs 1 to 3.

    Raises
    ------
    ValueError
        Missing resolution, or a ball handed to an exact tally.
    """

    def __init__(
        self,
        relation: Relation,
        method: Method,
        *,
        resolution: float | None = None,
        alpha: float = 0.0,
    ) -> None:
        if relation is Relation.ZERO and method is not Method.EXACT and resolution is None:
            raise ValueError("an identity decided with an error statement needs a resolution")
        self.relation = relation
        self.method = method
        self.resolution = resolution
        self.alpha = alpha
        self.n = 0
        self._instances = 0
        self._outcome = Outcome.CONFIRMED
        self._lower = math.inf
        self._upper = math.inf
        self._worst = "no instance"

    def add(self, slack: Slack, where: str = "", n: int = 1) -> Outcome:
        """Decide one instance. ``where`` names it in reports; ``n`` counts what it stands for."""
        if isinstance(slack, arb) and self.method is Method.EXACT:
            raise ValueError("an exact tally takes rational numbers, not balls")
        outcome = self._decide(slack)
        self.n += n
        self._instances += 1
        low, high = float_down(slack), float_up(slack)
        if self._is_worse(outcome, low, high):
            self._lower, self._upper, self._worst = low, high, where
        self._outcome = max(self._outcome, outcome, key=_SEVERITY.__getitem__)
        return outcome

    def add_equal(self, left: Any, right: Any, where: str = "") -> Outcome:
        """Decide an equality of discrete objects (sets, tuples, …): the slack is 0 or 1."""
        if self.relation is not Relation.ZERO:
            raise ValueError("add_equal needs the relation '= 0'")
        return self.add(0 if left == right else 1, where)

    def _decide(self, x: Slack) -> Outcome:
        if isinstance(x, arb):
            if not x.is_finite():
                return Outcome.INCONCLUSIVE
            if self.relation is Relation.ZERO:
                if not x.contains(0):
                    return Outcome.REFUTED
                assert self.resolution is not None
                small = bool(abs(x).upper() <= arb(self.resolution))
                return Outcome.CONFIRMED if small else Outcome.INCONCLUSIVE
            if self.relation is Relation.NONNEGATIVE:
                if bool(x >= 0):
                    return Outcome.CONFIRMED
                return Outcome.REFUTED if bool(x < 0) else Outcome.INCONCLUSIVE
            if bool(x > 0):
                return Outcome.CONFIRMED
            return Outcome.REFUTED if bool(x <= 0) else Outcome.INCONCLUSIVE
        q = as_fraction(x)
        true = {
            Relation.ZERO: q == 0,
            Relation.NONNEGATIVE: q >= 0,
            Relation.POSITIVE: q > 0,
        }[self.relation]
        return Outcome.CONFIRMED if true else Outcome.REFUTED

    def _is_worse(self, outcome: Outcome, low: float, high: float) -> bool:
        if self._instances == 1:
            return True
        if _SEVERITY[outcome] != _SEVERITY[self._outcome]:
            return _SEVERITY[outcome] > _SEVERITY[self._outcome]
        if self.relation is Relation.ZERO:
            return max(abs(low), abs(high)) > max(abs(self._lower), abs(self._upper))
        return low < self._lower

    @property
    def outcome(self) -> Outcome:
        """The decision over all instances; inconclusive when there was none."""
        return self._outcome if self.n else Outcome.INCONCLUSIVE

    def verdict(self, claim: str, check: str, seed: int) -> Verdict:
        """The immutable summary of this tally."""
        margin: float | None = None
        if not self.n:
            lower, upper = -sys.float_info.max, sys.float_info.max
        else:
            lower, upper = _finite(self._lower), _finite(self._upper)
            if self.relation is not Relation.ZERO:
                margin = lower
            elif self.resolution is None:
                margin = None
            else:
                margin = self.resolution - max(abs(lower), abs(upper))
        return Verdict(
            claim=claim,
            check=check,
            relation=self.relation,
            lower=lower,
            upper=upper,
            method=self.method,
            alpha=self.alpha,
            n=self.n,
            seed=seed,
            margin=margin,
            outcome=self.outcome,
            worst=self._worst,
        )


def _finite(value: float) -> float:
    return max(-sys.float_info.max, min(sys.float_info.max, value))


_SEVERITY = {Outcome.CONFIRMED: 0, Outcome.INCONCLUSIVE: 1, Outcome.REFUTED: 2}
