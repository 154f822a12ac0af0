/-! Threat: a nested comment that ends earlier than it seems to. -/

/- /- the axiom below looks like part of this comment -/ -/
axiom NestedComment.hidden : False
/- -/

theorem NestedComment.headline : 1 = 2 := NestedComment.hidden.elim
