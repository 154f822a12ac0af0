"""Which hypotheses of the theorems a world of frames satisfies, and which it does not.

A frame shows the angles modulo 2π. So no function of frames is ``Q z`` on all of ℝ², and the R²
of every encoder is at most the share of the variance of ``z`` that its value modulo the turn
explains. With ``θ = s z``, ``z ~ N(0, 1)``, and ``f`` the density of ``θ mod 2π``,
``E[z | θ mod 2π] = −s f'/f``, so this share is ``s² ∫ f'²/f``, the Fisher information of the
wrapped normal law times s²: 0.9489 at one radian, 1 − 4·10⁻⁸ at half a radian.
"""

from __future__ import annotations

import math

import numpy as np
from pydantic import Field

from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.pixels.worlds import AngleWorld, World


class Hypothesis(Frozen):
    """One hypothesis: of which theorem, whether it holds here, and why."""

    theorem: str
    hypothesis: str
    holds: bool
    why: str = Field(min_length=1)


def wrapped_ceiling(spread: float, nodes: int = 4096) -> float:
    """The largest R² of any function of ``θ mod 2π`` as a predictor of z, ``θ = spread · z``.

    ``E(E[z | θ mod 2π])²`` by the midpoint rule over the circle, which converges faster than any
    power for a periodic analytic integrand; the sums over turns stop at 40 standard deviations.
    """
    turns = math.ceil(40 * spread / (2 * math.pi)) + 1
    w = (np.arange(nodes) + 0.5) * (2 * np.pi / nodes) - np.pi
    z = (w[:, None] + 2 * np.pi * np.arange(-turns, turns + 1)) / spread
    density = np.exp(-z * z / 2)
    total = density.sum(1)
    return float(((density * z).sum(1) ** 2 / total).sum() / total.sum())


def _shared() -> list[Hypothesis]:
    return [
        Hypothesis(
            theorem="1, 2, 3",
            hypothesis="the encoder is any square-integrable function of the latent",
            holds=False,
            why="a CNN of fixed size, trained for a fixed time on finitely many frames; what it "
            "cannot represent or find is not the theorem's concern",
        ),
        Hypothesis(
            theorem="4",
            hypothesis="dynamics and costs in the code are the transported ones",
            holds=True,
            why="open-loop plans are scored on the codes of frames of the true next states; the "
            "regulator's fitted linear model is not transported, and is scored apart",
        ),
        Hypothesis(
            theorem="4",
            hypothesis="costs are O(n)-invariant or take the code of the goal",
            holds=True,
            why="‖ẑ‖² and ‖ẑ − ĝ‖² are the costs used",
        ),
    ]


def _angles(world: AngleWorld) -> list[Hypothesis]:
    never = world.wraps()
    ceiling = wrapped_ceiling(world.spread)
    return [
        Hypothesis(
            theorem="1, 3",
            hypothesis="latents are an Ornstein–Uhlenbeck pair, 0 < ρ < 1",
            holds=True,
            why=f"drawn so, ρ = {world.rho:g}, one-sided pairs",
        ),
        Hypothesis(
            theorem="1, 3",
            hypothesis="every function of the latent is a function of the frame",
            holds=False,
            why=f"angles wrap: {never:.2g} of the frames show an angle beyond half a turn, and no "
            f"encoder of frames can exceed R² = {ceiling:.10g}",
        ),
        Hypothesis(
            theorem="4",
            hypothesis="the encoder is a bijection",
            holds=False,
            why="angles a turn apart have one frame and so one code; within half a turn nothing "
            "forbids it",
        ),
    ]


def _reaching() -> list[Hypothesis]:
    return [
        Hypothesis(
            theorem="1, 3",
            hypothesis="latents are an Ornstein–Uhlenbeck pair, 0 < ρ < 1",
            holds=False,
            why="runs of a controller: angles are not Gaussian (the shoulder goes all the way "
            "round), and the next angle depends on velocity and target, which no single frame "
            "shows",
        ),
        Hypothesis(
            theorem="2",
            hypothesis="a stationary additive-noise world z' = ρz + η",
            holds=False,
            why="motion is smooth and goal-directed; runs start at rest from a uniform posture",
        ),
        Hypothesis(
            theorem="1, 3",
            hypothesis="every function of the latent is a function of the frame",
            holds=False,
            why="angles wrap, and here often; velocities and targets are latents without a picture",
        ),
        Hypothesis(
            theorem="4",
            hypothesis="the encoder is a bijection",
            holds=False,
            why="angles a turn apart have one frame and so one code",
        ),
    ]


def hypotheses(world: World) -> tuple[Hypothesis, ...]:
    """The hypotheses of the theorems, each with whether ``world`` satisfies it."""
    own = _angles(world) if isinstance(world, AngleWorld) else _reaching()
    return (*own, *_shared())
