"""Hypothesis strategies for rational numbers and polynomials."""

from __future__ import annotations

from flint import fmpq, fmpq_poly
from hypothesis import strategies as st

rationals = st.builds(fmpq, st.integers(-30, 30), st.integers(1, 12))
"""Rationals in [−30, 30]."""

correlations = st.integers(1, 40).flatmap(lambda q: st.builds(fmpq, st.integers(-q, q), st.just(q)))
"""Rationals in [−1, 1], both ends included."""

open_correlations = st.integers(2, 40).flatmap(
    lambda q: st.builds(fmpq, st.integers(1 - q, q - 1), st.just(q))
)
"""Rationals in (−1, 1)."""

degrees = st.integers(0, 14)

polynomials = st.lists(rationals, max_size=8).map(fmpq_poly)
"""Rational polynomials of degree at most 7, zero included."""
