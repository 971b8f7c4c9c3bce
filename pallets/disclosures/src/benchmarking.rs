//! Benchmarks of the calls, each at its worst.

use super::*;
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	codes::{ConsentAction, DataClass, OutsideRecipient, Purpose},
	disclosure::{commitment, Recipient, RecordIds, Scope, SequenceRange, MAX_RECORDS},
	merkle::{self, Siblings},
	traits::BenchmarkPeople,
	RecordId,
};

/// The people that the benchmarks act with, and their records.
pub trait BenchmarkHelper<AccountId>: BenchmarkPeople<AccountId> {
	/// Another agent with every role of the organization that `agent` administers; made at need.
	fn colleague(organization: OrganizationId, agent: &AccountId) -> AccountId;
	/// Records of the patient that `agent` wrote for the organization, and that the organization may
	/// access for treatment.
	fn records(
		patient: PatientId,
		organization: OrganizationId,
		agent: &AccountId,
		count: u32,
	) -> Vec<RecordId>;
}

type People<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_700_000_000_000;
const NOTE: H256 = H256([7; 32]);
const SALT: Salt = [7; 32];

/// A patient, the organization that registered it, and an agent.
struct Scene<AccountId> {
	patient: PatientId,
	controller: AccountId,
	organization: OrganizationId,
	agent: AccountId,
}

fn scene<T: Config>() -> Scene<T::AccountId> {
	People::<T>::set_time(NOW);
	let (organization, agent) = People::<T>::agent(0);
	let (patient, controller) = People::<T>::patient(0, organization);
	Scene { patient, controller, organization, agent }
}

fn access<T: Config>(scene: &Scene<T::AccountId>, records: u32) -> Access {
	let Scene { patient, organization, agent, .. } = scene;
	let records = People::<T>::records(*patient, *organization, agent, records);
	Access {
		recipient: Recipient::Internal,
		scope: Scope::Records(RecordIds::try_from(records).expect("within the bound")),
		action: ConsentAction::Access,
		purpose: Purpose::TREAT,
		trial: Some(NOTE),
		details: Some(NOTE),
	}
}

/// An entry that went to an agency outside, as if it had been written.
fn withholdable<T: Config>(scene: &Scene<T::AccountId>) {
	let Scene { patient, organization, agent, .. } = scene;
	let access = Access {
		recipient: Recipient::Outside(OutsideRecipient::LawEnforcement),
		action: ConsentAction::Disclose,
		..access::<T>(scene, MAX_RECORDS)
	};
	LastNumbers::<T>::insert(organization, 1);
	let disclosure = Disclosure {
		patient: *patient,
		agent: agent.clone(),
		access,
		basis: Basis::RequiredByLaw,
		refusal: None,
		consent: None,
		emergency: None,
		asserted: Default::default(),
		occurred_at: NOW,
		decided_at: NOW,
		batch: None,
	};
	Pallet::<T>::insert_entry(*organization, 1, disclosure);
}

fn statement() -> Statement {
	Statement { written: true, made_at: NOW, until: NOW.saturating_add(1_000), document: NOTE }
}

/// As many as there may be, with that of the records first.
fn classes<T: Config>() -> ClassSet {
	let most = T::MaxEmergencyClasses::get() as usize;
	let others = DataClass::ALL.iter().filter(|class| **class != DataClass::Laboratory);
	[DataClass::Laboratory].iter().chain(others).copied().take(most).collect()
}

/// Fills what waits for review, but for `room`, with accesses by others that are due in an hour.
fn fill_reviews<T: Config>(organization: OrganizationId, room: u32) {
	let reviews: Vec<_> = (0..T::MaxUnreviewed::get().saturating_sub(room))
		.map(|n| PendingReview {
			due: NOW.saturating_add(3_600_000),
			id: EmergencyId(u64::MAX.saturating_sub(n.into())),
		})
		.rev()
		.collect();
	PendingReviews::<T>::insert(
		organization,
		PendingReviewsOf::<T>::try_from(reviews).expect("within the bound"),
	);
}

/// The agent has broken the glass.
fn broken<T: Config>(scene: &Scene<T::AccountId>) -> EmergencyId {
	Pallet::<T>::break_glass(
		RawOrigin::Signed(scene.agent.clone()).into(),
		scene.patient,
		BreakGlassReason::LifeThreat,
		classes::<T>(),
		None,
	)
	.expect("a practitioner may");
	EmergencyId(EmergencyCount::<T>::get().saturating_sub(1))
}

/// The agent has broken the glass, and a colleague has escalated it, too late.
fn escalated<T: Config>(scene: &Scene<T::AccountId>) -> EmergencyId {
	let id = broken::<T>(scene);
	People::<T>::set_time(NOW.saturating_add(T::ReviewPeriod::get()).saturating_add(1_000));
	let officer = People::<T>::colleague(scene.organization, &scene.agent);
	Pallet::<T>::review_emergency(
		RawOrigin::Signed(officer).into(),
		id,
		ReviewOutcome::Escalated,
		NOTE,
	)
	.expect("a privacy officer may");
	id
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `n` is the number of records.
	#[benchmark]
	fn record_entry(n: Linear<1, MAX_RECORDS>) {
		let scene = scene::<T>();
		let access = access::<T>(&scene, n);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.agent), scene.patient, access, 1);

		assert!(Disclosures::<T>::contains_key(scene.organization, ordered(1)));
	}

	/// The same, of an agent who has broken the glass.
	#[benchmark]
	fn record_emergency_entry(n: Linear<1, MAX_RECORDS>) {
		let scene = scene::<T>();
		let id = broken::<T>(&scene);
		let access = Access { purpose: Purpose::BTG, ..access::<T>(&scene, n) };

		#[extrinsic_call]
		record_entry(RawOrigin::Signed(scene.agent), scene.patient, access, 1);

		assert!(EmergencyDisclosures::<T>::contains_key(id, ordered(1)));
	}

	/// Splits the last gap of many.
	#[benchmark]
	fn anchor_batch() {
		let scene = scene::<T>();
		let gaps: Vec<_> = (1..T::MaxGaps::get())
			.map(|n| SequenceRange {
				first: u64::from(n).saturating_mul(10),
				last: u64::from(n).saturating_mul(10).saturating_add(8),
			})
			.collect();
		let first = gaps.last().map_or(1, |gap| gap.first.saturating_add(4));
		LastNumbers::<T>::insert(scene.organization, first.saturating_add(100));
		let stored = GapsOf::<T>::try_from(gaps).expect("within the bound");
		Gaps::<T>::insert(scene.organization, stored);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.agent), first, first, 1, NOTE);

		assert!(Batches::<T>::contains_key(scene.organization, ordered(first)));
	}

	/// `n` is the number of records. The batch is as deep as batches get.
	#[benchmark]
	fn prove_entry(n: Linear<1, MAX_RECORDS>) {
		let scene = scene::<T>();
		let entry = LoggedAccess {
			patient: scene.patient,
			agent: scene.agent.clone(),
			access: access::<T>(&scene, n),
			emergency: None,
			occurred_at: NOW,
		};
		let siblings = vec![NOTE; merkle::MAX_DEPTH as usize];
		let leaf = merkle::leaf(&commitment(scene.organization, 1, &entry, &SALT));
		let root = siblings.iter().fold(leaf, |hash, sibling| merkle::node(&hash, sibling));
		Pallet::<T>::anchor_batch(
			RawOrigin::Signed(scene.agent.clone()).into(),
			1,
			merkle::MAX_LEAVES.into(),
			merkle::MAX_LEAVES,
			root,
		)
		.expect("an agent may");
		let siblings = Siblings::try_from(siblings).expect("within the bound");
		let proof = InclusionProof { index: 0, siblings };

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.controller), scene.organization, 1, entry, SALT, proof);

		assert!(Disclosures::<T>::contains_key(scene.organization, ordered(1)));
	}

	#[benchmark]
	fn withhold_entry() {
		let scene = scene::<T>();
		withholdable::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.agent), scene.organization, 1, statement());

		assert!(Withholdings::<T>::contains_key(scene.organization, 1));
	}

	#[benchmark]
	fn release_entry() {
		let scene = scene::<T>();
		withholdable::<T>(&scene);
		Pallet::<T>::withhold_entry(
			RawOrigin::Signed(scene.agent.clone()).into(),
			scene.organization,
			1,
			statement(),
		)
		.expect("a privacy officer may");

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.agent), scene.organization, 1);

		assert!(Withholdings::<T>::get(scene.organization, 1)
			.is_some_and(|withholding| !withholding.is_active(NOW)));
	}

	/// With as many open and waiting for review as there can be.
	#[benchmark]
	fn break_glass() {
		let scene = scene::<T>();
		fill_reviews::<T>(scene.organization, 1);
		let open: Vec<_> = (1..T::MaxOpen::get())
			.map(|n| OpenAccess {
				id: EmergencyId(u64::MAX.saturating_sub(n.into())),
				patient: PatientId::from([0xEE; 32]),
				until: Moment::MAX,
			})
			.collect();
		let open = OpenAccessesOf::<T>::try_from(open).expect("within the bound");
		OpenAccesses::<T>::insert(&scene.agent, open);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(scene.agent),
			scene.patient,
			BreakGlassReason::LifeThreat,
			classes::<T>(),
			None,
		);

		assert_eq!(EmergencyCount::<T>::get(), 1);
	}

	/// By a privacy officer.
	#[benchmark]
	fn close_emergency() {
		let scene = scene::<T>();
		let id = broken::<T>(&scene);
		let officer = People::<T>::colleague(scene.organization, &scene.agent);

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), id);

		assert!(Emergencies::<T>::get(id).is_some_and(|entry| entry.closed_at == Some(NOW)));
	}

	/// Late, with as many waiting as there can be.
	#[benchmark]
	fn review_emergency() {
		let scene = scene::<T>();
		fill_reviews::<T>(scene.organization, 1);
		let id = broken::<T>(&scene);
		People::<T>::set_time(NOW.saturating_add(T::ReviewPeriod::get()).saturating_add(1_000));
		let officer = People::<T>::colleague(scene.organization, &scene.agent);

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), id, ReviewOutcome::Unjustified, NOTE);

		assert!(LateReviews::<T>::contains_key(scene.organization));
	}

	#[benchmark]
	fn complain() {
		let scene = scene::<T>();
		let id = broken::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.controller), id);

		assert!(Emergencies::<T>::get(id).is_some_and(|entry| entry.complained_at == Some(NOW)));
	}

	/// By an auditor.
	#[benchmark]
	fn settle_emergency() {
		let scene = scene::<T>();
		let id = escalated::<T>(&scene);
		let (_, auditor) = People::<T>::agent(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(auditor), id, ReviewOutcome::Unjustified, NOTE);

		assert!(Emergencies::<T>::get(id).is_some_and(|entry| entry.settlement.is_some()));
	}

	/// By an auditor, with as many waiting for review as there can be.
	#[benchmark]
	fn clear_suspension() {
		let scene = scene::<T>();
		escalated::<T>(&scene);
		People::<T>::set_time(NOW);
		fill_reviews::<T>(scene.organization, 0);
		let (_, auditor) = People::<T>::agent(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(auditor), scene.organization);

		assert!(!LateReviews::<T>::contains_key(scene.organization));
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::externalities(), crate::mock::Test);
}
