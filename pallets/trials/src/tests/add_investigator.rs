use super::*;

fn add(who: AccountId32, investigator: AccountId32) -> DispatchResult {
	Trials::add_investigator(by(who), TRIAL, HOSPITAL, investigator)
}

#[test]
fn add_investigator_should_let_somebody_enrol_when_sponsor_or_administrator_asks() {
	for who in [agent_of(SPONSOR), head_of(HOSPITAL)] {
		build_and_execute(|| {
			recruiting();
			assert_ok!(add(who, head_of(HOSPITAL)));
			let change = AuditedChange::InvestigatorAdded { site: HOSPITAL, previous: 1 };
			assert_eq!(last_change(), change);
			agree(patient(1), 1);
			let enrolment = Trials::enroll(
				by(head_of(HOSPITAL)),
				TRIAL,
				participant(1),
				patient(1),
				consent_of(patient(1)),
			);
			assert_ok!(enrolment);
		});
	}
}

#[test]
fn add_investigator_should_refuse_when_sender_or_account_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| add(agent_of(SPONSOR), head_of(HOSPITAL)), Error::<Test>::NotFound);
		register();
		assert_refused(|| add(agent_of(SPONSOR), head_of(HOSPITAL)), Error::<Test>::SiteNotFound);
		open_site(HOSPITAL);
		for who in [stranger(), agent_of(HOSPITAL), head_of(CLINIC)] {
			assert_refused(|| add(who, head_of(HOSPITAL)), Error::<Test>::NotAuthorized);
		}
		for account in [stranger(), clerk_of(HOSPITAL), agent_of(CLINIC)] {
			assert_refused(
				|| add(agent_of(SPONSOR), account),
				Error::<Test>::InvestigatorNotEligible,
			);
		}
		assert_refused(
			|| add(agent_of(SPONSOR), agent_of(HOSPITAL)),
			Error::<Test>::AlreadyInvestigator,
		);
	});
}

#[test]
fn add_investigator_should_refuse_when_site_is_closed_or_full() {
	externalities().execute_with(|| {
		System::set_block_number(1);
		recruiting();
		let mut site = Trials::site(TRIAL, HOSPITAL).unwrap().site;
		site.investigators = crate::MAX_INVESTIGATORS;
		crate::Sites::<Test>::insert(TRIAL, HOSPITAL, site);
		assert_refused(
			|| add(agent_of(SPONSOR), head_of(HOSPITAL)),
			Error::<Test>::MaxInvestigatorsExceeded,
		);
		assert_ok!(Trials::close_site(by_agent(SPONSOR), TRIAL, HOSPITAL, reason()));
		assert_refused(|| add(agent_of(SPONSOR), head_of(HOSPITAL)), Error::<Test>::SiteClosed);
	});
}
