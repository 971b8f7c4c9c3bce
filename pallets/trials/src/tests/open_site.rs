use super::*;

fn open(who: AccountId32, site: OrganizationId, investigator: AccountId32) -> DispatchResult {
	Trials::open_site(by(who), TRIAL, site, investigator)
}

#[test]
fn open_site_should_make_its_practitioner_an_investigator() {
	build_and_execute(|| {
		register();
		assert_ok!(open(agent_of(SPONSOR), HOSPITAL, agent_of(HOSPITAL)));
		let site = Trials::site(TRIAL, HOSPITAL).unwrap();
		assert_eq!(site.accounts, [agent_of(HOSPITAL)]);
		assert_eq!((site.site.opened_at, site.site.closed_at), (NOW, None));
		assert_eq!(last_change(), AuditedChange::SiteOpened { site: HOSPITAL });
	});
}

#[test]
fn open_site_should_open_again_when_it_was_closed() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(Trials::close_site(by_agent(SPONSOR), TRIAL, HOSPITAL, reason()));
		assert_ok!(open(agent_of(SPONSOR), HOSPITAL, head_of(HOSPITAL)));
		let site = Trials::site(TRIAL, HOSPITAL).unwrap().site;
		assert_eq!((site.closed_at, site.participants, site.investigators), (None, 1, 2));
	});
}

#[test]
fn open_site_should_refuse_when_sender_is_not_the_sponsor() {
	build_and_execute(|| {
		let site = || agent_of(HOSPITAL);
		assert_refused(|| open(agent_of(SPONSOR), HOSPITAL, site()), Error::<Test>::NotFound);
		register();
		for who in [stranger(), head_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| open(who, HOSPITAL, site()), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn open_site_should_refuse_when_site_or_investigator_is_not_eligible() {
	build_and_execute(|| {
		register();
		let sponsor = || agent_of(SPONSOR);
		assert_refused(
			|| open(sponsor(), COMMITTEE, agent_of(COMMITTEE)),
			Error::<Test>::SiteNotEligible,
		);
		for nobody in [stranger(), clerk_of(HOSPITAL), agent_of(CLINIC)] {
			assert_refused(
				|| open(sponsor(), HOSPITAL, nobody),
				Error::<Test>::InvestigatorNotEligible,
			);
		}
		open_site(HOSPITAL);
		assert_refused(
			|| open(sponsor(), HOSPITAL, head_of(HOSPITAL)),
			Error::<Test>::SiteAlreadyOpen,
		);
	});
}

#[test]
fn open_site_should_refuse_when_a_closed_site_is_full_of_investigators() {
	externalities().execute_with(|| {
		System::set_block_number(1);
		register();
		open_site(HOSPITAL);
		assert_ok!(Trials::close_site(by_agent(SPONSOR), TRIAL, HOSPITAL, reason()));
		let mut site = Trials::site(TRIAL, HOSPITAL).unwrap().site;
		site.investigators = crate::MAX_INVESTIGATORS;
		crate::Sites::<Test>::insert(TRIAL, HOSPITAL, site);
		assert_refused(
			|| open(agent_of(SPONSOR), HOSPITAL, head_of(HOSPITAL)),
			Error::<Test>::MaxInvestigatorsExceeded,
		);
	});
}
