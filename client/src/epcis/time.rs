//! Moments and offsets as EPCIS writes them.

pub use salus_primitives::epcis::utc;
use salus_primitives::{gs1::Date, Moment};

const MINUTE: Moment = 60_000;
const DAY: Moment = 86_400_000;

/// The moment that an `xsd:dateTimeStamp` names, to the millisecond; digits beyond it round half up,
/// as CBV 2.0 says in the rules of its event hash. `None` for anything else: without an offset from
/// UTC nobody knows when it was.
pub fn moment(text: &str) -> Option<Moment> {
	let (date, rest) = text.split_at_checked(10)?;
	let clock = rest.strip_prefix('T')?;
	if date.len() != 10 || !is_day(date) {
		return None;
	}
	let start = date.parse::<Date>().ok()?.end().checked_sub(DAY)?;
	let (hms, rest) = clock.split_at_checked(8)?;
	let bytes = hms.as_bytes();
	if bytes[2] != b':' || bytes[5] != b':' {
		return None;
	}
	let (hour, minute) = (two_digits(&hms[..2])?, two_digits(&hms[3..5])?);
	let second = two_digits(&hms[6..])?;
	if hour > 23 || minute > 59 || second > 59 {
		return None;
	}
	let (fraction, zone) = match rest.strip_prefix('.') {
		Some(rest) => {
			let end = rest.find(|character: char| !character.is_ascii_digit())?;
			(thousandths(&rest[..end])?, &rest[end..])
		},
		None => (0, rest),
	};
	let local = start + (hour * 60 + minute) * MINUTE + second * 1_000 + fraction;
	match zone {
		"Z" => Some(local),
		zone => {
			let (sign, minutes) = offset(zone)?;
			let distance = minutes * MINUTE;
			if sign == b'+' {
				local.checked_sub(distance)
			} else {
				local.checked_add(distance)
			}
		},
	}
}

/// Whether a text is the offset of a time zone, `-14:00` to `+14:00`.
pub fn is_offset(text: &str) -> bool {
	offset(text).is_some()
}

/// Whether a text is a day, such as `2028-05-31`.
pub fn is_day(text: &str) -> bool {
	text.len() == 10 && text.parse::<Date>().is_ok()
}

/// Sign, and minutes.
fn offset(text: &str) -> Option<(u8, Moment)> {
	let bytes = text.as_bytes();
	if bytes.len() != 6 || !matches!(bytes[0], b'+' | b'-') || bytes[3] != b':' || !text.is_ascii()
	{
		return None;
	}
	let (hours, minutes) = (two_digits(&text[1..3])?, two_digits(&text[4..])?);
	let is_in_range = (hours < 14 && minutes < 60) || (hours == 14 && minutes == 0);
	is_in_range.then_some((bytes[0], hours * 60 + minutes))
}

fn two_digits(text: &str) -> Option<Moment> {
	let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
	if is_number {
		text.parse().ok()
	} else {
		None
	}
}

/// The digits after the point as milliseconds.
fn thousandths(digits: &str) -> Option<Moment> {
	if digits.is_empty() {
		return None;
	}
	let digit = |at: usize| digits.as_bytes().get(at).map_or(0, |byte| Moment::from(byte - b'0'));
	Some(digit(0) * 100 + digit(1) * 10 + digit(2) + u64::from(digit(3) >= 5))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn moment_should_be_in_utc_to_the_millisecond() {
		for (text, expected) in [
			("2020-03-04T11:00:30.000+01:00", "2020-03-04T10:00:30.000Z"),
			("2022-02-16T20:33:31.116000-06:00", "2022-02-17T02:33:31.116Z"),
			("2019-10-21T00:05:00-06:00", "2019-10-21T06:05:00.000Z"),
			("2023-01-18T11:04:03.1415Z", "2023-01-18T11:04:03.142Z"),
			("2023-01-18T11:04:03.14149Z", "2023-01-18T11:04:03.141Z"),
			("2023-12-31T23:59:59.9996Z", "2024-01-01T00:00:00.000Z"),
			("2024-02-29T00:00:00.5+14:00", "2024-02-28T10:00:00.500Z"),
		] {
			assert_eq!(moment(text).map(utc).as_deref(), Some(expected), "{text}");
		}
	}

	#[test]
	fn moment_should_be_none_when_a_text_names_no_moment() {
		for text in [
			"",
			"2020-03-04",
			"2020-03-04T11:00:30",
			"2020-03-04 11:00:30Z",
			"2020-02-30T11:00:30Z",
			"2020-13-04T11:00:30Z",
			"2020-03-04T24:00:00Z",
			"2020-03-04T11:60:30Z",
			"2020-03-04T11:00:60Z",
			"2020-03-04T11:00Z",
			"2020-03-04T11:00:30.Z",
			"2020-03-04T11:00:30+0100",
			"2020-03-04T11:00:30+15:00",
			"2020-03-04T11:00:30z",
			"20-03-04T11:00:30Z",
			"2020-03-04T11:00:30Z ",
			"2020-03-04T1é:0:30Z",
			"wrong date format",
		] {
			assert_eq!(moment(text), None, "{text}");
		}
	}

	#[test]
	fn is_offset_should_hold_when_it_is_at_most_fourteen_hours() {
		for (text, is) in [
			("+01:00", true),
			("-06:00", true),
			("+14:00", true),
			("+14:01", false),
			("+1:00", false),
			("01:00", false),
			("Z", false),
			("+05:60", false),
			("+0100", false),
		] {
			assert_eq!(is_offset(text), is, "{text}");
		}
	}
}
