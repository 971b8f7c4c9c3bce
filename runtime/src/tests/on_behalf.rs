//! Acting for a patient: what can be signed for others to send in, and the way back to a lost key.

use super::*;
use crate::{
	configs::{health::OrganizationLimits, on_behalf::OnBehalf},
	Moment, Multisig, Patients, Proxy, Recovery, SignedCalls,
};
use frame_support::traits::Get;
use pallet_signed_calls::{Subject, Submittable};
use salus_primitives::{
	patient::controller_payload,
	signed::{call_payload, genesis},
	traits::{Membership, Patients as _},
	OrganizationId, PatientId,
};
use sp_runtime::DispatchResult;

/// The patient of the development chain whose key is lost.
const LOST: Sr25519Keyring = Sr25519Keyring::Ferdie;
/// Strangers to the chain: her sister, and the key that she has afterwards.
const SISTER: Sr25519Keyring = Sr25519Keyring::Two;
const NEW: Sr25519Keyring = Sr25519Keyring::AliceStash;
/// Administrators of the hospital that registered her and of the clinic.
const HOSPITAL: Sr25519Keyring = Sr25519Keyring::Bob;
const CLINIC: Sr25519Keyring = Sr25519Keyring::Charlie;
/// That hospital.
const SPONSOR: OrganizationId = OrganizationId(1);
/// Longer than the development chain's time to object.
const DELAY: Moment = 20_000;

fn patient() -> PatientId {
	PatientId::from(sp_io::hashing::blake2_256(&LOST.to_raw_public()))
}

fn now() -> Moment {
	pallet_timestamp::Now::<Runtime>::get()
}

fn wait(time: Moment) {
	pallet_timestamp::Now::<Runtime>::mutate(|now| *now += time);
}

fn contacts() -> Vec<AccountId> {
	let mut contacts: Vec<_> =
		[SISTER, HOSPITAL, CLINIC].into_iter().map(|who| who.to_account_id()).collect();
	contacts.sort();
	contacts
}

/// Has the clinic send in what `who` signed. What came of the call.
fn submit(who: Sr25519Keyring, call: RuntimeCall) -> DispatchResult {
	let account = who.to_account_id();
	let nonce = SignedCalls::last_nonce(&account).map_or(0, |last| last + 1);
	let deadline = now() + 1_000;
	let genesis = genesis(System::block_hash(0));
	let payload = call_payload(genesis, patient(), &account, &call.encode(), nonce, deadline);
	assert_ok!(SignedCalls::submit(
		signed(CLINIC),
		patient(),
		account,
		Box::new(call),
		nonce,
		deadline,
		MultiSignature::from(who.sign(&payload)),
	));
	System::read_events_for_pallet::<pallet_signed_calls::Event<Runtime>>()
		.pop()
		.map(|pallet_signed_calls::Event::CallSubmitted { result, .. }| result)
		.expect("what was submitted is told")
}

/// The call by which the contacts hand the patient over to the key of `new`.
fn hand_over(new: Sr25519Keyring) -> RuntimeCall {
	let deadline = now() + 1_000;
	let nonce = Patients::info(patient()).expect("registered").nonce;
	let genesis = genesis(System::block_hash(0));
	let payload = controller_payload(genesis, patient(), SPONSOR, nonce, deadline);
	let rotate = RuntimeCall::Patients(pallet_patients::Call::rotate_controller {
		patient: patient(),
		new_controller: new.to_account_id(),
		deadline,
		signature: MultiSignature::from(new.sign(&payload)),
	});
	RuntimeCall::Recovery(pallet_recovery::Call::control_inherited_account {
		recovered: LOST.to_account_id().into(),
		call: Box::new(rotate),
	})
}

/// The call by which `who`, one of the contacts, agrees to `call`.
fn as_multi(
	who: Sr25519Keyring,
	call: &RuntimeCall,
	timepoint: Option<pallet_multisig::Timepoint<u32>>,
) -> RuntimeCall {
	let mut others = contacts();
	others.retain(|contact| *contact != who.to_account_id());
	RuntimeCall::Multisig(pallet_multisig::Call::as_multi {
		threshold: 2,
		other_signatories: others,
		maybe_timepoint: timepoint,
		call: Box::new(call.clone()),
		max_weight: call.get_dispatch_info().call_weight,
	})
}

/// The development chain, where Ferdie has contacts.
fn with_contacts(test: impl FnOnce()) {
	dev_ext().execute_with(|| {
		wait(1_000_000);
		assert_ok!(Patients::arrange_recovery(
			signed(LOST),
			patient(),
			contacts().try_into().expect("three fit"),
			2,
			DELAY
		));
		test();
	});
}

fn initiate(who: Sr25519Keyring) -> RuntimeCall {
	assert!(contacts().contains(&who.to_account_id()));
	RuntimeCall::Recovery(pallet_recovery::Call::initiate_attempt {
		lost: LOST.to_account_id().into(),
		friend_group_index: 0,
	})
}

fn finish() -> DispatchResult {
	Recovery::finish_attempt(signed(CLINIC), LOST.to_account_id().into(), 0)
}

/// Two contacts have asked, and nobody objected.
fn recovered() {
	assert_ok!(submit(SISTER, initiate(SISTER)));
	assert_ok!(Recovery::approve_attempt(signed(HOSPITAL), LOST.to_account_id().into(), 0));
	wait(DELAY);
	assert_ok!(finish());
}

#[test]
fn lost_key_should_be_replaced_when_two_contacts_agree_and_nobody_objects() {
	with_contacts(|| {
		recovered();
		let call = hand_over(NEW);
		assert_ok!(as_multi(HOSPITAL, &call, None).dispatch(signed(HOSPITAL)));
		let timepoint = Multisig::timepoint();
		assert_ok!(submit(SISTER, as_multi(SISTER, &call, Some(timepoint))));

		let (old, new) = (LOST.to_account_id(), NEW.to_account_id());
		let power = salus_primitives::patient::Power::Consent;
		assert_eq!(Patients::patient_of(&new), Some(patient()));
		assert!(Patients::authority(&new, patient(), power).is_some());
		assert!(Patients::authority(&old, patient(), power).is_none());
		assert!(Organizations::membership(&old).is_none(), "the old key is a stranger");
		assert!(Organizations::membership(&new).is_some());
		// Nothing is left of what was arranged for the old key.
		assert_eq!(Recovery::friend_groups(old.clone()), []);
		assert_eq!(Recovery::inheritor(old), None);
	});
}

#[test]
fn lost_key_should_stay_when_it_objects() {
	with_contacts(|| {
		assert_ok!(submit(SISTER, initiate(SISTER)));
		assert_ok!(Recovery::approve_attempt(signed(HOSPITAL), LOST.to_account_id().into(), 0));
		// It may as well be signed on paper.
		let cancel = RuntimeCall::Recovery(pallet_recovery::Call::cancel_attempt {
			lost: LOST.to_account_id().into(),
			friend_group_index: 0,
		});
		assert_ok!(submit(LOST, cancel));
		wait(DELAY);
		assert_noop!(finish(), pallet_recovery::Error::<Runtime>::NotAttempt);
	});
	with_contacts(|| {
		// Even at the last moment.
		recovered();
		assert_ok!(Recovery::revoke_inheritor(signed(LOST)));
		let call = hand_over(NEW);
		assert_ok!(as_multi(HOSPITAL, &call, None).dispatch(signed(HOSPITAL)));
		assert_ok!(submit(SISTER, as_multi(SISTER, &call, Some(Multisig::timepoint()))));
		assert_eq!(Patients::patient_of(&LOST.to_account_id()), Some(patient()));
	});
}

#[test]
fn recovery_should_wait_for_its_delay_and_for_the_second_contact() {
	with_contacts(|| {
		assert_ok!(Recovery::initiate_attempt(signed(HOSPITAL), LOST.to_account_id().into(), 0));
		wait(DELAY);
		assert_noop!(finish(), pallet_recovery::Error::<Runtime>::NotApproved);
		let twice = Recovery::approve_attempt(signed(HOSPITAL), LOST.to_account_id().into(), 0);
		assert_noop!(twice, pallet_recovery::Error::<Runtime>::AlreadyVoted);
	});
	with_contacts(|| {
		assert_ok!(submit(SISTER, initiate(SISTER)));
		assert_ok!(Recovery::approve_attempt(signed(HOSPITAL), LOST.to_account_id().into(), 0));
		wait(DELAY - 1);
		assert_noop!(finish(), pallet_recovery::Error::<Runtime>::NotYetInheritable);
		wait(1);
		assert_ok!(finish());
	});
}

#[test]
fn one_contact_should_never_be_enough() {
	with_contacts(|| {
		recovered();
		let call = hand_over(NEW);
		assert_noop!(
			call.clone().dispatch(signed(HOSPITAL)).map(|_| ()).map_err(|refused| refused.error),
			pallet_recovery::Error::<Runtime>::NotInheritor
		);
		let alone = Multisig::as_multi_threshold_1(
			signed(HOSPITAL),
			contacts().into_iter().filter(|who| *who != HOSPITAL.to_account_id()).collect(),
			Box::new(call),
		);
		let refused = pallet_recovery::Error::<Runtime>::NotInheritor;
		assert_eq!(alone.map_err(|refused| refused.error), Err(refused.into()));
		assert_eq!(Patients::patient_of(&LOST.to_account_id()), Some(patient()));
	});
}

#[test]
fn recovery_should_be_arranged_through_the_patients_pallet_only() {
	with_contacts(|| {
		let weak = RuntimeCall::Recovery(pallet_recovery::Call::set_friend_groups {
			friend_groups: vec![],
		});
		assert!(!CallFilter::contains(&weak));
		let filtered = frame_system::Error::<Runtime>::CallFiltered;
		assert_eq!(weak.clone().dispatch(signed(LOST)).map_err(|e| e.error), Err(filtered.into()));
		let batch = RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![weak] });
		let filtered = frame_system::Error::<Runtime>::CallFiltered;
		assert_eq!(batch.dispatch(signed(LOST)).map_err(|e| e.error), Err(filtered.into()));
		let alone = Patients::arrange_recovery(
			signed(LOST),
			patient(),
			contacts().try_into().expect("three fit"),
			1,
			DELAY,
		);
		assert_noop!(alone, pallet_patients::Error::<Runtime>::InvalidThreshold);
	});
}

#[test]
fn contacts_should_do_nothing_with_the_account_but_hand_it_over() {
	let revoke = RuntimeCall::Consents(pallet_consents::Call::revoke {
		patient: patient(),
		consent: Default::default(),
	});
	let erase = RuntimeCall::Patients(pallet_patients::Call::erase { patient: patient() });
	for call in [revoke, erase] {
		let control = RuntimeCall::Recovery(pallet_recovery::Call::control_inherited_account {
			recovered: LOST.to_account_id().into(),
			call: Box::new(call),
		});
		assert!(!CallFilter::contains(&control), "{control:?}");
		assert_eq!(OnBehalf::subject(&control), Subject::NotSubmittable);
	}
	dev_ext().execute_with(|| assert!(CallFilter::contains(&hand_over(NEW))));
}

#[test]
fn recovery_should_begin_anew_when_somebody_asked_in_vain() {
	with_contacts(|| {
		assert_ok!(submit(SISTER, initiate(SISTER)));
		assert_noop!(
			Patients::dissolve_recovery(signed(LOST), patient()),
			pallet_recovery::Error::<Runtime>::HasOngoingAttempts
		);
		assert_ok!(Recovery::cancel_attempt(signed(LOST), LOST.to_account_id().into(), 0));
		assert_ok!(submit(SISTER, initiate(SISTER)));
		assert_ok!(Recovery::cancel_attempt(signed(LOST), LOST.to_account_id().into(), 0));
		assert_ok!(Patients::dissolve_recovery(signed(LOST), patient()));
		assert_eq!(Recovery::friend_groups(LOST.to_account_id()), []);
	});
}

#[test]
fn erased_patient_should_leave_nothing_of_its_contacts() {
	with_contacts(|| {
		recovered();
		assert_ok!(Patients::erase(signed(LOST), patient()).map(|_| ()).map_err(|e| e.error));
		assert_eq!(Recovery::friend_groups(LOST.to_account_id()), []);
		assert_eq!(Recovery::inheritor(LOST.to_account_id()), None);
	});
}

#[test]
fn only_what_patients_do_should_be_submittable() {
	dev_ext().execute_with(|| {
		let erase = RuntimeCall::Patients(pallet_patients::Call::erase { patient: patient() });
		assert_eq!(OnBehalf::subject(&erase), Subject::Patient(patient()));
		assert_eq!(OnBehalf::subject(&hand_over(NEW)), Subject::Account);
		assert_eq!(OnBehalf::subject(&as_multi(SISTER, &hand_over(NEW), None)), Subject::Account);

		let account = SISTER.to_account_id();
		let wrap = |call: RuntimeCall| {
			vec![
				RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![call.clone()] }),
				RuntimeCall::Utility(pallet_utility::Call::as_derivative {
					index: 0,
					call: Box::new(call.clone()),
				}),
				RuntimeCall::Proxy(pallet_proxy::Call::proxy {
					real: account.clone().into(),
					force_proxy_type: None,
					call: Box::new(call.clone()),
				}),
				as_multi(SISTER, &call, None),
				RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
					other_signatories: vec![],
					call: Box::new(call.clone()),
				}),
				RuntimeCall::SignedCalls(pallet_signed_calls::Call::submit {
					patient: patient(),
					account: account.clone(),
					call: Box::new(call),
					nonce: 0,
					deadline: 0,
					signature: MultiSignature::from(SISTER.sign(b"")),
				}),
			]
		};
		let mut others = wrap(erase);
		others.extend([
			RuntimeCall::System(frame_system::Call::remark { remark: vec![] }),
			RuntimeCall::Patients(pallet_patients::Call::report_death { patient: patient() }),
			RuntimeCall::Patients(pallet_patients::Call::set_objection_period { period: 1 }),
			RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
				delegate: account.clone().into(),
				proxy_type: ProxyType::Any,
				delay: 0,
			}),
			motion(RuntimeCall::System(frame_system::Call::remark { remark: vec![] })),
		]);
		for call in others {
			assert_eq!(OnBehalf::subject(&call), Subject::NotSubmittable, "{call:?}");
		}
	});
}

#[test]
fn patient_without_a_device_should_act_through_any_member() {
	dev_ext().execute_with(|| {
		wait(1_000_000);
		let add = RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
			delegate: SISTER.to_account_id().into(),
			proxy_type: ProxyType::Health,
			delay: 0,
		});
		assert_ok!(submit(LOST, add));
		assert_eq!(Proxy::proxies(LOST.to_account_id()).0.len(), 1);
		let open = RuntimeCall::Patients(pallet_patients::Call::open_care_relationship {
			patient: patient(),
			organization: OrganizationId(2),
			period: Default::default(),
		});
		assert_ok!(submit(LOST, open));
		assert!(Patients::has_care_relationship(patient(), OrganizationId(2)));
	});
}

#[test]
fn submission_should_be_paid_by_whoever_sends_it_in() {
	dev_ext().execute_with(|| {
		assert!(Organizations::active_agent(&CLINIC.to_account_id()).is_some());
		let erase = RuntimeCall::Patients(pallet_patients::Call::erase { patient: patient() });
		let submit = RuntimeCall::SignedCalls(pallet_signed_calls::Call::submit {
			patient: patient(),
			account: LOST.to_account_id(),
			call: Box::new(erase.clone()),
			nonce: 0,
			deadline: 0,
			signature: MultiSignature::from(LOST.sign(b"")),
		});
		let (outer, inner) = (submit.get_dispatch_info(), erase.get_dispatch_info());
		assert!(outer.call_weight.ref_time() > inner.call_weight.ref_time());
		assert_eq!(outer.class, DispatchClass::Normal);
		let capacity = OrganizationLimits::get().capacity;
		assert!(outer.call_weight.ref_time() < capacity / 8 * 7);
	});
}

#[test]
fn longest_consent_should_be_submittable() {
	let ids = 2 * PatientId::max_encoded_len();
	let longest = pallet_consents::TermsOf::<Runtime>::max_encoded_len() + ids + 2;
	let bound: u32 = <Runtime as pallet_signed_calls::Config>::MaxCallLen::get();
	assert!(longest <= bound as usize, "{longest} bytes, but only {bound} can be submitted");
}

mod participants {
	use super::*;
	use crate::{Consents, Trials};
	use salus_primitives::{
		codes::{DateKind, OutcomeKind, PhaseSet, StudyType, SubjectState, TrialReason, TrialText},
		codes::{EligibleSex, TrialStatus},
		consent::{Base, Protocol, Terms},
		trial::{
			Dates, Design, Details, Eligibility, Outcome, OutcomeText, PublicText, Registration,
			SampleSize, Text,
		},
		ConsentId, ParticipantId, TrialId,
	};
	use sp_core::H256;

	const TRIAL: TrialId = TrialId(H256([7; 32]));
	const PARTICIPANT: ParticipantId = ParticipantId(H256([8; 32]));
	const CONSENT: ConsentId = ConsentId(H256([9; 32]));
	/// The laboratory that also sponsors trials.
	const LABORATORY: Sr25519Keyring = Sr25519Keyring::Eve;

	fn registration() -> Registration {
		let text = |kind| Text {
			kind,
			text: PublicText {
				hash: H256::zero(),
				locator: b"https://example.org".to_vec().try_into().expect("short"),
			},
		};
		let texts =
			[TrialText::PublicTitle, TrialText::Conditions, TrialText::Eligibility].map(text);
		let words = OutcomeText { measure: H256::zero(), time_frame: None, description: None };
		let outcome = Outcome { kind: OutcomeKind::Primary, text: words };
		Registration {
			committee: OrganizationId(2),
			registry_ids: Default::default(),
			first_registered_at: None,
			dates: Dates::default(),
			verified_at: 0,
			details: Details {
				design: Design {
					study_type: StudyType::Interventional,
					phases: PhaseSet::EMPTY,
					allocation: None,
					intervention_model: None,
					observational_model: None,
					time_perspective: None,
					primary_purpose: None,
					masking: None,
					masked: Default::default(),
					arms: 1,
				},
				eligibility: Eligibility { sex: Some(EligibleSex::All), ..Default::default() },
				sample_size: SampleSize { count: 1, kind: DateKind::Estimated },
				countries: Default::default(),
				ipd_sharing: None,
				texts: texts.to_vec().try_into().expect("three fit"),
			},
			outcomes: vec![outcome].try_into().expect("one fits"),
		}
	}

	/// The development chain, where Ferdie takes part in a trial.
	fn with_participant(test: impl FnOnce()) {
		dev_ext().execute_with(|| {
			wait(1_000_000);
			let sponsor = || signed(LABORATORY);
			assert_ok!(Trials::register(sponsor(), TRIAL, registration()));
			let opinion = H256::zero();
			assert!(Trials::review_version(signed(CLINIC), TRIAL, 1, true, opinion).is_ok());
			let investigator = HOSPITAL.to_account_id();
			assert_ok!(Trials::open_site(sponsor(), TRIAL, SPONSOR, investigator));
			let reason = TrialReason::Planned.into();
			assert_ok!(Trials::set_status(
				sponsor(),
				TRIAL,
				TrialStatus::Recruiting,
				now(),
				reason
			));
			let terms = Terms {
				protocol: Some(Protocol { trial: TRIAL.0, version: 1 }),
				..Terms::new(Base::Permit)
			};
			assert_ok!(Consents::grant(signed(LOST), patient(), CONSENT, terms));
			let hospital = signed(HOSPITAL);
			assert_ok!(Trials::enroll(hospital, TRIAL, PARTICIPANT, patient(), CONSENT));
			test();
		});
	}

	fn withdraw(participant: ParticipantId) -> RuntimeCall {
		RuntimeCall::Trials(pallet_trials::Call::withdraw_participant {
			trial: TRIAL,
			participant,
			reason: TrialReason::ParticipantWish.into(),
		})
	}

	#[test]
	fn participant_should_withdraw_through_any_member() {
		with_participant(|| {
			assert_ok!(submit(LOST, withdraw(PARTICIPANT)));
			let info = Trials::participant(TRIAL, PARTICIPANT).expect("enrolled");
			assert_eq!(info.state, SubjectState::Withdrawn);
		});
	}

	#[test]
	fn participant_should_be_withdrawn_by_nobody_elses_signature() {
		with_participant(|| {
			let refused = pallet_trials::Error::<Runtime>::NotAuthorized.into();
			assert_eq!(submit(SISTER, withdraw(PARTICIPANT)), Err(refused));
			let info = Trials::participant(TRIAL, PARTICIPANT).expect("enrolled");
			assert_eq!(info.state, SubjectState::PendingOnStudy);
		});
	}

	#[test]
	fn participants_calls_should_be_about_the_patient_id_of_that_trial_alone() {
		with_participant(|| {
			let renew = RuntimeCall::Trials(pallet_trials::Call::renew_consent {
				trial: TRIAL,
				participant: PARTICIPANT,
				consent: CONSENT,
			});
			for call in [renew, withdraw(PARTICIPANT)] {
				assert_eq!(OnBehalf::subject(&call), Subject::Patient(patient()));
			}
			let unknown = withdraw(ParticipantId(H256([1; 32])));
			assert_eq!(OnBehalf::subject(&unknown), Subject::NotSubmittable);
			let of_site = RuntimeCall::Trials(pallet_trials::Call::set_subject_state {
				trial: TRIAL,
				participant: PARTICIPANT,
				state: SubjectState::OnStudy,
				reason: TrialReason::Planned.into(),
			});
			assert_eq!(OnBehalf::subject(&of_site), Subject::NotSubmittable);
		});
	}
}
