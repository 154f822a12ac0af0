"""Each threat of the corpus, as the source scan and as the walk over the environment must see it.

`tests/audit_corpus` is a Lake project with one threat a file. The walk's answers are committed in
`audit.json` there; where Lean is, the corpus is built and walked anew and must give the same.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from lejepa_proofs.lean.record import LOGIC, find_root, read_record
from lejepa_proofs.lean.scan import Severity, scan_text

CORPUS = Path(__file__).parent / "audit_corpus"
RECORD = read_record(CORPUS / "audit.json")


@dataclass(frozen=True)
class Expected:
    """What a file must give.

    `unsound` and `look` are the words the scan reports, `axioms` those of the headline beyond
    Lean's logic in the environment, `flags` any marks in the file's module.
    """

    unsound: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    axioms: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


COMPILED = ("Lean.ofReduceBool", "Lean.trustCompiler")
EXPECTED = {
    "SorryTerm": Expected(unsound=("sorry",), axioms=("sorryAx",)),
    "SorryMacro": Expected(look=("macro",), axioms=("sorryAx",)),
    "SorryInstance": Expected(unsound=("admit",), axioms=("sorryAx",)),
    "AxiomFar": Expected(unsound=("axiom",)),
    "AxiomMiddle": Expected(),
    "AxiomBehindImports": Expected(axioms=("AxiomFar.collapse",)),
    "FakePropext": Expected(unsound=("axiom",), axioms=("FakePropext.propext",)),
    "FakeNativeDecide": Expected(
        unsound=("axiom",), axioms=("FakeNativeDecide.headline._nativeDecide_1",)
    ),
    "NativeDecide": Expected(unsound=("native_decide",), axioms=COMPILED),
    "ImplementedBy": Expected(
        unsound=("native_decide",),
        look=("implemented_by",),
        axioms=COMPILED,
        flags=("implemented_by ImplementedBy.wrong",),
    ),
    "PartialTrick": Expected(look=("partial",), flags=("partial",)),
    "UnsafeTrick": Expected(
        look=("unsafe", "implemented_by", "opaque"),
        flags=("implemented_by UnsafeTrick.cast", "unsafe"),
    ),
    "LocalNotation": Expected(look=("infix",)),
    "LocalInstance": Expected(look=("local instance",)),
    "OnlyLooksLike": Expected(),
    "Lookalike": Expected(
        unsound=("axiom",),
        look=("Lookalike.prοpext", "Lookalike.prοpext.elim"),
        axioms=("Lookalike.prοpext",),
    ),
    "NestedComment": Expected(unsound=("axiom",), axioms=("NestedComment.hidden",)),
    "AssumesConclusion": Expected(flags=("assumes its conclusion",)),
    "Contradictory": Expected(),
    "FreeField": Expected(unsound=("axiom",), axioms=("FreeField.mean_eq_value",)),
    "ChangedDefinition": Expected(),
    "Clean": Expected(),
}


def source(name: str) -> str:
    return (CORPUS / "Corpus" / f"{name}.lean").read_text(encoding="utf-8")


def test_every_file_of_the_corpus_has_an_expectation():
    assert {path.stem for path in (CORPUS / "Corpus").glob("*.lean")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("severity", Severity)
def test_the_scan_reports_the_words_that_are_code(name, severity):
    found = tuple(f.word for f in scan_text(source(name), name) if f.severity is severity)
    expected = EXPECTED[name]
    assert found == (expected.unsound if severity is Severity.UNSOUND else expected.look)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_walk_finds_the_axioms_of_the_headline(name):
    headline = RECORD.declaration(f"{name}.headline")
    if name in ("AxiomFar", "AxiomMiddle"):
        assert headline is None
        return
    assert headline is not None
    beyond = tuple(axiom for axiom in headline.axioms if axiom not in LOGIC)
    assert sorted(beyond) == sorted(EXPECTED[name].axioms)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_walk_finds_the_marks(name):
    module = [d for d in RECORD.declarations if d.module == f"Corpus.{name}"]
    marks = {flag for declaration in module for flag in declaration.flags}
    assert marks == set(EXPECTED[name].flags)


def test_only_the_axioms_of_the_logic_are_allowed():
    assert RECORD.allowed() <= set(LOGIC)
    assert "FakePropext.propext" not in RECORD.allowed()


def test_every_axiom_that_is_not_allowed_has_a_chain_to_each_user():
    chains = {(path.declaration, path.axiom): path.path for path in RECORD.paths}
    for declaration in RECORD.declarations:
        for axiom in declaration.axioms:
            if axiom in RECORD.allowed():
                continue
            chain = chains[declaration.name, axiom]
            assert (chain[0], chain[-1]) == (declaration.name, axiom)


def test_an_axiom_behind_two_imports_is_reached_through_both():
    chains = {path.declaration: path.path for path in RECORD.paths}
    assert chains["AxiomBehindImports.headline"] == (
        "AxiomBehindImports.headline",
        "AxiomMiddle.step",
        "AxiomFar.collapse",
    )


def test_lean_gives_the_committed_answers(tmp_path):
    root = find_root()
    lake = shutil.which("lake")
    if root is None or lake is None or not (root / ".lake/build/bin/audit").is_file():
        pytest.skip("Lean is not here or the audit is not built: `lake build` first")
    project = tmp_path / "corpus"
    shutil.copytree(CORPUS, project)
    environment = os.environ | {"LEAN_NUM_THREADS": "1"}
    subprocess.run([lake, "build"], cwd=project, check=True, capture_output=True, env=environment)
    done = subprocess.run(
        [lake, "exe", "audit", "--project", str(project), "--json", str(tmp_path / "new.json")],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 1, done.stderr
    new = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    assert new == json.loads((CORPUS / "audit.json").read_text(encoding="utf-8"))

    changed = project / "Corpus" / "ChangedDefinition.lean"
    changed.write_text(changed.read_text(encoding="utf-8").replace(":= 3", ":= 4"))
    subprocess.run([lake, "build"], cwd=project, check=True, capture_output=True, env=environment)
    subprocess.run(done.args, cwd=root, check=False, capture_output=True, env=environment)
    before = RECORD.declaration("ChangedDefinition.headline")
    after = read_record(tmp_path / "new.json").declaration("ChangedDefinition.headline")
    assert before is not None
    assert after is not None
    assert before.type_hash == after.type_hash
    assert before.statement_hash != after.statement_hash


def test_the_surface_of_a_statement_is_followed_through_definitions():
    headline = RECORD.declaration("ChangedDefinition.headline")
    assert headline is not None
    assert set(headline.surface) == {
        "ChangedDefinition.Small",
        "ChangedDefinition.threshold",
    }
