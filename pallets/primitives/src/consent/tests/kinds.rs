//! Each kind of test: when it is true, false and unknown.

use super::*;
use crate::codes::{ActionSet, ResourceTypeSet};

/// What a test is of the facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holds {
	Yes,
	No,
	Unknown,
}

use Holds::{No, Unknown, Yes};

/// A provision that permits needs its test to be true, one that denies only that it is not false.
fn holds(test: Test<Who>, facts: &Facts<Who>) -> Holds {
	let permits = permits(test.clone(), facts);
	let denies = denies(test, facts);
	match (permits, denies) {
		(true, true) => Yes,
		(false, false) => No,
		(false, true) => Unknown,
		(true, false) => panic!("a test that holds for a grant and not for a denial"),
	}
}

fn permits(test: Test<Who>, facts: &Facts<Who>) -> bool {
	answer(&[grant([test])], facts).is_permitted()
}

fn denies(test: Test<Who>, facts: &Facts<Who>) -> bool {
	reason(terms(Base::Permit, [provision(None, [test])]), facts) == ConsentDenies
}

#[track_caller]
fn assert_holds(cases: impl IntoIterator<Item = (Test<Who>, Holds)>, facts: &Facts<Who>) {
	for (test, expected) in cases {
		assert_eq!(holds(test.clone(), facts), expected, "{test:?}");
	}
}

#[test]
fn period_should_hold_when_now_is_in_it() {
	let period = |start, end| Test::Period(Period { start, end });
	assert_holds(
		[
			(period(None, None), Yes),
			(period(Some(NOW), None), Yes),
			(period(Some(NOW + 1), None), No),
			(period(None, Some(NOW)), No),
			(period(None, Some(NOW + 1)), Yes),
		],
		&facts(),
	);
}

/// Every actor, with what it is of the facts' actor.
fn actors() -> [(Actor<Who>, Holds); 15] {
	[
		(Actor::Anyone, Yes),
		(Actor::Organization(CLINIC), Yes),
		(Actor::Organization(HOSPITAL), No),
		(Actor::Agent(PRACTITIONER), Yes),
		(Actor::Agent(8), No),
		(Actor::Role(AgentRole::Practitioner), Yes),
		(Actor::Role(AgentRole::Clerk), No),
		(Actor::Capability(Capability::Provider), Yes),
		(Actor::Capability(Capability::Payer), No),
		(Actor::Trial(TRIAL), Yes),
		(Actor::Trial(H256::zero()), No),
		(Actor::Delegate(DelegateRole::GUARD), Yes),
		// A guardian is a responsible party, and no next of kin.
		(Actor::Delegate(DelegateRole::RESPRSN), Yes),
		(Actor::Delegate(DelegateRole::NOK), No),
		(Actor::Delegate(DelegateRole::POWATT), No),
	]
}

#[test]
fn recipients_should_hold_when_actor_is_named() {
	for (actor, expected) in actors() {
		assert_holds([(Test::Recipients(list([actor])), expected)], &facts());
	}
}

#[test]
fn recipients_should_be_unknown_when_actor_is() {
	let facts = Facts { actor: Party::unknown(), ..facts() };
	for (actor, _) in actors() {
		let expected = if actor == Actor::Anyone { Yes } else { Unknown };
		assert_holds([(Test::Recipients(list([actor])), expected)], &facts);
	}
}

#[test]
fn recipients_should_hold_when_one_of_several_is_the_actor() {
	let (clinic, hospital) = (Actor::Organization(CLINIC), Actor::Organization(HOSPITAL));
	let facts =
		Facts { actor: Party { organization: Some(CLINIC), ..Party::unknown() }, ..facts() };
	let unknown = Actor::Role(AgentRole::Clerk);
	assert_holds(
		[
			(Test::Recipients(list([hospital.clone(), clinic.clone()])), Yes),
			(Test::Recipients(list([unknown.clone(), clinic])), Yes),
			(Test::Recipients(list([hospital.clone(), unknown])), Unknown),
			(Test::Recipients(list([hospital])), No),
		],
		&facts,
	);
}

#[test]
fn organization_should_be_asked_as_such_when_no_agent_is() {
	let facts = Facts { actor: Party { agent: None, roles: None, ..facts().actor }, ..facts() };
	assert_holds(
		[
			(Test::Recipients(list([Actor::Organization(CLINIC)])), Yes),
			(Test::Recipients(list([Actor::Agent(PRACTITIONER)])), Unknown),
			(Test::Recipients(list([Actor::Role(AgentRole::Practitioner)])), Unknown),
		],
		&facts,
	);
}

#[test]
fn custodians_should_hold_when_one_of_them_is_named() {
	let archive = || Test::Custodians(list([Actor::Organization(ARCHIVE)]));
	let hospital = || Test::Custodians(list([Actor::Organization(HOSPITAL)]));
	assert_holds([(archive(), Yes), (hospital(), No)], &facts());
	let both = Facts { custodians: vec![facts().author, facts().custodians.remove(0)], ..facts() };
	assert_holds([(archive(), Yes), (hospital(), Yes)], &both);
	let unknown = Facts { custodians: vec![], ..facts() };
	assert_holds([(archive(), Unknown), (Test::Custodians(list([Actor::Anyone])), Yes)], &unknown);
}

#[test]
fn authors_should_hold_when_author_is_named() {
	let of = |organization| Test::Authors(list([Actor::Organization(organization)]));
	assert_holds([(of(HOSPITAL), Yes), (of(CLINIC), No)], &facts());
	assert_holds([(of(HOSPITAL), Unknown)], &Facts { author: Party::unknown(), ..facts() });
}

#[test]
fn actions_should_hold_when_action_is_among_them() {
	for action in ConsentAction::ALL {
		let facts = Facts { action: *action, ..facts() };
		let others = ActionSet::ALL.difference((*action).into());
		assert_holds([(Test::Actions((*action).into()), Yes), (Test::Actions(others), No)], &facts);
	}
}

#[test]
fn purposes_should_hold_when_purpose_lies_below_one() {
	let purposes = |purpose: Purpose| Test::Purposes(purpose.into());
	assert_holds(
		[
			(purposes(Purpose::TREAT), Yes),
			(purposes(Purpose::PurposeOfUse), Yes),
			(purposes(Purpose::ETREAT), No),
			(purposes(Purpose::HRESCH), No),
		],
		&facts(),
	);
	assert_holds([(purposes(Purpose::TREAT), Yes)], &in_emergency(Purpose::ERTREAT));
	assert_holds(
		[(purposes(Purpose::TREAT), Unknown), (purposes(Purpose::PurposeOfUse), Unknown)],
		&Facts { purpose: None, ..facts() },
	);
}

#[test]
fn classes_should_hold_when_class_is_among_them() {
	let laboratory = Test::Classes(DataClass::Laboratory.into());
	let others = Test::Classes(ClassSet::ALL.difference(DataClass::Laboratory.into()));
	assert_holds([(laboratory.clone(), Yes), (others, No)], &facts());
	assert_holds([(laboratory, Unknown)], &Facts { class: None, ..facts() });
}

#[test]
fn resource_types_should_hold_when_type_is_among_them() {
	let observation = Test::ResourceTypes(ResourceType::Observation.into());
	let others =
		Test::ResourceTypes(ResourceTypeSet::ALL.difference(ResourceType::Observation.into()));
	assert_holds([(observation.clone(), Yes), (others, No)], &facts());
	assert_holds([(observation, Unknown)], &Facts { resource_type: None, ..facts() });
}

fn label_test(confidentiality: Option<Confidentiality>, sensitivity: &[Sensitivity]) -> Test<Who> {
	Test::Labels(LabelTest { confidentiality, sensitivity: SensitivitySet::of(sensitivity) })
}

fn labelled(confidentiality: Confidentiality, sensitivity: &[Sensitivity]) -> Facts<Who> {
	let labels = Labels { confidentiality, sensitivity: SensitivitySet::of(sensitivity) };
	Facts { labels: Some(labels), ..facts() }
}

#[test]
fn confidentiality_should_be_a_mark_when_permitting_and_a_floor_when_denying() {
	use Confidentiality::{L, N, R, V};
	for (data, permitted, denied) in
		[(L, true, false), (N, true, false), (R, true, true), (V, false, true)]
	{
		let facts = labelled(data, &[]);
		assert_eq!(permits(label_test(Some(R), &[]), &facts), permitted, "{data}");
		assert_eq!(denies(label_test(Some(R), &[]), &facts), denied, "{data}");
	}
}

#[test]
fn sensitivity_should_be_covered_as_a_whole_when_permitting_and_in_part_when_denying() {
	use Confidentiality::N;
	use Sensitivity::{ETHUD, HIV, PSY, SPI, SUD};
	for (rule, data, permitted, denied) in [
		(&[PSY][..], &[][..], false, false),
		(&[PSY], &[PSY], true, true),
		(&[PSY], &[HIV], false, false),
		(&[PSY], &[PSY, HIV], false, true),
		(&[PSY, HIV], &[PSY, HIV], true, true),
		// What the standard puts below.
		(&[SUD], &[ETHUD], true, true),
		(&[SPI], &[ETHUD, PSY], true, true),
		(&[ETHUD], &[SUD], false, false),
	] {
		let facts = labelled(N, data);
		assert_eq!(permits(label_test(None, rule), &facts), permitted, "{rule:?} of {data:?}");
		assert_eq!(denies(label_test(None, rule), &facts), denied, "{rule:?} of {data:?}");
	}
}

#[test]
fn labels_should_hold_when_both_parts_do_if_permitting_and_when_either_does_if_denying() {
	use Confidentiality::{N, R, V};
	use Sensitivity::{HIV, PSY};
	for (data, permitted, denied) in [
		(labelled(N, &[]), true, false),
		(labelled(N, &[PSY]), true, true),
		(labelled(N, &[HIV]), false, false),
		(labelled(V, &[PSY]), false, true),
		(labelled(V, &[]), false, true),
	] {
		let test = || label_test(Some(R), &[PSY]);
		assert_eq!(permits(test(), &data), permitted, "{:?}", data.labels);
		assert_eq!(denies(test(), &data), denied, "{:?}", data.labels);
	}
}

#[test]
fn labels_should_be_unknown_when_data_has_none_known() {
	let facts = Facts { labels: None, ..facts() };
	assert_holds(
		[
			(label_test(Some(Confidentiality::V), &[]), Unknown),
			(label_test(None, &[Sensitivity::HIV]), Unknown),
		],
		&facts,
	);
}

#[test]
fn document_types_should_hold_when_type_is_among_them() {
	let named = Test::DocumentTypes(list([OTHER_CODE, CODE]));
	assert_holds([(named.clone(), Yes), (Test::DocumentTypes(list([OTHER_CODE])), No)], &facts());
	assert_holds([(named, Unknown)], &Facts { document_type: None, ..facts() });
}

#[test]
fn codes_should_hold_when_one_of_the_data_is_among_them() {
	let named = Test::Codes(list([CODE]));
	assert_holds([(named.clone(), Yes), (Test::Codes(list([OTHER_CODE])), No)], &facts());
	assert_holds([(named.clone(), Yes)], &Facts { codes: vec![OTHER_CODE, CODE], ..facts() });
	assert_holds([(named, Unknown)], &Facts { codes: vec![], ..facts() });
}

#[test]
fn data_period_should_hold_when_data_came_about_in_it() {
	let until = |end| Test::DataPeriod(Period::until(end));
	assert_holds([(until(NOW - 99), Yes), (until(NOW - 100), No)], &facts());
	assert_holds([(until(NOW), Unknown)], &Facts { data_time: None, ..facts() });
}

#[test]
fn records_should_hold_when_record_is_listed_and_be_unknown_when_it_may_be_meant() {
	let all = [
		DataMeaning::Instance,
		DataMeaning::Related,
		DataMeaning::Dependents,
		DataMeaning::AuthoredBy,
	];
	for meaning in all {
		let listing = |record| Test::Records { meaning, records: list([record]) };
		let other = if meaning == DataMeaning::Instance { No } else { Unknown };
		assert_holds([(listing(RECORD), Yes), (listing(OTHER_RECORD), other)], &facts());
		assert_holds([(listing(RECORD), Unknown)], &Facts { record: None, ..facts() });
	}
}

#[test]
fn records_should_hold_when_the_data_is_related_to_one_that_is_listed() {
	let to = |records: &[RecordId]| Facts {
		record: Some(RECORD),
		related_to: Some(records.to_vec()),
		..facts()
	};
	let listing = |meaning| Test::Records { meaning, records: list([OTHER_RECORD]) };
	for meaning in [DataMeaning::Related, DataMeaning::Dependents] {
		assert_holds([(listing(meaning), Yes)], &to(&[OTHER_RECORD]));
		assert_holds([(listing(meaning), Yes)], &Facts { record: None, ..to(&[OTHER_RECORD]) });
		assert_holds([(listing(meaning), No)], &to(&[]));
		assert_holds([(listing(meaning), No)], &to(&[RECORD]));
		// The data might itself be what is listed.
		assert_holds([(listing(meaning), Unknown)], &Facts { record: None, ..to(&[]) });
	}
	assert_holds([(listing(DataMeaning::Instance), No)], &to(&[OTHER_RECORD]));
	assert_holds([(listing(DataMeaning::AuthoredBy), Unknown)], &to(&[OTHER_RECORD]));
}

#[test]
fn provision_should_match_when_all_its_tests_hold() {
	let yes = || Test::Classes(DataClass::Laboratory.into());
	let no = || Test::Actions(ConsentAction::Correct.into());
	let unknown = || Test::Purposes(Purpose::TREAT.into());
	let facts = Facts { purpose: None, ..facts() };
	for (tests, permitted, denied) in [
		(vec![], true, true),
		(vec![yes(), yes()], true, true),
		(vec![yes(), no()], false, false),
		(vec![yes(), unknown()], false, true),
		(vec![unknown(), no()], false, false),
		(vec![no(), unknown()], false, false),
	] {
		assert_eq!(answer(&[grant(tests.clone())], &facts).is_permitted(), permitted, "{tests:?}");
		let base = terms(Base::Permit, [provision(None, tests.clone())]);
		assert_eq!(reason(base, &facts) == ConsentDenies, denied, "{tests:?}");
	}
}

/// The decision reads tests by these numbers.
#[test]
fn kind_should_be_encoded_as_its_index() {
	use codec::Encode;
	let actors = || list([Actor::Anyone]);
	let codes = || list([CODE]);
	let kinds: [Test<Who>; 13] = [
		Test::Period(Period::ALWAYS),
		Test::Recipients(actors()),
		Test::Custodians(actors()),
		Test::Authors(actors()),
		Test::Actions(ActionSet::ALL),
		Test::Purposes(PurposeSet::ALL),
		Test::Classes(ClassSet::ALL),
		Test::ResourceTypes(ResourceTypeSet::ALL),
		label_test(None, &[Sensitivity::HIV]),
		Test::DocumentTypes(codes()),
		Test::Codes(codes()),
		Test::DataPeriod(Period::ALWAYS),
		Test::Records { meaning: DataMeaning::Instance, records: list([RECORD]) },
	];
	for (index, kind) in (0u8..).zip(kinds) {
		assert_eq!(kind.encode().first(), Some(&index), "{kind:?}");
	}
}
