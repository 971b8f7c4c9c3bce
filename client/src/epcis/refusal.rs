//! Why a document is refused.

use salus_primitives::gs1::InvalidKey;
use std::fmt;

/// One thing that is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
	/// Where in the document, such as `epcisBody.eventList[1].bizStep`; empty for the document itself.
	pub at: String,
	/// What is wrong.
	pub reason: Reason,
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let at = if self.at.is_empty() { "the document" } else { &self.at };
		write!(f, "{}: {at} {}", self.reason.name(), self.reason)
	}
}

impl std::error::Error for Refusal {}

/// Everything that was found wrong with a document; the first thing of each event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusals(pub Vec<Refusal>);

impl fmt::Display for Refusals {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (i, refusal) in self.0.iter().enumerate() {
			let comma = if i == 0 { "" } else { "; " };
			write!(f, "{comma}{refusal}")?;
		}
		Ok(())
	}
}

impl std::error::Error for Refusals {}

impl From<Refusal> for Refusals {
	fn from(refusal: Refusal) -> Self {
		Self(vec![refusal])
	}
}

/// Declares the reasons with the names by which they are told.
macro_rules! reasons {
	($(
		$(#[$doc:meta])*
		$variant:ident $(($($field:ty),+))? $({ $($(#[$inner:meta])* $key:ident: $value:ty),+ })?
			= $name:literal: $text:literal,
	)+) => {
		/// What is wrong.
		#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
		pub enum Reason {
			$(
				$(#[$doc])*
				#[error($text)]
				$variant $(($($field),+))? $({ $($(#[$inner])* $key: $value),+ })?,
			)+
		}

		impl Reason {
			/// The name of the reason, for programs.
			pub fn name(&self) -> &'static str {
				match self {
					$(Self::$variant { .. } => $name,)+
				}
			}
		}
	};
}

reasons! {
	/// No JSON.
	Malformed(String) = "malformed": "is no JSON: {0}",
	/// A key twice in one object.
	DuplicateKey(String) = "duplicate-key": "has a key that {0}",
	/// A value of another kind than EPCIS has there.
	WrongKind {
		/// What EPCIS has there.
		expected: &'static str,
		/// What was found.
		found: &'static str
	} = "wrong-kind": "is {found}, where EPCIS has {expected}",
	/// Neither document nor event of EPCIS.
	UnknownType(String) = "unknown-type": "is of type {0:?}, which EPCIS 2.0 does not have there",
	/// A version other than 2.0.
	UnsupportedVersion(String) = "unsupported-version": "has the schema version {0:?}, not 2.0",
	/// No JSON-LD context of EPCIS.
	MissingContext = "missing-context": "has no JSON-LD context of EPCIS 2.0",
	/// The context gives a prefix of the standard another meaning.
	RedefinedTerm(String) = "redefined-term": "gives {0:?} another meaning than the standard",
	/// A mandatory field is missing.
	MissingField(&'static str) = "missing-field": "lacks the mandatory field {0}",
	/// None of several fields, of which one is needed.
	MissingAnyOf(&'static str) = "missing-any-of": "has none of {0}",
	/// A field that EPCIS does not have.
	UnknownField(String) = "unknown-field": "has a field {0:?} that the standard does not know",
	/// An extension without a namespace.
	FieldWithoutNamespace(String)
		= "field-without-namespace": "has the field {0:?}, which is not of the standard and has no namespace",
	/// A prefix that the context does not declare.
	UndeclaredPrefix(String) = "undeclared-prefix": "has the field {0:?}, whose prefix no context declares",
	/// A field of another type of event, or one that the action excludes.
	MisplacedField {
		/// The field.
		field: &'static str,
		/// Where it may not be.
		place: String
	} = "misplaced-field": "has the field {field}, which does not belong in {place}",
	/// An empty list or text where something must stand.
	Empty = "empty": "is empty",
	/// The same member twice.
	Duplicate(String) = "duplicate": "has {0} twice",
	/// No absolute URI.
	InvalidUri(String) = "invalid-uri": "is no URI: {0:?}",
	/// A bare or standard name that the vocabulary does not have.
	NotInVocabulary {
		/// The vocabulary.
		vocabulary: &'static str,
		/// What was found.
		name: String
	} = "not-in-vocabulary": "is {name:?}, which is not in the standard's vocabulary {vocabulary}",
	/// An identifier of GS1 that is malformed.
	InvalidKey {
		/// The identifier.
		uri: String,
		/// What is wrong with it.
		fault: String
	} = "invalid-key": "is {uri:?}: {fault}",
	/// A single object where a class belongs.
	InstanceForClass(String) = "instance-for-class": "names a single object, where a class belongs: {0:?}",
	/// No moment.
	InvalidTime(String) = "invalid-time": "is no date and time with an offset from UTC: {0:?}",
	/// No day.
	InvalidDate(String) = "invalid-date": "is no date: {0:?}",
	/// No offset.
	InvalidOffset(String) = "invalid-offset": "is no offset from UTC of at most 14 hours: {0:?}",
	/// No unit of UN/CEFACT Recommendation 20.
	InvalidUnit(String) = "invalid-unit": "is no unit of measure of two or three capitals and digits: {0:?}",
	/// A temperature in another unit than those of temperatures.
	NotATemperature(String) = "not-a-temperature": "is {0:?}, and temperatures are in CEL, FAH or KEL",
	/// A quantity that can't be.
	InvalidQuantity(String) = "invalid-quantity": "is the quantity {0}, and must be positive, and whole without a unit",
	/// No hexadecimal.
	InvalidHex(String) = "invalid-hex": "is not hexadecimal: {0:?}",
	/// An event id that is an event hash by its form, but not a well-formed one.
	InvalidEventId(String) = "invalid-event-id": "is no well-formed event id: {0:?}",
	/// Start after end.
	EndsBeforeStart = "ends-before-start": "ends before it starts",
	/// An object that is its own parent.
	OwnParent = "own-parent": "names its parent among its children",
	/// A disposition set and unset at once.
	SetAndUnset(String) = "set-and-unset": "sets and unsets {0}",
	/// An attribute of a lot that can't be one.
	InvalidAttribute {
		/// The attribute.
		attribute: &'static str,
		/// What was found.
		value: String
	} = "invalid-attribute": "has the {attribute} {value:?}",
}

impl Reason {
	pub(super) fn key(uri: &str, invalid: InvalidKey) -> Self {
		Self::InvalidKey { uri: uri.to_owned(), fault: invalid.to_string() }
	}
}
