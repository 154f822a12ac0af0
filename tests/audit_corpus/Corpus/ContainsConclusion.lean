/-! Threat: the conclusion packed into a hypothesis, in a conjunction, a structure or a quantifier. -/

structure ContainsConclusion.Encoder where
  loss : Nat
  floor : Nat
  attained : floor = 4 ∧ loss = floor

theorem ContainsConclusion.headline (e : ContainsConclusion.Encoder) (_h : 0 < e.floor) :
    e.loss = e.floor := e.attained.2

theorem ContainsConclusion.paired (p q : Prop) (h : p ∧ q) : q := h.2

theorem ContainsConclusion.quantified (f : Nat → Nat) (h : ∀ n, f n = n) : ∀ n, f n = n := h

theorem ContainsConclusion.negated (p : Prop) (h : ¬p) : ¬p := h
