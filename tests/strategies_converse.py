"""Hypothesis strategies shared by the tests of the converse."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st

from lejepa_proofs.numerics.ar1 import ProductWorld, line
from lejepa_proofs.numerics.convolutions import KURTOSIS_THREE, Convolution
from lejepa_proofs.numerics.laws import (
    EXPONENTIAL,
    LAPLACE,
    Gamma,
    Gaussian,
    Law,
    Uniform,
    VarianceGamma,
)
from lejepa_proofs.numerics.quadratic_field import Quadratic

rationals = st.fractions(min_value=-4, max_value=4, max_denominator=12)
rhos = st.fractions(min_value=Fraction(1, 40), max_value=Fraction(39, 40), max_denominator=40)

NEARLY_GAUSSIAN = Convolution(((Fraction(1, 9), EXPONENTIAL), (Fraction(8, 9), Gaussian())))

self_decomposable: st.SearchStrategy[Law] = st.one_of(
    st.just(Gaussian()),
    st.integers(1, 4).map(VarianceGamma),
    st.builds(Gamma, st.sampled_from((1, 4, 9)), st.sampled_from((-1, 1))),
    st.just(NEARLY_GAUSSIAN),
)
"""Laws that have a noise at every ρ."""

worlds: st.SearchStrategy[ProductWorld] = st.one_of(
    st.builds(line, self_decomposable, rhos),
    st.integers(2, 6).map(lambda q: line(Uniform(q), Fraction(1, q))),
    st.just(line(KURTOSIS_THREE, Fraction(1, 2))),
)
"""Stationary worlds on the line."""

planes: st.SearchStrategy[ProductWorld] = st.builds(
    lambda a, b, rho: ProductWorld((a, b), rho),
    st.sampled_from((Gaussian(), LAPLACE, EXPONENTIAL)),
    st.sampled_from((Gaussian(), LAPLACE, EXPONENTIAL)),
    rhos,
)
"""Stationary worlds in the plane with independent coordinates."""

surds = st.builds(lambda a, b: Quadratic(a, b, 73), rationals, rationals)
"""Numbers of ℚ(√73)."""
