/-! Harmless: `sorry` and axiom in comments, strings and names only. -- sorry -/

/- sorry /- axiom -/ native_decide -/

-- axiom bad : False

def OnlyLooksLike.«sorry» : String := "sorry \" axiom"

def OnlyLooksLike.raw : String := r#"by sorry" "#

def OnlyLooksLike.sorryful (sorry' : Nat) : Nat := sorry'

theorem OnlyLooksLike.headline (n : Nat) : n + 0 = n := rfl
