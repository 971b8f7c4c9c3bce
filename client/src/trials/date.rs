//! Dates as registries write them: to the day, the month or the year.

use super::Refusal;
use salus_primitives::{
	codes::DateKind,
	trial::{add_months, Dates, StatedDate, DAY},
	Moment,
};

/// A date, from its first moment to its last, and what the record says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordedDate {
	/// The first moment of the day, month or year.
	pub first: Moment,
	/// The last.
	pub last: Moment,
	/// A fact or a plan, where the record says so. Old records don't.
	pub kind: Option<DateKind>,
}

impl RecordedDate {
	/// Reads `2018-05-31`, `2018-05` or `2018`.
	pub fn read(field: &str, text: &str, kind: Option<DateKind>) -> Result<Self, Refusal> {
		let invalid = || Refusal::InvalidDate {
			field: field.to_owned(),
			text: text.chars().take(32).collect(),
		};
		let parts: Vec<&str> = text.split('-').collect();
		let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
		let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
		if !digits || ![&[4][..], &[4, 2], &[4, 2, 2]].contains(&lengths.as_slice()) {
			return Err(invalid());
		}
		let number = |index: usize| parts.get(index).and_then(|part| part.parse::<u32>().ok());
		let year = number(0).filter(|year| (1..=9_998).contains(year)).ok_or_else(invalid)?;
		if year < 1970 {
			return Err(Refusal::BeforeClock { field: field.to_owned(), text: text.to_owned() });
		}
		let start_of = |months: u32| add_months(0, (year - 1970) * 12 + months);
		let month = match number(1) {
			None => return Ok(Self { first: start_of(0), last: start_of(12) - 1, kind }),
			Some(month @ 1..=12) => month - 1,
			Some(_) => return Err(invalid()),
		};
		let (first, next) = (start_of(month), start_of(month + 1));
		match number(2) {
			None => Ok(Self { first, last: next - 1, kind }),
			Some(0) => Err(invalid()),
			Some(day) => {
				let first = first + u64::from(day - 1) * DAY;
				if first < next {
					Ok(Self { first, last: first + DAY - 1, kind })
				} else {
					Err(invalid())
				}
			},
		}
	}

	/// The date as a sponsor states it at `now`: a fact only if the record has it for one and it is
	/// not still to come. Of a month or a year that is still going on, what has passed of it counts.
	fn stated(&self, at: Moment, now: Moment) -> StatedDate {
		let planned = self.kind == Some(DateKind::Estimated);
		if planned || self.first > now {
			StatedDate::estimated(at)
		} else {
			StatedDate::actual(at.min(now))
		}
	}
}

/// The dates of a record.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct RecordedDates {
	/// When the study started.
	pub start: Option<RecordedDate>,
	/// When its primary outcomes were complete.
	pub primary_completion: Option<RecordedDate>,
	/// When it was complete.
	pub completion: Option<RecordedDate>,
}

impl RecordedDates {
	/// That no date that is, or will be, a fact comes before one that it has to follow.
	pub fn ensure_consistent(&self) -> Result<(), Refusal> {
		let stated = self.stated(Moment::MAX);
		let facts = [
			("start", stated.start),
			("primary completion", stated.primary_completion),
			("completion", stated.completion),
		];
		let mut last = ("", 0);
		for (name, at) in facts
			.into_iter()
			.filter_map(|(name, date)| Some((name, date.and_then(|date| date.fact())?)))
		{
			if at < last.1 {
				return Err(Refusal::ContradictoryDates { earlier: last.0, later: name });
			}
			last = (name, at);
		}
		Ok(())
	}

	/// As a sponsor states them at `now`: the start as early, the others as late as the record leaves
	/// it open, but a primary completion not after the completion.
	pub fn stated(&self, now: Moment) -> Dates {
		let completion = self.completion;
		let latest_primary = |date: RecordedDate| match completion {
			Some(completion) if date.first <= completion.last => date.last.min(completion.last),
			_ => date.last,
		};
		Dates {
			start: self.start.map(|date| date.stated(date.first, now)),
			primary_completion: self
				.primary_completion
				.map(|date| date.stated(latest_primary(date), now)),
			completion: completion.map(|date| date.stated(date.last, now)),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn read(text: &str) -> Result<RecordedDate, Refusal> {
		RecordedDate::read("date", text, None)
	}

	#[test]
	fn read_should_know_days_months_and_years() {
		let day = read("2018-05-31").unwrap();
		assert_eq!((day.first, day.last), (1_527_724_800_000, 1_527_811_199_999));
		let month = read("2018-05").unwrap();
		assert_eq!((month.first, month.last), (1_525_132_800_000, day.last));
		let year = read("2018").unwrap();
		assert_eq!((year.first, year.last), (1_514_764_800_000, 1_546_300_799_999));
	}

	#[test]
	fn read_should_refuse_what_is_no_date() {
		for text in
			["", "18", "2018-13", "2018-00", "2018-02-29", "2018-05-00", "May 2018", "2018-5"]
		{
			assert!(matches!(read(text), Err(Refusal::InvalidDate { .. })), "{text}");
		}
	}

	#[test]
	fn stated_should_be_a_plan_when_it_is_still_to_come() {
		let date = RecordedDate::read("date", "2018-05", Some(DateKind::Actual)).unwrap();
		let dates = RecordedDates { start: Some(date), ..Default::default() };
		assert_eq!(dates.stated(0).start, Some(StatedDate::estimated(date.first)));
		assert_eq!(dates.stated(date.last).start, Some(StatedDate::actual(date.first)));
	}

	#[test]
	fn stated_should_keep_the_order_when_the_record_is_more_precise_about_the_end() {
		let dates = RecordedDates {
			start: None,
			primary_completion: Some(read("2018-05").unwrap()),
			completion: Some(read("2018-05-20").unwrap()),
		};
		let stated = dates.stated(Moment::MAX / 2);
		assert_eq!(stated.primary_completion, stated.completion);
	}
}
