import LeJEPA.Background.MazurUlam
import LeJEPA.Gaussian.Moments
import Mathlib.MeasureTheory.Function.L2Space
import Mathlib.MeasureTheory.Integral.Prod

/-!
# A nonexpansive map that preserves the Gaussian measure is orthogonal

If `h` is `1`-Lipschitz and preserves the standard Gaussian measure, then `‖h z - h w‖²` and
`‖z - w‖²` have the same mean over independent `z`, `w`, and the first is at most the second. So
they are equal almost everywhere, and everywhere by continuity: `h` is an isometry. Its range is
closed and has full measure, so `h` is surjective; by the theorem of Mazur and Ulam it is affine,
and its constant term vanishes since it preserves the mean.

## Main results

* `LeJEPA.isometry_of_lipschitzWith_one`: `h` is an isometry.
* `LeJEPA.exists_linearIsometryEquiv_of_lipschitzWith_one`: `h` is a linear isometry.
-/

open MeasureTheory

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- A `1`-Lipschitz map that preserves the standard Gaussian measure is an isometry. -/
theorem isometry_of_lipschitzWith_one (hh : LipschitzWith 1 h)
    (hmap : (gaussian n).map h = gaussian n) : Isometry h := by
  have hcont := hh.continuous
  have hmp : MeasurePreserving h (gaussian n) (gaussian n) := ⟨hcont.measurable, hmap⟩
  have hprod := hmp.prod hmp
  set P := (gaussian n).prod (gaussian n) with hP
  set F : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ := fun w ↦ ‖w.1 - w.2‖ ^ 2
    with hF
  have hFcont : Continuous F := by fun_prop
  have hmem : MemLp (fun w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦ w.1 - w.2) 2 P :=
    (memLp_id_gaussian.comp_measurePreserving measurePreserving_fst).sub
      (memLp_id_gaussian.comp_measurePreserving measurePreserving_snd)
  have hint : Integrable F P := (memLp_two_iff_integrable_sq_norm hmem.1).mp hmem
  have hle (w) : (F ∘ Prod.map h h) w ≤ F w := by
    have hdist := hh.dist_le_mul w.1 w.2
    rw [NNReal.coe_one, one_mul, dist_eq_norm, dist_eq_norm] at hdist
    exact pow_le_pow_left₀ (norm_nonneg _) hdist 2
  have hintegral : ∫ w, (F ∘ Prod.map h h) w ∂P = ∫ w, F w ∂P := by
    conv_rhs => rw [← hprod.map_eq]
    exact (integral_map hprod.aemeasurable hFcont.measurable.aestronglyMeasurable).symm
  have hae := (integral_eq_iff_of_ae_le (hprod.integrable_comp_of_integrable hint) hint
    (.of_forall hle)).mp hintegral
  have heq := Measure.eq_of_ae_eq hae (hFcont.comp (hcont.prodMap hcont)) hFcont
  refine Isometry.of_dist_eq fun x y ↦ ?_
  rw [dist_eq_norm, dist_eq_norm]
  exact (pow_left_inj₀ (norm_nonneg _) (norm_nonneg _) two_ne_zero).mp (congrFun heq (x, y))

/-- A `1`-Lipschitz map that preserves the standard Gaussian measure is a linear isometry, at every
point. -/
theorem exists_linearIsometryEquiv_of_lipschitzWith_one (hh : LipschitzWith 1 h)
    (hmap : (gaussian n).map h = gaussian n) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ⇑Q = h := by
  have hiso := isometry_of_lipschitzWith_one hh hmap
  have hmeas := hh.continuous.measurable
  have hclosed : IsClosed (Set.range h) := hiso.isClosedEmbedding.isClosed_range
  have hnull : gaussian n (Set.range h)ᶜ = 0 := by
    rw [← hmap, Measure.map_apply hmeas hclosed.measurableSet.compl, Set.preimage_compl,
      Set.preimage_range, Set.compl_univ, measure_empty]
  have hsurj : Function.Surjective h := Set.range_eq_univ.mp <|
    Set.compl_empty_iff.mp <| (hclosed.isOpen_compl.measure_eq_zero_iff (gaussian n)).mp hnull
  obtain ⟨Q, hQ⟩ := exists_linearIsometryEquiv_of_isometry (f := fun z ↦ h z - h 0)
    (Isometry.of_dist_eq fun x y ↦ by rw [dist_sub_right, hiso.dist_eq])
    (fun y ↦ (hsurj (y + h 0)).imp fun x hx ↦ by simp [hx]) (sub_self _)
  obtain ⟨c, hc⟩ : ∃ c, h = fun z ↦ Q z + c := ⟨h 0, by simp [hQ]⟩
  -- Both `h` and `Q` preserve the mean, so the constant term vanishes.
  have hmean (f : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) (hf : Measurable f)
      (hfmap : (gaussian n).map f = gaussian n) :
      ∫ z, f z ∂gaussian n = ∫ z, z ∂gaussian n := by
    conv_rhs => rw [← hfmap]
    exact (integral_map hf.aemeasurable aestronglyMeasurable_id).symm
  have hint : Integrable (fun z ↦ Q z) (gaussian n) :=
    (measurePreserving_gaussian Q).integrable_comp_of_integrable
      (memLp_id_gaussian.integrable one_le_two)
  have hmean' := hmean h hmeas hmap
  rw [hc, integral_add hint (integrable_const c),
    hmean Q Q.continuous.measurable (map_gaussian Q)] at hmean'
  have hzero : c = 0 := by simpa using hmean'
  exact ⟨Q, by simp [hc, hzero]⟩

end LeJEPA
