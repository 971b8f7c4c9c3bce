use super::*;

fn confirm(who: AccountId32, at: u64) -> DispatchResult {
	Trials::confirm(by(who), TRIAL, at)
}

#[test]
fn confirm_should_keep_trial_known_when_it_should_have_ended() {
	build_and_execute(|| {
		recruiting();
		// Past the primary completion, and two years after the last confirmation.
		wait(800 * DAY);
		let info = Trials::info(TRIAL).unwrap();
		assert_eq!(info.status, TrialStatus::Unknown);
		assert_eq!(info.last_known_status, TrialStatus::Recruiting);
		assert_ok!(confirm(agent_of(SPONSOR), NOW + 700 * DAY));
		assert_eq!(Trials::info(TRIAL).unwrap().status, TrialStatus::Recruiting);
		let change = AuditedChange::Confirmed { verified_at: NOW + 700 * DAY, previous: NOW };
		assert_eq!(last_change(), change);
	});
}

#[test]
fn confirm_should_refuse_when_sender_is_not_the_sponsor() {
	build_and_execute(|| {
		assert_refused(|| confirm(agent_of(SPONSOR), NOW), Error::<Test>::NotFound);
		register();
		for who in [stranger(), agent_of(OTHER_SPONSOR), agent_of(COMMITTEE)] {
			assert_refused(|| confirm(who, NOW), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn confirm_should_refuse_when_date_is_ahead_or_goes_back() {
	build_and_execute(|| {
		register();
		assert_refused(|| confirm(agent_of(SPONSOR), NOW + 1), Error::<Test>::DateInFuture);
		assert_refused(|| confirm(agent_of(SPONSOR), NOW - 1), Error::<Test>::DatesOutOfOrder);
	});
}
