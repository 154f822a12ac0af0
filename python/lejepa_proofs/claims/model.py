"""The shape of a claim: one row, and everything that hangs on it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from enum import StrEnum

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from lejepa_proofs.numerics.verdict import Method, Tally


class Group(StrEnum):
    """The heading a claim stands under in the table, in the order of the table."""

    GAP = "The gap inequality"
    FORWARD = "Theorem 1 (forward)"
    CONVERSE = "Theorem 2 (converse)"
    APPROXIMATE = "Theorem 3 (approximate)"
    PLANNING = "Theorem 4 (planning)"
    READINGS = "False readings"
    CORRECTIONS = "Corrections to the experiments"
    TRAINING = "Trained encoders"
    BACKGROUND = "Background"


class Context:
    """Randomness for one check: generators that depend on the root seed and on the check's name.

    The root ``numpy.random.SeedSequence`` is spawned by a digest of ``claim/check``, so adding or
    reordering checks changes no other check's draws, and a mutant sees the instances its check
    sees.

    Attributes
    ----------
    seed:
        The root seed.
    rng:
        A ``numpy.random.Generator``.
    random:
        A ``random.Random``, for exact rational draws.
    """

    def __init__(self, seed: int, claim: str, check: str) -> None:
        self.seed = seed
        digest = hashlib.sha256(f"{claim}/{check}".encode()).digest()
        key = tuple(int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4))
        sequence = np.random.SeedSequence(entropy=seed, spawn_key=key)
        self.rng = np.random.Generator(np.random.PCG64(sequence))
        self.random = random.Random(int.from_bytes(sequence.generate_state(8).tobytes(), "big"))


Run = Callable[[Context], Tally]
"""Measures slacks; a module-level function or ``functools.partial`` of one (it is pickled)."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Check(_Frozen):
    """A numeric check that would be refuted if the claim were false.

    ``id`` is unique within the claim, ``title`` says in one line what is measured, ``rung`` is the
    method, ``run`` does it.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    rung: Method
    run: Run


class Mutant(_Frozen):
    """A planted false variant of the claim; its check, run on it, must come out *refuted*."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    statement: str = Field(min_length=1)
    check: str
    run: Run


class Control(_Frozen):
    """A true variant, often one that looks false; its check must come out *confirmed*."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    statement: str = Field(min_length=1)
    check: str
    run: Run


class Claim(_Frozen):
    """One row of the claims table.

    Attributes
    ----------
    id:
        The claim's name on the command line.
    group:
        Its heading in the table.
    sentence:
        What the paper says or takes for granted, in our words.
    source:
        Where the paper says it.
    statement:
        The formula that is checked, hypotheses included.
    truth:
        ``False`` when the sentence is false as read; then the checks confirm a counterexample.
    repair:
        For a false sentence, the claim that replaces it.
    lean:
        Full names of the Lean theorems that prove the statement (for a false sentence, that
        refute it). Empty while there is none; the table then says *open*.
    witnesses:
        Full names of Lean theorems that show that the hypotheses of those in ``lean`` can hold
        together. A theorem that supposes nothing needs none; one that is applied by a theorem that
        supposes nothing has that as its witness without being named here.
    checks, mutants, controls:
        The numeric evidence.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    group: Group
    sentence: str = Field(min_length=1)
    source: str = Field(min_length=1)
    statement: str = Field(min_length=1)
    truth: bool = True
    repair: str | None = None
    lean: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    checks: tuple[Check, ...] = Field(min_length=1)
    mutants: tuple[Mutant, ...]
    controls: tuple[Control, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Claim:
        rungs = {check.id: check.rung for check in self.checks}
        names = [*rungs, *(m.id for m in self.mutants), *(c.id for c in self.controls)]
        if len(rungs) < len(self.checks):
            raise ValueError(f"claim {self.id}: two checks share an id")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"claim {self.id}: duplicate id {', '.join(twice)}")
        variants: tuple[Mutant | Control, ...] = (*self.mutants, *self.controls)
        for variant in variants:
            if variant.check not in rungs:
                raise ValueError(
                    f"claim {self.id}: {variant.id} names the unknown check {variant.check}"
                )
        covered = {rungs[mutant.check] for mutant in self.mutants}
        missing = sorted(set(rungs.values()) - covered)
        if missing:
            raise ValueError(f"claim {self.id}: no mutant on the rung {', '.join(missing)}")
        if not self.controls:
            raise ValueError(f"claim {self.id}: no control")
        if self.witnesses and not self.lean:
            raise ValueError(f"claim {self.id}: a witness, but no Lean theorem it could be for")
        if self.repair is not None and self.truth:
            raise ValueError(f"claim {self.id}: a true claim needs no repair")
        return self
