"""A diffeomorphism of the plane that preserves N(0, I_2) and not the norm.

w = z √((1 − e^{−|z|²/2})/|z|²) maps N(0, I_2) to the uniform law on the unit disc. There a smaller
disc, off the centre, is turned by an angle that vanishes to second order at its rim.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from flint import arb, arb_series, fmpq

from lejepa_proofs.numerics.enclosure import ball, hull

Number = TypeVar("Number", arb, arb_series)


@dataclass(frozen=True)
class DiscTwist:
    """Turns the disc |w − (c, 0)| < R by the angle α(1 − |w − c|²/R²)², in disc coordinates.

    ``center`` = c, ``radius`` = R, ``strength`` = α. The map is C¹, and the identity off the disc;
    0 is outside it. Claim ``appendix-dirichlet``.

    Raises ``ValueError`` unless 0 < R < c and c + R < 1.
    """

    center: fmpq
    radius: fmpq
    strength: fmpq

    def __post_init__(self) -> None:
        if not (0 < self.radius < self.center and self.center + self.radius < 1):
            raise ValueError("the disc must lie in the unit disc and miss 0: 0 < R < c < 1 - R")

    def __call__(self, z: list[arb_series]) -> list[arb_series]:
        """The image of a point z whose w lies in the small disc."""
        square = z[0] * z[0] + z[1] * z[1]
        shrink = ((1 - (-square / 2).exp()) / square).sqrt()
        x, y = shrink * z[0] - self.center, shrink * z[1]
        angle = self.strength * (1 - (x * x + y * y) / self.radius**2) ** 2
        cosine, sine = angle.cos(), angle.sin()
        u, v = cosine * x - sine * y + self.center, sine * x + cosine * y
        area = u * u + v * v
        grow = (-2 * (1 - area).log() / area).sqrt()
        return [grow * u, grow * v]

    def point(self, depth: arb, phase: arb) -> list[arb]:
        """The z whose w is (c, 0) + R·depth·(cos 2π·phase, sin 2π·phase), 0 ≤ depth ≤ 1."""
        r = ball(self.radius) * depth
        u, v = r * (2 * phase).cos_pi() + ball(self.center), r * (2 * phase).sin_pi()
        area = u * u + v * v
        grow = (-2 * (1 - area).log() / area).sqrt()
        return [grow * u, grow * v]

    def densities(self, depth: Number, phase: Number) -> tuple[Number, Number]:
        """(‖Dh‖_F², log|det Dh|) at :meth:`point`, by the chain rule.

        Dh = A(w') R(θ) S A(w)^{−1} with S = I + s Jx xᵀ, x = w − c, s = 2θ'. A(w) stretches along w
        by 2|w|/(r(1−|w|²)) and across by r/|w|, r² = −2 log(1−|w|²); so det A = 2/(1−|w|²) and
        A² = a I + d wwᵀ. With v = R(θ)ᵀw' and A(w)^{−2} = b I + e wwᵀ,
        ‖Dh‖_F² = ab‖S‖_F² + ae|Sw|² + db|Sᵀv|² + de⟨v, Sw⟩².
        """
        r = ball(self.radius) * depth
        x, y = r * (2 * phase).cos_pi(), r * (2 * phase).sin_pi()
        c = ball(self.center)
        inside = 1 - depth * depth
        angle = inside * inside * self.strength
        slope = inside * (-4 * self.strength / self.radius**2)
        w = (x + c, y)
        v = (x + c * angle.cos(), y - c * angle.sin())
        area, area_after = w[0] * w[0] + y * y, v[0] * v[0] + v[1] * v[1]
        a, d = _stretch_squared(area_after, 1)
        b, e = _stretch_squared(area, -1)

        along = slope * (x * w[0] + y * w[1])
        turned = slope * (x * v[1] - y * v[0])
        sw = (w[0] - along * y, w[1] + along * x)
        sv = (v[0] + turned * x, v[1] + turned * y)
        shear = slope * r * r
        square = a * b * (2 + shear * shear)
        square = square + a * e * (sw[0] * sw[0] + sw[1] * sw[1])
        square = square + d * b * (sv[0] * sv[0] + sv[1] * sv[1])
        inner = v[0] * sw[0] + v[1] * sw[1]
        return square + d * e * inner * inner, (1 - area).log() - (1 - area_after).log()


def _stretch_squared(area: Number, power: int) -> tuple[Number, Number]:
    """(a, d) with A(w)^{2·power} = a I + d wwᵀ."""
    across = -2 * (1 - area).log() / area
    along = 4 / (across * (1 - area) * (1 - area))
    if power < 0:
        across, along = 1 / across, 1 / along
    return across, (along - across) / area


def disc_averages(twist: DiscTwist, rings: int, sectors: int) -> tuple[arb, arb]:
    """(E‖Dh‖_F², E log|det Dh|) over N(0, I_2), by the midpoint rule with its remainder in balls.

    w is uniform on the unit disc: on the small disc the depth t has density 2t and the phase is
    uniform, with total mass R²; off it h is the identity, with energy 2. On a cell of sides k, m
    the midpoint rule in one variable after the other is off by
    (k² ∂²f/∂t² + m² ∂²f/∂phase²)/24 at points of the cell. Raises ``ValueError`` when the cells
    are too coarse for ball arithmetic.
    """
    k, m = fmpq(1, rings), fmpq(1, sectors)
    energy, volume = arb(0), arb(0)
    for i in range(rings):
        depth, depth_cell = ball((2 * i + 1) * k / 2), hull(i * k, (i + 1) * k)
        for j in range(sectors):
            phase, phase_cell = ball((2 * j + 1) * m / 2), hull(j * m, (j + 1) * m)
            mid = twist.densities(depth, phase)
            in_depth = _second_jet(depth_cell), arb_series([phase_cell], prec=3)
            in_phase = arb_series([depth_cell], prec=3), _second_jet(phase_cell)
            try:
                across, around = twist.densities(*in_depth), twist.densities(*in_phase)
            except ValueError as error:
                raise ValueError(f"{rings} x {sectors} cells are too coarse; use more") from error
            for part in (0, 1):
                value = 2 * depth * mid[part]
                value += ball(k * k / 12) * (2 * in_depth[0] * across[part])[2]
                value += ball(m * m / 12) * (2 * in_phase[0] * around[part])[2]
                if part == 0:
                    energy += value
                else:
                    volume += value
    weight = ball(twist.radius**2)
    cell = weight * ball(k * m)
    return 2 * (1 - weight) + cell * energy, cell * volume


def _second_jet(x: arb) -> arb_series:
    return arb_series([x, arb(1)], prec=3)
