"""The claims registry: what is claimed, and every piece of evidence for it."""
