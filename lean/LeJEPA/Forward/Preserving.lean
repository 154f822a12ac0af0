import LeJEPA.Forward
import LeJEPA.Gaussian.Moments

/-!
# Theorem 1 (c): encoders that preserve the Gaussian measure

Over the Ornstein–Uhlenbeck pair `(z, z')` with `0 < ρ < 1`, an encoder `h` with `h(z) ~ N(0, I)`
has `2 (1 - ρ) n ≤ L(h)`, with equality exactly for the linear isometries. At the optimum
`(h(z), h(z'))` has the law of `(z, z')`, and a continuous `h` is a linear isometry everywhere.

## Main results

* `LeJEPA.le_alignmentLoss_of_map_eq`, `LeJEPA.alignmentLoss_eq_iff_of_map_eq`: Theorem 1 (c).
* `LeJEPA.map_eq_and_alignmentLoss_eq_iff`: every linear isometry is admissible and attains the
  floor.
* `LeJEPA.isMinOn_alignmentLoss_iff`: the minimisers are the linear isometries.
* `LeJEPA.alignmentLoss_eq_iff_of_continuous`: the continuous case.
* `LeJEPA.map_prodMk_comp_eq_ouPair_iff`: the joint law characterises the optimum.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

section Preserving

variable (hh : AEMeasurable h (gaussian n)) (hmap : (gaussian n).map h = gaussian n)
include hh hmap

/-- An encoder that preserves the Gaussian measure is square integrable. -/
theorem memLp_of_map_eq : MemLp h 2 (gaussian n) :=
  (memLp_map_measure_iff aestronglyMeasurable_id hh).mp (by rw [hmap]; exact memLp_id_gaussian)

/-- An encoder that preserves the Gaussian measure has mean zero. -/
theorem meanVec_of_map_eq : meanVec h = 0 := by
  have h1 := integral_map hh (f := fun z ↦ z) aestronglyMeasurable_id
  rw [hmap] at h1
  rw [meanVec, ← h1]
  exact integral_linearMap_gaussian LinearMap.id

/-- An encoder that preserves the Gaussian measure has covariance `1`. -/
theorem covMatrix_of_map_eq : covMatrix h = 1 := by
  ext i j
  have hf : Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ z i * z j := by fun_prop
  have h1 := integral_map hh hf.aestronglyMeasurable
  rw [hmap, integral_mul_gaussian] at h1
  simp only [covMatrix, Matrix.of_apply, meanVec_of_map_eq hh hmap, PiLp.zero_apply, sub_zero,
    Matrix.one_apply]
  exact h1.symm

/-- **Theorem 1 (c)**, the inequality: `2 (1 - ρ) n ≤ L(h)` for encoders with `h(z) ~ N(0, I)`. -/
theorem le_alignmentLoss_of_map_eq (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) :
    2 * (1 - ρ) * n ≤ alignmentLoss ρ h :=
  le_alignmentLoss_of_covMatrix_eq_one hρ₀ hρ₁ (memLp_of_map_eq hh hmap)
    (covMatrix_of_map_eq hh hmap)

/-- **Theorem 1 (c)**, the equality case: an encoder with `h(z) ~ N(0, I)` attains the floor
`2 (1 - ρ) n` iff it is a linear isometry almost everywhere. -/
theorem alignmentLoss_eq_iff_of_map_eq (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    alignmentLoss ρ h = 2 * (1 - ρ) * n ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[gaussian n] Q := by
  have hmem := memLp_of_map_eq hh hmap
  have hcov := covMatrix_of_map_eq hh hmap
  constructor
  · intro heq
    obtain ⟨Q, hQ⟩ := exists_isometry_ae_eq hρ₀ hρ₁ hmem
      (by rw [heq, hcov, Matrix.trace_one, Fintype.card_fin]) hcov
    refine ⟨Q, ?_⟩
    filter_upwards [hQ] with z hz
    rw [hz, meanVec_of_map_eq hh hmap, zero_add]
  · rintro ⟨Q, hQ⟩
    refine (alignmentLoss_eq_iff_of_covMatrix_eq_one hρ₀ hρ₁ hmem hcov).mpr ⟨0, Q, ?_⟩
    filter_upwards [hQ] with z hz
    rw [hz, zero_add]

end Preserving

/-- Every encoder that is a linear isometry almost everywhere is measurable modulo null sets. -/
theorem aemeasurable_of_ae_eq_isometry
    {Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)} (hQ : h =ᵐ[gaussian n] Q) :
    AEMeasurable h (gaussian n) :=
  Q.continuous.measurable.aemeasurable.congr hQ.symm

/-- Every encoder that is a linear isometry almost everywhere preserves the Gaussian measure. -/
theorem map_eq_of_ae_eq_isometry
    {Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)} (hQ : h =ᵐ[gaussian n] Q) :
    (gaussian n).map h = gaussian n := by
  rw [Measure.map_congr hQ, map_gaussian]

/-- **Theorem 1 (c)** as a characterisation of the linear isometries: an encoder preserves the
Gaussian measure and attains the floor iff it is a linear isometry almost everywhere. -/
theorem map_eq_and_alignmentLoss_eq_iff (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hh : AEMeasurable h (gaussian n)) :
    ((gaussian n).map h = gaussian n ∧ alignmentLoss ρ h = 2 * (1 - ρ) * n) ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[gaussian n] Q := by
  constructor
  · rintro ⟨hmap, heq⟩
    exact (alignmentLoss_eq_iff_of_map_eq hh hmap hρ₀ hρ₁).mp heq
  · rintro ⟨Q, hQ⟩
    have hmap := map_eq_of_ae_eq_isometry hQ
    exact ⟨hmap, (alignmentLoss_eq_iff_of_map_eq hh hmap hρ₀ hρ₁).mpr ⟨Q, hQ⟩⟩

/-- Every linear isometry attains the floor. -/
theorem alignmentLoss_isometry (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    alignmentLoss ρ Q = 2 * (1 - ρ) * n :=
  ((map_eq_and_alignmentLoss_eq_iff hρ₀ hρ₁ Q.continuous.measurable.aemeasurable).mpr
    ⟨Q, .rfl⟩).2

/-- **Theorem 1 (c)** as a statement on minimisers: among the encoders that preserve the Gaussian
measure, those that minimise the alignment loss are the linear isometries. -/
theorem isMinOn_alignmentLoss_iff (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hh : AEMeasurable h (gaussian n))
    (hmap : (gaussian n).map h = gaussian n) :
    IsMinOn (alignmentLoss ρ)
        {g | AEMeasurable g (gaussian n) ∧ (gaussian n).map g = gaussian n} h ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[gaussian n] Q := by
  rw [← alignmentLoss_eq_iff_of_map_eq hh hmap hρ₀ hρ₁]
  constructor
  · intro hmin
    refine le_antisymm ?_ (le_alignmentLoss_of_map_eq hh hmap hρ₀.le hρ₁.le)
    rw [← alignmentLoss_isometry hρ₀ hρ₁ (.refl ℝ (EuclideanSpace ℝ (Fin n)))]
    exact hmin ⟨aemeasurable_of_ae_eq_isometry .rfl, map_gaussian _⟩
  · rintro heq g ⟨hg, hgmap⟩
    exact heq.trans_le (le_alignmentLoss_of_map_eq hg hgmap hρ₀.le hρ₁.le)

/-- **Theorem 1 (c)** for continuous encoders: equality holds everywhere. -/
theorem alignmentLoss_eq_iff_of_continuous (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hh : Continuous h)
    (hmap : (gaussian n).map h = gaussian n) :
    alignmentLoss ρ h = 2 * (1 - ρ) * n ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h = Q := by
  rw [alignmentLoss_eq_iff_of_map_eq hh.measurable.aemeasurable hmap hρ₀ hρ₁]
  exact exists_congr fun Q ↦ hh.ae_eq_iff_eq (gaussian n) Q.continuous

/-- At the optimum the encoded pair `(h(z), h(z'))` has the law of `(z, z')`. -/
theorem map_prodMk_comp_eq_ouPair (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1)
    {Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)} (hQ : h =ᵐ[gaussian n] Q) :
    ((gaussian n).prod (gaussian n)).map (fun w ↦ (h w.1, h (ouMap ρ w))) = ouPair n ρ := by
  have hou := (measurePreserving_ouMap (n := n) hρ₀ hρ₁).quasiMeasurePreserving.ae_eq_comp hQ
  have hfst := (measurePreserving_fst (μ := gaussian n)
    (ν := gaussian n)).quasiMeasurePreserving.ae_eq_comp hQ
  have hae : (fun w ↦ (h w.1, h (ouMap ρ w)))
      =ᵐ[(gaussian n).prod (gaussian n)] (fun w ↦ (w.1, ouMap ρ w)) ∘ Prod.map Q Q := by
    filter_upwards [hou, hfst] with w h1 h2
    simp only [Function.comp_apply] at h1 h2
    rw [h1, h2]
    exact Prod.ext rfl ((map_add Q _ _).trans
      (congrArg₂ (· + ·) (map_smul Q _ _) (map_smul Q _ _)))
  have hprod := (measurePreserving_gaussian Q).prod (measurePreserving_gaussian Q)
  rw [Measure.map_congr hae, ← Measure.map_map (by fun_prop) hprod.measurable, hprod.map_eq, ouPair]

/-- **Theorem 1 (c)** in terms of joint laws: the encoded pair `(h(z), h(z'))` has the law of
`(z, z')` iff `h` is a linear isometry almost everywhere. -/
theorem map_prodMk_comp_eq_ouPair_iff (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hh : AEMeasurable h (gaussian n)) :
    ((gaussian n).prod (gaussian n)).map (fun w ↦ (h w.1, h (ouMap ρ w))) = ouPair n ρ ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[gaussian n] Q := by
  refine ⟨fun hlaw ↦ ?_, fun ⟨Q, hQ⟩ ↦ map_prodMk_comp_eq_ouPair hρ₀.le hρ₁.le hQ⟩
  have hfst : MeasurePreserving Prod.fst ((gaussian n).prod (gaussian n)) (gaussian n) :=
    measurePreserving_fst
  have hou := measurePreserving_ouMap (n := n) hρ₀.le hρ₁.le
  have hfst' := hh.comp_quasiMeasurePreserving hfst.quasiMeasurePreserving
  have hpair : AEMeasurable (fun w ↦ (h w.1, h (ouMap ρ w)))
      ((gaussian n).prod (gaussian n)) :=
    hfst'.prodMk (hh.comp_quasiMeasurePreserving hou.quasiMeasurePreserving)
  rw [← map_eq_and_alignmentLoss_eq_iff hρ₀ hρ₁ hh]
  constructor
  · have h1 := congrArg (Measure.map Prod.fst) hlaw
    rw [ouPair, AEMeasurable.map_map_of_aemeasurable measurable_fst.aemeasurable hpair,
      Measure.map_map measurable_fst (by fun_prop)] at h1
    have h2 : ((gaussian n).prod (gaussian n)).map (h ∘ Prod.fst) = (gaussian n).map h := by
      rw [← AEMeasurable.map_map_of_aemeasurable (by rwa [hfst.map_eq]) hfst.aemeasurable,
        hfst.map_eq]
    exact h2.symm.trans (h1.trans hfst.map_eq)
  · have hf (μ : Measure (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))) :
        AEStronglyMeasurable (fun p ↦ ‖p.2 - p.1‖ ^ 2) μ :=
      ((continuous_snd.sub continuous_fst).norm.pow 2).aestronglyMeasurable
    have h1 := integral_map hpair (hf _)
    rw [hlaw, ouPair, integral_map (by fun_prop) (hf _)] at h1
    rw [← alignmentLoss_isometry hρ₀ hρ₁ (.refl ℝ (EuclideanSpace ℝ (Fin n)))]
    exact h1.symm

end LeJEPA
