import LeJEPA.Counterexamples.Coordinatewise
import LeJEPA.Counterexamples.MeasurePreservingMaps

/-!
# A map that preserves the Gaussian measure and is not affine

The map `x ↦ -x` for `|x| ≤ 1`, `x ↦ x` for `|x| > 1` preserves the standard normal law by symmetry.
Applied to every coordinate it preserves the standard Gaussian measure in every dimension, and it
is not affine, not even almost everywhere.

## Main definitions

* `LeJEPA.signFlip`: the map on the line.

## Main results

* `LeJEPA.measurePreserving_signFlip`: it preserves the standard normal law.
* `LeJEPA.not_ae_eq_affine_signFlip`: coordinatewise, it is not affine almost everywhere.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ}

/-- The map that changes the sign of a number `x` with `|x| ≤ 1`, and of no other. -/
noncomputable def signFlip (x : ℝ) : ℝ := if |x| ≤ 1 then -x else x

/-- The sign flip preserves the standard normal law. -/
theorem measurePreserving_signFlip :
    MeasurePreserving signFlip (gaussianReal 0 1) (gaussianReal 0 1) := by
  have hneg : MeasurePreserving (fun x : ℝ ↦ -x) (gaussianReal 0 1) (gaussianReal 0 1) :=
    ⟨measurable_neg, by rw [gaussianReal_map_neg, neg_zero]⟩
  classical
  exact hneg.piecewise (MeasurePreserving.id _) (s := {x : ℝ | |x| ≤ 1})
    (measurableSet_le (by fun_prop) (by fun_prop)) (by ext x; simp) rfl

/-- The sign flip is square integrable. -/
theorem memLp_signFlip : MemLp signFlip 2 (gaussianReal 0 1) := by
  have := (memLp_id_gaussianReal (μ := 0) (v := 1) 2).comp_measurePreserving
    measurePreserving_signFlip
  exact mod_cast this

/-- The sign flip has mean zero. -/
theorem integral_signFlip : ∫ x, signFlip x ∂gaussianReal 0 1 = 0 := by
  have h := measurePreserving_signFlip
  have := integral_id_gaussianReal (μ := 0) (v := 1)
  rwa [← h.map_eq, integral_map h.aemeasurable (by fun_prop)] at this

/-- The sign flip has variance one. -/
theorem integral_signFlip_sq : ∫ x, signFlip x ^ 2 ∂gaussianReal 0 1 = 1 := by
  have h (x : ℝ) : signFlip x ^ 2 = x * x := by
    unfold signFlip
    split_ifs <;> ring
  simp_rw [h, integral_sq_gaussianReal]

/-- In dimension at least one, the sign flip of every coordinate is not affine almost everywhere. -/
theorem not_ae_eq_affine_signFlip (hn : 0 < n) :
    ¬ ∃ (b : EuclideanSpace ℝ (Fin n))
      (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
      coordwise signFlip =ᵐ[gaussian n] fun z ↦ b + A z := by
  rintro ⟨b, A, hA⟩
  have hcont : Continuous fun z ↦ b + A z :=
    continuous_const.add A.continuous_of_finiteDimensional
  -- On the open sets where the flip is `-id` or `id` it agrees everywhere with the affine map.
  have hopen {p : ℝ → Prop} (hp : IsOpen {x | p x}) {c : ℝ}
      (hc : ∀ x, p x → signFlip x = c * x) (z : EuclideanSpace ℝ (Fin n)) (hz : ∀ i, p (z i)) :
      c • z = b + A z := by
    have hU : IsOpen {z : EuclideanSpace ℝ (Fin n) | ∀ i, p (z i)} := by
      simp only [Set.setOf_forall]
      exact isOpen_iInter_of_finite fun i ↦ hp.preimage (by fun_prop)
    refine Measure.eqOn_open_of_ae_eq (μ := gaussian n) (f := fun z ↦ c • z) ?_ hU
      (by fun_prop) hcont.continuousOn hz
    refine (ae_restrict_iff' hU.measurableSet).mpr (hA.mono fun x hx hxU ↦ ?_)
    rw [← hx]
    ext i
    simp [hc _ (hxU i)]
  have hsmall := hopen (p := fun x ↦ |x| < 1) (c := -1) (isOpen_lt (by fun_prop) (by fun_prop))
    fun x hx ↦ by simp [signFlip, hx.le]
  have hlarge := hopen (p := fun x ↦ 1 < |x|) (c := 1) (isOpen_lt (by fun_prop) (by fun_prop))
    fun x hx ↦ by simp [signFlip, hx.not_ge]
  -- The values at `(2, …, 2)` and `(-2, …, -2)` determine that at `(1/2, …, 1/2)`.
  let v (c : ℝ) : EuclideanSpace ℝ (Fin n) := WithLp.toLp 2 fun _ ↦ c
  have hv (c : ℝ) : A (v c) = c • A (v 1) := by
    rw [← map_smul]
    congr 1
    ext i
    simp [v]
  have h1 := hlarge (v 2) fun i ↦ by simp [v]
  have h2 := hlarge (v (-2)) fun i ↦ by simp [v]
  have h3 := hsmall (v 2⁻¹) fun i ↦ by norm_num [v, abs_of_pos]
  rw [hv] at h1 h2 h3
  have e1 := congrFun (congrArg WithLp.ofLp h1) ⟨0, hn⟩
  have e2 := congrFun (congrArg WithLp.ofLp h2) ⟨0, hn⟩
  have e3 := congrFun (congrArg WithLp.ofLp h3) ⟨0, hn⟩
  simp only [PiLp.smul_apply, PiLp.add_apply, smul_eq_mul, v] at e1 e2 e3
  linarith

end LeJEPA
