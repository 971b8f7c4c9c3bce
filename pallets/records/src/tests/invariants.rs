//! Random sequences of calls, by everybody on everything, keep the invariants.

use super::{batches::*, *};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
	Anchor { patient: u8, record: u8, sender: u8, custodian: u32 },
	Amend { patient: u8, record: u8, sender: u8 },
	Void { patient: u8, record: u8, sender: u8 },
	SetCustodians { patient: u8, record: u8, sender: u8, custodian: u32 },
	Erase { patient: u8, record: u8, sender: u8 },
	AnchorBatch { leaves: u32, sender: u8 },
	Prove { leaf: u32, lie: bool, sender: u8 },
	VoidLeaf { leaf: u32, sender: u8 },
	Put { patient: u8, record: u8, epoch: Option<u32>, recipient: u32, sender: u8 },
	Remove { which: prop::sample::Index, sender: u8 },
	Permit { organization: u32, collect: bool, version: u32 },
	Revoke { patient: u8, version: u32 },
	ErasePatient { patient: u8 },
	Suspend { organization: u32 },
	Idle { share: u64 },
}

/// Most calls come from the hospital, which wrote most of the records, so that sequences get
/// somewhere; the others try everything as well.
fn step() -> impl Strategy<Value = Step> {
	let sender = || prop_oneof![4 => Just(0u8), 3 => 0u8..6];
	let organization = || 0u32..4;
	let patient = || prop_oneof![3 => Just(0u8), 1 => Just(1u8)];
	let record = move || (patient(), 0u8..4, sender());
	let subject = move || {
		let epoch = prop::option::weighted(0.3, 0u32..2);
		(patient(), 0u8..3, epoch, organization(), sender())
	};
	prop_oneof![
		10 => (record(), organization()).prop_map(|((patient, record, sender), custodian)| {
			Step::Anchor { patient, record, sender, custodian }
		}),
		5 => record()
			.prop_map(|(patient, record, sender)| Step::Amend { patient, record, sender }),
		1 => record()
			.prop_map(|(patient, record, sender)| Step::Void { patient, record, sender }),
		2 => (record(), organization()).prop_map(|((patient, record, sender), custodian)| {
			Step::SetCustodians { patient, record, sender, custodian }
		}),
		2 => record()
			.prop_map(|(patient, record, sender)| Step::Erase { patient, record, sender }),
		3 => (0u32..8, sender())
			.prop_map(|(leaves, sender)| Step::AnchorBatch { leaves, sender }),
		6 => (0u32..6, prop::bool::weighted(0.2), sender())
			.prop_map(|(leaf, lie, sender)| Step::Prove { leaf, lie, sender }),
		2 => (0u32..6, sender()).prop_map(|(leaf, sender)| Step::VoidLeaf { leaf, sender }),
		16 => subject().prop_map(|(patient, record, epoch, recipient, sender)| {
			Step::Put { patient, record, epoch, recipient, sender }
		}),
		4 => (any::<prop::sample::Index>(), sender())
			.prop_map(|(which, sender)| Step::Remove { which, sender }),
		4 => (organization(), prop::bool::weighted(0.3), 1u32..3).prop_map(
			|(organization, collect, version)| Step::Permit { organization, collect, version }
		),
		3 => (patient(), 1u32..3)
			.prop_map(|(patient, version)| Step::Revoke { patient, version }),
		1 => patient().prop_map(|patient| Step::ErasePatient { patient }),
		// Numbers above the four organizations' lift the suspension of another.
		1 => (0u32..12).prop_map(|organization| Step::Suspend { organization }),
		4 => (0u64..8).prop_map(|share| Step::Idle { share }),
	]
}

fn patient_of(n: u8) -> PatientId {
	[ANN, BEN][n as usize]
}

/// Records that are leaves of the batch as well, so that both ways to a record meet.
fn record_of(n: u8) -> RecordId {
	leaf_record(n.into())
}

/// One of the agents, or a patient.
fn sender_of(n: u8) -> RuntimeOrigin {
	RuntimeOrigin::signed(match n {
		4 => account("Ann"),
		5 => account("Ben"),
		organization => agent_of(OrganizationId(organization.into())),
	})
}

fn subject_of(record: u8, epoch: Option<u32>) -> Sealed {
	match epoch {
		Some(epoch) => Sealed::Epoch { epoch, class: DataClass::Laboratory },
		None => Sealed::Record(record_of(record)),
	}
}

/// Whether it worked is not the point: after it, everything must be as it should.
fn take(step: Step) -> DispatchResult {
	match step {
		Step::Anchor { patient, record, sender, custodian } => {
			let custodians = vec![OrganizationId(custodian)].try_into().unwrap();
			plain(Records::anchor(
				sender_of(sender),
				patient_of(patient),
				record_of(record),
				Pointer { custodians, ..pointer() },
				Purpose::TREAT,
			))
		},
		Step::Amend { patient, record, sender } => {
			Records::amend(sender_of(sender), patient_of(patient), record_of(record), corrected())
		},
		Step::Void { patient, record, sender } => Records::void(
			sender_of(sender),
			patient_of(patient),
			record_of(record),
			VoidReason::Duplicate,
		),
		Step::SetCustodians { patient, record, sender, custodian } => Records::set_custodians(
			sender_of(sender),
			patient_of(patient),
			record_of(record),
			vec![OrganizationId(custodian)].try_into().unwrap(),
			pointer().locator,
		),
		Step::Erase { patient, record, sender } => {
			plain(Records::erase(sender_of(sender), patient_of(patient), record_of(record)))
		},
		Step::AnchorBatch { leaves, sender } => {
			let root = tree(leaves.max(1)).root();
			Records::anchor_batch(sender_of(sender), BATCH, root, leaves)
		},
		Step::Prove { leaf, lie, sender } => {
			let leaves = Records::batch(BATCH).map_or(6, |batch| batch.leaves);
			let leaf = leaf % leaves;
			let said = leaf + u32::from(lie);
			plain(Records::prove(
				sender_of(sender),
				ANN,
				leaf_record(said),
				pointer(),
				Purpose::TREAT,
				BATCH,
				salt(said),
				tree(leaves).proof(leaf).unwrap(),
			))
		},
		Step::VoidLeaf { leaf, sender } => {
			let leaves = Records::batch(BATCH).map_or(6, |batch| batch.leaves);
			let leaf = leaf % leaves;
			let proof = tree(leaves).proof(leaf).unwrap();
			let reason = VoidReason::WrongContent;
			Records::void_leaf(sender_of(sender), BATCH, leaf_commitment(leaf), proof, reason)
		},
		Step::Put { patient, record, epoch, recipient, sender } => plain(Records::put_envelope(
			sender_of(sender),
			patient_of(patient),
			subject_of(record, epoch),
			OrganizationId(recipient),
			Purpose::TREAT,
			sealed(),
		)),
		Step::Remove { which, sender } => {
			let missing = (ANN, subject_of(0, None), MANUFACTURER);
			let keys: Vec<_> = crate::Envelopes::<Test>::iter_keys().chain([missing]).collect();
			let (patient, subject, recipient) = *which.get(&keys);
			Records::remove_envelope(sender_of(sender), patient, subject, recipient)
		},
		Step::Permit { organization, collect, version } => {
			let action = if collect { ConsentAction::Collect } else { ConsentAction::Access };
			permit(OrganizationId(organization), action, version);
			Ok(())
		},
		Step::Revoke { patient, version } => {
			revoke(patient_of(patient), version);
			Ok(())
		},
		Step::ErasePatient { patient } => {
			erase_patient(patient_of(patient));
			Ok(())
		},
		Step::Suspend { organization } => {
			suspend(OrganizationId(organization));
			Ok(())
		},
		Step::Idle { share } => {
			let given = <() as WeightInfo>::next_sweep().saturating_mul(share);
			assert!(idle(given).all_lte(given));
			Ok(())
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn state_should_hold_when_calls_come_in_any_order(
		steps in prop::collection::vec(step(), 10..=40),
	) {
		build_and_execute(|| {
			// There is something to amend and to share from the start.
			for record in 0..2 {
				anchor(ANN, record_of(record));
			}
			for recipient in [CLINIC, LABORATORY] {
				permit(recipient, ConsentAction::Access, 1);
			}
			for step in steps {
				let before = state();
				let refused = take(step).is_err();
				assert!(!refused || state() == before, "a refused call changed something");
				Records::do_try_state().unwrap();
			}
			// Whatever waits is done once there is time for it.
			sweep_all();
			assert_eq!(crate::Sweeps::<Test>::iter().count(), 0);
		});
	}
}
