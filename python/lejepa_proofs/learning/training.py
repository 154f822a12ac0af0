"""Training a batch of runs side by side.

The runs of a batch share their shapes and their schedule, and nothing else: each has its own
generators, its own latents, mixing, weights and slices, and AdamW acts on each number by itself. A
run's result is therefore that of the run alone, up to rounding in products of stacked matrices.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from lejepa_proofs.learning.config import RunConfig, rate_factor
from lejepa_proofs.learning.encoders import encoder
from lejepa_proofs.learning.mixings import Coupling, Mixing, mixing
from lejepa_proofs.learning.objectives import infonce, invariance, whitening
from lejepa_proofs.learning.sigreg import sigreg
from lejepa_proofs.learning.worlds import PairSampler

PURPOSES = ("mixing", "weights", "data", "evaluation")
MOMENTS = 50
"""Points of the loss history; the last tenth of them makes the final loss."""


def generator(config: RunConfig, purpose: str, restart: int = 0) -> torch.Generator:
    """The generator of one purpose of a run, from its seed alone.

    Runs of one seed share their mixing and their data, so that objectives are compared on them.
    """
    entropy = (config.seed, PURPOSES.index(purpose), restart)
    word = np.random.SeedSequence(entropy).generate_state(1, np.uint64)[0]
    return torch.Generator().manual_seed(int(word) >> 1)


def pick_device(name: str = "auto") -> torch.device:
    """``auto``: a GPU if there is one, else the CPU. Raises ``ValueError`` for an unknown name."""
    if name != "auto":
        try:
            return torch.device(name)
        except RuntimeError as error:
            raise ValueError(f"device {name!r}: {str(error).splitlines()[0]}") from None
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Batch:
    """The state of runs in training; a *lane* is one restart of one run.

    Raises ``ValueError`` for no runs or runs of different shapes.
    """

    def __init__(self, configs: Sequence[RunConfig], device: torch.device | str = "cpu") -> None:
        if len({config.shape for config in configs}) != 1:
            raise ValueError("runs of different shapes in one batch; train them apart")
        self.configs, self.device = list(configs), torch.device(device)
        first = self.configs[0]
        self.lanes = [(c, k) for c in self.configs for k in range(first.restarts)]
        self.mixing = _moved(
            mixing(
                first.mixing,
                first.dimension,
                [generator(config, "mixing") for config, _ in self.lanes],
            ),
            self.device,
            torch.float32,
        )
        weights = [generator(config, "weights", k) for config, k in self.lanes]
        self.encoder = encoder(first.encoder, first.dimension, weights).to(self.device)
        self.generators = [generator(config, "data", k) for config, k in self.lanes]
        kind = first.objective.kind
        self.sampler = PairSampler(
            [config.world for config, _ in self.lanes],
            first.dimension,
            first.batch,
            slices=first.objective.slices if kind == "sigreg" else 0,
            device=self.device,
        )
        objectives = [config.objective for config, _ in self.lanes]
        self.weight = torch.tensor([o.weight for o in objectives], device=self.device)
        self.sigma = torch.tensor([o.sigma for o in objectives], device=self.device)
        self.optimiser = torch.optim.AdamW(
            [_flattened(self.encoder)], lr=first.rate, weight_decay=first.decay, fused=True
        )
        self.step = 0
        self.seconds = 0.0
        self.history: list[list[float]] = []
        self._recent = torch.zeros(len(self.lanes), dtype=torch.float64)
        self._since = 0
        self._every = max(1, first.steps // MOMENTS)

    @property
    def steps(self) -> int:
        """How many steps the schedule has."""
        return self.configs[0].steps

    @property
    def finished(self) -> bool:
        """Whether all steps are done."""
        return self.step >= self.steps

    def losses(self, u: Tensor, v: Tensor, slices: Tensor) -> Tensor:
        """The loss of every lane, from its pair of latents; shape ``(lanes,)``."""
        objective = self.configs[0].objective
        h = self.encoder(self.mixing(torch.cat((u, v), 1)))
        first, second = h.chunk(2, dim=1)
        if objective.kind == "infonce":
            return infonce(first, second, sigma=self.sigma)
        if objective.kind == "sigreg":
            value = sigreg(h, slices=slices, knots=objective.knots, upper=objective.upper)
        else:
            value = whitening(h)
        return self.weight * value + (1 - self.weight) * invariance(first, second)

    def advance(self, steps: int) -> None:
        """Take up to ``steps`` steps, fewer at the end of the schedule; counts its seconds."""
        start = time.monotonic()
        base = self.configs[0].rate
        for _ in range(min(steps, self.steps - self.step)):
            for group in self.optimiser.param_groups:
                group["lr"] = base * rate_factor(self.step, self.steps)
            losses = self.losses(*self.sampler.draw(self.generators))
            self.optimiser.zero_grad(set_to_none=False)
            torch.autograd.backward(losses.sum())
            self.optimiser.step()
            self.step += 1
            self._recent += losses.detach().double().cpu()
            self._since += 1
            if self.step % self._every == 0 or self.finished:
                self.history.append((self._recent / self._since).tolist())
                self._recent.zero_()
                self._since = 0
        self.seconds += time.monotonic() - start

    def final_losses(self) -> list[float]:
        """Mean loss of every lane over the last tenth of the history."""
        last = self.history[-max(1, len(self.history) // 10) :]
        return [sum(row[k] for row in last) / len(last) for k in range(len(self.lanes))]

    def winners(self) -> list[int]:
        """For each run the lane of least final loss; a loss that is no number never wins."""
        final = [x if math.isfinite(x) else math.inf for x in self.final_losses()]
        restarts = self.configs[0].restarts
        starts = range(0, len(self.lanes), restarts)
        return [min(range(s, s + restarts), key=final.__getitem__) for s in starts]

    def state(self) -> dict[str, Any]:
        """Everything a resumed training needs, for ``torch.save``."""
        return {
            "runs": [config.digest for config in self.configs],
            "step": self.step,
            "seconds": self.seconds,
            "encoder": self.encoder.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "generators": [each.get_state() for each in self.generators],
            "history": self.history,
            "recent": self._recent,
            "since": self._since,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from :meth:`state`. Raises ``ValueError`` when it is of other runs."""
        if state["runs"] != [config.digest for config in self.configs]:
            raise ValueError("it belongs to other runs")
        self.encoder.load_state_dict(state["encoder"])
        self.optimiser.load_state_dict(state["optimiser"])
        for each, saved in zip(self.generators, state["generators"], strict=True):
            each.set_state(saved.cpu())
        self.step, self.history = state["step"], [list(row) for row in state["history"]]
        self._recent, self._since = state["recent"].cpu(), state["since"]
        self.seconds = state["seconds"]

    def representation(self, lanes: Sequence[int]) -> Callable[[Tensor], tuple[Tensor, Tensor]]:
        """``z ↦ (x, h)`` of these lanes in double precision, ``(lanes, n, N)`` each."""
        first = self.configs[0]
        chosen = list(lanes)
        copy = encoder(first.encoder, first.dimension, [torch.Generator() for _ in chosen]).to(
            device=self.device, dtype=torch.float64
        )
        state = self.encoder.state_dict()
        copy.load_state_dict({name: value[chosen].double() for name, value in state.items()})
        mix = _moved(self.mixing, self.device, torch.float64, chosen)

        def represent(z: Tensor) -> tuple[Tensor, Tensor]:
            with torch.no_grad():
                x = mix(z.to(self.device))
                return x.cpu(), copy(x).cpu()

        return represent


def _flattened(module: nn.Module) -> Tensor:
    """One tensor of all parameters, which become views of it, as their gradients of its gradient.

    AdamW treats each number by itself, so one update of one tensor is that of all of them; a small
    network spends more time between its parameters than on them.
    """
    own = list(module.parameters())
    flat = parameters_to_vector(own).detach()
    vector_to_parameters(flat, own)
    flat.grad = torch.zeros_like(flat)
    parts = torch.split(flat.grad, [parameter.numel() for parameter in own])
    for parameter, part in zip(own, parts, strict=True):
        parameter.grad = part.view_as(parameter)
    return flat


def _moved(
    mix: Mixing, device: torch.device, dtype: torch.dtype, lanes: Sequence[int] | None = None
) -> Mixing:
    if not isinstance(mix, Coupling):
        return mix
    kept = slice(None) if lanes is None else list(lanes)
    return Coupling([w[kept].to(device=device, dtype=dtype) for w in mix.weights])
