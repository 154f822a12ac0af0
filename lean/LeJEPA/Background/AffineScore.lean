import LeJEPA.Converse.SturmLiouville

/-!
# A density with an affine score is normal

If `p` is a positive differentiable probability density on the line and `(log p)' x = a x + b`, then
`a < 0` and `p` is the density of `N(-b / a, -1 / a)`. The sign of `a` is not assumed: for `a ≥ 0`
the solutions of the equation have infinite mass.

## Main results

* `LeJEPA.affine_score`: the statement.
-/

open MeasureTheory ProbabilityTheory Set

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
    · exact .inl (monotone_of_deriv_nonneg hdlog fun x ↦ by simpa [h] using hb)
    · exact .inr (antitone_of_deriv_nonpos hdlog fun x ↦ by simpa [h] using hb)
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
