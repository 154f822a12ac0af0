import LeJEPA.Converse
import LeJEPA.Converse.Affine
import LeJEPA.Converse.Laplace
import LeJEPA.Converse.SturmLiouville
import LeJEPA.Counterexamples.Readings

/-!
# The converse in the words of Mathlib

Each statement below uses no definition of this library. Throughout, `γ` is the standard Gaussian
measure on `EuclideanSpace ℝ (Fin n)`, written as the law of `n` independent standard normal
coordinates; `𝓗` is the set of whitened encoders, those with mean zero and identity covariance; and
`L` is the alignment loss of the world. The axioms below them are checked
in `LeJEPA.Examples`.

## Main results

* `LeJEPA.Examples.identifies_linearly_iff_gaussian`: Theorem 2, its reading.
* `LeJEPA.Examples.infimum_iff_gaussian`: Theorem 2, the value of the infimum.
* `LeJEPA.Examples.gaussian_of_backward_regression`: the core of Theorem 2.
* `LeJEPA.Examples.exists_gaussian_world`, `LeJEPA.Examples.exists_world_ne_gaussian`: the
  hypotheses of Theorem 2 are satisfied by a Gaussian world and by one that is not.
* `LeJEPA.Examples.isGaussian_of_affine`: the trivial part.
* `LeJEPA.Examples.exists_identified_world_not_gaussian`: without a linear transition Theorem 2 is
  false.
-/

open MeasureTheory ProbabilityTheory
open scoped NNReal

namespace LeJEPA.Examples

variable {n : ℕ} {ρ : ℝ} {γ μ ν : Measure (EuclideanSpace ℝ (Fin n))}
  {𝓗 : Set (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))}
  {L : (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) → ℝ}

private theorem mem_iff (h𝓗 : ∀ h, h ∈ 𝓗 ↔ MemLp h 2 μ ∧ (∀ i, ∫ z, h z i ∂μ = 0) ∧
    ∀ i j, ∫ z, h z i * h z j ∂μ = if i = j then 1 else 0)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : h ∈ 𝓗 ↔ IsWhitened μ h := by
  rw [h𝓗]
  exact ⟨fun ⟨a, b, c⟩ ↦ ⟨a, b, c⟩, fun ⟨a, b, c⟩ ↦ ⟨a, b, c⟩⟩

private theorem isBest_iff_isMinOn (h𝓗 : ∀ h, h ∈ 𝓗 ↔ MemLp h 2 μ ∧ (∀ i, ∫ z, h z i ∂μ = 0) ∧
    ∀ i j, ∫ z, h z i * h z j ∂μ = if i = j then 1 else 0)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    IsBest μ L h ↔ h ∈ 𝓗 ∧ IsMinOn L 𝓗 h := by
  rw [IsBest, isMinOn_iff, mem_iff h𝓗]
  simp only [mem_iff h𝓗]

/-- Theorem 2: in a stationary AR(1) world `z' = ρ z + η` with whitened latents, the whitened
alignment loss has a minimiser and all its minimisers are linear isometries almost everywhere iff
the latents are standard Gaussian. -/
theorem identifies_linearly_iff_gaussian [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hμ : MemLp (fun z ↦ z) 2 μ) (hmean : ∀ i, ∫ z, z i ∂μ = 0)
    (hcov : ∀ i j, ∫ z, z i * z j ∂μ = if i = j then 1 else 0)
    (hstat : (μ.prod ν).map (fun w ↦ ρ • w.1 + w.2) = μ)
    (h𝓗 : ∀ h, h ∈ 𝓗 ↔ MemLp h 2 μ ∧ (∀ i, ∫ z, h z i ∂μ = 0) ∧
      ∀ i j, ∫ z, h z i * h z j ∂μ = if i = j then 1 else 0)
    (hL : ∀ h, L h = ∫ w, ‖h (ρ • w.1 + w.2) - h w.1‖ ^ 2 ∂μ.prod ν) :
    ((∃ h ∈ 𝓗, IsMinOn L 𝓗 h) ∧ ∀ h ∈ 𝓗, IsMinOn L 𝓗 h →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q) ↔ μ = γ := by
  have w : AR1 ρ μ ν := ⟨hρ₀, hρ₁, hμ, hmean, hcov, hstat⟩
  have hL' : arLoss ρ μ ν = L := funext fun h ↦ (hL h).symm
  have h := identifies_linearly_iff w
  simp only [hL', isBest_iff_isMinOn h𝓗, and_imp] at h
  rw [hγ]
  exact h

/-- Theorem 2: in a stationary AR(1) world with whitened latents the infimum of the whitened
alignment loss is `2 (1 - ρ) n` iff the latents are standard Gaussian. -/
theorem infimum_iff_gaussian [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hμ : MemLp (fun z ↦ z) 2 μ) (hmean : ∀ i, ∫ z, z i ∂μ = 0)
    (hcov : ∀ i j, ∫ z, z i * z j ∂μ = if i = j then 1 else 0)
    (hstat : (μ.prod ν).map (fun w ↦ ρ • w.1 + w.2) = μ)
    (h𝓗 : ∀ h, h ∈ 𝓗 ↔ MemLp h 2 μ ∧ (∀ i, ∫ z, h z i ∂μ = 0) ∧
      ∀ i j, ∫ z, h z i * h z j ∂μ = if i = j then 1 else 0)
    (hL : ∀ h, L h = ∫ w, ‖h (ρ • w.1 + w.2) - h w.1‖ ^ 2 ∂μ.prod ν) :
    IsGLB (L '' 𝓗) (2 * (1 - ρ) * n) ↔ μ = γ := by
  have w : AR1 ρ μ ν := ⟨hρ₀, hρ₁, hμ, hmean, hcov, hstat⟩
  have h𝓗' : 𝓗 = {h | IsWhitened μ h} := Set.ext fun h ↦ mem_iff h𝓗 h
  have hL' : L = arLoss ρ μ ν := funext hL
  rw [h𝓗', hL', hγ]
  exact (converse_tfae w).out 8 0

/-- The core of Theorem 2: in a stationary AR(1) world with whitened latents, if the backward
regression is linear, `E[z | z'] = ρ z'`, then the latents are standard Gaussian. -/
theorem gaussian_of_backward_regression [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hμ : MemLp (fun z ↦ z) 2 μ) (hmean : ∀ i, ∫ z, z i ∂μ = 0)
    (hcov : ∀ i j, ∫ z, z i * z j ∂μ = if i = j then 1 else 0)
    (hstat : (μ.prod ν).map (fun w ↦ ρ • w.1 + w.2) = μ)
    (hback : ∀ j : Fin n, (μ.prod ν)[fun w ↦ w.1 j |
        MeasurableSpace.comap (fun w ↦ ρ • w.1 + w.2) inferInstance]
      =ᵐ[μ.prod ν] fun w ↦ ρ * (ρ • w.1 + w.2) j) : μ = γ := by
  have w : AR1 ρ μ ν := ⟨hρ₀, hρ₁, hμ, hmean, hcov, hstat⟩
  have h : (∀ j : Fin n, (μ.prod ν)[fun p ↦ p.1 j |
        MeasurableSpace.comap (arMap ρ) inferInstance]
      =ᵐ[μ.prod ν] fun p ↦ ρ * arMap ρ p j) ↔ μ = gaussian n := (converse_tfae w).out 4 0
  rw [hγ]
  exact h.mp hback

/-- The hypotheses of Theorem 2 are satisfied by the Gaussian world, for every `0 < ρ < 1`. -/
theorem exists_gaussian_world (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2)) :
    ∃ ν : Measure (EuclideanSpace ℝ (Fin n)), IsProbabilityMeasure γ ∧ IsProbabilityMeasure ν ∧
      MemLp (fun z ↦ z) 2 γ ∧ (∀ i, ∫ z, z i ∂γ = 0) ∧
      (∀ i j, ∫ z, z i * z j ∂γ = if i = j then 1 else 0) ∧
      (γ.prod ν).map (fun w ↦ ρ • w.1 + w.2) = γ := by
  have w := ar1_gaussian (n := n) hρ₀ hρ₁
  rw [hγ]
  exact ⟨gaussianNoise n ρ, inferInstanceAs (IsProbabilityMeasure (gaussian n)), inferInstance,
    w.memLp, w.mean, w.cov, w.stationary⟩

/-- The hypotheses of Theorem 2 are satisfied by a world that is not Gaussian, for every
`0 < ρ < 1` and in every positive dimension. -/
theorem exists_world_ne_gaussian [NeZero n] (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2)) :
    ∃ μ ν : Measure (EuclideanSpace ℝ (Fin n)), IsProbabilityMeasure μ ∧ IsProbabilityMeasure ν ∧
      MemLp (fun z ↦ z) 2 μ ∧ (∀ i, ∫ z, z i ∂μ = 0) ∧
      (∀ i j, ∫ z, z i * z j ∂μ = if i = j then 1 else 0) ∧
      (μ.prod ν).map (fun w ↦ ρ • w.1 + w.2) = μ ∧ μ ≠ γ := by
  have w := ar1_laplace (n := n) hρ₀ hρ₁
  have := isProbabilityMeasure_laplaceNoiseReal (pow_le_one₀ (n := 2) hρ₀.le hρ₁.le)
  rw [hγ]
  exact ⟨productLaw n laplaceReal, productLaw n (laplaceNoiseReal ρ), inferInstance, inferInstance,
    w.memLp, w.mean, w.cov, w.stationary, productLaw_laplaceReal_ne_gaussian⟩

/-- The trivial part: if an affine map sends the law of the latents to the standard Gaussian law,
then the latents are Gaussian, in any world. -/
theorem isGaussian_of_affine [IsProbabilityMeasure μ]
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (b : EuclideanSpace ℝ (Fin n)) (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    (h : μ.map (fun z ↦ b + A z) = γ) : IsGaussian μ :=
  isGaussian_of_map_affine b A (h.trans hγ)

/-- Without a linear transition Theorem 2 is false: in every positive dimension some stationary
additive noise world `z' i = m (z i) + η i` with independent components has whitened latents that
are not Gaussian, and the minimisers of its whitened alignment loss exist and are exactly the linear
isometries. -/
theorem exists_identified_world_not_gaussian (n : ℕ) [NeZero n] :
    ∃ (m : ℝ → ℝ) (μ₁ ν₁ : Measure ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n)))
      (𝓗 : Set (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)))
      (L : (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) → ℝ),
      IsProbabilityMeasure μ₁ ∧ IsProbabilityMeasure ν₁ ∧
      μ = (Measure.pi fun _ ↦ μ₁).map (WithLp.toLp 2) ∧
      ν = (Measure.pi fun _ ↦ ν₁).map (WithLp.toLp 2) ∧
      (μ.prod ν).map (fun w ↦ (WithLp.toLp 2 fun i ↦ m (w.1 i)) + w.2) = μ ∧
      (∀ h, h ∈ 𝓗 ↔ MemLp h 2 μ ∧ (∀ i, ∫ z, h z i ∂μ = 0) ∧
        ∀ i j, ∫ z, h z i * h z j ∂μ = if i = j then 1 else 0) ∧
      (∀ h, L h = ∫ w, ‖h ((WithLp.toLp 2 fun i ↦ m (w.1 i)) + w.2) - h w.1‖ ^ 2 ∂μ.prod ν) ∧
      (fun z ↦ z) ∈ 𝓗 ∧
      (∀ h, h ∈ 𝓗 ∧ IsMinOn L 𝓗 h ↔
        ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q) ∧
      ¬ IsGaussian μ := by
  obtain ⟨m, μ₁, ν₁, hμ, hν, hstat, hid, hbest, hG⟩ := fourPoint_counterexample_productLaw n
  have h𝓗 (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
      h ∈ {h | IsWhitened (productLaw n μ₁) h} ↔
        MemLp h 2 (productLaw n μ₁) ∧ (∀ i, ∫ z, h z i ∂productLaw n μ₁ = 0) ∧
          ∀ i j, ∫ z, h z i * h z j ∂productLaw n μ₁ = if i = j then 1 else 0 :=
    ⟨fun ⟨a, b, c⟩ ↦ ⟨a, b, c⟩, fun ⟨a, b, c⟩ ↦ ⟨a, b, c⟩⟩
  refine ⟨m, μ₁, ν₁, productLaw n μ₁, productLaw n ν₁, _, _, hμ, hν, rfl, rfl, hstat.map_eq, h𝓗,
    fun _ ↦ rfl, hid, fun h ↦ ?_, hG⟩
  rw [← isBest_iff_isMinOn h𝓗]
  exact hbest h

/-- These theorems as one term; `LeJEPA.Examples` checks the axioms below it. -/
def converseTheorems :=
  PProd.mk @identifies_linearly_iff_gaussian <|
    PProd.mk @infimum_iff_gaussian <|
    PProd.mk @gaussian_of_backward_regression <|
    PProd.mk @exists_gaussian_world <|
    PProd.mk @exists_world_ne_gaussian <|
    PProd.mk @isGaussian_of_affine <|
    @exists_identified_world_not_gaussian

end LeJEPA.Examples

/-!
## Around the converse, in the words of Mathlib

Each statement below uses no definition of this library. The axioms below them are
checked in `LeJEPA.Examples`.

### Main results

* `LeJEPA.Examples.affine_eigenfunction_iff_gaussian`: the Sturm–Liouville form of the converse.
* `LeJEPA.Examples.not_forall_isometry_of_free_mean`: without `E h = 0` no world is identified.
-/

namespace LeJEPA.Examples

/-- The Sturm–Liouville form of the converse: for a positive differentiable density `p` on the line
and constant diffusion `K`, some nonconstant affine function is an eigenfunction of
`f ↦ K (f'' + (log p)' f')` iff the law with density `p` is normal. -/
theorem affine_eigenfunction_iff_gaussian {K : ℝ} {p : ℝ → ℝ} (hp : ∀ x, 0 < p x)
    (hd : Differentiable ℝ p) (hint : ∫ x, p x = 1) (hK : 0 < K) :
    (∃ a b κ : ℝ, a ≠ 0 ∧ ∀ x, K * (deriv (deriv fun y ↦ a * y + b) x
        + deriv (fun y ↦ Real.log (p y)) x * deriv (fun y ↦ a * y + b) x) = -κ * (a * x + b)) ↔
      ∃ (m : ℝ) (v : ℝ≥0), v ≠ 0 ∧
        volume.withDensity (fun x ↦ ENNReal.ofReal (p x)) = gaussianReal m v :=
  exists_affine_eigenfunction_iff_gaussianReal hp hd hint hK

/-- Without `E h = 0` no world `z' = m(z) + η` of positive dimension is identified up to a linear
isometry: among the encoders with identity covariance, it is false that a minimiser of the alignment
loss exists and that all minimisers are linear isometries. -/
theorem not_forall_isometry_of_free_mean {n : ℕ} [NeZero n]
    {μ ν : Measure (EuclideanSpace ℝ (Fin n))} [IsProbabilityMeasure μ]
    {m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
    {𝓗 : Set (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))}
    {L : (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) → ℝ}
    (h𝓗 : ∀ h, h ∈ 𝓗 ↔ MemLp h 2 μ ∧
      ∀ i j, ∫ z, (h z i - ∫ x, h x i ∂μ) * (h z j - ∫ x, h x j ∂μ) ∂μ = if i = j then 1 else 0)
    (hL : ∀ h, L h = ∫ w, ‖h (m w.1 + w.2) - h w.1‖ ^ 2 ∂μ.prod ν) :
    ¬ ((∃ h ∈ 𝓗, IsMinOn L 𝓗 h) ∧ ∀ h ∈ 𝓗, IsMinOn L 𝓗 h →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q) := by
  have hmem (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
      h ∈ 𝓗 ↔ IsWhitenedUpToMean μ h := by
    rw [h𝓗]
    exact ⟨fun ⟨a, b⟩ ↦ ⟨a, b⟩, fun ⟨a, b⟩ ↦ ⟨a, b⟩⟩
  have hL' : L = additiveLoss m μ ν := funext hL
  subst hL'
  rintro ⟨⟨h, hh, hmin⟩, hall⟩
  refine not_forall_best_isometry_of_free_mean (m := m) (μ := μ) (ν := ν)
    ⟨⟨h, (hmem h).mp hh, fun g hg ↦ hmin ((hmem g).mpr hg)⟩, fun h' hh' ↦ ?_⟩
  exact hall h' ((hmem h').mpr hh'.1) fun g hg ↦ hh'.2 g ((hmem g).mp hg)

/-- These theorems as one term; `LeJEPA.Examples` checks the axioms below it. -/
def readingTheorems :=
  PProd.mk @affine_eigenfunction_iff_gaussian <|
    @not_forall_isometry_of_free_mean

end LeJEPA.Examples
