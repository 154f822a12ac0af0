"""The checks of the gap inequality on polynomial and on trigonometric encoders."""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from lejepa_proofs.claims.gaussian_instances import (
    BITS,
    EDGE_RHOS,
    random_encoder,
    random_frequencies,
    random_rational,
    random_rho,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.claims.search import smallest_counterexample
from lejepa_proofs.numerics.characters import (
    correlation_form,
    linear_energy,
    mean_sq,
    norm_sq,
    real_wave,
)
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.encoders import (
    PolynomialEncoder,
    alignment_loss,
    alignment_loss_by_degree,
    cov_matrix,
    linear_encoder,
    linear_part,
    nonlinear_energy,
)
from lejepa_proofs.numerics.gaussian import (
    degree_energies,
    mehler_expectation,
    pair_expectation,
)
from lejepa_proofs.numerics.orthogonal import frobenius_sq, identity, trace
from lejepa_proofs.numerics.polynomials import Exponents, polynomial
from lejepa_proofs.numerics.verdict import Exact, Method, Relation, Tally

Coefficient = Callable[[fmpq], fmpq]
"""A coefficient of the inequality, as a function of ``ρ``."""


def spread_coefficient(rho: fmpq) -> fmpq:
    """``2(1−ρ)``, in front of ``tr Cov h``."""
    return 2 * (1 - rho)


def energy_coefficient(rho: fmpq) -> fmpq:
    """``2ρ(1−ρ)``, in front of the nonlinear energy ``W``."""
    return 2 * rho * (1 - rho)


def energy_doubled(rho: fmpq) -> fmpq:
    """``4ρ(1−ρ)``."""
    return 4 * rho * (1 - rho)


def energy_without_rho(rho: fmpq) -> fmpq:
    """``2(1−ρ)``."""
    return 2 * (1 - rho)


def energy_of_square(rho: fmpq) -> fmpq:
    """``2(1−ρ²)``."""
    return 2 * (1 - rho * rho)


def nothing(rho: fmpq) -> fmpq:
    """``0``."""
    return 0 * rho


def _spread(h: PolynomialEncoder) -> fmpq:
    return trace(cov_matrix(h))


def dimension(h: PolynomialEncoder) -> fmpq:
    """``n``."""
    return fmpq(h.n)


def linear_share(h: PolynomialEncoder) -> fmpq:
    """``‖M‖_F²``."""
    return frobenius_sq(linear_part(h))


def _slack(
    h: PolynomialEncoder,
    rho: fmpq,
    on_spread: Coefficient,
    on_energy: Coefficient,
    spread: Callable[[PolynomialEncoder], fmpq],
) -> fmpq:
    bound = on_spread(rho) * spread(h) + on_energy(rho) * nonlinear_energy(h)
    return alignment_loss(h, rho) - bound


def polynomial_encoders(
    ctx: Context,
    on_spread: Coefficient = spread_coefficient,
    on_energy: Coefficient = energy_coefficient,
    spread: Callable[[PolynomialEncoder], fmpq] = _spread,
) -> Tally:
    """L minus its lower bound on random polynomial encoders, ρ from 0 to 1 inclusive."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for n in range(1, 5):
        contraction = linear_encoder(identity(n) / 2)
        draws = [random_encoder(ctx.random, n, degree) for degree in range(1, 7)]
        for h in (contraction, *draws):
            for rho in (fmpq(0), fmpq(1), *EDGE_RHOS, random_rho(ctx.random)):
                slack = _slack(h, rho, on_spread, on_energy, spread)
                tally.add(slack, f"n={n}, degree {h.degree}, ρ={rho}: {_show(h)}")
    return tally


def degree_two(ctx: Context, on_energy: Coefficient = energy_coefficient) -> Tally:
    """L minus its lower bound on encoders of degree at most 2, where the claim is an equality."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        for _ in range(4):
            h = random_encoder(ctx.random, n, 2, terms=8)
            rho = random_rho(ctx.random)
            slack = _slack(h, rho, spread_coefficient, on_energy, _spread)
            tally.add(slack, f"n={n}, ρ={rho}: {_show(h)}")
    return tally


def _mehler_factor(rho: fmpq, d: int) -> fmpq:
    return 2 * (1 - rho**d)


def shifted_factor(rho: fmpq, d: int) -> fmpq:
    """``2(1−ρ^{d+1})``."""
    return 2 * (1 - rho ** (d + 1))


def loss_by_degree(ctx: Context, factor: Callable[[fmpq, int], fmpq] = _mehler_factor) -> Tally:
    """L from moments of the pair minus the sum over Hermite degrees of factor · energy."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        for degree in (1, 3, 6):
            h = random_encoder(ctx.random, n, degree)
            for rho in (fmpq(0), fmpq(1), fmpq(-3, 7), random_rho(ctx.random)):
                energies = [item for f in h.components for item in degree_energies(f).items()]
                series = sum((factor(rho, d) * energy for d, energy in energies), fmpq(0))
                loss = alignment_loss(h, rho)
                f = h.components[0]
                routes = pair_expectation(f, f, rho) - mehler_expectation(f, f, rho)
                tally.add(routes, f"E[f(z) f(z')] by moments and by degree: n={n}, ρ={rho}")
                tally.add(loss - series, f"n={n}, degree {degree}, ρ={rho}")
                if factor is _mehler_factor:
                    tally.add(loss - alignment_loss_by_degree(h, rho), f"n={n}, ρ={rho}")
    return tally


def trigonometric_encoders(ctx: Context, on_energy: Coefficient = energy_coefficient) -> Tally:
    """L minus its lower bound for components Σ a cos⟨t,z⟩ + b sin⟨t,z⟩, in balls."""
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for n in (1, 2, 3):
            for rho in (*EDGE_RHOS, random_rho(ctx.random)):
                slack = ball(0)
                for _ in range(n):
                    frequencies = random_frequencies(ctx.random, n, 2)
                    amplitudes = [
                        (random_rational(ctx.random) + 4, random_rational(ctx.random))
                        for _ in frequencies
                    ]
                    f = real_wave(frequencies, amplitudes)
                    variance = norm_sq(f) - mean_sq(f)
                    loss = 2 * (norm_sq(f) - correlation_form(f, rho))
                    slack += loss - spread_coefficient(rho) * variance
                    slack -= on_energy(rho) * (variance - linear_energy(f))
                tally.add(slack, f"n={n}, ρ={rho}, two waves a component")
    return tally


def smallest_encoder(ctx: Context, on_energy: Coefficient = energy_coefficient) -> Tally:
    """Searches encoders of the line with small integer coefficients for a negative slack."""
    from hypothesis import strategies as st

    # ρ = k/10, and the coefficients of a polynomial of one variable, constant first
    small = st.tuples(st.integers(1, 9), st.lists(st.integers(-3, 3), min_size=2, max_size=4))
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)

    def slack(instance: tuple[int, list[int]]) -> fmpq:
        tenths, coefficients = instance
        terms: dict[Exponents, Exact] = {(k,): c for k, c in enumerate(coefficients)}
        h = PolynomialEncoder((polynomial(1, terms),))
        return _slack(h, fmpq(tenths, 10), spread_coefficient, on_energy, _spread)

    least: list[fmpq] = []

    def holds(instance: tuple[int, list[int]]) -> bool:
        value = slack(instance)
        least[:] = [min(value, *least)] if least else [value]
        return bool(value >= 0)

    found = smallest_counterexample(small, holds, seed=ctx.random.getrandbits(32))
    if found is None:
        tally.add(least[0], "the least slack of 100 encoders of the line", n=100)
    else:
        tally.add(slack(found), f"ρ={found[0]}/10, coefficients {found[1]}")
    return tally


def _show(h: PolynomialEncoder) -> str:
    f = h.components[0]
    return "first component " + " + ".join(f"{c}·z^{a}" for a, c in list(f.terms.items())[:3])
