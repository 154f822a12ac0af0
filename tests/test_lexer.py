"""The lexer tells code from comments, strings and quoted names."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean import scan
from lejepa_proofs.lean.lexer import Kind, tokens
from lejepa_proofs.lean.record import find_root
from lejepa_proofs.lean.scan import Severity, scan_text, scan_tree


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text) if token.kind is Kind.WORD]


def unsound(text: str) -> list[str]:
    return [f.word for f in scan_text(text, "x") if f.severity is Severity.UNSOUND]


@pytest.mark.parametrize(
    "text",
    [
        "-- sorry",
        "/- sorry -/",
        "/- a /- sorry -/ sorry -/",
        "/-- sorry -/",
        "/-! sorry -/",
        "/- never closed sorry",
        '"sorry"',
        r'"a \" sorry"',
        r'"\\" -- sorry',
        'r"sorry"',
        'r#"a " sorry "# ',
        'r##"a "# sorry "##',
        "«sorry»",
        "«by sorry»",
        "`sorry",
        "``sorry",
        "sorry'",
        "not_sorry",
        "sorryful",
        "x.sorry",
        "h.«sorry»",
        's!"no hole sorry"',
        '"no interpolation {sorry}"',
    ],
)
def test_what_only_looks_like_sorry_is_not_reported(text):
    assert unsound(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "by sorry",
        "(sorry)",
        "/- -/sorry/- -/",
        "/- /- -/ -/ sorry",
        "'\"' sorry",
        "'a' sorry",
        "h' sorry",
        r"'\'' sorry",
        r"'\\' sorry",
        r'"\\" sorry',
        '"" sorry',
        's!"{sorry}"',
        's!"{"}"} {sorry}"',
        's!"{s!"{sorry}"}"',
        'm!"\\{not a hole} {sorry}"',
        "⟨sorry⟩",
        "fun x ↦ sorry",
        "--\nsorry",
    ],
)
def test_sorry_in_code_is_reported(text):
    assert unsound(text) == ["sorry"]


@pytest.mark.parametrize(
    "text",
    [
        "axiom a : False",
        "theorem t : p := by admit",
        "by native_decide",
        "exact sorryAx _ false",
        "Lean.ofReduceBool a b h",
        "set_option debug.skipKernelTC true",
    ],
)
def test_other_ways_to_assume_are_reported(text):
    assert len(unsound(text)) == 1


def test_a_cyrillic_letter_is_pointed_at():
    found = scan_text("theorem prорext : p := h", "x")
    assert [f.severity for f in found] == [Severity.LOOK]
    assert "CYRILLIC SMALL LETTER O" in found[0].reason


def test_an_invisible_character_is_pointed_at():
    assert "ZERO WIDTH SPACE" in scan_text("a\u200bb", "x")[0].reason


def test_mathematical_letters_are_not_pointed_at():
    assert scan_text("theorem α_β₁ (𝕜 : Type*) (ρ ∈ ℝ≥0∞) : ‖x‖ ≤ ∫⁻ z, f z ∂μ := h", "x") == []


def test_a_constructor_named_like_a_modifier_is_not_reported():
    assert scan_text("match s with | .unsafe => 1 | .partial => 2", "x") == []


def test_places_count_from_one():
    [finding] = scan_text("def a := 1\n\n  sorry", "file")
    assert (finding.path, finding.line, finding.column) == ("file", 3, 3)


@given(st.text(alphabet="ab \n\"'-/\\{}!r#«»`.sm", max_size=60))
def test_tokens_lie_in_order_and_cover_everything_but_white_space(text):
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    place = 0
    for token in tokens(text):
        start = starts[token.line - 1] + token.column - 1
        assert text[place:start].strip() == ""
        assert text[start : start + len(token.text)] == token.text
        place = start + len(token.text)
    assert text[place:].strip() == ""


@given(st.text(alphabet="ab \n-/", max_size=40))
def test_a_closed_comment_hides_everything(inside):
    body = inside.replace("-/", "").replace("/-", "").rstrip("-/")
    assert words(f"/- {body} -/ after") == ["after"]


def test_a_missing_tree_is_named(tmp_path):
    with pytest.raises(LejepaError, match="no such file or folder"):
        scan_tree(tmp_path / "nothing")


def test_built_packages_are_not_scanned(tmp_path):
    (tmp_path / ".lake" / "packages").mkdir(parents=True)
    (tmp_path / ".lake" / "packages" / "A.lean").write_text("axiom a : False")
    (tmp_path / "B.lean").write_text("def b := 1")
    assert scan_tree(tmp_path) == (("B.lean",), [])


def test_a_project_inside_the_project_is_not_scanned(tmp_path):
    (tmp_path / "inner" / "deep").mkdir(parents=True)
    (tmp_path / "inner" / "lakefile.toml").write_text("")
    (tmp_path / "inner" / "deep" / "A.lean").write_text("axiom a : False")
    (tmp_path / "lakefile.lean").write_text("")
    assert scan_tree(tmp_path) == (("lakefile.lean",), [])
    assert [f.word for f in scan_tree(tmp_path / "inner")[1]] == ["axiom"]


def test_a_source_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "A.lean").write_bytes(b"def a := \xff")
    with pytest.raises(LejepaError, match=r"A\.lean: not UTF-8 at byte 9"):
        scan_tree(tmp_path)


def test_the_scan_of_this_repository_takes_no_second():
    root = find_root()
    if root is None:
        pytest.skip("installed without the checkout: no Lean sources here")
    start = time.process_time()
    scan_tree(root)
    # Of computing, with room for a slow machine; benchmarks/audit.py has the figures.
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("by decide +native", "+native"),
        ("by\n  stop\n  decide", "stop"),
        ("by apply?", "apply?"),
        ("by plausible", "plausible"),
        ("Lean.ofReduceNat a b h", "ofReduceNat"),
    ],
)
def test_ways_to_leave_a_proof_out_without_the_word_are_reported(text, word):
    assert unsound(text) == [word]


@pytest.mark.parametrize("text", ["r.stop + native", "for i in start to stop", "x +stop"])
def test_words_that_only_sometimes_say_something_are_not_reported_elsewhere(text):
    assert "stop" not in unsound(text)


@pytest.mark.parametrize("text", ["-- a \u202e b", '"a \u2066"', "/- \n\u200f -/"])
def test_a_mark_that_reorders_text_is_pointed_at_in_comments_and_strings(text):
    [finding] = scan_text(text, "x")
    assert finding.severity is Severity.LOOK
    assert "changes the order of what is shown" in finding.reason
    assert finding.line == text.count("\n") + 1


@pytest.mark.parametrize("place", ["lean", "tests"])
def test_a_source_that_is_not_lexed_has_no_findings(place: str) -> None:
    sources = sorted((Path(__file__).resolve().parents[1] / place).rglob("*.lean"))
    skipped = 0
    for source in sources:
        text = source.read_text(encoding="utf-8")
        if not scan._suspect(text):
            skipped += 1
            assert scan._lexed(text, source.name) == []
    assert 0 < skipped < len(sources)
