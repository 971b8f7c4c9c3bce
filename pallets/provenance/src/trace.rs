//! Where a unit came from and where it went: through the containers that it was in, and through
//! transformations.
//!
//! A trace is a pile of windows. Looking into one gives at most one event, and a few further windows:
//! the rest of the span, the container that the thing was in, what it was made of or what was made of
//! it, one by one. The pile is the cursor, so a trace of any size is read page by page, and nothing is
//! kept between two pages.

use super::*;
use alloc::vec::Vec;
use salus_primitives::{
	epcis::{Action, BizStep, What},
	gs1::EpcClass,
	provenance::{CapturedEventInfo, TraceDirection, TracePage, TraceWindow, Traced},
};

/// How many windows one page looks into for each event that it may give: most give an event, and some
/// are spans of a container in which nothing happened.
const WINDOWS_PER_EVENT: u32 = 8;

/// How many things the events of one page name before it ends, so that pages of large events can still
/// be sent.
pub(crate) const NAMED_PER_PAGE: usize = 20_000;

impl<T: Config> Pallet<T> {
	/// Up to `limit` events of a trace, from what the page before left, or from
	/// [`Pallet::trace_start`].
	pub fn trace(windows: Vec<TraceWindow>, direction: TraceDirection, limit: u32) -> TracePage {
		let mut page = TracePage { events: Vec::new(), next: windows };
		let mut budget = limit.saturating_mul(WINDOWS_PER_EVENT);
		let mut named = 0usize;
		while page.events.len() < limit as usize {
			if budget == 0 || named >= NAMED_PER_PAGE {
				break;
			}
			budget = budget.saturating_sub(1);
			let Some(window) = page.next.pop() else { break };
			let seen = page.events.len();
			Self::look_into(window, direction, &mut page);
			let new = page.events.iter().skip(seen);
			named = new
				.map(|traced| traced.event.event.event.what.named().count())
				.fold(named, usize::saturating_add);
		}
		page
	}

	/// What a trace of a unit begins with.
	pub fn trace_start(unit: Epc) -> Vec<TraceWindow> {
		alloc::vec![TraceWindow::Span { of: Related::Unit(unit), from: 0, until: None }]
	}

	fn look_into(window: TraceWindow, direction: TraceDirection, page: &mut TracePage) {
		let (of, from, until) = match window {
			TraceWindow::Span { of, from, until } => (of, from, until),
			TraceWindow::Side { of, from } => {
				return page.next.extend(Self::one_of_side(of, from, direction))
			},
		};
		let is_inside = |event: EventNumber| until.is_none_or(|until| event < until);
		let next = Self::first_step(&of, from);
		let step = Steps::<T>::get(&of, next).filter(|step| is_inside(step.event));

		// What the thing is in from before the span up to its first event there.
		let before = next.checked_sub(1).and_then(|before| Steps::<T>::get(&of, before));
		if let Some(container) = before.and_then(|before| before.container) {
			let window_end = step.as_ref().map(|step| step.event).or(until);
			if window_end.is_none_or(|end| from < end) {
				page.next.push(TraceWindow::Span {
					of: Related::Unit(container),
					from,
					until: window_end,
				});
			}
		}
		let Some(Step { event: number, .. }) = step else { return };
		let Some(event) = Events::<T>::get(number) else { return };
		let rest = number.saturating_add(1);
		if is_inside(rest) {
			page.next.push(TraceWindow::Span { of: of.clone(), from: rest, until });
		}
		// What did not happen leads nowhere.
		if event.tracked || event.error.is_none() {
			page.next.extend(Self::beyond(&of, number, &event.event, direction));
		}
		let event = CapturedEventInfo { number, event };
		page.events.push(Traced { concerns: of, event });
	}

	/// Where a trace goes on from an event: to what the thing was made of, or to what was made of it.
	fn beyond(
		of: &Related,
		number: EventNumber,
		event: &EpcisEvent,
		direction: TraceDirection,
	) -> Option<TraceWindow> {
		match &event.what {
			What::Transformation { .. } => {
				let own_side = match direction {
					TraceDirection::Back => TraceDirection::Forward,
					TraceDirection::Forward => TraceDirection::Back,
				};
				side(event, own_side)
					.any(|related| related == *of)
					.then_some(TraceWindow::Side { of: number, from: 0 })
			},
			What::Object { action: Action::Add, .. }
				if event.step() == BizStep::Commissioning && direction == TraceDirection::Back =>
			{
				// A pack's lot may have a history before the pack.
				let Related::Unit(unit) = of else { return None };
				let class = EpcClass::Lgtin(unit.gtin()?, event.lot.as_ref()?.lot.clone());
				let of = Related::Class(class);
				Some(TraceWindow::Span { of, from: 0, until: Some(number) })
			},
			_ => None,
		}
	}

	/// One thing of the other side of a transformation, and the rest of that side.
	fn one_of_side(
		number: EventNumber,
		at: u32,
		direction: TraceDirection,
	) -> impl Iterator<Item = TraceWindow> {
		let event = Events::<T>::get(number).map(|captured| captured.event);
		let of = event.and_then(|event| side(&event, direction).nth(at as usize));
		let span = of.map(|of| match direction {
			TraceDirection::Back => TraceWindow::Span { of, from: 0, until: Some(number) },
			TraceDirection::Forward => {
				TraceWindow::Span { of, from: number.saturating_add(1), until: None }
			},
		});
		let rest = TraceWindow::Side { of: number, from: at.saturating_add(1) };
		span.is_some().then_some(rest).into_iter().chain(span)
	}

	/// The number of a thing's first step of an event from `from` on, by bisection.
	fn first_step(of: &Related, from: EventNumber) -> u32 {
		let (mut low, mut high) = (0, StepCounts::<T>::get(of));
		while low < high {
			let middle = low.saturating_add(high).wrapping_div(2);
			match Steps::<T>::get(of, middle) {
				Some(step) if step.event < from => low = middle.saturating_add(1),
				_ => high = middle,
			}
		}
		low
	}
}

/// What a transformation has on the side to which a trace goes: what goes in for one back, what comes
/// out for one forward.
fn side(event: &EpcisEvent, direction: TraceDirection) -> impl Iterator<Item = Related> + '_ {
	let (objects, quantities) = match (&event.what, direction) {
		(What::Transformation { inputs, input_quantities, .. }, TraceDirection::Back) => {
			(inputs.as_slice(), input_quantities.as_slice())
		},
		(What::Transformation { outputs, output_quantities, .. }, TraceDirection::Forward) => {
			(outputs.as_slice(), output_quantities.as_slice())
		},
		_ => (&[][..], &[][..]),
	};
	let classes = quantities.iter().map(|quantity| Related::Class(quantity.class.clone()));
	objects.iter().cloned().map(Related::Unit).chain(classes)
}
