"""The result of a pixel run: one JSON file. Needs neither torch nor graphics."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from lejepa_proofs.learning import documents
from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control.score import PlanScore
from lejepa_proofs.learning.pixels.config import PixelConfig
from lejepa_proofs.learning.pixels.hypotheses import Hypothesis
from lejepa_proofs.learning.pixels.scores import Identifiability
from lejepa_proofs.learning.results import Environment


class PixelLosses(Frozen):
    """Averages over the last steps, and what a perfect encoder of OU angles would show.

    ``alignment_floor`` is ``2(1−ρ)n``; ``sigreg_floor`` the mean of SIGReg over finite batches of
    N(0, I) pairs. Both are ``None`` for other worlds.
    """

    alignment: float
    regulariser: float
    alignment_floor: float | None
    sigreg_floor: float | None


class PixelResult(Frozen):
    """What a run found.

    Attributes
    ----------
    own, common:
        Identifiability on held-out frames of the run's own world, and on those of OU angles.
    ceiling:
        The largest R² of any encoder of frames to the latent of the common test.
    plan:
        Planning on the common test.
    film, oracle_film:
        Latents along one straight plan in the code, and in the true latent.
    hypotheses:
        Which hypotheses of the theorems the run's world satisfies.
    """

    schema_version: Literal["lejepa-proofs/pixels/1"] = "lejepa-proofs/pixels/1"
    config: PixelConfig
    losses: PixelLosses
    own: Identifiability
    common: Identifiability
    ceiling: float
    plan: PlanScore
    film: tuple[tuple[float, float], ...]
    oracle_film: tuple[tuple[float, float], ...]
    hypotheses: tuple[Hypothesis, ...]
    environment: Environment
    driver: str
    seconds_scoring: float


def result_path(config: PixelConfig) -> Path:
    """``pixels/DIGEST.json``, in a folder of results."""
    return Path("pixels") / f"{config.digest}.json"


def existing(config: PixelConfig, folders: Iterable[Path]) -> PixelResult | None:
    """The result in the first of the folders that has one; raises as :func:`.documents.read`."""
    return documents.find(result_path(config), folders, PixelResult)
