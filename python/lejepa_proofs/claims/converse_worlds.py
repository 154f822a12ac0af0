"""Instances for the converse: AR(1) worlds, Gaussian and not, on the line and in the plane."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from random import Random

from flint import fmpq_mat

from lejepa_proofs.numerics.ar1 import EllipticalLaplace, Index, ProductWorld, World, line
from lejepa_proofs.numerics.convolutions import KURTOSIS_THREE, Convolution, FamilyNoise
from lejepa_proofs.numerics.laws import (
    EXPONENTIAL,
    LAPLACE,
    Gamma,
    Gaussian,
    Law,
    Uniform,
    VarianceGamma,
)
from lejepa_proofs.numerics.orthogonal import cayley, diagonal, skew

HALF = Fraction(1, 2)

Lines = Callable[[Random], list[ProductWorld]]
"""Draws worlds on the line; module-level, so that a variant of a check can name another."""

Worlds = Callable[[Random], list[World]]
"""Draws worlds in any dimension."""


def random_rational(random: Random, size: int = 3) -> Fraction:
    """A rational in ``[−size, size]`` with denominator at most 8."""
    q = random.randint(1, 8)
    return Fraction(random.randint(-size * q, size * q), q)


def random_rho(random: Random) -> Fraction:
    """A rational in (0, 1) with denominator at most 24."""
    q = random.randint(2, 24)
    return Fraction(random.randint(1, q - 1), q)


def rhos(random: Random) -> list[Fraction]:
    """Coefficients near 0, near 1 and two random ones."""
    return [Fraction(1, 50), Fraction(49, 50), random_rho(random), random_rho(random)]


def gaussian_lines(random: Random) -> list[ProductWorld]:
    """Gaussian worlds on the line."""
    return [line(Gaussian(), rho) for rho in rhos(random)]


def laplace_lines(random: Random) -> list[ProductWorld]:
    """Laplace worlds on the line."""
    return [line(LAPLACE, rho) for rho in rhos(random)]


def kurtosis_three_lines(random: Random) -> list[ProductWorld]:  # noqa: ARG001
    """The world whose first five moments are Gaussian and whose sixth is not."""
    return [line(KURTOSIS_THREE, HALF)]


def disguised_gaussian_lines(random: Random) -> list[ProductWorld]:
    """Gaussian worlds given as convolutions of two Gaussian parts."""
    w = Fraction(random.randint(1, 6), 7)
    law = Convolution(((w, Gaussian()), (1 - w, Gaussian())))
    return [line(law, rho) for rho in rhos(random)]


def other_lines(random: Random) -> list[ProductWorld]:
    """Worlds on the line that are not Gaussian: symmetric, skewed, bounded, nearly Gaussian."""
    quarter = Fraction(1, 4)
    nearly = Convolution(((quarter, EXPONENTIAL), (1 - quarter, Gaussian())))
    tails = Convolution(((Fraction(1, 10), LAPLACE), (Fraction(9, 10), Gaussian())))
    laws: list[Law] = [VarianceGamma(3), EXPONENTIAL, Gamma(4, -1), Gamma(9), nearly, tails]
    worlds = laplace_lines(random) + kurtosis_three_lines(random)
    worlds += [line(law, random_rho(random)) for law in laws]
    return worlds + [line(Uniform(q), Fraction(1, q)) for q in (2, 3, 10)]


def all_lines(random: Random) -> list[ProductWorld]:
    """Gaussian and other worlds on the line."""
    return gaussian_lines(random) + disguised_gaussian_lines(random) + other_lines(random)


def family_lines(random: Random) -> list[ProductWorld]:
    """Symmetric latents with noise of their own family: only mean and variance are kept."""
    laws = (LAPLACE, VarianceGamma(3))
    return [line(FamilyNoise(law), random_rho(random)) for law in laws]


def gaussian_family_lines(random: Random) -> list[ProductWorld]:
    """Gaussian latents with noise of their own family, which is stationary."""
    return [line(FamilyNoise(Gaussian()), rho) for rho in rhos(random)]


def gaussian_worlds(random: Random) -> list[World]:
    """Gaussian worlds in dimensions 1 to 3."""
    return [
        *gaussian_lines(random),
        ProductWorld((Gaussian(),) * 2, random_rho(random)),
        ProductWorld((Gaussian(),) * 3, random_rho(random)),
    ]


def other_planes(random: Random) -> list[World]:
    """Worlds in the plane that are not Gaussian: independent, half Gaussian, dependent."""
    return [
        ProductWorld((LAPLACE, EXPONENTIAL), random_rho(random)),
        ProductWorld((Gaussian(), LAPLACE), random_rho(random)),
        ProductWorld((Uniform(2), KURTOSIS_THREE), HALF),
        EllipticalLaplace(2, random_rho(random)),
    ]


def other_worlds(random: Random) -> list[World]:
    """Worlds on the line and in the plane that are not Gaussian."""
    return [*other_lines(random), *other_planes(random)]


def laplace_worlds(random: Random) -> list[World]:
    """Laplace worlds on the line and in the plane."""
    return [*laplace_lines(random), EllipticalLaplace(2, random_rho(random))]


def all_worlds(random: Random) -> list[World]:
    """Gaussian and other worlds, on the line and in the plane."""
    return [*gaussian_worlds(random), *other_worlds(random)]


def disguised_gaussian_worlds(random: Random) -> list[World]:
    """:func:`disguised_gaussian_lines`, as worlds of any dimension."""
    return [*disguised_gaussian_lines(random)]


def kurtosis_three_worlds(random: Random) -> list[World]:
    """The kurtosis-three world alone."""
    return [*kurtosis_three_lines(random)]


def excess_order(world: World) -> int:
    """The first total degree above 2 at which a joint cumulant of ``world`` is not 0.

    Raises ``ValueError`` for a Gaussian world.
    """
    if isinstance(world, EllipticalLaplace):
        return 4
    assert isinstance(world, ProductWorld)
    orders = [order for law in world.laws if (order := law.excess_order()) is not None]
    if not orders:
        raise ValueError(f"{world.name} is Gaussian: it has no excess cumulant")
    return min(orders)


def indices(n: int, degree: int) -> Iterable[Index]:
    """All multi-indices in ``n`` variables of total degree at most ``degree``."""
    return (a for a in product(range(degree + 1), repeat=n) if sum(a) <= degree)


def unit(n: int, j: int) -> Index:
    """The multi-index of the coordinate ``z_j``."""
    return tuple(int(i == j) for i in range(n))


def random_orthogonal(random: Random, n: int) -> fmpq_mat:
    """A rational orthogonal matrix, with a reflection half of the time."""
    entries = [random_rational(random) for _ in range(n * (n - 1) // 2)]
    flip = diagonal([random.choice((1, -1)), *([1] * (n - 1))])
    return flip * cayley(skew(n, entries))
