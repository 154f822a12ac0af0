"""Intervals for Theorem 3 on encoders whose δ, ε and error are known exactly."""

import math
from dataclasses import fields
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from lejepa_proofs.numerics.encoder_frame import (
    LEAST_SPREAD,
    chi_tail,
    frame,
    gaussian_radius,
    shorten,
    spread,
)
from lejepa_proofs.numerics.encoder_intervals import Meter
from lejepa_proofs.numerics.pair_intervals import HeldOutR2, SignedGap
from lejepa_proofs.numerics.spirals import spiral_cross_moment, spiral_loss
from lejepa_proofs.numerics.streaming import BoundedMean

R = 0.9
ALPHA = 1e-9


def measure(encoder, n, pairs=40_000, seed=0):
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((10_000, n))
    meter = Meter(frame(z, encoder(z), pairs), R)
    for _ in range(pairs // 10_000):
        z = rng.standard_normal((10_000, n))
        z2 = R * z + math.sqrt(1 - R * R) * rng.standard_normal(z.shape)
        meter.add(z, encoder(z), z2, encoder(z2))
    return meter.measured(ALPHA)


def spiral(c):
    def encoder(z):
        angle = c * np.square(z).sum(1)
        cosine, sine = np.cos(angle), np.sin(angle)
        return np.stack((cosine * z[:, 0] - sine * z[:, 1], sine * z[:, 0] + cosine * z[:, 1]), 1)

    return encoder


def bent(scale, bend, mean=0.25):
    """h = scale·z + bend·(z² − 1)/√2 + mean in each coordinate: all of it known exactly."""
    return lambda z: scale * z + bend * (np.square(z) - 1) / math.sqrt(2) + mean


def test_the_deficit_of_the_spiral_is_inside():
    # few residuals are shortened at c = 1/100, and the interval is far wider than what they change
    c = Fraction(1, 100)
    found = measure(spiral(float(c)), 2)
    delta = float(spiral_loss(c, Fraction(9, 10))) - 4 * (1 - R)
    assert found.delta.lower <= delta <= found.delta.upper
    error = 4 - 2 * float(spiral_cross_moment(c)) / 1.0
    turned = found.error
    # the best Q is a rotation, so the identity's error is above
    assert 0 < turned.lower <= turned.upper <= error
    assert found.epsilon.lower == 0.0


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize(("scale", "bend"), [(0.9, 0.05), (1.1, 0.01), (-1.0, 0.1)])
def test_every_term_of_the_theorem_is_inside_its_interval(n, scale, bend):
    found = measure(bent(scale, bend), n, seed=n)
    truth = {
        "delta": 2 * R * (1 - R) * n * bend**2,
        "epsilon": math.sqrt(n) * abs(scale**2 + bend**2 - 1),
        "deficit": n * bend**2,
        "error": n * ((abs(scale) - 1) ** 2 + bend**2),
        "trace": n * (scale**2 + bend**2),
    }
    truth["bound"] = truth["deficit"] + (truth["epsilon"] + truth["deficit"]) ** 2
    truth["slack"] = truth["bound"] - truth["error"]
    truth["recovery"] = scale**2 / (scale**2 + bend**2)
    truth["explained"] = truth["recovery"]
    # residuals beyond five root mean squares are shortened, |z² − 1| > 5√2: below one per cent
    for name, value in truth.items():
        interval = getattr(found, name)
        slip = 0.1 * n * bend**2
        assert interval.lower - slip <= value <= interval.upper + slip, name
        assert interval.upper - interval.lower < 0.5 * abs(value) + 20 * n * bend**2


def bad_in_a_corner(z):
    """The identity but for one latent in 82, which is sent far away."""
    return np.where(z[:, :1] > 2.25, z + 3.0, z)


@pytest.mark.parametrize(
    "encoder",
    [spiral(0.3), bent(0.9, 0.05), bad_in_a_corner, lambda z: z],
    ids=["spiral", "bent", "bad-in-a-corner", "identity"],
)
def test_every_estimate_is_of_what_its_interval_contains(encoder):
    found = measure(encoder, 2)
    for each in fields(found):
        value = getattr(found, each.name)
        if each.name != "pairs":
            assert value.lower <= value.estimate <= value.upper, each.name


def test_an_encoder_bad_in_a_corner_is_measured_whole_when_there_are_pairs_enough():
    few, many = (measure(bad_in_a_corner, 2, pairs) for pairs in (100_000, 800_000))
    share = float(stats.norm.sf(2.25))
    # residuals are 3√2 long there, 9 root mean squares; √(pairs/6400) of them are allowed
    assert spread(100_000) < 1 / math.sqrt(share) < 0.85 * spread(800_000)
    assert few.apart.lower <= share <= few.apart.upper
    assert few.apart.lower > 0
    # the longest of the frame's 10,000 residuals is the radius: one in 10,000 is longer
    assert many.apart.upper < share / 4
    # E‖h − E h − z‖² = 18 p(1 − p); Q is the identity up to the frame's sampling error
    assert few.error.upper < 18 * share * (1 - share) <= many.error.upper
    assert many.error.lower <= 18 * share * (1 - share)


def test_the_radius_widens_with_the_number_of_pairs():
    assert spread(0) == spread(10_000) == LEAST_SPREAD
    assert spread(400_000) > 7


def test_intervals_shrink_with_the_residual():
    def perturbed(size):
        return lambda z: z @ np.array([[0.0, 1.0], [-1.0, 0.0]]) + size * np.sin(2 * z)

    wide, narrow = (measure(perturbed(size), 2) for size in (1e-1, 1e-4))
    for name in ("delta", "error"):
        widths = [getattr(m, name).upper - getattr(m, name).lower for m in (wide, narrow)]
        assert widths[1] < 1e-4 * widths[0]
    assert narrow.slack.lower > 0
    assert narrow.recovery.lower > 1 - 1e-6


def test_an_isometry_has_nothing_to_measure():
    found = measure(lambda z: z[:, ::-1] + 3.0, 2)
    for name in ("delta", "epsilon", "error"):
        # residuals are rounding: 16 units on numbers below 10, times the size of z
        assert getattr(found, name).upper <= 2.0**-52 * 16 * 10 * 100
    assert found.recovery.upper <= 1.0


def test_a_reflection_is_found():
    rng = np.random.default_rng(0)
    z = rng.standard_normal((100, 2))
    assert np.linalg.det(frame(z, z * [1, -1]).q) < 0


def test_the_tail_of_the_length_is_its_integral():
    rng = np.random.default_rng(1)
    for n, radius in ((1, 0.5), (2, 1.0), (6, 3.0)):
        lengths = np.linalg.norm(rng.standard_normal((200_000, n)), axis=1)
        kept = np.where(lengths > radius, lengths, 0)
        # 6 standard errors
        error = 6 * float(kept.std()) / math.sqrt(len(kept))
        assert abs(chi_tail(n, radius) - float(kept.mean())) <= error
    # P(‖z‖ > √n + 7) ≤ e^{−49/2}, times a length of about that radius
    for n in (1, 2, 64, 1024):
        assert chi_tail(n, gaussian_radius(n)) <= 2 * gaussian_radius(n) * math.exp(-24.5)


def test_shortening_keeps_directions():
    v = np.array([[3.0, 4.0], [0.3, 0.4], [0.0, 0.0]])
    assert np.allclose(shorten(v, 1.0), [[0.6, 0.8], [0.3, 0.4], [0, 0]], rtol=2.0**-50, atol=0)


def test_a_bounded_mean_covers_and_streams():
    rng = np.random.default_rng(2)
    samples = rng.uniform(size=30_000) ** 2
    mean = BoundedMean(0, 1)
    for part in np.array_split(samples, 7):
        mean.add(part)
    found = mean.interval(1e-6)
    assert found.n == 30_000
    assert found.lower < 1 / 3 < found.upper
    # √(2·(4/45)·ln(4e6)/n) + 7 ln(4e6)/3n, and the same again
    assert found.upper - found.lower < 2 * 0.011


def test_samples_outside_the_range_are_refused():
    for bad in (2.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="outside"):
            BoundedMean(0, 1).add(np.array([0.5, bad]))
    with pytest.raises(ValueError, match="increase"):
        BoundedMean(1, 1)


def test_held_out_r2_is_bounded_from_above():
    rng = np.random.default_rng(3)
    z = rng.standard_normal((20_000, 2))
    x = z + 0.5 * rng.standard_normal(z.shape)
    fitted = HeldOutR2(x[:5000], z[:5000])
    fitted.add(x[5000:], z[5000:])
    # the population value of the best fit is 1/(1 + ¼)
    assert fitted.interval(1e-6).lower == -math.inf
    assert 0.79 < fitted.estimate < 0.81
    assert 0.8 <= fitted.interval(1e-6).upper < 0.83


def gap_of(encoder, seed=4):
    rng = np.random.default_rng(seed)
    gap = SignedGap(encoder(rng.standard_normal((10_000, 2))), R)
    z = rng.standard_normal((80_000, 2))
    z2 = R * z + math.sqrt(1 - R * R) * rng.standard_normal(z.shape)
    gap.add(encoder(z), encoder(z2))
    return gap.interval(1e-6)


def test_the_signed_gap_of_an_affine_encoder_is_zero():
    found = gap_of(lambda z: z @ np.array([[2.0, 1], [0, 1]]) - 1)
    assert found.lower < 0 < found.upper
    # range 4·18, variance below 4: 7·72·ln(4e6)/3n + 2√(8 ln(4e6)/n), n = 40,000
    assert found.upper - found.lower < 2 * (0.064 + 0.11)


def test_the_signed_gap_of_a_bent_encoder_is_positive():
    # tanh 3z correlates less than z does
    assert gap_of(lambda z: np.tanh(3 * z)).lower > 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Meter(frame(*[np.eye(5)[:, :2]] * 2), 1.0), "strictly between"),
        (lambda: frame(np.zeros((2, 2)), np.zeros((2, 2))), "count"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
