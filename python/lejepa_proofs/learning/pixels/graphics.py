"""Which software OpenGL draws the frames: EGL with llvmpipe, or OSMesa.

MuJoCo fixes its backend when it is first imported, and a broken driver may end the process; so
each candidate is tried in a process of its own, and the first that draws is used. Software drawing
is asked for even where there is a GPU: frames then depend on the processor and the driver's
version only, and both are recorded with them.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from functools import lru_cache
from typing import NamedTuple

from lejepa_proofs.errors import LejepaError

BACKENDS = ("egl", "osmesa")
SOFTWARE = {"LIBGL_ALWAYS_SOFTWARE": "1", "GALLIUM_DRIVER": "llvmpipe"}
SECONDS = 120

PROBE = """
import mujoco
model = mujoco.MjModel.from_xml_string(
    "<mujoco><visual><quality shadowsize='0'/></visual><worldbody><light pos='0 0 1'/>"
    "<geom type='sphere' size='1'/></worldbody></mujoco>"
)
data = mujoco.MjData(model)
mujoco.mj_forward(model, data)
with mujoco.Renderer(model, 8, 8) as renderer:
    renderer.update_scene(data)
    assert renderer.render().any(), "the picture is black"
    from OpenGL import GL
    names = [GL.glGetString(each).decode() for each in (GL.GL_RENDERER, GL.GL_VERSION)]
    print("drawn by", ", ".join(names))
"""


class Graphics(NamedTuple):
    """The backend, as ``MUJOCO_GL`` names it, and the driver's name for itself."""

    backend: str
    driver: str


def _environment(backend: str) -> dict[str, str]:
    return {**SOFTWARE, "MUJOCO_GL": backend, "PYOPENGL_PLATFORM": backend}


def _try(backend: str) -> tuple[str | None, str]:
    """The driver's name, or ``None`` and the last line of what went wrong."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROBE],
            env={**os.environ, **_environment(backend)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None, f"no picture within {SECONDS} s"
    drawn = [line for line in done.stdout.splitlines() if line.startswith("drawn by ")]
    if done.returncode == 0 and drawn:
        return drawn[-1].removeprefix("drawn by "), ""
    lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
    wrong = [line for line in lines if "Error" in line and not line.startswith(" ")]
    return None, (wrong or lines)[-1].strip()


@lru_cache
def graphics() -> Graphics:
    """The software OpenGL of this machine; sets the environment so that MuJoCo uses it.

    ``MUJOCO_GL``, when set, is the only candidate. It must be set where something else imports
    ``mujoco`` first.

    Raises
    ------
    LejepaError
        ``mujoco`` is not installed or was imported too early, or no candidate draws: one line
        that says what to do.
    """
    if importlib.util.find_spec("mujoco") is None:
        raise LejepaError("drawing needs MuJoCo; install the extra: pip install '.[pixels]'")
    wanted = os.environ.get("MUJOCO_GL", "").strip().lower()
    failures = []
    for backend in (wanted,) if wanted else BACKENDS:
        driver, failure = _try(backend)
        if driver is not None:
            if "mujoco" in sys.modules and not wanted:
                raise LejepaError(
                    f"mujoco was imported before a backend was chosen; set MUJOCO_GL={backend} "
                    "before the import"
                )
            os.environ.update(_environment(backend))
            return Graphics(backend, driver)
        failures.append(f"{backend}: {failure}")
    asked = " (MUJOCO_GL asks for it)" if wanted else ""
    raise LejepaError(
        f"no software OpenGL draws here{asked}: {'; '.join(failures)}; install Debian's "
        "libosmesa6, or libegl1 with libgl1-mesa-dri"
    )
