"""The compiled kernel: made once, kept whole, and never in the way when it cannot be had."""

import os
import shutil
import stat

import pytest

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from lejepa_proofs.learning import native  # noqa: E402
from lejepa_proofs.learning.sigreg import backend, sigreg  # noqa: E402


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty cache, and nothing remembered from it afterwards."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv(native.SWITCH, raising=False)
    native._kernel.cache_clear()
    yield tmp_path / "lejepa-proofs"
    native._kernel.cache_clear()


def executable(path, script):
    path.write_text(script)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


needs_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler")


@needs_compiler
def test_the_library_is_made_once(folder):
    assert backend().name == "compiled"
    (made,) = folder.iterdir()
    assert made.suffix == ".so"
    time = made.stat().st_mtime_ns
    native._kernel.cache_clear()
    assert backend().name == "compiled"
    assert [path.stat().st_mtime_ns for path in folder.iterdir()] == [time]


@needs_compiler
def test_a_damaged_library_is_a_reason_not_an_error(folder):
    assert backend().name == "compiled"
    (made,) = folder.iterdir()
    copy = made.read_bytes()
    made.unlink()  # the mapped file itself must stay whole
    made.write_bytes(copy[:100])
    native._kernel.cache_clear()
    assert backend().name == "compiled"


def test_without_a_compiler_there_is_a_reason(folder, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert backend().name == "torch"
    assert "install one" in backend().reason
    assert float(sigreg(torch.zeros(3, 2))) > 0
    assert not folder.exists() or not any(folder.iterdir())


def test_a_compiler_that_fails_is_quoted(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CC", executable(tmp_path / "cc", "#!/bin/sh\necho no disk >&2\nexit 1\n"))
    assert backend() == ("torch", backend().reason)
    assert "no disk" in backend().reason
    assert not any(folder.iterdir())


def test_a_miscompiled_kernel_is_not_used(folder, monkeypatch):
    del folder

    def wrong(x, step, weight, target, value, grad):
        del x, step, weight, target, grad
        value.zero_()

    monkeypatch.setattr(native, "_bound", lambda _path: wrong)
    monkeypatch.setattr(native, "_library", lambda _defines: native.SOURCE)
    assert "gives 0.0 for" in backend().reason


def test_a_folder_that_cannot_be_made_is_a_reason(tmp_path, monkeypatch, folder):
    del folder
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert backend().name == "torch"
    assert "no C compiler" in backend().reason or "cache folder" in backend().reason


def test_it_can_be_turned_off(monkeypatch):
    monkeypatch.setenv(native.SWITCH, "off")
    assert backend() == ("torch", f"turned off by {native.SWITCH}")
    assert native.SWITCH in os.environ


def test_other_numbers_are_for_torch():
    assert backend(torch.float16).name == "torch"
    assert backend(device="meta").reason == "the device is meta"
