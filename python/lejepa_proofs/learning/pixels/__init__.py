"""A two-joint arm seen through a camera; needs the extras ``learning`` and ``pixels``."""
