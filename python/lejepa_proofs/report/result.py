"""The outcome of ``lejepa-proofs check`` as one document with a versioned schema."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lejepa_proofs import __version__
from lejepa_proofs.claims.model import Claim
from lejepa_proofs.claims.runner import Fate, Row
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean.record import Freshness, LeanState
from lejepa_proofs.lean.standing import Standing, standing, witnessed
from lejepa_proofs.numerics.verdict import Outcome

SCHEMA: Literal["lejepa-proofs/claims/1"] = "lejepa-proofs/claims/1"


class ExitStatus(IntEnum):
    """What the process answers."""

    CONFIRMED = 0
    REFUTED = 1
    UNDECIDED = 2


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class LeanEvidence(_Frozen):
    """The Lean theorems of a claim, every axiom they rest on, and their witnesses.

    ``witnesses`` show that the hypotheses can hold together; ``unwitnessed`` are the theorems with
    hypotheses for which the record shows none.
    """

    theorems: tuple[str, ...]
    standing: Standing
    axioms: tuple[str, ...]
    witnesses: tuple[str, ...] = ()
    unwitnessed: tuple[str, ...] = ()


class ClaimResult(_Frozen):
    """One claim with all its evidence."""

    id: str
    group: str
    sentence: str
    source: str
    statement: str
    truth: bool
    repair: str | None
    lean: LeanEvidence
    rows: tuple[Row, ...]

    @property
    def checks(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == "check")

    @property
    def mutants(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == "mutant")

    @property
    def controls(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == "control")

    @property
    def status(self) -> ExitStatus:
        """Refuted beats undecided beats confirmed, over checks, mutants and controls."""
        worst = ExitStatus.CONFIRMED
        for row in self.rows:
            if row.as_expected:
                continue
            if row.verdict.outcome is Outcome.INCONCLUSIVE:
                worst = max(worst, ExitStatus.UNDECIDED, key=_GRAVITY.__getitem__)
            else:
                worst = ExitStatus.REFUTED
        return worst


_GRAVITY = {ExitStatus.CONFIRMED: 0, ExitStatus.UNDECIDED: 1, ExitStatus.REFUTED: 2}


class Report(_Frozen):
    """Everything one run of ``check`` found.

    ``lean`` says whether the audit record was current, stale or absent.
    """

    schema_: Literal["lejepa-proofs/claims/1"] = Field(SCHEMA, alias="schema")
    version: str = __version__
    seed: int
    lean: Freshness
    lean_note: str
    claims: tuple[ClaimResult, ...]

    @property
    def status(self) -> ExitStatus:
        """The exit status of the run."""
        return max((c.status for c in self.claims), key=_GRAVITY.__getitem__)

    def to_json(self) -> str:
        """The document, as JSON."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"


def read_report(path: Path) -> Report:
    """The report that ``check --json`` wrote to ``path``.

    Raises
    ------
    LejepaError
        No such file, no JSON, or not this version's schema.
    """
    try:
        return Report.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LejepaError(
            f"cannot read {path}: {error.strerror}; write it with `lejepa-proofs check --json`"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "document"
        raise LejepaError(
            f"{path}: {where}: {first['msg']}; write it anew with `lejepa-proofs check --json`"
        ) from None


def assemble(claims: Iterable[Claim], rows: Iterable[Row], state: LeanState, seed: int) -> Report:
    """Put the claims, what the checks found and what Lean has proved into one report."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.claim, []).append(row)
    results = []
    for claim in claims:
        verdict, axioms = standing(claim.lean, state)
        shown = witnessed(claim.lean, claim.witnesses, state)
        results.append(
            ClaimResult(
                id=claim.id,
                group=claim.group.value,
                sentence=claim.sentence,
                source=claim.source,
                statement=claim.statement,
                truth=claim.truth,
                repair=claim.repair,
                lean=LeanEvidence(
                    theorems=claim.lean,
                    standing=verdict,
                    axioms=axioms,
                    witnesses=shown.witnesses,
                    unwitnessed=shown.missing,
                ),
                rows=tuple(found.get(claim.id, ())),
            )
        )
    return Report(
        seed=seed,
        lean=state.freshness,
        lean_note=state.describe(),
        claims=tuple(results),
    )


def killed(result: ClaimResult) -> str:
    """Mutants killed out of all, e.g. ``3/3``."""
    dead = sum(row.fate is Fate.KILLED for row in result.mutants)
    return f"{dead}/{len(result.mutants)}"
