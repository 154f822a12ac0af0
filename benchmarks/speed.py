"""SIGReg, a training step and a sweep of small runs, each beside its plain eager form.

Both sides run in turn in this process on one thread, so that what disturbs one disturbs the other;
the ratio of a pair is taken before the median. Times are CPU times of the thread.

    python benchmarks/speed.py [--rounds 15]
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from fractions import Fraction

import torch
from torch import Tensor

from lejepa_proofs.learning import native
from lejepa_proofs.learning.config import (
    EncoderConfig,
    MixingConfig,
    ObjectiveConfig,
    RunConfig,
    WorldConfig,
)
from lejepa_proofs.learning.sigreg import backend, random_slices, sigreg
from lejepa_proofs.learning.sigreg_forms import sigreg_eager
from lejepa_proofs.learning.training import Batch
from lejepa_proofs.numerics import sigreg as exact
from lejepa_proofs.numerics.verdict import float_up

SAMPLES, SLICES, DIMENSION = 512, 256, 2
Step = Callable[[], object]


def plain_torch(function: Step) -> Step:
    """``function`` with compiled code turned off."""

    def run() -> object:
        before = os.environ.get(native.SWITCH)
        os.environ[native.SWITCH] = "off"
        try:
            return function()
        finally:
            if before is None:
                del os.environ[native.SWITCH]
            else:
                os.environ[native.SWITCH] = before

    return run


def clock(step: Step) -> float:
    """CPU seconds of one call."""
    start = time.thread_time()
    step()
    return time.thread_time() - start


def compare(title: str, sides: dict[str, Step], rounds: int, scale: dict[str, float]) -> None:
    """Run the sides in turn and print each time and how much faster than the first it is.

    ``scale`` divides a side's time, for sides that do the work of several.
    """
    for step in sides.values():
        step()
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, step in sides.items():
            times[name].append(clock(step) / scale.get(name, 1))
    first = next(iter(sides))
    print(f"\n{title}")
    for name, own in times.items():
        ratio = statistics.median(a / b for a, b in zip(times[first], own, strict=True))
        print(f"  {name:34} {1e3 * statistics.median(own):8.2f} ms   {ratio:5.1f} x")


def peak_memory(step: Step) -> int:
    """Bytes: the largest sum of tensors alive at once, beyond those alive before."""
    from torch.profiler import ProfilerActivity, profile

    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
        step()
    now = peak = 0
    for event in profiler.profiler.kineto_results.events():
        if event.name() == "[memory]":
            now += event.nbytes()
            peak = max(peak, now)
    return peak


def accuracy(value: Callable[[Tensor, Tensor], Tensor]) -> float:
    """Largest relative error of one slice against ball arithmetic, in single precision."""
    worst = 0.0
    for seed in range(3):
        generator = torch.Generator().manual_seed(seed)
        x = torch.randn(SAMPLES, 1, generator=generator)
        oracle = exact.statistic([Fraction(float(v)) for v in x[:, 0]])
        ours = Fraction(float(value(x, torch.ones(1, 1))))
        worst = max(worst, float_up(abs(exact.ball(ours) / oracle - 1)))
    return worst


def sigreg_benchmark(rounds: int) -> None:
    """Forward and backward of SIGReg at the published size."""
    generator = torch.Generator().manual_seed(0)
    h = torch.randn(SAMPLES, DIMENSION, generator=generator)
    slices = random_slices(DIMENSION, SLICES, generator=generator)

    def step(form: Callable[[Tensor], Tensor]) -> Step:
        def run() -> object:
            x = h.clone().requires_grad_()
            torch.autograd.backward(form(x))
            return x.grad

        return run

    def eager(x: Tensor) -> Tensor:
        return sigreg_eager(x, slices)

    def ours(x: Tensor) -> Tensor:
        return sigreg(x, slices=slices)

    sides = {"eager": step(eager), "plain torch": plain_torch(step(ours))}
    if backend().name == "compiled":
        sides["compiled"] = step(ours)
    title = f"SIGReg forward and backward, {SAMPLES} samples, {SLICES} slices, 17 knots, float32"
    compare(title, sides, rounds, {})
    most = peak_memory(sides["eager"])
    for name, each in sides.items():
        peak = peak_memory(each)
        print(f"  {name:34} {peak / 2**20:8.2f} MiB  {most / peak:5.1f} x less")
    forms: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
        "eager": lambda x, a: sigreg_eager(x, a),
        "ours": lambda x, a: sigreg(x, slices=a),
    }
    for name, form in forms.items():
        print(f"  {name:34} {accuracy(form):8.1e} relative error of one slice against balls")
    print(f"  {'ours, plain torch':34} {_plain_accuracy():8.1e}")


def _plain_accuracy() -> float:
    found: list[float] = []
    plain_torch(lambda: found.append(accuracy(lambda x, a: sigreg(x, slices=a))))()
    return found[0]


def config(seed: int, encoder: EncoderConfig, mixing: MixingConfig) -> RunConfig:
    """A planar run with SIGReg."""
    return RunConfig(
        experiment="2d",
        preset="benchmark",
        dimension=2,
        world=WorldConfig(rho=0.95),
        mixing=mixing,
        encoder=encoder,
        objective=ObjectiveConfig(kind="sigreg", weight=1e-3),
        steps=10_000,
        seed=seed,
    )


class EagerBatch(Batch):
    """A run as one writes it first: the published formula of SIGReg, one run at a time."""

    def losses(self, u: Tensor, v: Tensor, slices: Tensor) -> Tensor:
        h = self.encoder(self.mixing(torch.cat((u, v), 1)))
        first, second = h.chunk(2, dim=1)
        value = torch.stack([sigreg_eager(x, a) for x, a in zip(h, slices, strict=True)])
        centre = (first + second) / 2
        moved = (first - centre).square() + (second - centre).square()
        return self.weight * value + (1 - self.weight) * moved.mean((1, 2)) / 2


def training_benchmark(rounds: int) -> None:
    """Whole planar training steps, and small runs side by side against one after another."""
    mlp = EncoderConfig(kind="mlp", width=256, depth=4)
    spiral = MixingConfig(kind="spiral")
    one = [config(0, mlp, spiral)]
    eager, ours = EagerBatch(one), Batch(one)
    sides = {"eager": lambda: eager.advance(1), "ours": lambda: ours.advance(1)}
    compare("a training step, MLP 2-256-256-256-256-2", sides, rounds, {})
    small = EncoderConfig(kind="coupling", layers=8)
    for encoder, mixing, name in (
        (small, MixingConfig(kind="coupling", layers=8), "coupling, 8 layers"),
        (EncoderConfig(kind="mlp", width=64, depth=3), spiral, "MLP 2-64-64-64-2"),
    ):
        runs = [config(seed, encoder, mixing) for seed in range(24)]
        single, alone, together = EagerBatch(runs[:1]), Batch(runs[:1]), Batch(runs)
        sides = {
            "eager, one run": lambda b=single: b.advance(1),
            "ours, one run": lambda b=alone: b.advance(1),
            "ours, 24 runs, each": lambda b=together: b.advance(1),
        }
        compare(f"a step of a small run, {name}", sides, rounds, {"ours, 24 runs, each": 24})


def main() -> None:
    """Print all benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    print(f"torch {torch.__version__}; SIGReg: {backend().name} ({backend().reason})")
    sigreg_benchmark(rounds)
    training_benchmark(rounds)


if __name__ == "__main__":
    main()
