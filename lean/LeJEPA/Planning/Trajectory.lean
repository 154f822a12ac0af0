import LeJEPA.Planning.Basic
import Mathlib.Algebra.BigOperators.Fin
import Mathlib.Probability.Kernel.Composition.MeasureComp

/-!
# Laws of trajectories

The law of the whole path `z_0, …, z_n` of controlled dynamics under a plan, started from a law on
the states. An encoder `f` that turns the dynamics `p` into the dynamics `p'`, one step at a time,
turns the law of the path into the law of the path; `f` need not be invertible.

## Main definitions

* `LeJEPA.pathLaw`: the law of the path, a measure on `Fin (n + 1) → Z`.
* `LeJEPA.pathCost`: the total cost along a path.

## Main results

* `LeJEPA.pathLaw_transport`: the laws of the paths correspond (Theorem 4 (i)).
* `LeJEPA.map_eval_pathLaw`: the state at time `t` has law `LeJEPA.stateLaw`.
* `LeJEPA.openLoopCost_eq_lintegral_pathCost`: for measurable costs, `LeJEPA.openLoopCost` is the
  expectation of the total cost along the path.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {Z Z' A : Type*} [MeasurableSpace Z] [MeasurableSpace Z']

/-- Taking one step in each of two worlds related by `f` before the step and by `g` after it. -/
theorem map_compProd_eq_of_ae {α α' β β' : Type*} [MeasurableSpace α] [MeasurableSpace α']
    [MeasurableSpace β] [MeasurableSpace β'] {μ : Measure α} [SFinite μ] {κ : Kernel α β}
    [IsSFiniteKernel κ] {κ' : Kernel α' β'} [IsSFiniteKernel κ'] {f : α → α'} {g : β → β'}
    (hf : Measurable f) (hg : Measurable g) (h : ∀ᵐ a ∂μ, κ' (f a) = (κ a).map g) :
    μ.map f ⊗ₘ κ' = (μ ⊗ₘ κ).map (Prod.map f g) := by
  ext s hs
  rw [Measure.compProd_apply hs, Measure.map_apply (hf.prodMap hg) hs,
    Measure.compProd_apply (hf.prodMap hg hs),
    lintegral_map (Kernel.measurable_kernel_prodMk_left hs) hf]
  refine lintegral_congr_ae (h.mono fun a ha ↦ ?_)
  change κ' (f a) (Prod.mk (f a) ⁻¹' s) = _
  rw [ha, Measure.map_apply hg (measurable_prodMk_left hs)]
  rfl

/-- Appending a state to a path is measurable. -/
@[fun_prop]
theorem measurable_snoc {n : ℕ} :
    Measurable fun x : (Fin n → Z) × Z ↦ (Fin.snoc x.1 x.2 : Fin (n + 1) → Z) := by
  refine measurable_pi_iff.mpr fun i ↦ ?_
  induction i using Fin.lastCases with
  | last =>
    simp only [Fin.snoc_last]
    exact measurable_snd
  | cast i =>
    simp only [Fin.snoc_castSucc]
    exact (measurable_pi_apply i).comp measurable_fst

/-- Forgetting the last state of a path is measurable. -/
@[fun_prop]
theorem measurable_init {n : ℕ} : Measurable (Fin.init : (Fin (n + 1) → Z) → Fin n → Z) :=
  measurable_pi_iff.mpr fun i ↦ measurable_pi_apply i.castSucc

/-- The kernel of the next state given the path so far. -/
noncomputable def nextKernel (p : Dynamics Z A) (u : ℕ → A) (n : ℕ) :
    Kernel (Fin (n + 1) → Z) Z :=
  (p n (u n)).comap (fun ω ↦ ω (Fin.last n)) (measurable_pi_apply _)

/-- The law of the next state depends on the last state of the path only. -/
theorem nextKernel_apply (p : Dynamics Z A) (u : ℕ → A) (n : ℕ) (ω : Fin (n + 1) → Z) :
    nextKernel p u n ω = p n (u n) (ω (Fin.last n)) := rfl

instance (p : Dynamics Z A) (u : ℕ → A) (n : ℕ) [∀ t a, IsMarkovKernel (p t a)] :
    IsMarkovKernel (nextKernel p u n) :=
  Kernel.IsMarkovKernel.comap _ (measurable_pi_apply _)

/-- The law of the path `z_0, …, z_n` under the plan `u`, where `z_0` has law `μ`. -/
noncomputable def pathLaw (p : Dynamics Z A) (u : ℕ → A) (μ : Measure Z) :
    (n : ℕ) → Measure (Fin (n + 1) → Z)
  | 0 => μ.map fun z _ ↦ z
  | n + 1 => (pathLaw p u μ n ⊗ₘ nextKernel p u n).map fun x ↦ Fin.snoc x.1 x.2

variable {p : Dynamics Z A} {p' : Dynamics Z' A} {u : ℕ → A} {μ : Measure Z}
  [∀ t a, IsMarkovKernel (p t a)] [∀ t a, IsMarkovKernel (p' t a)]

instance [IsProbabilityMeasure μ] (n : ℕ) : IsProbabilityMeasure (pathLaw p u μ n) := by
  induction n with
  | zero => exact Measure.isProbabilityMeasure_map (by fun_prop)
  | succ n ih => exact Measure.isProbabilityMeasure_map (by fun_prop)

/-- Forgetting the last state of the path. -/
theorem map_init_pathLaw [IsProbabilityMeasure μ] (n : ℕ) :
    (pathLaw p u μ (n + 1)).map Fin.init = pathLaw p u μ n := by
  rw [pathLaw, Measure.map_map measurable_init measurable_snoc]
  simp only [Function.comp_def, Fin.init_snoc]
  exact Measure.fst_compProd (pathLaw p u μ n) (nextKernel p u n)

/-- The last state of the path, by the law of the state before it. -/
theorem map_last_pathLaw_succ [IsProbabilityMeasure μ] (n : ℕ) :
    (pathLaw p u μ (n + 1)).map (fun ω ↦ ω (Fin.last (n + 1)))
      = ((pathLaw p u μ n).map fun ω ↦ ω (Fin.last n)).bind (p n (u n)) := by
  rw [pathLaw, Measure.map_map (by fun_prop) (by fun_prop)]
  simp only [Function.comp_def, Fin.snoc_last]
  have hsnd := Measure.snd_compProd (pathLaw p u μ n) (nextKernel p u n)
  rw [Measure.snd] at hsnd
  rw [hsnd]
  ext s hs
  rw [Measure.bind_apply hs (Kernel.aemeasurable _), Measure.bind_apply hs (Kernel.aemeasurable _),
    lintegral_map ((p n (u n)).measurable_coe hs) (by fun_prop)]
  rfl

/-- The state at time `t` of the path started at `z₀` has law `stateLaw p u z₀ t`. -/
theorem map_eval_pathLaw (p : Dynamics Z A) (u : ℕ → A) [∀ t a, IsMarkovKernel (p t a)] (z₀ : Z)
    (n : ℕ) (t : Fin (n + 1)) :
    (pathLaw p u (Measure.dirac z₀) n).map (fun ω ↦ ω t) = stateLaw p u z₀ t := by
  induction n with
  | zero =>
    rw [pathLaw, Measure.map_map (by fun_prop) (by fun_prop), Fin.fin_one_eq_zero t]
    exact Measure.map_id
  | succ n ih =>
    induction t using Fin.lastCases with
    | last => rw [map_last_pathLaw_succ, ih]; rfl
    | cast t =>
      have ht := ih t
      rw [← map_init_pathLaw, Measure.map_map (by fun_prop) measurable_init] at ht
      exact ht

omit [∀ t a, IsMarkovKernel (p t a)] in
/-- If the first state satisfies `P` almost surely, and the next state does whenever the state does,
then so does the last state of the path. -/
theorem ae_last_pathLaw {P : Z → Prop} (hP : MeasurableSet {z | P z}) (hμ : ∀ᵐ z ∂μ, P z)
    (hp : ∀ z, P z → ∀ t a, ∀ᵐ z' ∂p t a z, P z') (n : ℕ) :
    ∀ᵐ ω ∂pathLaw p u μ n, P (ω (Fin.last n)) := by
  have hlast (n : ℕ) : MeasurableSet {ω : Fin (n + 1) → Z | P (ω (Fin.last n))} :=
    measurable_pi_apply (Fin.last n) hP
  induction n with
  | zero => exact (ae_map_iff (by fun_prop) (hlast 0)).mpr hμ
  | succ n ih =>
    refine (ae_map_iff (by fun_prop) (hlast (n + 1))).mpr ?_
    simp only [Fin.snoc_last]
    exact Measure.ae_compProd_of_ae_ae (measurable_snd hP) (ih.mono fun ω hω ↦ hp _ hω _ _)

/-- An encoder `f` that turns the dynamics `p` into `p'` at almost every state that occurs turns the
law of the path into the law of the path. -/
theorem pathLaw_map_of_ae [IsProbabilityMeasure μ] {f : Z → Z'} (hf : Measurable f) (n : ℕ)
    (h : ∀ t < n, ∀ᵐ ω ∂pathLaw p u μ t,
      p' t (u t) (f (ω (Fin.last t))) = (p t (u t) (ω (Fin.last t))).map f) :
    pathLaw p' u (μ.map f) n = (pathLaw p u μ n).map fun ω i ↦ f (ω i) := by
  induction n with
  | zero =>
    rw [pathLaw, pathLaw, Measure.map_map (by fun_prop) hf,
      Measure.map_map (by fun_prop) (by fun_prop)]
    rfl
  | succ n ih =>
    rw [pathLaw, pathLaw, ih fun t ht ↦ h t (ht.trans n.lt_succ_self),
      map_compProd_eq_of_ae (κ := nextKernel p u n) (κ' := nextKernel p' u n)
        (f := fun ω i ↦ f (ω i)) (by fun_prop) hf (h n n.lt_succ_self),
      Measure.map_map (by fun_prop) (by fun_prop), Measure.map_map (by fun_prop) (by fun_prop)]
    congr 1
    ext x i
    induction i using Fin.lastCases <;> simp

/-- An encoder `f` that turns the dynamics `p` into `p'` turns the law of the path into the law of
the path. -/
theorem pathLaw_map [IsProbabilityMeasure μ] {f : Z → Z'} (hf : Measurable f)
    (h : ∀ t a z, p' t a (f z) = (p t a z).map f) (n : ℕ) :
    pathLaw p' u (μ.map f) n = (pathLaw p u μ n).map fun ω i ↦ f (ω i) :=
  pathLaw_map_of_ae hf n fun _ _ ↦ .of_forall fun _ ↦ h _ _ _

/-- Theorem 4 (i): the laws of the paths correspond. -/
theorem pathLaw_transport (p : Dynamics Z A) [∀ t a, IsMarkovKernel (p t a)] (e : Z ≃ᵐ Z')
    (u : ℕ → A) (z₀ : Z) (n : ℕ) :
    pathLaw (p.transport e) u (Measure.dirac (e z₀)) n
      = (pathLaw p u (Measure.dirac z₀) n).map fun ω i ↦ e (ω i) := by
  rw [← Measure.map_dirac e.measurable]
  exact pathLaw_map (μ := Measure.dirac z₀) e.measurable (p.transport_apply e) n

/-- The total cost along a path. -/
def pathCost {R : Type*} [AddCommMonoid R] (c : Cost Z A R) (u : ℕ → A) (n : ℕ)
    (ω : Fin (n + 1) → Z) : R :=
  ∑ t : Fin n, c.stage t (ω t.castSucc) (u t) + c.terminal (ω (Fin.last n))

/-- For measurable costs the cost of a plan is the expectation of the total cost along the path. -/
theorem openLoopCost_eq_lintegral_pathCost (p : Dynamics Z A) [∀ t a, IsMarkovKernel (p t a)]
    {c : Cost Z A ℝ≥0∞} (hc : ∀ t a, Measurable fun z ↦ c.stage t z a)
    (hc' : Measurable c.terminal) (n : ℕ) (z₀ : Z) (u : ℕ → A) :
    openLoopCost p c n z₀ u = ∫⁻ ω, pathCost c u n ω ∂pathLaw p u (Measure.dirac z₀) n := by
  have hstage (t : Fin n) :
      Measurable fun ω : Fin (n + 1) → Z ↦ c.stage t (ω t.castSucc) (u t) :=
    (hc t (u t)).comp (measurable_pi_apply t.castSucc)
  have hlast : Measurable fun ω : Fin (n + 1) → Z ↦ c.terminal (ω (Fin.last n)) :=
    hc'.comp (measurable_pi_apply _)
  simp only [pathCost]
  rw [lintegral_add_right _ hlast, lintegral_finset_sum _ fun t _ ↦ hstage t, openLoopCost,
    Finset.sum_range]
  congr 1
  · refine Finset.sum_congr rfl fun t _ ↦ ?_
    rw [← Fin.val_castSucc t, ← map_eval_pathLaw p u z₀ n t.castSucc,
      lintegral_map (hc _ _) (measurable_pi_apply _)]
  · have hlaw := map_eval_pathLaw p u z₀ n (Fin.last n)
    rw [Fin.val_last] at hlaw
    rw [← hlaw, lintegral_map hc' (measurable_pi_apply _)]

/-- Theorem 4 (ii), whether or not the costs are measurable: the expected total cost along the path
is the same in both worlds. -/
theorem lintegral_pathCost_transport (p : Dynamics Z A) [∀ t a, IsMarkovKernel (p t a)]
    (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (n : ℕ) (z₀ : Z) (u : ℕ → A) :
    ∫⁻ ω, pathCost (c.transport e) u n ω ∂pathLaw (p.transport e) u (Measure.dirac (e z₀)) n
      = ∫⁻ ω, pathCost c u n ω ∂pathLaw p u (Measure.dirac z₀) n := by
  rw [pathLaw_transport]
  refine (lintegral_map_equiv _ (MeasurableEquiv.piCongrRight fun _ ↦ e)).trans ?_
  refine lintegral_congr fun ω ↦ ?_
  change ∑ t : Fin n, c.stage t (e.symm (e (ω t.castSucc))) (u t)
    + c.terminal (e.symm (e (ω (Fin.last n)))) = _
  simp only [e.symm_apply_apply, pathCost]

end LeJEPA
