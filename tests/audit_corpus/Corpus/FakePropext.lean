/-! Threat: an axiom with the last name of one of Lean's own. -/

axiom FakePropext.propext : False

open FakePropext in
theorem FakePropext.headline : 1 = 2 := FakePropext.propext.elim
