"""The tensor Hermite basis He_α(x) = Π He_{α_i}(x_i) of several variables, exactly.

Polynomials are ``flint.fmpq_mpoly`` in the variables of :func:`ring`; x is N(0, I_n).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from flint import Ordering, fmpq, fmpq_mat, fmpq_mpoly, fmpq_mpoly_ctx, fmpq_poly

from lejepa_proofs.numerics.hermite import gaussian_moment, hermite
from lejepa_proofs.numerics.mehler import ornstein_uhlenbeck
from lejepa_proofs.numerics.verdict import Exact

Index = tuple[int, ...]
"""A multi-index α."""


def ring(dimension: int) -> fmpq_mpoly_ctx:
    """The ring ℚ[x_0, …, x_{n−1}]. Raises ``ValueError`` when n < 1."""
    if dimension < 1:
        raise ValueError(f"dimension {dimension} is not positive; pass n >= 1")
    return fmpq_mpoly_ctx.get([f"x{i}" for i in range(dimension)], Ordering.lex)


def indices(dimension: int, degree: int) -> Iterator[Index]:
    """Every α in ℕⁿ with |α| = degree."""
    for alpha in itertools.product(range(degree + 1), repeat=dimension):
        if sum(alpha) == degree:
            yield alpha


def index_factorial(alpha: Index) -> int:
    """α! = Π α_i!."""
    return math.prod(math.factorial(a) for a in alpha)


def evaluate(p: fmpq_poly, x: fmpq_mpoly) -> fmpq_mpoly:
    """p(x) for a polynomial p of one variable and a polynomial x of several, by Horner's rule."""
    total = 0 * x
    for c in reversed(p.coeffs()):
        total = total * x + c
    return total


def tensor_hermite(alpha: Index) -> fmpq_mpoly:
    """He_α = Π He_{α_i}(x_i). Claim ``hermite-tensor``."""
    variables = ring(len(alpha)).gens()
    total = 0 * variables[0] + 1
    for a, x in zip(alpha, variables, strict=True):
        total *= evaluate(hermite(a), x)
    return total


def linear_forms(matrix: fmpq_mat) -> tuple[fmpq_mpoly, ...]:
    """The rows of ``matrix`` (m × n) as linear forms: (Mx)_0, …, (Mx)_{m−1}."""
    variables = ring(matrix.ncols()).gens()
    rows = []
    for i in range(matrix.nrows()):
        form = 0 * variables[0]
        for j, x in enumerate(variables):
            form += matrix[i, j] * x
        rows.append(form)
    return tuple(rows)


def expectation(p: fmpq_mpoly) -> fmpq:
    """E p(x) for x ~ N(0, I_n): monomials factorise into one-dimensional moments."""
    total = fmpq(0)
    for exponents, c in p.to_dict().items():
        total += c * math.prod(gaussian_moment(int(k)) for k in exponents)
    return total


def ornstein_uhlenbeck_tensor(p: fmpq_mpoly, rho: Exact) -> fmpq_mpoly:
    """T_ρ p (x) = E p(ρx + sη), η ~ N(0, I_n): one dimension at a time on each monomial.

    Raises ``ValueError`` when |ρ| > 1. Claim ``hermite-tensor``.
    """
    variables = p.context().gens()
    total = 0 * variables[0]
    for exponents, c in p.to_dict().items():
        image = 0 * variables[0] + c
        for k, x in zip(exponents, variables, strict=True):
            image *= evaluate(ornstein_uhlenbeck(_monomial(int(k)), rho), x)
        total += image
    return total


def _monomial(k: int) -> fmpq_poly:
    return fmpq_poly([0] * k + [1])
