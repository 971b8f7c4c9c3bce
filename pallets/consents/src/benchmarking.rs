//! Benchmarks of the calls and of the decision, each at its worst.

use super::*;
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	codes::{
		AgentRole, Capability, CapabilitySet, ClassSet, Confidentiality, ConsentAction,
		ObligationSet, PolicyBasis, Purpose, PurposeSet, RefrainSet, ResourceTypeSet,
		SensitivitySet,
	},
	consent::{
		Actor, Base, CodeHash, Decision, Entries, Facts, Protocol, Provision, Reason, Request,
		Test, MAX_ENTRIES, MAX_TESTS,
	},
	record::{Labels, MAX_CUSTODIANS},
	traits::{AccessControl, BenchmarkPeople},
	Period, RecordId,
};

type People<T> = <T as Config>::BenchmarkHelper;
type TestOf<T> = Test<<T as frame_system::Config>::AccountId>;

const NOW: Moment = 1_700_000_000_000;
const CODE: CodeHash = H256([0xFF; 32]);
const TRIAL: H256 = H256([0x77; 32]);
/// The bytes of terms without provisions, and a little more.
const LEAST_TERMS: u32 = 160;

/// A list of full length.
fn list<Entry: Clone>(entry: Entry) -> Entries<Entry> {
	Entries::truncate_from(vec![entry; MAX_ENTRIES as usize])
}

/// What takes longest to read for its length: short entries, each of which has to be compared with
/// each custodian of a record, of whose roles nothing is known.
fn short_test<T: Config>() -> TestOf<T> {
	Test::Custodians(list(Actor::Role(AgentRole::Practitioner)))
}

/// What is longest.
fn long_test<T: Config>() -> TestOf<T> {
	Test::Custodians(list(Actor::Agent(account("nobody", 0, 0))))
}

/// A provision of about `size` bytes. Whether it matches is never known.
fn provision<T: Config>(size: usize) -> Provision<T::AccountId> {
	let (short, long) = (short_test::<T>(), long_test::<T>());
	let (short_size, long_size) = (short.encoded_size(), long.encoded_size());
	let mut left = size;
	let mut tests: Vec<TestOf<T>> = Vec::new();
	while tests.len() < MAX_TESTS as usize && left >= short_size {
		let further = (MAX_TESTS as usize).saturating_sub(tests.len());
		let test = if left > further.saturating_mul(short_size) && left >= long_size {
			long.clone()
		} else {
			short.clone()
		};
		left = left.saturating_sub(test.encoded_size());
		tests.push(test);
	}
	Provision {
		parent: None,
		obligations: ObligationSet::ALL,
		refrains: RefrainSet::ALL,
		tests: tests.try_into().expect("as many as there is room for"),
	}
}

/// Terms with so many provisions, as long as `size` bytes allow.
fn terms_within<T: Config>(base: Base, provisions: u32, size: u32) -> TermsOf<T> {
	let mut terms = bare_terms::<T>(base);
	let empty = provision::<T>(0).encoded_size().saturating_mul(provisions as usize);
	let room = (size as usize)
		.saturating_sub(terms.encoded_size())
		// The number of provisions and those of their tests are at most so long.
		.saturating_sub(empty.saturating_add(4));
	let each = room.checked_div(provisions as usize).unwrap_or_default();
	terms.provisions = vec![provision::<T>(each); provisions as usize]
		.try_into()
		.expect("as many as there is room for");
	assert!(terms.encoded_size() <= size as usize);
	terms
}

/// Terms without provisions, with all that can be said besides.
fn bare_terms<T: Config>(base: Base) -> TermsOf<T> {
	Terms {
		period: Period { start: Some(0), end: Some(Moment::MAX) },
		policy: Some(PolicyBasis::GdprConsent),
		source: Some(CODE),
		obligations: ObligationSet::ALL,
		refrains: RefrainSet::ALL,
		protocol: Some(Protocol { trial: TRIAL, version: 1 }),
		..Terms::new(base)
	}
}

/// Terms as long as can be, with so many provisions.
fn terms<T: Config>(base: Base, provisions: u32) -> TermsOf<T> {
	terms_within::<T>(base, provisions, T::MaxTermsSize::get())
}

/// Terms of at most `size` bytes, with as many provisions and tests as have room in them.
fn terms_of_size<T: Config>(size: u32) -> TermsOf<T> {
	let least = provision::<T>(short_test::<T>().encoded_size()).encoded_size();
	let room = (size as usize).saturating_sub(LEAST_TERMS as usize);
	let provisions = room.checked_div(least).unwrap_or_default().min(MAX_PROVISIONS as usize);
	terms_within::<T>(Base::Deny, provisions as u32, size)
}

/// Long terms that permit so many organizations.
fn terms_naming<T: Config>(organizations: u32) -> TermsOf<T> {
	let mut terms = terms::<T>(Base::Deny, MAX_PROVISIONS.saturating_div(2));
	let named: Vec<_> = (0..organizations).map(|n| Actor::Organization(recipient(n))).collect();
	let tests: Vec<TestOf<T>> = named
		.chunks(MAX_ENTRIES as usize)
		.map(|chunk| Test::Recipients(Entries::truncate_from(chunk.to_vec())))
		.collect();
	if let Some(provision) = terms.provisions.iter_mut().next() {
		provision.tests = tests.try_into().expect("fewer tests than there is room for");
	}
	terms
}

/// The recipient number `n`, which need not be a member.
fn recipient(n: u32) -> OrganizationId {
	OrganizationId(u32::MAX.saturating_sub(n))
}

/// A request with all that can be said, about what so many other organizations hold.
fn question<T: Config>(case: &Case<T>, others: u32) -> Request<T::AccountId> {
	let record = People::<T>::record(case.patient, &case.agent, others);
	let request = Request {
		organization: Some(case.organization),
		agent: Some(case.agent.clone()),
		document_type: Some(CODE),
		codes: list(CODE),
		data_time: Some(NOW),
		trial: Some(TRIAL),
		related_to: Some(list(RecordId(CODE))),
		..Request::new(ConsentAction::Access, Purpose::TREAT)
	};
	match record {
		// With all its custodians.
		Some(_) => Request { record, ..request },
		None => Request {
			class: ClassSet::ALL.iter().last(),
			resource_type: ResourceTypeSet::ALL.iter().last(),
			labels: Some(Labels {
				confidentiality: Confidentiality::V,
				sensitivity: SensitivitySet::ALL,
			}),
			custodian: Some(case.organization),
			author: Some(case.organization),
			..request
		},
	}
}

/// A patient with a controller, and who asks.
struct Case<T: Config> {
	patient: PatientId,
	controller: T::AccountId,
	organization: OrganizationId,
	agent: T::AccountId,
}

fn case<T: Config>() -> Case<T> {
	People::<T>::set_time(NOW);
	let (organization, agent) = People::<T>::agent(0);
	let (patient, controller) = People::<T>::patient(0, organization);
	Case { patient, controller, organization, agent }
}

/// The same, and so many other consents are listed.
fn case_with<T: Config>(others: u32) -> Case<T> {
	let case = case::<T>();
	let period = Period { start: Some(0), end: Some(Moment::MAX) };
	let holding = |n| Holding { consent: consent_id(n), active: true, period, provisions: 1 };
	let others: Vec<_> = (1..=others).map(holding).collect();
	let others = BoundedVec::try_from(others).expect("there is room");
	Holdings::<T>::insert(case.patient, others);
	case
}

/// The same, and the lists of consents and of those who ask have room for one more.
fn crowded_case<T: Config>() -> Case<T> {
	let case = case_with::<T>(T::MaxConsents::get().saturating_sub(1));
	let others: Vec<_> = (1..T::MaxRequests::get()).map(recipient).collect();
	let others = BoundedVec::try_from(others).expect("one fewer than there is room for");
	Requests::<T>::insert(case.patient, others);
	case
}

fn consent_id(n: u32) -> ConsentId {
	ConsentId(account("consent", n, 0))
}

const CONSENT: ConsentId = ConsentId::FIRST;

/// Stores a consent that the patient granted after the organization had asked.
fn install<T: Config>(case: &Case<T>, id: ConsentId, terms: TermsOf<T>) {
	let granted = Granted {
		grantor: case.controller.clone(),
		authority: Authority::Controller,
		granted_at: NOW,
	};
	let requester =
		Requester { organization: case.organization, agent: case.agent.clone(), requested_at: NOW };
	let consent = Consent {
		status: ConsentStatus::Active,
		version: 1,
		requester: Some(requester),
		granted: Some(granted),
		terms,
	};
	Pallet::<T>::hold(case.patient, id, consent).expect("there is room");
}

/// Stores a consent whose end recalls `r` organizations, and the one that had asked.
fn install_with_recipients<T: Config>(case: &Case<T>, r: u32) {
	let named = r.min(T::MaxRecipients::get());
	install::<T>(case, CONSENT, terms_naming::<T>(named));
	for n in named..r {
		Pallet::<T>::note_recipient(case.patient, CONSENT, recipient(n)).expect("there is room");
	}
}

/// The organization has asked for a consent.
fn ask<T: Config>(case: &Case<T>) -> TermsOf<T> {
	let terms = terms::<T>(Base::Deny, MAX_PROVISIONS);
	let origin = RawOrigin::Signed(case.agent.clone());
	Pallet::<T>::request(origin.into(), case.patient, CONSENT, terms.clone())
		.expect("the organization may ask");
	terms
}

fn recalled<T: Config>(case: &Case<T>) -> u32 {
	Recalls::<T>::iter_prefix(case.patient).count() as u32
}

fn status<T: Config>(case: &Case<T>) -> Option<ConsentStatus> {
	Pallet::<T>::info(case.patient, CONSENT).map(|info| info.consent.status)
}

/// Gives the patient so many consents with so many provisions, and says what is known when the agent asks
/// for a record that as many hold as may.
fn install_many<T: Config>(case: &Case<T>, consents: u32, provisions: u32) -> Facts<T::AccountId> {
	let terms = terms::<T>(Base::Permit, provisions);
	for n in 0..consents {
		install(case, consent_id(n), terms.clone());
	}
	Pallet::<T>::facts(case.patient, &question(case, MAX_CUSTODIANS))
}

/// The decision has read so many consents, and none weighs more than is announced.
fn ensure_all_were_read<T: Config>(consents: u32, (decision, weight): (Decision, Weight)) {
	let most = <Pallet<T> as AccessControl<T::AccountId>>::max_weight();
	assert!(weight.all_lte(most));
	if consents > 0 {
		assert_eq!(decision.reason, Reason::ConsentDenies);
		assert!(decision.version.is_some(), "every consent was read to its end");
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `s` is the length of the terms, `a` the number of consents that the patient has.
	#[benchmark]
	fn grant(
		s: Linear<{ LEAST_TERMS }, { T::MaxTermsSize::get() }>,
		a: Linear<0, { T::MaxConsents::get().saturating_sub(1) }>,
	) {
		let case = case_with::<T>(a);
		let terms = terms_of_size::<T>(s);
		let provisions = terms.provisions.len() as u32;

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller.clone()), case.patient, CONSENT, terms);

		assert_eq!(status(&case), Some(ConsentStatus::Active));
		let held = Holdings::<T>::get(case.patient);
		assert_eq!(held.len() as u32, a + 1);
		assert_eq!(held.last().map(|holding| holding.provisions), Some(provisions));
	}

	/// `s` is the length of the terms, `r` the number of recipients of the version before.
	#[benchmark]
	fn amend(
		s: Linear<{ LEAST_TERMS }, { T::MaxTermsSize::get() }>,
		r: Linear<0, { T::MaxRecipients::get().saturating_mul(2) }>,
	) {
		let case = crowded_case::<T>();
		install_with_recipients(&case, r);
		let terms = terms_of_size::<T>(s);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller.clone()), case.patient, CONSENT, terms);

		let version = Consents::<T>::get(case.patient, CONSENT).map(|consent| consent.version);
		assert_eq!(version, Some(2));
		assert!(Versions::<T>::contains_key((case.patient, CONSENT, 1)));
		assert_eq!(recalled(&case), r + 1);
	}

	/// `r` is the number of recipients.
	#[benchmark]
	fn revoke(r: Linear<0, { T::MaxRecipients::get().saturating_mul(2) }>) {
		let case = crowded_case::<T>();
		install_with_recipients(&case, r);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller.clone()), case.patient, CONSENT);

		assert!(EndedConsents::<T>::contains_key(case.patient, CONSENT));
		assert_eq!(recalled(&case), r + 1);
	}

	#[benchmark]
	fn set_default_policy() -> Result<(), BenchmarkError> {
		let origin =
			T::PolicyOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let policy = DefaultPolicy {
			own_records: PurposeSet::ALL,
			required_by_law: PurposeSet::ALL,
			required_by_law_to: CapabilitySet::of(Capability::ALL),
		};

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, policy);

		assert_eq!(Policy::<T>::get(), policy);
		Ok(())
	}

	/// `s` is the length of the terms.
	#[benchmark]
	fn request(s: Linear<{ LEAST_TERMS }, { T::MaxTermsSize::get() }>) {
		let case = crowded_case::<T>();
		let terms = terms_of_size::<T>(s);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.agent.clone()), case.patient, CONSENT, terms);

		assert_eq!(status(&case), Some(ConsentStatus::Requested));
	}

	#[benchmark]
	fn accept() {
		let case = crowded_case::<T>();
		let hash = ask(&case).hash();

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller.clone()), case.patient, CONSENT, hash);

		assert_eq!(status(&case), Some(ConsentStatus::Active));
	}

	#[benchmark]
	fn refuse() {
		let case = crowded_case::<T>();
		ask(&case);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller.clone()), case.patient, CONSENT);

		assert_eq!(status(&case), Some(ConsentStatus::Refused));
	}

	#[benchmark]
	fn withdraw_request() {
		let case = crowded_case::<T>();
		ask(&case);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.agent.clone()), case.patient, CONSENT);

		assert_eq!(status(&case), Some(ConsentStatus::Withdrawn));
	}

	/// `r` is the number of recipients.
	#[benchmark]
	fn suspend(r: Linear<0, { T::MaxRecipients::get().saturating_mul(2) }>) {
		let case = crowded_case::<T>();
		install_with_recipients(&case, r);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller.clone()), case.patient, CONSENT);

		assert_eq!(status(&case), Some(ConsentStatus::Suspended));
		assert_eq!(recalled(&case), r + 1);
	}

	#[benchmark]
	fn resume() {
		let case = crowded_case::<T>();
		install(&case, CONSENT, terms::<T>(Base::Deny, MAX_PROVISIONS));
		let origin = RawOrigin::Signed(case.controller.clone());
		Pallet::<T>::suspend(origin.clone().into(), case.patient, CONSENT)
			.expect("the patient may suspend it");

		#[extrinsic_call]
		_(origin, case.patient, CONSENT);

		assert_eq!(status(&case), Some(ConsentStatus::Active));
	}

	/// `r` is the number of recipients.
	#[benchmark]
	fn mark_entered_in_error(r: Linear<0, { T::MaxRecipients::get().saturating_mul(2) }>) {
		let case = crowded_case::<T>();
		install_with_recipients(&case, r);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller.clone()), case.patient, CONSENT);

		assert_eq!(status(&case), Some(ConsentStatus::EnteredInError));
		assert_eq!(recalled(&case), r + 1);
	}

	#[benchmark]
	fn acknowledge_revocation() {
		let case = case::<T>();
		install_with_recipients(&case, 0);
		let controller = RawOrigin::Signed(case.controller.clone());
		Pallet::<T>::revoke(controller.into(), case.patient, CONSENT)
			.expect("the patient may revoke it");

		#[extrinsic_call]
		_(RawOrigin::Signed(case.agent.clone()), case.patient, CONSENT, 1);

		let recall = Recalls::<T>::get(case.patient, (CONSENT, 1, case.organization));
		assert_eq!(recall.and_then(|recall| recall.acknowledged_at), Some(NOW));
	}

	#[benchmark]
	fn attest_deletion() {
		let case = case::<T>();
		install_with_recipients(&case, 0);
		let controller = RawOrigin::Signed(case.controller.clone());
		Pallet::<T>::revoke(controller.into(), case.patient, CONSENT)
			.expect("the patient may revoke it");

		#[extrinsic_call]
		_(RawOrigin::Signed(case.agent.clone()), case.patient, CONSENT, 1, CODE);

		let recall = Recalls::<T>::get(case.patient, (CONSENT, 1, case.organization));
		assert!(recall.is_some_and(|recall| recall.attestation.is_some()));
	}

	/// What a decision has to know before it looks at consents. `c` organizations besides the agent's
	/// hold the record.
	#[benchmark]
	fn find_facts(c: Linear<0, { MAX_CUSTODIANS }>) {
		let case = case::<T>();
		let question = question(&case, c);
		let facts;

		#[block]
		{
			facts = Pallet::<T>::facts(case.patient, &question);
		}

		assert_eq!(facts.refusal, None);
		assert_eq!(facts.custodians.len() as u32, c.max(1));
	}

	/// `n` consents with one provision, each as long as can be. The facts are known already; as many
	/// organizations hold the record as may. With it goes what it takes to say what the decision cost.
	#[benchmark]
	fn decide_light(n: Linear<0, { T::MaxConsents::get() }>) {
		let case = case::<T>();
		let facts = install_many(&case, n, 1);
		let known;

		#[block]
		{
			known = Pallet::<T>::decide_weighed_by(case.patient, &facts);
		}

		ensure_all_were_read::<T>(n, known);
	}

	/// The same with `n` consents that have as many provisions as can be.
	#[benchmark]
	fn decide_full(n: Linear<0, { T::MaxConsents::get() }>) {
		let case = case::<T>();
		let facts = install_many(&case, n, MAX_PROVISIONS);
		let known;

		#[block]
		{
			known = Pallet::<T>::decide_weighed_by(case.patient, &facts);
		}

		ensure_all_were_read::<T>(n, known);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
