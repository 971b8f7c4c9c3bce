//! The numbers by which registries know a trial.

use crate::codes::Registry;
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};
use sp_core::ConstU32;
use sp_runtime::BoundedVec;

/// The longest number: that of the European Union's CTIS.
const MAX_LEN: u32 = 17;

/// The number of a trial in a registry. Its form is checked whenever one is made, read or decoded.
///
/// Registries publish no rule for their check digits (EudraCT's last two, CTIS's third part), so
/// these are checked for their form alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, MaxEncodedLen, TypeInfo)]
pub struct RegistryId {
	registry: Registry,
	number: BoundedVec<u8, ConstU32<MAX_LEN>>,
}

/// A text that is the number of no registry that the chain knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidRegistryId;

impl fmt::Display for InvalidRegistryId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("not a number of ClinicalTrials.gov, EudraCT, CTIS, ISRCTN or the WHO (UTN)")
	}
}

impl core::error::Error for InvalidRegistryId {}

/// Whether `text` has the form of `pattern`, in which `9` stands for any digit and everything else
/// for itself.
fn has_form(text: &[u8], pattern: &[u8]) -> bool {
	text.len() == pattern.len()
		&& text.iter().zip(pattern).all(|(found, expected)| match expected {
			b'9' => found.is_ascii_digit(),
			other => found == other,
		})
}

/// Whether the text starts with a year in which there were registries.
fn has_year(text: &[u8]) -> bool {
	matches!(text.get(..2), Some(b"20")) || matches!(text.get(..2), Some(b"19"))
}

impl Registry {
	/// Whether the text is a number of this registry.
	fn accepts(self, text: &[u8]) -> bool {
		match self {
			Self::Nct => has_form(text, b"NCT99999999"),
			Self::EudraCt => has_form(text, b"9999-999999-99") && has_year(text),
			Self::EuCt => {
				has_form(text, b"9999-999999-99-99")
					&& has_year(text)
					&& text.get(5).is_some_and(|first| *first >= b'5')
			},
			Self::Isrctn => has_form(text, b"ISRCTN99999999"),
			Self::Utn => has_form(text, b"U1111-9999-9999"),
		}
	}
}

impl RegistryId {
	/// The registry.
	pub fn registry(&self) -> Registry {
		self.registry
	}

	/// The number, with all that belongs to it.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(&self.number).unwrap_or_default()
	}
}

impl FromStr for RegistryId {
	type Err = InvalidRegistryId;

	fn from_str(text: &str) -> Result<Self, InvalidRegistryId> {
		let registry = Registry::ALL
			.iter()
			.find(|registry| registry.accepts(text.as_bytes()))
			.ok_or(InvalidRegistryId)?;
		let number = text.as_bytes().to_vec().try_into().map_err(|_| InvalidRegistryId)?;
		Ok(Self { registry: *registry, number })
	}
}

impl fmt::Display for RegistryId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl Decode for RegistryId {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		let registry = Registry::decode(input)?;
		let number = BoundedVec::<u8, ConstU32<MAX_LEN>>::decode(input)?;
		if registry.accepts(&number) {
			Ok(Self { registry, number })
		} else {
			Err("not a number of this registry".into())
		}
	}
}

impl DecodeWithMemTracking for RegistryId {}

impl Serialize for RegistryId {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de> Deserialize<'de> for RegistryId {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
	}
}
