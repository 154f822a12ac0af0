"""Known soundness fixes of Lean's kernel that are newer than a toolchain.

The table is dated: it knows nothing of what was found after :data:`AS_OF`.
"""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

AS_OF = date(2026, 11, 21)
"""The day the table was last brought up to date."""

Version = tuple[int, int, int]


class Advisory(BaseModel):
    """A soundness fix: the first release that has it, what it closes, and where that is told."""

    model_config = ConfigDict(frozen=True)

    fixed_in: Version
    published: date
    summary: str
    reach: str
    source: str


ADVISORIES = (
    Advisory(
        fixed_in=(4, 32, 1),
        published=date(2026, 7, 22),
        summary="the value of an `opaque` constant was not checked for free variables",
        reach="needs a metaprogram that runs in the process of the kernel",
        source="leanprover/lean4 issue 14484, pull request 14498",
    ),
    Advisory(
        fixed_in=(4, 32, 2),
        published=date(2026, 7, 28),
        summary="a projection whose structure name is not that of the projected value was accepted",
        reach="needs a declaration built by a metaprogram; the ordinary checked path accepts it",
        source="leanprover/lean4 issue 14576, pull request 14577",
    ),
    Advisory(
        fixed_in=(4, 34, 0),
        published=date(2026, 8, 18),
        summary="a stuck type was not recognised as that of a proposition, so data could be "
        "projected out of a proof",
        reach="needs a term built on purpose; other checkers of Lean accepted it too",
        source="leanprover/lean4 pull request 14807; release notes of v4.34.0",
    ),
)


def parse_version(toolchain: str) -> Version | None:
    """The version in a name such as ``leanprover/lean4:v4.27.0``; ``None`` when there is none.

    A release candidate counts as the release before it, which errs on the side of telling.
    """
    match = re.search(r"v?(\d+)\.(\d+)\.(\d+)(-\w+)?", toolchain)
    if match is None:
        return None
    major, minor, patch = (int(part) for part in match.groups()[:3])
    if match[4]:
        return (major, minor, patch - 1)
    return (major, minor, patch)


def applying(toolchain: str) -> tuple[Advisory, ...] | None:
    """The advisories newer than ``toolchain``; ``None`` when its version cannot be read."""
    version = parse_version(toolchain)
    if version is None:
        return None
    return tuple(advisory for advisory in ADVISORIES if advisory.fixed_in > version)
