//! Random sequences of calls, by everybody on everything, while time passes, keep the invariants; and
//! no order of them gets past a suspension.

use super::*;
use proptest::prelude::*;
use salus_primitives::codes::AgentRole;

#[derive(Clone, Debug)]
enum Step {
	Record { who: usize, patient: u8, emergency: bool, off: u64, to: u8 },
	Anchor { first: u64, length: u64, miscount: u32 },
	Prove { at: u64, who: usize, emergency: bool },
	Withhold { sequence: u64, who: usize, written: bool, lasts: u64 },
	Release { sequence: u64, who: usize },
	Break { who: usize, patient: u8, classes: usize, hours: Option<u64> },
	Close { id: u64, who: usize },
	Review { id: u64, who: usize, outcome: usize },
	Complain { id: u64, who: usize },
	Settle { id: u64, who: usize, outcome: usize },
	Clear { organization: u32, who: usize },
	Permit { organization: u32, disclose: bool, version: u32 },
	Forbid,
	Erase { patient: u8 },
	Suspend { organization: u32 },
	Demote { who: usize },
	Wait { hours: u64 },
}

/// Those who have most to do come first.
const NAMES: [&str; 9] = [
	"Practitioner",
	"Officer",
	"Surgeon",
	"Clerk",
	"Ann",
	"Auditor",
	"Inspector",
	"Clinician",
	"Ben",
];

fn step() -> impl Strategy<Value = Step> {
	let who = || prop_oneof![3 => 0usize..3, 2 => 0usize..NAMES.len()];
	let patient = || prop_oneof![3 => Just(0u8), 1 => Just(1u8)];
	let id = || 0u64..5;
	prop_oneof![
		8 => (who(), patient(), any::<bool>(), prop_oneof![5 => Just(1u64), 1 => 0u64..3], 0u8..4)
			.prop_map(|(who, patient, emergency, off, to)| Step::Record {
				who,
				patient,
				emergency,
				off,
				to
			}),
		6 => (0u64..40, 0u64..8, prop_oneof![8 => Just(0u32), 1 => Just(1u32)])
			.prop_map(|(first, length, miscount)| Step::Anchor { first, length, miscount }),
		5 => (0u64..40, who(), any::<bool>())
			.prop_map(|(at, who, emergency)| Step::Prove { at, who, emergency }),
		3 => (0u64..8, who(), any::<bool>(), 0u64..40).prop_map(|(sequence, who, written, lasts)| {
			Step::Withhold { sequence, who, written, lasts }
		}),
		1 => (0u64..8, who()).prop_map(|(sequence, who)| Step::Release { sequence, who }),
		8 => (who(), patient(), 0usize..5, prop::option::of(0u64..26)).prop_map(
			|(who, patient, classes, hours)| Step::Break { who, patient, classes, hours }
		),
		3 => (id(), who()).prop_map(|(id, who)| Step::Close { id, who }),
		6 => (id(), who(), 0usize..3)
			.prop_map(|(id, who, outcome)| Step::Review { id, who, outcome }),
		2 => (id(), who()).prop_map(|(id, who)| Step::Complain { id, who }),
		3 => (id(), prop_oneof![Just(5usize), 0usize..NAMES.len()], 0usize..3)
			.prop_map(|(id, who, outcome)| Step::Settle { id, who, outcome }),
		3 => (0u32..2, prop_oneof![Just(5usize), 0usize..NAMES.len()])
			.prop_map(|(organization, who)| Step::Clear { organization, who }),
		3 => (0u32..5, any::<bool>(), 1u32..3).prop_map(|(organization, disclose, version)| {
			Step::Permit { organization, disclose, version }
		}),
		1 => Just(Step::Forbid),
		1 => patient().prop_map(|patient| Step::Erase { patient }),
		// Numbers above the organizations' lift the suspension of another.
		1 => (0u32..12).prop_map(|organization| Step::Suspend { organization }),
		1 => who().prop_map(|who| Step::Demote { who }),
		6 => (0u64..40).prop_map(|hours| Step::Wait { hours }),
	]
}

fn patient_of(n: u8) -> PatientId {
	[ANN, BEN][n as usize]
}

fn access_of(emergency: bool, to: u8) -> Access {
	if emergency {
		return look_in_emergency(DataClass::Laboratory);
	}
	match to {
		0 => look_at(&[FINDING, LETTER], Purpose::TREAT),
		1 => send_to(Recipient::Organization(AUTHORITY), Purpose::PUBHLTH),
		2 => send_to(Recipient::Outside(OutsideRecipient::LawEnforcement), Purpose::GOV),
		_ => send_to(Recipient::Organization(CLINIC), Purpose::COC),
	}
}

/// The batch of the hospital's log that holds a number.
fn batch_with(sequence: u64) -> Option<(u64, u64)> {
	let batches = Disclosures::log_batches(HOSPITAL, None, 256).batches;
	batches
		.iter()
		.map(|batch| (batch.first, batch.batch.last))
		.find(|(first, last)| (*first..=*last).contains(&sequence))
}

/// An entry of the log off chain. Every fourth was made under the first emergency access.
fn entry_of(sequence: u64) -> LoggedAccess<AccountId32> {
	if sequence.is_multiple_of(4) {
		LoggedAccess {
			patient: ANN,
			access: look_in_emergency(DataClass::Laboratory),
			emergency: Some(EmergencyId(0)),
			occurred_at: NOW,
			..logged(sequence)
		}
	} else {
		logged(sequence)
	}
}

fn entries(first: u64, last: u64) -> Vec<LoggedAccess<AccountId32>> {
	(first..=last).map(entry_of).collect()
}

/// Whether it worked is not the point: after it, everything must be as it should.
fn take(step: Step) -> DispatchResult {
	let name = |who: usize| by(NAMES[who]);
	let outcome = |n: usize| ReviewOutcome::ALL[n];
	match step {
		Step::Record { who, patient, emergency, off, to } => {
			let organization = if who == 7 { CLINIC } else { HOSPITAL };
			let sequence = Disclosures::gaps(organization).next + off - 1;
			let access = access_of(emergency, to);
			plain(Disclosures::record_entry(name(who), patient_of(patient), access, sequence))
		},
		Step::Anchor { first, length, miscount } => {
			let last = first + length;
			let root = tree_of(first, &entries(first, last)).root();
			let count = length as u32 + 1 + miscount;
			Disclosures::anchor_batch(by("Clerk"), first, last, count, root)
		},
		Step::Prove { at, who, emergency } => {
			let sequence = if emergency { at / 4 * 4 } else { at };
			let (first, last) = batch_with(sequence).unwrap_or((sequence, sequence));
			let proof =
				tree_of(first, &entries(first, last)).proof((sequence - first) as u32).unwrap();
			let (entry, salt) = (entry_of(sequence), salt(sequence));
			plain(Disclosures::prove_entry(name(who), HOSPITAL, first, entry, salt, proof))
		},
		Step::Withhold { sequence, who, written, lasts } => {
			let now = Now::get();
			let until = now + lasts * 24 * HOUR;
			let statement = Statement { written, made_at: now, until, document: NOTE };
			Disclosures::withhold_entry(name(who), HOSPITAL, sequence, statement)
		},
		Step::Release { sequence, who } => {
			Disclosures::release_entry(name(who), HOSPITAL, sequence)
		},
		Step::Break { who, patient, classes, hours } => Disclosures::break_glass(
			name(who),
			patient_of(patient),
			BreakGlassReason::LifeThreat,
			// The sixth to the tenth: laboratory among them, unless there are none.
			ClassSet::of(&DataClass::ALL[6..6 + classes]),
			hours.map(|hours| hours * HOUR),
		),
		Step::Close { id, who } => Disclosures::close_emergency(name(who), EmergencyId(id)),
		Step::Review { id, who, outcome: said } => {
			Disclosures::review_emergency(name(who), EmergencyId(id), outcome(said), NOTE)
		},
		Step::Complain { id, who } => Disclosures::complain(name(who), EmergencyId(id)),
		Step::Settle { id, who, outcome: said } => {
			Disclosures::settle_emergency(name(who), EmergencyId(id), outcome(said), NOTE)
		},
		Step::Clear { organization, who } => {
			Disclosures::clear_suspension(name(who), OrganizationId(organization))
		},
		Step::Permit { organization, disclose, version } => {
			let action = if disclose { ConsentAction::Disclose } else { ConsentAction::Access };
			permit_by(OrganizationId(organization), action, None, Some((GRANT, version)));
			Ok(())
		},
		Step::Forbid => {
			Permissions::set(&Vec::new());
			Ok(())
		},
		Step::Erase { patient } => {
			erase(patient_of(patient));
			Ok(())
		},
		Step::Suspend { organization } => {
			suspend(OrganizationId(organization));
			Ok(())
		},
		Step::Demote { who } => {
			set_roles(NAMES[who], AgentRole::Clerk.into());
			Ok(())
		},
		Step::Wait { hours } => {
			wait(hours * HOUR);
			Ok(())
		},
	}
}

/// What the organization owes, looked up in the accesses themselves: whether one of them is not
/// reviewed although it was due.
fn owes_review(organization: OrganizationId) -> bool {
	Disclosures::emergencies_of_organization(organization, None, 256)
		.emergencies
		.iter()
		.any(|entry| entry.emergency.review.is_none() && entry.emergency.review_due < Now::get())
}

/// What must hold of a step that succeeded.
fn check(step: &Step, suspended: &mut [bool; 2]) {
	let organizations = [HOSPITAL, CLINIC];
	for (organization, suspended) in organizations.into_iter().zip(suspended.iter_mut()) {
		*suspended |= owes_review(organization);
	}
	match step {
		Step::Break { who, .. } => {
			let organization = usize::from(*who == 7);
			assert!(!suspended[organization], "a suspended organization broke the glass");
		},
		Step::Clear { organization, .. } => {
			let organization = *organization as usize;
			assert!(suspended[organization], "cleared without having been suspended");
			assert!(!owes_review(organizations[organization]), "cleared with a review overdue");
			suspended[organization] = false;
		},
		_ => (),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn state_should_hold_when_calls_come_in_any_order(
		steps in prop::collection::vec(step(), 10..=60),
	) {
		build_and_execute(|| {
			let mut suspended = [false; 2];
			permit(HOSPITAL, ConsentAction::Access);
			permit(HOSPITAL, ConsentAction::Disclose);
			for step in steps {
				let before = state();
				let refused = frame_support::storage::with_storage_layer(|| take(step.clone()));
				assert!(
					refused.is_ok() || state() == before,
					"a refused call changed something"
				);
				if refused.is_ok() {
					check(&step, &mut suspended);
				}
				Disclosures::do_try_state().unwrap();
				for (organization, suspended) in [HOSPITAL, CLINIC].into_iter().zip(suspended) {
					let said = Disclosures::break_glass_suspension(organization).is_some();
					assert_eq!(said, suspended, "{organization} {step:?}");
				}
			}
		});
	}
}
