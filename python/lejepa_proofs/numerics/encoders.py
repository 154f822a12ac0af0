"""Polynomial encoders ``h : ℝⁿ → ℝⁿ`` and the exact quantities of Theorems 1 and 3.

Notation: ``b = E h``, ``M_ij = E[h_i(z) z_j]``, ``ν = h − b − M z``, ``W = E‖ν‖²``,
``L = E‖h(z') − h(z)‖²`` under the Ornstein–Uhlenbeck pair with correlation ``ρ``. The functions
carry the names of the Lean definitions. Every value is rational, every route is from the
definition unless the docstring says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mat

from lejepa_proofs.numerics.gaussian import (
    correlation,
    degree_energies,
    expectation,
    pair_expectation,
)
from lejepa_proofs.numerics.orthogonal import frobenius_sq, identity, trace
from lejepa_proofs.numerics.polynomials import Polynomial, constant, coordinate, polynomial
from lejepa_proofs.numerics.verdict import Exact


@dataclass(frozen=True)
class PolynomialEncoder:
    """An encoder by its components, one polynomial in ``n`` variables for each of ``n`` outputs.

    Raises ``ValueError`` when the components are not ``n`` polynomials in ``n`` variables.
    """

    components: tuple[Polynomial, ...]

    def __post_init__(self) -> None:
        if not self.components or any(f.n != len(self.components) for f in self.components):
            sizes = [f.n for f in self.components]
            raise ValueError(
                f"{len(sizes)} components in {sizes} variables; give n polynomials in n variables"
            )

    @property
    def n(self) -> int:
        """The dimension of the latents and of the outputs."""
        return len(self.components)

    @property
    def degree(self) -> int:
        """The largest total degree of a component."""
        return max(f.degree for f in self.components)

    def __sub__(self, other: PolynomialEncoder) -> PolynomialEncoder:
        """The difference, component by component."""
        pairs = zip(self.components, other.components, strict=True)
        return PolynomialEncoder(tuple(f - g for f, g in pairs))


def affine_encoder(offset: fmpq_mat, matrix: fmpq_mat) -> PolynomialEncoder:
    """``h(z) = b + M z`` for ``offset`` of shape ``n×1`` and ``matrix`` of shape ``n×n``.

    Raises ``ValueError`` for other shapes.
    """
    n = matrix.nrows()
    if matrix.ncols() != n or (offset.nrows(), offset.ncols()) != (n, 1):
        raise ValueError("an affine encoder needs an n×n matrix and an n×1 offset")
    components = []
    for i in range(n):
        terms = {tuple(int(j == k) for k in range(n)): matrix[i, j] for j in range(n)}
        components.append(constant(n, offset[i, 0]) + polynomial(n, terms))
    return PolynomialEncoder(tuple(components))


def linear_encoder(matrix: fmpq_mat) -> PolynomialEncoder:
    """``h(z) = M z``; raises ``ValueError`` unless ``matrix`` is square."""
    return affine_encoder(fmpq_mat(matrix.nrows(), 1), matrix)


def translated(h: PolynomialEncoder, offset: fmpq_mat) -> PolynomialEncoder:
    """``h + b`` for ``offset`` of shape ``n×1``."""
    parts = enumerate(h.components)
    return PolynomialEncoder(tuple(f + constant(h.n, offset[i, 0]) for i, f in parts))


def centred(h: PolynomialEncoder) -> PolynomialEncoder:
    """``h − E h``."""
    return translated(h, -mean_vec(h))


def mixed(matrix: fmpq_mat, h: PolynomialEncoder) -> PolynomialEncoder:
    """``A h`` for an ``n×n`` matrix ``A``."""
    rows = []
    for i in range(h.n):
        row = constant(h.n, 0)
        for j, f in enumerate(h.components):
            row = row + f.scaled(matrix[i, j])
        rows.append(row)
    return PolynomialEncoder(tuple(rows))


def mean_vec(h: PolynomialEncoder) -> fmpq_mat:
    """``b = E h``, shape ``n×1``."""
    return fmpq_mat(h.n, 1, [expectation(f) for f in h.components])


def linear_part(h: PolynomialEncoder) -> fmpq_mat:
    """``M_ij = E[h_i(z) z_j]``, shape ``n×n``."""
    z = [coordinate(h.n, j) for j in range(h.n)]
    return fmpq_mat(h.n, h.n, [expectation(f * z[j]) for f in h.components for j in range(h.n)])


def cov_matrix(h: PolynomialEncoder) -> fmpq_mat:
    """The centred covariance ``E[h_i h_j] − b_i b_j``, shape ``n×n``."""
    b = mean_vec(h)
    raw = [expectation(f * g) for f in h.components for g in h.components]
    return fmpq_mat(h.n, h.n, raw) - b * b.transpose()


def nonlinear_part(h: PolynomialEncoder) -> PolynomialEncoder:
    """``ν = h − b − M z``."""
    return h - affine_encoder(mean_vec(h), linear_part(h))


def mean_square(h: PolynomialEncoder) -> fmpq:
    """``E‖h‖²``."""
    return sum((expectation(f * f) for f in h.components), fmpq(0))


def nonlinear_energy(h: PolynomialEncoder) -> fmpq:
    """``W = E‖h − b − M z‖²``."""
    return mean_square(nonlinear_part(h))


def alignment_loss(h: PolynomialEncoder, rho: Exact | Sequence[Exact]) -> fmpq:
    """``L = E‖h(z') − h(z)‖²``, the square expanded and each term by moments of the pair.

    ``rho`` is one correlation, or one for each coordinate of ``z``.
    """
    one = constant(h.n, 1)
    total = fmpq(0)
    for f in h.components:
        square = f * f
        total += expectation(square) + pair_expectation(one, square, rho)
        total -= 2 * pair_expectation(f, f, rho)
    return total


def alignment_loss_by_degree(h: PolynomialEncoder, rho: Exact) -> fmpq:
    """``L = Σ_d 2(1 − ρ^d)·(energy of h in Hermite degree d)``: the other route, no moments."""
    r = correlation(rho)
    total = fmpq(0)
    for f in h.components:
        for d, energy in degree_energies(f).items():
            total += 2 * (1 - r**d) * energy
    return total


def alignment_gap(h: PolynomialEncoder, rho: Exact) -> fmpq:
    """``L − 2(1−ρ) tr Cov h``: the least ``δ`` that the hypothesis of Theorem 3 allows."""
    return alignment_loss(h, rho) - 2 * (1 - correlation(rho)) * trace(cov_matrix(h))


def covariance_error_sq(h: PolynomialEncoder) -> fmpq:
    """``‖Cov h − I‖_F²``, the square of the least ``ε`` that Theorem 3 allows."""
    return frobenius_sq(cov_matrix(h) - identity(h.n))


def error_sq(h: PolynomialEncoder, q: fmpq_mat) -> fmpq:
    """``E‖h(z) − Q z‖²``."""
    return mean_square(h - linear_encoder(q))


def reflected(h: PolynomialEncoder, directions: Sequence[Polynomial]) -> PolynomialEncoder:
    """``h`` reflected in L²(γ): ``h_i − 2⟨h_i, u⟩/⟨u, u⟩ u`` for each ``u`` of ``directions``.

    A reflection is an isometry of L²(γ), so ``E h hᵀ`` stays as it is, exactly; when ``E u = 0``
    the mean stays as well. It makes white nonlinear encoders out of linear ones.

    Raises ``ValueError`` when some ``u`` is zero.
    """
    components = list(h.components)
    for u in directions:
        norm = expectation(u * u)
        if norm == 0:
            raise ValueError("a direction of reflection is zero; give a nonzero polynomial")
        components = [f - u.scaled(2 * expectation(f * u) / norm) for f in components]
    return PolynomialEncoder(tuple(components))
