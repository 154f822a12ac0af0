"""Alignment, whitening and InfoNCE against exact or plainly written oracles."""

from fractions import Fraction

import pytest

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from flint import arb  # noqa: E402

from lejepa_proofs.learning.objectives import (  # noqa: E402
    Alignment,
    InfoNCE,
    Invariance,
    RegularisedAlignment,
    Whitening,
    alignment,
    infonce,
    invariance,
    whitening,
)
from lejepa_proofs.learning.sigreg import SIGReg, sigreg  # noqa: E402

EPS = {torch.float32: 2.0**-23, torch.float64: 2.0**-52}
VIEWS = (alignment, invariance, infonce)


def rounding(value, operations, dtype=torch.float64):
    """A bound on the rounding error of `operations` steps on numbers of this size, factor 8."""
    return 8 * operations * EPS[dtype] * max(1.0, abs(value))


def views(n=5, dimension=3, seed=0, dtype=torch.float64):
    """Two views whose entries are multiples of 1/8: sums of their squares are exact."""
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randint(-16, 17, (2, n, dimension), generator=generator)
    return (drawn / 8).to(dtype).unbind(0)


def rational(h):
    return [[Fraction(float(x)) for x in row] for row in h]


def test_alignment_is_the_rational_mean():
    u, v = views()
    exact = sum(
        (a - b) ** 2
        for p, q in zip(rational(u), rational(v), strict=True)
        for a, b in zip(p, q, strict=True)
    )
    assert abs(float(alignment(u, v)) - float(exact / 5)) <= rounding(float(exact), 16)
    assert abs(float(invariance(u, v)) - float(exact / 60)) <= rounding(float(exact), 16)


def test_invariance_is_the_distance_to_the_mean_of_the_views():
    u, v = views()
    both = torch.stack((u, v))
    plain = float((both - both.mean(0)).square().mean())
    assert abs(float(invariance(u, v)) - plain) <= rounding(plain, 40)


def test_whitening_is_the_rational_mean_square():
    h = views()[0]
    rows, n = rational(h), 5
    means = [sum(column) / n for column in zip(*rows, strict=True)]
    centred = [[x - m for x, m in zip(row, means, strict=True)] for row in rows]
    total = Fraction(0)
    for j in range(3):
        for k in range(3):
            entry = sum(row[j] * row[k] for row in centred) / (n - 1)
            total += (entry - (j == k)) ** 2
    assert abs(float(whitening(h)) - float(total / 9)) <= rounding(float(total), 60)


@pytest.mark.parametrize("sigma", [0.5, 1.0, 3.0])
def test_infonce_is_its_formula_in_balls(sigma):
    u, v = views()
    p, q = rational(u), rational(v)

    def kernel(a, b):
        square = sum((x - y) ** 2 for x, y in zip(a, b, strict=True))
        return -arb(square.numerator) / square.denominator / (2 * arb(sigma) ** 2)

    total = arb(0)
    for i in range(5):
        forwards = sum((kernel(p[i], q[j]).exp() for j in range(5)), arb(0)).log()
        backwards = sum((kernel(p[j], q[i]).exp() for j in range(5)), arb(0)).log()
        total += (forwards + backwards) / 2 - kernel(p[i], q[i])
    oracle = float((total / 5).mid())
    # kernels up to 16·3·2/σ² in size lose as many units
    assert abs(float(infonce(u, v, sigma=sigma)) - oracle) <= rounding(100 / sigma**2, 60)


def test_infonce_does_not_see_where_the_origin_is():
    u, v = views(dtype=torch.float32)
    near, far = float(infonce(u, v)), float(infonce(u + 4096, v + 4096))
    assert abs(near - far) <= rounding(near, 60, torch.float32)


@pytest.mark.parametrize("form", VIEWS)
def test_gradients_of_two_views(form):
    u, v = (x.requires_grad_() for x in views())
    assert torch.autograd.gradcheck(form, (u, v))


def test_gradient_of_whitening():
    assert torch.autograd.gradcheck(whitening, (views()[0].requires_grad_(),))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_computed_in_single(dtype):
    u, v = views(dtype=dtype)
    for form in VIEWS:
        value = form(u, v)
        assert value.dtype is torch.float32
        reference = float(form(u.double(), v.double()))
        assert abs(float(value) - reference) <= rounding(100.0, 60, torch.float32)
    assert whitening(u).dtype is torch.float32


def test_autocast_reaches_none_of_them():
    u, v = views(dtype=torch.float32)
    plain = [float(form(u, v)) for form in VIEWS] + [float(whitening(u))]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert [float(form(u, v)) for form in VIEWS] + [float(whitening(u))] == plain


def test_a_batch_is_its_parts():
    u, v = (torch.stack(x) for x in zip(views(seed=1), views(seed=2), strict=True))
    for form in VIEWS:
        apart = torch.stack([form(u[k], v[k]) for k in range(2)])
        assert (form(u, v) - apart).abs().max() <= rounding(100.0, 60)
    sigma = torch.tensor([1.0, 2.0], dtype=torch.float64)
    both = infonce(u, v, sigma=sigma)
    assert abs(float(both[1] - infonce(u[1], v[1], sigma=2.0))) <= rounding(100.0, 60)


def test_modules_are_their_functions():
    u, v = views()
    assert float(Alignment()(u, v)) == float(alignment(u, v))
    assert float(Invariance()(u, v)) == float(invariance(u, v))
    assert float(Whitening()(u)) == float(whitening(u))
    assert float(InfoNCE(2.0)(u, v)) == float(infonce(u, v, sigma=2.0))


def test_the_regularised_objective_weighs_its_parts():
    u, v = views()
    module = RegularisedAlignment(SIGReg(16, seed=4), 0.25)
    generator = torch.Generator().manual_seed(4)
    value = sigreg(torch.cat((u, v)), slices=16, generator=generator)
    expected = float(0.25 * value + 0.75 * invariance(u, v))
    assert abs(float(module(u, v)) - expected) <= rounding(expected, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: alignment(torch.zeros(3, 2), torch.zeros(2, 2)), "give two of"),
        (lambda: infonce(torch.zeros(3), torch.zeros(3)), "give two of"),
        (lambda: whitening(torch.zeros(1, 2)), "n ≥ 2"),
        (lambda: InfoNCE(0.0), "positive"),
        (lambda: RegularisedAlignment(Whitening(), 1.5), "between 0 and 1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
