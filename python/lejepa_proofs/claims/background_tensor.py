"""Background: the tensor Hermite basis in several variables."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from flint import fmpq, fmpq_mat

from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.hermite import hermite
from lejepa_proofs.numerics.isometries import identity_matrix, random_orthogonal
from lejepa_proofs.numerics.tensor_hermite import (
    Index,
    evaluate,
    index_factorial,
    indices,
    linear_forms,
    ornstein_uhlenbeck_tensor,
    tensor_hermite,
)
from lejepa_proofs.numerics.tensor_hermite import expectation as tensor_expectation
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def index_power(rho: fmpq, alpha: Index) -> fmpq:
    """ρ^{|α|}."""
    return rho ** sum(alpha)


def largest_power(rho: fmpq, alpha: Index) -> fmpq:
    """ρ^{max α}: only the largest degree counted."""
    return rho ** max(alpha)


def shifted_power(rho: fmpq, alpha: Index) -> fmpq:
    """ρ^{|α|+1}."""
    return rho ** (sum(alpha) + 1)


def degree_factorial(alpha: Index) -> int:
    """|α|!, in place of α!."""
    return math.factorial(sum(alpha))


def tensor_orthogonality(
    run: Context, norm: Callable[[Index], int] = index_factorial, turned: bool = True
) -> Tally:
    """E[He_α(Qx) He_β(Qx)] − α! δ_αβ for a rational orthogonal Q, |α|, |β| ≤ 3, n ≤ 3.

    Turned by Q the expectation no longer factorises over the coordinates.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in (1, 2, 3):
        q = random_orthogonal(n, run.random) if turned else identity_matrix(n)
        forms = linear_forms(q)
        labels = [alpha for degree in range(4) for alpha in indices(n, degree)]
        family = [tensor_hermite(alpha).compose(*forms) for alpha in labels]
        for i, alpha in enumerate(labels):
            for j, beta in enumerate(labels[: i + 1]):
                claimed = norm(alpha) if alpha == beta else 0
                value = tensor_expectation(family[i] * family[j])
                tally.add(value - claimed, f"α = {alpha}, β = {beta}")
    return tally


def tensor_eigenvalues(
    run: Context, eigenvalue: Callable[[fmpq, Index], fmpq] = index_power
) -> Tally:
    """T_ρ He_α − ρ^{|α|} He_α as polynomials, |α| ≤ 5, n ≤ 3."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in (1, 2, 3):
        rho = fmpq(run.random.randint(1, 12), 13)
        for alpha in (a for degree in range(6) for a in indices(n, degree)):
            p = tensor_hermite(alpha)
            difference = ornstein_uhlenbeck_tensor(p, rho) - eigenvalue(rho, alpha) * p
            size = sum((abs(c) for c in difference.coeffs()), fmpq(0))
            tally.add(size, f"α = {alpha}, ρ = {rho}")
    return tally


def ridge_expansion(run: Context, multinomial: bool = True) -> Tally:
    """He_k(⟨u,x⟩) − Σ_{|α|=k} (k!/α!) u^α He_α(x) for rational unit vectors u, k ≤ 6, n ≤ 3."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in (1, 2, 3):
        u = random_orthogonal(n, run.random).tolist()[0]
        (form,) = linear_forms(fmpq_mat([u]))
        for k in range(7):
            difference = evaluate(hermite(k), form)
            for alpha in indices(n, k):
                weight = fmpq(math.factorial(k), index_factorial(alpha) if multinomial else 1)
                for c, a in zip(u, alpha, strict=True):
                    weight *= c**a
                difference -= weight * tensor_hermite(alpha)
            size = sum((abs(c) for c in difference.coeffs()), fmpq(0))
            tally.add(size, f"k = {k}, u = {u}")
    return tally


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="hermite-tensor",
        group=Group.BACKGROUND,
        sentence="Products of Hermite polynomials are an orthogonal eigenbasis in several "
        "variables.",
        source="Background",
        statement="E[He_α He_β] = α! δ_αβ and T_ρ He_α = ρ^{|α|} He_α; the span of each "
        "degree is invariant under rotations.",
        lean=(
            "LeJEPA.integral_hermiteTensor_mul_hermiteTensor",
            "LeJEPA.integral_hermiteTensor_ornsteinUhlenbeck",
            "LeJEPA.hermiteTensor_comp_mem_span",
            "LeJEPA.hasSum_hermiteTensorLp",
        ),
        checks=(
            Check(
                id="orthogonality",
                title="E[He_α He_β] after a rational rotation, n ≤ 3",
                rung=Method.EXACT,
                run=tensor_orthogonality,
            ),
            Check(
                id="eigenvalue",
                title="the polynomial identity T_ρ He_α = ρ^{|α|} He_α, n ≤ 3",
                rung=Method.EXACT,
                run=tensor_eigenvalues,
            ),
            Check(
                id="ridge",
                title="He_k(⟨u,x⟩) in the tensor basis, k ≤ 6, n ≤ 3",
                rung=Method.EXACT,
                run=ridge_expansion,
            ),
        ),
        mutants=(
            Mutant(
                id="degree-factorial",
                statement="squared norm |α|!",
                check="orthogonality",
                run=partial(tensor_orthogonality, norm=degree_factorial),
            ),
            Mutant(
                id="largest-degree",
                statement="eigenvalue ρ^{max α}",
                check="eigenvalue",
                run=partial(tensor_eigenvalues, eigenvalue=largest_power),
            ),
            Mutant(
                id="exponent-plus-one",
                statement="eigenvalue ρ^{|α|+1}",
                check="eigenvalue",
                run=partial(tensor_eigenvalues, eigenvalue=shifted_power),
            ),
            Mutant(
                id="no-multinomial",
                statement="the factor 1/α! dropped",
                check="ridge",
                run=partial(ridge_expansion, multinomial=False),
            ),
        ),
        controls=(
            Control(
                id="unturned",
                statement="the same in the original coordinates",
                check="orthogonality",
                run=partial(tensor_orthogonality, turned=False),
            ),
        ),
    ),
)
