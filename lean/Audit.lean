import Audit.Closure
import Audit.Fingerprint
import Audit.Record
import Audit.Sha256
