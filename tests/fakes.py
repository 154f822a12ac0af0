"""Claims made for tests of the runner, the report and the command line."""

from functools import partial

from flint import arb

from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def measure(_ctx: Context, slack: int | arb = 0) -> Tally:
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    tally.add(arb(slack), "the instance")
    return tally


def undecided(_ctx: Context) -> Tally:
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    tally.add(arb(0, 1), "a ball round zero")
    return tally


def broken(_ctx: Context) -> Tally:
    raise ZeroDivisionError("division by zero")


def wrong_rung(_ctx: Context) -> Tally:
    tally = Tally(Relation.ZERO, Method.EXACT)
    tally.add(0)
    return tally


POSITIVE = partial(measure, slack=1)
NEGATIVE = partial(measure, slack=-1)


def claim(id="fake", check=POSITIVE, mutant=NEGATIVE, **changes):
    row = {
        "id": id,
        "group": Group.GAP,
        "sentence": "A sentence with [brackets] and a | bar.",
        "source": "Theorem 1",
        "statement": "x ≥ 0",
        "checks": (Check(id="check", title="x", rung=Method.ENCLOSURE, run=check),),
        "mutants": (Mutant(id="mutant", statement="x < 0", check="check", run=mutant),),
        "controls": (
            Control(id="control", statement="x > 0", check="check", run=partial(measure, slack=2)),
        ),
    }
    return Claim(**(row | changes))
