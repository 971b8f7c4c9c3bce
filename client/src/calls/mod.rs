//! The calls of Salus, one function each. What a call does, who may call it and how it fails stands
//! in its pallet's documentation, and in the metadata.

pub mod consents;
pub mod council;
pub mod disclosures;
pub mod governance;
pub mod nodes;
pub mod organizations;
pub mod patients;
pub mod provenance;
pub mod records;
pub mod recovery;
pub mod trials;
pub mod utility;
pub mod validators;
