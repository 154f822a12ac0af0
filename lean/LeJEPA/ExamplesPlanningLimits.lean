import LeJEPA.Counterexamples.Planning
import LeJEPA.ExamplesPlanning
import Mathlib.Analysis.InnerProductSpace.Adjoint

/-!
# The reach of the planning theorem in the words of Mathlib

What to do with costs that the paper's hypothesis does not cover, and where the conclusion fails.
Each statement below uses no definition of this library; the notation is that of
`LeJEPA.ExamplesPlanning`. The axioms below are checked in
`LeJEPA.Examples`.

## Main results

* `LeJEPA.Examples.plans_eq_of_goal`: costs that compare the state with a goal.
* `LeJEPA.Examples.plans_eq_of_linearQuadratic`: the linear-quadratic regulator, in matrices.
* `LeJEPA.Examples.anisotropic_cost_not_covered`, `LeJEPA.Examples.fixed_goal_not_covered`: costs
  with which the optimal action changes.
* `LeJEPA.Examples.ae_eq_not_enough`: an optimal encoder with which the optimal action changes.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Examples

variable {A : Type*} {n : ℕ}

section Isometry

variable {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] {Q : E ≃ₗᵢ[ℝ] E}
  {f f' : E →ₗ[ℝ] E}

/-- The quadratic form of `f` at `z - g` is that of `f'` at `Q z - Q g`. -/
private theorem inner_of_comm (hf : ∀ z, f' (Q z) = Q (f z)) (z g : E) :
    inner ℝ (Q z - Q g) (f' (Q z - Q g)) = inner ℝ (z - g) (f (z - g)) := by
  rw [← map_sub, hf, Q.inner_map_map]

/-- The linear dynamics of `f` with gain `b` are those of `f'` with gain `Q b`. -/
private theorem map_of_comm [MeasurableSpace E] [BorelSpace E] (hf : ∀ z, f' (Q z) = Q (f z))
    (ν : Measure E) (b z : E) :
    (ν.map Q).map (fun ξ ↦ f' (Q z) + Q b + ξ) = (ν.map fun ξ ↦ f z + b + ξ).map Q := by
  have hQ : Measurable Q := Q.continuous.measurable
  rw [Measure.map_map (measurable_const_add _) hQ, Measure.map_map hQ (measurable_const_add _)]
  simp only [Function.comp_def, hf, map_add]

end Isometry

/-- The linear map of a matrix, elaborated once. -/
private noncomputable def lin (W : Matrix (Fin n) (Fin n) ℝ) :
    EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n) := W.toEuclideanLin

/-- Conjugating a matrix by an orthogonal matrix. -/
private theorem lin_conj_apply {Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)}
    {U : Matrix (Fin n) (Fin n) ℝ} (hU : ∀ z, Q z = lin U z) (W : Matrix (Fin n) (Fin n) ℝ)
    (z : EuclideanSpace ℝ (Fin n)) : lin (U * W * U.transpose) (Q z) = Q (lin W z) := by
  have hinv : WithLp.toLp 2 (U.transpose.mulVec (Q z).ofLp) = z := by
    refine ext_inner_left ℝ fun w ↦ ?_
    refine .trans ?_ (Q.inner_map_map w z)
    rw [hU w, EuclideanSpace.inner_eq_star_dotProduct, EuclideanSpace.inner_eq_star_dotProduct,
      Matrix.mulVec_transpose, ← Matrix.dotProduct_mulVec]
    rfl
  have hmul (x : Fin n → ℝ) :
      (U * W * U.transpose).mulVec x = U.mulVec (W.mulVec (U.transpose.mulVec x)) := by
    rw [Matrix.mulVec_mulVec, Matrix.mulVec_mulVec]
  have h := congrArg (fun x : EuclideanSpace ℝ (Fin n) ↦ U.mulVec (W.mulVec x.ofLp)) hinv
  exact (congrArg (WithLp.toLp 2) ((hmul (Q z).ofLp).trans h)).trans (hU (lin W z)).symm

section Plans

variable {κ κ' : ℕ → A → Kernel (EuclideanSpace ℝ (Fin n)) (EuclideanSpace ℝ (Fin n))}
  [∀ t a, IsMarkovKernel (κ t a)] [∀ t a, IsMarkovKernel (κ' t a)]
  {P P' : EuclideanSpace ℝ (Fin n) → (ℕ → A) → (T : ℕ) →
    Measure (Fin (T + 1) → EuclideanSpace ℝ (Fin n))}
  {J J' : ℕ → EuclideanSpace ℝ (Fin n) → (ℕ → A) → ℝ≥0∞}

/-- Goal form of Theorem 4: if the comparisons `ℓ` and `m` of a state with a goal do not change when
both are moved by `Q`, then the optimal plans towards `Q g` in the encoded world are the optimal
plans towards `g`. -/
theorem plans_eq_of_goal (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n))
    (hκ : ∀ t a z, κ' t a (Q z) = (κ t a z).map Q)
    (hP₀ : ∀ z u, P z u 0 = Measure.dirac fun _ ↦ z)
    (hP : ∀ z u t, P z u (t + 1) = (P z u t ⊗ₘ (κ t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hP'₀ : ∀ z u, P' z u 0 = Measure.dirac fun _ ↦ z)
    (hP' : ∀ z u t, P' z u (t + 1) = (P' z u t ⊗ₘ (κ' t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    {ℓ : ℕ → EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n) → A → ℝ≥0∞}
    {m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n) → ℝ≥0∞}
    (hℓ : ∀ t z g a, ℓ t (Q z) (Q g) a = ℓ t z g a) (hm : ∀ z g, m (Q z) (Q g) = m z g)
    (g : EuclideanSpace ℝ (Fin n))
    (hJ : ∀ T z u, J T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) g (u t) + m (ω (Fin.last T)) g) ∂P z u T)
    (hJ' : ∀ T z u, J' T z u
      = ∫⁻ ω, (∑ t : Fin T, ℓ t (ω t.castSucc) (Q g) (u t) + m (ω (Fin.last T)) (Q g)) ∂P' z u T)
    (T : ℕ) (z : EuclideanSpace ℝ (Fin n)) :
    (∀ u, J' T (Q z) u = J T z u) ∧
      {u | ∀ v, J' T (Q z) u ≤ J' T (Q z) v} = {u | ∀ v, J T z u ≤ J T z v} :=
  (plans_eq_of_equiv (ℓ := fun t z a ↦ ℓ t z g a) (m := fun z ↦ m z g)
    (ℓ' := fun t z a ↦ ℓ t z (Q g) a) (m' := fun z ↦ m z (Q g)) (isometryEquiv Q) hκ hP₀ hP hP'₀
    hP' (fun t z a ↦ hℓ t z g a) (fun z ↦ hm z g) hJ hJ' T z).2

/-- The linear-quadratic regulator. With dynamics `z' = F z + G a + ξ`, noise `ξ ~ ν`, the quadratic
costs with weights `W` and `W'` of the distance to a goal `g`, and the costs `r` of actions, the
optimal plans are those of the regulator with `U F Uᵀ`, `U G`, the noise moved by `U`, `U W Uᵀ`,
`U W' Uᵀ`, `U g` and the same `r`, where `U` is the matrix of the linear isometry `Q`. -/
theorem plans_eq_of_linearQuadratic
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) {U : Matrix (Fin n) (Fin n) ℝ}
    (hU : ∀ z, Q z = U.toEuclideanLin z) {ν : ℕ → Measure (EuclideanSpace ℝ (Fin n))}
    {F W : ℕ → Matrix (Fin n) (Fin n) ℝ} {W' : Matrix (Fin n) (Fin n) ℝ}
    {G : ℕ → A → EuclideanSpace ℝ (Fin n)} {r : ℕ → A → ℝ} {g : EuclideanSpace ℝ (Fin n)}
    (hκ : ∀ t a z, κ t a z = (ν t).map fun ξ ↦ (F t).toEuclideanLin z + G t a + ξ)
    (hκ' : ∀ t a z, κ' t a z = ((ν t).map Q).map fun ξ ↦
      (U * F t * U.transpose).toEuclideanLin z + Q (G t a) + ξ)
    (hP₀ : ∀ z u, P z u 0 = Measure.dirac fun _ ↦ z)
    (hP : ∀ z u t, P z u (t + 1) = (P z u t ⊗ₘ (κ t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hP'₀ : ∀ z u, P' z u 0 = Measure.dirac fun _ ↦ z)
    (hP' : ∀ z u t, P' z u (t + 1) = (P' z u t ⊗ₘ (κ' t (u t)).comap (fun ω ↦ ω (Fin.last t))
      (measurable_pi_apply _)).map fun x ↦ Fin.snoc x.1 x.2)
    (hJ : ∀ T z u, J T z u = ∫⁻ ω, (∑ t : Fin T, ENNReal.ofReal
        (inner ℝ (ω t.castSucc - g) ((W t).toEuclideanLin (ω t.castSucc - g)) + r t (u t))
      + .ofReal (inner ℝ (ω (Fin.last T) - g) (W'.toEuclideanLin (ω (Fin.last T) - g)))) ∂P z u T)
    (hJ' : ∀ T z u, J' T z u = ∫⁻ ω, (∑ t : Fin T, ENNReal.ofReal
        (inner ℝ (ω t.castSucc - Q g)
          ((U * W t * U.transpose).toEuclideanLin (ω t.castSucc - Q g)) + r t (u t))
      + .ofReal (inner ℝ (ω (Fin.last T) - Q g)
          ((U * W' * U.transpose).toEuclideanLin (ω (Fin.last T) - Q g)))) ∂P' z u T)
    (T : ℕ) (z : EuclideanSpace ℝ (Fin n)) :
    (∀ u, J' T (Q z) u = J T z u) ∧
      {u | ∀ v, J' T (Q z) u ≤ J' T (Q z) v} = {u | ∀ v, J T z u ≤ J T z v} := by
  have hc (V : Matrix (Fin n) (Fin n) ℝ) := lin_conj_apply hU V
  have hdyn (t : ℕ) (a : A) (z : EuclideanSpace ℝ (Fin n)) : κ' t a (Q z) = (κ t a z).map Q :=
    (hκ' t a (Q z)).trans <| (map_of_comm (hc (F t)) (ν t) (G t a) z).trans <|
      congrArg (Measure.map Q) (hκ t a z).symm
  exact (plans_eq_of_equiv (isometryEquiv Q) hdyn hP₀ hP hP'₀ hP'
    (ℓ := ((Cost.quadratic (lin <| W ·) (lin W') r g).map ENNReal.ofReal).stage)
    (m := ((Cost.quadratic (lin <| W ·) (lin W') r g).map ENNReal.ofReal).terminal)
    (ℓ' := ((Cost.quadratic (fun t ↦ lin (U * W t * U.transpose)) (lin (U * W' * U.transpose)) r
      (Q g)).map ENNReal.ofReal).stage)
    (m' := ((Cost.quadratic (fun t ↦ lin (U * W t * U.transpose)) (lin (U * W' * U.transpose)) r
      (Q g)).map ENNReal.ofReal).terminal)
    (fun t z a ↦ congrArg (fun x ↦ ENNReal.ofReal (x + r t a)) (inner_of_comm (hc (W t)) z g))
    (fun z ↦ congrArg ENNReal.ofReal (inner_of_comm (hc W') z g)) hJ hJ' T z).2

end Plans

open Counterexamples in
/-- An anisotropic quadratic cost is not covered: there are a linear isometry of the plane and
dynamics with two actions, such that from every state the action `true` is the optimal one in the
world and `false` in the encoded world, over a single step, for the cost `z₀² + 4 z₁²` in both. -/
theorem anisotropic_cost_not_covered :
    ∃ (Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2))
      (κ κ' : Bool → Kernel (EuclideanSpace ℝ (Fin 2)) (EuclideanSpace ℝ (Fin 2))),
      (∀ a, IsMarkovKernel (κ a)) ∧ (∀ a z, κ' a (Q z) = (κ a z).map Q) ∧ ∀ z,
        ∫⁻ x, .ofReal (x 0 ^ 2 + 4 * x 1 ^ 2) ∂κ true z
            < ∫⁻ x, .ofReal (x 0 ^ 2 + 4 * x 1 ^ 2) ∂κ false z ∧
          ∫⁻ x, .ofReal (x 0 ^ 2 + 4 * x 1 ^ 2) ∂κ' false (Q z)
            < ∫⁻ x, .ofReal (x 0 ^ 2 + 4 * x 1 ^ 2) ∂κ' true (Q z) := by
  refine ⟨swapCoordinates, jump axes 0, jump (swapCoordinates ∘ axes) 0, inferInstance,
    jump_map swapCoordinates.continuous.measurable axes 0, fun z ↦ ?_⟩
  simp only [jump_apply, lintegral_dirac, Function.comp_apply, swapCoordinates_axes]
  exact ⟨anisotropic_lt, anisotropic_lt⟩

open Counterexamples in
/-- A fixed goal is not covered: as for the anisotropic cost, for the squared distance to a goal `g`
that is the same in the world and in the encoded world. -/
theorem fixed_goal_not_covered :
    ∃ (g : EuclideanSpace ℝ (Fin 2)) (Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2))
      (κ κ' : Bool → Kernel (EuclideanSpace ℝ (Fin 2)) (EuclideanSpace ℝ (Fin 2))),
      (∀ a, IsMarkovKernel (κ a)) ∧ (∀ a z, κ' a (Q z) = (κ a z).map Q) ∧ ∀ z,
        ∫⁻ x, .ofReal (‖x - g‖ ^ 2) ∂κ true z < ∫⁻ x, .ofReal (‖x - g‖ ^ 2) ∂κ false z ∧
          ∫⁻ x, .ofReal (‖x - g‖ ^ 2) ∂κ' false (Q z)
            < ∫⁻ x, .ofReal (‖x - g‖ ^ 2) ∂κ' true (Q z) := by
  refine ⟨axes true, swapCoordinates, jump axes 0, jump (swapCoordinates ∘ axes) 0, inferInstance,
    jump_map swapCoordinates.continuous.measurable axes 0, fun z ↦ ?_⟩
  simp only [jump_apply, lintegral_dirac, Function.comp_apply, swapCoordinates_axes]
  exact ⟨fixedGoal_lt, fixedGoal_lt⟩

open Counterexamples in
/-- Equality almost everywhere is not enough: some encoder `h` preserves the standard Gaussian
measure, attains the least alignment loss and is the identity almost everywhere, and yet, with
encoded dynamics that move from `h z` to `h` of the next state, the action `true` is the optimal one
in the world and `false` in the encoded world, from every state, for the cost `‖z‖²` in both. -/
theorem ae_eq_not_enough {ρ : ℝ} (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    {γ : Measure (EuclideanSpace ℝ (Fin (n + 1)))}
    (hγ : γ = (Measure.pi fun _ : Fin (n + 1) ↦ gaussianReal 0 1).map (WithLp.toLp 2)) :
    ∃ (h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1)))
      (κ κ' : Bool → Kernel (EuclideanSpace ℝ (Fin (n + 1))) (EuclideanSpace ℝ (Fin (n + 1)))),
      Measurable h ∧ γ.map h = γ ∧ h =ᵐ[γ] id ∧
        ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ
          = 2 * (1 - ρ) * (n + 1 : ℕ) ∧
        (∀ a, IsMarkovKernel (κ a)) ∧ (∀ a z, κ' a (h z) = (κ a z).map h) ∧ ∀ z,
          ∫⁻ x, .ofReal (‖x‖ ^ 2) ∂κ true z < ∫⁻ x, .ofReal (‖x‖ ^ 2) ∂κ false z ∧
            ∫⁻ x, .ofReal (‖x‖ ^ 2) ∂κ' false (h z) < ∫⁻ x, .ofReal (‖x‖ ^ 2) ∂κ' true (h z) := by
  subst hγ
  obtain ⟨hmap, hloss⟩ := (map_eq_and_alignmentLoss_eq_iff hρ₀ hρ₁
    measurable_moveOrigin.aemeasurable).mpr ⟨_, moveOrigin_ae_eq (n := n)⟩
  refine ⟨moveOrigin, jump (originOrUnit n) 0, jump (moveOrigin ∘ originOrUnit n) 0,
    measurable_moveOrigin, hmap, moveOrigin_ae_eq, hloss, inferInstance,
    jump_map measurable_moveOrigin (originOrUnit n) 0, fun z ↦ ?_⟩
  simp only [jump_apply, lintegral_dirac, Function.comp_apply]
  exact ⟨originOrUnit_lt n, moveOrigin_originOrUnit_lt n⟩

/-- These theorems as one term; `LeJEPA.Examples` checks the axioms below it. -/
def planningLimits :=
  PProd.mk @plans_eq_of_goal <|
    PProd.mk @plans_eq_of_linearQuadratic <|
    PProd.mk @anisotropic_cost_not_covered <|
    PProd.mk @fixed_goal_not_covered <|
    @ae_eq_not_enough

end LeJEPA.Examples
