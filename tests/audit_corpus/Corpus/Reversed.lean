/-! Threat: a mark that reverses the order of the letters shown, so that code hides in a comment. -/

/- the proof is by induction ‮ -/ axiom Reversed.hidden : False /- ⁦ -/

theorem Reversed.headline : 1 = 2 := Reversed.hidden.elim
