//! Terms to FHIR and back.

use super::*;
use proptest::{collection::vec, option, prelude::*, sample::select};
use salus_primitives::{
	codes::{
		AgentRole, Capability, ClassSet, Confidentiality, DataClass, Obligation, ObligationSet,
		PolicyBasis, Refrain, RefrainSet, ResourceType, ResourceTypeSet,
	},
	consent::{DataMeaning, Protocol, Provision},
	Moment, PatientId,
};

const LAST: Moment = 253_402_300_799_999;

fn context() -> Context {
	Context {
		patient: PatientId::from([3; 32]),
		status: Status::Active,
		given: Some(1_600_000_000_000),
		grantor: Some((AccountId32::new([4; 32]), None)),
	}
}

fn hash() -> impl Strategy<Value = H256> {
	any::<[u8; 32]>().prop_map(H256)
}

fn some_of<T: Copy + std::fmt::Debug + 'static, S: FromIterator<T> + std::fmt::Debug>(
	all: &'static [T],
) -> impl Strategy<Value = S> {
	vec(select(all), 1..4).prop_map(|codes| codes.into_iter().collect())
}

fn entries<T: Clone + std::fmt::Debug>(
	one: impl Strategy<Value = T>,
) -> impl Strategy<Value = Entries<T>> {
	vec(one, 1..4).prop_map(|all| all.try_into().expect("few"))
}

fn actors() -> impl Strategy<Value = Entries<Actor<AccountId32>>> {
	entries(prop_oneof![
		Just(Actor::Anyone),
		any::<u32>().prop_map(|id| Actor::Organization(OrganizationId(id))),
		any::<[u8; 32]>().prop_map(|id| Actor::Agent(AccountId32::new(id))),
		select(AgentRole::ALL).prop_map(Actor::Role),
		select(Capability::ALL).prop_map(Actor::Capability),
		hash().prop_map(Actor::Trial),
		select(DelegateRole::ALL).prop_map(Actor::Delegate),
	])
}

fn period() -> impl Strategy<Value = Period> {
	(option::of(0..LAST), option::of(1..LAST))
		.prop_map(|(start, end)| Period { start, end })
		.prop_filter("a moment in it", Period::is_well_formed)
}

fn labels() -> impl Strategy<Value = LabelTest> {
	(option::of(select(Confidentiality::ALL)), vec(select(Sensitivity::ALL), 0..3))
		.prop_map(|(confidentiality, sensitivity)| LabelTest {
			confidentiality,
			sensitivity: sensitivity.into_iter().collect(),
		})
		.prop_filter("a label", |test| {
			test.confidentiality.is_some() || !test.sensitivity.is_empty()
		})
}

fn test() -> impl Strategy<Value = Check> {
	let meanings = [
		DataMeaning::Instance,
		DataMeaning::Related,
		DataMeaning::Dependents,
		DataMeaning::AuthoredBy,
	];
	prop_oneof![
		period().prop_map(Test::Period),
		actors().prop_map(Test::Recipients),
		actors().prop_map(Test::Custodians),
		actors().prop_map(Test::Authors),
		some_of::<_, ActionSet>(ConsentAction::ALL).prop_map(Test::Actions),
		some_of::<_, PurposeSet>(Purpose::ALL).prop_map(Test::Purposes),
		some_of::<_, ClassSet>(DataClass::ALL).prop_map(Test::Classes),
		some_of::<_, ResourceTypeSet>(ResourceType::ALL).prop_map(Test::ResourceTypes),
		labels().prop_map(Test::Labels),
		entries(hash()).prop_map(Test::DocumentTypes),
		entries(hash()).prop_map(Test::Codes),
		period().prop_map(Test::DataPeriod),
		(select(meanings.to_vec()), entries(any::<[u8; 32]>().prop_map(RecordId::from)))
			.prop_map(|(meaning, records)| Test::Records { meaning, records }),
	]
}

fn handling() -> impl Strategy<Value = (ObligationSet, RefrainSet)> {
	(vec(select(Obligation::ALL), 0..2), vec(select(Refrain::ALL), 0..2))
		.prop_map(|(must, must_not)| (must.into_iter().collect(), must_not.into_iter().collect()))
}

fn terms() -> impl Strategy<Value = Terms<AccountId32>> {
	let provision = (any::<prop::sample::Index>(), any::<bool>(), vec(test(), 0..4), handling());
	(
		select(vec![Base::Permit, Base::Deny, Base::Silent]),
		period(),
		vec(provision, 0..6),
		handling(),
		option::of(select(PolicyBasis::ALL)),
		option::of(hash()),
		option::of((hash(), any::<u32>())),
	)
		.prop_map(|(base, period, provisions, handling, policy, source, protocol)| {
			let mut terms = Terms::new(base);
			(terms.period, terms.policy, terms.source) = (period, policy, source);
			(terms.obligations, terms.refrains) = handling;
			terms.protocol = protocol.map(|(trial, version)| Protocol { trial, version });
			let provisions = provisions.into_iter().enumerate().map(
				|(place, (parent, nested, tests, (obligations, refrains)))| Provision {
					parent: (nested && place > 0).then(|| parent.index(place) as u8),
					tests: tests.try_into().expect("few"),
					obligations,
					refrains,
				},
			);
			terms.provisions = provisions.collect::<Vec<_>>().try_into().expect("few");
			terms
		})
		.prop_filter("well-formed", |terms| terms.validate().is_ok())
}

proptest! {
	#[test]
	fn terms_should_be_the_same_after_going_through_fhir(terms in terms()) {
		for document in [to_fhir_r5(&terms, &context()), to_fhir_r4(&terms, &context())] {
			let document = document.expect("within the calendar");
			let back = read(document.to_string().as_bytes(), &());
			prop_assert_eq!(back.map(|back| back.terms), Ok(terms.clone()), "{}", document);
		}
	}

	#[test]
	fn reading_should_end_when_anything_is_changed(
		terms in terms(),
		at in any::<prop::sample::Index>(),
		byte in any::<u8>(),
	) {
		let document = to_fhir_r5(&terms, &context()).expect("within the calendar");
		let mut bytes = document.to_string().into_bytes();
		let place = at.index(bytes.len());
		bytes[place] = byte;
		// Whatever comes of it is well-formed.
		if let Ok(conversion) = read(&bytes, &People) {
			prop_assert!(conversion.terms.validate().is_ok());
		}
	}
}

#[test]
fn document_should_be_plain_fhir_when_that_says_it() {
	let document = r5(
		"deny",
		json!([{ "actor": [actor("PRCP", "Organization/1")], "provision": [
		{ "securityLabel": [sensitivity("HIV"), sensitivity("DELAU")] },
	] }]),
	);
	let terms = read_value(&document).unwrap().terms;
	for document in [to_fhir_r5(&terms, &context()), to_fhir_r4(&terms, &context())] {
		let document = document.unwrap();
		assert_eq!(document.get("modifierExtension"), None, "{document}");
		assert_eq!(read(document.to_string().as_bytes(), &()).unwrap().terms, terms);
	}
}

#[test]
fn document_should_say_exactly_what_it_means_when_fhir_would_be_read_otherwise() {
	// There is no custodian's scope in the chain's terms: it permits.
	let mut terms = Terms::new(Base::Deny);
	let provision = Provision {
		parent: None,
		tests: vec![held_by(1)].try_into().unwrap(),
		obligations: Default::default(),
		refrains: Default::default(),
	};
	terms.provisions = vec![provision].try_into().unwrap();
	let document = to_fhir_r5(&terms, &context()).unwrap();
	assert!(document.get("modifierExtension").is_some());
	let back = read_value(&document).unwrap();
	assert_eq!(back.terms, terms);
	assert_eq!(back.report.applied[0].rule, Rule::Exact);

	// The elements can't say something else.
	let mut changed = document;
	changed["decision"] = json!("permit");
	let refused = read_value(&changed).unwrap_err();
	assert_eq!(refused.path, "decision");
	assert!(matches!(refused.problem, Problem::Ambiguous(_)));
}

#[test]
fn document_should_name_who_gave_the_consent() {
	let represented = Context {
		grantor: Some((AccountId32::new([4; 32]), Some(DelegateRole::GUARD))),
		..context()
	};
	let terms = Terms::new(Base::Deny);
	for document in [to_fhir_r5(&terms, &represented), to_fhir_r4(&terms, &represented)] {
		let back = read_value(&document.unwrap()).unwrap();
		assert_eq!(back.grantors[0].role, Some(DelegateRole::GUARD));
	}
	let back = read_value(&to_fhir_r4(&terms, &context()).unwrap()).unwrap();
	assert_eq!(back.given, Some(1_600_000_000_000));
	assert_eq!(back.status, Status::Active);
}

#[test]
fn document_should_be_refused_when_it_lies_beyond_the_calendar() {
	let mut terms = Terms::new(Base::Deny);
	terms.period = Period { start: Some(LAST + 1), end: None };
	assert_eq!(to_fhir_r5(&terms, &context()).unwrap_err().path, "period");
}
