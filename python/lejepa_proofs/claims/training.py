"""What training shows: the conclusions of Theorems 1 to 3 on every recorded run."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.claims.training_checks import (
    as_trained,
    bound_holds,
    codes,
    gap_without_r,
    nonlinear_wins,
    observations,
    orthogonality,
    peak,
    recovery,
    square_alone,
    twice,
)
from lejepa_proofs.numerics.verdict import Method

PLANAR = partial(recovery, experiment="2d", least=Fraction(99, 100))
SCALING = partial(recovery, experiment="scaling", least=Fraction(999, 1000))
PERCENT = Fraction(1, 100)

# R² and the terms of Theorem 3 are those of encoders whose residual after the best affine map is
# shortened where it is long; the checks `as-trained` bound how seldom that happens.
PLANE = Claim(
    id="trained-plane",
    group=Group.TRAINING,
    sentence="Training with alignment and SIGReg recovers Gaussian latents of the plane.",
    source="Experiments, Theorem 1",
    statement="Recorded SIGReg runs, four mixings of the plane, every seed: R²(h → z) > 0.99; h is "
    "the trained encoder but for less than 1 % of latents, where its residual is shortened.",
    checks=(
        Check(
            id="recovery",
            title="R²(h → z) − 0.99, held out, four mixings",
            rung=Method.STATISTICAL,
            run=PLANAR,
        ),
        Check(
            id="as-trained",
            title="1/100 − P(the residual of h is shortened)",
            rung=Method.STATISTICAL,
            run=partial(as_trained, experiment="2d", most=PERCENT),
        ),
    ),
    mutants=(
        Mutant(
            id="without-encoder",
            statement="the observations are as linear in the latents already",
            check="recovery",
            run=partial(PLANAR, score=observations),
        ),
        Mutant(
            id="three-nines",
            statement="R²(h → z) > 0.999 in as many steps",
            check="recovery",
            run=partial(PLANAR, least=Fraction(999, 1000)),
        ),
    ),
    controls=(
        Control(
            id="codes-too",
            statement="R²(z → h) > 0.99 as well",
            check="recovery",
            run=partial(PLANAR, score=codes),
        ),
    ),
)

COUPLINGS = Claim(
    id="trained-scaling",
    group=Group.TRAINING,
    sentence="Training recovers Gaussian latents up to a rotation in many dimensions.",
    source="Experiments, Theorem 1",
    statement="Recorded SIGReg runs, couplings of N = 2, …, 128 dimensions, every seed: R²(h → z) "
    "> 0.999 and E‖h − E h − Qz‖² < N/100 for an orthogonal Q; h is the trained encoder but for "
    "less than 1 % of latents, where its residual is shortened.",
    checks=(
        Check(
            id="recovery",
            title="R²(h → z) − 0.999, held out, N = 2, …, 128",
            rung=Method.STATISTICAL,
            run=SCALING,
        ),
        Check(
            id="rotation",
            title="N/100 − E‖h − E h − Qz‖², Q orthogonal, N = 2, …, 128",
            rung=Method.STATISTICAL,
            run=partial(orthogonality, least=PERCENT),
        ),
        Check(
            id="as-trained",
            title="1/100 − P(the residual of h is shortened)",
            rung=Method.STATISTICAL,
            run=partial(as_trained, experiment="scaling", most=PERCENT),
        ),
    ),
    mutants=(
        Mutant(
            id="without-encoder",
            statement="the observations of couplings are as linear in the latents already",
            check="recovery",
            run=partial(SCALING, score=observations),
        ),
        Mutant(
            id="exactly",
            statement="E‖h − E h − Qz‖² < N/10⁸",
            check="rotation",
            run=partial(orthogonality, least=Fraction(1, 10**8)),
        ),
    ),
    controls=(
        Control(
            id="codes-too",
            statement="R²(z → h) > 0.999 as well",
            check="recovery",
            run=partial(SCALING, score=codes),
        ),
    ),
)

OBJECTIVES = Claim(
    id="trained-objectives",
    group=Group.TRAINING,
    sentence="Whitening suffices for Gaussian latents, and the Gaussian-kernel InfoNCE does not.",
    source="Experiments",
    statement="Recorded VICReg-style runs, couplings of N = 2, …, 128 dimensions: R²(h → z) > "
    "0.999. Of the InfoNCE runs with σ = 1 some have less.",
    checks=(
        Check(
            id="recovery",
            title="R²(h → z) − 0.999, held out, VICReg",
            rung=Method.STATISTICAL,
            run=partial(SCALING, kind="vicreg"),
        ),
    ),
    mutants=(
        Mutant(
            id="infonce-too",
            statement="InfoNCE with σ = 1 recovers the latents as well, for every N",
            check="recovery",
            run=partial(SCALING, kind="infonce"),
        ),
    ),
    controls=(
        Control(
            id="sigreg-too",
            statement="SIGReg recovers the latents as well",
            check="recovery",
            run=SCALING,
        ),
    ),
)

CONVERSE = Claim(
    id="trained-converse",
    group=Group.TRAINING,
    sentence="Recovery is best for Gaussian latents, and elsewhere nonlinear encoders win.",
    source="Experiments, Theorem 2",
    statement="Recorded runs: R²(h → z) is larger at α = 2 than at every other α of a "
    "generalised normal sweep, with the published pair and with a stationary one; whitened "
    "encoders trained on the stationary Laplace AR(1) pair have L(f) < 2(1−ρ) tr Cov f, less "
    "than every linear encoder.",
    checks=(
        Check(
            id="peak",
            title="R² at α = 2 minus R² at other α, every pair of seeds",
            rung=Method.STATISTICAL,
            run=peak,
        ),
        Check(
            id="nonlinear",
            title="2(1−ρ) tr Cov f − L(f) in the Laplace AR(1) world",
            rung=Method.STATISTICAL,
            run=nonlinear_wins,
        ),
    ),
    mutants=(
        Mutant(
            id="peak-at-laplace",
            statement="R² peaks at α = 1",
            check="peak",
            run=partial(peak, best=1.0),
        ),
        Mutant(
            id="peak-at-four",
            statement="R² peaks at α = 4",
            check="peak",
            run=partial(peak, best=4.0),
        ),
        Mutant(
            id="nonlinear-in-gaussian",
            statement="nonlinear encoders beat linear ones in the Gaussian world too",
            check="nonlinear",
            run=partial(nonlinear_wins, kind="gaussian"),
        ),
    ),
    controls=(
        Control(
            id="stationary-only",
            statement="R² peaks at α = 2 among the stationary pairs alone",
            check="peak",
            run=partial(peak, kinds=("gennorm",)),
        ),
    ),
)

BOUND = Claim(
    id="trained-bound",
    group=Group.TRAINING,
    sentence="Every trained encoder obeys the bound of Theorem 3, the bad ones too.",
    source="Experiments, Theorem 3",
    statement="Every recorded run in a Gaussian world, whatever its objective, λ, ρ, N or R²: "
    "E‖h − E h − Qz‖² ≤ D + (ε+D)² with D = δ/2r(1−r), r the correlation of the pair.",
    checks=(
        Check(
            id="slack",
            title="D + (ε+D)² − E‖h − E h − Qz‖², no run left out",
            rung=Method.STATISTICAL,
            run=bound_holds,
        ),
    ),
    mutants=(
        Mutant(
            id="square-alone",
            statement="error ≤ (ε+D)²",
            check="slack",
            run=partial(bound_holds, formula=square_alone),
        ),
        Mutant(
            id="gap-without-r",
            statement="D = δ/2(1−r)",
            check="slack",
            run=partial(bound_holds, formula=gap_without_r),
        ),
        Mutant(
            id="mean-kept",
            statement="the same bound for E‖h − Qz‖²",
            check="slack",
            run=partial(bound_holds, offset=True),
        ),
    ),
    controls=(
        Control(
            id="twice",
            statement="error ≤ 2(D + (ε+D)²)",
            check="slack",
            run=partial(bound_holds, formula=twice),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (PLANE, COUPLINGS, OBJECTIVES, CONVERSE, BOUND)
