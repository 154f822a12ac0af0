"""Frames: the same angles give the same picture, and a cache is resumed, never half believed."""

import os
import sys

import numpy as np
import pytest

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning.pixels import cache
from lejepa_proofs.learning.pixels import graphics as gl
from lejepa_proofs.learning.pixels.reacher import Reacher
from lejepa_proofs.learning.pixels.worlds import AngleWorld, ReachingWorld, RenderConfig

ANGLES = RenderConfig(world=AngleWorld(rho=0.8), pairs=7, shard=3, seed=1)
RUNS = RenderConfig(world=ReachingWorld(length=9, lag=2), pairs=10, shard=8, seed=1)


@pytest.fixture
def drawn(graphics):  # noqa: ARG001
    """An open arm, where something can draw."""
    with Reacher() as reacher:
        yield reacher


def test_frames_are_a_function_of_the_angles(drawn) -> None:
    angles = np.random.default_rng(0).standard_normal((6, 2))
    frames = drawn.frames(angles)
    assert frames.shape == (6, 64, 64, 3)
    assert np.array_equal(drawn.frames(angles[::-1])[::-1], frames)
    drawn.reach(3, 2, np.random.default_rng(0))
    assert np.array_equal(drawn.frames(angles), frames)
    with Reacher() as other:
        assert np.array_equal(other.frames(angles), frames)
    assert len({frame.tobytes() for frame in frames}) == 6


def test_a_full_turn_is_not_seen(drawn) -> None:
    angles = np.array([[0.3, -0.7]])
    turned = drawn.frames(angles + np.array([2 * np.pi, -2 * np.pi])).astype(int)
    # sines of the turned angles differ in the last bits, which may move a grey level by one
    assert np.abs(turned - drawn.frames(angles)).max() <= 1


def test_small_moves_are_seen(drawn) -> None:
    angles = np.array([[0.3, -0.7], [0.35, -0.7], [0.3, -0.65]])
    frames = drawn.frames(angles)
    assert np.any(frames[0] != frames[1])
    assert np.any(frames[0] != frames[2])


def test_the_controller_reaches(drawn) -> None:
    path = drawn.reach(200, 100, np.random.default_rng(0))
    # it arrives and waits before the next target
    assert (
        np.abs(np.diff(path[80:100], axis=0)).max() < np.abs(np.diff(path[:20], axis=0)).max() / 20
    )
    assert np.array_equal(path, drawn.reach(200, 100, np.random.default_rng(0)))


@pytest.mark.parametrize("config", [ANGLES, RUNS], ids=lambda c: c.world.kind)
def test_a_set_is_drawn_once_and_the_same_again(config, graphics, tmp_path) -> None:  # noqa: ARG001
    told: list[int] = []
    cache.render(config, tmp_path, told.append)
    assert sum(told) == config.pairs
    found = cache.load(config, tmp_path)
    assert len(found.pairs) == config.pairs
    assert found.pairs.max() < len(found.frames) == len(found.angles)
    files = sorted((tmp_path / config.folder).iterdir())
    stamps = [(each, each.stat().st_mtime_ns) for each in files]
    cache.render(config, tmp_path, told.append)
    assert [(each, each.stat().st_mtime_ns) for each in files] == stamps
    files[0].unlink()  # set.json stays, a shard goes
    before = {each: each.read_bytes() for each in files[1:]}
    cache.render(config, tmp_path)
    assert {each: each.read_bytes() for each in files[1:]} == before
    again = cache.load(config, tmp_path)
    assert np.array_equal(again.frames, found.frames)
    assert np.array_equal(again.pairs, found.pairs)


def test_neighbours_on_a_run_are_a_lag_apart(graphics, tmp_path) -> None:  # noqa: ARG001
    cache.render(RUNS, tmp_path)
    pairs = cache.load(RUNS, tmp_path).pairs
    assert np.all(pairs[:, 1] - pairs[:, 0] == 2)


def test_a_damaged_shard_is_named(graphics, tmp_path) -> None:  # noqa: ARG001
    cache.render(ANGLES, tmp_path)
    path = cache.shard_path(ANGLES, tmp_path, 1)
    whole = path.read_bytes()
    for broken in (whole[:100], whole[:-200], b"", whole[:3000] + b"\0" * 64 + whole[3064:]):
        path.write_bytes(broken)
        with pytest.raises(LejepaError, match=r"shard-00001\.npz is damaged"):
            cache.load(ANGLES, tmp_path)
    path.unlink()
    with pytest.raises(LejepaError, match=r"shard-00001\.npz is missing"):
        cache.load(ANGLES, tmp_path)


def test_a_set_of_another_driver_is_not_mixed(graphics, tmp_path) -> None:  # noqa: ARG001
    folder = cache.render(ANGLES, tmp_path)
    about = folder / "set.json"
    about.write_text(about.read_text().replace("llvmpipe", "otherpipe"))
    cache.render(ANGLES, tmp_path)  # nothing is missing, so nothing is mixed
    cache.shard_path(ANGLES, tmp_path, 0).unlink()
    with pytest.raises(LejepaError, match="another driver"):
        cache.render(ANGLES, tmp_path)


def test_no_graphics_is_one_clear_line(monkeypatch) -> None:
    monkeypatch.setattr(gl, "_try", lambda backend: (None, f"no {backend}"))
    monkeypatch.delenv("MUJOCO_GL", raising=False)
    with pytest.raises(LejepaError) as failure:
        gl.graphics.__wrapped__()
    message = str(failure.value)
    assert "egl: no egl; osmesa: no osmesa; install" in message
    assert "\n" not in message
    monkeypatch.setenv("MUJOCO_GL", "osmesa")
    with pytest.raises(LejepaError, match=r"MUJOCO_GL asks for it\): osmesa: no osmesa; install"):
        gl.graphics.__wrapped__()


def test_without_mujoco_the_extra_is_named(monkeypatch) -> None:
    monkeypatch.setattr(gl.importlib.util, "find_spec", {}.get)
    with pytest.raises(LejepaError, match="pixels"):
        gl.graphics.__wrapped__()


def test_the_second_backend_is_tried(monkeypatch) -> None:
    monkeypatch.setattr(
        gl, "_try", lambda backend: ("soft", "") if backend == "osmesa" else (None, "no")
    )
    for name in (*gl.SOFTWARE, "PYOPENGL_PLATFORM", "MUJOCO_GL"):
        monkeypatch.setenv(name, "")
    monkeypatch.delitem(sys.modules, "mujoco", raising=False)
    assert gl.graphics.__wrapped__() == ("osmesa", "soft")
    assert os.environ["MUJOCO_GL"] == "osmesa"


def test_an_early_import_is_reported(monkeypatch) -> None:
    monkeypatch.setattr(gl, "_try", {"egl": ("soft", "")}.get)
    monkeypatch.setitem(sys.modules, "mujoco", os)
    monkeypatch.delenv("MUJOCO_GL", raising=False)
    with pytest.raises(LejepaError, match="set MUJOCO_GL=egl before"):
        gl.graphics.__wrapped__()
