//! Keys made of digits with a check digit, and those composed of them.

use super::{
	text::{Extension, Serial},
	written_as_text, Fault, InvalidKey,
};
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// The sum of the digits, those at odd places from the right once and the others three times. With
/// the check digit at the end it is a multiple of ten (GS1 General Specifications, section 7.9).
fn weighted_sum(digits: &[u8]) -> u32 {
	digits
		.iter()
		.rev()
		.zip([1u32, 3].into_iter().cycle())
		.map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')).saturating_mul(weight))
		.fold(0, u32::saturating_add)
}

/// Declares keys of a fixed number of digits, of which the last checks the others.
macro_rules! digit_keys {
	($($(#[$doc:meta])* $name:ident[$digits:literal] = $title:literal;)+) => {$(
		$(#[$doc])*
		#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
		pub struct $name([u8; $digits]);

		impl $name {
			/// How many digits it has, the check digit included.
			pub const DIGITS: usize = $digits;

			/// The key that these ASCII digits write.
			pub fn new(digits: [u8; $digits]) -> Result<Self, InvalidKey> {
				if !digits.iter().all(u8::is_ascii_digit) {
					return Err(InvalidKey::new($title, Fault::NotDigits($digits)));
				}
				if weighted_sum(&digits).is_multiple_of(10) {
					Ok(Self(digits))
				} else {
					Err(InvalidKey::new($title, Fault::CheckDigit))
				}
			}

			/// The key whose digits before the check digit are these.
			pub fn from_body(body: &str) -> Result<Self, InvalidKey> {
				let wrong = InvalidKey::new($title, Fault::NotDigits($digits));
				let mut digits = [b'0'; $digits];
				let Some((check, rest)) = digits.split_last_mut() else { return Err(wrong) };
				if body.len() != rest.len() || !body.bytes().all(|byte| byte.is_ascii_digit()) {
					return Err(wrong);
				}
				rest.copy_from_slice(body.as_bytes());
				let sum = weighted_sum(&digits_with(rest, *check)) % 10;
				*check = b'0'.saturating_add(10u32.saturating_sub(sum).wrapping_rem(10) as u8);
				Self::new(digits)
			}

			/// The digits.
			pub fn as_str(&self) -> &str {
				core::str::from_utf8(&self.0).unwrap_or_default()
			}

			/// The digits before the check digit.
			pub fn body(&self) -> &str {
				self.as_str().get(..$digits - 1).unwrap_or_default()
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
				text.as_bytes()
					.try_into()
					.map_err(|_| InvalidKey::new($title, Fault::NotDigits($digits)))
					.and_then(Self::new)
			}
		}

		impl Decode for $name {
			fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
				Self::new(<[u8; $digits]>::decode(input)?).map_err(|_| concat!("not a ", $title).into())
			}
		}

		impl DecodeWithMemTracking for $name {}

		written_as_text!($name);
	)+};
}

/// The digits with a last one.
fn digits_with(digits: &[u8], last: u8) -> alloc::vec::Vec<u8> {
	digits.iter().copied().chain([last]).collect()
}

digit_keys! {
	/// A Global Location Number, GLN-13 (GS1 General Specifications, section 3.4): a party or a place.
	Gln[13] = "GLN";
	/// A Global Trade Item Number in its form of 14 digits: a product at one level of packaging.
	Gtin[14] = "GTIN";
	/// A Serial Shipping Container Code: one logistic unit.
	Sscc[18] = "SSCC";
	/// A Global Service Relation Number: somebody who renders or receives a service.
	Gsrn[18] = "GSRN";
	/// The type in a Global Returnable Asset Identifier.
	AssetType[13] = "GRAI";
	/// The type in a Global Document Type Identifier.
	DocumentType[13] = "GDTI";
	/// The type in a Global Coupon Number.
	CouponType[13] = "GCN";
	/// A Global Shipment Identification Number.
	Gsin[17] = "GSIN";
}

/// A serialised product: GTIN and serial number.
#[derive(
	Clone,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Sgtin {
	/// The product.
	pub gtin: Gtin,
	/// Its serial number.
	pub serial: Serial,
}

/// A place within a location, or a location as a whole.
#[derive(
	Clone,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Sgln {
	/// The location.
	pub gln: Gln,
	/// Which place within it.
	pub extension: Option<Extension>,
}

/// Which piece of how many a trade item was packed into (AI 8006).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct PieceOfTotal {
	piece: u8,
	total: u8,
}

impl PieceOfTotal {
	/// Piece number `piece`, counted from 1, of `total`.
	pub const fn new(piece: u8, total: u8) -> Result<Self, InvalidKey> {
		if piece >= 1 && piece <= total && total <= 99 {
			Ok(Self { piece, total })
		} else {
			Err(InvalidKey::new("ITIP", Fault::Structure))
		}
	}

	/// The number of the piece.
	pub const fn piece(self) -> u8 {
		self.piece
	}

	/// How many pieces there are.
	pub const fn total(self) -> u8 {
		self.total
	}
}

impl fmt::Debug for PieceOfTotal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{} of {}", self.piece, self.total)
	}
}

impl Decode for PieceOfTotal {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		let (piece, total) = Decode::decode(input)?;
		Self::new(piece, total).map_err(|_| "no such piece of a trade item".into())
	}
}

impl DecodeWithMemTracking for PieceOfTotal {}
