"""Formal and numeric verification of "When Does LeJEPA Learn a World Model?"."""

__version__ = "0.1.0"
