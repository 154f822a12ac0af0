"""Measures trained encoders on fresh pairs: metrics and the terms of Theorem 3."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.results import Measure, Metrics, Picture, Theorem3
from lejepa_proofs.learning.training import Batch, generator
from lejepa_proofs.learning.worlds import PairSampler, latent_correlation
from lejepa_proofs.numerics.encoder_frame import Frame, frame
from lejepa_proofs.numerics.encoder_intervals import Estimated, Measured, Meter
from lejepa_proofs.numerics.pair_intervals import HeldOutR2, SignedGap
from lejepa_proofs.numerics.streaming import Array

ALPHA = 1e-9
"""Of each interval end: four of them on each of 250 runs stay below 1e-6 together."""

PUBLISHED_POINTS = 10_000
CHUNK, ROWS = 1 << 15, 2048
"""Numbers of latents at a time, so that a layer of an encoder stays in the cache; but so many rows
at least."""

Represent = Callable[[Tensor], tuple[Tensor, Tensor]]
Side = tuple[Array, Array, Array]
"""Latents, observations and representations, ``(count, N)`` each."""


def r2(x: Array, z: Array) -> float:
    """``1 − ‖z − ẑ‖²/‖z − z̄‖²``, ẑ the least-squares fit to ``x`` on these very points."""
    design = np.column_stack((np.ones(len(x)), x))
    rest = z - design @ np.linalg.lstsq(design, z, rcond=None)[0]
    return float(1 - np.square(rest).sum() / np.square(z - z.mean(0)).sum())


def _pairs(
    config: RunConfig, represent: Represent, count: int, draws: torch.Generator
) -> Iterator[tuple[Side, Side]]:
    """``count`` fresh pairs in chunks of even size, with what the encoder makes of them."""
    size = min(count, max(ROWS, CHUNK // config.dimension // 2 * 2))
    sampler = PairSampler([config.world], config.dimension, size, dtype=torch.float64)
    for start in range(0, count, size):
        u, v, _ = sampler.draw([draws])
        left = min(size, count - start) // 2 * 2

        def side(z: Tensor, left: int = left) -> Side:
            kept = z[:, :left]
            x, h = represent(kept)
            latent, observed, code = (t[0].numpy() for t in (kept, x, h))
            return latent, observed, code

        if left:
            yield side(u), side(v)


def evaluate(config: RunConfig, represent: Represent) -> Metrics | None:
    """Metrics of one run's encoder, ``None`` when it gives anything but numbers.

    ``represent`` maps latents ``(1, n, N)`` to observations and representations. Fits are made on
    one sample, ``config.points`` other pairs are measured.
    """
    draws = generator(config, "evaluation")
    n = config.dimension
    fitted = max(PUBLISHED_POINTS, 10 * n, config.points // 4)
    parts = [first for first, _ in _pairs(config, represent, fitted, draws)]
    z, x, h = (np.concatenate(each) for each in zip(*parts, strict=True))
    if not np.isfinite(h).all():
        return None
    at = frame(z, h, config.points)
    from_h, from_x = HeldOutR2(h, z), HeldOutR2(x, z)
    gap = SignedGap(h, latent_correlation(config.world))
    meter = Meter(at, config.world.correlation) if config.world.gaussian else None
    codes = None if config.world.gaussian else _Explained(at)
    for (z1, x1, h1), (z2, _, h2) in _pairs(config, represent, config.points, draws):
        if not (np.isfinite(h1).all() and np.isfinite(h2).all()):
            return None
        from_h.add(h1, z1)
        from_x.add(x1, z1)
        gap.add(h1, h2)
        if codes is not None:
            codes.add(z1, h1)
        if meter is not None:
            meter.add(z1, h1, z2, h2)
    measured = None if meter is None else meter.measured(ALPHA)
    if measured is None:
        assert codes is not None  # outside Gaussian worlds it stands in for the meter
        latents = Measure.of(from_h.interval(ALPHA), from_h.estimate)
        explained = Measure(estimate=codes.estimate)
        offset = Measure(estimate=float(np.linalg.norm(h.mean(0))))
    else:
        latents, explained, offset = (
            _measure(each) for each in (measured.recovery, measured.explained, measured.offset)
        )
    return Metrics(
        r2_latents=latents,
        r2_codes=explained,
        r2_observations=Measure.of(from_x.interval(ALPHA), from_x.estimate),
        r2_as_trained=from_h.estimate,
        r2_in_sample=r2(h[:PUBLISHED_POINTS], z[:PUBLISHED_POINTS]),
        orthogonality=float(np.linalg.norm(at.m.T @ at.m - np.eye(n))),
        reflection=bool(np.linalg.det(at.q) < 0),
        offset=offset,
        gap=Measure.of(gap.interval(ALPHA)),
        theorem3=None if measured is None else _theorem3(measured),
    )


def _measure(found: Estimated) -> Measure:
    return Measure.of(found, found.estimate)


class _Explained:
    """Held-out R² of the frame's map from z to h, a plain estimate."""

    def __init__(self, at: Frame) -> None:
        self._at = at
        self._rest, self._count = 0.0, 0
        self._sum, self._square = np.zeros(at.n), 0.0

    def add(self, z: Array, h: Array) -> None:
        self._rest += float(np.square(self._at.residual(z, h)).sum())
        centred = h - self._at.b
        self._sum += centred.sum(0)
        self._square += float(np.square(centred).sum())
        self._count += len(z)

    @property
    def estimate(self) -> float:
        spread = self._square - float(np.square(self._sum).sum()) / self._count
        return 1 - self._rest / spread if spread > 0 else 0.0


def _theorem3(measured: Measured) -> Theorem3:
    return Theorem3(
        delta=_measure(measured.delta),
        epsilon=_measure(measured.epsilon),
        deficit=_measure(measured.deficit),
        bound=_measure(measured.bound),
        error=_measure(measured.error),
        slack=_measure(measured.slack),
        apart=_measure(measured.apart),
        pairs=measured.pairs,
    )


def picture(config: RunConfig, represent: Represent, side: int = 25) -> Picture | None:
    """The image of a grid of latents, for the runs of ``2d``."""
    if config.experiment != "2d" or config.dimension != 2:
        return None
    line = torch.linspace(-2, 2, side, dtype=torch.float64)
    latents = torch.cartesian_prod(line, line)
    x, h = represent(latents[None])
    if not bool(torch.isfinite(h).all()):
        return None

    def points(t: Tensor) -> tuple[tuple[float, float], ...]:
        return tuple((round(a, 3), round(b, 3)) for a, b in t[0].tolist())

    return Picture(observed=points(x), code=points(h))


def quick_r2(batch: Batch, points: int = 2000) -> float:
    """R²(h → z) in sample on a few points, the best of the first lanes: for the progress bar."""
    scores = []
    for lane, (config, _) in list(enumerate(batch.lanes))[:3]:
        world = PairSampler([config.world], config.dimension, points, dtype=torch.float64)
        z, _, _ = world.draw([torch.Generator().manual_seed(0)])
        _, h = batch.representation([lane])(z)
        if bool(torch.isfinite(h).all()):
            scores.append(r2(h[0].numpy(), z[0].numpy()))
    return max(scores, default=math.nan)
