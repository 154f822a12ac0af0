"""Pairs of latents: laws, correlations as labelled, and independence from the runs beside them."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from pydantic import ValidationError  # noqa: E402
from scipy.stats import gennorm, kstest, laplace, norm  # noqa: E402

from lejepa_proofs.learning.config import WorldConfig  # noqa: E402
from lejepa_proofs.learning.worlds import (  # noqa: E402
    PairSampler,
    generalised_normal_of_gaussian,
    generalised_normal_scale,
    latent_correlation,
)

N = 40_000
WORLDS = [
    WorldConfig(kind=kind, alpha=alpha, rho=rho, pair=pair)
    for kind, alpha, rho in (
        ("gaussian", None, 0.9),
        ("laplace", None, 0.6),
        ("gennorm", 0.5, 0.8),
        ("gennorm", 8.0, 0.8),
        ("gennorm-published", 4.0, 0.7),
    )
    for pair in ("one-sided", "two-views")
]


def draw(world, seed=1, dimension=1, count=N):
    sampler = PairSampler([world], dimension, count, dtype=torch.float64)
    u, v, _ = sampler.draw([torch.Generator().manual_seed(seed)])
    return u[0].numpy(), v[0].numpy()


def law(world):
    if world.alpha is not None:
        return gennorm(world.alpha, scale=generalised_normal_scale(world.alpha)).cdf
    return laplace(scale=1 / math.sqrt(2)).cdf if world.kind == "laplace" else norm.cdf


@pytest.mark.parametrize("world", WORLDS, ids=lambda w: f"{w.kind}-{w.alpha}-{w.pair}")
def test_both_members_of_a_stationary_pair_have_its_law(world):
    u, v = draw(world)
    checked = [u, v] if world.stationary else ([u] if world.pair == "one-sided" else [])
    for sample in checked:
        # Kolmogorov's test; a false alarm has probability 1e-6
        assert kstest(sample[:, 0], law(world)).pvalue > 1e-6


def test_the_published_pair_is_not_stationary():
    world = WorldConfig(kind="gennorm-published", alpha=1.0, rho=0.7, pair="one-sided")
    _, v = draw(world)
    assert kstest(v[:, 0], law(world)).pvalue < 1e-12
    assert not world.stationary
    assert WorldConfig(kind="gennorm-published", alpha=2.0, rho=0.7).stationary


@pytest.mark.parametrize("world", WORLDS, ids=lambda w: f"{w.kind}-{w.alpha}-{w.pair}")
def test_pairs_have_the_correlation_they_are_labelled_with(world):
    u, v = draw(world)
    products = u[:, 0] * v[:, 0]
    error = float(products.std()) / math.sqrt(N)
    # 6 standard errors: a false alarm has probability below 1e-8 by the normal approximation
    assert abs(float(products.mean()) - latent_correlation(world)) <= 6 * error


def test_two_views_have_the_square_of_the_correlation():
    one = WorldConfig(rho=0.9, pair="one-sided")
    two = WorldConfig(rho=0.9, pair="two-views")
    assert (one.correlation, two.correlation) == (0.9, 0.9**2)
    assert WorldConfig(rho=0.5).pair == "two-views"


def test_the_correlation_of_transformed_latents_is_below_that_of_the_scores():
    for alpha in (0.25, 1.0, 8.0):
        world = WorldConfig(kind="gennorm", alpha=alpha, rho=0.9)
        assert latent_correlation(world) < world.correlation - 1e-4
    gaussian = WorldConfig(kind="gennorm", alpha=2.0, rho=0.9)
    # the nodes reach beyond 9 standard deviations, where the map is constant; there is no mass
    assert abs(latent_correlation(gaussian) - gaussian.correlation) < 1e-9


@pytest.mark.parametrize("alpha", [0.25, 1.0, 2.0, 32.0])
def test_the_quantile_map_is_that_of_the_law(alpha):
    u = np.linspace(-6, 6, 241)
    ours = generalised_normal_of_gaussian(torch.from_numpy(u), alpha).numpy()
    exact = -np.sign(u) * gennorm(alpha, scale=generalised_normal_scale(alpha)).ppf(
        norm.cdf(-np.abs(u))
    )
    # linear between points h = 9/4096 apart: h²/8 of the second derivative, bounded by differences
    step = 9 / 4096
    bend = np.abs(np.diff(exact, 2)).max() / (u[1] - u[0]) ** 2
    kink = 2 * step if alpha > 2 else 0.0  # |x|^(1/α) has a steep start
    assert np.abs(ours - exact).max() <= step**2 / 8 * max(bend, 1.0) * 20 + kink + 1e-9


def test_a_run_draws_the_same_beside_others():
    worlds = [WorldConfig(rho=rho) for rho in (0.5, 0.9, 0.7)]
    together = PairSampler(worlds, 3, 10, slices=4)
    alone = PairSampler(worlds[1:2], 3, 10, slices=4)
    for a, b in zip(
        together.draw([torch.Generator().manual_seed(k) for k in range(3)]),
        alone.draw([torch.Generator().manual_seed(1)]),
        strict=True,
    ):
        assert torch.equal(a[1], b[0])


def test_slices_are_unit_vectors():
    _, _, a = PairSampler([WorldConfig(rho=0.5)], 5, 10, slices=7).draw([torch.Generator()])
    assert a.shape == (1, 5, 7)
    assert (a.norm(dim=1) - 1).abs().max() <= 8 * 5 * 2.0**-23


def test_worlds_of_different_kinds_are_not_mixed():
    mixed = [WorldConfig(rho=0.5), WorldConfig(rho=0.5, kind="laplace")]
    with pytest.raises(ValueError, match="different kinds"):
        PairSampler(mixed, 2, 4)


def test_a_shape_belongs_to_generalised_normal_worlds_only():
    for fields in ({"kind": "gennorm"}, {"kind": "laplace", "alpha": 1.0}):
        with pytest.raises(ValidationError, match="with alpha"):
            WorldConfig(rho=0.5, **fields)
