"""SIGReg in torch against the exact oracles, its gradient, and its state."""

import math
from fractions import Fraction

import pytest

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from flint import arb  # noqa: E402

from lejepa_proofs.learning.sigreg import (  # noqa: E402
    SIGReg,
    knot_weights,
    random_slices,
    sigreg,
    sigreg_eager,
    sigreg_slice_free,
    sliced_statistic,
    sphere_cosine,
)
from lejepa_proofs.numerics import sigreg as exact  # noqa: E402
from lejepa_proofs.numerics.enclosure import working_precision  # noqa: E402

EPS = {torch.float64: 2.0**-52, torch.float32: 2.0**-23}


def rounding(value: float, operations: float, dtype=torch.float64) -> float:
    """A bound on the rounding error of `operations` steps on numbers of this size, factor 8."""
    return 8 * operations * EPS[dtype] * max(1.0, abs(value))


def draw(n, dimension, seed=0, dtype=torch.float64):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(n, dimension, generator=generator, dtype=torch.float64).to(dtype)


@pytest.mark.parametrize("seed", range(3))
def test_one_slice_is_the_exact_statistic(seed):
    x = (draw(7, 1, seed) * 64).round() / 64
    value = float(sliced_statistic(x))
    oracle = exact.statistic([Fraction(float(v)) for v in x[:, 0]])
    assert abs(value - float(oracle.mid())) <= rounding(value, 7 * 17)


def test_weights_are_those_of_the_oracle():
    _, w = knot_weights()
    for ours, oracle in zip(w.tolist(), exact.weights(), strict=True):
        assert abs(ours - float(oracle.mid())) <= rounding(ours, 4)


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_the_recurrence_is_the_plain_formula(dimension):
    h, a = draw(33, dimension), random_slices(dimension, 9, dtype=torch.float64)
    fast, plain = float(sigreg(h, slices=a)), float(sigreg_eager(h, a))
    assert abs(fast - plain) <= rounding(plain, 33 * 17)


def test_the_gradient_is_the_derivative():
    x = draw(6, 4).requires_grad_()
    assert torch.autograd.gradcheck(sliced_statistic, (x,))


def test_the_gradient_is_that_of_the_plain_formula():
    a = random_slices(3, 8, dtype=torch.float64)
    fast, plain = draw(20, 3).requires_grad_(), draw(20, 3).requires_grad_()
    sigreg(fast, slices=a).backward()
    sigreg_eager(plain, a).backward()
    assert (fast.grad - plain.grad).abs().max() <= rounding(float(plain.grad.abs().max()), 20 * 17)


def test_the_gradient_scales_with_what_comes_from_above():
    a = random_slices(2, 3, dtype=torch.float64)
    once, thrice = draw(5, 2).requires_grad_(), draw(5, 2).requires_grad_()
    sigreg(once, slices=a).backward()
    (3 * sigreg(thrice, slices=a)).backward()
    assert (3 * once.grad - thrice.grad).abs().max() <= rounding(3.0, 17)


@pytest.mark.parametrize("dimension", [1, 2, 3, 8, 64, 1024])
def test_the_mean_cosine_over_the_sphere_is_a_bessel_function(dimension):
    r = torch.linspace(0, 30, 61, dtype=torch.float64)
    with working_precision(200):
        half = arb(dimension) / 2
        oracle = [float((-arb(s) * arb(s) / 4).hypgeom_0f1(half).mid()) for s in r.tolist()]
    error = sphere_cosine(r, dimension) - torch.tensor(oracle, dtype=torch.float64)
    # The error of s·u is at most 30 ulps, and 64 terms are summed.
    assert error.abs().max() <= rounding(1.0, 30 + 64)


def test_in_one_dimension_there_is_one_slice():
    h = draw(12, 1)
    exact_value = float(sliced_statistic(h))
    assert abs(float(sigreg_slice_free(h)) - exact_value) <= rounding(exact_value, 144 * 17)


def test_slices_average_to_the_slice_free_form():
    h = draw(16, 3, seed=5)
    a = random_slices(3, 20_000, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    values = torch.stack([sliced_statistic(h @ a[:, [k]]) for k in range(2_000)])
    mean, error = values.mean(), values.std() / math.sqrt(len(values))
    # 6 standard errors: a false alarm has probability below 1e-8 by the normal approximation.
    assert abs(float(mean - sigreg_slice_free(h))) <= 6 * float(error)
    assert float(error) < 0.02 * float(mean)


def test_the_slice_free_form_has_a_gradient_where_samples_coincide():
    h = torch.zeros(3, 2, dtype=torch.float64, requires_grad=True)
    sigreg_slice_free(h).backward()
    assert torch.isfinite(h.grad).all()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_computed_in_single(dtype):
    h, a = draw(40, 3).to(dtype), random_slices(3, 8)
    value = sigreg(h, slices=a)
    assert value.dtype is torch.float32
    reference = float(sigreg(h.double(), slices=a.double()))
    assert abs(float(value) - reference) <= rounding(reference, 40 * 17, torch.float32)


def test_slices_are_unit_vectors_and_follow_the_seed():
    a = random_slices(5, 100, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    assert (a.norm(dim=0) - 1).abs().max() <= rounding(1.0, 5)
    again = random_slices(5, 100, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    assert torch.equal(a, again)


def test_the_module_draws_fresh_slices_and_resumes():
    h = draw(30, 4, dtype=torch.float32)
    module = SIGReg(16, seed=1)
    first = module(h)
    state = module.state_dict()
    second, resumed = module(h), SIGReg(16, seed=99)
    resumed.load_state_dict(state)
    assert float(first) != float(second)
    assert float(resumed(h)) == float(second)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sigreg(torch.zeros(3)), "give \\(samples, dimension\\)"),
        (lambda: sigreg(torch.zeros(0, 3)), "give \\(samples, dimension\\)"),
        (lambda: sigreg(torch.zeros(2, 3), slices=torch.ones(2, 4)), "give \\(dimension, count\\)"),
        (lambda: sliced_statistic(torch.zeros(3)), "give \\(samples, slices\\)"),
        (lambda: knot_weights(1), "at least two"),
        (lambda: sphere_cosine(torch.zeros(1), 0), "positive"),
    ],
)
def test_bad_shapes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
