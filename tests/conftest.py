"""Hypothesis profiles: `ci` repeats itself exactly, `thorough` looks much longer; graphics."""

import os

import pytest
from hypothesis import HealthCheck, settings

from lejepa_proofs.errors import LejepaError

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=25,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def graphics():
    """The software OpenGL of this machine; skips, with the reason, where none can be had."""
    from lejepa_proofs.learning.pixels.graphics import graphics as find

    try:
        return find()
    except LejepaError as error:
        pytest.skip(str(error))
