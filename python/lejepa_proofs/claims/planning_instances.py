"""Random finite decision processes, policies and bijections for the checks of Theorem 4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.decision_processes import (
    INFINITE,
    Action,
    Cost,
    DecisionProcess,
    Path,
    Rule,
    State,
    cost,
)
from lejepa_proofs.numerics.verdict import Tally


def add_costs(tally: Tally, left: Cost, right: Cost, where: str) -> None:
    """Add ``left − right``; a finite cost against ∞ counts as a difference of one."""
    if left.infinite != right.infinite:
        tally.add_equal(left, right, f"{where}: {left} against {right}")
    else:
        tally.add(left.value - right.value, f"{where}: {left} against {right}")


def random_law(random: Random, states: tuple[State, ...]) -> dict[State, Fraction]:
    """A rational law on ``states``; some of its weights are zero."""
    weights = [random.choice((0, 0, 1, 2, 3)) for _ in states]
    weights[random.randrange(len(states))] += 1
    return {z: Fraction(w, sum(weights)) for z, w in zip(states, weights, strict=True)}


def random_process(
    random: Random, states: tuple[State, ...], actions: int, horizon: int
) -> DecisionProcess:
    """Time-dependent kernels; small integer costs, so that ties are common, and some costs ∞."""
    acts = tuple(range(actions))
    pairs = tuple(product(states, acts))

    def draw() -> Cost:
        return INFINITE if random.random() < 1 / 12 else cost(random.randrange(4))

    return DecisionProcess(
        states=states,
        actions=acts,
        kernels=tuple({pair: random_law(random, states) for pair in pairs} for _ in range(horizon)),
        stage=tuple({pair: draw() for pair in pairs} for _ in range(horizon)),
        terminal={z: draw() for z in states},
    )


def tied_process(random: Random, states: tuple[State, ...], horizon: int) -> DecisionProcess:
    """A process in which the actions differ in name only, so that every plan is optimal."""
    drawn = random_process(random, states, 1, horizon)
    pairs = tuple(product(states, (0, 1)))
    return replace(
        drawn,
        actions=(0, 1),
        kernels=tuple({(z, a): kernel[z, 0] for z, a in pairs} for kernel in drawn.kernels),
        stage=tuple({(z, a): stage[z, 0] for z, a in pairs} for stage in drawn.stage),
    )


def deterministic_process(
    random: Random, states: tuple[State, ...], horizon: int
) -> DecisionProcess:
    """A process whose next state is certain, so that plans do as well as policies."""
    drawn = random_process(random, states, 2, horizon)
    pairs = tuple(product(states, (0, 1)))
    return replace(
        drawn,
        kernels=tuple(
            {pair: {random.choice(states): Fraction(1)} for pair in pairs} for _ in range(horizon)
        ),
    )


def shuffle(random: Random, states: tuple[State, ...]) -> dict[State, State]:
    """A random bijection of ``states`` onto themselves; three or more are moved in a cycle."""
    order = list(states)
    random.shuffle(order)
    return dict(zip(order, [*order[1:], order[0]], strict=True))


def instances(
    ctx: Context, sizes: tuple[tuple[int, int, int], ...]
) -> Iterator[tuple[str, DecisionProcess, dict[State, State]]]:
    """A random and a tied process for each (states, actions, horizon), with a bijection each."""
    for number, (count, actions, horizon) in enumerate(sizes):
        states: tuple[State, ...] = tuple(range(count))
        name = f"{count} states, {actions} actions, horizon {horizon}, draw {number}"
        process = random_process(ctx.random, states, actions, horizon)
        yield name, process, shuffle(ctx.random, states)
        process = tied_process(ctx.random, states, horizon)
        yield f"{name}, tied actions", process, shuffle(ctx.random, states)


def random_rule(random: Random, process: DecisionProcess, start: State) -> Rule:
    """A randomised policy that looks at the whole history."""
    table: dict[Path, dict[Action, Fraction]] = {
        (start, *rest): random_law(random, process.actions)
        for t in range(process.horizon)
        for rest in product(process.states, repeat=t)
    }
    return lambda path: table[path]
