use super::*;

fn close(who: AccountId32) -> DispatchResult {
	Trials::close_site(by(who), TRIAL, HOSPITAL, TrialReason::Logistics.into())
}

#[test]
fn close_site_should_end_enrolment_there_when_sponsor_or_administrator_asks() {
	for who in [agent_of(SPONSOR), head_of(HOSPITAL)] {
		build_and_execute(|| {
			recruiting();
			agree(patient(1), 1);
			assert_ok!(close(who));
			assert_eq!(last_change(), AuditedChange::SiteClosed { site: HOSPITAL });
			assert_refused(|| enroll(1), Error::<Test>::SiteClosed);
		});
	}
}

#[test]
fn close_site_should_refuse_when_it_is_closed_or_absent() {
	build_and_execute(|| {
		assert_refused(|| close(agent_of(SPONSOR)), Error::<Test>::NotFound);
		register();
		assert_refused(|| close(agent_of(SPONSOR)), Error::<Test>::SiteNotFound);
		open_site(HOSPITAL);
		assert_ok!(close(agent_of(SPONSOR)));
		assert_refused(|| close(agent_of(SPONSOR)), Error::<Test>::SiteClosed);
	});
}

#[test]
fn close_site_should_refuse_when_sender_keeps_it_not() {
	build_and_execute(|| {
		recruiting();
		for who in [stranger(), agent_of(HOSPITAL), head_of(CLINIC), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| close(who), Error::<Test>::NotAuthorized);
		}
	});
}
