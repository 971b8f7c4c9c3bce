//! One file per call, the comparison, and the invariants.
