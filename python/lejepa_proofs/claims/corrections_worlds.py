"""Corrections about the published worlds and metrics: correlated views, centring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import product

from flint import fmpq_mat

from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.claims.planning_geometry import Point, apply, orthogonal
from lejepa_proofs.numerics.orthogonal import identity
from lejepa_proofs.numerics.sampling import (
    Form,
    covariance_by_enumeration,
    mean,
    one_sided_pair,
    views,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally, as_fraction

Pair = Callable[[Fraction, Fraction], tuple[Form, Form]]


def pythagorean(ctx: Context, count: int) -> Iterator[tuple[Fraction, Fraction]]:
    """Rational (ρ, s) with ρ² + s² = 1, both positive; two near the ends, then random ones."""
    for t in (Fraction(1, 20), Fraction(19, 20)):
        yield (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    for _ in range(count):
        t = Fraction(ctx.random.randint(1, 9), 10)
        yield (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


def view_correlation(ctx: Context, pair: Pair = views, power: int = 2) -> Tally:
    """Correlation of the two forms, by enumeration of a finite law, against ρ^power."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for rho, s in pythagorean(ctx, 12):
        first, second = pair(rho, s)
        for form in (first, second):
            tally.add(covariance_by_enumeration(form, form) - 1, f"ρ = {rho}: variance of a view")
        found = covariance_by_enumeration(first, second)
        tally.add(found - rho**power, f"ρ = {rho}: correlation {found}")
    return tally


def _error(cloud: tuple[Point, ...], h: Callable[[Point], Point], r: fmpq_mat) -> Fraction:
    return mean(
        sum(((x - y) ** 2 for x, y in zip(h(z), apply(r, z), strict=True)), Fraction(0))
        for z in cloud
    )


def procrustes(
    ctx: Context, relation: Relation = Relation.POSITIVE, centred: bool = False
) -> Tally:
    """Procrustes error of h = Qz + b minus Theorem 3's bound, over the cloud {−1,1}ⁿ.

    The cloud has mean 0 and covariance I. The alignment gap δ and the covariance error ε are
    computed from h and vanish, and with them the bound. The least error over all orthogonal R is
    the one at R = Q, where E‖h − Rz‖² = ‖Q − R‖_F² + ‖b‖² is smallest; other R are tried.
    """
    tally = Tally(relation, Method.EXACT)
    for n in (1, 2, 3):
        cloud: tuple[Point, ...] = tuple(
            tuple(Fraction(x) for x in z) for z in product((-1, 1), repeat=n)
        )
        for rho, s in pythagorean(ctx, 2):
            q = orthogonal(ctx.random, n)
            b = tuple(Fraction(ctx.random.randint(1, 9), 4) for _ in range(n))

            def h(z: Point, q: fmpq_mat = q, b: Point = b) -> Point:
                turned = apply(q, z)
                if centred:
                    return turned
                return tuple(x + c for x, c in zip(turned, b, strict=True))

            pairs = tuple(product(cloud, repeat=2))
            alignment = mean(
                _distance(h(z), h(tuple(rho * x + s * y for x, y in zip(z, noise, strict=True))))
                for z, noise in pairs
            )
            gap = alignment - 2 * (1 - rho) * n
            spread = _covariance_error_sq(tuple(h(z) for z in cloud))
            bound = gap / (2 * rho * (1 - rho))
            if spread or gap:
                raise ArithmeticError("h = Qz + b has no alignment gap and no covariance error")
            others = [orthogonal(ctx.random, n) for _ in range(3)]
            least = min(_error(cloud, h, r) for r in (q, identity(n), *others))
            tally.add(least - bound, f"n = {n}, ρ = {rho}, b = {b}: error {least}")
    return tally


def _distance(x: Point, y: Point) -> Fraction:
    return sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))


def _covariance_error_sq(cloud: tuple[Point, ...]) -> Fraction:
    n = len(cloud[0])
    centre = [mean(z[i] for z in cloud) for i in range(n)]
    result = Fraction(0)
    for i, j in product(range(n), repeat=2):
        entry = mean((z[i] - centre[i]) * (z[j] - centre[j]) for z in cloud)
        result += (entry - int(i == j)) ** 2
    return as_fraction(result)


WORLDS: tuple[Claim, ...] = (
    Claim(
        id="correction-view-correlation",
        group=Group.CORRECTIONS,
        sentence="The two training views of one latent are correlated at ρ.",
        source="Experiments, training protocol",
        statement="Both views are ρz + sη of a common z with fresh η: their correlation is ρ². "
        "So Theorems 1 and 3 apply to them with ρ² in place of ρ.",
        truth=False,
        checks=(
            Check(
                id="correlation",
                title="correlation of the two views by enumeration, against ρ²",
                rung=Method.EXACT,
                run=view_correlation,
            ),
        ),
        mutants=(
            Mutant(
                id="views-at-rho",
                statement="the views correlate at ρ",
                check="correlation",
                run=partial(view_correlation, power=1),
            ),
        ),
        controls=(
            Control(
                id="one-sided-pair",
                statement="z and ρz + sη correlate at ρ",
                check="correlation",
                run=partial(view_correlation, pair=one_sided_pair, power=1),
            ),
        ),
    ),
    Claim(
        id="correction-procrustes-centring",
        group=Group.CORRECTIONS,
        sentence="Theorem 3 bounds the uncentred Procrustes error of an encoder.",
        source="Experiments, bound verification",
        statement="h = Qz + b has δ = 0 and ε = 0, so the bound is 0, but "
        "min_R E‖h − Rz‖² = ‖b‖². The bound is for h − E h.",
        truth=False,
        checks=(
            Check(
                id="offset",
                title="least uncentred error minus the bound, over {−1,1}ⁿ",
                rung=Method.EXACT,
                run=procrustes,
            ),
        ),
        mutants=(
            Mutant(
                id="bound-holds",
                statement="the uncentred error is within the bound",
                check="offset",
                run=partial(procrustes, relation=Relation.ZERO),
            ),
        ),
        controls=(
            Control(
                id="centred",
                statement="the error of h − E h is within the bound",
                check="offset",
                run=partial(procrustes, relation=Relation.ZERO, centred=True),
            ),
        ),
    ),
)
