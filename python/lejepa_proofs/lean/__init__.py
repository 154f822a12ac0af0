"""What Lean has verified: the audit record, and scans of the sources that need no Lean."""
