"""The audit record: read strictly, compared with the sources, and believed only when it matches."""

import json

import pytest

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean import record as record_module
from lejepa_proofs.lean.audit import Basis, Level, audit
from lejepa_proofs.lean.record import (
    LOGIC,
    RECORD,
    Freshness,
    Standing,
    lean_state,
    read_record,
    sha256,
    standing,
)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "lakefile.lean").write_text("package p")
    (tmp_path / "lean").mkdir()
    source = tmp_path / "lean" / "A.lean"
    source.write_text("theorem a : True := trivial\n")

    def write(**changes):
        axioms = [
            {"name": n, "module": "Init", "typeHash": "0", "allowed": True, "usedBy": 1}
            for n in LOGIC
        ]
        data = {
            "schema": record_module.SCHEMA,
            "toolchain": "leanprover/lean4:v4.27.0",
            "mathlib": "a3a10db",
            "sources": {"lean/A.lean": sha256(source)},
            "declarations": [
                {
                    "name": "a",
                    "kind": "theorem",
                    "module": "A",
                    "typeHash": "1",
                    "axioms": ["propext"],
                    "flags": [],
                    "statementHash": "2",
                    "surface": ["b", "c"],
                }
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
    assert standing(("b",), lean_state(project()))[0] is Standing.OPEN


def test_an_axiom_beyond_logic_is_no_proof(project):
    declared = {"name": "a", "kind": "theorem", "module": "A", "typeHash": "1"}
    declared |= {"axioms": ["mine"], "flags": [], "statementHash": "", "surface": []}
    root = project(declarations=[declared])
    assert standing(("a",), lean_state(root)) == (Standing.CONDITIONAL, ("mine",))


def test_an_axiom_with_the_name_but_not_the_type_of_propext_is_no_proof(project):
    fake = {"name": "propext", "module": "A", "typeHash": "9", "allowed": False, "usedBy": 1}
    root = project(axioms=[fake])
    assert standing(("a",), lean_state(root))[0] is Standing.CONDITIONAL


def test_without_a_record_everything_is_open(tmp_path):
    state = lean_state(tmp_path)
    assert state.freshness is Freshness.ABSENT
    assert standing(("a",), state)[0] is Standing.OPEN


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ('{"schema": "other"}', "expected 'lejepa-proofs/audit/1'"),
        ('{"schema": "lejepa-proofs/audit/1"}', "toolchain: Field required"),
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
    mine = {"name": "mine", "module": "A", "typeHash": "9", "allowed": False, "usedBy": 1}
    assert audit(project(axioms=[mine])).status((Level.UNSOUND,)) == 1


def test_the_surface_of_a_theorem_is_what_a_reader_must_read(project):
    assert audit(project()).surface("a") == ("b", "c")


def test_the_surface_of_an_unknown_theorem_is_an_error(project):
    with pytest.raises(LejepaError, match="no theorem 'x' in the audit record"):
        audit(project()).surface("x")


def test_the_surface_without_a_record_is_an_error(tmp_path):
    with pytest.raises(LejepaError, match="no audit record"):
        audit(tmp_path).surface("a")
