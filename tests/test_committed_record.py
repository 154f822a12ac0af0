"""The committed audit record is the one of the committed sources, and nothing in it is assumed."""

import json
from importlib.resources import files

import jsonschema
import pytest

from lejepa_proofs.claims import registry
from lejepa_proofs.lean.record import LOGIC, RECORD, AuditRecord, Freshness, find_root, lean_state
from lejepa_proofs.lean.scan import Severity, scan_tree

ROOT = find_root()
if ROOT is None:
    pytest.skip("installed without the checkout: no Lean sources here", allow_module_level=True)
STATE = lean_state(ROOT)


def test_no_source_changed_since_the_record_was_made():
    assert STATE.freshness is Freshness.CURRENT, STATE.describe()


def test_the_record_covers_the_library():
    assert STATE.record is not None
    assert any(d.kind == "theorem" for d in STATE.record.declarations)
    assert {d.module.split(".")[0] for d in STATE.record.declarations} == {"LeJEPA"}


def test_every_axiom_is_one_of_lean_s_own_by_name_and_type():
    assert STATE.record is not None
    assert {axiom.name for axiom in STATE.record.axioms} <= set(LOGIC)
    assert all(axiom.allowed for axiom in STATE.record.axioms)
    assert STATE.record.paths == ()


def test_no_declaration_is_an_axiom():
    assert STATE.record is not None
    assert not [d.name for d in STATE.record.declarations if d.kind == "axiom"]


def test_no_source_assumes_or_skips_anything():
    _, findings = scan_tree(ROOT / "lean")
    assert [f for f in findings if f.severity is Severity.UNSOUND] == []


def test_every_lean_name_of_a_claim_is_in_the_record():
    assert STATE.record is not None
    registry.validate_lean_names(registry.load(), STATE.record)


def test_the_record_names_the_toolchain_and_the_mathlib_of_the_build():
    assert STATE.record is not None
    assert STATE.record.toolchain == (ROOT / "lean-toolchain").read_text().strip()
    manifest = json.loads((ROOT / "lake-manifest.json").read_text())
    revisions = {package["name"]: package["rev"] for package in manifest["packages"]}
    assert STATE.record.mathlib == revisions["mathlib"]


def test_the_committed_schema_is_that_of_the_model():
    file = files("lejepa_proofs.report").joinpath("schema/audit-2.json")
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert schema == AuditRecord.model_json_schema(by_alias=True)


@pytest.mark.parametrize("place", ["lean", "tests/audit_corpus", "tests/audit_corpus_prelude"])
def test_every_committed_record_follows_the_schema(place):
    file = files("lejepa_proofs.report").joinpath("schema/audit-2.json")
    record = json.loads((ROOT / place / "audit.json").read_text(encoding="utf-8"))
    schema = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(record)


def test_no_source_of_the_library_is_long():
    for path in (ROOT / "lean").rglob("*.lean"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path


def test_the_library_root_imports_every_module():
    imported = (ROOT / "lean" / "LeJEPA.lean").read_text(encoding="utf-8").split("\n")
    for path in (ROOT / "lean" / "LeJEPA").rglob("*.lean"):
        module = ".".join(path.relative_to(ROOT / "lean").with_suffix("").parts)
        assert f"import {module}" in imported, f"{RECORD}: {module} is not in LeJEPA.lean"
