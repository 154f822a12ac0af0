import Audit.Closure
import Audit.Fingerprint
import Audit.Flags
import Audit.Hypotheses
import Audit.Record
import Audit.Sha256
import Audit.Standing
import Audit.Surface
