"""The one exception whose message is meant for the person at the terminal."""

from __future__ import annotations


class LejepaError(Exception):
    """What was wrong, where, and what to do; printed as one line, exit status 2."""
