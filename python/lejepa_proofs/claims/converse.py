"""Theorem 2 (the converse) in the AR(1) class: its equivalent statements and its lemmas."""

from __future__ import annotations

from lejepa_proofs.claims import (
    converse_encoders,
    converse_lemmas,
    converse_minimisers,
    converse_pair,
    converse_sturm_liouville,
    converse_trivial,
)
from lejepa_proofs.claims.model import Claim

CLAIMS: tuple[Claim, ...] = (
    *converse_encoders.CLAIMS,
    *converse_minimisers.CLAIMS,
    *converse_pair.CLAIMS,
    *converse_lemmas.CLAIMS,
    *converse_trivial.CLAIMS,
    *converse_sturm_liouville.CLAIMS,
)
