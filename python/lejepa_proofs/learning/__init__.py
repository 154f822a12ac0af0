"""Training that can confirm or refute the theorems; needs the extra ``learning`` (torch)."""
