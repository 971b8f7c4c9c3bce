//! Whatever the council, the operators and the reporters do in whatever order: the list keeps its
//! bounds, everybody on it has keys, and somebody is always seated.

use crate::mock::*;
use proptest::prelude::*;
use salus_primitives::{organization::OrganizationStatus, traits::OnStatusChanged, OrganizationId};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// Something that somebody may do.
#[derive(Clone, Debug)]
enum Step {
	Add(AccountId),
	Remove(AccountId),
	SetKeys(AccountId),
	PurgeKeys(AccountId),
	Offence(AccountId),
	Admit(AccountId),
	Expel(AccountId),
	Block(u64),
	Session,
}

fn step() -> impl Strategy<Value = Step> {
	let who = 1u64..9;
	prop_oneof![
		who.clone().prop_map(Step::Add),
		who.clone().prop_map(Step::Remove),
		who.clone().prop_map(Step::SetKeys),
		who.clone().prop_map(Step::PurgeKeys),
		who.clone().prop_map(Step::Offence),
		who.clone().prop_map(Step::Admit),
		who.prop_map(Step::Expel),
		(1u64..20).prop_map(Step::Block),
		Just(Step::Session),
	]
}

/// Takes the step. Refusals are as good as successes here.
fn take(step: Step) -> bool {
	match step {
		Step::Add(who) => Validators::add_validator(RuntimeOrigin::root(), who).is_ok(),
		Step::Remove(who) => Validators::remove_validator(RuntimeOrigin::root(), who).is_ok(),
		Step::SetKeys(who) => set_keys(who).is_ok(),
		Step::PurgeKeys(who) => Validators::purge_keys(RuntimeOrigin::signed(who)).is_ok(),
		Step::Offence(who) => {
			let offence = OffenceDetails { offender: (who, ()), reporters: vec![0u64] };
			Validators::on_offence(&[offence], &[Perbill::one()], Session::current_index());
			true
		},
		Step::Admit(who) => {
			admit(who);
			Validators::on_status_changed(OrganizationId(0), OrganizationStatus::Active);
			true
		},
		Step::Expel(who) => {
			dismiss(who);
			Validators::on_status_changed(OrganizationId(0), OrganizationStatus::Suspended);
			true
		},
		Step::Block(slots) => {
			block_in_slot(Slot::get().unwrap_or_default() + slots);
			true
		},
		Step::Session => {
			run_sessions(1);
			true
		},
	}
}

proptest! {
	#[test]
	fn list_should_keep_its_invariants_when_anything_happens(
		steps in prop::collection::vec(step(), 1..60),
	) {
		build_and_execute(|| {
			for who in 1..9 {
				admit(who);
				create_account(who);
			}
			for step in steps {
				take(step.clone());
				Validators::do_try_state().unwrap_or_else(|why| panic!("{step:?}: {why:?}"));
				assert!(seated().len() >= 2, "{step:?} left {:?}", seated());
			}
		});
	}
}
