"""Each threat of the corpus, as the source scan and as the walk over the environment must see it.

`tests/audit_corpus` is a Lake project with one threat a file; `tests/audit_corpus_prelude` holds
the one that cannot share an environment with Lean's own library. The walk's answers are committed
in `audit.json` there; where Lean is, a corpus is built and walked anew and must give the same.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from lejepa_proofs.lean.audit import Level, audit
from lejepa_proofs.lean.record import LOGIC, Freshness, LeanState, find_root, read_record
from lejepa_proofs.lean.scan import Severity, scan_text
from lejepa_proofs.lean.since import compare
from lejepa_proofs.lean.standing import witnessed

CORPUS = Path(__file__).parent / "audit_corpus"
RECORD = read_record(CORPUS / "audit.json")
PRELUDE = Path(__file__).parent / "audit_corpus_prelude"


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


SYNTAX = ("macro", "syntax")
COMPILED = ("Lean.ofReduceBool", "Lean.trustCompiler")
EXPECTED = {
    "SorryTerm": Expected(unsound=("sorry",), axioms=("sorryAx",)),
    "SorryMacro": Expected(look=("macro",), axioms=("sorryAx",), flags=SYNTAX),
    "SorryMacroRules": Expected(look=("macro_rules",), axioms=("sorryAx",), flags=("macro",)),
    "StopTactic": Expected(unsound=("stop",), axioms=("sorryAx",)),
    "SorryInstance": Expected(unsound=("admit",), axioms=("sorryAx",)),
    "AxiomFar": Expected(unsound=("axiom",)),
    "AxiomMiddle": Expected(),
    "AxiomBehindImports": Expected(axioms=("AxiomFar.collapse",)),
    "AxiomEmpty": Expected(unsound=("axiom",), axioms=("AxiomEmpty.spectral_gap",)),
    "AxiomRefuted": Expected(unsound=("axiom",), axioms=("AxiomRefuted.positive",)),
    "AxiomProved": Expected(unsound=("axiom",), axioms=("AxiomProved.comm",)),
    "FakePropext": Expected(unsound=("axiom",), axioms=("FakePropext.propext",)),
    "FakeNativeDecide": Expected(
        unsound=("axiom",), axioms=("FakeNativeDecide.headline._nativeDecide_1",)
    ),
    "NativeDecide": Expected(unsound=("native_decide",), axioms=COMPILED),
    "NativeFlag": Expected(unsound=("+native",), axioms=COMPILED),
    "CompilerSimp": Expected(
        unsound=("axiom", "native_decide"), look=("csimp",), axioms=COMPILED, flags=("csimp",)
    ),
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
    "LocalNotation": Expected(look=("infix",), flags=SYNTAX),
    "LocalInstance": Expected(look=("local instance",)),
    "OnlyLooksLike": Expected(),
    "Lookalike": Expected(
        unsound=("axiom",),
        look=("Lookalike.prοpext", "Lookalike.prοpext.elim"),
        axioms=("Lookalike.prοpext",),
    ),
    "NestedComment": Expected(unsound=("axiom",), axioms=("NestedComment.hidden",)),
    "Reversed": Expected(
        unsound=("axiom",), look=("comment", "comment"), axioms=("Reversed.hidden",)
    ),
    "AssumesConclusion": Expected(flags=("assumes its conclusion",)),
    "ContainsConclusion": Expected(flags=("assumes its conclusion",)),
    "Contradictory": Expected(),
    "Witnessed": Expected(),
    "FreeField": Expected(
        unsound=("axiom",),
        axioms=("FreeField.mean_eq_value",),
        flags=("nothing ties value | mean",),
    ),
    "ChangedDefinition": Expected(),
    "Clean": Expected(),
    "GeneratedProof": Expected(),
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


def test_every_way_to_contain_the_conclusion_is_marked():
    theorems = [d for d in RECORD.declarations if d.name.count(".") == 1 and d.kind == "theorem"]
    mine = {d.name: d.flags for d in theorems if d.module == "Corpus.ContainsConclusion"}
    assert set(mine) == {
        f"ContainsConclusion.{w}" for w in "headline paired quantified negated".split()
    }
    assert set(mine.values()) == {("assumes its conclusion",)}


@pytest.mark.parametrize(
    ("axiom", "standing", "shown_by"),
    [
        ("AxiomEmpty.spectral_gap", "empty", ""),
        ("AxiomRefuted.positive", "refuted", "AxiomRefuted.not_positive"),
        ("AxiomProved.comm", "theorem", "AxiomProved.commutative"),
        ("FakePropext.propext", "refuted", "not_false"),
        ("AxiomFar.collapse", "open", ""),
        ("sorryAx", "imported", ""),
        ("Lean.trustCompiler", "imported", ""),
        ("propext", "allowed", ""),
    ],
)
def test_the_walk_tells_what_became_of_an_axiom(axiom, standing, shown_by):
    [found] = [a for a in RECORD.axioms if a.name == axiom]
    assert (found.standing, found.shown_by) == (standing, shown_by)


def test_hypotheses_that_can_hold_have_a_witness_and_contradictory_ones_cannot():
    state = LeanState(freshness=Freshness.CURRENT, record=RECORD)
    good = witnessed(("Witnessed.headline",), (), state)
    assert (good.witnesses, good.missing) == (("Witnessed.instance_two",), ())
    for name in ("Contradictory.headline", "ContainsConclusion.headline"):
        assert witnessed((name,), (), state).missing == (name,)


def test_an_instance_that_changes_a_statement_is_part_of_what_must_be_read():
    headline = RECORD.declaration("LocalInstance.headline")
    assert headline is not None
    assert headline.surface == ("LocalInstance.instHAddNat_corpus",)


def test_an_axiom_with_the_name_of_one_of_the_logic_is_not_allowed():
    record = read_record(PRELUDE / "audit.json")
    [axiom] = record.axioms
    assert (axiom.name, axiom.allowed, axiom.standing) == ("propext", False, "open")
    text = (PRELUDE / "Redefined.lean").read_text(encoding="utf-8")
    assert [f.word for f in scan_text(text, "Redefined")] == ["axiom"]


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


@pytest.fixture
def walk(tmp_path):
    """Build a copy of a corpus and walk it; returns the folder of the copy and the function."""
    root = find_root()
    lake = shutil.which("lake")
    if root is None or lake is None or not (root / ".lake/build/bin/audit").is_file():
        pytest.skip("Lean is not here or the audit is not built: `lake build` first")
    environment = os.environ | {"LEAN_NUM_THREADS": "1"}
    project, record = tmp_path / "corpus", tmp_path / "new.json"

    def run(corpus, *, edit=None):
        if edit is None:
            shutil.copytree(corpus, project)
        else:
            file, old, new = edit
            path = project / file
            path.write_text(path.read_text(encoding="utf-8").replace(old, new))
        build = [lake, "build"]
        subprocess.run(build, cwd=project, check=True, capture_output=True, env=environment)
        done = subprocess.run(
            [lake, "exe", "audit", "--project", str(project), "--json", str(record)],
            cwd=root,
            check=False,
            capture_output=True,
            text=True,
            env=environment,
        )
        assert done.returncode == 1, done.stderr
        return record

    return run


def test_a_build_older_than_its_sources_is_not_believed(walk, tmp_path):
    record = walk(PRELUDE)
    record.unlink()
    with (tmp_path / "corpus" / "Redefined.lean").open("a", encoding="utf-8") as file:
        file.write("\naxiom later : False\n")
    found = audit(tmp_path / "corpus")
    assert found.record is None
    assert "the build is not that of the sources" in found.unseen
    assert found.status((Level.UNKNOWN,)) == 2


@pytest.mark.parametrize("corpus", [CORPUS, PRELUDE], ids=lambda path: path.name)
def test_lean_gives_the_committed_answers(walk, corpus):
    new = json.loads(walk(corpus).read_text(encoding="utf-8"))
    assert new == json.loads((corpus / "audit.json").read_text(encoding="utf-8"))


def test_a_definition_changed_behind_a_statement_shows(walk):
    walk(CORPUS)
    edit = ("Corpus/ChangedDefinition.lean", ":= 3", ":= 4")
    found = compare(RECORD, read_record(walk(CORPUS, edit=edit)), "the committed corpus")
    [statement] = found.statements
    assert statement.name == "ChangedDefinition.headline"
    assert not statement.reworded
    assert statement.definitions == ("ChangedDefinition.threshold",)
    assert found.definitions == ("ChangedDefinition.threshold",)


def test_another_name_for_a_proof_inside_a_definition_changes_no_statement(walk):
    walk(CORPUS)
    again = "def other : Fin 7 := ⟨3, by omega⟩\n\n/-- A number"
    edit = ("Corpus/GeneratedProof.lean", "/-- A number", again)
    found = compare(RECORD, read_record(walk(CORPUS, edit=edit)), "the committed corpus")
    assert found.statements == ()
    assert found.definitions == ()


def test_a_proof_that_lean_named_is_not_to_be_read():
    headline = RECORD.declaration("GeneratedProof.headline")
    assert headline is not None
    assert headline.surface == ("GeneratedProof.chosen",)


def test_the_surface_of_a_statement_is_followed_through_definitions():
    headline = RECORD.declaration("ChangedDefinition.headline")
    assert headline is not None
    assert set(headline.surface) == {
        "ChangedDefinition.Small",
        "ChangedDefinition.threshold",
    }
