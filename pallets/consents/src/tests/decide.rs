use super::*;
use salus_primitives::{
	codes::{ClassSet, DelegateRole},
	consent::Protocol,
};

/// The clinic's practitioner asks for Ann's record.
fn request() -> Request<u64> {
	Request {
		agent: Some(PRACTITIONER),
		record: Some(RECORD),
		..Request::new(ConsentAction::Access, Purpose::TREAT)
	}
}

fn reason(request: &Request<u64>) -> Reason {
	decision_on(request).reason
}

/// Takes a consent away, as no call does.
fn forget(patient: PatientId, consent: ConsentId) {
	crate::Consents::<Test>::remove(patient, consent);
	crate::Holdings::<Test>::remove(patient);
}

/// Whether Ann's record meets these tests, in the eyes of the practitioner.
fn meets(test: ConsentTest<u64>, request: &Request<u64>) -> bool {
	grant_as_ann(CONSENT, permitting([test]));
	let permitted = decision_on(request).is_permitted();
	forget(ANN, CONSENT);
	permitted
}

#[docify::export]
#[test]
fn decide_should_deny_when_period_is_over() {
	build_and_execute(|| {
		let tomorrow = NOW + 24 * 60 * 60 * 1000;
		let terms = Terms { period: Period::until(tomorrow), ..treatment_by(CLINIC) };
		grant_as_ann(CONSENT, terms);

		let decision = decision_on(&request_by(CLINIC));
		assert!(decision.is_permitted());
		assert_eq!(decision.valid_until, Some(tomorrow));

		Now::set(&tomorrow);
		let decision = decision_on(&request_by(CLINIC));
		assert_eq!(decision.reason, Reason::NoMatchingConsent);
		assert_eq!(decision.valid_until, None);
	});
}

#[test]
fn decide_should_take_from_the_chain_what_it_knows_of_the_record() {
	build_and_execute(|| {
		let known = [
			ConsentTest::Classes(DataClass::Laboratory.into()),
			ConsentTest::ResourceTypes(ResourceType::Observation.into()),
			ConsentTest::Labels(salus_primitives::consent::LabelTest {
				confidentiality: Some(LABELS.confidentiality),
				sensitivity: Default::default(),
			}),
			ConsentTest::Authors(Entries::truncate_from(vec![Actor::Organization(HOSPITAL)])),
			ConsentTest::Authors(Entries::truncate_from(vec![Actor::Agent(WRITER)])),
			ConsentTest::Custodians(Entries::truncate_from(vec![Actor::Organization(HOSPITAL)])),
			ConsentTest::Custodians(Entries::truncate_from(vec![Actor::Capability(
				Capability::Provider,
			)])),
		];
		for test in known {
			assert!(meets(test.clone(), &request()), "{test:?}");
		}
		assert!(!meets(ConsentTest::Classes(DataClass::Imaging.into()), &request()));
	});
}

#[test]
fn decide_should_take_from_the_chain_what_it_knows_of_the_actor() {
	build_and_execute(|| {
		use salus_primitives::codes::AgentRole;
		for (actor, expected) in [
			(Actor::Organization(CLINIC), true),
			(Actor::Organization(HOSPITAL), false),
			(Actor::Agent(PRACTITIONER), true),
			(Actor::Agent(WRITER), false),
			(Actor::Role(AgentRole::Practitioner), true),
			(Actor::Role(AgentRole::Clerk), false),
			(Actor::Capability(Capability::Provider), true),
			(Actor::Capability(Capability::Payer), false),
		] {
			let test = ConsentTest::Recipients(Entries::truncate_from(vec![actor]));
			assert_eq!(meets(test.clone(), &request()), expected, "{test:?}");
		}
	});
}

#[test]
fn decide_should_not_know_an_agent_when_organization_asks_as_such() {
	build_and_execute(|| {
		let agent =
			ConsentTest::Recipients(Entries::truncate_from(vec![Actor::Agent(PRACTITIONER)]));
		assert!(!meets(agent, &request_by(CLINIC)));
		assert!(meets(recipient(CLINIC), &request_by(CLINIC)));
	});
}

#[test]
fn decide_should_accept_a_request_that_repeats_what_the_chain_knows() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let repeating = Request {
			organization: Some(CLINIC),
			class: Some(DataClass::Laboratory),
			resource_type: Some(ResourceType::Observation),
			labels: Some(LABELS),
			author: Some(HOSPITAL),
			custodian: Some(HOSPITAL),
			..request()
		};
		let decision = decision_on(&repeating);
		assert!(decision.is_permitted());
		assert_eq!(decision.asserted, AttributeSet::EMPTY);
		assert_eq!(decision, decision_on(&request()));
	});
}

#[test]
fn decide_should_refuse_when_request_contradicts_the_chain() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let mut labels = LABELS;
		labels.sensitivity = salus_primitives::codes::Sensitivity::HIV.into();
		let contradictions = [
			Request { organization: Some(HOSPITAL), ..request() },
			Request { class: Some(DataClass::Imaging), ..request() },
			Request { resource_type: Some(ResourceType::Account), ..request() },
			Request { labels: Some(labels), ..request() },
			Request { author: Some(CLINIC), ..request() },
			Request { custodian: Some(CLINIC), ..request() },
		];
		for request in contradictions {
			let decision = decision_on(&request);
			assert_eq!(decision.reason, Reason::Contradiction, "{request:?}");
			assert!(!decision.is_permitted());
		}
	});
}

#[test]
fn decide_should_ask_at_one_custodian_when_request_names_it_and_at_all_when_not() {
	build_and_execute(|| {
		Custodians::set(&vec![HOSPITAL, PAYER]);
		let held_by = |custodian| {
			ConsentTest::Custodians(Entries::truncate_from(vec![Actor::Organization(custodian)]))
		};
		assert!(meets(held_by(HOSPITAL), &request()));
		assert!(meets(held_by(PAYER), &request()));
		let at_hospital = Request { custodian: Some(HOSPITAL), ..request() };
		assert!(meets(held_by(HOSPITAL), &at_hospital));
		assert!(!meets(held_by(PAYER), &at_hospital));
	});
}

#[test]
fn decide_should_name_what_the_asker_asserts() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let codes = Entries::truncate_from(vec![H256::zero()]);
		let asserting = Request {
			class: Some(DataClass::Laboratory),
			resource_type: Some(ResourceType::Observation),
			labels: Some(LABELS),
			custodian: Some(HOSPITAL),
			author: Some(HOSPITAL),
			document_type: Some(H256::zero()),
			codes,
			data_time: Some(NOW),
			trial: Some(H256::zero()),
			related_to: Some(Entries::new()),
			..request()
		};
		let about_a_record = AttributeSet::of(&[
			Attribute::DocumentType,
			Attribute::Codes,
			Attribute::DataTime,
			Attribute::Trial,
			Attribute::RelatedTo,
		]);
		assert_eq!(decision_on(&asserting).asserted, about_a_record);
		let about_no_record = Request { record: None, ..asserting };
		assert_eq!(decision_on(&about_no_record).asserted, AttributeSet::ALL);
		assert_eq!(decision_on(&request()).asserted, AttributeSet::EMPTY);
	});
}

#[test]
fn decide_should_use_what_the_asker_asserts_but_not_for_the_default_policy() {
	build_and_execute(|| {
		let policy = DefaultPolicy {
			own_records: Purpose::TREAT.into(),
			required_by_law: PurposeSet::EMPTY,
			required_by_law_to: CapabilitySet::EMPTY,
		};
		assert_ok!(Consents::set_default_policy(RuntimeOrigin::root(), policy));
		let claimed = Request { author: Some(HOSPITAL), ..request_by(HOSPITAL) };
		assert_eq!(reason(&claimed), Reason::NoMatchingConsent);
		let known = Request { record: Some(RECORD), ..request_by(HOSPITAL) };
		assert_eq!(reason(&known), Reason::OwnRecord);
		let author =
			ConsentTest::Authors(Entries::truncate_from(vec![Actor::Organization(HOSPITAL)]));
		assert!(meets(author, &claimed));
	});
}

#[test]
fn decide_should_refuse_when_actor_is_unknown() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		let nobody = Request { agent: None, ..request() };
		assert_eq!(reason(&nobody), Reason::UnknownActor);
	});
}

#[test]
fn decide_should_refuse_when_actor_may_not_act() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		let by = |agent| Request { agent: Some(agent), ..request() };
		assert_eq!(reason(&by(STRANGER)), Reason::ActorNotActive);
		assert_eq!(reason(&request_by(OrganizationId(9))), Reason::ActorNotActive);
		Suspended::set(&vec![CLINIC]);
		assert_eq!(reason(&by(PRACTITIONER)), Reason::ActorNotActive);
		assert_eq!(reason(&request_by(CLINIC)), Reason::ActorNotActive);
		Suspended::set(&vec![]);
		assert_eq!(reason(&by(PRACTITIONER)), Reason::ConsentPermits);
	});
}

#[test]
fn decide_should_refuse_when_record_is_unknown_or_erased() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		let other = Request { record: Some(RecordId::FIRST), ..request() };
		assert_eq!(reason(&other), Reason::UnknownRecord);
		RecordIs::set(&RecordStatus::Superseded);
		assert_eq!(reason(&request()), Reason::ConsentPermits);
		RecordIs::set(&RecordStatus::Erased);
		assert_eq!(reason(&request()), Reason::RecordErased);
	});
}

#[test]
fn decide_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		let of_ben = <Consents as AccessControl<u64>>::decide(BEN, &request());
		assert_eq!(of_ben.reason, Reason::UnknownPatient);
		AnnIs::set(&PatientStatus::Erased { erased_at: NOW });
		assert_eq!(reason(&request()), Reason::PatientErased);
	});
}

#[test]
fn decide_should_go_on_when_patient_is_dead_or_merged() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		AnnIs::set(&PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW });
		assert_eq!(reason(&request()), Reason::ConsentPermits);
		AnnIs::set(&PatientStatus::Merged { replaced_by: BEN });
		assert_eq!(reason(&request()), Reason::ConsentPermits);
	});
}

#[test]
fn decide_should_not_mix_the_consents_of_patients() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		let consent = Consents::info(ANN, CONSENT).unwrap().consent;
		assert_ok!(Consents::hold(BEN, id(1), consent));
		assert_eq!(decision_on(&request()).consent, Some(CONSENT));
	});
}

#[test]
fn valid_until_should_be_when_the_actors_standing_ends() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		PractitionerUntil::set(&Some(NOW + 7));
		let decision = decision_on(&request());
		assert!(decision.is_permitted());
		assert_eq!(decision.valid_until, Some(NOW + 7));
		Now::set(&(NOW + 7));
		let decision = decision_on(&request());
		assert_eq!(decision.reason, Reason::ActorNotActive);
		// The agent's validity may begin again at any time.
		assert_eq!(decision.valid_until, Some(NOW + 7));
	});
}

#[test]
fn valid_until_should_be_when_a_capability_of_author_or_custodian_ends() {
	build_and_execute(|| {
		LicensedUntil::set(&Some(NOW + 3));
		let provider = || Entries::truncate_from(vec![Actor::Capability(Capability::Provider)]);
		for test in [ConsentTest::Authors(provider()), ConsentTest::Custodians(provider())] {
			grant_as_ann(CONSENT, permitting([test]));
			for request in [
				request(),
				Request {
					custodian: Some(HOSPITAL),
					author: Some(HOSPITAL),
					record: None,
					..request()
				},
			] {
				Now::set(&NOW);
				let decision = decision_on(&request);
				assert!(decision.is_permitted());
				assert_eq!(decision.valid_until, Some(NOW + 3));
				Now::set(&(NOW + 3));
				assert!(!decision_on(&request).is_permitted());
			}
			Now::set(&NOW);
			forget(ANN, CONSENT);
		}
	});
}

#[test]
fn weight_should_grow_with_the_patients_consents_up_to_the_most() {
	build_and_execute(|| {
		let weight = |patient| <Consents as AccessControl<u64>>::weight(patient);
		let max = <Consents as AccessControl<u64>>::max_weight();
		grant_as_ann(CONSENT, permitting([]));
		let one = weight(ANN);
		assert!(weight(BEN).ref_time() < one.ref_time());
		let mut two = permitting([]);
		two.provisions.try_push(two.provisions[0].clone()).unwrap();
		grant_as_ann(id(1), two);
		assert!(one.ref_time() < weight(ANN).ref_time());
		assert!(weight(ANN).ref_time() < max.ref_time());
		// What was ended costs nothing.
		assert_ok!(act(ConsentAct::Revoke, id(1)));
		assert_eq!(weight(ANN), one);
	});
}

/// Ann's own key, or somebody who acts for her, asks.
fn by(agent: u64, purpose: Purpose) -> Request<u64> {
	Request {
		agent: Some(agent),
		record: Some(RECORD),
		..Request::new(ConsentAction::Access, purpose)
	}
}

#[test]
fn decide_should_permit_the_patient_to_see_their_data() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, Terms::new(Base::Deny));
		let own = by(ANN_KEY, Purpose::PATRQT);
		assert_eq!(reason(&own), Reason::PatientRequest);
		assert_eq!(reason(&by(ANN_KEY, Purpose::TREAT)), Reason::ConsentDenies);
		let in_a_name = Request { organization: Some(CLINIC), ..own.clone() };
		assert_eq!(reason(&in_a_name), Reason::Contradiction);
		let unknown = Request { record: Some(RecordId::FIRST), ..own.clone() };
		assert_eq!(reason(&unknown), Reason::UnknownRecord);
		let of_ben = <Consents as AccessControl<u64>>::decide(BEN, &own);
		assert_eq!(of_ben.reason, Reason::UnknownPatient);
		for other in [GUARDIAN, PRACTITIONER] {
			assert_eq!(reason(&by(other, Purpose::PATRQT)), Reason::ConsentDenies);
		}
	});
}

#[test]
fn decide_should_know_as_what_a_representative_acts() {
	build_and_execute(|| {
		let guardian = Entries::truncate_from(vec![Actor::Delegate(DelegateRole::GUARD)]);
		grant_as_ann(CONSENT, permitting([ConsentTest::Recipients(guardian)]));
		let decision = decision_on(&by(GUARDIAN, Purpose::FAMRQT));
		assert!(decision.is_permitted());
		// Until when the representative may act is not known here.
		assert_eq!(decision.valid_until, Some(NOW));
		assert_eq!(reason(&by(TEACHER, Purpose::FAMRQT)), Reason::NoMatchingConsent);
		assert_eq!(reason(&by(PRACTITIONER, Purpose::FAMRQT)), Reason::NoMatchingConsent);
		let in_a_name = Request { organization: Some(CLINIC), ..by(GUARDIAN, Purpose::FAMRQT) };
		assert_eq!(reason(&in_a_name), Reason::Contradiction);
	});
}

#[test]
fn decide_should_let_break_glass_who_has_declared_an_emergency() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, Terms::new(Base::Deny));
		let breaking = Request { purpose: Some(Purpose::BTG), ..request() };
		assert_eq!(reason(&breaking), Reason::EmergencyNotDeclared);
		let open = (ClassSet::from(DataClass::Laboratory), NOW + 9);
		Declared::set(&Some(open));
		let decision = decision_on(&breaking);
		assert_eq!((decision.reason, decision.valid_until), (Reason::BreakGlass, Some(NOW + 9)));
		// Not the organization as such, nor another agent, nor for another purpose.
		let as_such = Request { agent: None, organization: Some(CLINIC), ..breaking.clone() };
		assert_eq!(reason(&as_such), Reason::EmergencyNotDeclared);
		let another = Request { agent: Some(WRITER), ..breaking.clone() };
		assert_eq!(reason(&another), Reason::EmergencyNotDeclared);
		assert_eq!(reason(&request()), Reason::ConsentDenies);
		assert_eq!(reason(&by(GUARDIAN, Purpose::BTG)), Reason::EmergencyNotDeclared);
		Declared::set(&Some((DataClass::Imaging.into(), NOW + 9)));
		assert_eq!(reason(&breaking), Reason::EmergencyNotDeclared);
		Declared::set(&Some(open));
		Now::set(&(NOW + 9));
		assert_eq!(reason(&breaking), Reason::EmergencyNotDeclared);
	});
}

#[test]
fn decide_should_follow_consents_when_emergency_treatment_is_declared() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let emergency = Request { purpose: Some(Purpose::ETREAT), ..request() };
		assert_eq!(reason(&emergency), Reason::EmergencyNotDeclared);
		Declared::set(&Some((ClassSet::EMPTY, NOW + 9)));
		assert_eq!(reason(&emergency), Reason::ConsentPermits);
	});
}

#[test]
fn decide_should_find_a_consent_stale_when_the_protocol_was_amended() {
	build_and_execute(|| {
		let protocol = Some(Protocol { trial: TRIAL, version: 1 });
		grant_as_ann(CONSENT, Terms { protocol, ..permitting([]) });
		let on_behalf_of = |trial| Request { trial, ..request() };
		assert_eq!(reason(&on_behalf_of(Some(TRIAL))), Reason::ConsentPermits);
		assert_eq!(reason(&on_behalf_of(None)), Reason::NoMatchingConsent);
		assert_eq!(reason(&on_behalf_of(Some(H256::zero()))), Reason::NoMatchingConsent);
		ProtocolVersion::set(&2);
		assert_eq!(reason(&on_behalf_of(Some(TRIAL))), Reason::NoMatchingConsent);
		// The participant consents to the version that is current now.
		let protocol = Some(Protocol { trial: TRIAL, version: 2 });
		let ann = RuntimeOrigin::signed(ANN_KEY);
		assert_ok!(Consents::amend(ann, ANN, CONSENT, Terms { protocol, ..permitting([]) }));
		assert_eq!(reason(&on_behalf_of(Some(TRIAL))), Reason::ConsentPermits);
	});
}

#[test]
fn decide_should_not_read_consents_that_are_not_active() {
	build_and_execute(|| {
		grant_as_ann(id(1), permitting([]));
		grant_as_ann(id(2), Terms::new(Base::Deny));
		crate::mock::request(id(3), Terms::new(Base::Deny));
		assert_eq!(reason(&request_by(CLINIC)), Reason::ConsentDenies);
		assert_ok!(act(ConsentAct::Suspend, id(2)));
		assert_eq!(reason(&request_by(CLINIC)), Reason::ConsentPermits);
		// Were it read, it would deny.
		crate::Consents::<Test>::mutate(ANN, id(2), |consent| {
			consent.as_mut().unwrap().status = ConsentStatus::Active;
		});
		assert_eq!(reason(&request_by(CLINIC)), Reason::ConsentPermits);
		crate::Consents::<Test>::mutate(ANN, id(2), |consent| {
			consent.as_mut().unwrap().status = ConsentStatus::Suspended;
		});
	});
}

#[test]
fn decisions_should_weigh_what_is_in_force() {
	use salus_primitives::traits::AccessControl;
	let weight = || <Consents as AccessControl<u64>>::weight(ANN).ref_time();
	build_and_execute(|| {
		let none = weight();
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let one = weight();
		assert!(none < one);
		grant_as_ann(ConsentId(H256::repeat_byte(9)), named([CLINIC, PAYER]));
		assert!(one < weight());
		assert!(weight() < <Consents as AccessControl<u64>>::max_weight().ref_time());
		assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT));
		assert_eq!(weight(), one);
	});
}

#[test]
fn decisions_should_cost_less_than_announced_where_fewer_hold_the_data() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		let most = <Consents as AccessControl<u64>>::weight(ANN).ref_time();
		let cost = |held_by: u32, request: &Request<u64>| {
			Custodians::set(&(100..100 + held_by).map(OrganizationId).collect());
			let (decision, cost) = <Consents as AccessControl<u64>>::decide_weighed(ANN, request);
			assert_eq!(decision, decision_on(request));
			cost.ref_time()
		};
		let by_agent = by(PRACTITIONER, Purpose::TREAT);
		let by_clinic = Request { record: Some(RECORD), ..request_by(CLINIC) };
		assert!(cost(1, &by_agent) < cost(8, &by_agent));
		assert!(cost(8, &by_agent) < cost(8, &by_clinic));
		assert_eq!(cost(8, &by_clinic), most);
		// The agent's own organization was looked at already.
		let two = cost(2, &by_agent);
		Custodians::set(&vec![CLINIC, OrganizationId(100)]);
		let (_, with_own) = <Consents as AccessControl<u64>>::decide_weighed(ANN, &by_agent);
		assert!(with_own.ref_time() < two);
		let bare = <Consents as AccessControl<u64>>::bare_weight().ref_time();
		assert!(bare < cost(1, &by_agent));
	});
}
