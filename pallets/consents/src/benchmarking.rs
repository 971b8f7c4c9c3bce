//! Benchmarks of the calls and of the decision, each at its worst.

use super::*;
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	codes::{
		ActionSet, Capability, CapabilitySet, ClassSet, Confidentiality, ConsentAction,
		ObligationSet, PolicyBasis, Purpose, PurposeSet, RefrainSet, ResourceTypeSet,
		SensitivitySet,
	},
	consent::{
		Actor, Base, CodeHash, DataMeaning, Entries, LabelTest, Provision, Reason, Test,
		MAX_ENTRIES, MAX_PROVISIONS, MAX_TESTS,
	},
	record::Labels,
	traits::BenchmarkPeople,
	OrganizationId, Period, RecordId,
};
use sp_core::H256;

type People<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_700_000_000_000;
/// What stands last in each list of the terms, and what the request is about.
const CODE: CodeHash = H256([0xFF; 32]);
const RECORD: RecordId = RecordId(CODE);

/// A list of full length: others, and at last the one.
fn list<Entry: Clone>(other: Entry, last: Entry) -> Entries<Entry> {
	let mut entries = vec![other; MAX_ENTRIES as usize];
	entries.pop();
	entries.push(last);
	Entries::truncate_from(entries)
}

/// A provision as long as can be: each kind of test as often as there is room for, each list full.
/// All of them hold of [`request`] by their last entry, or are unknown, but for the last test, which
/// does not.
fn provision<T: Config>(parent: Option<u8>, asker: &T::AccountId) -> Provision<T::AccountId> {
	let nobody = || account::<T::AccountId>("nobody", 0, 0);
	let organizations = || list(Actor::Agent(nobody()), Actor::Capability(Capability::Provider));
	let always = Period { start: Some(0), end: Some(Moment::MAX) };
	let kinds = || {
		[
			Test::Period(always),
			Test::Recipients(list(Actor::Agent(nobody()), Actor::Agent(asker.clone()))),
			Test::Custodians(organizations()),
			Test::Authors(organizations()),
			Test::Actions(ActionSet::ALL),
			Test::Purposes(PurposeSet::ALL),
			Test::Classes(ClassSet::ALL),
			Test::ResourceTypes(ResourceTypeSet::ALL),
			Test::Labels(LabelTest {
				confidentiality: Some(Confidentiality::V),
				sensitivity: SensitivitySet::ALL,
			}),
			Test::Codes(list(H256::zero(), CODE)),
			Test::DataPeriod(always),
			Test::Records { meaning: DataMeaning::Related, records: list(RecordId::FIRST, RECORD) },
			Test::DocumentTypes(list(H256::zero(), CODE)),
		]
	};
	let mut tests: Vec<_> = kinds().into_iter().chain(kinds()).take(MAX_TESTS as usize).collect();
	tests.pop();
	tests.push(Test::DocumentTypes(list(H256::zero(), H256::zero())));
	Provision {
		parent,
		tests: tests.try_into().expect("as many as there is room for"),
		obligations: ObligationSet::ALL,
		refrains: RefrainSet::ALL,
	}
}

/// Terms as long as can be. No provision has a parent: of those that have, a decision would pass
/// over the tests, as no provision matches.
fn terms<T: Config>(provisions: u32, asker: &T::AccountId) -> TermsOf<T> {
	let provisions = vec![provision::<T>(None, asker); provisions as usize];
	Terms {
		period: Period { start: Some(0), end: Some(Moment::MAX) },
		provisions: provisions.try_into().expect("as many as there is room for"),
		policy: Some(PolicyBasis::GdprConsent),
		source: Some(CODE),
		obligations: ObligationSet::ALL,
		refrains: RefrainSet::ALL,
		..Terms::new(Base::Permit)
	}
}

/// A request with all that can be said.
fn request<T: Config>(organization: OrganizationId, agent: T::AccountId) -> Request<T::AccountId> {
	Request {
		organization: Some(organization),
		agent: Some(agent),
		class: ClassSet::ALL.iter().last(),
		resource_type: ResourceTypeSet::ALL.iter().last(),
		labels: Some(Labels {
			confidentiality: Confidentiality::V,
			sensitivity: SensitivitySet::ALL,
		}),
		custodian: Some(organization),
		author: Some(organization),
		document_type: Some(CODE),
		codes: list(H256::repeat_byte(1), CODE),
		data_time: Some(NOW),
		trial: Some(CODE),
		..Request::new(ConsentAction::Access, Purpose::ERTREAT)
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

fn consent_id(n: u32) -> ConsentId {
	ConsentId(H256::from_low_u64_be(n.into()))
}

/// Gives the patient this many consents of worst size.
fn fill<T: Config>(case: &Case<T>, consents: u32) {
	let consent = Consent {
		status: ConsentStatus::Active,
		version: 1,
		grantor: case.controller.clone(),
		authority: Authority::Controller,
		granted_at: NOW,
		terms: terms::<T>(MAX_PROVISIONS, &case.agent),
	};
	for n in 0..consents {
		Consents::<T>::insert(case.patient, consent_id(n), &consent);
	}
	ConsentCounts::<T>::insert(case.patient, consents);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn grant(n: Linear<1, { MAX_PROVISIONS }>) {
		let case = case::<T>();
		let terms = terms::<T>(n, &case.agent);
		let consent = consent_id(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller), case.patient, consent, terms);

		assert!(Consents::<T>::contains_key(case.patient, consent));
		assert_eq!(ConsentCounts::<T>::get(case.patient), 1);
	}

	/// The version before is as long as can be.
	#[benchmark]
	fn amend(n: Linear<1, { MAX_PROVISIONS }>) {
		let case = case::<T>();
		fill(&case, 1);
		let terms = terms::<T>(n, &case.agent);
		let consent = consent_id(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller), case.patient, consent, terms);

		let version = Consents::<T>::get(case.patient, consent).map(|consent| consent.version);
		assert_eq!(version, Some(2));
		assert!(Versions::<T>::contains_key((case.patient, consent, 1)));
	}

	#[benchmark]
	fn revoke() {
		let case = case::<T>();
		fill(&case, 1);
		let consent = consent_id(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(case.controller), case.patient, consent);

		assert!(!Consents::<T>::contains_key(case.patient, consent));
		assert!(EndedConsents::<T>::contains_key(case.patient, consent));
	}

	#[benchmark]
	fn set_default_policy() -> Result<(), BenchmarkError> {
		let origin =
			T::PolicyOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let policy = DefaultPolicy {
			own_records: PurposeSet::ALL,
			required_by_law: PurposeSet::ALL,
			required_by_law_to: CapabilitySet::ALL,
		};

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, policy);

		assert_eq!(Policy::<T>::get(), policy);
		Ok(())
	}

	/// `n` consents, each of which is read to its end and says nothing against the asker.
	#[benchmark]
	fn decide(n: Linear<0, { T::MaxConsents::get() }>) {
		let case = case::<T>();
		fill(&case, n);
		let request = request::<T>(case.organization, case.agent.clone());
		let decision;

		#[block]
		{
			decision = <Pallet<T> as AccessControl<T::AccountId>>::decide(case.patient, &request);
		}

		let expected = if n == 0 { Reason::NoMatchingConsent } else { Reason::ConsentPermits };
		assert_eq!(decision.reason, expected);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
