"""Claims and audit records made for tests."""

from functools import partial

from flint import arb

from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.lean.record import SCHEMA, AuditRecord, Freshness, LeanState
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


def declaration(name, **changes):
    """A declaration of an audit record as JSON: a theorem that supposes nothing, on no axiom."""
    row = {"name": name, "kind": "theorem", "module": "A", "line": 1, "lines": 1}
    row |= {"typeHash": "1", "statementHash": "2", "hypotheses": 0}
    row |= {key: [] for key in ("axioms", "flags", "surface", "settles", "applies")}
    return row | changes


def axiom(name, **changes):
    """An axiom of an audit record as JSON: not allowed, and open."""
    row = {"name": name, "module": "A", "typeHash": "9", "allowed": False, "usedBy": 1}
    return row | {"standing": "open", "shownBy": ""} | changes


def record(*names, axioms=(), toolchain="leanprover/lean4:v4.27.0", **changed):
    """An audit record with the theorems ``names``, and others with changes."""
    rows = [declaration(name) for name in names]
    rows += [declaration(name, **changes) for name, changes in changed.items()]
    return AuditRecord.model_validate(
        {
            "schema": SCHEMA,
            "toolchain": toolchain,
            "mathlib": "",
            "sources": {},
            "declarations": rows,
            "axioms": list(axioms),
            "paths": [],
        }
    )


def state(record, freshness=Freshness.CURRENT):
    return LeanState(freshness=freshness, record=record)
