"""Hypothesis strategies for polynomials, encoders, correlations and matrices, all rational."""

from __future__ import annotations

from flint import fmpq, fmpq_mat
from hypothesis import strategies as st

from lejepa_proofs.numerics.encoders import PolynomialEncoder
from lejepa_proofs.numerics.polynomials import Polynomial, polynomial

rationals = st.builds(fmpq, st.integers(-12, 12), st.integers(1, 6))
correlations = st.builds(lambda p, q: fmpq(min(p, q), q), st.integers(0, 20), st.integers(1, 20))
inner_correlations = st.builds(lambda p, q: fmpq(p, p + q), st.integers(1, 20), st.integers(1, 20))
dimensions = st.integers(1, 3)


def polynomials(n: int, degree: int = 4) -> st.SearchStrategy[Polynomial]:
    """Sparse polynomials in ``n`` variables with every exponent at most ``degree // n + 1``."""
    index = st.tuples(*[st.integers(0, degree // n + 1) for _ in range(n)])
    return st.dictionaries(index, rationals, max_size=4).map(lambda terms: polynomial(n, terms))


def encoders(n: int, degree: int = 4) -> st.SearchStrategy[PolynomialEncoder]:
    """Encoders with such components."""
    return st.tuples(*[polynomials(n, degree) for _ in range(n)]).map(PolynomialEncoder)


def matrices(n: int) -> st.SearchStrategy[fmpq_mat]:
    """Square matrices, singular ones among them."""
    return st.lists(rationals, min_size=n * n, max_size=n * n).map(lambda x: fmpq_mat(n, n, x))


any_encoder = dimensions.flatmap(encoders)
any_matrix = dimensions.flatmap(matrices)
polynomial_pairs = dimensions.flatmap(lambda n: st.tuples(polynomials(n), polynomials(n)))
