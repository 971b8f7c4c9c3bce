//! FHIR's dates and times.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, SecondsFormat};
use salus_primitives::{Moment, Period};

/// The moments that a FHIR `dateTime` stands for: from the first to the one after the last, in
/// milliseconds. `2015-02` stands for a month, `2015-02-01` for a day, a time for its last digit's
/// unit. A date without a time is taken in UTC.
pub fn span(text: &str) -> Option<(i64, i64)> {
	let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
	if text.contains('T') {
		let start = DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
		let fraction = text
			.split('.')
			.nth(1)
			.map_or(0, |rest| rest.chars().take_while(char::is_ascii_digit).count());
		let unit = match fraction {
			0 => 1_000,
			1 => 100,
			2 => 10,
			_ => 1,
		};
		return Some((start, start.checked_add(unit)?));
	}
	let well_formed = matches!(text.len(), 4 | 7 | 10)
		&& text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
	let mut parts = text.split('-');
	let year = parts.next()?.parse().ok().filter(|year| (1..=9_999).contains(year))?;
	let (month, day) = (parts.next(), parts.next());
	let number = |part: Option<&str>| part.map_or(Some(1), |part| part.parse::<u32>().ok());
	let first = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)?;
	let next = match (month, day) {
		(None, _) => NaiveDate::from_ymd_opt(first.year() + 1, 1, 1),
		(Some(_), None) => first.checked_add_months(Months::new(1)),
		(Some(_), Some(_)) => first.succ_opt(),
	}?;
	(well_formed && parts.next().is_none()).then(|| (midnight(first), midnight(next)))
}

/// The moment as an instant of FHIR; none beyond the year 9999.
pub fn instant(moment: Moment) -> Option<String> {
	let time = DateTime::from_timestamp_millis(i64::try_from(moment).ok()?)?;
	(time.year() <= 9_999).then(|| time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// A period from FHIR's bounds, of which the upper one belongs to it.
pub fn period(start: Option<(i64, i64)>, end: Option<(i64, i64)>) -> Option<Period> {
	let end = match end {
		// The chain's time begins with 1970; what was over before then can't be said.
		Some((_, after)) => Some(Moment::try_from(after).ok().filter(|after| *after > 0)?),
		None => None,
	};
	let start = start.map(|(first, _)| Moment::try_from(first).unwrap_or(0));
	Some(Period { start, end }).filter(Period::is_well_formed)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn span_should_be_as_long_as_the_text_is_vague() {
		const DAY: i64 = 86_400_000;
		for (text, start, length) in [
			("1970", 0, 365 * DAY),
			("1970-02", 31 * DAY, 28 * DAY),
			("1970-01-02", DAY, DAY),
			("1970-01-02T00:00:00Z", DAY, 1_000),
			("1970-01-02T10:00:00.5+10:00", DAY + 500, 100),
			("1970-01-02T10:00:00.25+10:00", DAY + 250, 10),
			("1970-01-02T10:00:00.999+10:00", DAY + 999, 1),
			("1964-01-01", -2_192 * DAY, DAY),
		] {
			assert_eq!(span(text), Some((start, start + length)), "{text}");
		}
	}

	#[test]
	fn span_should_refuse_when_it_is_no_date() {
		for text in ["", "2015-", "15", "2015-2-1", "2015-02-30", "2015-13", "0000", "2015-02-01T"]
		{
			assert_eq!(span(text), None, "{text:?}");
		}
		for text in ["2015-02-01T10:00:00", "2015-02-01-02", "yesterday", "+015-02-01"] {
			assert_eq!(span(text), None, "{text:?}");
		}
	}

	#[test]
	fn period_should_include_its_last_moment_and_begin_no_earlier_than_the_chains_time() {
		let of = |start: &str, end: &str| period(span(start), span(end));
		assert_eq!(
			of("1964-01-01", "1970-01-01"),
			Some(Period { start: Some(0), end: Some(86_400_000) })
		);
		assert_eq!(of("2015-02-01", "2015-01-01"), None);
		assert_eq!(of("1960", "1969"), None);
	}

	#[test]
	fn instant_should_be_read_back_as_it_was() {
		for moment in [0, 1, 1_466_665_353_999, 253_402_300_799_999] {
			let text = instant(moment).unwrap();
			assert_eq!(
				span(&text).map(|(start, after)| (start as u64, after - start)),
				Some((moment, 1))
			);
		}
		assert_eq!(instant(253_402_300_800_000), None);
		assert_eq!(instant(u64::MAX), None);
	}
}
