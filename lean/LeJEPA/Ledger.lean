import LeJEPA.Background.Inequalities
import LeJEPA.Ledger.Spectral
import Mathlib.Analysis.Normed.Affine.MazurUlam

/-!
# The ledger: isometries

Two assumptions of the authors' build about maps that preserve norms or distances are theorems.

## Main results

* `LeJEPA.Ledger.orthogonalOfNormPreserving`: by the definition of a linear isometry.
* `LeJEPA.Ledger.mazurUlam`: by the Mazur–Ulam theorem of Mathlib,
  `IsometryEquiv.toRealAffineIsometryEquiv`.
-/

namespace LeJEPA.Ledger

universe u

/-- The authors' `orthogonal_of_gaussian_linear`, for any real normed space: a linear map that
preserves norms is a linear isometry. No Gaussian occurs in it. -/
def OrthogonalOfNormPreserving : Prop :=
  ∀ (V : Type u) [NormedAddCommGroup V] [NormedSpace ℝ V] (M : V →ₗ[ℝ] V),
    (∀ v, ‖M v‖ = ‖v‖) → ∃ U : V →ₗᵢ[ℝ] V, ∀ z, M z = U z

/-- The authors' `mazur_ulam`: an isometry of a real normed space onto itself is affine. -/
def MazurUlam : Prop :=
  ∀ (V : Type u) [NormedAddCommGroup V] [NormedSpace ℝ V] (f : V → V), Isometry f →
    Function.Surjective f → ∃ (A : V →ₗ[ℝ] V) (b : V), ∀ x, f x = A x + b

/-- Proved: the linear map and the hypothesis are the linear isometry. -/
theorem orthogonalOfNormPreserving : OrthogonalOfNormPreserving.{u} := fun _ _ _ M hM ↦
  ⟨⟨M, hM⟩, fun _ ↦ rfl⟩

/-- Proved, from Mathlib: the linear part of the affine isometry, and the image of the origin. -/
theorem mazurUlam : MazurUlam.{u} := fun V _ _ f hf hsurj ↦ by
  let e : V ≃ᵃⁱ[ℝ] V := (IsometryEquiv.mk' f (Function.surjInv hsurj)
    (Function.rightInverse_surjInv hsurj) hf).toRealAffineIsometryEquiv
  refine ⟨e.linearIsometryEquiv.toLinearEquiv, f 0, fun x ↦ ?_⟩
  exact (congrArg f (add_zero x)).symm.trans (e.map_vadd 0 x)

end LeJEPA.Ledger

/-!
## The ledger: mean inequalities without a number

Two assumptions of the authors' build are inequalities for the mean of `m` numbers. With `m = 0` the
mean is `0 / 0 = 0` and each says that zero is at least one. With `m ≥ 1` both are theorems, from
`LeJEPA.Background.Inequalities`.

### Main results

* `LeJEPA.Ledger.not_arithGeomMean`, `LeJEPA.Ledger.not_expMean`: refuted.
* `LeJEPA.Ledger.arithGeomMean_of_ne_zero`, `LeJEPA.Ledger.expMean_of_ne_zero`: the repaired
  statements, proved.
-/

namespace LeJEPA.Ledger

/-- The inequality of the arithmetic and the geometric mean of `m` nonnegative numbers. -/
def ArithGeomMeanAt (m : ℕ) : Prop :=
  ∀ a : Fin m → ℝ, (∀ i, 0 ≤ a i) → (∏ i, a i) ^ (1 / m : ℝ) ≤ (∑ i, a i) / m

/-- The mean of the exponentials of `m` numbers that sum to zero is at least one. -/
def ExpMeanAt (m : ℕ) : Prop :=
  ∀ f : Fin m → ℝ, ∑ i, f i = 0 → 1 ≤ (∑ i, Real.exp (2 / m * f i)) / m

/-- The authors' `amgm_sum_ge_prod_pow`: for any count of numbers, zero among them. -/
def ArithGeomMean : Prop := ∀ m, ArithGeomMeanAt m

/-- The authors' `exp_mean_ge_mean_exp`: for any count of numbers, zero among them. -/
def ExpMean : Prop := ∀ m, ExpMeanAt m

/-- Refuted: the product of no numbers is one, their sum is zero. -/
theorem not_arithGeomMean : ¬ArithGeomMean := fun h ↦ by
  have h0 := h 0 Fin.elim0 fun i ↦ i.elim0
  rw [Fin.prod_univ_zero, Fin.sum_univ_zero, Real.one_rpow, zero_div] at h0
  exact h0.not_gt one_pos

/-- Refuted: the sum of no exponentials is zero. -/
theorem not_expMean : ¬ExpMean := fun h ↦ by
  have h0 := h 0 Fin.elim0 rfl
  rw [Fin.sum_univ_zero, zero_div] at h0
  exact h0.not_gt one_pos

/-- The repaired statement: with at least one number. -/
theorem arithGeomMean_of_ne_zero {m : ℕ} (hm : m ≠ 0) : ArithGeomMeanAt m := fun a ha ↦ by
  have := Fin.pos_iff_nonempty.1 (Nat.pos_of_ne_zero hm)
  simpa using rpow_prod_le_arith_mean a ha

/-- The repaired statement: with at least one number. -/
theorem expMean_of_ne_zero {m : ℕ} (hm : m ≠ 0) : ExpMeanAt m := fun f hf ↦ by
  have := Fin.pos_iff_nonempty.1 (Nat.pos_of_ne_zero hm)
  simpa [← Finset.mul_sum, hf] using exp_mean_le_mean_exp fun i ↦ 2 / (m : ℝ) * f i

end LeJEPA.Ledger

/-!
## The ledger: two planning axioms that contradict themselves

The authors' build states Theorem 4 about a structure whose expected costs are two free functions,
and assumes that the expected costs of any two such structures are related by any map of states.
Nothing ties the functions to dynamics, so each assumption proves `False`. The structure here is our
own, with the same freedom; states, actions and costs are arbitrary types, real vectors and numbers
among them.

### Main results

* `LeJEPA.Ledger.not_stagePushforward`, `LeJEPA.Ledger.not_terminalPushforward`: both assumptions
  are refuted as soon as there are two different costs.
-/

namespace LeJEPA.Ledger

/-- Expected costs as two free functions of a plan, a start and a cost function; no dynamics. -/
structure ExpectedCosts (Z A R : Type) (T : Nat) where
  /-- The alleged expectation of a stage cost at a time. -/
  stage : (Fin T → A) → Z → Fin T → (Z → A → R) → R
  /-- The alleged expectation of a terminal cost. -/
  terminal : (Fin T → A) → Z → (Z → R) → R

variable {Z A R : Type} {T : Nat}

/-- The authors' `stage_pushforward`: any two expected costs are related by any map of states. -/
def StagePushforward (Z A R : Type) (T : Nat) : Prop :=
  ∀ (E' E : ExpectedCosts Z A R T) (Q : Z → Z) (a : Fin T → A) (z : Z) (t : Fin T)
    (c : Z → A → R), E'.stage a (Q z) t c = E.stage a z t fun z' u => c (Q z') u

/-- The authors' `terminal_pushforward`. -/
def TerminalPushforward (Z A R : Type) (T : Nat) : Prop :=
  ∀ (E' E : ExpectedCosts Z A R T) (Q : Z → Z) (a : Fin T → A) (z : Z) (c : Z → R),
    E'.terminal a (Q z) c = E.terminal a z fun z' => c (Q z')

/-- Expected costs that ignore everything and answer `r`. -/
def constantCosts (Z A : Type) (T : Nat) (r : R) : ExpectedCosts Z A R T where
  stage _ _ _ _ := r
  terminal _ _ _ := r

/-- Refuted: two structures that answer two different costs are not related. -/
theorem not_stagePushforward {r s : R} (hrs : r ≠ s) (z : Z) (a : A) (t : Fin T) :
    ¬StagePushforward Z A R T := fun h =>
  hrs (h (constantCosts Z A T r) (constantCosts Z A T s) id (fun _ => a) z t fun _ _ => r)

/-- Refuted: two structures that answer two different costs are not related. -/
theorem not_terminalPushforward {r s : R} (hrs : r ≠ s) (z : Z) (a : A) :
    ¬TerminalPushforward Z A R T := fun h =>
  hrs (h (constantCosts Z A T r) (constantCosts Z A T s) id (fun _ => a) z fun _ => r)

/-- A witness: states, actions and costs for which both refutations apply. -/
theorem refutations_apply :
    ¬StagePushforward Nat Bool Int 1 ∧ ¬TerminalPushforward Nat Bool Int 1 :=
  ⟨not_stagePushforward (r := 0) (s := 1) (by decide) 0 true 0,
    not_terminalPushforward (r := 0) (s := 1) (by decide) 0 true⟩

end LeJEPA.Ledger

/-!
## The ledger of the authors' assumptions

The authors' build assumes thirteen statements. Each is restated here as a proposition about
structures of our own with the same freedom, and settled: refuted, proved, or proved and empty. What
became of each is told by the audit, from the environment.

### Main results

* Spectral weights and encoders: `LeJEPA.Ledger.CorrelationEqSpectralSum`,
  `LeJEPA.Ledger.LinearOfDegreeOne`, `LeJEPA.Ledger.MehlerSummability`.
* Isometries: `LeJEPA.Ledger.OrthogonalOfNormPreserving`, `LeJEPA.Ledger.MazurUlam`.
* The score of a latent: `LeJEPA.Ledger.HermiteFirstEigenfunction`,
  `LeJEPA.Ledger.GaussianOfAffineScore`.
* Bounds that follow from themselves: `LeJEPA.Ledger.PolarBound`, `LeJEPA.Ledger.Pythagorean`.
* Means of no numbers: `LeJEPA.Ledger.ArithGeomMean`, `LeJEPA.Ledger.ExpMean`.
* Expected costs: `LeJEPA.Ledger.StagePushforward`, `LeJEPA.Ledger.TerminalPushforward`.
-/
