//! How each pallet is set up.

pub mod consensus;
pub mod governance;
pub mod health;
pub mod no_currency;
pub mod system;
