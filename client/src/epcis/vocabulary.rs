//! Terms of the Core Business Vocabulary and of GS1's web vocabulary, and terms that users add.

use super::{
	context::{is_uri, Context},
	refusal::Reason,
};
use salus_primitives::epcis::{
	BizStep, BusinessTransactionType, Disposition, ErrorReason, MeasurementType, SensorAlert,
	SourceDestinationType,
};
use std::fmt;

/// A vocabulary of the standard.
pub trait Vocabulary: Copy + 'static {
	/// What EPCIS calls it.
	const TITLE: &'static str;
	/// What its terms begin with when they are written as URIs.
	const NAMESPACE: &'static str;

	/// The term of a name.
	fn find(name: &str) -> Option<Self>;
	/// The name of a term.
	fn name(self) -> &'static str;
}

/// A term: the standard's, or a user's by its URI.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term<T> {
	/// The standard's.
	Standard(T),
	/// A user's.
	Own(String),
}

impl<T: Vocabulary> Term<T> {
	/// Reads a bare name of the standard, its URI, or a user's URI; either of these may be compact.
	pub fn read(text: &str, context: &Context) -> Result<Self, Reason> {
		let unknown = || Reason::NotInVocabulary { vocabulary: T::TITLE, name: text.to_owned() };
		if !text.contains(':') {
			return T::find(text).map(Self::Standard).ok_or_else(unknown);
		}
		// JSON has bare names for what XML has as URNs, and for what older drafts had as URIs.
		if text.starts_with("urn:epcglobal:cbv") || is_in_web_vocabulary(text) {
			return Err(unknown());
		}
		let uri = context.expand(text).unwrap_or_else(|| text.to_owned());
		if let Some(term) = uri.strip_prefix(T::NAMESPACE).and_then(T::find) {
			return Ok(Self::Standard(term));
		}
		if !is_uri(&uri) {
			return Err(Reason::InvalidUri(text.to_owned()));
		}
		let is_standards = uri.starts_with("https://ref.gs1.org/cbv/")
			|| uri.starts_with("urn:epcglobal:cbv")
			|| is_in_web_vocabulary(&uri);
		if is_standards {
			return Err(unknown());
		}
		Ok(Self::Own(uri))
	}

	/// The term of the standard, if it is one.
	pub fn standard(&self) -> Option<T> {
		match self {
			Self::Standard(term) => Some(*term),
			Self::Own(_) => None,
		}
	}

	/// The URI that CBV 2.0 hashes.
	pub fn uri(&self) -> String {
		match self {
			Self::Standard(term) => format!("{}{}", T::NAMESPACE, term.name()),
			Self::Own(uri) => uri.clone(),
		}
	}
}

impl<T: Vocabulary> fmt::Display for Term<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Standard(term) => f.write_str(term.name()),
			Self::Own(uri) => f.write_str(uri),
		}
	}
}

/// Whether a URI is of a namespace that only GS1 may fill and that JSON does not use.
fn is_in_web_vocabulary(uri: &str) -> bool {
	let Some((_, rest)) = uri.split_once("://") else { return false };
	["ns.gs1.org/cbv/", "gs1.org/voc/", "www.gs1.org/voc/"]
		.iter()
		.any(|namespace| rest.starts_with(namespace))
}

/// Declares that code systems of the primitives are vocabularies.
macro_rules! coded {
	($($code:ident: $title:literal in $namespace:literal,)+) => {$(
		impl Vocabulary for $code {
			const TITLE: &'static str = $title;
			const NAMESPACE: &'static str = $namespace;

			fn find(name: &str) -> Option<Self> {
				Self::ALL.iter().copied().find(|term| term.code() == name)
			}

			fn name(self) -> &'static str {
				self.code()
			}
		}
	)+};
}

coded! {
	BizStep: "bizStep" in "https://ref.gs1.org/cbv/BizStep-",
	Disposition: "disposition" in "https://ref.gs1.org/cbv/Disp-",
	BusinessTransactionType: "bizTransaction type" in "https://ref.gs1.org/cbv/BTT-",
	SourceDestinationType: "source or destination type" in "https://ref.gs1.org/cbv/SDT-",
	ErrorReason: "error reason" in "https://ref.gs1.org/cbv/ER-",
	MeasurementType: "measurement type" in "https://gs1.org/voc/",
	SensorAlert: "sensor alert type" in "https://gs1.org/voc/",
}

/// The components of measurements that have several.
const COMPONENTS: [&str; 14] = [
	"x",
	"y",
	"z",
	"axial_distance",
	"azimuth",
	"height",
	"spherical_radius",
	"polar_angle",
	"elevation_angle",
	"easting",
	"northing",
	"latitude",
	"longitude",
	"altitude",
];

/// Which component of a measurement with several; the chain does not keep it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Component(&'static str);

impl Vocabulary for Component {
	const TITLE: &'static str = "component";
	const NAMESPACE: &'static str = "https://ref.gs1.org/cbv/Comp-";

	fn find(name: &str) -> Option<Self> {
		COMPONENTS.iter().copied().find(|known| *known == name).map(Self)
	}

	fn name(self) -> &'static str {
		self.0
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn step(text: &str) -> Result<Term<BizStep>, &'static str> {
		let context = br#"{"ex": "https://ns.example.com/"}"#;
		let context =
			Context::default().with(&super::super::json::Node::read(context).unwrap()).unwrap();
		Term::read(text, &context).map_err(|reason| reason.name())
	}

	#[test]
	fn read_should_know_a_term_in_each_of_its_forms() {
		for text in ["shipping", "cbv:BizStep-shipping", "https://ref.gs1.org/cbv/BizStep-shipping"]
		{
			let term = step(text).unwrap();
			assert_eq!(term, Term::Standard(BizStep::Shipping));
			assert_eq!(term.uri(), "https://ref.gs1.org/cbv/BizStep-shipping");
		}
		assert_eq!(step("ex:swabbing").unwrap().uri(), "https://ns.example.com/swabbing");
	}

	#[test]
	fn read_should_refuse_when_the_standard_has_no_such_term() {
		for text in [
			"transforming",
			"Shipping",
			"cbv:BizStep-transforming",
			"cbv:Disp-in_transit",
			"https://ref.gs1.org/cbv/BizStep-",
			"urn:epcglobal:cbv:bizstep:shipping",
			"https://ns.gs1.org/cbv/BizStep-shipping",
			"http://gs1.org/voc/shipping",
		] {
			assert_eq!(step(text), Err("not-in-vocabulary"), "{text}");
		}
		assert_eq!(step("ex:"), Ok(Term::Own("https://ns.example.com/".to_owned())));
		assert_eq!(step("a b:c"), Err("invalid-uri"));
	}
}
