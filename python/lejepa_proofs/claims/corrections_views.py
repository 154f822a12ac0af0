"""What the losses of a perfect encoder are on a batch of pairs of views: not zero."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from lejepa_proofs.claims.corrections_sigreg import BITS, RESOLUTION
from lejepa_proofs.claims.corrections_worlds import Pair, pythagorean
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.sampling import (
    covariance_by_enumeration,
    covariance_error,
    mean_known_weights,
    one_sided_pair,
    paired_dependence,
    pooled_covariance_floor,
    views,
)
from lejepa_proofs.numerics.sigreg import null_mean, null_mean_expanded
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def alignment_floor(ctx: Context, pair: Pair = views, power: int = 2) -> Tally:
    """E‖v − v'‖² of a pair in ℝⁿ, by enumeration, against 2(1 − ρ^power)n."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for rho, s in pythagorean(ctx, 6):
        first, second = pair(rho, s)
        difference = tuple(a - b for a, b in zip(first, second, strict=True))
        for n in (1, 2, 64):
            found = n * covariance_by_enumeration(difference, difference)
            tally.add(found - 2 * (1 - rho**power) * n, f"n = {n}, ρ = {rho}: loss {found}")
    return tally


def whitening_floor(ctx: Context, pair: Pair = views, power: int = 2, paired: bool = True) -> Tally:
    """E‖Ĉ − I‖_F² over B pairs pooled: Isserlis sum against n(n+1)(1 + ρ^{2·power})/(2B)."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for rho, s in pythagorean(ctx, 2):
        r = covariance_by_enumeration(*pair(rho, s))
        for n, pairs in ((1, 1), (1, 2), (2, 2), (3, 1)):
            found = covariance_error(n, mean_known_weights(2 * pairs), paired_dependence(pairs, r))
            claimed = pooled_covariance_floor(n, pairs, rho**power if paired else Fraction(0))
            tally.add(found - claimed, f"n = {n}, B = {pairs}, ρ = {rho}: {found}")
    return tally


def sigreg_floor(ctx: Context, paired: bool = True) -> Tally:
    """E T over pooled pairs at correlation ρ²: knots and weights against the double sum."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for rho, _ in pythagorean(ctx, 1):
            r = rho**2
            found = null_mean_expanded(512, r)
            claimed = null_mean(r if paired else Fraction(0))
            tally.add(found - claimed, f"ρ = {rho}, 512 samples in pairs")
    return tally


VIEWS: tuple[Claim, ...] = (
    Claim(
        id="correction-view-floor",
        group=Group.CORRECTIONS,
        sentence="The training losses of a perfect encoder vanish.",
        source="Experiments, training protocol",
        statement="On B pairs of views the identity has expected alignment loss 2(1−ρ²)n, "
        "whitening error E‖Ĉ − I‖_F² = n(n+1)(1+ρ⁴)/(2B) and SIGReg "
        "Σ_k w_k(1 − e^{−t_k²} + e^{−t_k²(1−ρ²)} − e^{−t_k²}).",
        truth=False,
        checks=(
            Check(
                id="alignment",
                title="alignment loss of two views by enumeration",
                rung=Method.EXACT,
                run=alignment_floor,
            ),
            Check(
                id="whitening",
                title="whitening error of pooled pairs by Isserlis' theorem",
                rung=Method.EXACT,
                run=whitening_floor,
            ),
            Check(
                id="sigreg",
                title="mean of SIGReg over pooled pairs, by the double sum",
                rung=Method.ENCLOSURE,
                run=sigreg_floor,
            ),
        ),
        mutants=(
            Mutant(
                id="alignment-at-rho",
                statement="the alignment loss is 2(1−ρ)n",
                check="alignment",
                run=partial(alignment_floor, power=1),
            ),
            Mutant(
                id="whitening-independent",
                statement="the two views of a pair count as independent samples",
                check="whitening",
                run=partial(whitening_floor, paired=False),
            ),
            Mutant(
                id="sigreg-independent",
                statement="the same for SIGReg",
                check="sigreg",
                run=partial(sigreg_floor, paired=False),
            ),
        ),
        controls=(
            Control(
                id="one-sided-alignment",
                statement="the loss of the pair (z, ρz + sη) is 2(1−ρ)n",
                check="alignment",
                run=partial(alignment_floor, pair=one_sided_pair, power=1),
            ),
            Control(
                id="one-sided-whitening",
                statement="pairs (z, ρz + sη) have ρ² in place of ρ⁴",
                check="whitening",
                run=partial(whitening_floor, pair=one_sided_pair, power=1),
            ),
        ),
    ),
)
