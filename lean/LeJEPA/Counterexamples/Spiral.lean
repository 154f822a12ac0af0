import LeJEPA.Counterexamples.SignFlip
import Mathlib.MeasureTheory.Measure.Haar.Basic

/-!
# Gaussian latents with additive noise do not force the Ornstein–Uhlenbeck transition

If `σ` preserves the standard Gaussian measure `γ`, then `z' = ρ σ(z) + √(1 - ρ²) η` is a world with
additive Gaussian noise that leaves `γ` invariant. For `σ = -id` its pair `(z, z')` is not the
Ornstein–Uhlenbeck pair of correlation `ρ`, and for a nonlinear `σ` it is not an
Ornstein–Uhlenbeck pair of any correlation. So the transition is a hypothesis of the theorems, and
not a consequence of Gaussian latents.

## Main definitions

* `LeJEPA.additivePair`: the law of `(z, ρ σ(z) + √(1 - ρ²) η)`.

## Main results

* `LeJEPA.map_snd_additivePair`: the world is stationary.
* `LeJEPA.additivePair_neg_ne_ouPair`: the case `σ = -id`.
* `LeJEPA.exists_additivePair_ne_ouPair`: a nonlinear `σ` that acts on each coordinate.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {σ : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The law of the pair `(z, ρ σ(z) + √(1 - ρ²) η)`. -/
noncomputable def additivePair (ρ : ℝ) (σ : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    Measure (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :=
  ((gaussian n).prod (gaussian n)).map fun w ↦ (w.1, ρ • σ w.1 + √(1 - ρ ^ 2) • w.2)

/-- The first point is standard Gaussian. -/
theorem map_fst_additivePair (hσ : Measurable σ) :
    (additivePair ρ σ).map Prod.fst = gaussian n := by
  rw [additivePair, Measure.map_map measurable_fst (by fun_prop)]
  exact measurePreserving_fst.map_eq

/-- The world is stationary: the second point is standard Gaussian. -/
theorem map_snd_additivePair (hρ : |ρ| ≤ 1) (hσ : MeasurePreserving σ (gaussian n) (gaussian n)) :
    (additivePair ρ σ).map Prod.snd = gaussian n := by
  have hσm := hσ.measurable
  rw [additivePair, Measure.map_map measurable_snd (by fun_prop)]
  exact ((measurePreserving_ouMap_of_abs_le hρ).comp
    (hσ.prod (MeasurePreserving.id (gaussian n)))).map_eq

/-- The regression of the second point: `E f(z) z'_i = ρ E f(z) σ(z)_i`. -/
theorem integral_mul_additivePair (hσ : MeasurePreserving σ (gaussian n) (gaussian n))
    {f : EuclideanSpace ℝ (Fin n) → ℝ} (hfm : Measurable f) (hf : MemLp f 2 (gaussian n))
    (i : Fin n) :
    ∫ w, f w.1 * w.2 i ∂additivePair ρ σ = ρ * ∫ z, f z * σ z i ∂gaussian n := by
  have hσm := hσ.measurable
  have hσi : MemLp (fun z ↦ σ z i) 2 (gaussian n) :=
    (memLp_id_gaussian.comp_measurePreserving hσ).eval_piLp i
  have hfσ : Integrable (fun z ↦ f z * σ z i) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) hf hσi
  have hz : Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) (gaussian n) :=
    (memLp_id_gaussian.eval_piLp i).integrable one_le_two
  have h1 := (hfσ.mul_prod (integrable_const (μ := gaussian n) (1 : ℝ))).const_mul ρ
  have h2 := ((hf.integrable one_le_two).mul_prod hz).const_mul √(1 - ρ ^ 2)
  rw [additivePair, integral_map (Measurable.aemeasurable (by fun_prop))
    (Measurable.aestronglyMeasurable (by fun_prop))]
  have e (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      f w.1 * (ρ • σ w.1 + √(1 - ρ ^ 2) • w.2) i
        = ρ * (f w.1 * σ w.1 i * 1) + √(1 - ρ ^ 2) * (f w.1 * w.2 i) := by
    simp only [PiLp.add_apply, PiLp.smul_apply, smul_eq_mul]
    ring
  simp only [e]
  rw [integral_add h1 h2, integral_const_mul, integral_const_mul,
    integral_prod_mul (fun z ↦ f z * σ z i) fun _ ↦ 1,
    integral_prod_mul f fun z : EuclideanSpace ℝ (Fin n) ↦ z i, integral_apply_gaussian,
    integral_const, probReal_univ, one_smul, mul_one, mul_zero, mul_zero, add_zero]

/-- The Ornstein–Uhlenbeck pair is the case `σ = id`. -/
theorem additivePair_id : additivePair (n := n) ρ id = ouPair n ρ := rfl

/-- The world `z' = -ρ z + √(1 - ρ²) η` is stationary and, for `ρ ≠ 0` and `n ≥ 1`, its pair is not
the Ornstein–Uhlenbeck pair of correlation `ρ`. -/
theorem additivePair_neg_ne_ouPair (hn : 0 < n) (hρ : ρ ≠ 0) :
    additivePair (n := n) ρ (fun z ↦ -z) ≠ ouPair n ρ := by
  intro h
  have hneg : MeasurePreserving (fun z : EuclideanSpace ℝ (Fin n) ↦ -z) (gaussian n)
      (gaussian n) := measurePreserving_gaussian (LinearIsometryEquiv.neg ℝ)
  let i : Fin n := ⟨0, hn⟩
  have hz : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) 2 (gaussian n) :=
    memLp_id_gaussian.eval_piLp i
  have h1 := integral_mul_additivePair (ρ := ρ) hneg (by fun_prop) hz i
  have h2 := integral_mul_additivePair (ρ := ρ) (MeasurePreserving.id (gaussian n))
    (by fun_prop) hz i
  rw [additivePair_id, ← h, h1] at h2
  simp only [PiLp.neg_apply, mul_neg, integral_neg, id, integral_mul_gaussian, if_true] at h2
  exact hρ (by linarith only [h2])

/-- For a nonlinear map `g` of the line that preserves the standard normal law, the world
`z' i = ρ g(z i) + √(1 - ρ²) η i`, `0 < |ρ| ≤ 1`, has independent Gaussian components, is stationary
with additive Gaussian noise, and its pair is not an Ornstein–Uhlenbeck pair of any correlation. -/
theorem exists_additivePair_ne_ouPair (hn : 0 < n) (hρ : ρ ≠ 0) (hρ₁ : |ρ| ≤ 1) :
    ∃ g : ℝ → ℝ, MeasurePreserving g (gaussianReal 0 1) (gaussianReal 0 1) ∧
      (additivePair (n := n) ρ (coordwise g)).map Prod.snd = gaussian n ∧
      ∀ r, additivePair (n := n) ρ (coordwise g) ≠ ouPair n r := by
  have hσ := measurePreserving_coordwise (n := n) measurePreserving_signFlip
  refine ⟨signFlip, measurePreserving_signFlip, map_snd_additivePair hρ₁ hσ, fun r hr ↦ ?_⟩
  let i : Fin n := ⟨0, hn⟩
  -- On a set where the flip is `c • id` the two regressions agree only if `ρ c = r`.
  have key {c : ℝ} {p : ℝ → Prop} (hp : MeasurableSet {x | p x})
      (hc : ∀ x, p x → signFlip x = c * x) {a b : ℝ} (hab : a < b) (ha : 0 < a)
      (hpab : ∀ x, a < x → x < b → p x) : ρ * c = r := by
    let s : Set (EuclideanSpace ℝ (Fin n)) := {z | p (z i)}
    have hi := (measurePreserving_apply_gaussian i).measurable
    have hs : MeasurableSet s := hp.preimage hi
    let f : EuclideanSpace ℝ (Fin n) → ℝ := s.indicator fun z ↦ z i
    have hfm : Measurable f := hi.indicator hs
    have hf : MemLp f 2 (gaussian n) := (memLp_id_gaussian.eval_piLp i).indicator hs
    have h1 := integral_mul_additivePair (ρ := ρ) hσ hfm hf i
    have h2 := integral_mul_additivePair (ρ := r) (MeasurePreserving.id (gaussian n)) hfm hf i
    rw [additivePair_id, ← hr, h1] at h2
    have e1 (z : EuclideanSpace ℝ (Fin n)) :
        f z * coordwise signFlip z i = c * (f z * f z) := by
      by_cases hz : z ∈ s
      · simp only [f, Set.indicator_of_mem hz, coordwise_apply, hc _ hz]
        exact mul_left_comm _ _ _
      · simp only [f, Set.indicator_of_notMem hz, zero_mul, mul_zero]
    have e2 (z : EuclideanSpace ℝ (Fin n)) : f z * id z i = f z * f z := by
      by_cases hz : z ∈ s
      · simp only [f, Set.indicator_of_mem hz, id]
      · simp only [f, Set.indicator_of_notMem hz, zero_mul]
    simp only [e1, e2, integral_const_mul] at h2
    have hpos : 0 < ∫ z, f z * f z ∂gaussian n := by
      refine (integral_pos_iff_support_of_nonneg (fun z ↦ mul_self_nonneg (f z))
        (MemLp.integrable_mul (p := 2) (q := 2) hf hf)).mpr ?_
      have hopen : IsOpen {z : EuclideanSpace ℝ (Fin n) | z i ∈ Set.Ioo a b} :=
        isOpen_Ioo.preimage (by fun_prop)
      have hne : {z : EuclideanSpace ℝ (Fin n) | z i ∈ Set.Ioo a b}.Nonempty := by
        exact ⟨WithLp.toLp 2 fun _ ↦ (a + b) / 2, left_lt_add_div_two.mpr hab,
          add_div_two_lt_right.mpr hab⟩
      refine (hopen.measure_pos (gaussian n) hne).trans_le (measure_mono fun z hz ↦ ?_)
      have hzs : z ∈ s := hpab _ hz.1 hz.2
      simp only [Function.mem_support, f, Set.indicator_of_mem hzs]
      exact mul_self_ne_zero.mpr (ha.trans hz.1).ne'
    exact mul_right_cancel₀ hpos.ne' ((mul_assoc _ _ _).trans h2)
  have h1 := key (p := fun x ↦ |x| ≤ 1) (c := -1)
    (measurableSet_le continuous_abs.measurable measurable_const)
    (fun x hx ↦ (if_pos hx).trans (neg_one_mul x).symm) one_half_lt_one one_half_pos
    fun x h1 h2 ↦ abs_le.mpr ⟨(neg_one_lt_zero.trans (one_half_pos.trans h1)).le, h2.le⟩
  have h2 := key (p := fun x ↦ 1 < |x|) (c := 1)
    (measurableSet_lt measurable_const continuous_abs.measurable)
    (fun x hx ↦ (if_neg hx.not_ge).trans (one_mul x).symm) one_lt_two one_pos
    fun x h1 _ ↦ h1.trans_le (le_abs_self x)
  exact hρ (by linarith only [h1, h2])

end LeJEPA

/-!
## Preserving the Gaussian measure does not suffice to attain the floor

In the plane, the spiral `h(z) = R(c ‖z‖) z` turns every point by an angle proportional to its norm.
It is continuous and preserves the standard Gaussian measure, which is invariant under rotations,
and for `c ≠ 0` it is not linear; by Theorem 1 (c) its loss is above the floor.

### Main definitions

* `LeJEPA.planeRotation`: the rotation of the plane by a point of the unit circle.
* `LeJEPA.spiral`: the spiral.

### Main results

* `LeJEPA.measurePreserving_spiral`: it preserves the standard Gaussian measure.
* `LeJEPA.spiral_not_ae_eq_isometry`: it is not a linear isometry almost everywhere.
* `LeJEPA.lt_alignmentLoss_spiral`: its alignment loss is above the floor `2 (1 - ρ) n`, `n = 2`.
-/

namespace LeJEPA

/-- The rotation of the plane by a point `u` of the unit circle. -/
noncomputable def planeRotation (u : Circle) (z : EuclideanSpace ℝ (Fin 2)) :
    EuclideanSpace ℝ (Fin 2) :=
  !₂[(u : ℂ).re * z 0 - (u : ℂ).im * z 1, (u : ℂ).im * z 0 + (u : ℂ).re * z 1]

/-- The spiral: the rotation of every point `z` of the plane by the angle `c ‖z‖`. -/
noncomputable def spiral (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) : EuclideanSpace ℝ (Fin 2) :=
  planeRotation (Circle.exp (c * ‖z‖)) z

/-- The coordinates of the spiral. -/
theorem spiral_eq (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) : spiral c z
    = !₂[Real.cos (c * ‖z‖) * z 0 - Real.sin (c * ‖z‖) * z 1,
      Real.sin (c * ‖z‖) * z 0 + Real.cos (c * ‖z‖) * z 1] := by
  rw [spiral, planeRotation, Circle.coe_exp, Complex.exp_ofReal_mul_I_re,
    Complex.exp_ofReal_mul_I_im]

/-- Rotations compose as the points of the circle multiply. -/
theorem planeRotation_mul (u v : Circle) (z : EuclideanSpace ℝ (Fin 2)) :
    planeRotation (u * v) z = planeRotation u (planeRotation v z) := by
  ext i
  fin_cases i <;> simp [planeRotation] <;> ring

/-- Rotations preserve norms. -/
theorem norm_planeRotation (u : Circle) (z : EuclideanSpace ℝ (Fin 2)) :
    ‖planeRotation u z‖ = ‖z‖ := by
  have hu : (u : ℂ).re * (u : ℂ).re + (u : ℂ).im * (u : ℂ).im = 1 := by
    rw [← Complex.normSq_apply, Circle.normSq_coe]
  rw [← sq_eq_sq₀ (norm_nonneg _) (norm_nonneg _), EuclideanSpace.norm_sq_eq,
    EuclideanSpace.norm_sq_eq, Fin.sum_univ_two, Fin.sum_univ_two]
  simp only [planeRotation, Matrix.cons_val_zero, Matrix.cons_val_one, Real.norm_eq_abs, sq_abs]
  linear_combination (z 0 ^ 2 + z 1 ^ 2) * hu

/-- The rotation of the plane by a point of the unit circle, as a linear isometry. -/
noncomputable def planeRotationIsometry (u : Circle) :
    EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2) :=
  LinearIsometry.toLinearIsometryEquiv
    { toFun := planeRotation u
      map_add' x y := by
        ext i; fin_cases i <;> simp only [planeRotation, PiLp.add_apply, Fin.zero_eta, Fin.mk_one,
          Matrix.cons_val_zero, Matrix.cons_val_one] <;> ring
      map_smul' r x := by
        ext i; fin_cases i <;> simp only [planeRotation, PiLp.smul_apply, smul_eq_mul,
          RingHom.id_apply, Fin.zero_eta, Fin.mk_one, Matrix.cons_val_zero,
          Matrix.cons_val_one] <;> ring
      norm_map' := norm_planeRotation u } rfl

/-- Rotations of the plane depend continuously on the angle and on the point. -/
theorem continuous_planeRotation : Continuous (Function.uncurry planeRotation) := by
  refine (PiLp.continuous_toLp 2 _).comp (continuous_pi fun i ↦ ?_)
  have hu : Continuous fun w : Circle × EuclideanSpace ℝ (Fin 2) ↦ (w.1 : ℂ) :=
    continuous_subtype_val.comp continuous_fst
  have re := Complex.continuous_re.comp hu
  have im := Complex.continuous_im.comp hu
  have hz (i : Fin 2) : Continuous fun w : Circle × EuclideanSpace ℝ (Fin 2) ↦ w.2 i :=
    (PiLp.continuous_apply 2 _ i).comp continuous_snd
  match i with
  | 0 => exact (re.mul (hz 0)).sub (im.mul (hz 1))
  | 1 => exact (im.mul (hz 0)).add (re.mul (hz 1))

private theorem continuous_angle (c : ℝ) :
    Continuous fun z : EuclideanSpace ℝ (Fin 2) ↦ Circle.exp (c * ‖z‖) :=
  Circle.exp.continuous.comp (continuous_const.mul continuous_norm)

/-- The spiral is continuous. -/
theorem continuous_spiral (c : ℝ) : Continuous (spiral c) :=
  continuous_planeRotation.comp (f := fun z ↦ (Circle.exp (c * ‖z‖), z))
    ((continuous_angle c).prodMk continuous_id)

/-- The spiral preserves the standard Gaussian measure. -/
theorem measurePreserving_spiral (c : ℝ) :
    MeasurePreserving (spiral c) (gaussian 2) (gaussian 2) := by
  -- The circle acts by rotations, and the angle is constant on orbits.
  letI : MeasurableSpace Circle := borel Circle
  haveI : BorelSpace Circle := ⟨rfl⟩
  haveI : SecondCountableTopology Circle := inferInstance
  let K : TopologicalSpace.PositiveCompacts Circle := ⊤
  let ν : Measure Circle := Measure.haarMeasure K
  have : IsProbabilityMeasure ν := ⟨Measure.haarMeasure_self (K₀ := K)⟩
  exact measurePreserving_orbitMap ν (a := planeRotation) continuous_planeRotation.measurable
    planeRotation_mul (fun u ↦ measurePreserving_gaussian (planeRotationIsometry u))
    (φ := fun z ↦ Circle.exp (c * ‖z‖)) (continuous_angle c).measurable
    fun u z ↦ by simp only [norm_planeRotation]

/-- For `c ≠ 0` the spiral is not a linear map almost everywhere. -/
theorem spiral_not_ae_eq_isometry {c : ℝ} (hc : c ≠ 0) :
    ¬ ∃ Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2),
      spiral c =ᵐ[gaussian 2] Q := by
  rintro ⟨Q, hQ⟩
  have heq := Measure.eq_of_ae_eq hQ (continuous_spiral c) Q.continuous
  -- The point `(π / |c|, 0)` is turned by `± π`, the point `(2 π / |c|, 0)` by `± 2 π`.
  let v (r : ℝ) : EuclideanSpace ℝ (Fin 2) := EuclideanSpace.single 0 r
  have hv (r : ℝ) (hr : 0 < r) : spiral c (v r) 0 = Real.cos (c * r) * r := by
    have hnorm : ‖v r‖ = r := (EuclideanSpace.norm_single _ _).trans (Real.norm_of_nonneg hr.le)
    rw [spiral_eq, hnorm]
    exact sub_eq_self.mpr (mul_zero _)
  have hpos : 0 < Real.pi / |c| := div_pos Real.pi_pos (abs_pos.mpr hc)
  have hcos : Real.cos (c * (Real.pi / |c|)) = -1 := by
    rcases abs_choice c with h | h <;> rw [h]
    · rw [mul_div_cancel₀ _ hc, Real.cos_pi]
    · rw [div_neg, mul_neg, Real.cos_neg, mul_div_cancel₀ _ hc, Real.cos_pi]
  have hcos2 : Real.cos (c * (2 * (Real.pi / |c|))) = 1 := by
    rw [mul_left_comm, Real.cos_two_mul, hcos]
    norm_num
  have h2 := hv (2 * (Real.pi / |c|)) (mul_pos two_pos hpos)
  have hlin : v (2 * (Real.pi / |c|)) = (2 : ℝ) • v (Real.pi / |c|) := by
    ext i
    match i with
    | 0 => rfl
    | 1 => exact (mul_zero 2).symm
  rw [hcos2, heq, hlin, Q.map_smul, PiLp.smul_apply, ← heq, hv _ hpos, hcos, smul_eq_mul] at h2
  linarith only [h2, hpos]

/-- An encoder may preserve the standard Gaussian measure and still be above the floor: the
alignment loss of a spiral with `c ≠ 0` is larger than `2 (1 - ρ) n`, `n = 2`. -/
theorem lt_alignmentLoss_spiral {ρ c : ℝ} (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hc : c ≠ 0) :
    2 * (1 - ρ) * 2 < alignmentLoss ρ (spiral c) := by
  exact mod_cast lt_alignmentLoss_of_not_ae_eq_isometry hρ₀ hρ₁ (measurePreserving_spiral c)
    (spiral_not_ae_eq_isometry hc)

end LeJEPA
