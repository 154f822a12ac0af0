"""Theorem 4 for quadratic costs, and three readings of the paper's form that are false."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims import planning_lqg as lqg
from lejepa_proofs.claims import planning_regret as regret
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method, Relation

QUADRATIC: tuple[Claim, ...] = (
    Claim(
        id="theorem-4-lqr",
        group=Group.PLANNING,
        sentence="Linear-quadratic control gives the same values and actions through a rotation.",
        source="Theorem 4",
        statement="z' = Az + Ba + w, w ~ N(0,Σ), costs zᵀWz + aᵀRa, Q ∈ O(n): with Â = QAQᵀ, B̂ = "
        "QB, Σ̂ = QΣQᵀ, Ŵ = QWQᵀ plans, values V̂_t(Qz) = V_t(z) and optimal actions "
        "agree.",
        lean=(
            "LeJEPA.transport_gaussianDynamics",
            "LeJEPA.Cost.transport_quadratic",
            "LeJEPA.optimalPlans_linearQuadratic",
            "LeJEPA.bellmanValue_linearQuadratic",
            "LeJEPA.bellmanArgmin_linearQuadratic",
        ),
        checks=(
            Check(
                id="values",
                title="Riccati in Ẑ against the cost of the gains in Z by second moments",
                rung=Method.EXACT,
                run=lqg.lqr_values,
            ),
            Check(
                id="gains",
                title="gains and value matrices, entry by entry",
                rung=Method.EXACT,
                run=lqg.lqr_gains,
            ),
            Check(
                id="unrolled",
                title="Riccati in Ẑ against one least-squares problem over all actions in Z",
                rung=Method.EXACT,
                run=lqg.lqr_unrolled,
            ),
            Check(
                id="optimal",
                title="every other gain costs strictly more",
                rung=Method.EXACT,
                run=lqg.lqr_optimal,
            ),
            Check(
                id="irrational",
                title="rotations by a rational number of radians, in balls",
                rung=Method.ENCLOSURE,
                run=lqg.lqr_irrational,
            ),
        ),
        mutants=(
            Mutant(
                id="unchanged-costs",
                statement="Ŵ = W",
                check="values",
                run=partial(lqg.lqr_values, encoded=lqg.keep_costs),
            ),
            Mutant(
                id="unrelated-dynamics",
                statement="Â = A, B̂ = B, Σ̂ = Σ with transported costs",
                check="values",
                run=partial(lqg.lqr_values, encoded=lqg.unrelated_dynamics),
            ),
            Mutant(
                id="terminal-unchanged",
                statement="Ŵ_T = W_T",
                check="gains",
                run=partial(lqg.lqr_gains, encoded=lqg.keep_terminal),
            ),
            Mutant(
                id="transposed-costs",
                statement="Ŵ = QᵀWQ",
                check="unrolled",
                run=partial(lqg.lqr_unrolled, encoded=lqg.transpose_costs),
            ),
            Mutant(
                id="cheaper-gains",
                statement="other gains cost less",
                check="optimal",
                run=partial(lqg.lqr_optimal, sign=-1),
            ),
            Mutant(
                id="unchanged-costs-in-balls",
                statement="Ŵ = W, for an irrational rotation",
                check="irrational",
                run=partial(lqg.lqr_irrational, encoded=lqg.keep_costs),
            ),
        ),
        controls=(
            Control(
                id="isotropic-costs",
                statement="Ŵ = W when W is a multiple of I",
                check="values",
                run=partial(lqg.lqr_values, encoded=lqg.keep_costs, round_costs=True),
            ),
        ),
    ),
)

READINGS: tuple[Claim, ...] = (
    Claim(
        id="reading-anisotropic-cost",
        group=Group.READINGS,
        sentence="Any quadratic cost may be used unchanged on the encoded states.",
        source="Theorem 4",
        statement="n = 2, W_T = diag(1, 4), Q the exchange of coordinates: no plan optimal for "
        "ẑᵀWẑ is optimal in the world; a cost invariant under O(n) is a function of ‖z‖.",
        truth=False,
        repair="theorem-4-lqr",
        lean=(
            "LeJEPA.Counterexamples.optimalPlans_anisotropic",
            "LeJEPA.Counterexamples.exists_optimalPlans_isometry_ne",
            "LeJEPA.Cost.invariant_iff",
        ),
        checks=(
            Check(
                id="regret",
                title="excess cost in Z of planning in Ẑ with W unchanged",
                rung=Method.EXACT,
                run=lqg.anisotropic_regret,
            ),
        ),
        mutants=(
            Mutant(
                id="no-regret",
                statement="planning with W unchanged loses nothing",
                check="regret",
                run=partial(lqg.anisotropic_regret, relation=Relation.ZERO),
            ),
        ),
        controls=(
            Control(
                id="transported-cost",
                statement="planning with QWQᵀ loses nothing",
                check="regret",
                run=partial(lqg.anisotropic_regret, relation=Relation.ZERO, repaired=True),
            ),
        ),
    ),
    Claim(
        id="reading-fixed-goal",
        group=Group.READINGS,
        sentence="A goal may be given by its latent coordinates to a planner in the encoded space.",
        source="Theorem 4",
        statement="n = 2, cost ‖z − g‖² with g a unit vector, Q the exchange of coordinates: "
        "planning in Ẑ towards g instead of Qg takes another action.",
        truth=False,
        repair="theorem-4-goal",
        lean=(
            "LeJEPA.Counterexamples.optimalPlans_fixedGoal",
            "LeJEPA.not_forall_isometry_dist_goal",
        ),
        checks=(
            Check(
                id="regret",
                title="excess cost in Z of reaching g in Ẑ",
                rung=Method.EXACT,
                run=regret.fixed_goal_regret,
            ),
        ),
        mutants=(
            Mutant(
                id="no-regret",
                statement="planning towards g loses nothing",
                check="regret",
                run=partial(regret.fixed_goal_regret, relation=Relation.ZERO),
            ),
        ),
        controls=(
            Control(
                id="encoded-goal",
                statement="planning towards Qg loses nothing",
                check="regret",
                run=partial(regret.fixed_goal_regret, relation=Relation.ZERO, moves=True),
            ),
        ),
    ),
    Claim(
        id="reading-ae-dynamics",
        group=Group.READINGS,
        sentence="It is enough for planning that the encoder is linear almost everywhere.",
        source="Theorem 4 with Theorem 1",
        statement="h = id except at one point: it preserves the Gaussian and attains the floor, "
        "but deterministic dynamics may visit the point, and with the invariant cost "
        "‖z‖² no optimal plan of a right model is optimal in the world.",
        truth=False,
        repair="theorem-4-orthogonal",
        lean=("LeJEPA.Counterexamples.exists_optimalPlans_ne_of_ae",),
        checks=(
            Check(
                id="regret",
                title="excess cost in Z when the kernel has an atom where h is not the identity",
                rung=Method.EXACT,
                run=regret.null_set_regret,
            ),
        ),
        mutants=(
            Mutant(
                id="no-regret",
                statement="planning loses nothing",
                check="regret",
                run=partial(regret.null_set_regret, relation=Relation.ZERO),
            ),
        ),
        controls=(
            Control(
                id="everywhere",
                statement="planning loses nothing when h is the identity everywhere",
                check="regret",
                run=partial(regret.null_set_regret, relation=Relation.ZERO, everywhere=True),
            ),
        ),
    ),
)
