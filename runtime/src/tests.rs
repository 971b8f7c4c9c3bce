//! What holds of the runtime as a whole.
