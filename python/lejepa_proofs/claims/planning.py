"""Theorem 4: planning through an encoder that is a bijection, and what the paper's form misses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lejepa_proofs.claims import planning_finite as finite
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.claims.planning_costs import COSTS
from lejepa_proofs.claims.planning_readings import QUADRATIC, READINGS
from lejepa_proofs.numerics.verdict import Method, Tally


def _mutants(check: str, run: Callable[..., Tally], *names: str) -> tuple[Mutant, ...]:
    """The planted encodings of a finite process that apply to ``check``."""
    statements = {
        "backwards": ("dynamics and costs transported by e⁻¹", finite.encode_backwards),
        "unrelated": ("dynamics unrelated to the encoded ones", finite.keep_dynamics),
        "terminal": ("terminal cost not transported", finite.keep_terminal),
    }
    return tuple(
        Mutant(
            id=f"{check}-{name}",
            statement=statements[name][0],
            check=check,
            run=partial(run, encoded=statements[name][1]),
        )
        for name in names
    )


def _relabelled(check: str, run: Callable[..., Tally]) -> Control:
    return Control(
        id=f"{check}-any-bijection",
        statement="any cost-preserving bijection with transported dynamics, not only rotations",
        check=check,
        run=partial(run, encoded=finite.relabel),
    )


SETTING = "p̂_t(·|ẑ,a) = e#p_t(·|e⁻¹ẑ,a), ℓ̂_t(ez,a) = ℓ_t(z,a), ℓ̂_T(ez) = ℓ_T(z), costs in [0,∞]"

THEOREM: tuple[Claim, ...] = (
    Claim(
        id="theorem-4i",
        group=Group.PLANNING,
        sentence="Trajectories of the encoded world are the encoded trajectories of the world.",
        source="Theorem 4",
        statement=f"{SETTING}: (e z_0, …, e z_T) under p and any rule π has the law of "
        "(ẑ_0, …, ẑ_T) under p̂ and π∘e⁻¹.",
        checks=(
            Check(
                id="trajectories",
                title="probability of every trajectory, forwards in Z and as a product in Ẑ",
                rung=Method.EXACT,
                run=finite.trajectory_laws,
            ),
        ),
        mutants=_mutants("trajectories", finite.trajectory_laws, "backwards", "unrelated"),
        controls=(
            _relabelled("trajectories", finite.trajectory_laws),
            Control(
                id="terminal-cost-is-irrelevant",
                statement="the trajectory laws do not depend on the costs",
                check="trajectories",
                run=partial(finite.trajectory_laws, encoded=finite.keep_terminal),
            ),
        ),
    ),
    Claim(
        id="theorem-4ii",
        group=Group.PLANNING,
        sentence="Open-loop planning in the encoded world costs the same and finds the same plans.",
        source="Theorem 4",
        statement=f"{SETTING}: Ĵ(ez; a_0…a_T₋₁) = J(z; a_0…a_T₋₁) for every plan; so the infima "
        "agree, and so do the sets of minimisers.",
        checks=(
            Check(
                id="costs",
                title="cost of every plan, over trajectories in Z and by recursion in Ẑ",
                rung=Method.EXACT,
                run=finite.open_loop_costs,
            ),
            Check(
                id="minimisers",
                title="infimum and set of optimal plans, ties included",
                rung=Method.EXACT,
                run=finite.open_loop_minimisers,
            ),
        ),
        mutants=(
            *_mutants("costs", finite.open_loop_costs, "backwards", "unrelated", "terminal"),
            *_mutants("minimisers", finite.open_loop_minimisers, "unrelated", "terminal"),
            Mutant(
                id="all-but-one",
                statement="the encoded world loses one of the optimal plans",
                check="minimisers",
                run=partial(finite.open_loop_minimisers, report=finite.all_but_one),
            ),
            Mutant(
                id="unique-minimiser",
                statement="the encoded world has one optimal plan",
                check="minimisers",
                run=partial(finite.open_loop_minimisers, report=finite.one_minimiser),
            ),
        ),
        controls=(
            _relabelled("costs", finite.open_loop_costs),
            _relabelled("minimisers", finite.open_loop_minimisers),
        ),
    ),
    Claim(
        id="theorem-4iii",
        group=Group.PLANNING,
        sentence="Policies of the world and of the encoded world correspond, optimal to optimal.",
        source="Theorem 4",
        statement=f"{SETTING}: Ĵ(ez; π∘e⁻¹) = J(z; π) for every policy π, and π is optimal iff "
        "π∘e⁻¹ is.",
        checks=(
            Check(
                id="costs",
                title="cost of feedback and randomised history policies, forwards and backwards",
                rung=Method.EXACT,
                run=finite.policy_costs,
            ),
            Check(
                id="optimal-sets",
                title="sets of optimal feedback policies, by enumeration",
                rung=Method.EXACT,
                run=finite.optimal_policies,
            ),
        ),
        mutants=(
            *_mutants("costs", finite.policy_costs, "unrelated", "terminal"),
            Mutant(
                id="wrong-way",
                statement="policies correspond by π ↦ π∘e",
                check="costs",
                run=partial(finite.policy_costs, moved=finite.encode_rule),
            ),
            *_mutants("optimal-sets", finite.optimal_policies, "backwards", "unrelated"),
        ),
        controls=(
            _relabelled("costs", finite.policy_costs),
            _relabelled("optimal-sets", finite.optimal_policies),
        ),
    ),
    Claim(
        id="theorem-4iv",
        group=Group.PLANNING,
        sentence="The encoded world has the same optimal values and the same optimal actions.",
        source="Theorem 4",
        statement=f"{SETTING}: V̂_t(ez) = V_t(z) and argmin_a Q̂_t(ez,a) = argmin_a Q_t(z,a) for "
        "every t and z; V_t(z) is the least cost over all policies.",
        checks=(
            Check(
                id="bellman",
                title="Bellman solution in Ẑ against all history and feedback policies in Z",
                rung=Method.EXACT,
                run=finite.bellman_values,
            ),
        ),
        mutants=_mutants("bellman", finite.bellman_values, "backwards", "unrelated", "terminal"),
        controls=(_relabelled("bellman", finite.bellman_values),),
    ),
)

CLAIMS: tuple[Claim, ...] = (*THEOREM, *COSTS, *QUADRATIC, *READINGS)
