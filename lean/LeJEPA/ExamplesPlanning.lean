import LeJEPA.Planning.ClosedLoop
import LeJEPA.Planning.EndToEnd

/-!
# Planning in the words of Mathlib

Each statement below uses no definition of this library. Controlled dynamics are a Markov kernel
`κ t a` for each time and action. `P z u T` is the law of the path `z_0, …, z_T` from `z` under the
plan `u`, described by its recursion, and `J T z u` the expected total cost, in `[0, ∞]`, of the
stage costs `ℓ` and the terminal cost `m`; the primes belong to the encoded world. Costs are not
assumed measurable. The axioms below are checked in `LeJEPA.Examples`.

## Main results

* `LeJEPA.Examples.plans_eq_of_equiv`: Theorem 4 for plans, along any equivalence.
* `LeJEPA.Examples.plans_eq_of_isometry`: the paper's form, for isometries and invariant costs.
* `LeJEPA.Examples.bellman_eq_of_isometry`: Theorem 4 for the Bellman recursion.
* `LeJEPA.Examples.bellman_eq_iInf_policies`: the Bellman recursion computes an infimum.
* `LeJEPA.Examples.invariant_iff_function_of_norm`: what the paper's hypothesis covers.
* `LeJEPA.Examples.plans_eq_of_continuous_minimiser`, `LeJEPA.Examples.plans_eq_of_minimiser`: from
  the optimum of the LeJEPA objective to equal plans.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Examples

variable {A : Type*}

section Paths

variable {Z Z' : Type*} [MeasurableSpace Z] [MeasurableSpace Z'] {κ : ℕ → A → Kernel Z Z}
  {κ' : ℕ → A → Kernel Z' Z'}
  {P : Z → (ℕ → A) → (T : ℕ) → Measure (Fin (T + 1) → Z)}

/-- The recursion determines the laws of the paths. -/
private theorem eq_pathLaw (hP₀ : ∀ z u, P z u 0 = Measure.dirac fun _ ↦ z)
    (hP : ∀ z u t, P z u (t + 1) = (P z u t ⊗ₘ (κ t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2) (z : Z) (u : ℕ → A) (T : ℕ) :
    P z u T = pathLaw κ u (Measure.dirac z) T := by
  induction T with
  | zero => rw [hP₀, pathLaw, Measure.map_dirac (by fun_prop)]
  | succ T ih => rw [hP, ih]; rfl

/-- The recursion determines the Bellman values. -/
private theorem eq_bellmanValue {ℓ : ℕ → Z → A → ℝ≥0∞} {m : Z → ℝ≥0∞} {V : ℕ → ℕ → Z → ℝ≥0∞}
    (hV₀ : ∀ t z, V t 0 z = m z)
    (hV : ∀ t k z, V t (k + 1) z = ⨅ a, ℓ t z a + ∫⁻ x, V (t + 1) k x ∂κ t a z) :
    V = bellmanValue κ ⟨ℓ, m⟩ := by
  ext t k : 2
  induction k generalizing t with
  | zero => exact funext fun z ↦ hV₀ t z
  | succ k ih => exact funext fun z ↦ by rw [hV, ih]; rfl

variable [∀ t a, IsMarkovKernel (κ t a)] [∀ t a, IsMarkovKernel (κ' t a)]
  {P' : Z' → (ℕ → A) → (T : ℕ) → Measure (Fin (T + 1) → Z')}
  {ℓ : ℕ → Z → A → ℝ≥0∞} {m : Z → ℝ≥0∞} {J : ℕ → Z → (ℕ → A) → ℝ≥0∞}
  {ℓ' : ℕ → Z' → A → ℝ≥0∞} {m' : Z' → ℝ≥0∞} {J' : ℕ → Z' → (ℕ → A) → ℝ≥0∞}

/-- Theorem 4 for plans, along any measurable equivalence `e` of state spaces: if the dynamics and
the costs correspond along `e`, then so do the laws of the paths, every plan costs the same, and the
optimal plans are the same. -/
theorem plans_eq_of_equiv (e : Z ≃ᵐ Z') (hκ : ∀ t a z, κ' t a (e z) = (κ t a z).map e)
    (hP₀ : ∀ z u, P z u 0 = Measure.dirac fun _ ↦ z)
    (hP : ∀ z u t, P z u (t + 1) = (P z u t ⊗ₘ (κ t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hP'₀ : ∀ z u, P' z u 0 = Measure.dirac fun _ ↦ z)
    (hP' : ∀ z u t, P' z u (t + 1) = (P' z u t ⊗ₘ (κ' t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hℓ : ∀ t z a, ℓ' t (e z) a = ℓ t z a) (hm : ∀ z, m' (e z) = m z)
    (hJ : ∀ T z u, J T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (u t) + m (ω (Fin.last T))) ∂P z u T)
    (hJ' : ∀ T z u, J' T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ' t (ω t.castSucc) (u t) + m' (ω (Fin.last T))) ∂P' z u T)
    (T : ℕ) (z : Z) :
    (∀ u, P' (e z) u T = (P z u T).map fun ω i ↦ e (ω i)) ∧ (∀ u, J' T (e z) u = J T z u) ∧
      {u | ∀ v, J' T (e z) u ≤ J' T (e z) v} = {u | ∀ v, J T z u ≤ J T z v} := by
  obtain rfl : Dynamics.transport κ e = κ' := Dynamics.transport_eq_iff.mpr hκ
  have hc : (⟨ℓ, m⟩ : Cost Z A ℝ≥0∞).transport e = ⟨ℓ', m'⟩ := Cost.transport_eq_iff.mpr ⟨hℓ, hm⟩
  have hcost (u : ℕ → A) : J' T (e z) u = J T z u := by
    rw [hJ, hJ', eq_pathLaw hP₀ hP, eq_pathLaw hP'₀ hP']
    have h := lintegral_pathCost_transport κ (⟨ℓ, m⟩ : Cost Z A ℝ≥0∞) e T z u
    rw [hc] at h
    exact h
  refine ⟨fun u ↦ ?_, hcost, by simp only [hcost]⟩
  rw [eq_pathLaw hP₀ hP, eq_pathLaw hP'₀ hP', pathLaw_transport]

end Paths

variable {n : ℕ} {κ κ' : ℕ → A → Kernel (EuclideanSpace ℝ (Fin n)) (EuclideanSpace ℝ (Fin n))}
  [∀ t a, IsMarkovKernel (κ t a)] [∀ t a, IsMarkovKernel (κ' t a)]
  {P P' : EuclideanSpace ℝ (Fin n) → (ℕ → A) → (T : ℕ) →
    Measure (Fin (T + 1) → EuclideanSpace ℝ (Fin n))}
  {ℓ : ℕ → EuclideanSpace ℝ (Fin n) → A → ℝ≥0∞} {m : EuclideanSpace ℝ (Fin n) → ℝ≥0∞}
  {J J' : ℕ → EuclideanSpace ℝ (Fin n) → (ℕ → A) → ℝ≥0∞}

/-- Theorem 4 in the paper's form: if the dynamics correspond along a linear isometry `Q` and the
costs do not change under linear isometries of the state, then the optimal plans from `Q z` in the
encoded world are the optimal plans from `z`. -/
theorem plans_eq_of_isometry (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n))
    (hκ : ∀ t a z, κ' t a (Q z) = (κ t a z).map Q)
    (hP₀ : ∀ z u, P z u 0 = Measure.dirac fun _ ↦ z)
    (hP : ∀ z u t, P z u (t + 1) = (P z u t ⊗ₘ (κ t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hP'₀ : ∀ z u, P' z u 0 = Measure.dirac fun _ ↦ z)
    (hP' : ∀ z u t, P' z u (t + 1) = (P' z u t ⊗ₘ (κ' t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hℓ : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) t z a,
      ℓ t (R z) a = ℓ t z a)
    (hm : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) z, m (R z) = m z)
    (hJ : ∀ T z u, J T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (u t) + m (ω (Fin.last T))) ∂P z u T)
    (hJ' : ∀ T z u, J' T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (u t) + m (ω (Fin.last T))) ∂P' z u T)
    (T : ℕ) (z : EuclideanSpace ℝ (Fin n)) :
    (∀ u, J' T (Q z) u = J T z u) ∧
      {u | ∀ v, J' T (Q z) u ≤ J' T (Q z) v} = {u | ∀ v, J T z u ≤ J T z v} :=
  (plans_eq_of_equiv (isometryEquiv Q) hκ hP₀ hP hP'₀ hP' (hℓ Q) (hm Q) hJ hJ' T z).2

omit [∀ t a, IsMarkovKernel (κ t a)] [∀ t a, IsMarkovKernel (κ' t a)] in
/-- Theorem 4 for the Bellman recursion in the paper's form: values and minimising actions at `Q z`
in the encoded world are those at `z`, at every time and with any number of steps left. -/
theorem bellman_eq_of_isometry (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n))
    (hκ : ∀ t a z, κ' t a (Q z) = (κ t a z).map Q)
    (hℓ : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) t z a,
      ℓ t (R z) a = ℓ t z a)
    (hm : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) z, m (R z) = m z)
    {V V' : ℕ → ℕ → EuclideanSpace ℝ (Fin n) → ℝ≥0∞} (hV₀ : ∀ t z, V t 0 z = m z)
    (hV : ∀ t k z, V t (k + 1) z = ⨅ a, ℓ t z a + ∫⁻ x, V (t + 1) k x ∂κ t a z)
    (hV'₀ : ∀ t z, V' t 0 z = m z)
    (hV' : ∀ t k z, V' t (k + 1) z = ⨅ a, ℓ t z a + ∫⁻ x, V' (t + 1) k x ∂κ' t a z)
    (t k : ℕ) (z : EuclideanSpace ℝ (Fin n)) :
    V' t k (Q z) = V t k z ∧
      {a | ℓ t (Q z) a + ∫⁻ x, V' (t + 1) k x ∂κ' t a (Q z) = V' t (k + 1) (Q z)}
        = {a | ℓ t z a + ∫⁻ x, V (t + 1) k x ∂κ t a z = V t (k + 1) z} := by
  obtain rfl : Dynamics.transport κ (isometryEquiv Q) = κ' := Dynamics.transport_eq_iff.mpr hκ
  have hc : (⟨ℓ, m⟩ : Cost _ A ℝ≥0∞).Invariant := ⟨hℓ, hm⟩
  obtain rfl := eq_bellmanValue hV₀ hV
  obtain rfl := eq_bellmanValue hV'₀ hV'
  exact ⟨bellmanValue_isometry κ Q hc t k z, bellmanArgmin_isometry κ Q hc t k z⟩

/-- The Bellman recursion computes the infimum over all state-feedback policies `π` of their costs
`W π`, and for countably many actions and measurable costs the infimum over measurable policies. -/
theorem bellman_eq_iInf_policies {Z : Type*} [MeasurableSpace Z] [Nonempty A]
    {κ : ℕ → A → Kernel Z Z} [∀ t a, IsMarkovKernel (κ t a)] {ℓ : ℕ → Z → A → ℝ≥0∞}
    {m : Z → ℝ≥0∞} {V : ℕ → ℕ → Z → ℝ≥0∞} {W : (ℕ → Z → A) → ℕ → ℕ → Z → ℝ≥0∞}
    (hV₀ : ∀ t z, V t 0 z = m z)
    (hV : ∀ t k z, V t (k + 1) z = ⨅ a, ℓ t z a + ∫⁻ x, V (t + 1) k x ∂κ t a z)
    (hW₀ : ∀ π t z, W π t 0 z = m z)
    (hW : ∀ π t k z, W π t (k + 1) z = ℓ t z (π t z) + ∫⁻ x, W π (t + 1) k x ∂κ t (π t z) z)
    (t k : ℕ) (z : Z) :
    V t k z = ⨅ π, W π t k z ∧
      ∀ [Countable A] [MeasurableSpace A], (∀ t a, Measurable fun z ↦ ℓ t z a) → Measurable m →
        V t k z = ⨅ π : {π : ℕ → Z → A // ∀ t, Measurable (π t)}, W π t k z := by
  obtain rfl := eq_bellmanValue hV₀ hV
  have h2 (π : ℕ → Z → A) (t k : ℕ) : W π t k = policyCost κ ⟨ℓ, m⟩ π t k := by
    induction k generalizing t with
    | zero => exact funext fun z ↦ hW₀ π t z
    | succ k ih => exact funext fun z ↦ by rw [hW, ih]; rfl
  simp only [h2]
  exact ⟨bellmanValue_eq_iInf_policyCost κ _ t k z,
    fun hℓ hm ↦ bellmanValue_eq_iInf_measurable (c := ⟨ℓ, m⟩) κ hℓ hm t k z⟩

/-- What the paper's hypothesis covers: a cost does not change under linear isometries of the state
if and only if it is a function of the norm of the state. -/
theorem invariant_iff_function_of_norm {R : Type*} (f : EuclideanSpace ℝ (Fin n) → R) :
    (∀ (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) z, f (Q z) = f z) ↔
      ∃ φ : ℝ → R, ∀ z, f z = φ ‖z‖ :=
  forall_isometry_apply_eq_iff

section EndToEnd

variable {ρ : ℝ} {γ : Measure (EuclideanSpace ℝ (Fin n))}
  {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- From the optimum of the LeJEPA objective to equal plans, for continuous encoders: if `h`
preserves the standard Gaussian measure and attains the least alignment loss, and the encoded
dynamics `κ'` move from `h z` to `h` of the next state, then for costs that do not change under
linear isometries the optimal plans from `h z` in the encoded world are the optimal plans from
`z`. -/
theorem plans_eq_of_continuous_minimiser (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : Continuous h) (hmap : γ.map h = γ)
    (hloss : ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ = 2 * (1 - ρ) * n)
    (hκ : ∀ t a z, κ' t a (h z) = (κ t a z).map h)
    (hP₀ : ∀ z u, P z u 0 = Measure.dirac fun _ ↦ z)
    (hP : ∀ z u t, P z u (t + 1) = (P z u t ⊗ₘ (κ t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hP'₀ : ∀ z u, P' z u 0 = Measure.dirac fun _ ↦ z)
    (hP' : ∀ z u t, P' z u (t + 1) = (P' z u t ⊗ₘ (κ' t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hℓ : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) t z a,
      ℓ t (R z) a = ℓ t z a)
    (hm : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) z, m (R z) = m z)
    (hJ : ∀ T z u, J T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (u t) + m (ω (Fin.last T))) ∂P z u T)
    (hJ' : ∀ T z u, J' T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (u t) + m (ω (Fin.last T))) ∂P' z u T)
    (T : ℕ) (z : EuclideanSpace ℝ (Fin n)) :
    (∀ u, J' T (h z) u = J T z u) ∧
      {u | ∀ v, J' T (h z) u ≤ J' T (h z) v} = {u | ∀ v, J T z u ≤ J T z v} := by
  subst hγ
  obtain ⟨Q, rfl⟩ := (alignmentLoss_eq_iff_of_continuous hρ₀ hρ₁ hh hmap).mp hloss
  exact plans_eq_of_isometry Q hκ hP₀ hP hP'₀ hP' hℓ hm hJ hJ' T z

/-- From the optimum of the LeJEPA objective to equal plans, for measurable encoders: as for
continuous ones from almost every first state, if the laws of next states are absolutely continuous
with respect to Lebesgue measure. -/
theorem plans_eq_of_minimiser (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : Measurable h) (hmap : γ.map h = γ)
    (hloss : ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ = 2 * (1 - ρ) * n)
    (hac : ∀ t a z, κ t a z ≪ volume) (hκ : ∀ᵐ z, ∀ t a, κ' t a (h z) = (κ t a z).map h)
    (hP₀ : ∀ z u, P z u 0 = Measure.dirac fun _ ↦ z)
    (hP : ∀ z u t, P z u (t + 1) = (P z u t ⊗ₘ (κ t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hP'₀ : ∀ z u, P' z u 0 = Measure.dirac fun _ ↦ z)
    (hP' : ∀ z u t, P' z u (t + 1) = (P' z u t ⊗ₘ (κ' t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hℓ : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) t z a,
      ℓ t (R z) a = ℓ t z a)
    (hm : ∀ (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) z, m (R z) = m z)
    (hJ : ∀ T z u, J T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (u t) + m (ω (Fin.last T))) ∂P z u T)
    (hJ' : ∀ T z u, J' T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (u t) + m (ω (Fin.last T))) ∂P' z u T) :
    ∀ᵐ z, ∀ T, (∀ u, J' T (h z) u = J T z u) ∧
      {u | ∀ v, J' T (h z) u ≤ J' T (h z) v} = {u | ∀ v, J T z u ≤ J T z v} := by
  subst hγ
  obtain ⟨Q, hQ⟩ := (alignmentLoss_eq_iff_of_map_eq hh.aemeasurable hmap hρ₀ hρ₁).mp hloss
  have hQ' : h =ᵐ[volume] isometryEquiv Q := (volume_absolutelyContinuous_gaussian n).ae_le hQ
  have hc : (⟨ℓ, m⟩ : Cost _ A ℝ≥0∞).transport (isometryEquiv Q) = ⟨ℓ, m⟩ :=
    Cost.Invariant.transport_eq ⟨hℓ, hm⟩ Q
  filter_upwards [lintegral_pathCost_encoded ⟨ℓ, m⟩ hQ' (.of_forall fun z t a ↦ hac t a z) hκ]
    with z hz T
  have hcost (u : ℕ → A) : J' T (h z) u = J T z u := by
    rw [hJ, hJ', eq_pathLaw hP₀ hP, eq_pathLaw hP'₀ hP']
    have h := hz T u
    rw [hc] at h
    exact h
  exact ⟨hcost, by simp only [hcost]⟩

end EndToEnd

/-- These theorems as one term; `LeJEPA.Examples` checks the axioms below it. -/
def planningTheorems :=
  PProd.mk @plans_eq_of_equiv <|
    PProd.mk @plans_eq_of_isometry <|
    PProd.mk @bellman_eq_of_isometry <|
    PProd.mk @bellman_eq_iInf_policies <|
    PProd.mk @invariant_iff_function_of_norm <|
    PProd.mk @plans_eq_of_continuous_minimiser <|
    @plans_eq_of_minimiser

end LeJEPA.Examples
