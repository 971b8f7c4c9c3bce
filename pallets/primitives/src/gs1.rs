//! Identifiers of GS1.

use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};

/// A Global Location Number, GLN-13 (GS1 General Specifications, section 3.4). Its check digit
/// (section 7.9) is verified whenever one is made, read or decoded, so a `Gln` is always right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct Gln([u8; 13]);

/// Why a text is not a GLN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidGln {
	/// Not 13 digits.
	NotThirteenDigits,
	/// The last digit does not follow from the others.
	WrongCheckDigit,
}

impl fmt::Display for InvalidGln {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::NotThirteenDigits => "a GLN has 13 digits",
			Self::WrongCheckDigit => "the check digit of the GLN is wrong",
		})
	}
}

impl core::error::Error for InvalidGln {}

impl Gln {
	/// The GLN that these ASCII digits write.
	pub fn new(digits: [u8; 13]) -> Result<Self, InvalidGln> {
		if !digits.iter().all(u8::is_ascii_digit) {
			return Err(InvalidGln::NotThirteenDigits);
		}
		if weighted_sum(&digits).is_multiple_of(10) {
			Ok(Self(digits))
		} else {
			Err(InvalidGln::WrongCheckDigit)
		}
	}

	/// The digits.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(&self.0).unwrap_or_default()
	}
}

/// The sum of the digits, those at odd places from the right once and the others three times. With
/// the check digit at the end it is a multiple of ten.
fn weighted_sum(digits: &[u8]) -> u32 {
	digits
		.iter()
		.rev()
		.zip([1u32, 3].into_iter().cycle())
		.map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')).saturating_mul(weight))
		.fold(0, u32::saturating_add)
}

impl fmt::Display for Gln {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl fmt::Debug for Gln {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl FromStr for Gln {
	type Err = InvalidGln;

	fn from_str(text: &str) -> Result<Self, InvalidGln> {
		text.as_bytes().try_into().map_err(|_| InvalidGln::NotThirteenDigits).and_then(Self::new)
	}
}

impl Decode for Gln {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		Self::new(<[u8; 13]>::decode(input)?).map_err(|_| "not a GLN-13 of GS1".into())
	}
}

impl DecodeWithMemTracking for Gln {}

impl Serialize for Gln {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de> Deserialize<'de> for Gln {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn gln_should_parse_when_check_digit_is_right() {
		// From GS1's EPCIS examples: urn:epc:id:sgln:4012345.00001.0.
		for text in ["4012345000016", "0614141000012"] {
			assert_eq!(text.parse::<Gln>().map(|gln| gln.as_str().len()), Ok(13), "{text}");
		}
	}

	#[test]
	fn gln_should_be_refused_when_a_digit_changes() {
		let right = *b"4012345000016";
		for at in 0..13 {
			for digit in b'0'..=b'9' {
				let mut digits = right;
				digits[at] = digit;
				assert_eq!(Gln::new(digits).is_ok(), digits == right);
			}
		}
	}

	#[test]
	fn gln_should_be_refused_when_decoded_from_other_bytes() {
		assert!(Gln::decode(&mut &b"4012345000017"[..]).is_err());
		assert!(Gln::decode(&mut &b"401234500001x"[..]).is_err());
		assert_eq!("401234500001".parse::<Gln>(), Err(InvalidGln::NotThirteenDigits));
	}
}
