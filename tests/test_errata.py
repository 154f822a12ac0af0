"""ERRATA.md names theorems and claims that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lejepa_proofs.claims.registry import load
from lejepa_proofs.lean.record import read_record

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "ERRATA.md").read_text(encoding="utf-8")
RECORD = read_record(ROOT / "lean" / "audit.json")
THEOREMS = sorted(set(re.findall(r"`(LeJEPA\.[^`\s]+)`", TEXT)))
CLAIMS = sorted(set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", TEXT)))


def test_the_errata_name_theorems_and_claims() -> None:
    assert len(THEOREMS) > 40
    assert len(CLAIMS) > 15


@pytest.mark.parametrize("name", THEOREMS)
def test_a_named_declaration_is_in_the_record_and_rests_on_lean_alone(name: str) -> None:
    declaration = RECORD.declaration(name)
    assert declaration is not None, f"no declaration {name} in lean/audit.json"
    assert declaration.kind != "theorem" or RECORD.proved(declaration), f"{name} is not proved"


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_named_claim_exists(claim: str) -> None:
    assert claim in {row.id for row in load()}, f"no claim {claim}"


@pytest.mark.parametrize("claim", [c for c in CLAIMS if c.startswith(("reading-", "correction-"))])
def test_a_named_reading_is_false(claim: str) -> None:
    assert not next(row for row in load() if row.id == claim).truth


def test_every_false_reading_of_the_converse_and_of_planning_is_listed() -> None:
    sources = ("Theorem 2", "Theorem 4")
    false = {
        row.id for row in load() if row.id.startswith("reading-") and row.source.startswith(sources)
    }
    assert false <= set(CLAIMS)
