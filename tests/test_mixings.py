"""Mixings and their inverses, and encoders that compute side by side."""

import pytest

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from lejepa_proofs.learning.config import EncoderConfig, MixingConfig  # noqa: E402
from lejepa_proofs.learning.encoders import (  # noqa: E402
    CNN,
    StackedCouplingInverse,
    StackedMLP,
    encoder,
)
from lejepa_proofs.learning.mixings import (  # noqa: E402
    Coupling,
    coupling_weights,
    mixing,
    orthogonal,
)

EPS = 2.0**-52


def generators(*seeds):
    return [torch.Generator().manual_seed(seed) for seed in seeds]


def latents(runs, n, dimension):
    return torch.randn(runs, n, dimension, dtype=torch.float64, generator=generators(7)[0])


CASES = [
    *((kind, 2) for kind in ("identity", "spiral", "parabola", "sine", "coupling")),
    ("coupling", 4),
    ("coupling", 10),
    ("coupling", 64),
]


@pytest.mark.parametrize(("kind", "dimension"), CASES)
def test_the_inverse_undoes_the_mixing(kind, dimension):
    mix = mixing(MixingConfig(kind=kind, layers=4), dimension, generators(1, 2))
    z = latents(2, 50, dimension)
    x = mix(z)
    # Numbers below 32. The spiral turns by π‖z‖ < 16; a coupling layer has slope at most 2, so its
    # error at most triples, four layers there and back.
    amplification = {"coupling": 3.0**8, "spiral": 16 * 3.0}.get(kind, 4.0)
    assert (mix.inverse(x) - z).abs().max() <= 32 * EPS * 16 * amplification
    assert (mix(mix.inverse(z)) - z).abs().max() <= 32 * EPS * 16 * amplification


@pytest.mark.parametrize(("kind", "dimension"), CASES)
def test_volume_is_preserved(kind, dimension):
    mix = mixing(MixingConfig(kind=kind), dimension, generators(3))
    z = latents(1, 1, dimension)
    jacobian = torch.autograd.functional.jacobian(lambda t: mix(t).flatten(), z)
    determinant = float(torch.linalg.det(jacobian.reshape(dimension, dimension)))
    # the condition number of four layers of slope 2 is at most 3⁴ a side
    assert abs(abs(determinant) - 1) <= dimension**2 * 3.0**8 * EPS


def test_the_spiral_keeps_lengths_and_the_others_do_not():
    z = latents(1, 20, 2)
    changes = {}
    for kind in ("spiral", "parabola", "sine"):
        mix = mixing(MixingConfig(kind=kind), 2, generators(0))
        changes[kind] = float((mix(z).norm(dim=-1) - z.norm(dim=-1)).abs().max())
    assert changes["spiral"] <= 64 * EPS
    assert min(changes["parabola"], changes["sine"]) > 0.1


def test_weights_are_twice_orthogonal_and_follow_the_seed():
    q = orthogonal(6, generators(5)[0])
    assert (q @ q.T - torch.eye(6, dtype=torch.float64)).abs().max() <= 36 * EPS
    first, again = (coupling_weights(8, 3, generators(9)[0]) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert abs(float(torch.linalg.matrix_norm(first[0], 2)) - 2) <= 64 * EPS


def test_the_matched_encoder_can_be_the_inverse():
    mix = mixing(MixingConfig(kind="coupling", layers=3), 6, generators(1, 2))
    assert isinstance(mix, Coupling)
    matched = StackedCouplingInverse(6, 3, generators(0, 0)).double()
    with torch.no_grad():
        for layer, weight in zip(matched.inner, mix.weights, strict=True):
            layer.weight.copy_(weight)
        z = latents(2, 30, 6)
        assert (matched(mix(z)) - z).abs().max() <= 32 * EPS * 16 * 3.0**6


def test_hidden_units_start_at_the_identity_and_contain_the_matched_family():
    x = latents(1, 10, 4)
    larger = StackedCouplingInverse(4, 2, generators(1), hidden=2).double()
    assert torch.equal(larger(x), x)
    matched = StackedCouplingInverse(4, 2, generators(3)).double()
    with torch.no_grad():
        for k in range(2):
            larger.inner[k].weight.copy_(matched.inner[k].weight)
            larger.inner[k].bias.zero_()
            larger.outer[k].copy_(torch.eye(2))
        assert (larger(x) - matched(x)).abs().max() <= 16 * EPS


@pytest.mark.parametrize(
    "config",
    [
        EncoderConfig(kind="mlp", width=5, depth=2),
        EncoderConfig(kind="coupling", layers=3),
        EncoderConfig(kind="coupling", layers=3, hidden=7),
    ],
)
def test_stacked_encoders_compute_what_each_computes_alone(config):
    together = encoder(config, 4, generators(1, 2, 3)).double()
    alone = encoder(config, 4, generators(2)).double()
    x = latents(3, 11, 4)
    # 3 layers of at most 7 products each, on numbers below 16
    difference = (together(x)[1] - alone(x[1:2])[0]).abs().max()
    assert difference <= 16 * 3 * 7 * 8 * EPS


def test_runs_have_gradients_of_their_own():
    stacked = StackedMLP(2, 4, 1, generators(1, 2))
    stacked(torch.ones(2, 3, 2))[0].sum().backward()
    for parameter in stacked.parameters():
        assert parameter.grad[0].abs().sum() > 0
        assert not parameter.grad[1].any()


@pytest.mark.parametrize("side", [8, 64])
def test_the_cnn_maps_images_to_representations(side):
    network = CNN(3, side=side, channels=1, width=4, hidden=8, seed=1)
    images = torch.rand(2, 1, side, side, generator=generators(0)[0])
    h = network(images)
    assert h.shape == (2, 3)
    h.sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in network.parameters())
    again = CNN(3, side=side, channels=1, width=4, hidden=8, seed=1)
    assert torch.equal(again(images), h)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: coupling_weights(3, 1, generators(0)[0]), "even"),
        (lambda: StackedCouplingInverse(5, 1, generators(0)), "even"),
        (lambda: CNN(2, side=48), "side 48"),
        (lambda: CNN(2, side=4), "side 4"),
    ],
)
def test_bad_sizes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
