//! Benchmarks of the calls, each at its worst.

use super::*;
use alloc::{collections::BTreeSet, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	codes::{
		Allocation, Causality, Country, DateKind, EventOutcome, Masking, OutcomeKind, Seriousness,
		StudyType, TrialReason, TrialText,
	},
	merkle::{InclusionProof, Siblings, MAX_DEPTH, MAX_LEAVES},
	record::MAX_LOCATOR_LEN,
	traits::BenchmarkPeople,
	trial::{
		allocation_commitment, Design, OutcomeChange, OutcomeReport, OutcomeText, SampleSize,
		StatedDate, Text, DAY, MAX_REGISTRY_IDS,
	},
};

/// The people that the benchmarks act with.
pub trait BenchmarkHelper<AccountId>: BenchmarkPeople<AccountId> {
	/// Has the patient agree to a version of a trial's protocol by this consent.
	fn agree(
		patient: PatientId,
		controller: AccountId,
		consent: ConsentId,
		trial: TrialId,
		version: u32,
	);
}

type People<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_700_000_000_000;
const TRIAL: TrialId = TrialId(H256([0x71; 32]));
const PARTICIPANT: ParticipantId = ParticipantId(H256([8; 32]));
const SALT: [u8; 32] = [9; 32];

/// Who plays which part: the numbers of the organizations.
const SPONSOR: u32 = 0;
const COMMITTEE: u32 = 1;
const SITE: u32 = 2;
const REGULATOR: u32 = 4;

fn origin<T: Config>(index: u32) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(People::<T>::agent(index).1)
}

fn outcome(kind: OutcomeKind, n: u32) -> Outcome {
	let hash: H256 = account("outcome", n, 0);
	let text = OutcomeText { measure: hash, time_frame: Some(hash), description: Some(hash) };
	Outcome { kind, text }
}

fn published() -> PublicText {
	let locator = vec![b'x'; MAX_LOCATOR_LEN as usize].try_into().expect("just as long");
	PublicText { hash: H256::repeat_byte(1), locator }
}

/// Every text, each as long as it can be.
fn details() -> Details {
	let texts: Vec<_> =
		TrialText::ALL.iter().map(|kind| Text { kind: *kind, text: published() }).collect();
	Details {
		design: Design {
			study_type: StudyType::Interventional,
			phases: Default::default(),
			allocation: Some(Allocation::Randomized),
			intervention_model: None,
			observational_model: None,
			time_perspective: None,
			primary_purpose: None,
			masking: Some(Masking::Double),
			masked: Default::default(),
			arms: 2,
		},
		eligibility: Default::default(),
		sample_size: SampleSize { count: 1_000, kind: DateKind::Estimated },
		countries: Country::all().collect::<BTreeSet<_>>().try_into().expect("all are as many"),
		ipd_sharing: None,
		texts: texts.try_into().expect("fewer kinds than room"),
	}
}

fn registration<T: Config>(outcomes: u32) -> Registration {
	let ids: Vec<RegistryId> = (0..MAX_REGISTRY_IDS)
		.map(|n| alloc::format!("NCT{n:08}").parse().expect("a number of that registry"))
		.collect();
	let outcomes: Vec<_> = (0..outcomes).map(|n| outcome(OutcomeKind::Primary, n)).collect();
	Registration {
		committee: People::<T>::agent(COMMITTEE).0,
		registry_ids: ids.try_into().expect("as many as there may be"),
		first_registered_at: None,
		dates: Dates {
			start: None,
			primary_completion: Some(StatedDate::actual(NOW)),
			completion: None,
		},
		verified_at: NOW,
		details: details(),
		outcomes: outcomes.try_into().expect("as many as there may be"),
	}
}

fn reason() -> Reason {
	Reason { code: TrialReason::Other, text: Some(H256::repeat_byte(2)) }
}

fn register<T: Config>(outcomes: u32) {
	People::<T>::set_time(NOW);
	Pallet::<T>::register(origin::<T>(SPONSOR).into(), TRIAL, registration::<T>(outcomes))
		.expect("the sponsor may");
}

fn approve<T: Config>(version: u32) {
	let opinion = H256::repeat_byte(3);
	let committee = origin::<T>(COMMITTEE).into();
	Pallet::<T>::review_version(committee, TRIAL, version, true, opinion)
		.map_err(|error| error.error)
		.expect("the committee may");
}

fn set_status<T: Config>(status: TrialStatus) {
	let sponsor = origin::<T>(SPONSOR).into();
	Pallet::<T>::set_status(sponsor, TRIAL, status, NOW, reason()).expect("the sponsor may");
}

/// A list as deep as there can be, whose first place is the opening's.
fn deep_allocation() -> (H256, AllocationOpening) {
	let commitment = allocation_commitment(TRIAL, 0, 0, 1, &SALT);
	let sibling = H256::repeat_byte(4);
	let root = (0..MAX_DEPTH).fold(salus_primitives::merkle::leaf(&commitment), |hash, _| {
		salus_primitives::merkle::node(&hash, &sibling)
	});
	let siblings = vec![sibling; MAX_DEPTH as usize];
	let siblings = Siblings::try_from(siblings).expect("just as deep");
	(root, AllocationOpening { arm: 1, salt: SALT, proof: InclusionProof { index: 0, siblings } })
}

fn recruiting<T: Config>() {
	register::<T>(1);
	approve::<T>(1);
	let sponsor = || origin::<T>(SPONSOR).into();
	let (site, investigator) = People::<T>::agent(SITE);
	Pallet::<T>::open_site(sponsor(), TRIAL, site, investigator).expect("the sponsor may");
	let (root, _) = deep_allocation();
	Pallet::<T>::commit_allocation(sponsor(), TRIAL, 0, root, MAX_LEAVES).expect("the sponsor may");
	set_status::<T>(TrialStatus::Recruiting);
}

fn agreed<T: Config>(version: u32) -> (PatientId, ConsentId) {
	let (sponsor, _) = People::<T>::agent(SITE);
	let (patient, controller) = People::<T>::patient(0, sponsor);
	let consent = ConsentId::from([version as u8; 32]);
	People::<T>::agree(patient, controller, consent, TRIAL, version);
	(patient, consent)
}

fn enrolled<T: Config>() {
	recruiting::<T>();
	let (patient, consent) = agreed::<T>(1);
	Pallet::<T>::enroll(origin::<T>(SITE).into(), TRIAL, PARTICIPANT, patient, consent)
		.expect("the investigator may");
}

fn randomized<T: Config>() {
	enrolled::<T>();
	Pallet::<T>::randomize(origin::<T>(SITE).into(), TRIAL, PARTICIPANT, 0)
		.expect("the investigator may");
}

fn amended<T: Config>(changes: u32) {
	let changes: Vec<_> = (0..changes)
		.map(|n| OutcomeChange::Add { outcome: outcome(OutcomeKind::Secondary, n) })
		.collect();
	Pallet::<T>::amend(
		origin::<T>(SPONSOR).into(),
		TRIAL,
		AmendmentKind::Substantial,
		details(),
		changes.try_into().expect("as many as there may be"),
		reason(),
	)
	.expect("the sponsor may");
}

/// An event that ends badly and is not over.
fn assessment() -> Assessment {
	Assessment {
		seriousness: Seriousness::LifeThreatening.into(),
		causality: Causality::Certain,
		expected: false,
		outcome: EventOutcome::Ongoing,
	}
}

fn reported<T: Config>() {
	enrolled::<T>();
	Pallet::<T>::report_event(
		origin::<T>(SITE).into(),
		TRIAL,
		PARTICIPANT,
		assessment(),
		NOW,
		H256::zero(),
	)
	.expect("the investigator may");
}

fn anchor<T: Config>(index: u32, kind: AnchorKind) {
	Pallet::<T>::anchor_data(origin::<T>(index).into(), TRIAL, kind, H256::zero(), 1)
		.expect("it may");
}

fn trial<T: Config>() -> Trial {
	Trials::<T>::get(TRIAL).expect("it is registered")
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register(n: Linear<1, MAX_OUTCOMES>) {
		People::<T>::set_time(NOW);
		let registration = registration::<T>(n);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, registration);

		assert_eq!(u32::from(trial::<T>().outcomes), n);
	}

	/// `n` is the changes of outcomes that the version brings.
	#[benchmark]
	fn review_version(n: Linear<0, { MAX_OUTCOMES - 1 }>) {
		enrolled::<T>();
		amended::<T>(n);

		#[extrinsic_call]
		_(origin::<T>(COMMITTEE), TRIAL, 2, true, H256::zero());

		assert_eq!(trial::<T>().version, 2);
	}

	/// A regulator lifts what another suspended that is none any more.
	#[benchmark]
	fn set_status() {
		recruiting::<T>();
		super::set_status::<T>(TrialStatus::Suspended);
		// No organization of this number was ever admitted, so it may oversee nothing.
		Trials::<T>::mutate(TRIAL, |trial| {
			if let Some(trial) = trial {
				trial.suspended_by = Some(OrganizationId(u32::MAX));
			}
		});

		#[extrinsic_call]
		_(origin::<T>(REGULATOR), TRIAL, TrialStatus::Recruiting, NOW, reason());

		assert_eq!(trial::<T>().status, TrialStatus::Recruiting);
	}

	#[benchmark]
	fn confirm() {
		super::register::<T>(1);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, NOW);

		assert_eq!(trial::<T>().audit_entries, 2);
	}

	#[benchmark]
	fn set_dates() {
		super::register::<T>(1);
		let fact = Some(StatedDate::actual(NOW));
		let dates = Dates { start: fact, primary_completion: fact, completion: fact };

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, dates, reason());

		assert_eq!(trial::<T>().dates, dates);
	}

	#[benchmark]
	fn replace_committee() {
		super::register::<T>(1);
		// No organization of this number was ever admitted, so it may judge nothing.
		Trials::<T>::mutate(TRIAL, |trial| {
			if let Some(trial) = trial {
				trial.committee = OrganizationId(u32::MAX);
				trial.suspended_by = Some(trial.committee);
			}
		});
		let (committee, _) = People::<T>::agent(COMMITTEE);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, committee);

		assert_eq!(trial::<T>().committee, committee);
	}

	#[benchmark]
	fn open_site() {
		super::register::<T>(1);
		let (site, investigator) = People::<T>::agent(SITE);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, site, investigator);

		assert!(Sites::<T>::contains_key(TRIAL, site));
	}

	#[benchmark]
	fn close_site() {
		recruiting::<T>();
		let (site, _) = People::<T>::agent(SITE);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, site, reason());

		assert!(Sites::<T>::get(TRIAL, site).is_some_and(|site| site.closed_at.is_some()));
	}

	#[benchmark]
	fn add_investigator() {
		recruiting::<T>();
		let (site, investigator) = People::<T>::agent(SITE);
		Pallet::<T>::remove_investigator(
			origin::<T>(SPONSOR).into(),
			TRIAL,
			site,
			investigator.clone(),
			reason(),
		)
		.expect("the sponsor may");

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, site, investigator);

		assert!(Sites::<T>::get(TRIAL, site).is_some_and(|site| site.investigators == 1));
	}

	#[benchmark]
	fn remove_investigator() {
		recruiting::<T>();
		let (site, investigator) = People::<T>::agent(SITE);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, site, investigator, reason());

		assert!(Sites::<T>::get(TRIAL, site).is_some_and(|site| site.investigators == 0));
	}

	/// `n` is the outcomes that are replaced.
	#[benchmark]
	fn amend(n: Linear<0, MAX_OUTCOMES>) {
		super::register::<T>(MAX_OUTCOMES);
		approve::<T>(1);
		let changes: Vec<_> = (0..n)
			.map(|n| OutcomeChange::Replace {
				number: n as u16,
				outcome: outcome(OutcomeKind::Primary, n + 1_000),
			})
			.collect();
		let changes: Changes = changes.try_into().expect("as many as there may be");

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, AmendmentKind::Minor, details(), changes, reason());

		assert_eq!(trial::<T>().outcome_changes, n);
	}

	#[benchmark]
	fn withdraw_amendment() {
		recruiting::<T>();
		amended::<T>(1);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, reason());

		assert_eq!(trial::<T>().pending, None);
	}

	#[benchmark]
	fn enroll() {
		recruiting::<T>();
		let (patient, consent) = agreed::<T>(1);

		#[extrinsic_call]
		_(origin::<T>(SITE), TRIAL, PARTICIPANT, patient, consent);

		assert_eq!(trial::<T>().enrolled, 1);
	}

	#[benchmark]
	fn renew_consent() {
		enrolled::<T>();
		amended::<T>(0);
		approve::<T>(2);
		let (_, consent) = agreed::<T>(2);

		#[extrinsic_call]
		_(origin::<T>(SITE), TRIAL, PARTICIPANT, consent);

		let entry = Participants::<T>::get(TRIAL, PARTICIPANT);
		assert_eq!(entry.map(|entry| entry.agreed_version), Some(2));
	}

	#[benchmark]
	fn set_subject_state() {
		enrolled::<T>();

		#[extrinsic_call]
		_(origin::<T>(SITE), TRIAL, PARTICIPANT, SubjectState::OnStudy, reason());

		let entry = Participants::<T>::get(TRIAL, PARTICIPANT);
		assert_eq!(entry.map(|entry| entry.progress.state), Some(SubjectState::OnStudy));
	}

	#[benchmark]
	fn withdraw_participant() {
		enrolled::<T>();
		let (sponsor, _) = People::<T>::agent(SITE);
		let (_, controller) = People::<T>::patient(0, sponsor);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), TRIAL, PARTICIPANT, reason());

		assert_eq!(trial::<T>().withdrawn, 1);
	}

	#[benchmark]
	fn commit_allocation() {
		super::register::<T>(1);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, 0, H256::zero(), MAX_LEAVES);

		assert_eq!(trial::<T>().allocation_lists, 1);
	}

	#[benchmark]
	fn randomize() {
		enrolled::<T>();

		#[extrinsic_call]
		_(origin::<T>(SITE), TRIAL, PARTICIPANT, 0);

		assert!(Participants::<T>::get(TRIAL, PARTICIPANT)
			.is_some_and(|entry| entry.randomized.is_some()));
	}

	#[benchmark]
	fn reveal_allocation() {
		randomized::<T>();
		super::set_status::<T>(TrialStatus::ActiveNotRecruiting);
		Pallet::<T>::lock_database(origin::<T>(SPONSOR).into(), TRIAL, reason())
			.expect("the sponsor may");
		let (_, opening) = deep_allocation();

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, PARTICIPANT, opening);

		let place = Participants::<T>::get(TRIAL, PARTICIPANT).and_then(|entry| entry.randomized);
		assert_eq!(place.and_then(|place| place.arm), Some(1));
	}

	#[benchmark]
	fn unblind() {
		randomized::<T>();
		let (_, opening) = deep_allocation();

		#[extrinsic_call]
		_(origin::<T>(SITE), TRIAL, PARTICIPANT, reason(), Some(opening));

		assert!(Participants::<T>::get(TRIAL, PARTICIPANT)
			.is_some_and(|entry| entry.unblinded_at.is_some()));
	}

	/// A correction that answers a query.
	#[benchmark]
	fn anchor_data() {
		enrolled::<T>();
		anchor::<T>(SITE, AnchorKind::Capture);
		anchor::<T>(SPONSOR, AnchorKind::Query { anchor: 0, leaf: Some(0) });
		let kind =
			AnchorKind::Correction { anchor: 0, leaf: Some(0), query: Some(1), reason: reason() };

		#[extrinsic_call]
		_(origin::<T>(SITE), TRIAL, kind, H256::zero(), MAX_LEAVES);

		assert_eq!(trial::<T>().open_queries, 0);
	}

	#[benchmark]
	fn lock_database() {
		enrolled::<T>();
		super::set_status::<T>(TrialStatus::Terminated);

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, reason());

		assert_eq!(trial::<T>().database_locked_at, Some(NOW));
	}

	#[benchmark]
	fn report_event() {
		enrolled::<T>();

		#[extrinsic_call]
		_(origin::<T>(SITE), TRIAL, PARTICIPANT, assessment(), NOW, H256::zero());

		assert_eq!(trial::<T>().safety_reports, 1);
	}

	#[benchmark]
	fn expedite_event() {
		reported::<T>();

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, 0);

		assert!(SafetyReports::<T>::get(TRIAL, 0).is_some_and(|entry| entry.expedited_at.is_some()));
	}

	#[benchmark]
	fn follow_up_event() {
		reported::<T>();

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, 0, assessment(), NOW, H256::zero());

		assert!(SafetyReports::<T>::get(TRIAL, 0).is_some_and(|entry| entry.follow_ups == 1));
	}

	/// `n` outcomes on the list, `m` beside it.
	#[benchmark]
	fn submit_results(n: Linear<1, MAX_OUTCOMES>, m: Linear<0, MAX_OUTCOMES>) {
		super::register::<T>(n);
		approve::<T>(1);
		super::set_status::<T>(TrialStatus::Recruiting);
		super::set_status::<T>(TrialStatus::ActiveNotRecruiting);
		let reports: Vec<_> = (0..n)
			.map(|n| OutcomeReport {
				number: n as u16,
				account: OutcomeAccount::Reported { outcome: outcome(OutcomeKind::Primary, n) },
			})
			.collect();
		let reports: Reports = reports.try_into().expect("as many as there may be");
		let extras: Vec<_> = (0..m).map(|n| outcome(OutcomeKind::PostHoc, n)).collect();
		let extras: Extras = extras.try_into().expect("as many as there may be");

		#[extrinsic_call]
		_(origin::<T>(SPONSOR), TRIAL, published(), reports, extras);

		assert_eq!(trial::<T>().results, 1);
	}

	#[benchmark]
	fn certify_delay() {
		super::register::<T>(1);

		#[extrinsic_call]
		_(origin::<T>(REGULATOR), TRIAL, NOW + 400 * DAY, reason());

		assert_eq!(trial::<T>().certificates, 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
