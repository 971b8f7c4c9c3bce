//! Serials, lot numbers and other texts within identifiers.

use super::{written_as_text, Fault, InvalidKey};
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use sp_core::ConstU32;
use sp_runtime::BoundedVec;

/// Whether a character belongs to the set of 82 (GS1 General Specifications, figure 7.11-1).
pub(super) const fn is_in_82(byte: u8) -> bool {
	byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'"' | b'%'..=b'/' | b':'..=b'?' | b'_')
}

/// Whether a character belongs to the set of 39 (figure 7.11-2).
pub(super) const fn is_in_39(byte: u8) -> bool {
	byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'#' | b'-' | b'/')
}

/// Whether a character is a digit.
pub(super) const fn is_digit(byte: u8) -> bool {
	byte.is_ascii_digit()
}

/// Declares texts of 1 to so many characters of a set.
macro_rules! texts {
	($($(#[$doc:meta])* $name:ident[$longest:literal] in $set:ident = $title:literal;)+) => {$(
		$(#[$doc])*
		#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
		pub struct $name(BoundedVec<u8, ConstU32<$longest>>);

		impl $name {
			/// How many characters it has at most.
			pub const LONGEST: usize = $longest;

			/// The text of these ASCII characters.
			pub fn new(text: &[u8]) -> Result<Self, InvalidKey> {
				if !text.iter().all(|byte| $set(*byte)) {
					return Err(InvalidKey::new($title, Fault::Character));
				}
				match BoundedVec::try_from(text.to_vec()) {
					Ok(text) if !text.is_empty() => Ok(Self(text)),
					_ => Err(InvalidKey::new($title, Fault::Length($longest))),
				}
			}

			/// The characters.
			pub fn as_str(&self) -> &str {
				core::str::from_utf8(&self.0).unwrap_or_default()
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str(self.as_str())
			}
		}

		impl FromStr for $name {
			type Err = InvalidKey;

			fn from_str(text: &str) -> Result<Self, InvalidKey> {
				Self::new(text.as_bytes())
			}
		}

		impl Decode for $name {
			fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
				Self::new(&BoundedVec::<u8, ConstU32<$longest>>::decode(input)?)
					.map_err(|_| concat!("not a ", $title).into())
			}
		}

		impl DecodeWithMemTracking for $name {}

		written_as_text!($name);
	)+};
}

texts! {
	/// A serial number of a trade item (AI 21).
	Serial[20] in is_in_82 = "serial number";
	/// A batch or lot number (AI 10).
	LotNumber[20] in is_in_82 = "lot number";
	/// The extension of a GLN (AI 254).
	Extension[20] in is_in_82 = "GLN extension";
	/// The serial number of a returnable asset (AI 8003).
	AssetSerial[16] in is_in_82 = "GRAI serial";
	/// A Global Individual Asset Identifier (AI 8004).
	AssetId[30] in is_in_82 = "GIAI";
	/// The serial number of a document (AI 253).
	DocumentSerial[17] in is_in_82 = "GDTI serial";
	/// The serial number of a coupon (AI 255).
	CouponSerial[12] in is_digit = "GCN serial";
	/// A Component or Part Identifier (AI 8010).
	PartId[30] in is_in_39 = "CPI";
	/// The serial number of a component or part (AI 8011).
	PartSerial[12] in is_digit = "CPI serial";
	/// A third-party-controlled serial number of a trade item (AI 235).
	ThirdPartySerial[28] in is_in_82 = "TPX";
	/// The digits with which the keys of one company begin.
	CompanyPrefix[12] in is_digit = "company prefix";
	/// A Global Identification Number for Consignment (AI 401).
	ConsignmentId[30] in is_in_82 = "GINC";
}
