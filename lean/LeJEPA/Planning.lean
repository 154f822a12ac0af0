import LeJEPA.Counterexamples.PlanningCost
import LeJEPA.Counterexamples.PlanningNullSet
import LeJEPA.Planning.ClosedLoop
import LeJEPA.Planning.EndToEnd
import LeJEPA.Planning.LinearGaussian
import LeJEPA.Planning.Witnesses

/-!
# Theorem 4: planning in encoded states

* `LeJEPA.Planning.Basic`, `LeJEPA.Planning.Trajectory`: controlled dynamics, costs and plans; laws
  of paths.
* `LeJEPA.Planning.Policy`, `LeJEPA.Planning.Bellman`, `LeJEPA.Planning.ClosedLoop`: policies,
  Bellman values, measurable policies.
* `LeJEPA.Planning.Real`, `LeJEPA.Planning.RealOrthogonal`: real costs.
* `LeJEPA.Planning.Goal`, `LeJEPA.Planning.Orthogonal`, `LeJEPA.Planning.Quadratic`,
  `LeJEPA.Planning.LinearGaussian`: linear isometries with invariant, goal and quadratic costs.
* `LeJEPA.Planning.Agreement`, `LeJEPA.Planning.Encoder`, `LeJEPA.Planning.EndToEnd`: encoders that
  are an isometry almost everywhere, in particular the optimum of the LeJEPA objective.
* `LeJEPA.Planning.Witnesses`: the hypotheses hold together.
* `LeJEPA.Counterexamples.PlanningCost`, `LeJEPA.Counterexamples.PlanningNullSet`: where the
  conclusion fails.
-/
