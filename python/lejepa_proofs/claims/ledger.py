"""The assumptions of the authors' Lean build, and what became of each.

A row names the assumption, the proposition of ours that restates it, and the claim that takes its
place. What became of it is computed from the audit record, never written here.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from lejepa_proofs.lean.record import AuditRecord, Declaration, Freshness, LeanState

CIRCULAR = "assumes its conclusion"


class Fate(StrEnum):
    """What became of an assumption."""

    REFUTED = "refuted"
    EMPTY = "empty"
    THEOREM = "theorem"
    OPEN = "open"
    STALE = "record stale"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Assumption(_Frozen):
    """An axiom of the authors' build.

    ``name`` and ``file`` are theirs, ``sentence`` says it in words, ``statement`` is the Lean name
    of the proposition that restates it, ``claim`` the id of what is true instead.
    """

    name: str
    file: str
    sentence: str = Field(min_length=1)
    statement: str
    claim: str


class Settled(_Frozen):
    """What became of an assumption, and the theorem that shows it; empty when it is open."""

    fate: Fate
    theorem: str = ""
    axioms: tuple[str, ...] = ()


def settle(statement: str, state: LeanState) -> Settled:
    """What the record says of the proposition ``statement``.

    *Refuted*: its negation is proved; *theorem*: it is proved; *empty*: it is proved and assumes
    its conclusion. A proof counts when it rests on the axioms of Lean's logic and some theorem that
    supposes nothing settles the proposition the same way, so that the hypotheses of a general one
    can hold.
    """
    record = state.record
    if record is None:
        return Settled(fate=Fate.OPEN)
    if state.freshness is not Freshness.CURRENT:
        return Settled(fate=Fate.STALE)
    if (proof := _best(f"¬{statement}", record)) is not None:
        return Settled(fate=Fate.REFUTED, theorem=proof.name, axioms=proof.axioms)
    if (proof := _best(statement, record)) is not None:
        fate = Fate.EMPTY if CIRCULAR in proof.flags else Fate.THEOREM
        return Settled(fate=fate, theorem=proof.name, axioms=proof.axioms)
    return Settled(fate=Fate.OPEN)


def _best(settled: str, record: AuditRecord) -> Declaration | None:
    proofs = [d for d in record.declarations if settled in d.settles and record.proved(d)]
    if not any(d.hypotheses == 0 for d in proofs):
        return None
    return min(proofs, key=lambda d: (len(d.settles), d.name))


_OURS = "LeJEPA.Ledger."

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        name="correlation_eq_spectral_sum",
        file="Hermite.lean",
        sentence="The correlation, a free field, is the sum of the weights times powers of any ρ.",
        statement=_OURS + "CorrelationEqSpectralSum",
        claim="mehler",
    ),
    Assumption(
        name="linear_of_degree_one",
        file="Hermite.lean",
        sentence="The map, a free field, is linear when the weights of degree two and more vanish.",
        statement=_OURS + "LinearOfDegreeOne",
        claim="hermite-completeness",
    ),
    Assumption(
        name="mehler_summability",
        file="Hermite.lean",
        sentence="Summable weights times powers of ρ are summable.",
        statement=_OURS + "MehlerSummability",
        claim="mehler-summability",
    ),
    Assumption(
        name="orthogonal_of_gaussian_linear",
        file="Hermite.lean",
        sentence="A linear map that preserves norms is a linear isometry.",
        statement=_OURS + "OrthogonalOfNormPreserving",
        claim="orthogonal-of-gaussian-linear",
    ),
    Assumption(
        name="hermite_first_eigenfunction_of_gaussian",
        file="Uniqueness.lean",
        sentence="With an affine score the first eigenfunction is affine, for any eigenvalue.",
        statement=_OURS + "HermiteFirstEigenfunction",
        claim="theorem-2-sturm-liouville",
    ),
    Assumption(
        name="gaussian_of_affine_score",
        file="Uniqueness.lean",
        sentence="An affine score of negative slope is affine of negative slope.",
        statement=_OURS + "GaussianOfAffineScore",
        claim="affine-score",
    ),
    Assumption(
        name="polar_bound_axiom",
        file="Approx.lean",
        sentence="The bound on the distance to an orthogonal map follows from itself.",
        statement=_OURS + "PolarBound",
        claim="nearest-orthogonal",
    ),
    Assumption(
        name="pythagorean_axiom",
        file="Approx.lean",
        sentence="The decomposition of the recovery error follows from itself.",
        statement=_OURS + "Pythagorean",
        claim="theorem-3",
    ),
    Assumption(
        name="amgm_sum_ge_prod_pow",
        file="Dirichlet.lean",
        sentence="The arithmetic mean is at least the geometric mean, of no numbers too.",
        statement=_OURS + "ArithGeomMean",
        claim="am-gm",
    ),
    Assumption(
        name="exp_mean_ge_mean_exp",
        file="Dirichlet.lean",
        sentence="The exponentials of numbers that sum to 0 have mean at least 1, of none too.",
        statement=_OURS + "ExpMean",
        claim="exp-mean",
    ),
    Assumption(
        name="mazur_ulam",
        file="Dirichlet.lean",
        sentence="An isometry of a real normed space onto itself is affine.",
        statement=_OURS + "MazurUlam",
        claim="mazur-ulam",
    ),
    Assumption(
        name="stage_pushforward",
        file="Planning.lean",
        sentence="Any two functions called expected stage costs are related by any map.",
        statement=_OURS + "StagePushforward",
        claim="theorem-4i",
    ),
    Assumption(
        name="terminal_pushforward",
        file="Planning.lean",
        sentence="Any two functions called expected terminal costs are related by any map.",
        statement=_OURS + "TerminalPushforward",
        claim="theorem-4ii",
    ),
)
"""The axioms of the authors' build, in its order."""
