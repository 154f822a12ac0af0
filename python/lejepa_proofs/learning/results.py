"""The result of a run: one JSON file that carries its own checksum. Needs no torch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically
from lejepa_proofs.learning import documents
from lejepa_proofs.learning.config import Experiment, Frozen, RunConfig
from lejepa_proofs.numerics.estimators import Interval

SCHEMA: Literal["lejepa-proofs/run/1"] = "lejepa-proofs/run/1"

COMMITTED = Path(__file__).with_name("recorded")
"""Results that come with the package, a folder for each experiment."""


class Measure(Frozen):
    """An estimate, and the ends of its interval where it has any.

    Each end holds with probability at least ``1 − alpha``; ``None`` means no bound on that side.
    """

    estimate: float
    lower: float | None = None
    upper: float | None = None
    alpha: float | None = None

    @classmethod
    def of(cls, interval: Interval, estimate: float | None = None) -> Measure:
        """The middle of the interval is the estimate, unless another is given."""
        low, high = (x if abs(x) < float("inf") else None for x in (interval.lower, interval.upper))
        if estimate is None:
            if low is None or high is None:
                raise ValueError("an interval without an end needs an estimate of its own")
            estimate = (low + high) / 2
        return cls(estimate=estimate, lower=low, upper=high, alpha=interval.alpha)


class Theorem3(Frozen):
    """What Theorem 3 says of the encoder, with intervals; Gaussian worlds only.

    δ, ε, D = δ/2r(1−r), the bound D + (ε+D)², the error E‖h − E h − Qz‖² for the Q found, and their
    difference, as in :mod:`lejepa_proofs.numerics.encoder_intervals`. All of it, estimates and
    intervals alike, is about the encoder with its residual shortened, which is another than the
    trained one with probability ``apart``.
    """

    delta: Measure
    epsilon: Measure
    deficit: Measure
    bound: Measure
    error: Measure
    slack: Measure
    apart: Measure
    pairs: int


class Metrics(Frozen):
    """What was measured on samples that were not trained on, nor fitted on.

    Attributes
    ----------
    r2_latents, r2_codes, r2_observations:
        Held-out R² of the least-squares maps h → z, z → h and x → z. In Gaussian worlds h is the
        encoder that :class:`Theorem3` is about, estimates and intervals alike; elsewhere it is the
        trained one, with upper ends only.
    r2_as_trained:
        Held-out R² of h → z of the encoder just as it was trained; no interval.
    r2_in_sample:
        R² of h → z fitted and scored on the same 10,000 points, as published.
    orthogonality:
        ‖MᵀM − I‖_F of the least-squares map M from z to h.
    reflection:
        Whether det M < 0.
    offset:
        ‖E h‖, which the published error includes and the theorem's does not.
    gap:
        L(f) − 2(1−c) tr Cov f of the whitened encoder f, with c the correlation of the latents: 0
        for linear encoders, negative when f correlates more than they do. f is shortened to three
        root mean squares.
    theorem3:
        ``None`` outside Gaussian worlds.
    """

    r2_latents: Measure
    r2_codes: Measure
    r2_observations: Measure
    r2_as_trained: float
    r2_in_sample: float
    orthogonality: float
    reflection: bool
    offset: Measure
    gap: Measure
    theorem3: Theorem3 | None


Points = tuple[tuple[float, float], ...]


class Picture(Frozen):
    """Where a planar run sends a square grid of latents on [−2, 2]², row by row.

    To look at; ``observed`` is the mixing's image, ``code`` the encoder's.
    """

    observed: Points
    code: Points


class Environment(Frozen):
    """Where the result was made. Not part of the outcome.

    ``seconds`` of wall time are the run's share of its group's, training and evaluation.
    """

    version: str
    machine: str
    processor: str
    device: str
    torch: str
    sigreg: str
    threads: int
    lanes: int
    seconds: float


class Outcome(Frozen):
    """What the run's description determines, up to the machine's rounding.

    ``history`` holds pairs (step, mean loss since the last pair) of the restart that was kept;
    ``floor`` is the expected loss of a perfect encoder on a batch. ``metrics`` is ``None`` when
    training diverged.
    """

    final_loss: float | None
    floor: float | None
    restart_losses: tuple[float | None, ...]
    restart: int
    history: tuple[tuple[int, float | None], ...]
    metrics: Metrics | None
    picture: Picture | None = None


class Result(Frozen):
    """One run."""

    schema_version: Literal["lejepa-proofs/run/1"] = SCHEMA
    config: RunConfig
    outcome: Outcome
    environment: Environment

    def to_json(self) -> str:
        """The file's text, a line for each part, the last one a checksum of the others."""
        data = self.model_dump(mode="json")
        parts = data | {"sha256": documents.checksum(data)}
        lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in parts.items())
        return "{" + ",\n ".join(lines) + "}\n"


def result_path(folder: Path, config: RunConfig) -> Path:
    """``folder/EXPERIMENT/DIGEST.json``."""
    return folder / config.experiment / f"{config.digest}.json"


def write_result(folder: Path, result: Result) -> Path:
    """Write the result atomically; raises ``LejepaError`` when it cannot be written."""
    path = result_path(folder, result.config)
    write_atomically(path, result.to_json())
    return path


def read_result(path: Path) -> Result:
    """The result in ``path``.

    Raises
    ------
    LejepaError
        The file cannot be read, is damaged, or is not the run its name says.
    """
    advice = "move it away to train the run again"
    result = documents.read(path, Result, advice)
    if result.config.digest != path.stem:
        raise LejepaError(f"{path} holds the run {result.config.digest}; name it so, or {advice}")
    return result


def existing(folder: Path, configs: Iterable[RunConfig]) -> dict[str, Result]:
    """The results there are, by digest, in the order of ``configs``.

    Raises ``LejepaError`` for a damaged one.
    """
    found = {}
    for config in configs:
        path = result_path(folder, config)
        if path.exists():
            found[config.digest] = read_result(path)
    return found


def read_all(folder: Path, experiment: Experiment | None = None) -> Iterator[Result]:
    """Every result under ``folder``, in the order of names; raises as :func:`read_result`."""
    for path in sorted(folder.glob(f"{experiment or '*'}/*.json")):
        yield read_result(path)
