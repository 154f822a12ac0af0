import LeJEPA.Converse.FirstVariation
import Mathlib.Analysis.Calculus.Deriv.Add
import Mathlib.Analysis.Calculus.Deriv.Inv
import Mathlib.Analysis.Calculus.Deriv.Pow

/-!
# The derivative of the whitened loss at the identity

Along the curve of whitened encoders of `LeJEPA.Converse.FirstVariation`, which have
`(z j + s g(z)) / √(1 + s² E g²)` in coordinate `j` and `z` elsewhere, the loss has the derivative
`-2 E[z j g(z')]` at the identity, `s = 0`.

## Main results

* `LeJEPA.AR1.hasDerivAt_arLoss_variation`: the derivative.
-/

open MeasureTheory

namespace LeJEPA.AR1

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))} [IsProbabilityMeasure μ]
  [IsProbabilityMeasure ν] {g : EuclideanSpace ℝ (Fin n) → ℝ}

/-- The first variation of the whitened loss at the identity, in a direction `g` orthogonal to the
constants and to the coordinates, is `-2 E[z j g(z')]`. -/
theorem hasDerivAt_arLoss_variation (w : AR1 ρ μ ν) (hg : MemLp g 2 μ) (h0 : ∫ z, g z ∂μ = 0)
    (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0) (j : Fin n) :
    HasDerivAt (fun s ↦ arLoss ρ μ ν (variation j g s √(1 + s ^ 2 * ∫ z, g z ^ 2 ∂μ)))
      (-2 * ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν) 0 := by
  set q := ∫ z, g z ^ 2 ∂μ
  set P := ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
  set R := ∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν
  have hq : 0 ≤ q := integral_nonneg fun z ↦ sq_nonneg (g z)
  have hloss (s : ℝ) : arLoss ρ μ ν (variation j g s √(1 + s ^ 2 * q))
      = (1 + s ^ 2 * q)⁻¹ * (2 * (1 - ρ) - 2 * s * P + s ^ 2 * R)
        + (arLoss ρ μ ν (fun z ↦ z) - 2 * (1 - ρ)) := by
    have hc : √(1 + s ^ 2 * q) ^ 2 = 1 + s ^ 2 * q := Real.sq_sqrt (by positivity)
    have h := w.arLoss_variation hg h1 (w.isWhitened_variation hg h0 h1 (j := j) hc).memLp
    rw [hc] at h
    linarith
  simp_rw [hloss]
  have hsq : HasDerivAt (fun s : ℝ ↦ s ^ 2) 0 0 := (hasDerivAt_pow 2 0).congr_deriv (by simp)
  have hden : HasDerivAt (fun s : ℝ ↦ 1 + s ^ 2 * q) 0 0 :=
    ((hasDerivAt_const (0 : ℝ) (1 : ℝ)).add (hsq.mul_const q)).congr_deriv (by simp)
  have hinv : HasDerivAt (fun s : ℝ ↦ (1 + s ^ 2 * q)⁻¹) 0 0 :=
    (hden.inv (by simp)).congr_deriv (by simp)
  have hnum : HasDerivAt (fun s : ℝ ↦ 2 * (1 - ρ) - 2 * s * P + s ^ 2 * R) (-2 * P) 0 :=
    (((((hasDerivAt_id (0 : ℝ)).const_mul 2).mul_const P).const_sub (2 * (1 - ρ))).add
      (hsq.mul_const R)).congr_deriv (by ring)
  exact ((hinv.mul hnum).add (hasDerivAt_const (0 : ℝ)
    (arLoss ρ μ ν (fun z ↦ z) - 2 * (1 - ρ)))).congr_deriv (by simp)

end LeJEPA.AR1
