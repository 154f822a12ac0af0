"""Theorem 4 for orthogonal encoders: which costs may stay as they are, and which take a goal."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from lejepa_proofs.claims import planning_geometry as geometry
from lejepa_proofs.claims import planning_lqg as lqg
from lejepa_proofs.claims import planning_sampled as sampled
from lejepa_proofs.claims import planning_trained as trained
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.learning.control.open_loop import distance_to_origin
from lejepa_proofs.numerics.verdict import Method

NORMS = partial(trained.trained_plans, lost=trained.lost_norms)
GOALS = partial(trained.trained_plans, lost=trained.lost_goals)

COSTS: tuple[Claim, ...] = (
    Claim(
        id="theorem-4-orthogonal",
        group=Group.PLANNING,
        sentence="Planning with an orthogonal encoder loses nothing when costs are O(n)-invariant.",
        source="Theorem 4",
        statement="Q ∈ O(n), ℓ_t(Rz,a) = ℓ_t(z,a) and ℓ_T(Rz) = ℓ_T(z) for all R ∈ O(n): with "
        "transported dynamics and the same cost functions, plans, values and argmin sets agree.",
        lean=(
            "LeJEPA.openLoopCost_isometry",
            "LeJEPA.optimalPlans_isometry",
            "LeJEPA.policyEquiv_mem_optimalPolicies_isometry_iff",
            "LeJEPA.bellmanValue_isometry",
            "LeJEPA.bellmanArgmin_isometry",
        ),
        checks=(
            Check(
                id="points",
                title="finite sets of rational points, Q by the Cayley transform, cost ‖z‖²",
                rung=Method.EXACT,
                run=geometry.invariant_costs,
            ),
            Check(
                id="lqg",
                title="linear-quadratic-Gaussian control with costs proportional to ‖z‖²",
                rung=Method.EXACT,
                run=partial(lqg.lqr_values, encoded=lqg.keep_costs, round_costs=True),
            ),
            Check(
                id="sampled",
                title="sampled worlds, cost ‖ẑ‖²: how often the plan chosen in the code is worse",
                rung=Method.STATISTICAL,
                run=partial(sampled.worse_plans, cost=distance_to_origin),
            ),
            Check(
                id="trained",
                title="trained SIGReg encoders, cost ‖ẑ‖²: 1/4 − P(the plan costs visibly more)",
                rung=Method.STATISTICAL,
                run=NORMS,
            ),
        ),
        mutants=(
            Mutant(
                id="anisotropic-points",
                statement="the same for the cost Σ i·z_i²",
                check="points",
                run=partial(geometry.invariant_costs, each=geometry.anisotropic),
            ),
            Mutant(
                id="unrelated-points",
                statement="the same for dynamics in another order of time",
                check="points",
                run=partial(geometry.invariant_costs, related=False),
            ),
            Mutant(
                id="anisotropic-lqg",
                statement="the same for the cost zᵀWz with unequal eigenvalues",
                check="lqg",
                run=partial(lqg.lqr_values, encoded=lqg.keep_costs),
            ),
            Mutant(
                id="anisotropic-sampled",
                statement="the same for the cost ẑ_1² + 9ẑ_2²",
                check="sampled",
                run=partial(sampled.worse_plans, cost=sampled.anisotropic),
            ),
            Mutant(
                id="translated-sampled",
                statement="the same for the encoder Qz + b and the cost ‖ẑ‖²",
                check="sampled",
                run=partial(
                    sampled.worse_plans, encoder=sampled.any_isometry, cost=distance_to_origin
                ),
            ),
            Mutant(
                id="untrained",
                statement="encoders after two steps of training plan as well",
                check="trained",
                run=partial(NORMS, cut=2),
            ),
        ),
        controls=(
            Control(
                id="spiral",
                statement="the encoder may turn every sphere by its own orthogonal matrix",
                check="points",
                run=partial(geometry.invariant_costs, spiral=True),
            ),
            Control(
                id="spiral-sampled",
                statement="a spiral that preserves N(0, I) is no worse for the cost ‖ẑ‖²",
                check="sampled",
                run=partial(
                    sampled.worse_plans, encoder=sampled.any_spiral, cost=distance_to_origin
                ),
            ),
            Control(
                id="trained-half",
                statement="with probability below 1/2",
                check="trained",
                run=partial(NORMS, most=Fraction(1, 2)),
            ),
        ),
    ),
    Claim(
        id="theorem-4-goal",
        group=Group.PLANNING,
        sentence="A goal is reached as well in the encoded world, when the goal is encoded too.",
        source="Theorem 4, goal form",
        statement="ℓ(Rz,Rg,a) = ℓ(z,g,a) for all R ∈ O(n): with transported dynamics and goal Qg "
        "plans, values and argmin sets agree.",
        lean=(
            "LeJEPA.openLoopCost_isometry_goal",
            "LeJEPA.optimalPlans_isometry_goal",
            "LeJEPA.bellmanValue_isometry_goal",
            "LeJEPA.bellmanArgmin_isometry_goal",
        ),
        checks=(
            Check(
                id="points",
                title="finite sets of rational points, cost ‖z − g‖²",
                rung=Method.EXACT,
                run=geometry.goal_costs,
            ),
            Check(
                id="sampled",
                title="sampled worlds, cost ‖ẑ−ĝ‖²: how often the plan chosen in the code is worse",
                rung=Method.STATISTICAL,
                run=sampled.worse_plans,
            ),
            Check(
                id="trained",
                title="trained SIGReg encoders, goal ĝ: 1/4 − P(the plan costs visibly more)",
                rung=Method.STATISTICAL,
                run=GOALS,
            ),
        ),
        mutants=(
            Mutant(
                id="fixed-goal",
                statement="the goal stays g in the encoded world",
                check="points",
                run=partial(geometry.goal_costs, moves=False),
            ),
            Mutant(
                id="weighted-distance",
                statement="the same for the cost Σ i·(z_i − g_i)²",
                check="points",
                run=partial(geometry.goal_costs, each=geometry.weighted_distance),
            ),
            Mutant(
                id="spiral-sampled",
                statement="the same for any bijection that preserves N(0, I)",
                check="sampled",
                run=partial(sampled.worse_plans, encoder=sampled.any_spiral),
            ),
            Mutant(
                id="fixed-goal-sampled",
                statement="the goal stays where it is in the code",
                check="sampled",
                run=partial(sampled.worse_plans, cost=sampled.to_fixed_goal),
            ),
            Mutant(
                id="untrained",
                statement="encoders after two steps of training plan as well",
                check="trained",
                run=partial(GOALS, cut=2),
            ),
            Mutant(
                id="cut-short",
                statement="encoders after a hundred steps of training plan as well",
                check="trained",
                run=partial(GOALS, cut=100),
            ),
        ),
        controls=(
            Control(
                id="goal-at-origin",
                statement="the goal may stay when it is 0",
                check="points",
                run=partial(geometry.goal_costs, moves=False, at_origin=True),
            ),
            Control(
                id="gram-cost",
                statement="the cost may be any function of ‖z‖, ‖g‖ and ⟨z,g⟩",
                check="points",
                run=partial(geometry.goal_costs, each=geometry.gram),
            ),
            Control(
                id="isometry-sampled",
                statement="the encoder may be Qz + b",
                check="sampled",
                run=partial(sampled.worse_plans, encoder=sampled.any_isometry),
            ),
            Control(
                id="trained-half",
                statement="with probability below 1/2",
                check="trained",
                run=partial(GOALS, most=Fraction(1, 2)),
            ),
        ),
    ),
)
