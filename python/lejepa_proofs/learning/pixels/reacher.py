"""The two-joint arm: its geometry, its camera, and a controller that reaches for targets.

Angles are ``(shoulder, elbow)`` in radians; 0 is straight along x. The joints turn without end,
so frames depend on the angles modulo 2π.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from lejepa_proofs.learning.control.maps import Array
from lejepa_proofs.learning.pixels.graphics import graphics

Frames = npt.NDArray[np.uint8]

SIZE = 64
ARM = 0.14
FOREARM = 0.12
STEP = 0.04
"""Seconds from one frame to the next."""
STIFFNESS, DAMPING = 0.6, 0.12
"""Of the controller, in N·m/rad and N·m·s/rad."""


def wrapped(angles: Array) -> Array:
    """The same angles in [−π, π)."""
    return np.asarray((angles + np.pi) % (2 * np.pi) - np.pi)


def hand(angles: Array) -> Array:
    """Where the hand is, in metres: angles ``(..., 2)`` to points ``(..., 2)``."""
    shoulder, both = angles[..., 0], angles[..., 0] + angles[..., 1]
    x = ARM * np.cos(shoulder) + FOREARM * np.cos(both)
    y = ARM * np.sin(shoulder) + FOREARM * np.sin(both)
    return np.stack((x, y), -1)


def reaching_angles(point: Array, bend: float) -> Array:
    """Angles that put the hand at ``point`` ``(2,)``, elbow bent to the side of ``bend``'s sign.

    A point out of reach is replaced by the nearest one on its ray.
    """
    distance = float(np.clip(np.hypot(*point), ARM - FOREARM, ARM + FOREARM))
    cosine = (distance**2 - ARM**2 - FOREARM**2) / (2 * ARM * FOREARM)
    elbow = np.copysign(np.arccos(np.clip(cosine, -1, 1)), bend)
    inner = np.arctan2(FOREARM * np.sin(elbow), ARM + FOREARM * np.cos(elbow))
    return wrapped(np.array([np.arctan2(point[1], point[0]) - inner, elbow]))


class Reacher:
    """The arm in MuJoCo. Close it, or use it as a context manager, to give the camera back.

    Raises :class:`~lejepa_proofs.errors.LejepaError` where nothing can draw.
    """

    def __init__(self, size: int = SIZE) -> None:
        self.driver = graphics().driver
        import mujoco

        self._mujoco: Any = mujoco
        xml = resources.files(__package__).joinpath("reacher.xml").read_text("utf-8")
        self._model = mujoco.MjModel.from_xml_string(xml)
        self._data = mujoco.MjData(self._model)
        self._renderer = mujoco.Renderer(self._model, size, size)
        self.size = size

    def __enter__(self) -> Reacher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the drawing context."""
        self._renderer.close()

    def frames(self, angles: Array) -> Frames:
        """Pictures of the arm at ``angles`` ``(m, 2)``: ``(m, size, size, 3)``, 8 bits."""
        pictures = np.empty((len(angles), self.size, self.size, 3), np.uint8)
        for position, picture in zip(angles, pictures, strict=True):
            self._data.qpos[:] = position
            self._mujoco.mj_kinematics(self._model, self._data)
            self._mujoco.mj_camlight(self._model, self._data)
            self._renderer.update_scene(self._data, camera="above")
            self._renderer.render(out=picture)
        return pictures

    def reach(self, steps: int, hold: int, rng: np.random.Generator) -> Array:
        """Angles along one run of the controller, one row every :data:`STEP` seconds.

        From a random posture at rest the hand goes for a target, uniform in the disc of reach, by
        torques ``k·(θ* − θ) − d·θ'`` under MuJoCo's dynamics; after ``hold`` steps for the next
        one. The elbow keeps its side, and each joint takes the short way round. Shape
        ``(steps, 2)``, not wrapped.
        """
        self._mujoco.mj_resetData(self._model, self._data)
        self._data.qpos[:] = rng.uniform(-np.pi, np.pi, 2)
        inner = round(STEP / self._model.opt.timestep)
        path = np.empty((steps, 2))
        target = np.zeros(2)
        for t in range(steps):
            now = self._data.qpos.copy()
            path[t] = now
            if t % hold == 0:
                radius, angle = np.sqrt(rng.random()) * (ARM + FOREARM), rng.uniform(-np.pi, np.pi)
                point = radius * np.array([np.cos(angle), np.sin(angle)])
                wanted = reaching_angles(point, float(wrapped(now)[1]))
                target = now + wrapped(wanted - now)
            for _ in range(inner):
                torque = STIFFNESS * (target - self._data.qpos) - DAMPING * self._data.qvel
                self._data.ctrl[:] = np.clip(torque, -1, 1)
                self._mujoco.mj_step(self._model, self._data)
        return path
