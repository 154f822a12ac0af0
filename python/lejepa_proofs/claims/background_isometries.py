"""Background: the Mazur–Ulam theorem in finite dimension."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.isometry_checks import (
    additivity,
    defect_is_metric,
    distances_preserved,
    embeddings,
    folds,
    signed_permutations,
    turns,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.isometries import sup_distance
from lejepa_proofs.numerics.verdict import Method

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="mazur-ulam",
        group=Group.BACKGROUND,
        sentence="A surjective isometry that fixes 0 is linear.",
        source="Appendix",
        statement="|h(x) − h(y)| = |x − y| and h onto imply h(x+y) − h(x) − h(y) + h(0) = 0.",
        lean=(
            "LeJEPA.exists_linearIsometryEquiv_of_isometry",
            "LeJEPA.Ledger.mazurUlam",
        ),
        checks=(
            Check(
                id="hypothesis",
                title="products of reflections preserve distances, n ≤ 4",
                rung=Method.EXACT,
                run=distances_preserved,
            ),
            Check(
                id="additivity",
                title="products of reflections are additive up to h(0), n ≤ 4",
                rung=Method.EXACT,
                run=additivity,
            ),
            Check(
                id="polarisation",
                title="the additivity defect is a function of distances only",
                rung=Method.EXACT,
                run=defect_is_metric,
            ),
            Check(
                id="polarisation-any-map",
                title="the defect from the distances of the images, for maps that turn the plane",
                rung=Method.EXACT,
                run=partial(defect_is_metric, family=turns, source=False),
            ),
        ),
        mutants=(
            Mutant(
                id="norm-preserving",
                statement="a bijection with |h(x)| = |x| is an isometry",
                check="hypothesis",
                run=partial(distances_preserved, family=turns),
            ),
            Mutant(
                id="norm-preserving-linear",
                statement="a bijection with |h(x)| = |x| is linear",
                check="additivity",
                run=partial(additivity, family=turns),
            ),
            Mutant(
                id="not-onto",
                statement="an isometry into a larger space with the sup norm is linear",
                check="additivity",
                run=partial(additivity, family=folds),
            ),
            Mutant(
                id="norms-decide",
                statement="the defect is a function of the distances also for norm-preserving maps",
                check="polarisation",
                run=partial(defect_is_metric, family=turns),
            ),
        ),
        controls=(
            Control(
                id="fold-is-isometric",
                statement="x ↦ (x, |x|) preserves distances in the sup norm",
                check="hypothesis",
                run=partial(distances_preserved, family=folds, distance=sup_distance),
            ),
            Control(
                id="sup-norm",
                statement="signed permutations with a translation, in the sup norm",
                check="additivity",
                run=partial(additivity, family=signed_permutations),
            ),
            Control(
                id="euclidean-not-onto",
                statement="Euclidean isometries into a larger space, not onto",
                check="additivity",
                run=partial(additivity, family=embeddings),
            ),
        ),
    ),
)
