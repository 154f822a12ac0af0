"""The registry refuses rows that do not hold together."""

from functools import partial

import pytest
from pydantic import ValidationError

import fakes
from lejepa_proofs.claims import registry
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def measure(_ctx: Context, slack: int = 0) -> Tally:
    tally = Tally(Relation.ZERO, Method.EXACT)
    tally.add(slack)
    return tally


def claim(**changes) -> Claim:
    row = {
        "id": "one",
        "group": Group.GAP,
        "sentence": "A sentence.",
        "source": "Theorem 1",
        "statement": "0 = 0",
        "checks": (Check(id="zero", title="zero", rung=Method.EXACT, run=measure),),
        "mutants": (
            Mutant(id="off", statement="0 = 1", check="zero", run=partial(measure, slack=1)),
        ),
        "controls": (Control(id="same", statement="0 = 0", check="zero", run=measure),),
    }
    return Claim(**(row | changes))


def test_a_complete_claim_is_accepted():
    assert registry.validate([claim()])[0].id == "one"


def test_a_claim_without_a_mutant_is_refused():
    with pytest.raises(ValidationError, match="no mutant on the rung exact"):
        claim(mutants=())


def test_a_claim_without_a_control_is_refused():
    with pytest.raises(ValidationError, match="no control"):
        claim(controls=())


def test_a_claim_without_a_check_is_refused():
    with pytest.raises(ValidationError):
        claim(checks=())


def test_a_rung_without_a_mutant_is_refused():
    balls = Check(id="balls", title="balls", rung=Method.ENCLOSURE, run=measure)
    with pytest.raises(ValidationError, match="no mutant on the rung enclosure"):
        claim(checks=(*claim().checks, balls))


def test_a_mutant_of_an_unknown_check_is_refused():
    with pytest.raises(ValidationError, match="names the unknown check nothing"):
        claim(mutants=(Mutant(id="off", statement="x", check="nothing", run=measure),))


def test_two_parts_with_one_id_are_refused():
    with pytest.raises(ValidationError, match="duplicate id zero"):
        claim(controls=(Control(id="zero", statement="x", check="zero", run=measure),))


def test_two_claims_with_one_id_are_refused():
    with pytest.raises(LejepaError, match="duplicate claim id 'one'"):
        registry.validate([claim(), claim()])


def test_a_repair_that_does_not_exist_is_refused():
    with pytest.raises(LejepaError, match="repair 'two' is no claim"):
        registry.validate([claim(truth=False, repair="two")])


def test_an_unknown_lean_name_is_refused():
    with pytest.raises(LejepaError, match=r"'LeJEPA\.gap' is not in the audit record"):
        registry.validate_lean_names([claim(lean=("LeJEPA.gap",))], fakes.record("LeJEPA.gapp"))


def test_a_lean_name_of_a_definition_is_refused():
    record = fakes.record(d={"kind": "def"})
    with pytest.raises(LejepaError, match=r"'d' is no theorem \(def\)"):
        registry.validate_lean_names([claim(lean=("d",))], record)


def test_a_witness_that_supposes_something_is_refused():
    record = fakes.record("t", w={"hypotheses": 2})
    with pytest.raises(LejepaError, match="witness 'w' supposes 2 things"):
        registry.validate_lean_names([claim(lean=("t",), witnesses=("w",))], record)


def test_a_witness_on_an_axiom_is_refused():
    record = fakes.record("t", w={"axioms": ["mine"]})
    with pytest.raises(LejepaError, match="rests on more than Lean's logic"):
        registry.validate_lean_names([claim(lean=("t",), witnesses=("w",))], record)


def test_a_witness_for_no_theorem_is_refused():
    with pytest.raises(ValidationError, match="a witness, but no Lean theorem"):
        claim(witnesses=("w",))


def test_an_unknown_claim_is_named():
    with pytest.raises(LejepaError, match="no claim 'theorem-5'"):
        registry.select(["theorem-5"])


def test_draws_depend_on_the_name_and_the_seed_only():
    def draw(seed, name):
        ctx = Context(seed, "claim", name)
        return ctx.random.random(), ctx.rng.random()

    assert draw(0, "a") == draw(0, "a")
    assert len({draw(0, "a"), draw(0, "b"), draw(1, "a")}) == 3
