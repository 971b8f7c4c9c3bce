//! Calendar arithmetic on the chain's clock, for deadlines that the law counts in months.

use crate::Moment;

/// The milliseconds of a day.
pub const DAY: Moment = 86_400_000;

/// The same day of the month and time of day `months` months after `at` (UTC); the last day of the
/// month where it has no such day.
pub fn add_months(at: Moment, months: u32) -> Moment {
	let days = at.checked_div(DAY).unwrap_or_default();
	let time_of_day = at.checked_rem(DAY).unwrap_or_default();
	let (year, month, day) = civil(days);
	let months = year.saturating_mul(12).saturating_add(month).saturating_add(months.into());
	let (year, month) = (months / 12, months % 12);
	let day = day.min(days_in_month(year, month).saturating_sub(1));
	days_before(year, month).saturating_add(day).saturating_mul(DAY).saturating_add(time_of_day)
}

const fn is_leap(year: u64) -> bool {
	year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The days of a month; months are counted from 0.
const fn days_in_month(year: u64, month: u64) -> u64 {
	match month {
		1 if is_leap(year) => 29,
		1 => 28,
		3 | 5 | 8 | 10 => 30,
		_ => 31,
	}
}

/// Days from 1970-01-01 to the first of a month, which lies after that.
fn days_before(year: u64, month: u64) -> u64 {
	let leaps = |before: u64| {
		let last = before.saturating_sub(1);
		(last / 4).saturating_sub(last / 100).saturating_add(last / 400)
	};
	let whole_years = year
		.saturating_sub(1970)
		.saturating_mul(365)
		.saturating_add(leaps(year).saturating_sub(leaps(1970)));
	(0..month).map(|month| days_in_month(year, month)).fold(whole_years, u64::saturating_add)
}

/// Year, month and day of month, the latter two from 0, of a day counted from 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
	// A year is at most 366 days long, so this is never too late, and short by few years at most.
	let mut year = (days / 366).saturating_add(1970);
	while days_before(year.saturating_add(1), 0) <= days {
		year = year.saturating_add(1);
	}
	let mut day = days.saturating_sub(days_before(year, 0));
	let mut month = 0u64;
	while month < 11 && day >= days_in_month(year, month) {
		day = day.saturating_sub(days_in_month(year, month));
		month = month.saturating_add(1);
	}
	(year, month, day)
}
