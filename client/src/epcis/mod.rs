//! EPCIS 2.0: events of supply chains, as JSON-LD documents.
//!
//! [`Document::read`] takes an `EPCISDocument`, an `EPCISQueryDocument` or a single event and gives
//! its [`Event`]s, each with its event hash by CBV 2.0. It is strict: what breaks a rule of EPCIS 2.0
//! or CBV 2.0, in the JSON schema or beyond it, is refused by name and place ([`Refusal`]), and one
//! wrong event refuses the document.
//!
//! Rules, where the standard leaves room:
//! - Terms of the vocabularies are bare names, or the web URIs `https://ref.gs1.org/cbv/…`, which may
//!   be compact (`cbv:BizStep-shipping`); others in these namespaces are refused. Terms of users are
//!   URIs of their own.
//! - Extensions have a namespace: a prefix that a context in the file declares, or a whole URI.
//!   Contexts elsewhere are not fetched. Within an extension names are the user's, with a namespace or
//!   without.
//! - Extensions that the document itself says were added by whoever passes it on (`ignoreFields`) are
//!   no part of its events; fields of the standard always are.
//! - A document may list an event twice; two different events don't share an id.
//! - Objects may be named by URIs that are none of GS1's. One that has the form of an EPC URN or a
//!   GS1 Digital Link must be well formed, its check digit included. Digital Links may have any host,
//!   the short names of older releases, and GTINs of 8, 12 or 13 digits. Compressed ones are names
//!   like any URI, as EPCIS does not allow them for identifiers.
//! - A class among single objects is read and hashed, and not captured.
//! - An event id that is an event hash by its form need not be the event's own: those in circulation
//!   come from several drafts of the algorithm.
//! - A quantity is positive, and whole if no unit is given.
//! - A temperature has a unit of temperature, as the chain could not watch over it otherwise.

mod coded;
mod context;
mod cursor;
mod document;
mod event;
mod fields;
pub(crate) mod json;
mod parties;
mod reader;
mod refusal;
mod time;
mod vocabulary;

pub mod conformance;
pub mod hash;
pub mod import;
pub mod written;

#[cfg(test)]
mod tests;

pub use coded::{coded, Unkept};
pub use context::Name;
pub use document::{Document, Kind};
pub use event::{
	Content, ErrorDeclaration, Event, Extension, Extensions, Fields, Link, Named, Place, Quantity,
	SensorElement, SensorReport,
};
pub use parties::{Parties, Party};
pub use refusal::{Reason, Refusal, Refusals};
pub use vocabulary::{Component, Term, Vocabulary};
