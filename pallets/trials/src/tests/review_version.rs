use super::*;

fn review(who: AccountId32, id: TrialId, version: u32, approved: bool) -> DispatchResult {
	Trials::review_version(by(who), id, version, approved, H256::repeat_byte(5))
		.map(|_| ())
		.map_err(|error| error.error)
}

#[docify::export]
#[test]
fn trial_should_recruit_when_committee_approved() {
	build_and_execute(|| {
		assert_ok!(Trials::register(by_agent(SPONSOR), TRIAL, registration()));
		assert_eq!(set_status(TrialStatus::Recruiting), Err(Error::<Test>::NotApproved.into()));

		let opinion = H256::repeat_byte(1);
		assert_ok!(Trials::review_version(by_agent(COMMITTEE), TRIAL, 1, true, opinion));
		assert_ok!(set_status(TrialStatus::Recruiting));

		let info = Trials::info(TRIAL).unwrap();
		assert_eq!(info.status, TrialStatus::Recruiting);
		assert_eq!((info.version, info.consent_version), (1, 1));
		let review = Trials::version(TRIAL, 1).unwrap().review.unwrap();
		assert_eq!((review.committee, review.opinion), (COMMITTEE, opinion));
	});
}

#[test]
fn review_should_leave_trial_without_version_when_it_refuses() {
	build_and_execute(|| {
		register();
		refuse(1);
		assert_eq!((trial().version, trial().pending), (0, None));
		assert_eq!(Trials::version(TRIAL, 1).unwrap().status, VersionStatus::Refused);
		assert_eq!(Trials::consent_version(TRIAL), None);
		assert_refused(|| set_status(TrialStatus::Recruiting), Error::<Test>::NotApproved);
		assert_ok!(amend_substantially());
		approve(2);
		assert_eq!(Trials::consent_version(TRIAL), Some(2));
	});
}

#[test]
fn review_should_supersede_the_version_before() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(amend_substantially());
		approve(2);
		assert_eq!(Trials::version(TRIAL, 1).unwrap().status, VersionStatus::Superseded);
		assert_eq!(Trials::version(TRIAL, 2).unwrap().status, VersionStatus::InEffect);
		let AuditedChange::VersionReviewed { version: 2, approved: true, previous: 1, .. } =
			last_change()
		else {
			panic!("the trail says otherwise");
		};
	});
}

#[test]
fn review_should_refuse_when_sender_is_not_of_the_committee() {
	build_and_execute(|| {
		register();
		for who in [stranger(), agent_of(SPONSOR), agent_of(OTHER_COMMITTEE)] {
			assert_refused(|| review(who, TRIAL, 1, true), Error::<Test>::NotAuthorized);
		}
		Suspended::set(&vec![COMMITTEE]);
		assert_refused(
			|| review(agent_of(COMMITTEE), TRIAL, 1, true),
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn review_should_refuse_when_version_does_not_wait() {
	build_and_execute(|| {
		register();
		let committee = || agent_of(COMMITTEE);
		assert_refused(|| review(committee(), NO_TRIAL, 1, true), Error::<Test>::NotFound);
		assert_refused(|| review(committee(), TRIAL, 2, true), Error::<Test>::NotPending);
		approve(1);
		assert_refused(|| review(committee(), TRIAL, 1, false), Error::<Test>::NotPending);
	});
}
