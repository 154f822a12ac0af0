"""Advisories: told for older toolchains, not for newer ones, and unknown is an answer."""

import pytest

from lejepa_proofs.lean.advisories import ADVISORIES, AS_OF, applying, parse_version


@pytest.mark.parametrize(
    ("toolchain", "count"),
    [
        ("leanprover/lean4:v4.27.0", 3),
        ("leanprover/lean4:v4.32.0", 3),
        ("leanprover/lean4:v4.32.1", 2),
        ("leanprover/lean4:v4.33.0", 1),
        ("leanprover/lean4:v4.34.0-rc1", 1),
        ("leanprover/lean4:v4.34.0", 0),
        ("leanprover/lean4:v5.0.0", 0),
    ],
)
def test_the_advisories_newer_than_a_toolchain_are_told(toolchain, count):
    found = applying(toolchain)
    assert found is not None
    assert len(found) == count


def test_a_toolchain_without_a_version_is_unknown():
    assert applying("leanprover/lean4:nightly") is None
    assert parse_version("stable") is None


def test_the_table_is_dated_and_ordered():
    assert all(advisory.published <= AS_OF for advisory in ADVISORIES)
    versions = [advisory.fixed_in for advisory in ADVISORIES]
    assert versions == sorted(versions)
    assert all("leanprover/lean4" in advisory.source for advisory in ADVISORIES)
