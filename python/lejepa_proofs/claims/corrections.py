"""Corrections to the published experiments, each with the exact fact behind it."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims import corrections_sampling as sampling
from lejepa_proofs.claims.corrections_angles import ANGLES
from lejepa_proofs.claims.corrections_gennorm import GENNORM
from lejepa_proofs.claims.corrections_sigreg import SIGREG
from lejepa_proofs.claims.corrections_views import VIEWS
from lejepa_proofs.claims.corrections_worlds import WORLDS
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

SAMPLING: tuple[Claim, ...] = (
    Claim(
        id="correction-epsilon-floor",
        group=Group.CORRECTIONS,
        sentence="The covariance error ε, measured on 10⁴ points, is small for a good encoder.",
        source="Experiments, bound verification",
        statement="E‖Ĉ − I‖_F² = n(n+1)/m for m samples of N(0, I_n), and n(n+1)/(m−1) with the "
        "mean estimated. At n = 1024, m = 10⁴ that is ε ≈ 10.2, and ε² alone is more than 100 "
        "times the residual n(1 − R²) of the reported fit: there the bound cannot fail.",
        truth=False,
        checks=(
            Check(
                id="floor",
                title="Isserlis sum over the samples against n(n+1)/m and n(n+1)/(m−1)",
                rung=Method.EXACT,
                run=sampling.epsilon_floor,
            ),
            Check(
                id="published-size",
                title="the floor of ε² at n = 1024, m = 10⁴ against 100 times the error",
                rung=Method.EXACT,
                run=sampling.epsilon_swamps,
            ),
        ),
        mutants=(
            Mutant(
                id="no-floor",
                statement="ε vanishes for a perfect encoder",
                check="floor",
                run=partial(sampling.epsilon_floor, floor=sampling.no_floor),
            ),
            Mutant(
                id="n-squared",
                statement="E‖Ĉ − I‖_F² = n²/m",
                check="floor",
                run=partial(sampling.epsilon_floor, floor=sampling.square_floor),
            ),
            Mutant(
                id="same-divisor",
                statement="estimating the mean changes nothing",
                check="floor",
                run=partial(sampling.epsilon_floor, floor=sampling.same_divisor),
            ),
            Mutant(
                id="any-sample",
                statement="the floor is as high with 10⁹ points",
                check="published-size",
                run=partial(sampling.epsilon_swamps, samples=10**9),
            ),
        ),
        controls=(
            Control(
                id="fewer-points",
                statement="with 5000 points the floor is higher still",
                check="published-size",
                run=partial(sampling.epsilon_swamps, samples=5000),
            ),
        ),
    ),
    Claim(
        id="correction-heldout-r2",
        group=Group.CORRECTIONS,
        sentence="R² of a linear fit scored on the points it was fitted to measures what is "
        "explained.",
        source="Experiments, column R²(x → z)",
        statement="Noise fitted by p regressors and an intercept on m points has E R² = p/(m−1) "
        "on the same points, for every exchangeable law of the noise, and R² ≤ 0 on fresh noise.",
        truth=False,
        checks=(
            Check(
                id="in-sample",
                title="mean R² over all orders of the noise against p/(m−1)",
                rung=Method.EXACT,
                run=sampling.in_sample_mean,
            ),
            Check(
                id="held-out",
                title="R² against fresh noise is never positive",
                rung=Method.EXACT,
                run=sampling.held_out,
            ),
            Check(
                id="sampled",
                title="mean R² of 12,000 fits to Gaussian noise, with its interval",
                rung=Method.STATISTICAL,
                run=sampling.sampled_r2,
            ),
        ),
        mutants=(
            Mutant(
                id="unbiased",
                statement="noise scores 0 on the points it was fitted to",
                check="in-sample",
                run=partial(sampling.in_sample_mean, claimed=sampling.unbiased),
            ),
            Mutant(
                id="no-intercept",
                statement="E R² = p/m",
                check="in-sample",
                run=partial(sampling.in_sample_mean, claimed=sampling.over_m),
            ),
            Mutant(
                id="scored-on-the-fit",
                statement="R² on the same points is never positive",
                check="held-out",
                run=partial(sampling.held_out, same_points=True),
            ),
            Mutant(
                id="unbiased-sampled",
                statement="noise scores 0, from samples",
                check="sampled",
                run=partial(sampling.sampled_r2, claimed=sampling.unbiased),
            ),
            Mutant(
                id="no-intercept-sampled",
                statement="E R² = p/m, from samples",
                check="sampled",
                run=partial(sampling.sampled_r2, claimed=sampling.over_m),
            ),
        ),
        controls=(
            Control(
                id="interpolation",
                statement="m − 1 regressors fit every noise exactly",
                check="in-sample",
                run=partial(sampling.in_sample_mean, shapes=((1, 2), (2, 3), (3, 4), (4, 5))),
            ),
        ),
    ),
    Claim(
        id="correction-dropped-runs",
        group=Group.CORRECTIONS,
        sentence="Leaving out runs with R² < 0.5 does not weaken the verification of the bound.",
        source="Experiments, bound verification",
        statement="For whitened h the error min_Q E‖h − Qz‖² is at most 2n(1 − R²), hence at most "
        "n when R² ≥ 1/2: the false rule 'the error is at most n' passes on every run that is "
        "kept, and fails on runs that are dropped.",
        truth=False,
        checks=(
            Check(
                id="kept",
                title="the false rule on the kept runs of an exact family of encoders",
                rung=Method.EXACT,
                run=sampling.kept_runs,
            ),
            Check(
                id="all",
                title="the worst violation of the false rule among all runs",
                rung=Method.EXACT,
                run=sampling.hidden_violation,
            ),
        ),
        mutants=(
            Mutant(
                id="keep-all",
                statement="the false rule passes on all runs",
                check="kept",
                run=partial(sampling.kept_runs, least=sampling.NO_CUTOFF),
            ),
            Mutant(
                id="kept-runs-show-it",
                statement="the kept runs show the violation too",
                check="all",
                run=partial(sampling.hidden_violation, least=sampling.CUTOFF),
            ),
        ),
        controls=(
            Control(
                id="theorem-3-on-all-runs",
                statement="D + (ε + D)² holds on all runs, with none dropped",
                check="kept",
                run=partial(
                    sampling.kept_runs, least=sampling.NO_CUTOFF, bound=sampling.theorem_bound
                ),
            ),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (*WORLDS, *GENNORM, *SAMPLING, *VIEWS, *SIGREG, *ANGLES)
