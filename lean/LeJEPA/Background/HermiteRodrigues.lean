import Mathlib.RingTheory.Polynomial.Hermite.Gaussian

/-!
# The formula of Rodrigues for the Hermite polynomials

## Main results

* `LeJEPA.aeval_hermite_eq_iterate_deriv`: `He n = (-1)ⁿ e^(x² / 2) (d / dx)ⁿ e^(-x² / 2)`, from
  Mathlib.
-/

open Polynomial

namespace LeJEPA

/-- The formula of Rodrigues: `He n (x) = (-1)ⁿ e^(x² / 2) (d / dx)ⁿ e^(-x² / 2)`. -/
theorem aeval_hermite_eq_iterate_deriv (n : ℕ) (x : ℝ) : aeval x (hermite n)
    = (-1) ^ n * Real.exp (x ^ 2 / 2) * deriv^[n] (fun y ↦ Real.exp (-(y ^ 2 / 2))) x := by
  rw [hermite_eq_deriv_gaussian']
  ring

end LeJEPA
