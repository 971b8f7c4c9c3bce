//! Identifiers of GS1: the keys with their check digits, serials and lot numbers, and what EPCIS
//! names by them ([`Epc`], [`EpcClass`]), in both forms that EPCIS 2.0 knows: EPC URN (EPC Tag Data
//! Standard) and GS1 Digital Link.
//!
//! An identifier that exists is well formed: check digits, lengths and characters are verified
//! whenever one is made, read or decoded. The two forms of one identifier give the same value. A URN
//! says in addition how long the company prefix is, which the keys don't; so reading one gives the
//! length ([`FromUrn`]), and writing one takes it.

mod date;
mod digital_link;
mod epc;
mod keys;
mod text;
mod urn;

#[cfg(test)]
mod tests;

pub use date::Date;
pub use digital_link::in_event_hash;
pub use epc::{Epc, EpcClass};
pub use keys::{
	AssetType, CouponType, DocumentType, Gln, Gsin, Gsrn, Gtin, PieceOfTotal, Sgln, Sgtin, Sscc,
};
pub use text::{
	AssetId, AssetSerial, CompanyPrefix, ConsignmentId, CouponSerial, DocumentSerial, Extension,
	LotNumber, PartId, PartSerial, Serial, ThirdPartySerial,
};
pub use urn::FromUrn;

use core::fmt;

/// What the Digital Link URIs of GS1 itself begin with; the canonical form of CBV 2.0.
pub const DIGITAL_LINK: &str = "https://id.gs1.org";

/// Why a text is not an identifier of GS1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidKey {
	/// What it was read as, such as `GTIN`.
	pub key: &'static str,
	/// What is wrong with it.
	pub fault: Fault,
}

/// What is wrong with an identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
	/// It has not this many digits, or something else among them.
	NotDigits(usize),
	/// The last digit does not follow from the others.
	CheckDigit,
	/// It is empty or longer than this.
	Length(usize),
	/// It has a character that GS1 does not allow there.
	Character,
	/// It has not the parts that its scheme asks for.
	Structure,
	/// No identifier of GS1 has this scheme.
	UnknownScheme,
	/// The company prefix has not 6 to 12 digits.
	CompanyPrefix,
	/// No such day.
	Day,
}

impl fmt::Display for InvalidKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let key = self.key;
		match self.fault {
			Fault::NotDigits(digits) => write!(f, "a {key} has {digits} digits"),
			Fault::CheckDigit => write!(f, "the check digit of the {key} is wrong"),
			Fault::Length(longest) => write!(f, "a {key} has 1 to {longest} characters"),
			Fault::Character => write!(f, "a character does not belong in a {key}"),
			Fault::Structure => write!(f, "a {key} has other parts"),
			Fault::UnknownScheme => write!(f, "the scheme of the {key} is unknown"),
			Fault::CompanyPrefix => write!(f, "the company prefix of the {key} has 6 to 12 digits"),
			Fault::Day => write!(f, "the {key} names no day"),
		}
	}
}

impl core::error::Error for InvalidKey {}

impl InvalidKey {
	pub(crate) const fn new(key: &'static str, fault: Fault) -> Self {
		Self { key, fault }
	}
}

/// What a type that is written as a text needs beside `Display` and `FromStr`: JSON as that text, and
/// its debug form.
macro_rules! written_as_text {
	($name:ident) => {
		impl core::fmt::Debug for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				core::fmt::Display::fmt(self, f)
			}
		}

		impl serde::Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_str(self)
			}
		}

		impl<'de> serde::Deserialize<'de> for $name {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				<alloc::string::String as serde::Deserialize>::deserialize(deserializer)?
					.parse()
					.map_err(serde::de::Error::custom)
			}
		}
	};
}
pub(crate) use written_as_text;
