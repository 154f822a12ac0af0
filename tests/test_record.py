"""The audit record: read strictly, compared with the sources, and believed only when it matches."""

import json

import pytest

import fakes
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean import record as record_module
from lejepa_proofs.lean.audit import Basis, Level, audit
from lejepa_proofs.lean.record import (
    LOGIC,
    RECORD,
    Freshness,
    lean_state,
    read_record,
    sha256,
)
from lejepa_proofs.lean.standing import Standing, standing, witnessed


@pytest.fixture
def project(tmp_path):
    (tmp_path / "lakefile.lean").write_text("package p")
    (tmp_path / "lean").mkdir()
    source = tmp_path / "lean" / "A.lean"
    source.write_text("theorem a : True := trivial\n")

    def write(**changes):
        axioms = [
            fakes.axiom(n, module="Init", typeHash="0", allowed=True, standing="allowed")
            for n in LOGIC
        ]
        data = {
            "schema": record_module.SCHEMA,
            "toolchain": "leanprover/lean4:v4.27.0",
            "mathlib": "a3a10db",
            "sources": {"lean/A.lean": sha256(source)},
            "declarations": [
                fakes.declaration("a", axioms=["propext"], surface=["b", "c", "hidden"]),
                fakes.declaration("b", kind="def", line=3, lines=4),
                fakes.declaration("c", kind="def", line=5, lines=3),
            ],
            "axioms": axioms,
            "paths": [],
        }
        (tmp_path / RECORD).write_text(json.dumps(data | changes))
        return tmp_path

    return write


def test_a_record_that_matches_proves(project):
    state = lean_state(project())
    assert state.freshness is Freshness.CURRENT
    assert standing(("a",), state) == (Standing.PROVED, ("propext",))


def test_a_changed_source_makes_the_record_stale(project):
    root = project()
    (root / "lean" / "A.lean").write_text("theorem a : True := sorry\n")
    state = lean_state(root)
    assert (state.freshness, state.changed) == (Freshness.STALE, ("lean/A.lean",))
    assert standing(("a",), state)[0] is Standing.STALE


@pytest.mark.parametrize("change", ["new", "gone"])
def test_a_new_or_missing_source_makes_the_record_stale(project, change):
    root = project()
    if change == "new":
        (root / "lean" / "B.lean").write_text("")
    else:
        (root / "lean" / "A.lean").unlink()
    assert lean_state(root).freshness is Freshness.STALE


def test_a_claim_without_a_theorem_is_open(project):
    assert standing((), lean_state(project()))[0] is Standing.OPEN


def test_a_theorem_that_the_record_does_not_know_is_open(project):
    assert standing(("x",), lean_state(project()))[0] is Standing.OPEN


def test_a_definition_proves_nothing(project):
    assert standing(("b",), lean_state(project()))[0] is Standing.OPEN


def test_an_axiom_beyond_logic_is_no_proof(project):
    root = project(declarations=[fakes.declaration("a", axioms=["mine"])])
    assert standing(("a",), lean_state(root)) == (Standing.CONDITIONAL, ("mine",))


def test_an_axiom_with_the_name_but_not_the_type_of_propext_is_no_proof(project):
    root = project(axioms=[fakes.axiom("propext")])
    assert standing(("a",), lean_state(root))[0] is Standing.CONDITIONAL


def test_without_a_record_everything_is_open(tmp_path):
    state = lean_state(tmp_path)
    assert state.freshness is Freshness.ABSENT
    assert standing(("a",), state)[0] is Standing.OPEN


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[]", "schema None, expected"),
        ('{"schema": "other"}', "expected 'lejepa-proofs/audit/2'"),
        ('{"schema": "lejepa-proofs/audit/2"}', "toolchain: Field required"),
    ],
)
def test_a_damaged_record_is_named(tmp_path, text, message):
    path = tmp_path / "audit.json"
    path.write_text(text)
    with pytest.raises(LejepaError, match=message):
        read_record(path)


def test_a_missing_record_says_how_to_make_one(tmp_path):
    with pytest.raises(LejepaError, match="lake exe audit"):
        read_record(tmp_path / "audit.json")


def test_the_audit_of_unseen_sources_says_what_it_could_not_see(tmp_path):
    (tmp_path / "A.lean").write_text("theorem a : p := by sorry\n")
    found = audit(tmp_path)
    assert found.basis is Basis.NONE
    assert [f.word for f in found.findings] == ["sorry"]
    assert found.status((Level.UNSOUND, Level.UNKNOWN)) == 1
    assert found.status((Level.NOTHING,)) == 0


def test_a_clean_source_without_a_record_is_unknown(tmp_path):
    (tmp_path / "A.lean").write_text("theorem a : True := trivial\n")
    assert audit(tmp_path).status((Level.UNSOUND, Level.UNKNOWN)) == 2


def test_a_matching_record_makes_the_audit_clean(project):
    found = audit(project())
    assert found.basis is Basis.RECORDED
    assert found.status((Level.UNSOUND, Level.UNKNOWN)) == 0


def test_an_axiom_in_the_record_fails_the_audit(project):
    assert audit(project(axioms=[fakes.axiom("mine")])).status((Level.UNSOUND,)) == 1


def test_the_reading_of_a_theorem_is_its_definitions_in_their_places(project):
    reading = audit(project()).reading("a")
    assert (reading.statement.source, reading.statement.line) == ("lean/A.lean", 1)
    assert [p.name for p in reading.definitions] == ["b", "c", "hidden"]
    assert [p.source for p in reading.definitions] == ["lean/A.lean", "lean/A.lean", ""]


def test_a_line_to_read_counts_once(project):
    assert audit(project()).reading("a").lines == 5


@pytest.mark.parametrize("name", ["x", "b"])
def test_the_reading_of_what_is_no_theorem_is_an_error(project, name):
    with pytest.raises(LejepaError, match=f"no theorem '{name}' in the audit record"):
        audit(project()).reading(name)


def test_the_reading_without_a_record_is_an_error(tmp_path):
    with pytest.raises(LejepaError, match="no audit record"):
        audit(tmp_path).reading("a")


@pytest.mark.parametrize(
    ("witness", "named", "expected"),
    [
        ({}, (), ((), ("t",))),
        ({"applies": ["t"]}, (), (("w",), ())),
        ({"applies": ["t"], "hypotheses": 1}, (), ((), ("t",))),
        ({"applies": ["t"], "axioms": ["sorryAx"]}, (), ((), ("t",))),
        ({}, ("w",), (("w",), ())),
    ],
    ids=["none", "applied", "applied-under-a-hypothesis", "applied-on-sorry", "named"],
)
def test_a_theorem_that_supposes_something_needs_a_witness(witness, named, expected):
    record = fakes.record(t={"hypotheses": 2}, w=witness)
    found = witnessed(("t",), named, fakes.state(record))
    assert (found.witnesses, found.missing) == expected


def test_a_theorem_that_supposes_nothing_needs_no_witness():
    assert witnessed(("t",), (), fakes.state(fakes.record("t"))).missing == ()
