//! Events that the chain itself makes, of what a call has done. No document is behind them, so their
//! hash is computed here; whoever writes such an event as a document finds the same.

use super::{Action, BizStep, Disposition, Event, EventHash, Objects, Quantities, What};
use crate::{
	gs1::{Date, Epc},
	Moment,
};
use alloc::{format, string::String, vec::Vec};

/// A moment in UTC with its milliseconds: `2020-03-04T10:00:30.000Z`.
pub fn utc(moment: Moment) -> String {
	let part = |unit: Moment, of: Moment| moment.wrapping_div(unit).wrapping_rem(of);
	let (hour, minute) = (part(3_600_000, 24), part(60_000, 60));
	let (second, milli) = (part(1_000, 60), part(1, 1_000));
	format!("{}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z", Date::of(moment))
}

impl Event {
	/// That something was done with objects which go on being, and its hash.
	pub fn observed(
		time: Moment,
		objects: Objects,
		step: BizStep,
		disposition: Option<Disposition>,
	) -> (EventHash, Self) {
		let text = text(time, &objects, step, disposition);
		let what = What::Object { action: Action::Observe, objects, quantities: Quantities::new() };
		let event = Self { biz_step: Some(step), disposition, ..Self::new(time, what) };
		(EventHash(sp_io::hashing::sha2_256(text.as_bytes())), event)
	}
}

/// The text that CBV 2.0 (section 8.9) hashes.
fn text(time: Moment, objects: &[Epc], step: BizStep, disposition: Option<Disposition>) -> String {
	let mut listed: Vec<String> =
		objects.iter().map(|epc| format!("epc={}", epc.in_event_hash())).collect();
	listed.sort_unstable();
	let listed = match listed.concat() {
		listed if listed.is_empty() => listed,
		listed => format!("epcList{listed}"),
	};
	let disposition = disposition.map_or_else(String::new, |disposition| {
		format!("disposition={}-{}", Disposition::SYSTEM, disposition.code())
	});
	format!(
		"eventType=ObjectEventeventTime={}eventTimeZoneOffset=+00:00{listed}action={}bizStep={}-{}{disposition}",
		utc(time),
		Action::Observe.code(),
		BizStep::SYSTEM,
		step.code(),
	)
}
