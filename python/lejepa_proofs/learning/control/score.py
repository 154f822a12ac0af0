"""One encoder, scored as a planner's code: straight lines, open-loop plans, a regulator.

Every number is paired with that of the true latent on the same start–goal pairs, noise and data:
the *excess*. An encoder ``z ↦ Q z`` with Q ∈ O(n) has excess 0 throughout
(``theorem-4-orthogonal``, ``theorem-4-goal``), and so has ``Q z + b`` wherever the cost refers
to a goal.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control import open_loop, regulator
from lejepa_proofs.learning.control.bands import Band, bootstrap
from lejepa_proofs.learning.control.maps import Array, Encoder, identity, linear_r2
from lejepa_proofs.learning.control.straight import Indices, random_pairs, straight_lines

LOSS = 0.01
"""A plan whose regret is above this counts as lost: near ties are decided by small errors."""


class PlanConfig(Frozen):
    """How planning is scored.

    Attributes
    ----------
    pairs:
        K, the number of start–goal pairs, drawn from the data.
    waypoints:
        Of a straight plan, its ends included.
    horizon, action, effort:
        Steps, size of a step along an axis, and the price of ``‖a‖²``.
    rho, noise:
        The world of the open-loop plans and of the regulator: ``z' = ρ z + a + noise·η``.
    limit:
        Where the regulator's actions are cut off: a code that hardly answers to small actions
        asks for huge ones.
    draws:
        Noise draws shared by all plans and encoders.
    transitions:
        What the regulator's model is fitted to.
    level:
        Of the confidence bands, pointwise.
    """

    pairs: int = Field(default=30, ge=2)
    waypoints: int = Field(default=50, ge=2)
    horizon: int = Field(default=4, ge=1)
    action: float = Field(default=0.5, gt=0)
    effort: float = Field(default=0.1, gt=0)
    rho: float = Field(default=0.95, ge=0, le=1)
    noise: float = Field(default=0.1, ge=0)
    limit: float = Field(default=1.0, gt=0)
    draws: int = Field(default=4, ge=1)
    transitions: int = Field(default=500, ge=8)
    level: float = Field(default=0.95, gt=0, lt=1)


class PlanScore(Frozen):
    """What planning in a code costs; bands are means over start–goal pairs.

    Attributes
    ----------
    r2:
        Held-out R² of the best affine map from code to latent.
    straight, straight_true, straight_excess:
        Path over chord of straight plans in the code, in the true latent, and their difference;
        the second is the sampling floor of retrieval.
    regret_goal, regret_invariant:
        ``(cost − value)/(worst − value)`` of the open-loop plan chosen in the code.
    lost_goal, lost_invariant:
        At how many of the pairs that regret is above :data:`LOSS`.
    agreement_goal:
        Share of the steps at which that plan acts as the optimal one.
    value_error:
        ``|coded value − value|/value`` for goals.
    regulator_excess:
        ``cost/cost in the true latent − 1`` of the regulator with a fitted linear model; it may
        be negative, for that one is not optimal either.
    """

    r2: float
    straight: Band
    straight_true: Band
    straight_excess: Band
    regret_goal: Band
    regret_invariant: Band
    lost_goal: int
    lost_invariant: int
    agreement_goal: Band
    value_error: Band
    regulator_excess: Band


class _Draws:
    """Everything random, the same for every encoder."""

    def __init__(self, latents: Array, config: PlanConfig, seed: int) -> None:
        pairs, shared, world, self.bands = (
            np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(4)
        )
        n = latents.shape[1]
        self.pairs: Indices = random_pairs(latents, config.pairs, pairs)
        self.noise = config.noise * shared.standard_normal((config.draws, config.horizon, n))
        self.eta = shared.standard_normal((config.draws, config.horizon, n))
        self.world = regulator.LinearWorld(config.rho, np.eye(n), config.noise)
        self.seen = regulator.explore(self.world, config.transitions, config.action, world)


def _open_loop(
    latents: Array, encode: Encoder, config: PlanConfig, draws: _Draws, cost: str
) -> list[open_loop.Comparison]:
    n = latents.shape[1]
    return [
        open_loop.compare(
            open_loop.Problem(
                start=latents[start],
                goal=latents[goal],
                actions=open_loop.unit_actions(n, config.action),
                control=np.eye(n),
                rho=config.rho,
                noise=draws.noise,
                cost=open_loop.COSTS[cost],
                effort=config.effort,
            ),
            encode,
        )
        for start, goal in draws.pairs
    ]


def _regulated(latents: Array, encode: Encoder, config: PlanConfig, draws: _Draws) -> Array:
    z, a, following = draws.seen
    model = regulator.fit_model(encode(z), a, encode(following))
    costs = [
        regulator.run(
            draws.world,
            encode,
            model,
            latents[start],
            latents[goal],
            draws.eta,
            config.effort,
            config.limit,
        ).costs.mean()
        for start, goal in draws.pairs
    ]
    return np.array(costs)


def score(encode: Encoder, latents: Array, config: PlanConfig, seed: int) -> PlanScore:
    """Score ``encode`` on the data ``latents`` ``(m, n)``; the same seed gives the same draws.

    Raises ``ValueError`` for too few data.
    """
    draws = _Draws(latents, config, seed)
    codes = encode(latents)
    here = straight_lines(codes, latents, draws.pairs, config.waypoints).ratios
    true = straight_lines(latents, latents, draws.pairs, config.waypoints).ratios
    goal = _open_loop(latents, encode, config, draws, "goal")
    invariant = _open_loop(latents, encode, config, draws, "invariant")
    regulated = _regulated(latents, encode, config, draws)
    best = _regulated(latents, identity, config, draws)

    def band(values: list[float] | Array) -> Band:
        return bootstrap(np.asarray(values, dtype=float), draws.bands, level=config.level)

    return PlanScore(
        r2=linear_r2(codes, latents),
        straight=band(here),
        straight_true=band(true),
        straight_excess=band(here - true),
        regret_goal=band([each.regret for each in goal]),
        regret_invariant=band([each.regret for each in invariant]),
        lost_goal=sum(each.regret > LOSS for each in goal),
        lost_invariant=sum(each.regret > LOSS for each in invariant),
        agreement_goal=band([each.agreement for each in goal]),
        value_error=band([abs(each.coded_value - each.value) / each.value for each in goal]),
        regulator_excess=band(regulated / best - 1),
    )
