//! A client for Salus over JSON-RPC.
//!
//! ```no_run
//! use salus_client::{calls, keys, Client};
//!
//! # async fn example() -> Result<(), salus_client::Error> {
//! let client = Client::connect("ws://127.0.0.1:9944").await?;
//! for organization in client.api().organizations(Default::default(), 10).await? {
//!     println!("{}: {}", organization.id, organization.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - [`Client`] connects, asks ([`Client::api`]), signs and submits;
//! - [`calls`] has every call of Salus as a function with typed arguments;
//! - [`signed`] has calls signed by those who have no way to send them, for a member to send in;
//! - [`Error`] names what went wrong: the pallets' errors and the gate's refusals by their own names;
//! - [`crypto`] encrypts records and seals their keys, [`batch`] makes Merkle batches and proofs,
//!   [`log`] those of disclosures;
//! - [`fhir`] reads bundles of FHIR resources as records, and consents as terms and back;
//! - [`epcis`] reads EPCIS documents, hashes their events and brings them onto a chain;
//! - [`trials`] reads studies of ClinicalTrials.gov and walks them through a chain;
//! - [`verify`] has the decision from the chain's state itself, and trusts no node;
//! - [`gov`] proposes, votes and looks after members, as the program `salus-gov` does;
//! - [`conformance`] asks the chain what consents of others mean, and compares;
//! - [`walk`] goes the whole way from a bundle to a decision, and checks each step;
//! - [`launch`] starts a node of one's own, for tests and demonstrations;
//! - [`net`] starts a network of one's own, and does to it what happens to networks.
//!
//! Calls are looked up by name in the metadata of the chain, so that the client needs no generated
//! code; arguments are the types of [`salus_primitives`].

#![warn(missing_docs)]

mod call;
mod client;
mod error;

pub mod api;
pub mod batch;
pub mod calls;
pub mod conformance;
pub mod crypto;
pub mod epcis;
pub mod fhir;
pub mod gate;
pub mod gov;
pub mod keys;
pub mod launch;
pub mod log;
pub mod net;
pub mod signed;
pub mod store;
pub mod trials;
pub mod verify;
pub mod walk;

pub use call::Call;
pub use client::{Client, Event, Included, Until};
pub use error::{Error, Invalidity};
pub use salus_primitives as primitives;
pub use sp_core::{crypto::AccountId32, H256};
pub use subxt::rpcs::rpc_params;
