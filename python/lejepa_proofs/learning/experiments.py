"""The experiments of the paper as lists of runs, in three sizes. Needs no torch.

``paper`` is the published protocol where it is stated (20,001 steps, batch 256, five seeds).
``cpu`` is the same with 64 slices, fewer steps and smaller networks, two hours on a core. In
the plane it takes λ = 1e-2, since the published 1e-3 leaves representations shrunk by a fifth, and
curved, and a coupling of 4 layers: in the published one of 8, an MLP gets stuck at R² of about a
half. For couplings it takes a rate of 1e-2: at 3e-3, N = 4 has an R² of 0.89 after 6000 steps, at
1e-2 of 0.998. Some restarts of N = 2, 4 and 8 get stuck at an R² of 0.66 to 0.9 with a loss that
says so, two of two of one seed of N = 4: hence up to six of them there, and one from N = 16.
The sweep over α takes the matched coupling for an encoder and four restarts: an MLP ends at R² of
0.995 for α = 2, below what a Gaussianising map leaves of α = 8, and gets stuck for α = 1 and 4. On
the grid, 1500 steps of the spiral leave R² near 0 for every λ and ρ; 14,000 do not.
``smoke`` goes through the motions in seconds. Beyond the paper, ``gennorm`` has stationary worlds
of the same marginals, and pairs of the stationary Laplace AR(1) world against Gaussian ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning.config import (
    EncoderConfig,
    MixingConfig,
    ObjectiveConfig,
    RunConfig,
    WorldConfig,
)

Name = Literal["2d", "scaling", "gennorm", "grid", "bound"]
Preset = Literal["smoke", "cpu", "paper"]
NAMES: tuple[Name, ...] = get_args(Name)
PRESETS: tuple[Preset, ...] = get_args(Preset)

MIXINGS = ("spiral", "parabola", "sine", "coupling")
VICREG = ObjectiveConfig(kind="vicreg", weight=0.5)
INFONCE = ObjectiveConfig(kind="infonce", sigma=1.0)


def _sigreg(weight: float, slices: int = 256) -> ObjectiveConfig:
    return ObjectiveConfig(kind="sigreg", weight=weight, slices=slices)


@dataclass(frozen=True)
class Size:
    """What a preset turns down.

    ``steps`` are those of the sweeps over α, ``planar_steps`` those of each mixing of the plane,
    ``scaling_steps`` those of couplings of 2 dimensions and of more, ``scaling_rate`` is their
    learning rate and ``restarts`` how many trainings there are where more than one is needed.
    ``seeds`` are those of SIGReg, ``others`` those of the other objectives, ``sweep_seeds`` those
    of ``gennorm``. ``planar`` is the encoder of ``2d``, ``mlp`` that of ``grid``, ``sweep`` that of
    ``gennorm``, trained at ``sweep_rate`` and ``sweep_restarts`` times. ``points`` measure the runs
    of ``2d`` and ``scaling``, ``sweep_points`` those of ``gennorm``, ``grid_points`` those of
    ``grid``: at ρ = 0.3 the intervals of 10⁵ pairs are too wide to decide the bound of Theorem 3.
    """

    preset: Preset
    steps: int
    planar_steps: dict[str, int]
    scaling_steps: tuple[int, int]
    scaling_rate: float
    grid_steps: int
    seeds: int
    sweep_seeds: int
    sweep: EncoderConfig
    sweep_rate: float
    sweep_restarts: int
    others: int
    restarts: dict[int, int]
    planar: EncoderConfig
    planar_layers: int
    mlp: EncoderConfig
    weight: float
    slices: int
    points: int
    sweep_points: int
    grid_points: int
    dimensions: tuple[int, ...]
    shapes: tuple[float, ...]
    weights: tuple[float, ...]
    rhos: tuple[float, ...]


SIZES: dict[Preset, Size] = {
    "smoke": Size(
        preset="smoke",
        steps=20,
        planar_steps=dict.fromkeys(MIXINGS, 20),
        scaling_steps=(20, 20),
        scaling_rate=3e-3,
        grid_steps=20,
        seeds=1,
        sweep_seeds=1,
        sweep=EncoderConfig(kind="mlp", width=16, depth=2),
        sweep_rate=3e-3,
        sweep_restarts=1,
        others=1,
        restarts={2: 3, 4: 3},
        planar=EncoderConfig(kind="mlp", width=16, depth=2),
        planar_layers=4,
        mlp=EncoderConfig(kind="mlp", width=16, depth=2),
        weight=1e-2,
        slices=16,
        points=2000,
        sweep_points=2000,
        grid_points=2000,
        dimensions=(2, 4),
        shapes=(1.0, 2.0),
        weights=(1e-3, 1e-1),
        rhos=(0.5, 0.95),
    ),
    "cpu": Size(
        preset="cpu",
        steps=15_000,
        planar_steps={"spiral": 14_000, "parabola": 6000, "sine": 2500, "coupling": 5000},
        scaling_steps=(15_000, 5000),
        scaling_rate=1e-2,
        grid_steps=14_000,
        seeds=3,
        sweep_seeds=3,
        sweep=EncoderConfig(kind="coupling", layers=4),
        sweep_rate=1e-2,
        sweep_restarts=4,
        others=1,
        restarts={2: 2, 4: 6, 8: 4},
        planar=EncoderConfig(kind="mlp", width=128, depth=3),
        planar_layers=4,
        mlp=EncoderConfig(kind="mlp", width=64, depth=3),
        weight=1e-2,
        slices=64,
        points=400_000,
        sweep_points=100_000,
        grid_points=1_600_000,
        dimensions=(2, 4, 8, 16, 32, 64, 128),
        shapes=(0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 32.0),
        weights=(1e-5, 1e-3, 1e-2, 1e-1, 5e-1),
        rhos=(0.3, 0.5, 0.8, 0.95, 0.99),
    ),
    "paper": Size(
        preset="paper",
        steps=20_001,
        planar_steps=dict.fromkeys(MIXINGS, 20_001),
        scaling_steps=(20_001, 20_001),
        scaling_rate=3e-3,
        grid_steps=20_001,
        seeds=5,
        sweep_seeds=5,
        sweep=EncoderConfig(kind="mlp", width=256, depth=4),
        sweep_rate=3e-3,
        sweep_restarts=1,
        others=5,
        restarts=dict.fromkeys((2, 4, 8, 16, 32), 3),
        planar=EncoderConfig(kind="mlp", width=256, depth=4),
        planar_layers=8,
        mlp=EncoderConfig(kind="mlp", width=256, depth=4),
        weight=1e-3,
        slices=256,
        points=400_000,
        sweep_points=400_000,
        grid_points=1_600_000,
        dimensions=(2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
        shapes=(0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0),
        weights=(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 5e-1),
        rhos=(0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99),
    ),
}


def planar(size: Size) -> list[RunConfig]:
    """Four mixings of the plane, ρ = 0.95; SIGReg only in the preset ``cpu``."""
    mixings = (
        MixingConfig(kind="spiral"),
        MixingConfig(kind="parabola"),
        MixingConfig(kind="sine"),
        MixingConfig(kind="coupling", layers=size.planar_layers),
    )
    runs = []
    others = () if size.preset == "cpu" else (VICREG, INFONCE)
    for objective in (_sigreg(size.weight, size.slices), *others):
        seeds = size.seeds if objective.kind == "sigreg" else size.others
        for mixing in mixings:
            runs += [
                RunConfig(
                    experiment="2d",
                    preset=size.preset,
                    dimension=2,
                    world=WorldConfig(rho=0.95),
                    mixing=mixing,
                    encoder=size.planar,
                    objective=objective,
                    steps=size.planar_steps[mixing.kind],
                    points=size.points,
                    seed=seed,
                )
                for seed in range(seeds)
            ]
    return runs


def scaling(size: Size) -> list[RunConfig]:
    """Couplings of N dimensions and the matched inverse, ρ = 0.95.

    In the preset ``cpu`` InfoNCE has every other N.
    """
    return [
        RunConfig(
            experiment="scaling",
            preset=size.preset,
            dimension=n,
            world=WorldConfig(rho=0.95),
            mixing=MixingConfig(kind="coupling", layers=4),
            encoder=EncoderConfig(kind="coupling", layers=4),
            objective=objective,
            steps=size.scaling_steps[n > 2],
            rate=size.scaling_rate,
            restarts=size.restarts.get(n, 1),
            points=max(size.points // max(1, n // 4), min(size.points, 40_000)),
            seed=seed,
        )
        for objective, seeds, dimensions in (
            (_sigreg(1e-6, size.slices), size.seeds, size.dimensions),
            (VICREG, size.others, size.dimensions),
            (INFONCE, size.others, size.dimensions[:: 2 if size.preset == "cpu" else 1]),
        )
        for n in dimensions
        for seed in range(seeds)
    ]


def generalised_normal(size: Size) -> list[RunConfig]:
    """The α sweep, published and stationary, and what whitening finds in an AR(1) world."""
    common = {
        "experiment": "gennorm",
        "preset": size.preset,
        "dimension": 2,
        "steps": size.steps,
        "points": size.sweep_points,
    }
    runs = [
        RunConfig(
            world=WorldConfig(kind=kind, rho=0.95, alpha=alpha),
            mixing=MixingConfig(kind="coupling", layers=4),
            encoder=size.sweep,
            objective=_sigreg(size.weight, size.slices),
            rate=size.sweep_rate,
            restarts=size.sweep_restarts,
            seed=seed,
            **common,
        )
        for kind in ("gennorm-published", "gennorm")
        for alpha in size.shapes
        for seed in range(size.sweep_seeds)
    ]
    runs += [
        RunConfig(
            world=WorldConfig(kind=kind, rho=rho, pair="one-sided"),
            mixing=MixingConfig(kind="identity"),
            encoder=EncoderConfig(kind="mlp", width=min(64, size.mlp.width), depth=3),
            objective=VICREG,
            seed=seed,
            **(common | {"points": 2 * size.points}),
        )
        for kind in ("laplace", "gaussian")
        for rho in (0.5, 0.8)
        for seed in range(size.sweep_seeds)
    ]
    return runs


def grid(size: Size) -> list[RunConfig]:
    """λ × ρ on the spiral."""
    return [
        RunConfig(
            experiment="grid",
            preset=size.preset,
            dimension=2,
            world=WorldConfig(rho=rho),
            mixing=MixingConfig(kind="spiral"),
            encoder=size.mlp,
            objective=_sigreg(weight, size.slices),
            steps=size.grid_steps,
            points=size.grid_points,
            seed=0,
        )
        for weight in size.weights
        for rho in size.rhos
    ]


def bound(size: Size) -> list[RunConfig]:
    """Every run of the other experiments in a Gaussian world, none left out."""
    every = (*planar(size), *scaling(size), *generalised_normal(size), *grid(size))
    return [config for config in every if config.world.gaussian]


BUILDERS: dict[Name, Callable[[Size], list[RunConfig]]] = {
    "2d": planar,
    "scaling": scaling,
    "gennorm": generalised_normal,
    "grid": grid,
    "bound": bound,
}


def runs(name: str, preset: str) -> list[RunConfig]:
    """The runs of an experiment; raises ``LejepaError`` for an unknown name or preset."""
    builder = next((b for known, b in BUILDERS.items() if known == name), None)
    size = next((s for known, s in SIZES.items() if known == preset), None)
    if builder is None:
        raise LejepaError(f"no experiment {name!r}; there are {', '.join(NAMES)}")
    if size is None:
        raise LejepaError(f"no preset {preset!r}; there are {', '.join(PRESETS)}")
    return builder(size)
