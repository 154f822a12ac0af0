"""Instances for the claims about the Gaussian world: random and structured, all rational."""

from __future__ import annotations

from random import Random

from flint import fmpq, fmpq_mat

from lejepa_proofs.numerics.characters import CharacterSum, Frequency
from lejepa_proofs.numerics.encoders import (
    PolynomialEncoder,
    affine_encoder,
    linear_encoder,
    mixed,
    reflected,
)
from lejepa_proofs.numerics.gaussian import expectation
from lejepa_proofs.numerics.orthogonal import cayley, diagonal, skew
from lejepa_proofs.numerics.polynomials import (
    Polynomial,
    constant,
    coordinate,
    hermite,
    polynomial,
)
from lejepa_proofs.numerics.verdict import Tally

BITS = 128
"""Working precision of the checks in ball arithmetic."""

RESOLUTION = 2.0 ** (-BITS // 2)
"""Resolution of the identities between two closed forms in balls.

They take fewer than 2^20 operations on numbers below 2^20 in absolute value, so the balls are
narrower than 2^(40−BITS) = 2^−88; the planted variants move a slack by more than 2^−20.
"""

EDGE_RHOS = (fmpq(1, 1000), fmpq(1, 2), fmpq(19, 20), fmpq(999, 1000))
"""Correlations near 0, near 1 and between."""


def random_rational(random: Random, size: int = 3) -> fmpq:
    """A rational of absolute value at most ``size`` with denominator at most 7."""
    q = random.randint(1, 7)
    return fmpq(random.randint(-size * q, size * q), q)


def random_rho(random: Random) -> fmpq:
    """A rational strictly between 0 and 1."""
    q = random.randint(2, 60)
    return fmpq(random.randint(1, q - 1), q)


def random_index(random: Random, n: int, degree: int) -> tuple[int, ...]:
    """A multi-index of total degree ``degree``."""
    index = [0] * n
    for _ in range(degree):
        index[random.randrange(n)] += 1
    return tuple(index)


def random_polynomial(random: Random, n: int, degree: int, terms: int = 6) -> Polynomial:
    """A sparse polynomial of total degree at most ``degree``."""
    indices = [random_index(random, n, random.randint(0, degree)) for _ in range(terms)]
    return polynomial(n, {index: random_rational(random) for index in indices})


def random_encoder(random: Random, n: int, degree: int, terms: int = 6) -> PolynomialEncoder:
    """A sparse polynomial encoder of total degree at most ``degree``."""
    return PolynomialEncoder(tuple(random_polynomial(random, n, degree, terms) for _ in range(n)))


def random_matrix(random: Random, n: int, size: int = 3) -> fmpq_mat:
    """An ``n×n`` matrix of random rationals."""
    return fmpq_mat(n, n, [random_rational(random, size) for _ in range(n * n)])


def random_vector(random: Random, n: int) -> fmpq_mat:
    """An ``n×1`` vector of random rationals, not zero."""
    entries = [random_rational(random) for _ in range(n - 1)]
    return fmpq_mat(n, 1, [*entries, fmpq(random.randint(1, 9), random.randint(1, 7))])


def random_orthogonal(random: Random, n: int, *, reflection: bool) -> fmpq_mat:
    """An orthogonal matrix with rational entries; determinant −1 when ``reflection``."""
    upper = [random_rational(random) for _ in range(n * (n - 1) // 2)]
    signs = [1] * (n - 1) + [-1 if reflection else 1]
    return cayley(skew(n, upper)) * diagonal(signs)


def centred_direction(random: Random, n: int, degree: int) -> Polynomial:
    """A polynomial ``u`` with ``E u = 0``, ``E[u z_1] > 0`` and a term of degree ``degree ≥ 2``.

    The reflection along ``u`` therefore makes a linear isometry nonlinear.
    """
    top = hermite(random_index(random, n, degree)).scaled(random_rational(random) + 10)
    p = random_polynomial(random, n, degree, terms=4) + top
    z = coordinate(n, 0)
    p = p + z.scaled(random.randint(1, 9) - expectation(p * z))
    return p - constant(n, expectation(p))


def whitened_encoder(
    random: Random, n: int, degree: int, *, reflection: bool, directions: int = 1
) -> PolynomialEncoder:
    """An encoder with E h = 0 and Cov h = I exactly: ``Q z`` reflected in L²(γ) and mixed again.

    Each direction of reflection mixes Hermite degrees up to ``degree``.
    """
    q = random_orthogonal(random, n, reflection=reflection)
    chosen = [centred_direction(random, n, degree) for _ in range(directions)]
    mixing = random_orthogonal(random, n, reflection=False)
    return mixed(mixing, reflected(linear_encoder(q), chosen))


def random_affine(random: Random, n: int) -> PolynomialEncoder:
    """``b + M z`` with random rational ``b`` and ``M``."""
    return affine_encoder(random_vector(random, n), random_matrix(random, n))


def random_frequencies(random: Random, n: int, count: int) -> tuple[Frequency, ...]:
    """Frequencies in the cube [−1, 1]ⁿ whose last coordinates are positive and distinct.

    Distinct characters that are not constant are linearly independent of the affine functions, so
    what is strict for nonlinear functions is strict for their combinations.
    """
    last = random.sample(range(1, 13), count)
    return tuple((*(random_rational(random, 1) for _ in range(n - 1)), fmpq(k, 12)) for k in last)


def random_characters(random: Random, n: int, terms: int) -> CharacterSum:
    """A sum of characters with complex rational coefficients of absolute value at most 3√2."""
    frequencies = random_frequencies(random, n, terms)
    coefficients = tuple(
        (fmpq(random.randint(1, 30), 10), random_rational(random)) for _ in range(terms)
    )
    return CharacterSum(frequencies, coefficients)


def attainment(tally: Tally, predicted: bool, excess: fmpq, where: str) -> None:
    """Decide "attains the floor iff ``predicted``" on an instance, for a tally of zeros.

    The slack is the excess over the floor where equality is predicted, and elsewhere 0 if the
    excess is positive and 1 if it is not.
    """
    if predicted:
        tally.add(excess, f"{where}: equality predicted")
    else:
        tally.add(int(excess <= 0), f"{where}: strict inequality predicted")
