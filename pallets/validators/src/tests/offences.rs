use crate::{mock::*, Event, Validators as List};
use frame_support::assert_ok;
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// Reports equivocations that `pallet-grandpa` has found to be proved.
fn report(offenders: &[AccountId], session_index: u32) {
	let details = offenders
		.iter()
		.map(|offender| OffenceDetails { offender: (*offender, ()), reporters: vec![9u64] })
		.collect::<Vec<_>>();
	let fractions = vec![Perbill::one(); offenders.len()];
	Validators::on_offence(&details, &fractions, session_index);
}

#[docify::export]
#[test]
fn equivocator_should_be_removed_when_the_minimum_allows() {
	build_and_execute(|| {
		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), candidate(4)));
		run_sessions(2);
		take_events();

		report(&[2], 2);

		assert_eq!(take_events(), [Event::EquivocatorRemoved { validator: 2, session_index: 2 }]);
		assert_eq!(Session::disabled_validators(), [1]);
		run_sessions(2);
		assert_eq!(seated(), [1, 3, 4]);
	});
}

#[test]
fn equivocators_should_be_retained_when_only_the_minimum_is_left() {
	build_and_execute(|| {
		report(&[1, 2], 0);

		assert_eq!(
			take_events(),
			[
				Event::EquivocatorRemoved { validator: 1, session_index: 0 },
				Event::EquivocatorRetained { validator: 2, session_index: 0 },
			]
		);
		assert_eq!(List::<Test>::get().into_inner(), [2, 3]);
	});
}

#[test]
fn report_should_change_nothing_when_the_offender_left_before() {
	build_and_execute(|| {
		report(&[1], 0);
		take_events();
		report(&[1], 0);
		report(&[7], 0);
		assert_eq!(take_events(), []);
		assert_eq!(List::<Test>::get().into_inner(), [2, 3]);
	});
}
