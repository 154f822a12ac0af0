"""Background: Hermite polynomials — orthogonality, generating function, Rodrigues' formula."""

from __future__ import annotations

from functools import partial

from flint import fmpq

from lejepa_proofs.claims.hermite_checks import (
    alternating_hermite,
    generating_coefficients,
    generating_values,
    orthogonality,
    orthogonality_by_integration,
    physicist_hermite,
    physicist_norm,
    reflected_hermite,
    rodrigues,
    rodrigues_by_taylor,
    unit_norm,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.hermite import hermite_explicit
from lejepa_proofs.numerics.verdict import Method

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="hermite-orthogonality",
        group=Group.BACKGROUND,
        sentence="The Hermite polynomials are orthogonal for the Gaussian, of squared norm n!.",
        source="Background",
        statement="E[He_m(X) He_n(X)] = n! δ_mn for X ~ N(0,1).",
        lean=("LeJEPA.integral_hermite_mul_hermite",),
        checks=(
            Check(
                id="moments",
                title="E[He_m He_n] from Gaussian moments, all m, n ≤ 20",
                rung=Method.EXACT,
                run=orthogonality,
            ),
            Check(
                id="integrals",
                title="the same by rigorous integration, degrees up to 12",
                rung=Method.ENCLOSURE,
                run=orthogonality_by_integration,
            ),
        ),
        mutants=(
            Mutant(
                id="no-factorial",
                statement="squared norm 1",
                check="moments",
                run=partial(orthogonality, norm=unit_norm),
            ),
            Mutant(
                id="physicists",
                statement="the physicists' H_n, with 2^n n!, for the weight exp(-x^2/2)",
                check="moments",
                run=partial(orthogonality, family=physicist_hermite, norm=physicist_norm),
            ),
            Mutant(
                id="not-orthogonal",
                statement="E[He_m He_n] = 1 for m ≠ n",
                check="moments",
                run=partial(orthogonality, off=1),
            ),
            Mutant(
                id="physicists-norm",
                statement="squared norm 2^n n!",
                check="integrals",
                run=partial(orthogonality_by_integration, norm=physicist_norm),
            ),
        ),
        controls=(
            Control(
                id="parity",
                statement="(-1)^n He_n(-x) in place of He_n(x)",
                check="moments",
                run=partial(orthogonality, family=alternating_hermite),
            ),
        ),
    ),
    Claim(
        id="hermite-generating",
        group=Group.BACKGROUND,
        sentence="The Hermite polynomials are the Taylor coefficients of an exponential.",
        source="Background",
        statement="exp(xt − t²/2) = Σ_n He_n(x) tⁿ/n! for all real x, t.",
        lean=("LeJEPA.hasSum_hermite_mul_pow_div_factorial",),
        checks=(
            Check(
                id="coefficients",
                title="the coefficients of 1, t, …, t^20 as polynomials in x",
                rung=Method.EXACT,
                run=generating_coefficients,
            ),
            Check(
                id="values",
                title="the function and its series at random points, tail bounded",
                rung=Method.ENCLOSURE,
                run=generating_values,
            ),
        ),
        mutants=(
            Mutant(
                id="wrong-sign",
                statement="exp(xt + t²/2)",
                check="coefficients",
                run=partial(generating_coefficients, square=fmpq(1, 2)),
            ),
            Mutant(
                id="no-factorial",
                statement="Σ He_n(x) tⁿ",
                check="coefficients",
                run=partial(generating_coefficients, norm=unit_norm),
            ),
            Mutant(
                id="physicists",
                statement="exp(2xt − t²), which generates the physicists' H_n",
                check="values",
                run=partial(generating_values, slope=2, square=fmpq(-1)),
            ),
            Mutant(
                id="wrong-sign-values",
                statement="exp(xt + t²/2), in balls",
                check="values",
                run=partial(generating_values, square=fmpq(1, 2)),
            ),
        ),
        controls=(
            Control(
                id="explicit",
                statement="He_n by its explicit coefficients instead of the recurrence",
                check="coefficients",
                run=partial(generating_coefficients, family=hermite_explicit),
            ),
        ),
    ),
    Claim(
        id="hermite-rodrigues",
        group=Group.BACKGROUND,
        sentence="Differentiating the Gaussian density n times multiplies it by He_n, up to sign.",
        source="Background",
        statement="He_n(x) = (−1)ⁿ e^{x²/2} (d/dx)ⁿ e^{−x²/2}.",
        lean=("LeJEPA.aeval_hermite_eq_iterate_deriv",),
        checks=(
            Check(
                id="polynomials",
                title="the polynomial factor of the n-th derivative, n ≤ 20",
                rung=Method.EXACT,
                run=rodrigues,
            ),
            Check(
                id="taylor",
                title="the Taylor coefficients of the density at random points, n ≤ 16",
                rung=Method.ENCLOSURE,
                run=rodrigues_by_taylor,
            ),
        ),
        mutants=(
            Mutant(
                id="no-sign",
                statement="the factor (−1)ⁿ dropped",
                check="polynomials",
                run=partial(rodrigues, sign=1),
            ),
            Mutant(
                id="physicists",
                statement="e^{−x²} in place of e^{−x²/2}",
                check="polynomials",
                run=partial(rodrigues, rate=2),
            ),
            Mutant(
                id="no-sign-taylor",
                statement="the factor (−1)ⁿ dropped, in balls",
                check="taylor",
                run=partial(rodrigues_by_taylor, sign=1),
            ),
            Mutant(
                id="physicists-taylor",
                statement="e^{−x²} in place of e^{−x²/2}, in balls",
                check="taylor",
                run=partial(rodrigues_by_taylor, rate=fmpq(1)),
            ),
        ),
        controls=(
            Control(
                id="reflection",
                statement="He_n(−x) = e^{x²/2} (d/dx)ⁿ e^{−x²/2}: the sign moved into the argument",
                check="polynomials",
                run=partial(rodrigues, sign=1, family=reflected_hermite),
            ),
        ),
    ),
)
