"""Diffeomorphisms that preserve N(0, I_n), their Jacobians and Dirichlet energies E‖Dh‖_F².

Maps take and return lists of balls, or of power series in balls for differentiation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flint import Ordering, arb, arb_mat, arb_series, fmpq, fmpq_mat, fmpq_mpoly, fmpq_mpoly_ctx

from lejepa_proofs.numerics.enclosure import ball
from lejepa_proofs.numerics.hermite import gaussian_moment
from lejepa_proofs.numerics.tensor_hermite import Index, expectation, ring

Number = TypeVar("Number", arb, arb_series)
SeriesMap = Callable[[list[arb_series]], list[arb_series]]


@dataclass(frozen=True)
class Twist:
    """h(z) = (R(θ) (z_1, z_2), z_3, …, z_n): a rotation by an angle θ(z_1² + z_2², z_3, …, z_n).

    ``angle`` maps exponents of (q, z_3, …, z_n), q = z_1² + z_2², to rational coefficients of θ.
    θ is constant on the circles it turns, so h preserves N(0, I_n) and det Dh = 1. For n = 2 it
    is the spiral. Claim ``appendix-dirichlet``.

    Raises ``ValueError`` when n < 2 or an exponent has the wrong length.
    """

    dimension: int
    angle: Mapping[Index, fmpq]

    def __post_init__(self) -> None:
        if self.dimension < 2:
            raise ValueError(f"a twist needs a plane; got dimension {self.dimension}")
        if any(len(exponents) != self.dimension - 1 for exponents in self.angle):
            raise ValueError(f"exponents must have length {self.dimension - 1}: (q, z_3, ...)")

    def __call__(self, z: list[Number]) -> list[Number]:
        """h(z) for z of length n."""
        variables = z[1:]
        variables[0] = z[0] * z[0] + z[1] * z[1]
        theta = 0 * z[0]
        for exponents, c in self.angle.items():
            term = 0 * z[0] + c
            for k, x in zip(exponents, variables, strict=True):
                for _ in range(k):
                    term = term * x
            theta = theta + term
        cosine, sine = theta.cos(), theta.sin()
        image = list(z)
        image[0] = cosine * z[0] - sine * z[1]
        image[1] = sine * z[0] + cosine * z[1]
        return image

    def energy_density(self) -> fmpq_mpoly:
        """‖Dh(z)‖_F² as a polynomial in z_1, …, z_n.

        Dh = R̃ (I + J g^T), R̃ orthogonal, J = (−z_2, z_1, 0, …), g = ∇θ; hence
        ‖Dh‖_F² = n + 2⟨g, J⟩ + |J|²|g|², where ⟨g, J⟩ = 0 for this θ.
        """
        variables = ring(self.dimension).gens()
        square = variables[0] ** 2 + variables[1] ** 2
        theta = self._polynomial().compose(square, *variables[2:])
        gradient = [theta.derivative(i) for i in range(self.dimension)]
        turn = variables[0] * gradient[1] - variables[1] * gradient[0]
        length = 0 * square
        for g in gradient:
            length += g * g
        return square * length + 2 * turn + self.dimension

    def energy(self) -> fmpq:
        """E‖Dh‖_F² = n + E[4 q² θ_q² + q Σ_{k≥3} (∂_k θ)²], with E q^k = 2^k k!.

        q = z_1² + z_2² is twice an exponential variable, independent of z_3, …, z_n.
        """
        theta = self._polynomial()
        q = theta.context().gens()[0]
        excess = 4 * q * q * theta.derivative(0) ** 2
        for k in range(1, self.dimension - 1):
            excess += q * theta.derivative(k) ** 2
        total = fmpq(self.dimension)
        for exponents, c in excess.to_dict().items():
            moment = c
            for j in range(1, int(exponents[0]) + 1):
                moment *= 2 * j
            for k in exponents[1:]:
                moment *= gaussian_moment(int(k))
            total += moment
        return total

    def energy_by_coordinates(self) -> fmpq:
        """E‖Dh‖_F² from :meth:`energy_density` and the moments of the coordinates."""
        return expectation(self.energy_density())

    def _polynomial(self) -> fmpq_mpoly:
        names = ["q", *(f"z{k}" for k in range(3, self.dimension + 1))]
        context = fmpq_mpoly_ctx.get(names, Ordering.lex)
        return context.from_dict(dict(self.angle))


@dataclass(frozen=True)
class BlockMap:
    """z ↦ scale · U (h_1 ⊕ … ⊕ h_k)(V z): twists on consecutive blocks between matrices U, V.

    U and V are n × n rational orthogonal, n the sum of the blocks' dimensions. At scale 1 the map
    preserves N(0, I_n); at any other scale it does not.
    """

    blocks: tuple[Twist, ...]
    left: fmpq_mat
    right: fmpq_mat
    scale: fmpq

    @property
    def dimension(self) -> int:
        """n."""
        return sum(block.dimension for block in self.blocks)

    def __call__(self, z: list[Number]) -> list[Number]:
        """The image of z, of length n."""
        turned = _multiply(self.right, z)
        image: list[Number] = []
        for block in self.blocks:
            start = len(image)
            image += block(turned[start : start + block.dimension])
        return [self.scale * x for x in _multiply(self.left, image)]

    def energy(self) -> fmpq:
        """E‖Dh‖_F² = scale² Σ E‖Dh_i‖_F²: U and V change neither the norm nor the law of z."""
        total = sum((block.energy() for block in self.blocks), fmpq(0))
        return self.scale * self.scale * total


def _multiply(matrix: fmpq_mat, z: list[Number]) -> list[Number]:
    rows = []
    for i in range(matrix.nrows()):
        total = 0 * z[0]
        for j, x in enumerate(z):
            total = total + matrix[i, j] * x
        rows.append(total)
    return rows


def jacobian(h: SeriesMap, z: list[arb]) -> tuple[list[arb], arb_mat]:
    """h(z) and Dh(z) (n × n) by power series in one direction at a time.

    Uses no formula for the derivative of h.
    """
    n = len(z)
    value: list[arb] = []
    entries = [[arb(0)] * n for _ in range(n)]
    for j in range(n):
        point = [arb_series([x, arb(int(i == j))], prec=2) for i, x in enumerate(z)]
        image = h(point)
        value = [y[0] for y in image]
        for i, y in enumerate(image):
            entries[i][j] = y[1]
    return value, arb_mat(entries)


def frobenius_squared(matrix: arb_mat) -> arb:
    """‖A‖_F²."""
    return sum((a * a for a in matrix.entries()), arb(0))


def log_density_change(z: list[arb], image: list[arb]) -> arb:
    """log p(z) − log p(h z) = (|h z|² − |z|²)/2 for p the density of N(0, I_n).

    Equals log|det Dh(z)| when h preserves N(0, I_n) (claim ``appendix-dirichlet``).
    """
    gained = sum((x * x for x in image), arb(0)) - sum((ball(x) * x for x in z), arb(0))
    return gained / 2
