"""The command: exit statuses, one-line errors, and a JSON report that follows its schema."""

import json
import os
import subprocess
import sys
from functools import partial
from importlib.resources import files

import jsonschema
import pytest
from typer.testing import CliRunner

import fakes
from lejepa_proofs import __version__, cli
from lejepa_proofs.claims import registry, runner
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean.record import Freshness, LeanState, find_root, sha256
from lejepa_proofs.report import html, markdown, table
from lejepa_proofs.report.result import ExitStatus, Report, assemble, read_report


@pytest.fixture
def check(monkeypatch):
    """Run `check` on the given claims; returns the result of the command."""

    def run(*claims, arguments=()):
        monkeypatch.setattr(registry, "load", lambda: claims)
        monkeypatch.setattr(cli, "_state", lambda: LeanState(freshness=Freshness.ABSENT))
        monkeypatch.setenv("COLUMNS", "160")
        return CliRunner().invoke(cli.app, ["check", "--jobs", "1", *arguments])

    return run


def report_of(*claims) -> Report:
    rows = runner.run(claims, seed=3)
    return assemble(claims, rows, LeanState(freshness=Freshness.ABSENT), 3)


def test_all_confirmed_exits_zero(check):
    result = check(fakes.claim())
    assert result.exit_code == 0, result.output
    assert "All confirmed" in result.output
    assert "[brackets]" in result.output


def test_a_refuted_check_exits_one_and_is_named(check):
    result = check(fakes.claim(check=partial(fakes.measure, slack=-2)))
    assert result.exit_code == 1
    assert "fake/check: check refuted" in result.output
    assert "the instance" in result.output


def test_a_surviving_mutant_exits_one(check):
    result = check(fakes.claim(mutant=partial(fakes.measure, slack=0)))
    assert result.exit_code == 1
    assert "fake/mutant: mutant survived" in result.output


def test_an_inconclusive_check_exits_two(check):
    result = check(fakes.claim(check=fakes.undecided))
    assert result.exit_code == 2
    assert "Could not decide" in result.output


def test_a_mutant_that_does_not_apply_exits_two(check):
    assert check(fakes.claim(mutant=fakes.undecided)).exit_code == 2


def test_refuted_beats_undecided(check):
    refuted = partial(fakes.measure, slack=-2)
    assert check(fakes.claim(check=fakes.undecided, mutant=refuted)).exit_code == 2
    both = (fakes.claim(check=fakes.undecided), fakes.claim(id="other", check=refuted))
    assert check(*both).exit_code == 1


def test_a_check_that_fails_to_run_is_reported_by_name(check):
    result = check(fakes.claim(check=fakes.broken))
    assert isinstance(result.exception, LejepaError)
    assert "check fake/check could not run: ZeroDivisionError" in str(result.exception)


def test_a_check_on_another_rung_than_declared_is_an_error():
    with pytest.raises(LejepaError, match="measured on the rung exact, but is declared enclosure"):
        runner.run([fakes.claim(check=fakes.wrong_rung)])


def test_the_json_report_follows_the_committed_schema(check, tmp_path):
    file = tmp_path / "deep" / "claims.json"
    assert check(fakes.claim(), arguments=["--json", str(file)]).exit_code == 0
    schema = json.loads(
        files("lejepa_proofs.report").joinpath("schema/claims-1.json").read_text(encoding="utf-8")
    )
    data = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert data["schema"] == "lejepa-proofs/claims/1"
    assert read_report(file).status is ExitStatus.CONFIRMED


def test_the_committed_schema_is_that_of_the_model():
    schema = json.loads(
        files("lejepa_proofs.report").joinpath("schema/claims-1.json").read_text(encoding="utf-8")
    )
    assert schema == Report.model_json_schema(by_alias=True, mode="serialization")


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "Invalid JSON"), ("{}", "Field required"), ('{"schema": "x"}', "schema")],
)
def test_a_damaged_report_is_refused(tmp_path, text, message):
    file = tmp_path / "claims.json"
    file.write_text(text)
    with pytest.raises(LejepaError, match=message):
        read_report(file)


def test_the_page_shows_every_claim_and_escapes():
    page = html.page(report_of(fakes.claim(sentence="a < b & c")))
    assert "a &lt; b &amp; c" in page
    assert 'id="fake"' in page
    assert "killed" in page


def test_the_readme_table_replaces_what_is_between_the_marks(tmp_path):
    readme = tmp_path / "README.md"
    begin, end = markdown.TABLE
    readme.write_text(f"before\n{begin}\nold\n{end}\nafter\n")
    state = LeanState(freshness=Freshness.ABSENT)
    markdown.replace(readme, markdown.claims_table([fakes.claim()], state), markdown.TABLE)
    text = readme.read_text()
    assert text.startswith(f"before\n{begin}\n| claim |")
    assert text.endswith(f"|\n{end}\nafter\n")
    assert "old" not in text


def test_a_readme_without_marks_is_left_alone(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("nothing")
    with pytest.raises(LejepaError, match="marks"):
        markdown.replace(readme, "", markdown.TABLE)
    assert readme.read_text() == "nothing"


def test_jobs_do_not_change_what_is_found():
    chosen = registry.select(["gap"])
    alone = runner.run(chosen, seed=5, jobs=1)
    pooled = runner.run(chosen, seed=5, jobs=2)
    assert [row.verdict for row in alone] == [row.verdict for row in pooled]


def lejepa(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "lejepa_proofs.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=os.environ | {"COLUMNS": "100"},
    )


def test_the_version_is_printed():
    done = lejepa("--version")
    assert (done.returncode, done.stdout) == (0, f"lejepa-proofs {__version__}\n")


def test_an_unknown_claim_is_one_line_and_exit_status_two():
    done = lejepa("check", "no-such-claim")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no claim 'no-such-claim'" in done.stderr


def test_the_list_of_claims_names_every_claim():
    done = lejepa("claims")
    assert done.returncode == 0
    assert all(claim.id in done.stdout for claim in registry.load())


def test_the_audit_of_a_file_with_sorry_exits_one(tmp_path):
    (tmp_path / "A.lean").write_text("theorem a : 1 = 2 := by sorry\n")
    done = lejepa("audit", str(tmp_path))
    assert done.returncode == 1
    assert "A.lean:1:25: sorry" in done.stdout


def test_the_report_of_a_missing_file_is_one_line(tmp_path):
    done = lejepa("report", str(tmp_path / "none.json"), "--html", str(tmp_path / "page.html"))
    assert done.returncode == 2
    assert "check --json" in done.stderr
    assert not (tmp_path / "page.html").exists()


def test_the_audit_says_what_it_could_not_see(tmp_path):
    (tmp_path / "A.lean").write_text("theorem a : True := trivial\n")
    done = lejepa("audit", str(tmp_path))
    assert done.returncode == 2
    assert "not walked here: the project is not built" in done.stdout
    assert "so not seen: axioms behind imports" in done.stdout


def test_a_build_that_cannot_be_walked_is_a_reason_and_no_failure(tmp_path):
    (tmp_path / ".lake" / "build" / "lib" / "lean").mkdir(parents=True)
    (tmp_path / "A.lean").write_text("theorem a : 1 = 2 := by sorry\n")
    done = lejepa("audit", str(tmp_path))
    assert done.returncode == 1
    assert "not walked here:" in done.stdout


@pytest.fixture
def recorded(tmp_path):
    """A project whose record has two theorems on a definition, and matches its sources."""
    (tmp_path / "lakefile.lean").write_text("package p")
    (tmp_path / "lean").mkdir()
    source = tmp_path / "lean" / "A.lean"
    source.write_text("def d := 1\n")
    record = fakes.record(
        "a", b={"surface": ["d"], "line": 7}, d={"kind": "def", "line": 3, "lines": 2}
    ).model_copy(update={"sources": {"lean/A.lean": sha256(source)}})
    text = record.model_dump_json(by_alias=True)
    (tmp_path / "lean" / "audit.json").write_text(text)
    return tmp_path


def test_what_must_be_read_is_told_with_its_lines(recorded):
    done = lejepa("audit", str(recorded), "--read", "b")
    assert done.returncode == 0
    assert "b (lean/A.lean:7) says what it says by 1 definition of the library, 2 lines" in (
        " ".join(done.stdout.split())
    )
    assert "lean/A.lean:3  d  def 2 lines" in done.stdout


def test_changes_since_a_record_are_told(recorded, tmp_path):
    old, changes = tmp_path / "old.json", tmp_path / "changes.json"
    old.write_text(fakes.record("a", "gone").model_dump_json(by_alias=True))
    done = lejepa("audit", str(recorded), "--since", str(old), "--json", str(changes))
    assert done.returncode == 0
    assert "theorem gone gone" in done.stdout
    assert "theorem added b" in done.stdout
    assert json.loads(changes.read_text())["theorems_removed"] == ["gone"]


def test_changes_without_a_record_are_one_line(tmp_path):
    (tmp_path / "A.lean").write_text("def a := 1\n")
    done = lejepa("audit", str(tmp_path), "--since", "last")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no audit record to compare" in done.stderr


def test_the_audit_of_this_checkout_tells_of_headlines_and_assumptions():
    if find_root() is None:
        pytest.skip("installed without the checkout: no Lean sources here")
    done = lejepa("audit", "--ledger")
    assert "headline theorems" in done.stdout
    assert "13 assumptions of the authors' build" in done.stdout
    assert "terminal_pushforward" in done.stdout


def test_the_witnesses_of_a_claim_are_shown():
    claim = fakes.claim(lean=("t", "u"))
    record = fakes.record(t={"hypotheses": 1}, u={"hypotheses": 1}, w={"applies": ["t"]})
    state = fakes.state(record)
    report = assemble([claim], runner.run([claim], seed=3), state, 3)
    assert report.claims[0].lean.witnesses == ("w",)
    assert report.claims[0].lean.unwitnessed == ("u",)
    assert "witness [cyan]w[/]" in table.lean_cell(report.claims[0].lean)
    assert "<code>w</code>" in html.page(report)
    assert "witness `w`" in markdown.claims_table([claim], state)
    assert "no witness for `u`" in markdown.claims_table([claim], state)
