"""Finite controlled Markov chains with exact rational kernels (Theorem 4).

States and actions are finite sets, kernels depend on time, costs lie in [0, ∞] with 0·∞ = 0.
Everything a claim compares is computed along two routes: path by path, and by a backward
recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import TypeVar

State = Hashable
Action = Hashable
Path = tuple[State, ...]
Plan = tuple[Action, ...]
Bijection = Mapping[State, State]
Rule = Callable[[Path], Mapping[Action, Fraction]]
"""The law of the next action given the states so far: a plan, a feedback or a history policy."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, order=True)
class Cost:
    """A rational number in [0, ∞]; ``infinite`` costs carry ``value`` 0 and are the largest.

    Raises ``ValueError`` for a negative value.
    """

    infinite: bool = False
    value: Fraction = field(default=Fraction(0))

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(f"cost {self.value} is negative; costs lie in [0, ∞]")

    def __add__(self, other: Cost) -> Cost:
        if self.infinite or other.infinite:
            return INFINITE
        return Cost(value=self.value + other.value)

    def times(self, weight: Fraction) -> Cost:
        """``weight`` times this cost, where 0·∞ = 0."""
        if weight == 0:
            return FREE
        return INFINITE if self.infinite else Cost(value=weight * self.value)

    def __str__(self) -> str:
        return "∞" if self.infinite else str(self.value)


FREE = Cost()
INFINITE = Cost(infinite=True)


def cost(value: int | Fraction) -> Cost:
    """The finite cost ``value``; raises ``ValueError`` when it is negative."""
    return Cost(value=Fraction(value))


def total(costs: Iterable[Cost]) -> Cost:
    """The sum of ``costs`` in [0, ∞]."""
    result = FREE
    for each in costs:
        result = result + each
    return result


Kernel = Mapping[tuple[State, Action], Mapping[State, Fraction]]
StageCost = Mapping[tuple[State, Action], Cost]


@dataclass(frozen=True)
class DecisionProcess:
    """Kernels p_t(·|z,a) and stage costs ℓ_t(z,a) for t = 0, …, T−1, terminal cost ℓ_T(z).

    Raises ``ValueError`` when a row of a kernel is no probability law on the states, or when the
    numbers of kernels and stage costs differ.
    """

    states: tuple[State, ...]
    actions: tuple[Action, ...]
    kernels: tuple[Kernel, ...]
    stage: tuple[StageCost, ...]
    terminal: Mapping[State, Cost]

    def __post_init__(self) -> None:
        if len(self.kernels) != len(self.stage):
            raise ValueError(
                f"{len(self.kernels)} kernels but {len(self.stage)} stage costs; give one per step"
            )
        for t, kernel in enumerate(self.kernels):
            for z, a in product(self.states, self.actions):
                row = kernel[z, a]
                if sum(row.values()) != 1 or min(row.values()) < 0 or set(row) > set(self.states):
                    raise ValueError(f"kernel {t} at state {z}, action {a}: not a law on states")

    @property
    def horizon(self) -> int:
        """The number T of steps."""
        return len(self.kernels)


def inverse(e: Bijection) -> dict[State, State]:
    """The inverse of ``e``; raises ``ValueError`` when two states have one image."""
    back = {image: z for z, image in e.items()}
    if len(back) < len(e):
        raise ValueError("the encoding is not injective on the states; give a bijection")
    return back


def transport(process: DecisionProcess, e: Bijection) -> DecisionProcess:
    """The process seen through ``e``: p̂_t(B|ẑ,a) = p_t(e⁻¹B | e⁻¹ẑ, a), ℓ̂_t(ẑ,a) = ℓ_t(e⁻¹ẑ,a).

    The hypothesis of Theorem 4 (``theorem-4i`` to ``theorem-4iv``). Raises ``ValueError`` when
    ``e`` is not injective, ``KeyError`` when it misses a state.
    """
    back = inverse(e)
    states = tuple(e[z] for z in process.states)
    return DecisionProcess(
        states=states,
        actions=process.actions,
        kernels=tuple(
            {
                (image, a): {e[after]: p for after, p in kernel[back[image], a].items()}
                for image, a in product(states, process.actions)
            }
            for kernel in process.kernels
        ),
        stage=tuple(
            {(image, a): stage[back[image], a] for image, a in product(states, process.actions)}
            for stage in process.stage
        ),
        terminal={image: process.terminal[back[image]] for image in states},
    )


def with_costs(
    process: DecisionProcess,
    stage: Callable[[int, State, Action], Cost],
    terminal: Callable[[State], Cost],
) -> DecisionProcess:
    """The same dynamics with the costs ``stage(t, z, a)`` and ``terminal(z)``."""
    pairs = tuple(product(process.states, process.actions))
    return replace(
        process,
        stage=tuple({(z, a): stage(t, z, a) for z, a in pairs} for t in range(process.horizon)),
        terminal={z: terminal(z) for z in process.states},
    )


def open_loop(plan: Plan) -> Rule:
    """The rule that takes action ``plan[t]`` at time t whatever happened."""
    return lambda path: {plan[len(path) - 1]: Fraction(1)}


def feedback(table: Mapping[tuple[int, State], Action]) -> Rule:
    """The rule that takes ``table[t, z]`` in state z at time t."""
    return lambda path: {table[len(path) - 1, path[-1]]: Fraction(1)}


def history(table: Mapping[Path, Action]) -> Rule:
    """The rule that takes ``table[z_0, …, z_t]`` after these states."""
    return lambda path: {table[path]: Fraction(1)}


def transport_rule(rule: Rule, e: Bijection) -> Rule:
    """π ∘ e⁻¹: decode the states so far, then decide (``theorem-4iii``)."""
    back = inverse(e)
    return lambda path: rule(tuple(back[z] for z in path))


def plans(process: DecisionProcess) -> Iterator[Plan]:
    """All |A|^T sequences of actions."""
    return product(process.actions, repeat=process.horizon)


def feedback_tables(process: DecisionProcess) -> Iterator[dict[tuple[int, State], Action]]:
    """All |A|^(T·|Z|) deterministic state-feedback policies."""
    keys = tuple(product(range(process.horizon), process.states))
    for choice in product(process.actions, repeat=len(keys)):
        yield dict(zip(keys, choice, strict=True))


def history_tables(process: DecisionProcess, start: State) -> Iterator[dict[Path, Action]]:
    """All deterministic policies that may use every state since ``start``."""
    keys = tuple(
        (start, *rest) for t in range(process.horizon) for rest in product(process.states, repeat=t)
    )
    for choice in product(process.actions, repeat=len(keys)):
        yield dict(zip(keys, choice, strict=True))


def trajectory_law(
    process: DecisionProcess, start: State, rule: Rule
) -> dict[tuple[Path, Plan], Fraction]:
    """The law of (z_0, …, z_T; a_0, …, a_{T−1}), grown one step at a time (``theorem-4i``)."""
    law: dict[tuple[Path, Plan], Fraction] = {((start,), ()): Fraction(1)}
    for kernel in process.kernels:
        grown: dict[tuple[Path, Plan], Fraction] = {}
        for (path, acts), p in law.items():
            for a, q in rule(path).items():
                for z, r in kernel[path[-1], a].items():
                    if p * q * r:
                        grown[(*path, z), (*acts, a)] = p * q * r
        law = grown
    return law


def path_probability(process: DecisionProcess, rule: Rule, path: Path, acts: Plan) -> Fraction:
    """Π_t π_t(a_t|z_0…z_t) p_t(z_{t+1}|z_t,a_t) of one given trajectory (``theorem-4i``)."""
    result = Fraction(1)
    for t in reversed(range(process.horizon)):
        result *= process.kernels[t][path[t], acts[t]].get(path[t + 1], Fraction(0))
        result *= rule(path[: t + 1]).get(acts[t], Fraction(0))
    return result


def expected_cost(process: DecisionProcess, start: State, rule: Rule) -> Cost:
    """E[Σ_t ℓ_t(z_t,a_t) + ℓ_T(z_T)], by summing over the trajectories of positive probability.

    It is ∞ iff one of them meets an infinite cost.
    """
    result = Fraction(0)
    for (path, acts), p in trajectory_law(process, start, rule).items():
        met = [process.stage[t][path[t], a] for t, a in enumerate(acts)]
        met.append(process.terminal[path[-1]])
        if any(each.infinite for each in met):
            return INFINITE
        result += p * sum(each.value for each in met)
    return Cost(value=result)


def cost_to_go(process: DecisionProcess, rule: Rule, path: Path) -> Cost:
    """The expected cost after the states ``path``, by recursion from the last step."""
    t = len(path) - 1
    if t == process.horizon:
        return process.terminal[path[-1]]
    return total(
        (
            process.stage[t][path[-1], a]
            + total(
                cost_to_go(process, rule, (*path, z)).times(p)
                for z, p in process.kernels[t][path[-1], a].items()
                if p
            )
        ).times(q)
        for a, q in rule(path).items()
        if q
    )


def minimisers(costs: Mapping[K, Cost]) -> tuple[Cost, frozenset[K]]:
    """The least of finitely many costs and the set of all keys that attain it.

    Raises ``ValueError`` when there are none.
    """
    if not costs:
        raise ValueError("no candidates to minimise over; give at least one")
    least = min(costs.values())
    return least, frozenset(key for key, each in costs.items() if each == least)


@dataclass(frozen=True)
class Bellman:
    """Values V_t(z), t = 0, …, T, and the sets of minimising actions, t = 0, …, T−1."""

    values: tuple[Mapping[State, Cost], ...]
    argmins: tuple[Mapping[State, frozenset[Action]], ...]


def bellman(process: DecisionProcess) -> Bellman:
    """V_T = ℓ_T, V_t(z) = min_a [ℓ_t(z,a) + Σ_z' p_t(z'|z,a) V_{t+1}(z')] (``theorem-4iv``)."""
    values: list[Mapping[State, Cost]] = [dict(process.terminal)]
    argmins: list[Mapping[State, frozenset[Action]]] = []
    for kernel, stage in zip(reversed(process.kernels), reversed(process.stage), strict=True):
        after = values[0]
        best = {
            z: minimisers(
                {
                    a: stage[z, a] + total(after[y].times(p) for y, p in kernel[z, a].items())
                    for a in process.actions
                }
            )
            for z in process.states
        }
        values.insert(0, {z: least for z, (least, _) in best.items()})
        argmins.insert(0, {z: chosen for z, (_, chosen) in best.items()})
    return Bellman(tuple(values), tuple(argmins))
