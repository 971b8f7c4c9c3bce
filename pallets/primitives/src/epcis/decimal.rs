//! Decimal numbers, as quantities and measurements are written.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// A decimal number: `mantissa` divided by ten to the power of `decimals`. Runtimes have no floating
/// point, and `26.1` is no sum of powers of two.
#[derive(
	Clone, Copy, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Decimal {
	/// The digits.
	pub mantissa: i64,
	/// How many of them stand behind the point, at most 18.
	pub decimals: u8,
}

/// The text is no decimal number, or one with more digits than are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidDecimal;

impl fmt::Display for InvalidDecimal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("expected a decimal number of at most 18 digits")
	}
}

impl core::error::Error for InvalidDecimal {}

/// How many digits fit a mantissa for certain.
const MAX_DIGITS: u8 = 18;

impl Decimal {
	/// A whole number.
	pub const fn whole(value: i64) -> Self {
		Self { mantissa: value, decimals: 0 }
	}

	/// A thousand times the number, as a whole number rounded down; none if it does not fit.
	pub fn thousandths(self) -> Option<i32> {
		let scaled = i128::from(self.mantissa).checked_mul(1_000)?;
		let divisor = 10i128.checked_pow(self.decimals.into())?;
		i32::try_from(scaled.checked_div_euclid(divisor)?).ok()
	}
}

impl fmt::Display for Decimal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let sign = if self.mantissa < 0 { "-" } else { "" };
		let digits = self.mantissa.unsigned_abs();
		let Some(divisor) = 10u64.checked_pow(self.decimals.into()).filter(|power| *power > 1)
		else {
			return write!(f, "{sign}{digits}");
		};
		let (whole, rest) = (digits.wrapping_div(divisor), digits.wrapping_rem(divisor));
		write!(f, "{sign}{whole}.{rest:0width$}", width = usize::from(self.decimals))
	}
}

impl fmt::Debug for Decimal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

impl FromStr for Decimal {
	type Err = InvalidDecimal;

	/// Reads `26.1`, `-40`, `1.5e-3`.
	fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
		let (number, exponent) = match text.split_once(['e', 'E']) {
			Some((number, exponent)) => {
				(number, exponent.parse::<i8>().map_err(|_| InvalidDecimal)?)
			},
			None => (text, 0),
		};
		let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
		let fraction = fraction.trim_end_matches('0');
		let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
		let unsigned = whole.strip_prefix('-').unwrap_or(whole);
		if unsigned.is_empty() || !is_digits(unsigned) || !is_digits(fraction) {
			return Err(InvalidDecimal);
		}
		let mut mantissa =
			alloc::format!("{whole}{fraction}").parse::<i64>().map_err(|_| InvalidDecimal)?;
		let fraction = i16::try_from(fraction.len()).map_err(|_| InvalidDecimal)?;
		let decimals = fraction.saturating_sub(exponent.into());
		if decimals < 0 {
			let power = 10i64.checked_pow(decimals.unsigned_abs().into()).ok_or(InvalidDecimal)?;
			mantissa = mantissa.checked_mul(power).ok_or(InvalidDecimal)?;
		}
		let decimals = u8::try_from(decimals.max(0)).map_err(|_| InvalidDecimal)?;
		if decimals > MAX_DIGITS {
			return Err(InvalidDecimal);
		}
		Ok(Self { mantissa, decimals })
	}
}

impl serde::Serialize for Decimal {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> serde::Deserialize<'de> for Decimal {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		<alloc::string::String as serde::Deserialize>::deserialize(deserializer)?
			.parse()
			.map_err(serde::de::Error::custom)
	}
}
