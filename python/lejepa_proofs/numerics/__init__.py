"""Exact and rigorous numerics; knows nothing of torch, of claims or of Lean."""
