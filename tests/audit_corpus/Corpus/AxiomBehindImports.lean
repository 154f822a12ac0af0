import Corpus.AxiomMiddle

/-! Threat, third of three files: no word of it shows the axiom. -/

theorem AxiomBehindImports.headline : 1 = 2 := AxiomMiddle.step 1 2
