//! How each pallet is set up.

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmark_people;
pub mod consensus;
pub mod disclosures;
pub mod emergency;
pub mod governance;
pub mod health;
pub mod no_currency;
pub mod on_behalf;
pub mod provenance;
pub mod system;
pub mod trials;
