"""What changed between two records, and where the earlier one is found."""

import io
import json
import subprocess

import pytest
from rich.console import Console

import fakes
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean.since import compare, earlier_record
from lejepa_proofs.report import since_table


def changes(before, after):
    return compare(before, after, "v0")


def shown(found):
    console = Console(width=200, record=True, file=io.StringIO())
    since_table.render(found, console)
    return console.export_text()


def test_equal_records_differ_in_nothing():
    found = changes(fakes.record("a"), fakes.record("a"))
    assert found.nothing()
    assert "no theorem, definition, axiom" in shown(found)


def test_theorems_added_and_gone_are_listed():
    found = changes(fakes.record("a", "b"), fakes.record("b", "c"))
    assert (found.theorems_added, found.theorems_removed) == (("c",), ("a",))


def test_a_reworded_statement_is_told_from_a_changed_definition():
    before = fakes.record("kept", "worded", behind={"surface": ["d"]}, d={"kind": "def"})
    after = fakes.record(
        "kept",
        worded={"typeHash": "7", "statementHash": "7"},
        behind={"surface": ["d"], "statementHash": "8"},
        d={"kind": "def", "statementHash": "9"},
    )
    found = changes(before, after)
    assert [(s.name, s.reworded, s.definitions) for s in found.statements] == [
        ("behind", False, ("d",)),
        ("worded", True, ()),
    ]
    assert found.definitions == ("d",)
    assert "statement changed behind: through d" in shown(found)


def test_a_redefined_axiom_is_one_gone_and_one_added():
    found = changes(
        fakes.record(axioms=[fakes.axiom("propext", typeHash="1")]),
        fakes.record(axioms=[fakes.axiom("propext", typeHash="2")]),
    )
    assert (found.axioms_added, found.axioms_removed) == (("propext",), ("propext",))


def test_a_proof_that_comes_to_rest_on_an_axiom_is_listed():
    found = changes(fakes.record("a"), fakes.record(a={"axioms": ["propext", "sorryAx"]}))
    assert found.closures == {"a": ((), ("sorryAx",))}
    assert "rests on sorryAx (before: logic alone): a" in shown(found)


def test_toolchain_and_marks_are_listed():
    found = changes(fakes.record("a"), fakes.record(a={"flags": ["partial"]}, toolchain="v5"))
    assert found.toolchain == ("leanprover/lean4:v4.27.0", "v5")
    assert found.flags == {"a": ((), ("partial",))}


@pytest.fixture
def repository(tmp_path):
    """A git repository with a tag whose record has the theorem `a`."""

    def git(*arguments):
        config = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", *config, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "nothing yet")
    git("tag", "empty")
    (tmp_path / "lean").mkdir()
    record = fakes.record("a").model_dump(by_alias=True, mode="json")
    (tmp_path / "lean" / "audit.json").write_text(json.dumps(record))
    git("add", ".")
    git("commit", "-q", "-m", "a record")
    git("tag", "v1")
    return tmp_path


@pytest.mark.parametrize("reference", ["last", "v1", "HEAD"])
def test_the_record_of_a_commit_is_read(repository, reference):
    name, record = earlier_record(repository, reference)
    assert name == ("v1" if reference == "last" else reference)
    assert record.declaration("a") is not None


def test_a_record_on_disk_is_read(repository, tmp_path):
    file = tmp_path / "old.json"
    file.write_text((repository / "lean" / "audit.json").read_text())
    assert earlier_record(repository, str(file))[1].declaration("a") is not None


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("v9", "'v9' is no audit record on disk and no commit"),
        ("--all", "'--all' is no audit record on disk and no commit"),
        ("empty", "no record at empty:lean/audit.json"),
    ],
)
def test_what_cannot_be_compared_is_one_line(repository, reference, message):
    with pytest.raises(LejepaError, match=message) as caught:
        earlier_record(repository, reference)
    assert "\n" not in str(caught.value)


def test_a_repository_without_tags_says_so(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    with pytest.raises(LejepaError, match="no tag to compare with"):
        earlier_record(tmp_path, "last")
