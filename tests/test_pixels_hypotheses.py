"""What wrapping costs: the ceiling of R², two ways, and the table of hypotheses."""

import numpy as np
import pytest

from lejepa_proofs.learning.pixels.hypotheses import hypotheses, wrapped_ceiling
from lejepa_proofs.learning.pixels.worlds import AngleWorld, ReachingWorld

EPS = float(np.finfo(float).eps)


@pytest.mark.parametrize("spread", [0.5, 0.7, 1.0, 1.5])
def test_the_ceiling_is_the_fisher_information_of_the_wrapped_normal(spread) -> None:
    # the density by its Fourier series, f = Σ e^{−m²s²/2} e^{imθ}/2π: no sum over turns; 60
    # terms reach e^{−450} at s = 0.5
    theta = (np.arange(4096) + 0.5) * (2 * np.pi / 4096) - np.pi
    m = np.arange(1, 61)
    c = np.exp(-((m * spread) ** 2) / 2)
    f = (1 + 2 * np.cos(np.outer(theta, m)) @ c) / (2 * np.pi)
    slope = -2 * np.sin(np.outer(theta, m)) @ (c * m) / (2 * np.pi)
    information = np.sum(np.where(f > 1e-10, slope**2 / f, 0)) * (2 * np.pi / 4096)
    # the series cancels to f at an absolute error of 60·eps; f'²/f loses most where f is small,
    # and points with f < 1e-10 carry less than 1e-8 of the integral
    assert wrapped_ceiling(spread) == pytest.approx(spread**2 * information, abs=1e-7)


def test_the_ceiling_falls_with_the_spread() -> None:
    values = [wrapped_ceiling(s) for s in (0.3, 0.7, 1.0, 1.5, 3.0)]
    assert values == sorted(values, reverse=True)
    assert values[0] == pytest.approx(1, abs=64 * EPS)
    assert 0.948 < values[2] < 0.95
    assert values[-1] < 0.01


def test_no_encoder_of_wrapped_angles_passes_the_ceiling() -> None:
    # the best predictor attains it: its R² on samples, five standard errors around
    rng = np.random.default_rng(0)
    z = rng.standard_normal(200_000)
    w = (z + np.pi) % (2 * np.pi) - np.pi
    turns = w[:, None] + 2 * np.pi * np.arange(-3, 4)
    density = np.exp(-(turns**2) / 2)
    best = (density * turns).sum(1) / density.sum(1)
    loss = (z - best) ** 2
    assert abs(1 - loss.mean() - wrapped_ceiling(1.0)) <= 5 * loss.std() / np.sqrt(len(z))


def test_every_world_says_what_holds() -> None:
    for world in (AngleWorld(rho=0.9), ReachingWorld()):
        table = hypotheses(world)
        assert {each.theorem for each in table} >= {"1, 3", "4"}
        assert any(each.holds for each in table)
        assert any(not each.holds for each in table)
    said = " ".join(each.why for each in hypotheses(AngleWorld(rho=0.9, spread=1.0)))
    assert "angles wrap" in said
    assert f"{wrapped_ceiling(1.0):.10g}" in said
