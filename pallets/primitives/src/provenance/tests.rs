use super::{transitions::*, *};
use crate::{
	codes::CapabilitySet,
	epcis::{BizStep, Disposition, DispositionSet},
	gs1::{Serial, Sgtin},
};
use alloc::vec::Vec;

fn step(from: DispositionSet, step: BizStep, by: CapabilitySet) -> Vec<Option<Disposition>> {
	let mut to: Vec<_> = from.iter().map(|from| transition(Some(from), step, by, None)).collect();
	to.dedup();
	to
}

#[test]
fn every_row_should_lead_somewhere() {
	for row in TRANSITIONS {
		for step in row.steps.iter() {
			for by in row.by.iter() {
				let starts: Vec<_> = match row.from {
					None => [None].into(),
					Some(from) => from.iter().map(Some).collect(),
				};
				for from in starts {
					for asked in row.to.iter() {
						assert_eq!(transition(from, step, by.into(), Some(asked)), Some(asked));
					}
					assert!(transition(from, step, by.into(), None).is_some(), "{from:?} {step}");
				}
			}
		}
	}
}

#[test]
fn transition_should_be_refused_when_the_party_may_not() {
	for row in TRANSITIONS {
		for step in row.steps.iter() {
			for from in row.from.unwrap_or_default().iter() {
				assert_eq!(transition(Some(from), step, CapabilitySet::EMPTY, None), None);
			}
		}
	}
	assert_eq!(step(STOCK, BizStep::Dispensing, MAKERS), [None]);
	assert_eq!(step(STOCK, BizStep::Repackaging, DISPENSERS), [None]);
	assert_eq!(step(STOCK, BizStep::Shipping, OVERSEERS), [None]);
}

#[test]
fn nothing_should_come_back_from_where_it_is_gone() {
	for from in GONE.iter() {
		for step in BizStep::ALL {
			let to = transition(Some(from), *step, CapabilitySet::ALL, None);
			assert!(
				to.is_none() || to == Some(Disposition::Destroyed),
				"{from} {step} leads to {to:?}"
			);
			for asked in STOCK.union(BLOCKED).union(UNDER_WAY).union(OPENED).iter() {
				assert_eq!(transition(Some(from), *step, CapabilitySet::ALL, Some(asked)), None);
			}
		}
	}
}

#[test]
fn only_inspection_should_make_the_blocked_sellable() {
	for from in BLOCKED.difference(UNDER_WAY).iter() {
		for step in BizStep::ALL {
			for asked in STOCK.iter() {
				let to = transition(Some(from), *step, CapabilitySet::ALL, Some(asked));
				assert_eq!(
					to.is_some(),
					*step == BizStep::Inspecting && DOUBTED.contains(from),
					"{from} {step} {asked}"
				);
			}
		}
	}
}

#[test]
fn dispositions_should_each_have_a_place_in_the_table() {
	let tracked = STOCK.union(BLOCKED).union(UNDER_WAY).union(OPENED).union(GONE).union(STOLEN);
	let outside = DispositionSet::of(&[Disposition::Encoded, Disposition::Reserved]);
	assert_eq!(tracked.union(outside), DispositionSet::ALL);
	assert!(tracked.intersection(outside).is_empty());
}

#[test]
fn steps_of_assets_should_not_be_tracked() {
	for step in [BizStep::Installing, BizStep::Assembling, BizStep::Encoding, BizStep::Reserving] {
		assert!(!is_tracked(step), "{step}");
	}
	assert!(is_tracked(BizStep::Shipping));
}

#[test]
fn series_should_split_a_serial_before_its_last_digits() {
	for (serial, prefix, digits, number) in [
		("QS-00017", "QS-", 5, 17),
		("17", "", 2, 17),
		("A1B", "A1B", 0, 0),
		("99999999999999999999", "", 20, 99_999_999_999_999_999_999),
	] {
		let (series, found) = SerialSeries::of(&serial.parse::<Serial>().unwrap());
		assert_eq!(series.prefix.as_slice(), prefix.as_bytes(), "{serial}");
		assert_eq!((series.digits, found), (digits, number), "{serial}");
	}
}

#[test]
fn root_should_contain_the_units_that_it_was_made_of() {
	let unit = |serial: u32| Sgtin {
		gtin: "70614141123451".parse().unwrap(),
		serial: alloc::format!("{serial}").parse().unwrap(),
	};
	let units: Vec<_> = (0..5).map(unit).collect();
	let (root, tree) = SerialRoot::over(&units).unwrap();
	let proof = tree.proof(3).unwrap();
	assert!(root.contains(&unit(3), &proof));
	assert!(!root.contains(&unit(4), &proof));
}

#[test]
fn verification_should_give_the_gravest_reason_first() {
	let found = Verification::new([Verdict::Expired, Verdict::Recalled, Verdict::Expired].into());
	assert_eq!(found.verdict, Verdict::Recalled);
	assert_eq!(found.reasons, [Verdict::Recalled, Verdict::Expired]);
	assert!(!found.sellable);
	assert_eq!(Verification::new(Vec::new()).verdict, Verdict::Verified);
}
