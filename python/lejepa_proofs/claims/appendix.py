"""The appendix: orthogonal maps minimise the Dirichlet energy among maps that preserve γ."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.dirichlet_checks import (
    density_identity,
    doubled,
    energy_excess,
    energy_of_rotations,
    energy_two_ways,
    jacobian_norm,
    line_moments,
    log_determinant,
    off_centre_energy,
    pointwise_bound,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="appendix-dirichlet",
        group=Group.BACKGROUND,
        sentence="Among diffeomorphisms that preserve the Gaussian, the orthogonal maps "
        "have the least Dirichlet energy.",
        source="Appendix",
        statement="E‖Dh(z)‖_F² ≥ n for a C¹ diffeomorphism h of ℝⁿ that preserves N(0, "
        "I_n), with equality iff h is in O(n).",
        lean=(
            "LeJEPA.le_dirichletEnergy",
            "LeJEPA.dirichletEnergy_eq_iff",
            "LeJEPA.integral_log_abs_det_fderiv",
            "LeJEPA.abs_det_fderiv_mul_gaussianDensity",
        ),
        checks=(
            Check(
                id="excess",
                title="the energy of random twists is above n, n ≤ 5",
                rung=Method.EXACT,
                run=energy_excess,
            ),
            Check(
                id="rotations",
                title="the energy of orthogonal maps is n, n ≤ 5",
                rung=Method.EXACT,
                run=energy_of_rotations,
            ),
            Check(
                id="two-ways",
                title="the energy from the law of |z|² and from the coordinates' moments",
                rung=Method.EXACT,
                run=energy_two_ways,
            ),
            Check(
                id="line",
                title="no increasing cubic other than the identity preserves N(0,1)",
                rung=Method.EXACT,
                run=line_moments,
            ),
            Check(
                id="jacobian",
                title="‖Dh‖_F² by automatic differentiation at random points",
                rung=Method.ENCLOSURE,
                run=jacobian_norm,
            ),
            Check(
                id="density",
                title="|det Dh|·p∘h = p at random points, also where det Dh is not 1",
                rung=Method.ENCLOSURE,
                run=density_identity,
            ),
            Check(
                id="pointwise",
                title="‖Dh‖_F² > n|det Dh|^{2/n} at random points",
                rung=Method.ENCLOSURE,
                run=pointwise_bound,
            ),
            Check(
                id="off-centre",
                title="the energy of a map with det Dh ≠ 1, integrated",
                rung=Method.ENCLOSURE,
                run=off_centre_energy,
            ),
            Check(
                id="log-determinant",
                title="E log|det Dh| = 0 for the same map, integrated",
                rung=Method.ENCLOSURE,
                run=log_determinant,
            ),
        ),
        mutants=(
            Mutant(
                id="not-preserving",
                statement="h need not preserve the Gaussian: h/2",
                check="excess",
                run=partial(energy_excess, scale=2),
            ),
            Mutant(
                id="floor-doubled",
                statement="energy at least 2n",
                check="excess",
                run=partial(energy_excess, floor=doubled),
            ),
            Mutant(
                id="every-map-attains",
                statement="every map that preserves the Gaussian has energy n",
                check="rotations",
                run=partial(energy_of_rotations, constant=False),
            ),
            Mutant(
                id="radial-only",
                statement="the angle's dependence on the other coordinates costs nothing",
                check="two-ways",
                run=partial(energy_two_ways, drop_tangential=True),
            ),
            Mutant(
                id="three-moments",
                statement="on the line, three moments of the Gaussian make h the identity",
                check="line",
                run=partial(line_moments, top=3),
            ),
            Mutant(
                id="no-shear",
                statement="‖Dh‖_F² = n everywhere",
                check="jacobian",
                run=partial(jacobian_norm, tangential=0),
            ),
            Mutant(
                id="density-inverted",
                statement="|det Dh|·p = p∘h",
                check="density",
                run=partial(density_identity, sign=-1),
            ),
            Mutant(
                id="density-not-preserving",
                statement="the identity holds for h/2",
                check="density",
                run=partial(density_identity, scale=2),
            ),
            Mutant(
                id="pointwise-dimension",
                statement="‖Dh‖_F² ≥ n at every point",
                check="pointwise",
                run=partial(pointwise_bound, determinant=False),
            ),
            Mutant(
                id="off-centre-doubled",
                statement="energy at least 2n, integrated",
                check="off-centre",
                run=partial(off_centre_energy, floor=doubled),
            ),
            Mutant(
                id="log-determinant-scaled",
                statement="E log|det D(h/2)| = 0",
                check="log-determinant",
                run=partial(log_determinant, scale=2),
            ),
        ),
        controls=(
            Control(
                id="volume-preserving",
                statement="det Dh = 1: the exponent's sign does not matter",
                check="density",
                run=partial(density_identity, sign=-1, twisted=False),
            ),
            Control(
                id="six-moments",
                statement="on the line, six moments in place of four",
                check="line",
                run=partial(line_moments, top=6),
            ),
        ),
    ),
)
