//! Random sequences of calls, by everybody on everything, keep the invariants.

use super::*;
use proptest::prelude::*;
use salus_primitives::{merkle::Tree, provenance::SerialRoot, OrganizationId};
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
enum Move {
	Commission { unit: usize, incomplete: bool },
	Range { from: u32 },
	Root,
	Prove { unit: u32 },
	Error { by: usize, step: usize, unit: usize },
	Declare { by: usize, event: u64 },
	Take { by: usize, step: usize, unit: usize, asked: Option<usize>, to: usize, incomplete: bool },
	Pack { by: usize, parent: usize, child: usize, incomplete: bool },
	Unpack { by: usize, parent: usize, child: Option<usize> },
	Transform { by: usize, input: usize, output: usize },
	Refuse { by: usize, unit: usize },
	Undo { by: usize, unit: usize },
	Commit { by: usize, unit: usize },
	Claim { by: usize, unit: usize },
	Suspect { by: usize, unit: usize },
	Quarantine { by: usize, number: u64 },
	Resolve { by: usize, number: u64, clear: bool },
	Recall { by: usize },
	Lift { by: usize },
	Wait { hours: u64 },
}

const STEPS: [BizStep; 12] = [
	BizStep::Shipping,
	BizStep::Receiving,
	BizStep::Dispensing,
	BizStep::Inspecting,
	BizStep::VoidShipping,
	BizStep::Decommissioning,
	BizStep::Destroying,
	BizStep::RetailSelling,
	BizStep::Accepting,
	BizStep::Transporting,
	BizStep::StockTaking,
	BizStep::Holding,
];

const ASKED: [Disposition; 6] = [
	Disposition::InProgress,
	Disposition::Returned,
	Disposition::Stolen,
	Disposition::PartiallyDispensed,
	Disposition::SellableAccessible,
	Disposition::Damaged,
];

/// Packs, containers, and packs of another product.
const UNITS: usize = 9;

fn unit(n: usize) -> Epc {
	match n {
		0..=3 => pack(n as u32),
		4..=6 => case(n as u32),
		_ => Epc::sgtin(other_product(), format!("R{n}").parse::<Serial>().unwrap()),
	}
}

fn moves() -> impl Strategy<Value = Move> {
	// Beyond everybody: who has the unit, or is to receive it.
	let (o, u) = (0usize..2 * EVERYBODY.len(), 0usize..UNITS);
	prop_oneof![
		6 => (u.clone(), prop::bool::weighted(0.1))
			.prop_map(|(unit, incomplete)| Move::Commission { unit, incomplete }),
		1 => (0u32..6).prop_map(|from| Move::Range { from }),
		1 => Just(Move::Root),
		2 => (0u32..4).prop_map(|unit| Move::Prove { unit }),
		1 => (o.clone(), 0..STEPS.len(), u.clone())
			.prop_map(|(by, step, unit)| Move::Error { by, step, unit }),
		1 => (o.clone(), 0u64..20).prop_map(|(by, event)| Move::Declare { by, event }),
		16 => (
			o.clone(),
			0..STEPS.len(),
			u.clone(),
			prop::option::weighted(0.3, 0..ASKED.len()),
			o.clone(),
			prop::bool::weighted(0.1),
		)
			.prop_map(|(by, step, unit, asked, to, incomplete)| Move::Take {
				by,
				step,
				unit,
				asked,
				to,
				incomplete
			}),
		8 => (o.clone(), u.clone(), u.clone(), prop::bool::weighted(0.1)).prop_map(
			|(by, parent, child, incomplete)| Move::Pack { by, parent, child, incomplete }
		),
		5 => (o.clone(), u.clone(), prop::option::of(u.clone()))
			.prop_map(|(by, parent, child)| Move::Unpack { by, parent, child }),
		2 => (o.clone(), u.clone(), u.clone())
			.prop_map(|(by, input, output)| Move::Transform { by, input, output }),
		1 => (o.clone(), u.clone()).prop_map(|(by, unit)| Move::Refuse { by, unit }),
		2 => (o.clone(), u.clone()).prop_map(|(by, unit)| Move::Undo { by, unit }),
		1 => (o.clone(), u.clone()).prop_map(|(by, unit)| Move::Commit { by, unit }),
		1 => (o.clone(), u.clone()).prop_map(|(by, unit)| Move::Claim { by, unit }),
		1 => (o.clone(), u.clone()).prop_map(|(by, unit)| Move::Suspect { by, unit }),
		1 => (o.clone(), 0u64..4).prop_map(|(by, number)| Move::Quarantine { by, number }),
		2 => (o.clone(), 0u64..4, any::<bool>())
			.prop_map(|(by, number, clear)| Move::Resolve { by, number, clear }),
		1 => o.clone().prop_map(|by| Move::Recall { by }),
		1 => o.clone().prop_map(|by| Move::Lift { by }),
		1 => (0u64..200).prop_map(|hours| Move::Wait { hours }),
	]
}

/// The first packs under a root, and the tree of it.
fn root() -> (SerialRoot, Tree) {
	let units: Vec<_> = (0..4).map(sgtin).collect();
	SerialRoot::over(&units).unwrap()
}

/// One of everybody.
fn everybody(n: usize) -> OrganizationId {
	EVERYBODY[n % EVERYBODY.len()]
}

/// One of everybody, or who has the unit or is to receive it.
fn party(n: usize, of: &Epc) -> OrganizationId {
	match EVERYBODY.get(n) {
		Some(organization) => *organization,
		None => {
			Provenance::unit(of.clone()).map_or(MAKER, |unit| unit.consignee.unwrap_or(unit.holder))
		},
	}
}

fn captured(who: OrganizationId, event: EpcisEvent, incomplete: bool) -> bool {
	Provenance::capture(by(who), fresh_hash(), Box::new(event), incomplete).is_ok()
}

/// Whether it worked is not the point: after it, everything must be as it should.
fn make(one: &Move) -> bool {
	let lot = Some(LotData { lot: the_lot(), expiry: Some(expiry()) });
	match *one {
		Move::Commission { unit: n, incomplete } => {
			let event = object_event(Action::Add, BizStep::Commissioning, &[unit(n)]);
			captured(MAKER, EpcisEvent { lot, ..event }, incomplete)
		},
		Move::Range { from } => Provenance::commission_range(
			by(MAKER),
			product(),
			the_lot(),
			sgtin(from).serial,
			sgtin(from + 2).serial,
		)
		.is_ok(),
		Move::Root => {
			let (gtin, lot) = (product(), the_lot());
			Provenance::register_lot(by(MAKER), gtin, lot.clone(), expiry()).is_ok()
				&& Provenance::commission_root(by(MAKER), gtin, lot, root().0).is_ok()
		},
		Move::Prove { unit: n } => {
			let proofs = vec![(sgtin(n).serial, root().1.proof(n).unwrap())];
			let proofs = proofs.try_into().unwrap();
			Provenance::prove_units(by(WHOLESALER), product(), the_lot(), 0, proofs).is_ok()
		},
		Move::Error { by: who, step, unit: n } => {
			let event = object_event(Action::Observe, STEPS[step], &[unit(n)]);
			let before = Provenance::unit(unit(n));
			let (event, hash) = (Box::new(event), fresh_hash());
			let none = Default::default();
			let worked =
				Provenance::capture_error(by(everybody(who)), hash, event, None, none).is_ok();
			assert_eq!(Provenance::unit(unit(n)), before);
			worked
		},
		Move::Declare { by: who, event } => {
			let hash = Provenance::events(event, 1).pop().map(|info| info.event.hash);
			hash.is_some_and(|hash| {
				let origin = by(everybody(who));
				Provenance::declare_error(origin, hash, None, Default::default()).is_ok()
			})
		},
		Move::Take { by: who, step, unit: n, asked, to, incomplete } => {
			let event = EpcisEvent {
				consignee: Some(everybody(to)),
				disposition: asked.map(|asked| ASKED[asked]),
				..object_event(Action::Observe, STEPS[step], &[unit(n)])
			};
			captured(party(who, &unit(n)), event, incomplete)
		},
		Move::Pack { by: who, parent, child, incomplete } => {
			let event =
				aggregation_event(Action::Add, BizStep::Packing, &unit(parent), &[unit(child)]);
			captured(party(who, &unit(child)), event, incomplete)
		},
		Move::Unpack { by: who, parent, child } => {
			let children: Vec<_> = child.map(unit).into_iter().collect();
			let event =
				aggregation_event(Action::Delete, BizStep::Unpacking, &unit(parent), &children);
			captured(party(who, &unit(parent)), event, false)
		},
		Move::Transform { by: who, input, output } => {
			let event = transformation_event(&[unit(input)], &[unit(output)], "R1");
			captured(party(who, &unit(input)), event, false)
		},
		Move::Refuse { by: who, unit: n } => {
			Provenance::refuse_shipment(by(party(who, &unit(n))), objects(&[unit(n)])).is_ok()
		},
		Move::Undo { by: who, unit: n } => {
			Provenance::undo_dispensing(by(party(who, &unit(n))), objects(&[unit(n)])).is_ok()
		},
		Move::Commit { by: who, unit: n } => {
			Provenance::commit_dispensing(by(party(who, &unit(n))), unit(n), H256::zero()).is_ok()
		},
		Move::Claim { by: who, unit: n } => {
			Provenance::claim_possession(by(everybody(who)), unit(n)).is_ok()
		},
		Move::Suspect { by: who, unit: n } => {
			Provenance::suspect(by(party(who, &unit(n))), unit(n), Suspicion::Tampered).is_ok()
		},
		Move::Quarantine { by: who, number } => {
			Provenance::quarantine(by(everybody(who)), number).is_ok()
		},
		Move::Resolve { by: who, number, clear } => {
			let outcome = if clear {
				InvestigationOutcome::Cleared
			} else {
				InvestigationOutcome::Illegitimate
			};
			Provenance::resolve(by(everybody(who)), number, outcome).is_ok()
		},
		Move::Recall { by: who } => {
			let (class, reason) = (RecallClass::ClassII, RecallReason::Quality);
			Provenance::recall(by(everybody(who)), product(), the_lot(), class, reason).is_ok()
		},
		Move::Lift { by: who } => {
			Provenance::lift_recall(by(everybody(who)), product(), the_lot()).is_ok()
		},
		Move::Wait { hours } => {
			wait(hours * HOUR);
			true
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn state_should_hold_when_calls_come_in_any_order(
		steps in prop::collection::vec(moves(), 1..60),
	) {
		build_and_execute(|| {
			let mut given = BTreeSet::new();
			for step in steps {
				let seen = events().len();
				let worked = make(&step);
				assert!(worked || events().len() == seen, "a refused call told something");
				Provenance::do_try_state().unwrap();
				// What was said without proof gives way to the maker's pack, which begins anew.
				match step {
					Move::Commission { unit: n, .. } | Move::Transform { output: n, .. }
						if worked =>
					{
						given.remove(&unit(n));
					},
					Move::Prove { unit: n } if worked => {
						let unit = Provenance::unit(pack(n)).unwrap();
						if unit.state.dispensing.is_none() {
							given.remove(&pack(n));
						}
					},
					_ => {},
				}
				// No pack is dispensed twice without having been taken back in between.
				for event in events().into_iter().skip(seen) {
					match event {
						Event::UnitDispensed { unit, .. } => assert!(given.insert(unit)),
						Event::DispensingUndone { unit, .. } => assert!(given.remove(&unit)),
						_ => {},
					}
				}
			}
		});
	}
}
