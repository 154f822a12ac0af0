"""The README shows the claims as they are and names commands that exist."""

import re

import pytest

from lejepa_proofs.claims import registry
from lejepa_proofs.lean.record import find_root, lean_state
from lejepa_proofs.report import markdown, planning_markdown, training_table

ROOT = find_root()
if ROOT is None or not (ROOT / "README.md").is_file():
    pytest.skip("installed without the checkout: no README here", allow_module_level=True)
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_claims_table_is_the_current_one():
    begin, end = markdown.TABLE
    shown = TEXT.split(begin)[1].split(end)[0].strip()
    assert shown == markdown.claims_table(registry.load(), lean_state(ROOT)).strip(), (
        "run `make readme`"
    )


def test_the_section_on_training_is_that_of_the_recorded_results():
    begin, end = markdown.TRAINING
    shown = TEXT.split(begin)[1].split(end)[0].strip()
    assert shown == training_table.training_section().strip(), "run `make readme`"


def test_the_section_on_planning_is_that_of_the_recorded_results():
    begin, end = planning_markdown.MARKS
    shown = TEXT.split(begin)[1].split(end)[0].strip()
    made = planning_markdown.planning_section(*planning_markdown.recorded())
    assert shown == made.strip(), "run `make readme`"


def test_every_make_command_is_a_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^)make ([a-z-]+)", TEXT, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_linked_file_exists():
    for link in re.findall(r"\]\(([^)#]+)\)", TEXT):
        if "://" not in link:
            assert (ROOT / link).exists(), link
