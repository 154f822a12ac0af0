import Mathlib.MeasureTheory.Function.AEEqOfLIntegral
import Mathlib.Probability.Distributions.Gaussian.Real

/-!
# The Sturm–Liouville form of the converse

For a positive density `p` on the line and constant diffusion `K > 0` let
`𝓛 f = K (f'' + (log p)' f')`. A nonconstant affine function is an eigenfunction of `𝓛` iff `p` is a
Gaussian density. The sign of the eigenvalue is not assumed: it follows, because `p` is integrable.

## Main definitions

* `LeJEPA.sturmLiouville`: the operator `𝓛`.

## Main results

* `LeJEPA.sturmLiouville_affine`: an affine eigenfunction determines `p`, its mean and its variance.
* `LeJEPA.exists_affine_eigenfunction_iff`: the equivalence for densities.
* `LeJEPA.exists_affine_eigenfunction_iff_gaussianReal`: the equivalence for measures.
-/

open MeasureTheory ProbabilityTheory
open scoped NNReal

namespace LeJEPA

/-- The operator `𝓛 f = K (f'' + (log p)' f')` of a density `p` with constant diffusion `K`. -/
noncomputable def sturmLiouville (K : ℝ) (p f : ℝ → ℝ) (x : ℝ) : ℝ :=
  K * (deriv (deriv f) x + deriv (fun y ↦ Real.log (p y)) x * deriv f x)

variable {K : ℝ} {p : ℝ → ℝ}

/-- The operator on affine functions. -/
theorem sturmLiouville_apply_affine (K : ℝ) (p : ℝ → ℝ) (a b x : ℝ) :
    sturmLiouville K p (fun y ↦ a * y + b) x = K * (deriv (fun y ↦ Real.log (p y)) x * a) := by
  have h : deriv (fun y : ℝ ↦ a * y + b) = fun _ ↦ a := by
    ext y
    have hd : HasDerivAt (fun y : ℝ ↦ a * y + b) a y := by
      simpa using ((hasDerivAt_id y).const_mul a).add_const b
    exact hd.deriv
  simp [sturmLiouville, h]

/-- A density with an affine eigenfunction is the exponential of a quadratic polynomial. -/
theorem eq_mul_exp_of_sturmLiouville (hp : ∀ x, 0 < p x) (hd : Differentiable ℝ p) (hK : K ≠ 0)
    {a b κ : ℝ} (ha : a ≠ 0)
    (h : ∀ x, sturmLiouville K p (fun y ↦ a * y + b) x = -κ * (a * x + b)) (x : ℝ) :
    p x = p (-b / a) * Real.exp (-(κ / K / 2) * (x - -b / a) ^ 2) := by
  have hlog (x : ℝ) : HasDerivAt (fun y ↦ Real.log (p y)) (-(κ / K) * (x - -b / a)) x := by
    have hx := h x
    rw [sturmLiouville_apply_affine] at hx
    have hdiff : DifferentiableAt ℝ (fun y ↦ Real.log (p y)) x := (hd x).log (hp x).ne'
    refine hdiff.hasDerivAt.congr_deriv ?_
    field_simp
    linear_combination hx
  have hquad (x : ℝ) : HasDerivAt (fun y ↦ κ / K / 2 * (y - -b / a) ^ 2)
      (κ / K * (x - -b / a)) x := by
    refine ((((hasDerivAt_id x).sub_const (-b / a)).pow 2).const_mul
      (κ / K / 2)).congr_deriv ?_
    simp only [id, Nat.reduceSub, pow_one, Nat.cast_ofNat]
    generalize x - -b / a = y
    ring
  have hconst := is_const_of_deriv_eq_zero
    (fun y ↦ ((hlog y).add (hquad y)).differentiableAt)
    (fun y ↦ by
      rw [((hlog y).add (hquad y)).deriv, neg_mul, neg_add_cancel]) x (-b / a)
  have hx : Real.log (p x) = Real.log (p (-b / a)) + -(κ / K / 2) * (x - -b / a) ^ 2 := by
    simp only [Pi.add_apply, sub_self, zero_pow (M₀ := ℝ) two_ne_zero, mul_zero, add_zero] at hconst
    rwa [neg_mul, ← sub_eq_add_neg, eq_sub_iff_add_eq]
  rw [← Real.exp_log (hp x), hx, Real.exp_add, Real.exp_log (hp _)]

/-- An affine eigenfunction `a x + b`, `a ≠ 0`, with eigenvalue `-κ` determines the density: `κ` is
positive and `p` is the density of the normal law with mean `-b / a` and variance `K / κ`. -/
theorem sturmLiouville_affine (hp : ∀ x, 0 < p x) (hd : Differentiable ℝ p)
    (hint : ∫ x, p x = 1) (hK : 0 < K) {a b κ : ℝ} (ha : a ≠ 0)
    (h : ∀ x, sturmLiouville K p (fun y ↦ a * y + b) x = -κ * (a * x + b)) :
    0 < κ ∧ p = gaussianPDFReal (-b / a) (K / κ).toNNReal := by
  have hexp := eq_mul_exp_of_sturmLiouville hp hd hK.ne' ha h
  have hκ : 0 < κ := by
    have hi : Integrable p := integrable_of_integral_eq_one hint
    have hi' := hi.comp_add_right (-b / a)
    have hfun : (fun x ↦ p (x + -b / a))
        = fun x ↦ p (-b / a) * Real.exp (-(κ / K / 2) * x ^ 2) := by
      ext x
      rw [hexp (x + -b / a), add_sub_cancel_right]
    rw [hfun, integrable_const_mul_iff (hp _).ne'.isUnit, integrable_exp_neg_mul_sq_iff] at hi'
    exact (div_pos_iff_of_pos_right hK).mp ((div_pos_iff_of_pos_right two_pos).mp hi')
  refine ⟨hκ, ?_⟩
  have hKκ : 0 < K / κ := div_pos hK hκ
  have hv : (K / κ).toNNReal ≠ 0 := (Real.toNNReal_pos.mpr hKκ).ne'
  have hv' : ((K / κ).toNNReal : ℝ) = K / κ := Real.coe_toNNReal _ hKκ.le
  -- Both densities are multiples of the same exponential, with the same integral.
  set c := √(2 * Real.pi * (K / κ)) with hc
  have hcpos : 0 < c := Real.sqrt_pos.mpr (mul_pos Real.two_pi_pos hKκ)
  have hmul (x : ℝ) : p x = p (-b / a) * c * gaussianPDFReal (-b / a) (K / κ).toNNReal x := by
    rw [gaussianPDFReal, hv', ← hc, hexp x, mul_assoc, ← mul_assoc c, mul_inv_cancel₀ hcpos.ne',
      one_mul]
    congr 2
    generalize (x - -b / a) ^ 2 = q
    rw [← div_div, div_div_eq_mul_div]
    ring
  have hone : p (-b / a) * c = 1 := by
    have h1 := integral_gaussianPDFReal_eq_one (-b / a) hv
    have h2 : ∫ x, p x = p (-b / a) * c := by
      rw [integral_congr_ae (.of_forall hmul), integral_const_mul, h1, mul_one]
    rw [← h2, hint]
  ext x
  rw [hmul, hone, one_mul]

/-- The normal density with mean `m` and variance `v` has the affine eigenfunction `x - m`, with
eigenvalue `-K / v`. -/
theorem sturmLiouville_gaussianPDFReal (K m : ℝ) {v : ℝ≥0} (hv : v ≠ 0) (x : ℝ) :
    sturmLiouville K (gaussianPDFReal m v) (fun y ↦ 1 * y + -m) x = -(K / v) * (1 * x + -m) := by
  have hvpos : (0 : ℝ) < v := NNReal.coe_pos.mpr (pos_iff_ne_zero.mpr hv)
  have hlog : (fun y ↦ Real.log (gaussianPDFReal m v y))
      = fun y ↦ Real.log (√(2 * Real.pi * v))⁻¹ + -(y - m) ^ 2 / (2 * v) := by
    ext y
    rw [gaussianPDFReal, Real.log_mul
      (inv_ne_zero (Real.sqrt_pos.mpr (mul_pos Real.two_pi_pos hvpos)).ne') (Real.exp_ne_zero _),
      Real.log_exp]
  have hderiv : HasDerivAt (fun y ↦ Real.log (√(2 * Real.pi * v))⁻¹ + -(y - m) ^ 2 / (2 * v))
      (-(x - m) / v) x := by
    refine (((((hasDerivAt_id x).sub_const m).pow 2).neg.div_const (2 * (v : ℝ))).const_add
      _).congr_deriv ?_
    simp only [id, Nat.reduceSub, pow_one, Nat.cast_ofNat]
    ring
  rw [sturmLiouville_apply_affine, hlog, hderiv.deriv]
  ring

/-- **The Sturm–Liouville form.** For a positive differentiable density `p` and `K > 0`, some
nonconstant affine function is an eigenfunction of `𝓛` iff `p` is a normal density. -/
theorem exists_affine_eigenfunction_iff (hp : ∀ x, 0 < p x) (hd : Differentiable ℝ p)
    (hint : ∫ x, p x = 1) (hK : 0 < K) :
    (∃ a b κ : ℝ, a ≠ 0 ∧
      ∀ x, sturmLiouville K p (fun y ↦ a * y + b) x = -κ * (a * x + b)) ↔
    ∃ (m : ℝ) (v : ℝ≥0), v ≠ 0 ∧ p = gaussianPDFReal m v := by
  constructor
  · rintro ⟨a, b, κ, ha, h⟩
    obtain ⟨hκ, hpdf⟩ := sturmLiouville_affine hp hd hint hK ha h
    exact ⟨-b / a, (K / κ).toNNReal, (Real.toNNReal_pos.mpr (div_pos hK hκ)).ne', hpdf⟩
  · rintro ⟨m, v, hv, rfl⟩
    exact ⟨1, -m, K / v, one_ne_zero, sturmLiouville_gaussianPDFReal K m hv⟩

/-- The Sturm–Liouville form as a statement about measures: some nonconstant affine function is an
eigenfunction of `𝓛` iff the law with density `p` is a nondegenerate normal law. -/
theorem exists_affine_eigenfunction_iff_gaussianReal (hp : ∀ x, 0 < p x)
    (hd : Differentiable ℝ p) (hint : ∫ x, p x = 1) (hK : 0 < K) :
    (∃ a b κ : ℝ, a ≠ 0 ∧
      ∀ x, sturmLiouville K p (fun y ↦ a * y + b) x = -κ * (a * x + b)) ↔
    ∃ (m : ℝ) (v : ℝ≥0), v ≠ 0 ∧
      volume.withDensity (fun x ↦ ENNReal.ofReal (p x)) = gaussianReal m v := by
  rw [exists_affine_eigenfunction_iff hp hd hint hK]
  refine exists_congr fun m ↦ exists_congr fun v ↦ and_congr_right fun hv ↦ ?_
  rw [gaussianReal_of_var_ne_zero m hv, gaussianPDF_def]
  refine ⟨fun h ↦ by rw [h], fun h ↦ ?_⟩
  have hi : Integrable p := integrable_of_integral_eq_one hint
  rw [withDensity_eq_iff hd.continuous.measurable.ennreal_ofReal.aemeasurable
    (measurable_gaussianPDFReal m v).ennreal_ofReal.aemeasurable hi.lintegral_lt_top.ne] at h
  have hae : p =ᵐ[volume] gaussianPDFReal m v := by
    filter_upwards [h] with x hx
    exact (ENNReal.ofReal_eq_ofReal_iff (hp x).le (gaussianPDFReal_nonneg m v x)).mp hx
  refine (Continuous.ae_eq_iff_eq volume hd.continuous ?_).mp hae
  rw [gaussianPDFReal_def]
  exact continuous_const.mul (Real.continuous_exp.comp
    (((continuous_id.sub continuous_const).pow 2).neg.div_const _))

end LeJEPA

/-!
## A density with an affine score is normal

If `p` is a positive differentiable probability density on the line and `(log p)' x = a x + b`, then
`a < 0` and `p` is the density of `N(-b / a, -1 / a)`. The sign of `a` is not assumed: for `a ≥ 0`
the solutions of the equation have infinite mass.

### Main results

* `LeJEPA.affine_score`: the statement.
-/

section

open Set

namespace LeJEPA

variable {p : ℝ → ℝ} {a b : ℝ}

/-- The score of a probability density is not constant. -/
private theorem slope_ne_zero (hp : ∀ x, 0 < p x) (hd : Differentiable ℝ p)
    (hint : ∫ x, p x = 1) (h : ∀ x, deriv (fun y ↦ Real.log (p y)) x = a * x + b) : a ≠ 0 := by
  rintro rfl
  have hi : Integrable p := integrable_of_integral_eq_one hint
  have hdlog : Differentiable ℝ fun y ↦ Real.log (p y) := fun x ↦ (hd x).log (hp x).ne'
  have hmono : Monotone (fun y ↦ Real.log (p y)) ∨ Antitone fun y ↦ Real.log (p y) := by
    rcases le_total 0 b with hb | hb
    · exact .inl (monotone_of_deriv_nonneg hdlog fun x ↦ by rwa [h, zero_mul, zero_add])
    · exact .inr (antitone_of_deriv_nonpos hdlog fun x ↦ by rwa [h, zero_mul, zero_add])
  have hfin := hi.measure_norm_ge_lt_top (hp 0)
  have hlog (x : ℝ) (hx : Real.log (p 0) ≤ Real.log (p x)) : p 0 ≤ ‖p x‖ := by
    rw [Real.norm_of_nonneg (hp x).le]
    exact (Real.log_le_log_iff (hp 0) (hp x)).mp hx
  rcases hmono with hmono | hanti
  · refine (measure_mono (s := Ici (0 : ℝ)) fun x hx ↦ ?_).trans_lt hfin |>.ne (by simp)
    exact hlog x (hmono hx)
  · refine (measure_mono (s := Iic (0 : ℝ)) fun x hx ↦ ?_).trans_lt hfin |>.ne (by simp)
    exact hlog x (hanti hx)

/-- A positive differentiable probability density `p` on the line with `(log p)' x = a x + b` has
`a < 0` and is the density of the normal law with mean `-b / a` and variance `-1 / a`. -/
theorem affine_score (hp : ∀ x, 0 < p x) (hd : Differentiable ℝ p) (hint : ∫ x, p x = 1)
    (h : ∀ x, deriv (fun y ↦ Real.log (p y)) x = a * x + b) :
    a < 0 ∧ p = gaussianPDFReal (-b / a) (-1 / a).toNNReal := by
  obtain ⟨ha, hpdf⟩ := sturmLiouville_affine (a := a) (b := b) (κ := -a) hp hd hint one_pos
    (slope_ne_zero hp hd hint h) fun x ↦ by
      rw [sturmLiouville_apply_affine, h]
      ring
  exact ⟨neg_pos.mp ha, by rw [hpdf, div_neg, ← neg_div]⟩

end LeJEPA

end
