"""Background: T_ρ He_n = ρⁿ He_n, Mehler's formula, and the summability of its eigenvalues."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.mehler_checks import (
    eigenfunctions,
    eigenfunctions_symbolic,
    eigenvalue_sums,
    gaussian_density_ratio,
    kernel_coefficients,
    kernel_norms,
    kernel_values,
    kernel_with,
    pair_moments,
    pair_quadrature,
    power_doubled,
    power_plus_one,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="hermite-ou-eigen",
        group=Group.BACKGROUND,
        sentence="Each Hermite polynomial is an eigenfunction of the Ornstein–Uhlenbeck operator.",
        source="Background",
        statement="T_ρ He_n = ρⁿ He_n with T_ρ f(x) = E f(ρx + sη), η ~ N(0,1), s² = 1 − ρ².",
        lean=("LeJEPA.integral_hermite_ornsteinUhlenbeck",),
        checks=(
            Check(
                id="rational",
                title="the polynomial identity at rational ρ in [−1, 1], n ≤ 20",
                rung=Method.EXACT,
                run=eigenfunctions,
            ),
            Check(
                id="symbolic",
                title="the polynomial identity in x and ρ, n ≤ 7",
                rung=Method.EXACT,
                run=eigenfunctions_symbolic,
            ),
        ),
        mutants=(
            Mutant(
                id="exponent-plus-one",
                statement="eigenvalue ρ^{n+1}",
                check="rational",
                run=partial(eigenfunctions, eigenvalue=power_plus_one),
            ),
            Mutant(
                id="exponent-doubled",
                statement="eigenvalue ρ^{2n}",
                check="rational",
                run=partial(eigenfunctions, eigenvalue=power_doubled),
            ),
            Mutant(
                id="exponent-doubled-symbolic",
                statement="eigenvalue ρ^{2n}, ρ a symbol",
                check="symbolic",
                run=partial(eigenfunctions_symbolic, exponent=2),
            ),
            Mutant(
                id="noise-plus",
                statement="s² = 1 + ρ²",
                check="symbolic",
                run=partial(eigenfunctions_symbolic, noise="1 + rho**2"),
            ),
            Mutant(
                id="noise-linear",
                statement="s² = 1 − ρ",
                check="symbolic",
                run=partial(eigenfunctions_symbolic, noise="1 - rho"),
            ),
        ),
        controls=(
            Control(
                id="two-steps",
                statement="T_ρ applied twice has eigenvalue ρ^{2n}",
                check="rational",
                run=partial(eigenfunctions, eigenvalue=power_doubled, passes=2),
            ),
            Control(
                id="noise-factored",
                statement="s² = (1 − ρ)(1 + ρ)",
                check="symbolic",
                run=partial(eigenfunctions_symbolic, noise="(1 - rho) * (1 + rho)"),
            ),
        ),
    ),
    Claim(
        id="mehler",
        group=Group.BACKGROUND,
        sentence="Mehler's formula: the Ornstein–Uhlenbeck pair is diagonal in the Hermite basis.",
        source="Background",
        statement="E[He_m(X) He_n(Y)] = n! ρⁿ δ_mn, and E[f(X) g(Y)] = Σ_n (ρⁿ/n!) E[f He_n] E[g "
        "He_n] for f, g ∈ L²(γ)",
        lean=(
            "LeJEPA.integral_hermite_mul_hermite_ou",
            "LeJEPA.hasSum_mehler",
        ),
        checks=(
            Check(
                id="moments",
                title="E[He_m(X) He_n(Y)] from joint moments, all m, n ≤ 20",
                rung=Method.EXACT,
                run=pair_moments,
            ),
            Check(
                id="kernel-coefficients",
                title="the kernel as a power series in ρ with polynomial coefficients",
                rung=Method.EXACT,
                run=kernel_coefficients,
            ),
            Check(
                id="kernel-values",
                title="the kernel and its series at random points, tail bounded",
                rung=Method.ENCLOSURE,
                run=kernel_values,
            ),
            Check(
                id="quadrature",
                title="60-point Gauss–Hermite at ρ = 0.95, error computed",
                rung=Method.DETERMINISTIC,
                run=pair_quadrature,
            ),
        ),
        mutants=(
            Mutant(
                id="exponent-plus-one",
                statement="n! ρ^{n+1}",
                check="moments",
                run=partial(pair_moments, eigenvalue=power_plus_one),
            ),
            Mutant(
                id="exponent-doubled",
                statement="n! ρ^{2n}",
                check="moments",
                run=partial(pair_moments, eigenvalue=power_doubled),
            ),
            Mutant(
                id="no-factorial",
                statement="ρⁿ, with n! dropped",
                check="moments",
                run=partial(pair_moments, factorial=False),
            ),
            Mutant(
                id="index-shifted",
                statement="He_n(x) He_{n+1}(y)",
                check="kernel-coefficients",
                run=partial(kernel_coefficients, shift=1),
            ),
            Mutant(
                id="factorial-squared",
                statement="(n!)² in place of n!",
                check="kernel-coefficients",
                run=partial(kernel_coefficients, factorials=2),
            ),
            Mutant(
                id="noise-plus",
                statement="1 + ρ² in place of 1 − ρ²",
                check="kernel-values",
                run=partial(kernel_values, formula=partial(kernel_with, 1, 2)),
            ),
            Mutant(
                id="cross-sign",
                statement="+2ρxy in place of −2ρxy",
                check="kernel-values",
                run=partial(kernel_values, formula=partial(kernel_with, -1, -2)),
            ),
            Mutant(
                id="cross-single",
                statement="ρxy in place of 2ρxy",
                check="kernel-values",
                run=partial(kernel_values, formula=partial(kernel_with, -1, 1)),
            ),
            Mutant(
                id="quadrature-plus-one",
                statement="n! ρ^{n+1}, by quadrature",
                check="quadrature",
                run=partial(pair_quadrature, eigenvalue=power_plus_one),
            ),
            Mutant(
                id="quadrature-doubled",
                statement="n! ρ^{2n}, by quadrature",
                check="quadrature",
                run=partial(pair_quadrature, eigenvalue=power_doubled),
            ),
        ),
        controls=(
            Control(
                id="conditional-density",
                statement="the kernel is the density of N(ρx, 1−ρ²) over that of N(0,1)",
                check="kernel-values",
                run=partial(kernel_values, formula=gaussian_density_ratio),
            ),
            Control(
                id="fewest-nodes",
                statement="13 nodes already reach degree 24",
                check="quadrature",
                run=partial(pair_quadrature, nodes=13),
            ),
        ),
    ),
    Claim(
        id="mehler-summability",
        group=Group.BACKGROUND,
        sentence="The eigenvalues of the Ornstein–Uhlenbeck operator are summable.",
        source="Background",
        statement="For |ρ| < 1, Σ_α ρ^{|α|} = (1−ρ)^{−n} over α ∈ ℕⁿ.",
        lean=("LeJEPA.hasSum_pow_sum_multiIndex",),
        checks=(
            Check(
                id="kernel",
                title="trace and square norm from the kernel's closed form, n = 1",
                rung=Method.EXACT,
                run=kernel_norms,
            ),
            Check(
                id="sums",
                title="partial sums over multi-indices, n ≤ 4, tail bounded",
                rung=Method.ENCLOSURE,
                run=eigenvalue_sums,
            ),
        ),
        mutants=(
            Mutant(
                id="trace-squared",
                statement="trace 1/(1−ρ²)",
                check="kernel",
                run=partial(kernel_norms, trace_power=2),
            ),
            Mutant(
                id="square-plus",
                statement="square norm 1/(1+ρ²)",
                check="kernel",
                run=partial(kernel_norms, square_sign=1),
            ),
            Mutant(
                id="no-multiplicity",
                statement="one eigenvalue a degree: 1/(1−ρ) for every n",
                check="sums",
                run=partial(eigenvalue_sums, multiplicity=False),
            ),
            Mutant(
                id="alternating",
                statement="(1+ρ)^{−n}",
                check="sums",
                run=partial(eigenvalue_sums, sign=1),
            ),
        ),
        controls=(
            Control(
                id="line",
                statement="the eigenvalues of n = 1 are the whole spectrum there",
                check="sums",
                run=partial(eigenvalue_sums, multiplicity=False, dimensions=(1,)),
            ),
        ),
    ),
)
