//! Random sequences of calls, by everybody on everybody, keep the invariants.

use super::*;
use proptest::prelude::*;

const NAMES: [&str; 4] = ["Ann", "Ben", "Cleo", "Dan"];

#[derive(Clone, Debug)]
enum Step {
	Register { patient: u8, name: usize, at: u32 },
	Rotate { patient: u8, sender: usize, new: usize, nonce: u64 },
	Attest { patient: u8, at: u32, commitment: u8 },
	Withdraw { patient: u8, at: u32, commitment: u8 },
	OpenCare { patient: u8, sender: usize, organization: u32, lasts: u64 },
	CloseCare { patient: u8, sender: usize, organization: u32 },
	Propose { patient: u8, into: u8, sender: usize },
	Accept { patient: u8, into: u8, sender: usize },
	WithdrawMerge { patient: u8, sender: usize },
	ReportDeath { patient: u8, at: u32 },
	Revive { patient: u8, sender: usize },
	Erase { patient: u8, sender: usize },
	RegisterChild { patient: u8, name: usize },
	Name { patient: u8, sender: usize, name: usize, mandate: Mandate },
	Change { patient: u8, sender: usize, name: usize, mandate: Mandate },
	Revoke { patient: u8, sender: usize, name: usize },
	Appoint { patient: u8, sender: usize, name: usize, mandate: Option<Mandate> },
	Agree { patient: u8, sender: usize, name: usize },
	Reject { patient: u8, sender: usize },
	Complete { patient: u8 },
	Arrange { patient: u8, sender: usize, threshold: u32 },
	Wait { ms: u64 },
}

fn mandate() -> impl Strategy<Value = Mandate> {
	let periods = [Period::ALWAYS, Period::until(MAJORITY), Period::until(NOW + 60)];
	let powers = any::<(bool, bool, bool)>().prop_map(|(consent, registration, erasure)| Powers {
		consent,
		registration,
		erasure,
	});
	(powers, prop::sample::select(periods.to_vec()), any::<bool>()).prop_map(
		|(powers, period, withholds)| Mandate {
			role: if period == Period::until(MAJORITY) {
				DelegateRole::GUARD
			} else {
				DelegateRole::DELEGATEE
			},
			powers,
			period,
			withheld: if withholds { Sensitivity::SEX.into() } else { SensitivitySet::EMPTY },
		},
	)
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![2 => basic_step(), 1 => family_step()]
}

/// What concerns representatives, appointments and recovery.
fn family_step() -> impl Strategy<Value = Step> {
	let (p, n, name) = (0u8..4, 0usize..8, 0usize..4);
	prop_oneof![
		3 => (p.clone(), name.clone())
			.prop_map(|(patient, name)| Step::RegisterChild { patient, name }),
		4 => (p.clone(), n.clone(), name.clone(), mandate()).prop_map(
			|(patient, sender, name, mandate)| Step::Name { patient, sender, name, mandate }
		),
		2 => (p.clone(), n.clone(), name.clone(), mandate()).prop_map(
			|(patient, sender, name, mandate)| Step::Change { patient, sender, name, mandate }
		),
		1 => (p.clone(), n.clone(), name.clone())
			.prop_map(|(patient, sender, name)| Step::Revoke { patient, sender, name }),
		3 => (p.clone(), n.clone(), name.clone(), prop::option::of(mandate())).prop_map(
			|(patient, sender, name, mandate)| Step::Appoint { patient, sender, name, mandate }
		),
		3 => (p.clone(), n.clone(), name.clone())
			.prop_map(|(patient, sender, name)| Step::Agree { patient, sender, name }),
		1 => (p.clone(), n.clone()).prop_map(|(patient, sender)| Step::Reject { patient, sender }),
		3 => p.clone().prop_map(|patient| Step::Complete { patient }),
		1 => (p.clone(), n.clone(), 0u32..4).prop_map(
			|(patient, sender, threshold)| Step::Arrange { patient, sender, threshold }
		),
		1 => Just(Step::Wait { ms: OBJECTION_PERIOD }),
	]
}

fn basic_step() -> impl Strategy<Value = Step> {
	let (p, n, o) = (0u8..4, 0usize..6, 0u32..3);
	prop_oneof![
		4 => (p.clone(), 0usize..4, o.clone())
			.prop_map(|(patient, name, at)| Step::Register { patient, name, at }),
		1 => (p.clone(), n.clone(), 0usize..4, 0u64..4)
			.prop_map(|(patient, sender, new, nonce)| Step::Rotate { patient, sender, new, nonce }),
		1 => (p.clone(), o.clone(), 0u8..3)
			.prop_map(|(patient, at, commitment)| Step::Attest { patient, at, commitment }),
		1 => (p.clone(), o.clone(), 0u8..3)
			.prop_map(|(patient, at, commitment)| Step::Withdraw { patient, at, commitment }),
		1 => (p.clone(), n.clone(), o.clone(), 0u64..50).prop_map(
			|(patient, sender, organization, lasts)| Step::OpenCare {
				patient,
				sender,
				organization,
				lasts
			}
		),
		1 => (p.clone(), n.clone(), o.clone()).prop_map(|(patient, sender, organization)| {
			Step::CloseCare { patient, sender, organization }
		}),
		3 => (p.clone(), p.clone(), n.clone())
			.prop_map(|(patient, into, sender)| Step::Propose { patient, into, sender }),
		3 => (p.clone(), p.clone(), n.clone())
			.prop_map(|(patient, into, sender)| Step::Accept { patient, into, sender }),
		1 => (p.clone(), n.clone())
			.prop_map(|(patient, sender)| Step::WithdrawMerge { patient, sender }),
		1 => (p.clone(), o.clone()).prop_map(|(patient, at)| Step::ReportDeath { patient, at }),
		1 => (p.clone(), n.clone()).prop_map(|(patient, sender)| Step::Revive { patient, sender }),
		1 => (p.clone(), n.clone()).prop_map(|(patient, sender)| Step::Erase { patient, sender }),
		1 => (0u64..30).prop_map(|ms| Step::Wait { ms }),
	]
}

fn id(n: u8) -> PatientId {
	PatientId::from([n + 1; 32])
}

fn agent(n: u32) -> RuntimeOrigin {
	RuntimeOrigin::signed(agent_of(salus_primitives::OrganizationId(n)))
}

/// One of the people, or an agent.
fn sender(n: usize) -> RuntimeOrigin {
	match NAMES.get(n) {
		Some(name) => RuntimeOrigin::signed(account(name)),
		None => agent(n as u32 - 4),
	}
}

/// Whether it worked is not the point: after it, everything must be as it should.
fn take(step: Step) -> DispatchResult {
	use salus_primitives::OrganizationId as Id;
	match step {
		Step::Register { patient, name, at } => {
			let name = NAMES[name];
			let (deadline, signature) = consent_to_control(name, id(patient), Id(at), 0);
			Patients::register(agent(at), id(patient), account(name), deadline, signature)
		},
		Step::Rotate { patient, sender: by, new, nonce } => {
			let sponsor = Patients::info(id(patient)).map_or(HOSPITAL, |info| info.sponsor);
			let new = NAMES[new];
			let (deadline, signature) = consent_to_control(new, id(patient), sponsor, nonce);
			Patients::rotate_controller(sender(by), id(patient), account(new), deadline, signature)
		},
		Step::Attest { patient, at, commitment } => Patients::attest_identifier(
			agent(at),
			id(patient),
			IdentifierType::MR,
			H256::repeat_byte(commitment),
		),
		Step::Withdraw { patient, at, commitment } => {
			Patients::withdraw_identifier(agent(at), id(patient), H256::repeat_byte(commitment))
		},
		Step::OpenCare { patient, sender: by, organization, lasts } => {
			let period = Period::until(Now::get() + lasts);
			Patients::open_care_relationship(sender(by), id(patient), Id(organization), period)
		},
		Step::CloseCare { patient, sender: by, organization } => {
			Patients::close_care_relationship(sender(by), id(patient), Id(organization))
		},
		Step::Propose { patient, into, sender: by } => {
			Patients::propose_merge(sender(by), id(patient), id(into))
		},
		Step::Accept { patient, into, sender: by } => {
			plain(Patients::accept_merge(sender(by), id(patient), id(into)))
		},
		Step::WithdrawMerge { patient, sender: by } => {
			Patients::withdraw_merge(sender(by), id(patient))
		},
		Step::ReportDeath { patient, at } => Patients::report_death(agent(at), id(patient)),
		Step::Revive { patient, sender: by } => {
			Patients::withdraw_death_report(sender(by), id(patient))
		},
		Step::Erase { patient, sender: by } => plain(Patients::erase(sender(by), id(patient))),
		Step::RegisterChild { patient, name } => {
			let (patient, name) = (id(patient), NAMES[name]);
			let mandate = guardian();
			let (deadline, signature) = consent_to_represent(name, patient, &mandate, 0);
			let who = account(name);
			Patients::register_represented(agent(0), patient, who, mandate, deadline, signature)
		},
		Step::Name { patient, sender: by, name, mandate } => {
			let (patient, name) = (id(patient), NAMES[name]);
			let nonce = Patients::info(patient).map_or(0, |info| info.nonce);
			let (deadline, signature) = consent_to_represent(name, patient, &mandate, nonce);
			let who = account(name);
			Patients::add_representative(sender(by), patient, who, mandate, deadline, signature)
		},
		Step::Change { patient, sender: by, name, mandate } => {
			let who = account(NAMES[name]);
			Patients::change_representative(sender(by), id(patient), who, mandate)
		},
		Step::Revoke { patient, sender: by, name } => {
			plain(Patients::revoke_representative(sender(by), id(patient), account(NAMES[name])))
		},
		Step::Appoint { patient, sender: by, name, mandate } => {
			let (patient, name) = (id(patient), NAMES[name]);
			let nonce = Patients::info(patient).map_or(0, |info| info.nonce);
			let (deadline, signature) = match &mandate {
				Some(mandate) => consent_to_represent(name, patient, mandate, nonce),
				None => consent_to_control(name, patient, HOSPITAL, nonce),
			};
			let who = account(name);
			Patients::propose_appointment(sender(by), patient, who, mandate, deadline, signature)
		},
		Step::Agree { patient, sender: by, name } => {
			Patients::agree_to_appointment(sender(by), id(patient), account(NAMES[name]))
		},
		Step::Reject { patient, sender: by } => {
			Patients::reject_appointment(sender(by), id(patient))
		},
		Step::Complete { patient } => Patients::complete_appointment(agent(2), id(patient)),
		Step::Arrange { patient, sender: by, threshold } => {
			let mut contacts = vec![account("Sister"), account("Friend"), agent_of(HOSPITAL)];
			contacts.sort();
			let contacts = contacts.try_into().unwrap();
			let delay = OBJECTION_PERIOD;
			Patients::arrange_recovery(sender(by), id(patient), contacts, threshold, delay)
		},
		Step::Wait { ms } => {
			Now::set(&(Now::get() + ms));
			Ok(())
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn state_should_hold_when_calls_come_in_any_order(
		steps in prop::collection::vec(step(), 1..40),
	) {
		build_and_execute(|| {
			for step in steps {
				let before = state();
				let refused = frame_support::storage::with_storage_layer(|| take(step)).is_err();
				assert!(!refused || state() == before, "a refused call changed something");
				Patients::do_try_state().unwrap();
				ensure_only_needed_accounts_are_let_in();
			}
		});
	}
}
