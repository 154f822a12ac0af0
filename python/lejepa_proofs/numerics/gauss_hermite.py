"""Gauss–Hermite quadrature in doubles, with an error bound computed from the unit roundoff.

The nodes and weights of NumPy are compared with balls around the true ones; the errors of the
recurrence, of the products and of the sum are carried along. No bound is chosen by hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
from flint import acb, arb, fmpz_poly
from numpy.typing import NDArray

from lejepa_proofs.numerics.enclosure import ball, rational, working_precision
from lejepa_proofs.numerics.hermite import hermite, hermite_values
from lejepa_proofs.numerics.verdict import Exact, float_up

Array = NDArray[np.float64]

ROUNDOFF = 2.0**-53
"""Unit roundoff u of a double."""

_STEP = 8
"""Roundings in one step of the recurrence (two square roots, two products, a difference, a
quotient: 6), with room for the terms of order u²."""

_BOUND = 2.0
"""The bounds are sums of positive doubles, so their own relative error is far below 1; doubling
them covers it."""


@dataclass(frozen=True)
class GaussRule:
    """Nodes and weights for E f(X) ≈ Σ w_i f(x_i), and bounds on their distance to the true ones.

    All arrays have shape (count,); the true rule is exact for polynomials of degree < 2·count.
    """

    nodes: Array
    weights: Array
    node_error: Array
    weight_error: Array


def gauss_hermite_rule(count: int) -> GaussRule:
    """The Gauss rule of N(0,1) with ``count`` nodes in doubles, with certified errors.

    The true nodes are the roots of He_count, enclosed by root isolation; the true weights are
    (count−1)! / (count · He_{count−1}(x_i)²).

    Raises ``ValueError`` when count < 2.
    """
    if count < 2:
        raise ValueError(f"{count} nodes are too few; pass at least 2")
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    weights = weights / math.sqrt(2 * math.pi)
    node_error, weight_error = np.zeros(count), np.zeros(count)
    with working_precision(256):
        for i, root in enumerate(_roots(count)):
            value = hermite_values(root, count)[-1]
            weight = ball(math.factorial(count - 1)) / (count * value * value)
            node_error[i] = float_up(abs(arb(float(nodes[i])) - root).upper())
            weight_error[i] = float_up(abs(arb(float(weights[i])) - weight).upper())
    return GaussRule(nodes, weights, node_error, weight_error)


def _roots(count: int) -> list[arb]:
    polynomial = fmpz_poly([int(c.p) for c in hermite(count).coeffs()])
    pairs = cast("list[tuple[acb, int]]", polynomial.complex_roots())
    return sorted((root.real for root, _ in pairs), key=lambda root: float(root.mid()))


def normalised_values(x: Array, error: Array, count: int) -> tuple[Array, Array]:
    """He_n/√(n!) at points known up to ``error``, n < count, with bounds on the deviation.

    The recurrence is h_{n+1} = (x h_n − √n h_{n−1})/√(n+1). Both results have shape
    (count, \\*x.shape).
    """
    values, bounds = np.zeros((count, *x.shape)), np.zeros((count, *x.shape))
    values[0] = 1.0
    if count > 1:
        values[1], bounds[1] = x, error
    for n in range(1, count - 1):
        low, high = math.sqrt(n), math.sqrt(n + 1)
        values[n + 1] = (x * values[n] - low * values[n - 1]) / high
        inherited = (np.abs(x) + error) * bounds[n] + low * bounds[n - 1]
        moved = error * np.abs(values[n])
        rounded = _STEP * ROUNDOFF * (np.abs(x * values[n]) + low * np.abs(values[n - 1]))
        bounds[n + 1] = (inherited + moved + rounded) / high
    return values, _BOUND * bounds


def pair_expectations(rule: GaussRule, rho: Exact, count: int) -> tuple[Array, Array]:
    """E[He_m(X) He_n(Y)]/√(m! n!) for m, n < count by the tensor rule, and a bound on the error.

    Y = ρX + sη, s = √(1−ρ²). Both results have shape (count, count). The bound adds what comes
    from the nodes, the weights, ρ and s, the recurrence, and a sum of N = len(nodes)² products:
    N·u times the condition Σ |w_i w_j f g|. Claim ``mehler``, its deterministic rung.

    Raises ``ValueError`` when the rule is too short for degree 2·(count−1), or |ρ| > 1.
    """
    if 2 * (count - 1) >= 2 * len(rule.nodes):
        raise ValueError(f"{len(rule.nodes)} nodes do not reach degree {2 * count - 2}; add nodes")
    r = rational(rho)
    if not -1 <= r <= 1:
        raise ValueError(f"correlation {r} is outside [-1, 1]; pass one inside")
    slope, slope_error = _double(ball(r))
    noise, noise_error = _double(ball(1 - r * r).sqrt())
    x, dx = rule.nodes[:, None], rule.node_error[:, None]
    eta, deta = rule.nodes[None, :], rule.node_error[None, :]
    y = slope * x + noise * eta
    moved = abs(slope) * dx + noise * deta
    inexact = slope_error * (np.abs(x) + dx) + noise_error * (np.abs(eta) + deta)
    rounded = 4 * ROUNDOFF * (abs(slope) * np.abs(x) + noise * np.abs(eta))
    f, df = normalised_values(rule.nodes, rule.node_error, count)
    g, dg = normalised_values(y, _BOUND * (moved + inexact + rounded), count)

    weight = rule.weights[:, None] * rule.weights[None, :]
    weight_error = (
        rule.weight_error[:, None] * (rule.weights + rule.weight_error)[None, :]
        + rule.weights[:, None] * rule.weight_error[None, :]
    )
    values = np.einsum("ij,mi,nij->mn", weight, f, g)
    condition = np.einsum("ij,mi,nij->mn", weight, np.abs(f), np.abs(g))
    spread = np.einsum("ij,mi,nij->mn", weight_error, np.abs(f) + df, np.abs(g) + dg)
    spread += np.einsum("ij,mi,nij->mn", weight, df, np.abs(g) + dg)
    spread += np.einsum("ij,mi,nij->mn", weight, np.abs(f), dg)
    terms = len(rule.nodes) ** 2 + _STEP
    return values, _BOUND * (spread + terms * ROUNDOFF * condition)


def _double(x: arb) -> tuple[float, float]:
    nearest = float(x.mid())
    return nearest, float_up(abs(x - arb(nearest)).upper())
