import LeJEPA.Planning.Bellman
import LeJEPA.Planning.Trajectory

/-!
# Worlds that agree where the state can be

Two worlds on the same state space whose dynamics, costs and policies agree on a set that the state
never leaves, almost surely. Seen from a state in the set, planning is the same in both.

## Main results

* `LeJEPA.pathLaw_congr_of_absorbing`, `LeJEPA.openLoopCost_congr_of_absorbing`,
  `LeJEPA.policyCost_congr_of_absorbing`, `LeJEPA.historyCost_congr_of_absorbing`,
  `LeJEPA.bellmanValue_congr_of_absorbing`, `LeJEPA.bellmanArgmin_congr_of_absorbing`.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {Z A : Type*} [MeasurableSpace Z] {p q : Dynamics Z A} {c : Cost Z A ℝ≥0∞} {G : Set Z}

/-- From a state in an absorbing set, the state stays in it almost surely. -/
theorem ae_mem_stateLaw (hG : MeasurableSet G) (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (u : ℕ → A) {z₀ : Z} (hz₀ : z₀ ∈ G) (t : ℕ) : ∀ᵐ z ∂stateLaw p u z₀ t, z ∈ G := by
  induction t with
  | zero => exact (ae_dirac_iff hG).mpr hz₀
  | succ t ih => exact Measure.ae_comp_of_ae_ae hG (ih.mono fun z hz ↦ hp z hz _ _)

/-- From a state in an absorbing set on which the dynamics agree, the laws of the states agree. -/
theorem stateLaw_congr_of_absorbing (hG : MeasurableSet G)
    (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G) (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z)
    (u : ℕ → A) {z₀ : Z} (hz₀ : z₀ ∈ G) (t : ℕ) : stateLaw q u z₀ t = stateLaw p u z₀ t := by
  induction t with
  | zero => rfl
  | succ t ih =>
    rw [stateLaw, stateLaw, ih]
    exact Measure.bind_congr_right
      ((ae_mem_stateLaw hG hp u hz₀ t).mono fun z hz ↦ hpq z hz _ _)

/-- From a state in an absorbing set on which the dynamics agree, the laws of the paths agree. -/
theorem pathLaw_congr_of_absorbing [∀ t a, IsMarkovKernel (p t a)] [∀ t a, IsMarkovKernel (q t a)]
    (hG : MeasurableSet G) (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) (u : ℕ → A) {z₀ : Z} (hz₀ : z₀ ∈ G) (n : ℕ) :
    pathLaw q u (Measure.dirac z₀) n = pathLaw p u (Measure.dirac z₀) n := by
  have h := pathLaw_map_of_ae (p := p) (p' := q) (u := u) (μ := Measure.dirac z₀) measurable_id n
    fun t _ ↦ (ae_last_pathLaw hG ((ae_dirac_iff hG).mpr hz₀) hp t).mono fun ω hω ↦ by
      rw [id, hpq _ hω, Measure.map_id]
  simpa using h

/-- From a state in an absorbing set on which the dynamics agree, plans cost the same. -/
theorem openLoopCost_congr_of_absorbing (hG : MeasurableSet G)
    (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G) (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z)
    {z₀ : Z} (hz₀ : z₀ ∈ G) (n : ℕ) (u : ℕ → A) :
    openLoopCost q c n z₀ u = openLoopCost p c n z₀ u := by
  simp only [openLoopCost, stateLaw_congr_of_absorbing hG hp hpq u hz₀]

/-- From a state in an absorbing set on which the dynamics and two policies agree, the policies cost
the same. -/
theorem policyCost_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) {π π' : ℕ → Z → A}
    (hπ : ∀ z ∈ G, ∀ t, π' t z = π t z) (t k : ℕ) {z : Z} (hz : z ∈ G) :
    policyCost q c π' t k z = policyCost p c π t k z := by
  induction k generalizing t z with
  | zero => simp [policyCost]
  | succ k ih =>
    rw [policyCost, policyCost, hπ z hz, hpq z hz]
    congr 1
    exact lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦ ih (t + 1) hz')

/-- From a state in an absorbing set on which the dynamics and two policies that see the past agree,
the policies cost the same. -/
theorem historyCost_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) {π π' : List Z → Z → A}
    (hπ : ∀ h, (∀ z ∈ h, z ∈ G) → ∀ z ∈ G, π' h z = π h z) (t k : ℕ) {h : List Z}
    (hh : ∀ z ∈ h, z ∈ G) {z : Z} (hz : z ∈ G) :
    historyCost q c π' t k h z = historyCost p c π t k h z := by
  induction k generalizing t h z with
  | zero => simp [historyCost]
  | succ k ih =>
    rw [historyCost, historyCost, hπ h hh z hz, hpq z hz]
    congr 1
    refine lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦ ih (t + 1) ?_ hz')
    simpa using ⟨hz, hh⟩

/-- From a state in an absorbing set on which the dynamics agree, Bellman values agree. -/
theorem bellmanValue_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) (t k : ℕ) {z : Z} (hz : z ∈ G) :
    bellmanValue q c t k z = bellmanValue p c t k z := by
  induction k generalizing t z with
  | zero => simp [bellmanValue]
  | succ k ih =>
    rw [bellmanValue, bellmanValue]
    refine iInf_congr fun a ↦ ?_
    rw [hpq z hz]
    congr 1
    exact lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦ ih (t + 1) hz')

/-- From a state in an absorbing set on which the dynamics agree, the minimising actions agree. -/
theorem bellmanArgmin_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) (t k : ℕ) {z : Z} (hz : z ∈ G) :
    bellmanArgmin q c t k z = bellmanArgmin p c t k z := by
  ext a
  have hint : ∫⁻ z', bellmanValue q c (t + 1) k z' ∂q t a z
      = ∫⁻ z', bellmanValue p c (t + 1) k z' ∂p t a z := by
    rw [hpq z hz]
    exact lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦
      bellmanValue_congr_of_absorbing hp hpq (t + 1) k hz')
  rw [bellmanArgmin, bellmanArgmin, Set.mem_setOf_eq, Set.mem_setOf_eq, hint,
    bellmanValue_congr_of_absorbing hp hpq t (k + 1) hz]

end LeJEPA
