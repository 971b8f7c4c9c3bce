use crate::mock::*;
use codec::Encode;
use frame_support::assert_ok;
use salus_primitives::{
	validator::{Performance, SessionPerformance, TotalPerformance},
	OrganizationId,
};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

#[test]
fn info_should_tell_what_is_known_of_a_validator() {
	build_and_execute(|| {
		for slot in 0..5 {
			block_in_slot(slot);
		}
		block_in_slot(7);
		let first = Validators::info(1).expect("it validates");
		assert_eq!(first.organization, Some(OrganizationId(1)));
		assert!(first.listed && first.seated && first.queued);
		assert!(!first.leaving && !first.disabled);
		assert_eq!(first.keys, keys_of(1).0.encode());
		assert_eq!(first.current, Performance { authored: 0, missed: 1 });
		assert_eq!(
			first.previous,
			[SessionPerformance {
				session: 0,
				performance: Performance { authored: 2, missed: 0 }
			}]
		);
		assert_eq!(first.total, TotalPerformance { sessions: 1, authored: 2, missed: 0 });
	});
}

#[test]
fn list_should_hold_those_who_come_and_those_who_go() {
	build_and_execute(|| {
		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), candidate(4)));
		assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 1));
		let stand = || -> Vec<_> {
			Validators::list()
				.into_iter()
				.map(|info| (info.account, info.listed, info.queued, info.seated))
				.collect()
		};
		let (is, not) = (true, false);
		assert_eq!(
			stand(),
			[(2, is, is, is), (3, is, is, is), (4, is, not, not), (1, not, is, is)]
		);
		run_sessions(1);
		assert_eq!(
			stand(),
			[(2, is, is, is), (3, is, is, is), (4, is, is, not), (1, not, not, is)]
		);
		run_sessions(1);
		assert_eq!(stand(), [(2, is, is, is), (3, is, is, is), (4, is, is, is)]);
		assert_eq!(Validators::info(1).map(|info| info.total.sessions), Some(2));
		assert_eq!(Validators::info(9), None);
	});
}

#[test]
fn status_should_count_the_set() {
	build_and_execute(|| {
		let offence = |who| OffenceDetails { offender: (who, ()), reporters: vec![9u64] };
		Validators::on_offence(&[offence(1), offence(2)], &[Perbill::one(); 2], 0);
		block_in_slot(3);
		block_in_slot(6);
		let status = Validators::status();
		assert_eq!((status.listed, status.leaving, status.seated, status.queued), (2, 1, 3, 3));
		assert_eq!((status.minimum, status.maximum, status.slot), (2, 5, Some(6)));
		assert_eq!(status.disabled, Session::disabled_validators().len() as u32);
		assert_eq!(status.current, Performance { authored: 2, missed: 2 });
	});
}
