"""Small runs for tests of training."""

from lejepa_proofs.learning.config import (
    EncoderConfig,
    MixingConfig,
    ObjectiveConfig,
    RunConfig,
    WorldConfig,
)


def run(seed=0, **changes):
    """A planar run that trains in well under a second."""
    return RunConfig(
        **(
            {
                "experiment": "2d",
                "preset": "test",
                "dimension": 2,
                "world": WorldConfig(rho=0.9),
                "mixing": MixingConfig(kind="sine"),
                "encoder": EncoderConfig(kind="mlp", width=8, depth=1),
                "objective": ObjectiveConfig(kind="sigreg", weight=0.1, slices=8),
                "steps": 40,
                "batch": 32,
                "points": 400,
                "seed": seed,
            }
            | changes
        )
    )
