use super::*;

fn remove(who: AccountId32, investigator: AccountId32) -> DispatchResult {
	Trials::remove_investigator(by(who), TRIAL, HOSPITAL, investigator, reason())
}

#[test]
fn remove_investigator_should_end_that_somebody_enrols() {
	build_and_execute(|| {
		recruiting();
		agree(patient(1), 1);
		assert_ok!(remove(head_of(HOSPITAL), agent_of(HOSPITAL)));
		let change = AuditedChange::InvestigatorRemoved { site: HOSPITAL, previous: 1 };
		assert_eq!(last_change(), change);
		let entry = Trials::audit(TRIAL, trial().audit_entries - 1, 1).entries.pop().unwrap();
		assert_eq!(entry.about, Some(agent_of(HOSPITAL)));
		assert_refused(|| enroll(1), Error::<Test>::NotInvestigator);
	});
}

#[test]
fn remove_investigator_should_refuse_when_sender_or_account_is_wrong() {
	build_and_execute(|| {
		let somebody = || agent_of(HOSPITAL);
		assert_refused(|| remove(agent_of(SPONSOR), somebody()), Error::<Test>::NotFound);
		register();
		assert_refused(|| remove(agent_of(SPONSOR), somebody()), Error::<Test>::SiteNotFound);
		open_site(HOSPITAL);
		for who in [stranger(), agent_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| remove(who, somebody()), Error::<Test>::NotAuthorized);
		}
		assert_refused(
			|| remove(agent_of(SPONSOR), head_of(HOSPITAL)),
			Error::<Test>::NotInvestigator,
		);
	});
}
