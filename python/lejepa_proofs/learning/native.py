"""Compiles ``sigreg_kernel.c`` with the system's C compiler at first use, and loads it.

The library is kept in the user's cache folder under a digest of its source, the command that made
it and the processor it was made for, and appears there whole or not at all. Whatever goes wrong is
a reason to compute in plain torch, never an error: :func:`kernel` says which of the two it is.
"""

from __future__ import annotations

import ctypes
import hashlib
import math
import os
import platform
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor

SWITCH = "LEJEPA_PROOFS_KERNEL"
"""Environment variable; ``off`` turns compiled code off."""

SOURCE = Path(__file__).with_name("sigreg_kernel.c")
DEFINES = {torch.float32: (), torch.float64: ("-DDOUBLE",)}

Slices = Callable[[Tensor, float, Tensor, Tensor, Tensor, Tensor | None], None]


@dataclass(frozen=True)
class Kernel:
    """A loaded kernel, or ``None`` and the reason why there is none."""

    slices: Slices | None
    reason: str


class _Unusable(Exception):
    """Why there is no kernel."""


_LOCK = threading.Lock()


def kernel(dtype: torch.dtype) -> Kernel:
    """The kernel for ``float32`` or ``float64``, compiled if it has to be."""
    if os.environ.get(SWITCH, "").lower() in ("off", "0", "no"):
        return Kernel(None, f"turned off by {SWITCH}")
    with _LOCK:
        return _kernel(dtype)


@lru_cache
def _kernel(dtype: torch.dtype) -> Kernel:
    try:
        if dtype not in DEFINES:
            raise _Unusable(f"no kernel for {dtype}")
        path = _library(DEFINES[dtype])
        try:
            slices = _bound(path)
        except OSError:  # damaged in the cache: make it again
            path.unlink(missing_ok=True)
            slices = _bound(_library(DEFINES[dtype]))
        _checked(slices, dtype)
    except (_Unusable, OSError, subprocess.SubprocessError) as error:
        return Kernel(None, str(error) or type(error).__name__)
    return Kernel(slices, f"compiled: {path}")


def _compiler() -> str:
    named = os.environ.get("CC", "").split()
    for name in (*named[:1], "cc", "gcc", "clang"):
        if found := shutil.which(name):
            return found
    raise _Unusable("no C compiler (cc, gcc, clang or $CC); install one for a faster SIGReg")


def _processor() -> str:
    """What ``-march=native`` depends on."""
    parts = [platform.system(), platform.machine(), platform.processor()]
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    kept = {line for line in lines if line.startswith(("flags", "Features", "model name"))}
    return "\n".join((*parts, *sorted(kept)))


def cache_folder() -> Path:
    """Where compiled kernels are kept: ``$XDG_CACHE_HOME`` or ``~/.cache``, ``lejepa-proofs``."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "lejepa-proofs"


def _library(defines: tuple[str, ...]) -> Path:
    compiler = _compiler()
    source = SOURCE.read_bytes()
    common = ("-std=gnu11", "-O3", "-shared", "-fPIC", *defines)
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        raise _Unusable(f"no cache folder for the kernel: {error}") from None
    if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
        raise _Unusable(f"{folder} belongs to another user; set XDG_CACHE_HOME")
    complaint = ""
    for tuned in (("-march=native",), ()):
        command = (compiler, *tuned, *common)
        text = "\0".join((*command, _processor())).encode()
        path = folder / f"sigreg-{hashlib.sha256(source + text).hexdigest()[:24]}.so"
        if path.exists():
            return path
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".so")
        os.close(handle)
        try:
            done = subprocess.run(
                (*command, "-o", temporary, str(SOURCE), "-lm"),
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            if done.returncode == 0:
                os.replace(temporary, path)
                return path
            complaint = (done.stderr.strip().splitlines() or ["no message"])[0]
        finally:
            Path(temporary).unlink(missing_ok=True)
    raise _Unusable(f"{compiler} could not compile {SOURCE.name}: {complaint}")


def _bound(path: Path) -> Slices:
    function = ctypes.CDLL(str(path)).sigreg_slices
    function.restype = ctypes.c_int
    function.argtypes = [
        *(ctypes.c_void_p, ctypes.c_long, ctypes.c_long, ctypes.c_long, ctypes.c_double),
        *(ctypes.c_void_p for _ in range(4)),
    ]

    def slices(
        x: Tensor, step: float, weight: Tensor, target: Tensor, value: Tensor, grad: Tensor | None
    ) -> None:
        count, n = x.shape
        where = None if grad is None else grad.data_ptr()
        if function(
            *(x.data_ptr(), count, n, len(weight), step),
            *(weight.data_ptr(), target.data_ptr(), value.data_ptr(), where),
        ):
            raise MemoryError(f"no memory for a slice of {n} samples")

    return slices


def _checked(slices: Slices, dtype: torch.dtype) -> None:
    """Two knots on three samples against ``math``: a miscompiled kernel is not used."""
    samples, weight, target = (0.5, -1.25, 30.0), (0.75, 0.25), (0.5, -0.5)
    expected = 0.0
    for k in (1, 2):
        c = math.fsum(math.cos(k * x / 2) for x in samples) / 3 - target[k - 1]
        s = math.fsum(math.sin(k * x / 2) for x in samples) / 3
        expected += 3 * weight[k - 1] * (c * c + s * s)
    x, value = torch.tensor([samples], dtype=dtype), torch.empty(1, dtype=dtype)
    weights, targets = (torch.tensor(v, dtype=torch.float64) for v in (weight, target))
    slices(x, 0.5, weights, targets, value, torch.empty_like(x))
    # 20 operations on numbers below 8; the angle 30 is rounded to an ulp of 32
    if not abs(float(value) - expected) <= 8 * 52 * torch.finfo(dtype).eps:
        raise _Unusable(f"the compiled kernel gives {float(value)} for {expected}")
