"""SIGReg in torch against the exact oracles, its gradient, and its state."""

import math
from fractions import Fraction

import pytest

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from flint import arb  # noqa: E402

from lejepa_proofs.learning import native  # noqa: E402
from lejepa_proofs.learning.sigreg import (  # noqa: E402
    SIGReg,
    backend,
    knot_weights,
    random_slices,
    sigreg,
    slice_statistics,
    sliced_statistic,
)
from lejepa_proofs.learning.sigreg_forms import (  # noqa: E402
    sigreg_eager,
    sigreg_slice_free,
    sphere_cosine,
)
from lejepa_proofs.numerics import sigreg as exact  # noqa: E402
from lejepa_proofs.numerics.enclosure import working_precision  # noqa: E402

pytestmark = pytest.mark.usefixtures("each_backend")


@pytest.fixture(params=["compiled", "torch"])
def each_backend(request, monkeypatch):
    """Every test runs on both backends; without a compiler the first says why it is skipped."""
    if request.param == "torch":
        monkeypatch.setenv(native.SWITCH, "off")
    elif backend().name != "compiled":
        pytest.skip(backend().reason)
    assert backend().name == request.param


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


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("n", [1, 15, 16, 17, 64, 130])
def test_every_number_of_samples_fits(n, dtype):
    x = draw(n, 3, seed=n, dtype=dtype)
    oracle = [exact.statistic([Fraction(float(v)) for v in column]) for column in x.T]
    values = slice_statistics(x.T)
    for value, ball in zip(values.tolist(), oracle, strict=True):
        assert abs(value - float(ball.mid())) <= rounding(value, 17 * 4, dtype) * n**0.5


@pytest.mark.parametrize("knots", [2, 3, 4, 5, 10, 17, 30])
def test_every_number_of_knots_fits(knots):
    h, a = draw(20, 2), random_slices(2, 5, dtype=torch.float64)
    fast, plain = (
        float(form(h, slices=a, knots=knots, upper=5.0)) for form in (sigreg, sigreg_eager)
    )
    assert abs(fast - plain) <= rounding(plain, 20 * knots)


def test_far_samples_are_computed_and_numbers_that_are_none_are_passed_on():
    # 2^23 · 3/16 is far beyond the angles the compiled reduction takes; all of it is exact
    x = torch.tensor([[2.0**23, -(2.0**20) - 1, 0.5]], dtype=torch.float32)
    oracle = float(exact.statistic([Fraction(float(v)) for v in x[0]]).mid())
    # the angle Δx has no rounding error, in single precision either
    for dtype in (torch.float32, torch.float64):
        value = float(slice_statistics(x.to(dtype)))
        assert abs(value - oracle) <= rounding(oracle, 17 * 3, dtype)
    for bad in (math.nan, math.inf):
        x[0, 1] = bad
        assert torch.isnan(slice_statistics(x)).all()


def test_a_batch_is_its_parts():
    h, a = draw(12, 6).reshape(2, 6, 6), torch.stack([random_slices(6, 4) for _ in range(2)])
    together = sigreg(h, slices=a)
    assert together.shape == (2,)
    for k in range(2):
        apart = float(sigreg(h[k], slices=a[k]))
        assert abs(float(together[k]) - apart) <= rounding(apart, 17 * 6)


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
    x = draw(21, 4).reshape(3, 4, 7).requires_grad_()
    assert torch.autograd.gradcheck(lambda y: slice_statistics(y, knots=6, upper=5.0), (x,))


def test_the_gradient_reaches_the_slices_too():
    h, a = draw(5, 3).requires_grad_(), random_slices(3, 2, dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(lambda h, a: sigreg(h, slices=a), (h, a))


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
    values = slice_statistics((h @ a).T)
    mean, error = values.mean(), values.std() / math.sqrt(len(values))
    # 6 standard errors: a false alarm has probability below 1e-8 by the normal approximation.
    assert abs(float(mean - sigreg_slice_free(h))) <= 6 * float(error)
    assert float(error) < 0.01 * float(mean)


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


def test_autocast_does_not_reach_the_projections():
    h, a = draw(40, 3, dtype=torch.float32), random_slices(3, 8)
    plain = sigreg(h, slices=a)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert float(sigreg(h, slices=a)) == float(plain)


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
        (lambda: slice_statistics(torch.zeros(3, 0)), "give \\(\\.\\.\\., slices, samples\\)"),
        (lambda: knot_weights(1), "at least two"),
        (lambda: sphere_cosine(torch.zeros(1), 0), "positive"),
    ],
)
def test_bad_shapes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
