import LeJEPA.Counterexamples.SignFlip

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
    integral_prod_mul f fun z : EuclideanSpace ℝ (Fin n) ↦ z i, integral_apply_gaussian]
  simp

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
  exact hρ (by linarith)

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
    have hs : MeasurableSet s := hp.preimage (by fun_prop)
    let f : EuclideanSpace ℝ (Fin n) → ℝ := s.indicator fun z ↦ z i
    have hfm : Measurable f := Measurable.indicator (by fun_prop) hs
    have hf : MemLp f 2 (gaussian n) := (memLp_id_gaussian.eval_piLp i).indicator hs
    have h1 := integral_mul_additivePair (ρ := ρ) hσ hfm hf i
    have h2 := integral_mul_additivePair (ρ := r) (MeasurePreserving.id (gaussian n)) hfm hf i
    rw [additivePair_id, ← hr, h1] at h2
    have e1 (z : EuclideanSpace ℝ (Fin n)) :
        f z * coordwise signFlip z i = c * (f z * f z) := by
      by_cases hz : z ∈ s
      · simp only [f, Set.indicator_of_mem hz, coordwise_apply, hc _ hz]
        ring
      · simp [f, Set.indicator_of_notMem hz]
    have e2 (z : EuclideanSpace ℝ (Fin n)) : f z * id z i = f z * f z := by
      by_cases hz : z ∈ s
      · simp [f, Set.indicator_of_mem hz]
      · simp [f, Set.indicator_of_notMem hz]
    simp only [e1, e2, integral_const_mul] at h2
    have hpos : 0 < ∫ z, f z * f z ∂gaussian n := by
      refine (integral_pos_iff_support_of_nonneg (fun z ↦ mul_self_nonneg _)
        (MemLp.integrable_mul (p := 2) (q := 2) hf hf)).mpr ?_
      have hopen : IsOpen {z : EuclideanSpace ℝ (Fin n) | z i ∈ Set.Ioo a b} :=
        isOpen_Ioo.preimage (by fun_prop)
      have hne : {z : EuclideanSpace ℝ (Fin n) | z i ∈ Set.Ioo a b}.Nonempty := by
        refine ⟨WithLp.toLp 2 fun _ ↦ (a + b) / 2, ?_, ?_⟩
        · change a < (a + b) / 2
          linarith
        · change (a + b) / 2 < b
          linarith
      refine (hopen.measure_pos (gaussian n) hne).trans_le (measure_mono fun z hz ↦ ?_)
      have hzs : z ∈ s := hpab _ hz.1 hz.2
      simp only [Function.mem_support, f, Set.indicator_of_mem hzs]
      exact mul_self_ne_zero.mpr (ha.trans hz.1).ne'
    exact mul_right_cancel₀ hpos.ne' (by linarith)
  have h1 := key (p := fun x ↦ |x| ≤ 1) (c := -1) (measurableSet_le (by fun_prop) (by fun_prop))
    (fun x hx ↦ by simp [signFlip, hx]) (a := 1 / 2) (b := 1) (by norm_num) (by norm_num)
    fun x h1 h2 ↦ abs_le.mpr ⟨by linarith, h2.le⟩
  have h2 := key (p := fun x ↦ 1 < |x|) (c := 1) (measurableSet_lt (by fun_prop) (by fun_prop))
    (fun x hx ↦ by simp [signFlip, hx.not_ge]) (a := 1) (b := 2) (by norm_num) (by norm_num)
    fun x h1 _ ↦ h1.trans_le (le_abs_self x)
  exact hρ (by linarith)

end LeJEPA
