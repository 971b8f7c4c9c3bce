//! Every rule, and where it does not apply.

use super::*;
use salus_primitives::{
	codes::{ClassSet, Confidentiality, DataClass, Obligation, PolicyBasis, ResourceType},
	consent::{code_hash, DataMeaning},
};

#[test]
fn levels_should_alternate_when_nothing_else_is_said() {
	let hospital = json!({ "actor": [actor("PRCP", "Organization/1")], "provision": [
		{ "securityLabel": [sensitivity("HIV")], "provision": [{ "action": [action("access")] }] },
	] });
	let expected = vec![
		(None, vec![by(1)]),
		(Some(0), vec![labelled(Sensitivity::HIV)]),
		(Some(1), vec![access()]),
	];
	for (decision, base) in [("permit", Base::Permit), ("deny", Base::Silent)] {
		assert_eq!(said(&r5(decision, json!([hospital]))), (base, expected.clone()));
	}
}

#[test]
fn types_should_win_over_alternation() {
	let root = json!({ "type": "deny", "provision": [
		{ "type": "permit", "actor": [actor("IRCP", "Organization/1")], "provision": [
			{ "type": "deny", "purpose": [purpose("HMARKT")] },
		] },
	] });
	let expected = vec![(None, vec![by(1)]), (Some(0), vec![purposes(Purpose::HMARKT)])];
	assert_eq!(said(&r4(Some("OPTOUT"), root.clone())), (Base::Silent, expected.clone()));
	// The same as the draft of R5 has it.
	let draft = merged(r5("deny", root), json!({ "dateTime": "2020-01-01" }));
	let mut draft = draft;
	draft.as_object_mut().unwrap().retain(|name, _| name != "decision" && name != "date");
	assert_eq!(said(&draft), (Base::Silent, expected));
}

#[test]
fn deny_should_be_silent_when_something_is_permitted_and_withhold_when_nothing_is() {
	let treatment = r5("deny", json!([{ "purpose": [purpose("TREAT")] }]));
	assert_eq!(said(&treatment), (Base::Silent, vec![(None, vec![purposes(Purpose::TREAT)])]));
	assert_eq!(rules(&treatment), [Rule::Grant]);
	let nothing = r5("deny", json!([]));
	assert_eq!((said(&nothing), rules(&nothing)), ((Base::Deny, vec![]), vec![Rule::Withholding]));
	let emergencies = r5("deny", json!([{ "purpose": [purpose("ETREAT")] }]));
	assert_eq!(said(&emergencies), (Base::Deny, vec![(None, vec![purposes(Purpose::ETREAT)])]));
	assert_eq!(rules(&emergencies), [Rule::Withholding]);
}

#[test]
fn root_should_be_the_exception_to_the_policy_rule_when_it_has_no_type() {
	let root = json!({ "actor": [actor("PRCP", "Organization/1")] });
	for (rule, base) in [("OPTIN", Base::Permit), ("OPTOUT", Base::Silent)] {
		let document = r4(Some(rule), root.clone());
		assert_eq!(said(&document), (base, vec![(None, vec![by(1)])]));
		assert!(rules(&document).contains(&Rule::RootException));
	}
}

#[test]
fn root_should_grant_alone_when_there_is_no_policy_rule() {
	let root = |kind: &str| json!({ "type": kind, "actor": [actor("PRCP", "Organization/1")] });
	let granted = r4(None, root("permit"));
	assert_eq!(said(&granted), (Base::Silent, vec![(None, vec![by(1)])]));
	assert!(rules(&granted).contains(&Rule::NoPolicy));
	assert_eq!(said(&r4(None, root("deny"))), (Base::Deny, vec![]));
	assert_eq!(said(&r4(None, json!({ "type": "permit" }))), (Base::Permit, vec![]));
}

#[test]
fn denial_alone_should_withhold_everything_and_say_so() {
	let root = json!({ "type": "deny", "purpose": [purpose("HMARKT")] });
	let alone = r4(None, root.clone());
	assert_eq!(said(&alone), (Base::Deny, vec![]));
	assert!(rules(&alone).contains(&Rule::DenialAlone));
	// With a policy rule it is what that makes of it.
	let within_opt_in = r4(Some("OPTIN"), root.clone());
	assert_eq!(said(&within_opt_in), (Base::Permit, vec![(None, vec![purposes(Purpose::HMARKT)])]));
	let within_opt_out = r4(Some("OPTOUT"), root);
	assert_eq!(said(&within_opt_out), (Base::Deny, vec![]));
	assert!(rules(&within_opt_out).contains(&Rule::Restated));
	for document in [&within_opt_in, &within_opt_out] {
		assert!(!rules(document).contains(&Rule::DenialAlone));
	}
	let unconditional = r4(None, json!({ "type": "deny" }));
	assert!(!rules(&unconditional).contains(&Rule::DenialAlone));
}

#[test]
fn nested_types_should_tell_the_base_when_nothing_else_does() {
	let nested =
		|kind: &str| json!({ "provision": [{ "type": kind, "purpose": [purpose("TREAT")] }] });
	let granted = r4(None, nested("permit"));
	assert_eq!(said(&granted), (Base::Silent, vec![(None, vec![purposes(Purpose::TREAT)])]));
	assert!(rules(&granted).contains(&Rule::NoPolicy));
	assert!(read_value(&r4(None, nested("deny"))).is_err());
}

#[test]
fn authorization_should_permit_what_its_root_says() {
	let of = |policy: &str| {
		let mut document = r4(None, json!({ "actor": [actor("PRCP", "Organization/1")] }));
		document["policyRule"] = concept(PolicyBasis::SYSTEM, policy);
		document
	};
	let document = of("hipaa-auth");
	assert_eq!(said(&document), (Base::Silent, vec![(None, vec![by(1)])]));
	assert!(rules(&document).contains(&Rule::Authorization));
	for other in ["hipaa-restrictions", "va-10-0484"] {
		assert!(matches!(
			read_value(&of(other)),
			Err(Refused { problem: Problem::Ambiguous(_), .. })
		));
	}
}

#[test]
fn root_should_be_a_container_when_it_has_neither_type_nor_conditions() {
	let denied = json!({ "type": "deny", "actor": [actor("PRCP", "Organization/1")] });
	let permitted = json!({ "type": "permit", "actor": [actor("PRCP", "Organization/1")] });
	let period = json!({ "start": "2019-01-01", "end": "2021-01-01" });
	for (rule, nested, base) in
		[("OPTIN", denied.clone(), Base::Permit), ("OPTOUT", permitted, Base::Silent)]
	{
		let root = json!({ "period": period, "provision": [nested] });
		let document = r4(Some(rule), root);
		assert_eq!(said(&document), (base, vec![(None, vec![by(1)])]));
		assert!(rules(&document).contains(&Rule::Container));
		let terms = read_value(&document).unwrap().terms;
		assert_eq!(terms.period, days("2019-01-01", "2021-01-01"));
	}
	// An opt-out stays one, and an opt-in that says nothing else too.
	let document = r4(Some("OPTOUT"), json!({ "provision": [denied] }));
	assert_eq!(said(&document), (Base::Deny, vec![]));
	assert_eq!(said(&r4(Some("OPTIN"), json!({}))), (Base::Permit, vec![]));
}

#[test]
fn denial_should_limit_what_is_permitted_beside_it_when_nothing_is_in_general() {
	let sensitive = json!({ "type": "deny", "securityLabel": [sensitivity("HIV")] });
	let treatment = json!({ "type": "permit", "purpose": [purpose("TREAT")] });
	let document = r4(Some("OPTOUT"), json!({ "provision": [treatment, sensitive] }));
	let expected =
		vec![(None, vec![purposes(Purpose::TREAT)]), (Some(0), vec![labelled(Sensitivity::HIV)])];
	assert_eq!(said(&document), (Base::Silent, expected));
	assert!(rules(&document).contains(&Rule::Beside));
	// One that would leave nothing says what holds in general.
	let at_hospital = || json!({ "actor": [actor("CST", "Organization/1")] });
	let permitted =
		merged(at_hospital(), json!({ "type": "permit", "purpose": [purpose("TREAT")] }));
	let wide = merged(at_hospital(), json!({ "type": "deny" }));
	let document = r4(Some("OPTOUT"), json!({ "provision": [permitted, wide] }));
	let expected = vec![(None, vec![held_by(1), purposes(Purpose::TREAT)])];
	assert_eq!(said(&document), (Base::Silent, expected));
}

#[test]
fn rule_of_its_own_should_permit_no_more_than_the_one_above_in_what_it_does_not_say() {
	let level = |code| coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code);
	let up_to = |confidentiality| {
		Test::Labels(LabelTest {
			confidentiality: Some(confidentiality),
			sensitivity: SensitivitySet::EMPTY,
		})
	};
	let root = |nested: Value| {
		json!({
			"type": "permit",
			"purpose": [purpose("TREAT")],
			"securityLabel": [level("N")],
			"provision": [nested],
		})
	};
	let first = (None, vec![purposes(Purpose::TREAT), up_to(Confidentiality::N)]);
	// Somebody else, and another value, are rules of their own.
	let named = json!({
		"type": "permit",
		"actor": [actor("IRCP", "Organization/1")],
		"securityLabel": [level("R")],
	});
	let own = (None, vec![purposes(Purpose::TREAT), by(1), up_to(Confidentiality::R)]);
	assert_eq!(said(&r4(None, root(named))), (Base::Silent, vec![first.clone(), own]));
	let other = json!({ "type": "permit", "securityLabel": [level("R")] });
	let own = (None, vec![purposes(Purpose::TREAT), up_to(Confidentiality::R)]);
	assert_eq!(said(&r4(None, root(other))), (Base::Silent, vec![first, own]));
}

#[test]
fn levels_of_confidentiality_should_be_alternatives() {
	let level = |code| coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code);
	let document = r5("deny", json!([{ "securityLabel": [level("N"), level("R")] }]));
	let up_to = |confidentiality| {
		let sensitivity = SensitivitySet::EMPTY;
		let test = LabelTest { confidentiality: Some(confidentiality), sensitivity };
		(None, vec![Test::Labels(test)])
	};
	let expected = vec![up_to(Confidentiality::N), up_to(Confidentiality::R)];
	assert_eq!(said(&document), (Base::Silent, expected));
}

#[test]
fn authored_by_should_be_about_the_author_when_it_refers_to_one() {
	let by_author = |reference: &str| {
		let data = json!({ "meaning": "authoredby", "reference": { "reference": reference } });
		r5("permit", json!([{ "data": [data] }]))
	};
	let author = Test::Authors(listed(Actor::Organization(OrganizationId(1))));
	assert_eq!(said(&by_author("Organization/1")), (Base::Permit, vec![(None, vec![author])]));
	let records = listed(record("DocumentReference/1"));
	let of_record = Test::Records { meaning: DataMeaning::AuthoredBy, records };
	let document = by_author("DocumentReference/1");
	assert_eq!(said(&document), (Base::Permit, vec![(None, vec![of_record])]));
	assert!(read_value(&by_author("CareTeam/1")).is_err());
}

#[test]
fn opt_in_should_be_limited_to_what_its_root_permits() {
	let root = json!({ "type": "permit", "actor": [actor("PRCP", "Organization/1")] });
	let document = r4(Some("OPTIN"), root);
	assert_eq!(said(&document), (Base::Silent, vec![(None, vec![by(1)])]));
	assert!(rules(&document).contains(&Rule::LimitedOptIn));
}

#[test]
fn provision_without_conditions_should_take_the_bases_place() {
	let document = r5("permit", json!([{ "provision": [{ "purpose": [purpose("TREAT")] }] }]));
	assert_eq!(said(&document), (Base::Silent, vec![(None, vec![purposes(Purpose::TREAT)])]));
	assert!(rules(&document).contains(&Rule::Unconditional));
	// With what it asks of recipients.
	let handled = r5("deny", json!([{ "securityLabel": [sensitivity("DELAU")] }]));
	let terms = read_value(&handled).unwrap().terms;
	assert_eq!((terms.base, terms.obligations.contains(Obligation::DELAU)), (Base::Permit, true));
}

#[test]
fn custodian_alone_should_be_what_a_denial_is_about() {
	let at_hospital = json!({ "actor": [actor("CST", "Organization/1")] });
	let document = r5("deny", json!([at_hospital]));
	assert_eq!(said(&document), (Base::Deny, vec![]));
	assert!(rules(&document).contains(&Rule::Scope));
	assert_eq!(said(&r4(Some("OPTOUT"), at_hospital.clone())), (Base::Deny, vec![]));
	// What is nested in it is the exception to the denial, within it.
	let but_for = |nested: Value| {
		r5("deny", json!([merged(at_hospital.clone(), json!({ "provision": [nested] }))]))
	};
	let emergency = but_for(
		json!({ "actor": [actor("CST", "Organization/1")], "purpose": [purpose("ETREAT")] }),
	);
	let tests = vec![held_by(1), purposes(Purpose::ETREAT)];
	assert_eq!(said(&emergency), (Base::Deny, vec![(None, tests)]));
	let research = but_for(json!({ "purpose": [purpose("HRESCH")] }));
	assert_eq!(
		said(&research),
		(Base::Silent, vec![(None, vec![held_by(1), purposes(Purpose::HRESCH)])])
	);
	// Under a base of permit it is an exception like any other, and so is one that takes labels back.
	assert_eq!(
		said(&r5("permit", json!([at_hospital]))),
		(Base::Permit, vec![(None, vec![held_by(1)])])
	);
	let labels = but_for(json!({ "securityLabel": [sensitivity("HIV")] }));
	let expected = vec![(None, vec![held_by(1)]), (Some(0), vec![labelled(Sensitivity::HIV)])];
	assert_eq!(said(&labels), (Base::Silent, expected));
}

#[test]
fn exception_for_emergencies_should_permit_them() {
	let but_for = |code: &str| {
		r5(
			"deny",
			json!([{ "actor": [actor("PRCP", "Organization/1")], "provision": [
			{ "purpose": [purpose(code)] },
		] }]),
		)
	};
	let emergencies = but_for("ERTREAT");
	assert_eq!(
		said(&emergencies),
		(Base::Deny, vec![(None, vec![by(1), purposes(Purpose::ERTREAT)])])
	);
	assert!(rules(&emergencies).contains(&Rule::EmergencyOnly));
	let expected = vec![(None, vec![by(1)]), (Some(0), vec![purposes(Purpose::HMARKT)])];
	assert_eq!(said(&but_for("HMARKT")), (Base::Silent, expected));
}

#[test]
fn nested_provisions_should_stand_beside_when_one_repeats_the_one_above() {
	let of = |label: Value| {
		json!({
			"actor": [actor("PRCP", "Organization/1")],
			"action": [action("access")],
			"securityLabel": [label],
		})
	};
	let normal = || coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "N");
	let nested = json!({ "provision": [of(sensitivity("PSY")), of(normal())] });
	let document = r5("deny", json!([merged(of(normal()), nested)]));
	let level = Test::Labels(LabelTest {
		confidentiality: Some(Confidentiality::N),
		sensitivity: SensitivitySet::EMPTY,
	});
	let expected = vec![
		(None, vec![by(1), access(), level.clone()]),
		(None, vec![by(1), access(), labelled(Sensitivity::PSY)]),
		(None, vec![by(1), access(), level]),
	];
	assert_eq!(said(&document), (Base::Silent, expected));
	assert!(rules(&document).contains(&Rule::Further));
}

#[test]
fn wider_provision_should_be_the_rule_when_it_is_nested_in_a_narrower_one() {
	let at_hospital = || json!({ "actor": [actor("CST", "Organization/1")] });
	let narrower = |nested: Value| {
		merged(at_hospital(), json!({ "purpose": [purpose("ETREAT")], "provision": [nested] }))
	};
	let expected = (Base::Deny, vec![(None, vec![held_by(1), purposes(Purpose::ETREAT)])]);
	let typed = r4(Some("OPTOUT"), narrower(merged(at_hospital(), json!({ "type": "deny" }))));
	assert_eq!(said(&typed), expected);
	assert!(rules(&typed).contains(&Rule::WiderFirst));
	assert_eq!(said(&r5("deny", json!([narrower(at_hospital())]))), expected);
	// Under a base of permit the wider one withholds, and the narrower one is excepted from that.
	let expected =
		vec![(None, vec![held_by(1)]), (Some(0), vec![held_by(1), purposes(Purpose::ETREAT)])];
	let typed = merged(
		narrower(merged(at_hospital(), json!({ "type": "deny" }))),
		json!({ "type": "permit" }),
	);
	let draft = json!({ "type": "permit", "provision": [typed] });
	assert_eq!(said(&r4(Some("OPTIN"), draft)), (Base::Permit, expected));
}

#[test]
fn nested_provision_of_the_same_type_should_be_no_exception() {
	let root = |nested: Value| {
		json!({ "type": "deny", "provision": [
			{ "type": "permit", "actor": [actor("PRCP", "Organization/1")], "provision": [nested] },
		] })
	};
	let of_other = json!({ "type": "permit", "actor": [actor("PRCP", "Organization/2")] });
	let document = r4(Some("OPTOUT"), root(of_other));
	assert_eq!(said(&document), (Base::Silent, vec![(None, vec![by(1)]), (None, vec![by(2)])]));
	assert!(rules(&document).contains(&Rule::SameType));
	let again = json!({ "type": "permit", "action": [action("access")], "provision": [
		{ "type": "deny", "purpose": [purpose("HMARKT")] },
	] });
	let expected = vec![(None, vec![by(1)]), (Some(0), vec![access(), purposes(Purpose::HMARKT)])];
	assert_eq!(said(&r4(Some("OPTOUT"), root(again))), (Base::Silent, expected));
}

#[test]
fn past_period_should_be_that_of_the_data_when_it_withholds() {
	let within = |start: &str, end: &str| json!({ "period": { "start": start, "end": end } });
	let past = || within("2019-01-01", "2019-02-01");
	let since = Period { start: days("2020-01-01", "2020-01-01").start, end: None };
	let expected = vec![Test::Period(since), Test::DataPeriod(days("2019-01-01", "2019-02-01"))];
	let withheld = r5("permit", json!([past()]));
	assert_eq!(said(&withheld), (Base::Permit, vec![(None, expected.clone())]));
	assert_eq!(rules(&withheld), [Rule::PastPeriod]);
	assert_eq!(said(&r4(Some("OPTIN"), past())), (Base::Permit, vec![(None, expected)]));
	// What permits, and what is not over, holds in its period.
	let permitted = Test::Period(days("2019-01-01", "2019-02-01"));
	assert_eq!(said(&r5("deny", json!([past()]))), (Base::Silent, vec![(None, vec![permitted])]));
	let present = r5("permit", json!([within("2019-01-01", "2021-01-01")]));
	let withheld = Test::Period(days("2019-01-01", "2021-01-01"));
	assert_eq!(said(&present), (Base::Permit, vec![(None, vec![withheld])]));
}

#[test]
fn period_should_be_that_of_the_consent_when_r4_has_nothing_else_in_the_root() {
	let period = json!({ "start": "2019-01-01", "end": "2021-01-01" });
	let of = |rule: &str, root: Value| {
		let document = r4(Some(rule), merged(json!({ "period": period }), root));
		let terms = read_value(&document).unwrap().terms;
		(terms.base, terms.period, terms.provisions.len())
	};
	let bounded = days("2019-01-01", "2021-01-01");
	assert_eq!(of("OPTIN", json!({})), (Base::Permit, bounded, 0));
	assert_eq!(of("OPTIN", json!({ "type": "permit" })), (Base::Permit, bounded, 0));
	let nested = json!({ "type": "permit", "purpose": [purpose("TREAT")] });
	let denied = json!({ "type": "deny", "provision": [nested] });
	assert_eq!(of("OPTOUT", denied), (Base::Silent, bounded, 1));
	assert_eq!(of("OPTOUT", json!({})), (Base::Silent, Period::ALWAYS, 1));
}

#[test]
fn authorization_should_end_with_its_period() {
	let document = r5(
		"permit",
		json!([{
			"period": { "start": "2019-01-01", "end": "2021-01-01" },
			"provision": [{ "action": [action("access")] }],
		}]),
	);
	let terms = read_value(&document).unwrap().terms;
	assert_eq!((terms.base, terms.period), (Base::Silent, days("2019-01-01", "2021-01-01")));
	assert_eq!(terms.provisions[0].tests.to_vec(), [access()]);
	assert!(rules(&document).contains(&Rule::AuthorizationPeriod));
	// With somebody named, the others are as the base says, while it lasts.
	let named = r5(
		"permit",
		json!([{
			"period": { "start": "2019-01-01", "end": "2021-01-01" },
			"actor": [actor("PRCP", "Organization/1")],
			"provision": [{ "action": [action("access")] }],
		}]),
	);
	let terms = read_value(&named).unwrap().terms;
	assert_eq!((terms.base, terms.period), (Base::Permit, days("2019-01-01", "2021-01-01")));
}

#[test]
fn period_should_begin_with_the_chains_time_when_it_began_before() {
	let document =
		r5("deny", json!([{ "period": { "start": "1964-01-01", "end": "2021-01-01" } }]));
	let period = Period { start: Some(0), ..days("1970-01-01", "2021-01-01") };
	assert_eq!(said(&document).1, vec![(None, vec![Test::Period(period)])]);
	assert!(rules(&document).contains(&Rule::BeforeChainTime));
}

#[test]
fn purpose_of_somebodys_own_should_be_a_project_when_it_is_about_research() {
	let own = coding("https://research.example/purposes", "XYZ");
	let document = r5("deny", json!([{ "purpose": [purpose("CLINTRCH"), own] }]));
	let trial = code_hash("https://research.example/purposes", "XYZ");
	let expected = vec![
		(None, vec![purposes(Purpose::CLINTRCH)]),
		(None, vec![Test::Recipients(listed(Actor::Trial(trial)))]),
	];
	assert_eq!(said(&document), (Base::Silent, expected));
	let projects = read_value(&document).unwrap().report.projects;
	assert_eq!((projects[0].code.as_str(), projects[0].trial), ("XYZ", trial));
	let other = r5("deny", json!([{ "purpose": [purpose("TREAT"), own] }]));
	assert!(matches!(
		read_value(&other),
		Err(Refused { problem: Problem::UnknownCode { code, .. }, .. }) if code == "XYZ"
	));
}

#[test]
fn identifier_should_be_its_id_when_it_has_no_value() {
	let of = |identifier: Value| {
		r5(
			"deny",
			json!([{ "data": [
			{ "meaning": "dependents", "reference": { "identifier": identifier } },
		] }]),
		)
	};
	let expected =
		Test::Records { meaning: DataMeaning::Dependents, records: listed(record("12")) };
	let by_id = of(json!({ "id": "12" }));
	assert_eq!(said(&by_id).1, vec![(None, vec![expected.clone()])]);
	assert!(rules(&by_id).contains(&Rule::IdentifierId));
	let by_value = of(json!({ "id": "11", "value": "12" }));
	assert_eq!(said(&by_value).1, vec![(None, vec![expected])]);
	assert!(!rules(&by_value).contains(&Rule::IdentifierId));
}

#[test]
fn value_set_should_stand_for_the_code_system_behind_it() {
	let set = "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy";
	let document = r5("permit", json!([{ "securityLabel": [coding(set, "HIV")] }]));
	assert_eq!(said(&document).1, vec![(None, vec![labelled(Sensitivity::HIV)])]);
	assert!(rules(&document).contains(&Rule::ValueSetSystem));
}

#[test]
fn grantor_should_be_noted_when_it_is_another_patient() {
	let of = |grantor: &str| {
		merged(r5("permit", json!([])), json!({ "grantor": [{ "reference": grantor }] }))
	};
	assert!(rules(&of("Patient/q")).contains(&Rule::OtherGrantor));
	assert!(!rules(&of("Patient/p")).contains(&Rule::OtherGrantor));
	let represented = merged(
		of("#mother"),
		json!({ "contained": [{
		"resourceType": "RelatedPerson",
		"id": "mother",
		"relationship": [concept("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "GUARD")],
	}] }),
	);
	let grantors = read_value(&represented).unwrap().grantors;
	assert_eq!(grantors[0].role, Some(DelegateRole::GUARD));
}

#[test]
fn lists_of_several_kinds_should_become_one_provision_each() {
	let document = r4(
		Some("OPTIN"),
		json!({ "type": "deny", "class": [
		coding("http://hl7.org/fhir/resource-types", "MedicationRequest"),
		coding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory"),
		coding("urn:ietf:bcp:13", "application/hl7-cda+xml"),
	] }),
	);
	let expected = vec![
		(None, vec![Test::ResourceTypes(ResourceType::MedicationRequest.into())]),
		(None, vec![Test::Classes(ClassSet::of(&[DataClass::Laboratory]))]),
		(
			None,
			vec![Test::DocumentTypes(listed(code_hash(
				"urn:ietf:bcp:13",
				"application/hl7-cda+xml",
			)))],
		),
	];
	assert_eq!(said(&document), (Base::Permit, expected));
}

#[test]
fn report_should_list_what_only_the_hash_stands_for() {
	let document = merged(
		r5("deny", json!([])),
		json!({
			"text": { "status": "generated", "div": "<div/>" },
			"controller": [{ "reference": "Organization/9" }],
			"extension": [{ "url": "urn:other" }],
			"regulatoryBasis": [concept(PolicyBasis::SYSTEM, "hipaa-auth"), { "text": "a law" }],
		}),
	);
	let conversion = read_value(&document).unwrap();
	for kept in ["text", "controller", "Consent.extension", "regulatoryBasis"] {
		assert!(conversion.report.kept.iter().any(|one| one == kept), "{kept}");
	}
	assert_eq!(conversion.terms.policy, Some(PolicyBasis::HipaaAuthorization));
	let hash = sp_io::hashing::blake2_256(document.to_string().as_bytes());
	assert_eq!(conversion.terms.source, Some(H256(hash)));
}
