import LeJEPA.Counterexamples.Coordinatewise
import LeJEPA.Forward.Preserving
import Mathlib.Dynamics.Ergodic.MeasurePreserving
import Mathlib.MeasureTheory.Group.LIntegral
import Mathlib.MeasureTheory.Measure.Prod

/-!
# Two ways to build maps that preserve a measure

Both build nonlinear maps from a supply of linear ones, and serve the counterexamples.

## Main results

* `MeasureTheory.MeasurePreserving.piecewise`: glue two measure-preserving maps along an invariant
  set.
* `MeasureTheory.measurePreserving_orbitMap`: let a compact group act, and move every point by a
  group element that depends on its orbit only.
-/

open MeasureTheory ProbabilityTheory

section

open Set

namespace MeasureTheory

/-- Two maps that preserve `μ`, glued along a set that both leave invariant, preserve `μ`. -/
theorem MeasurePreserving.piecewise {α : Type*} {mα : MeasurableSpace α} {μ : Measure α}
    {f g : α → α} (hf : MeasurePreserving f μ μ) (hg : MeasurePreserving g μ μ) {s : Set α}
    [∀ x, Decidable (x ∈ s)] (hs : MeasurableSet s) (hfs : f ⁻¹' s = s) (hgs : g ⁻¹' s = s) :
    MeasurePreserving (s.piecewise f g) μ μ := by
  refine ⟨hf.measurable.piecewise hs hg.measurable, Measure.ext fun t ht ↦ ?_⟩
  have hfts : f ⁻¹' t ∩ s = f ⁻¹' (t ∩ s) := by rw [preimage_inter, hfs]
  have hgts : g ⁻¹' t \ s = g ⁻¹' (t \ s) := by rw [preimage_diff, hgs]
  rw [Measure.map_apply (hf.measurable.piecewise hs hg.measurable) ht, piecewise_preimage, Set.ite,
    measure_union (disjoint_sdiff_right.mono_left inter_subset_right)
      ((hg.measurable ht).diff hs), hfts, hgts,
    hf.measure_preimage (ht.inter hs).nullMeasurableSet,
    hg.measure_preimage (ht.diff hs).nullMeasurableSet, measure_inter_add_diff t hs]

/-- A group `G` with an invariant probability measure acts on `α` by maps that preserve `μ`. If
`φ : α → G` is constant on orbits, then `x ↦ φ x • x` preserves `μ`. -/
theorem measurePreserving_orbitMap {G α : Type*} [Group G] {mG : MeasurableSpace G}
    [MeasurableMul₂ G] {mα : MeasurableSpace α} {μ : Measure α} [SFinite μ] (ν : Measure G)
    [IsProbabilityMeasure ν] [ν.IsMulLeftInvariant] {a : G → α → α}
    (ha : Measurable (Function.uncurry a)) (hmul : ∀ g k x, a (g * k) x = a g (a k x))
    (hμ : ∀ g, MeasurePreserving (a g) μ μ) {φ : α → G} (hφ : Measurable φ)
    (hinv : ∀ g x, φ (a g x) = φ x) : MeasurePreserving (fun x ↦ a (φ x) x) μ μ := by
  have hmeas : Measurable fun x ↦ a (φ x) x := ha.comp (hφ.prodMk measurable_id)
  refine ⟨hmeas, Measure.ext_of_lintegral _ fun f hf ↦ ?_⟩
  have hfa : Measurable fun p : G × α ↦ f (a p.1 p.2) := hf.comp ha
  have hfφ : Measurable fun p : G × α ↦ f (a (φ p.2 * p.1) p.2) :=
    hfa.comp (((hφ.comp measurable_snd).mul measurable_fst).prodMk measurable_snd)
  calc ∫⁻ x, f x ∂μ.map (fun x ↦ a (φ x) x)
      = ∫⁻ x, f (a (φ x) x) ∂μ := lintegral_map hf hmeas
    _ = ∫⁻ g, ∫⁻ x, f (a (φ x * g) x) ∂μ ∂ν := by
        -- The inner integral does not depend on `g`: it is over the image of `μ` under `a g`.
        have h (g : G) : ∫⁻ x, f (a (φ x * g) x) ∂μ = ∫⁻ x, f (a (φ x) x) ∂μ := by
          refine Eq.trans ?_ ((hμ g).lintegral_comp (hf.comp hmeas))
          exact lintegral_congr fun x ↦ by rw [hinv, hmul]
        simp only [h, lintegral_const, measure_univ, mul_one]
    _ = ∫⁻ x, ∫⁻ g, f (a (φ x * g) x) ∂ν ∂μ := lintegral_lintegral_swap hfφ.aemeasurable
    _ = ∫⁻ x, ∫⁻ g, f (a g x) ∂ν ∂μ :=
        lintegral_congr fun x ↦ lintegral_mul_left_eq_self (fun g ↦ f (a g x)) (φ x)
    _ = ∫⁻ g, ∫⁻ x, f (a g x) ∂μ ∂ν := (lintegral_lintegral_swap hfa.aemeasurable).symm
    _ = ∫⁻ x, f x ∂μ := by
        simp only [(hμ _).lintegral_comp hf, lintegral_const, measure_univ, mul_one]

end MeasureTheory

end

/-!
## A map that preserves the Gaussian measure and is not affine

The map `x ↦ -x` for `|x| ≤ 1`, `x ↦ x` for `|x| > 1` preserves the standard normal law by symmetry.
Applied to every coordinate it preserves the standard Gaussian measure in every dimension, and it
is not affine, not even almost everywhere.

### Main definitions

* `LeJEPA.signFlip`: the map on the line.

### Main results

* `LeJEPA.measurePreserving_signFlip`: it preserves the standard normal law.
* `LeJEPA.not_ae_eq_affine_signFlip`: coordinatewise, it is not affine almost everywhere.
-/

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
    (measurableSet_le continuous_abs.measurable measurable_const)
    (by ext x; simp only [Set.mem_preimage, Set.mem_setOf_eq, abs_neg]) rfl

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
      (continuous_const_smul c).continuousOn hcont.continuousOn hz
    refine (ae_restrict_iff' hU.measurableSet).mpr (hA.mono fun x hx hxU ↦ ?_)
    rw [← hx]
    ext i
    exact (hc _ (hxU i)).symm
  have hsmall := hopen (p := fun x ↦ |x| < 1) (c := -1) (isOpen_lt continuous_abs continuous_const)
    fun x hx ↦ (if_pos hx.le).trans (neg_one_mul x).symm
  have hlarge := hopen (p := fun x ↦ 1 < |x|) (c := 1) (isOpen_lt continuous_const continuous_abs)
    fun x hx ↦ (if_neg hx.not_ge).trans (one_mul x).symm
  -- The values at `(2, …, 2)` and `(-2, …, -2)` determine that at `(1/2, …, 1/2)`.
  let v (c : ℝ) : EuclideanSpace ℝ (Fin n) := WithLp.toLp 2 fun _ ↦ c
  have hv (c : ℝ) : A (v c) = c • A (v 1) := by
    rw [← A.map_smul]
    congr 1
    ext i
    exact (mul_one c).symm
  have h1 := hlarge (v 2) fun i ↦ by simp [v]
  have h2 := hlarge (v (-2)) fun i ↦ by simp [v]
  have h3 := hsmall (v 2⁻¹) fun i ↦ by norm_num [v, abs_of_pos]
  rw [hv] at h1 h2 h3
  have e1 := congrFun (congrArg WithLp.ofLp h1) ⟨0, hn⟩
  have e2 := congrFun (congrArg WithLp.ofLp h2) ⟨0, hn⟩
  have e3 := congrFun (congrArg WithLp.ofLp h3) ⟨0, hn⟩
  simp only [PiLp.smul_apply, PiLp.add_apply, smul_eq_mul, v] at e1 e2 e3
  linarith only [e1, e2, e3]

end LeJEPA

/-!
## Theorem 1 needs `0 < ρ < 1`

At `ρ = 1` the alignment loss of every encoder vanishes, and at `ρ = 0` it is twice the total
variance. In both cases every encoder that preserves the Gaussian measure attains the floor
`2 (1 - ρ) n`, also one that is not affine.

### Main results

* `LeJEPA.alignmentLoss_one`: `L(h) = 0` at `ρ = 1`.
* `LeJEPA.alignmentLoss_zero`: `L(h) = 2 tr (Cov h)` at `ρ = 0`.
* `LeJEPA.exists_nonlinear_minimizer_of_rho_zero`, `LeJEPA.exists_nonlinear_minimizer_of_rho_one`:
  the equality cases of Theorem 1 fail at `ρ = 0` and at `ρ = 1`.
-/

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- At correlation one the alignment loss of every encoder vanishes. -/
theorem alignmentLoss_one : alignmentLoss 1 h = 0 := by
  simp only [alignmentLoss, ouMap, one_smul, one_pow, sub_self, Real.sqrt_zero, zero_smul, add_zero,
    norm_zero, zero_pow two_ne_zero, integral_zero]

/-- At correlation zero the alignment loss is twice the total variance. -/
theorem alignmentLoss_zero (hh : MemLp h 2 (gaussian n)) :
    alignmentLoss 0 h = 2 * (covMatrix h).trace := by
  have h0 : |(0 : ℝ)| ≤ 1 := abs_zero.trans_le zero_le_one
  have hmem := hh.eval_piLp
  have hint (i : Fin n) : Integrable (fun w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      (h (ouMap 0 w) i - h w.1 i) ^ 2) ((gaussian n).prod (gaussian n)) :=
    (((hmem i).comp_measurePreserving (measurePreserving_ouMap_of_abs_le h0)).sub
      ((hmem i).comp_measurePreserving measurePreserving_fst)).integrable_sq
  simp only [alignmentLoss, EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs, PiLp.sub_apply]
  rw [integral_finset_sum _ fun i _ ↦ hint i, Matrix.trace, Finset.mul_sum]
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  rw [integral_sub_sq_ouMap h0 (hmem i), integral_mul_ouMap_zero (f := fun z ↦ h z i)]
  have hi := (hmem i).integrable one_le_two
  have hm : meanVec h i = ∫ z, h z i ∂gaussian n :=
    eval_integral_piLp (fun i ↦ (hmem i).integrable one_le_two) i
  have e (z : EuclideanSpace ℝ (Fin n)) : (h z i - meanVec h i) * (h z i - meanVec h i)
      = h z i ^ 2 - 2 * meanVec h i * h z i + meanVec h i ^ 2 := by ring
  simp only [covMatrix, Matrix.diag_apply, Matrix.of_apply, e]
  rw [integral_add ((hmem i).integrable_sq.sub' (hi.const_mul _)) (integrable_const _),
    integral_sub (hmem i).integrable_sq (hi.const_mul _), integral_const_mul, ← hm]
  rw [integral_const, probReal_univ, one_smul]
  ring

/-- At correlation one the equality cases of Theorem 1 fail: an encoder that preserves the Gaussian
measure, and so is whitened, attains the floor `2 (1 - ρ) n` without being affine. -/
theorem exists_nonlinear_minimizer_of_rho_one (hn : 0 < n) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n),
      MeasurePreserving h (gaussian n) (gaussian n) ∧ alignmentLoss 1 h = 2 * (1 - 1) * n ∧
      ¬ ∃ (b : EuclideanSpace ℝ (Fin n))
        (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
        h =ᵐ[gaussian n] fun z ↦ b + A z :=
  ⟨coordwise signFlip, measurePreserving_coordwise measurePreserving_signFlip,
    by rw [alignmentLoss_one, sub_self, mul_zero, zero_mul], not_ae_eq_affine_signFlip hn⟩

/-- At correlation zero the equality cases of Theorem 1 fail: an encoder that preserves the Gaussian
measure, and so is whitened, attains the floor `2 (1 - ρ) n` without being affine. -/
theorem exists_nonlinear_minimizer_of_rho_zero (hn : 0 < n) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n),
      MeasurePreserving h (gaussian n) (gaussian n) ∧ alignmentLoss 0 h = 2 * (1 - 0) * n ∧
      ¬ ∃ (b : EuclideanSpace ℝ (Fin n))
        (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
        h =ᵐ[gaussian n] fun z ↦ b + A z := by
  refine ⟨coordwise signFlip, measurePreserving_coordwise measurePreserving_signFlip, ?_,
    not_ae_eq_affine_signFlip hn⟩
  rw [alignmentLoss_zero (memLp_coordwise memLp_signFlip),
    trace_covMatrix_coordwise memLp_signFlip integral_signFlip, integral_signFlip_sq]
  ring

end LeJEPA

/-!
## Preserving the Gaussian measure does not suffice, in every dimension

Attaining the floor is a property of its own: in every dimension `n ≥ 1` the sign flip of every
coordinate preserves the standard Gaussian measure and is strictly above the floor. In the plane,
`LeJEPA.Counterexamples.Spiral` has a continuous example.

### Main results

* `LeJEPA.lt_alignmentLoss_of_not_ae_eq_isometry`: a measure-preserving encoder that is not a linear
  isometry is strictly above the floor.
* `LeJEPA.lt_alignmentLoss_signFlip`: the sign flip is.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- An encoder that preserves the standard Gaussian measure and is not a linear isometry almost
everywhere has alignment loss strictly above the floor `2 (1 - ρ) n`. -/
theorem lt_alignmentLoss_of_not_ae_eq_isometry (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hmp : MeasurePreserving h (gaussian n) (gaussian n))
    (hne : ¬ ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      h =ᵐ[gaussian n] Q) : 2 * (1 - ρ) * n < alignmentLoss ρ h :=
  lt_of_le_of_ne (le_alignmentLoss_of_map_eq hmp.aemeasurable hmp.map_eq hρ₀.le hρ₁.le) fun heq ↦
    hne ((alignmentLoss_eq_iff_of_map_eq hmp.aemeasurable hmp.map_eq hρ₀ hρ₁).mp heq.symm)

/-- In every dimension `n ≥ 1` the sign flip of every coordinate, which preserves the standard
Gaussian measure, has alignment loss strictly above the floor `2 (1 - ρ) n`. -/
theorem lt_alignmentLoss_signFlip (hn : 0 < n) (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    2 * (1 - ρ) * n < alignmentLoss ρ (coordwise (n := n) signFlip) := by
  refine lt_alignmentLoss_of_not_ae_eq_isometry hρ₀ hρ₁
    (measurePreserving_coordwise measurePreserving_signFlip) fun ⟨Q, hQ⟩ ↦ ?_
  refine not_ae_eq_affine_signFlip hn
    ⟨0, (Q : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)), ?_⟩
  filter_upwards [hQ] with z hz
  exact hz.trans (zero_add _).symm

end LeJEPA
