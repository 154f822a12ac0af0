"""What the audit record says of a claim: proved, on which axioms, and not in vain."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from lejepa_proofs.lean.record import LOGIC, Freshness, LeanState


class Standing(StrEnum):
    """What Lean says of a claim."""

    PROVED = "proved"
    CONDITIONAL = "rests on axioms"
    STALE = "record stale"
    OPEN = "open"


def standing(names: tuple[str, ...], state: LeanState) -> tuple[Standing, tuple[str, ...]]:
    """The standing of a claim with Lean theorems ``names``, and every axiom they rest on.

    *Proved* means: each theorem is in the record, the record matches the sources, and the axiom
    closure holds nothing but the axioms of Lean's logic, by name and type.
    """
    if not names or state.record is None:
        return Standing.OPEN, ()
    closure: set[str] = set()
    for name in names:
        declaration = state.record.declaration(name)
        if declaration is None or declaration.kind != "theorem":
            return Standing.OPEN, ()
        closure |= set(declaration.axioms)
    axioms = tuple(sorted(closure))
    if state.freshness is not Freshness.CURRENT:
        return Standing.STALE, axioms
    if closure <= (state.record.allowed() & set(LOGIC)):
        return Standing.PROVED, axioms
    return Standing.CONDITIONAL, axioms


class Witnessed(BaseModel):
    """Theorems that show that hypotheses can hold, and the theorems for which none is known."""

    model_config = ConfigDict(frozen=True)

    witnesses: tuple[str, ...]
    missing: tuple[str, ...]


def witnessed(names: tuple[str, ...], named: tuple[str, ...], state: LeanState) -> Witnessed:
    """The witnesses of the theorems ``names``: those ``named``, and those found in the record.

    A theorem lacks one when it supposes something, no theorem that supposes nothing applies it, and
    none is named.
    """
    if state.record is None:
        return Witnessed(witnesses=named, missing=())
    found = dict.fromkeys(named)
    missing = []
    for name in names:
        declaration = state.record.declaration(name)
        if declaration is None or declaration.hypotheses == 0:
            continue
        applied = state.record.witnesses(name)
        found.update(dict.fromkeys(applied))
        if not applied and not named:
            missing.append(name)
    return Witnessed(witnesses=tuple(found), missing=tuple(missing))
