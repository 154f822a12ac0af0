import LeJEPA.Ledger.Isometries
import LeJEPA.Ledger.MeanInequalities
import LeJEPA.Ledger.Planning
import LeJEPA.Ledger.Score
import LeJEPA.Ledger.Spectral
import LeJEPA.Ledger.Tautologies

/-!
# The ledger of the authors' assumptions

The authors' build assumes thirteen statements. Each is restated here as a proposition about
structures of our own with the same freedom, and settled: refuted, proved, or proved and empty. What
became of each is told by the audit, from the environment.

## Main results

* Spectral weights and encoders: `LeJEPA.Ledger.CorrelationEqSpectralSum`,
  `LeJEPA.Ledger.LinearOfDegreeOne`, `LeJEPA.Ledger.MehlerSummability`.
* Isometries: `LeJEPA.Ledger.OrthogonalOfNormPreserving`, `LeJEPA.Ledger.MazurUlam`.
* The score of a latent: `LeJEPA.Ledger.HermiteFirstEigenfunction`,
  `LeJEPA.Ledger.GaussianOfAffineScore`.
* Bounds that follow from themselves: `LeJEPA.Ledger.PolarBound`, `LeJEPA.Ledger.Pythagorean`.
* Means of no numbers: `LeJEPA.Ledger.ArithGeomMean`, `LeJEPA.Ledger.ExpMean`.
* Expected costs: `LeJEPA.Ledger.StagePushforward`, `LeJEPA.Ledger.TerminalPushforward`.
-/
