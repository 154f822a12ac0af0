"""All claims, loaded once and validated."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import lru_cache

from pydantic import ValidationError

from lejepa_proofs.claims.model import Claim, Group
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean.record import AuditRecord

MODULES = (
    "gap",
    "forward",
    "anisotropic",
    "converse",
    "approximate",
    "planning",
    "readings",
    "readings_converse",
    "corrections",
    "background",
    "background_isometries",
    "background_hermite",
    "background_completeness",
    "background_tensor",
    "background_mehler",
    "appendix",
    "training",
)
"""Modules of :mod:`lejepa_proofs.claims`, each with a tuple ``CLAIMS``."""


@lru_cache(maxsize=1)
def load() -> tuple[Claim, ...]:
    """Every claim, in the order of the table.

    Raises
    ------
    LejepaError
        A module's claims are malformed, or two claims contradict each other (duplicate id,
        repair that does not exist).
    """
    claims: list[Claim] = []
    for name in MODULES:
        try:
            module = importlib.import_module(f"lejepa_proofs.claims.{name}")
        except ValidationError as error:
            first = error.errors()[0]
            raise LejepaError(f"claims/{name}.py: {first['msg']}") from error
        claims.extend(module.CLAIMS)
    return validate(claims)


def validate(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims in the order of the table, once they are consistent with each other."""
    ordered = sorted(claims, key=lambda claim: list(Group).index(claim.group))
    ids = [claim.id for claim in ordered]
    for claim in ordered:
        if ids.count(claim.id) > 1:
            raise LejepaError(f"claims registry: duplicate claim id {claim.id!r}; rename one")
        if claim.repair is not None and claim.repair not in ids:
            raise LejepaError(
                f"claim {claim.id}: its repair {claim.repair!r} is no claim; name an existing one"
            )
    return tuple(ordered)


def validate_lean_names(claims: Iterable[Claim], record: AuditRecord) -> None:
    """Check that every Lean name a claim rests on is a declaration of the audited library.

    Raises
    ------
    LejepaError
        A name that the audit record does not know or that is no theorem, or a witness that itself
        supposes something or rests on an axiom that is not allowed.
    """
    for claim in claims:
        for name in (*claim.lean, *claim.witnesses):
            found = record.declaration(name)
            if found is None:
                raise LejepaError(
                    f"claim {claim.id}: Lean name {name!r} is not in the audit record; "
                    "correct the name, or rebuild the record with `lake exe audit`"
                )
            if found.kind != "theorem":
                raise LejepaError(f"claim {claim.id}: {name!r} is no theorem ({found.kind})")
            if name not in claim.witnesses:
                continue
            if found.hypotheses:
                raise LejepaError(
                    f"claim {claim.id}: the witness {name!r} supposes {found.hypotheses} things "
                    "itself; name a theorem without hypotheses"
                )
            if not record.proved(found):
                raise LejepaError(
                    f"claim {claim.id}: the witness {name!r} rests on more than Lean's logic"
                )


def select(ids: Iterable[str]) -> tuple[Claim, ...]:
    """The claims with these ids, all of them when ``ids`` is empty.

    Raises
    ------
    LejepaError
        An id that no claim has.
    """
    wanted = list(ids)
    claims = load()
    if not wanted:
        return claims
    known = {claim.id for claim in claims}
    for name in wanted:
        if name not in known:
            raise LejepaError(
                f"no claim {name!r}; `lejepa-proofs claims` lists the {len(known)} there are"
            )
    return tuple(claim for claim in claims if claim.id in wanted)
