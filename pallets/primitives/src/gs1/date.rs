//! Days, as they stand on packs.

use super::{written_as_text, Fault, InvalidKey};
use crate::Moment;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

const DAY: Moment = 86_400_000;

/// A day of the Gregorian calendar, such as the last on which a product may be used, counted from
/// 1970-01-01. It is written `2028-05-31`, and read from that, from a moment of that day
/// (`2028-05-31T00:00:00Z`), or from the six digits of AI 17 (`280531`, where day 00 is the last of
/// the month).
#[derive(
	Clone,
	Copy,
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
pub struct Date(u16);

impl Date {
	/// That many days after 1970-01-01.
	pub const fn from_days(days: u16) -> Self {
		Self(days)
	}

	/// The day on which a moment lies, in UTC.
	pub fn of(moment: Moment) -> Self {
		Self(u16::try_from(moment.wrapping_div(DAY)).unwrap_or(u16::MAX))
	}

	/// A day by year, month and day of the month.
	pub fn new(year: u16, month: u8, day: u8) -> Result<Self, InvalidKey> {
		let invalid = InvalidKey::new("date", Fault::Day);
		if !(1970..=2149).contains(&year) || day == 0 || day > month_length(year, month) {
			return Err(invalid);
		}
		let years = (1970..year).map(|year| if is_leap(year) { 366u32 } else { 365 });
		let months = (1..month).map(|month| u32::from(month_length(year, month)));
		let days = years.chain(months).fold(u32::from(day).saturating_sub(1), u32::saturating_add);
		u16::try_from(days).map(Self).map_err(|_| invalid)
	}

	/// Year, month and day of the month.
	pub fn parts(self) -> (u16, u8, u8) {
		let mut left = u32::from(self.0);
		let mut year = 1970u16;
		loop {
			let length = if is_leap(year) { 366 } else { 365 };
			if left < length {
				break;
			}
			left = left.saturating_sub(length);
			year = year.saturating_add(1);
		}
		let mut month = 1u8;
		loop {
			let length = u32::from(month_length(year, month));
			if left < length || month == 12 {
				break;
			}
			left = left.saturating_sub(length);
			month = month.saturating_add(1);
		}
		(year, month, (left as u8).saturating_add(1))
	}

	/// The first moment after the day, in UTC.
	pub fn end(self) -> Moment {
		Moment::from(self.0).saturating_add(1).saturating_mul(DAY)
	}
}

const fn is_leap(year: u16) -> bool {
	year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// How many days a month has; none if there is no such month.
const fn month_length(year: u16, month: u8) -> u8 {
	match month {
		2 if is_leap(year) => 29,
		2 => 28,
		4 | 6 | 9 | 11 => 30,
		1..=12 => 31,
		_ => 0,
	}
}

impl fmt::Display for Date {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (year, month, day) = self.parts();
		write!(f, "{year:04}-{month:02}-{day:02}")
	}
}

impl FromStr for Date {
	type Err = InvalidKey;

	fn from_str(text: &str) -> Result<Self, InvalidKey> {
		let invalid = InvalidKey::new("date", Fault::Day);
		let number = |from: usize, to: usize| {
			text.get(from..to)
				.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
				.and_then(|digits| digits.parse::<u16>().ok())
				.ok_or(invalid)
		};
		if text.len() == 6 {
			let (year, month, day) = (number(0, 2)?, number(2, 4)? as u8, number(4, 6)? as u8);
			// GS1 General Specifications, section 7.12: 51 to 99 belong to the last century.
			let year = year.saturating_add(if year > 50 { 1900 } else { 2000 });
			let day = if day == 0 { month_length(year, month) } else { day };
			return Self::new(year, month, day);
		}
		let is_date = text.get(4..5) == Some("-")
			&& text.get(7..8) == Some("-")
			&& text.get(10..).is_some_and(|rest| rest.is_empty() || rest.starts_with('T'));
		if !is_date {
			return Err(invalid);
		}
		Self::new(number(0, 4)?, number(5, 7)? as u8, number(8, 10)? as u8)
	}
}

written_as_text!(Date);
