/-! Threat: a hypothesis that contains the conclusion. -/

theorem AssumesConclusion.headline (a b : Nat) (_ha : 0 < a) (h : a * b = b * a) : a * b = b * a := h
