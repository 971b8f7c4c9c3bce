use super::*;
use salus_primitives::merkle::{Tree, MAX_LEAVES};

fn anchor_by(who: AccountId32, kind: AnchorKind) -> DispatchResult {
	Trials::anchor_data(by(who), TRIAL, kind, H256::repeat_byte(7), 4)
}

fn capture() -> DispatchResult {
	anchor_by(agent_of(HOSPITAL), AnchorKind::Capture)
}

fn query(anchor: u32, leaf: Option<u32>) -> DispatchResult {
	anchor_by(agent_of(SPONSOR), AnchorKind::Query { anchor, leaf })
}

fn correction(anchor: u32, leaf: Option<u32>, query: Option<u32>) -> AnchorKind {
	AnchorKind::Correction { anchor, leaf, query, reason: TrialReason::EntryError.into() }
}

#[test]
fn anchor_data_should_take_captures_of_investigators_and_gateways() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(capture());
		assert_ok!(anchor_by(gateway_of(HOSPITAL), AnchorKind::Capture));
		assert_eq!(Trials::site(TRIAL, HOSPITAL).unwrap().site.anchors, 2);
		let root = H256::repeat_byte(7);
		let kind = AnchorKind::Capture;
		assert_eq!(last_change(), AuditedChange::DataAnchored { anchor: 1, kind, root });
	});
}

#[test]
fn anchor_data_should_keep_the_trail_of_a_data_point() {
	build_and_execute(|| {
		with_participant();
		let values: Vec<_> = (0..4u8).map(H256::repeat_byte).collect();
		let tree = Tree::new(&values).unwrap();
		let hospital = || by_agent(HOSPITAL);
		assert_ok!(Trials::anchor_data(hospital(), TRIAL, AnchorKind::Capture, tree.root(), 4));
		assert_ok!(query(0, Some(2)));
		assert_ok!(query(0, Some(1)));
		let verify = |leaf: u32| {
			let proof = tree.proof(leaf).unwrap();
			Trials::verify(TRIAL, 0, values[leaf as usize], proof).unwrap()
		};
		assert!(verify(2).included);
		assert_eq!(verify(2).open_queries, [1]);

		assert_ok!(anchor_by(agent_of(HOSPITAL), correction(0, Some(2), Some(1))));
		assert_ok!(anchor_by(agent_of(HOSPITAL), AnchorKind::Answer { query: 2 }));
		assert_eq!(trial().open_queries, 0);
		assert_eq!(verify(2).corrections, [3]);
		assert!(verify(2).open_queries.is_empty());
		assert!(verify(0).corrections.is_empty());
		let wrong = Trials::verify(TRIAL, 0, values[1], tree.proof(2).unwrap()).unwrap();
		assert!(!wrong.included);
		assert_eq!(Trials::verify(TRIAL, 9, values[1], tree.proof(1).unwrap()), None);
		let entry = Trials::audit(TRIAL, trial().audit_entries - 2, 1).entries.pop().unwrap();
		assert_eq!(entry.reason, Some(TrialReason::EntryError.into()));
	});
}

#[test]
fn anchor_data_should_refuse_when_database_is_locked() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(capture());
		assert_ok!(set_status(TrialStatus::Completed));
		assert_ok!(Trials::lock_database(by_agent(SPONSOR), TRIAL, reason()));
		assert_refused(capture, Error::<Test>::DatabaseLocked);
		assert_refused(|| query(0, None), Error::<Test>::DatabaseLocked);
		assert_refused(
			|| anchor_by(agent_of(HOSPITAL), correction(0, None, None)),
			Error::<Test>::DatabaseLocked,
		);
	});
}

#[test]
fn anchor_data_should_refuse_when_nobody_is_enrolled_or_leaves_are_wrong() {
	build_and_execute(|| {
		assert_refused(capture, Error::<Test>::NotFound);
		recruiting();
		assert_refused(capture, Error::<Test>::NoParticipants);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		for leaves in [0, MAX_LEAVES + 1] {
			let anchor = || {
				let kind = AnchorKind::Capture;
				Trials::anchor_data(by_agent(HOSPITAL), TRIAL, kind, H256::zero(), leaves)
			};
			assert_refused(anchor, Error::<Test>::InvalidLeaves);
		}
		assert_ok!(capture());
		assert_refused(|| query(0, Some(4)), Error::<Test>::InvalidLeaves);
	});
}

#[test]
fn anchor_data_should_refuse_when_sender_may_not() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(capture());
		assert_ok!(query(0, None));
		assert_refused(|| anchor_by(stranger(), AnchorKind::Capture), Error::<Test>::NotAuthorized);
		for who in [agent_of(SPONSOR), agent_of(CLINIC), clerk_of(HOSPITAL), gateway_of(CLINIC)] {
			assert_refused(|| anchor_by(who, AnchorKind::Capture), Error::<Test>::NotInvestigator);
		}
		assert_refused(
			|| anchor_by(agent_of(HOSPITAL), AnchorKind::Query { anchor: 0, leaf: None }),
			Error::<Test>::NotAuthorized,
		);
		assert_refused(
			|| anchor_by(agent_of(SPONSOR), correction(0, None, None)),
			Error::<Test>::NotInvestigator,
		);
		assert_refused(
			|| anchor_by(clerk_of(HOSPITAL), AnchorKind::Answer { query: 1 }),
			Error::<Test>::NotInvestigator,
		);
	});
}

#[test]
fn anchor_data_should_refuse_when_what_it_is_about_is_not_there() {
	build_and_execute(|| {
		with_participant();
		open_site(CLINIC);
		assert_ok!(capture());
		assert_ok!(query(0, None));
		assert_ok!(capture());
		let wrong = [
			(agent_of(SPONSOR), AnchorKind::Query { anchor: 9, leaf: None }),
			// A query about a query.
			(agent_of(SPONSOR), AnchorKind::Query { anchor: 1, leaf: None }),
			(agent_of(HOSPITAL), AnchorKind::Answer { query: 0 }),
			(agent_of(HOSPITAL), AnchorKind::Answer { query: 9 }),
			(agent_of(HOSPITAL), correction(9, None, None)),
			// Another site's data, and its query.
			(agent_of(CLINIC), correction(0, None, None)),
			(agent_of(CLINIC), AnchorKind::Answer { query: 1 }),
			// A query about other data.
			(agent_of(HOSPITAL), correction(2, None, Some(1))),
		];
		for (who, kind) in wrong {
			assert_refused(|| anchor_by(who, kind), Error::<Test>::AnchorNotFound);
		}
		assert_ok!(anchor_by(agent_of(HOSPITAL), AnchorKind::Answer { query: 1 }));
		assert_refused(
			|| anchor_by(agent_of(HOSPITAL), AnchorKind::Answer { query: 1 }),
			Error::<Test>::QueryAnswered,
		);
	});
}

#[test]
fn anchor_data_should_take_corrections_and_no_captures_when_site_is_closed() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(capture());
		assert_ok!(Trials::close_site(by_agent(SPONSOR), TRIAL, HOSPITAL, reason()));
		assert_refused(capture, Error::<Test>::SiteClosed);
		assert_ok!(anchor_by(agent_of(HOSPITAL), correction(0, None, None)));
	});
}

#[test]
fn anchor_data_should_refuse_when_an_anchor_has_as_many_followers_as_there_may_be() {
	externalities().execute_with(|| {
		System::set_block_number(1);
		with_participant();
		assert_ok!(capture());
		let mut data = crate::Anchors::<Test>::get(TRIAL, 0).unwrap();
		data.followers = crate::MAX_FOLLOWERS;
		crate::Anchors::<Test>::insert(TRIAL, 0, data);
		assert_refused(|| query(0, None), Error::<Test>::MaxFollowersExceeded);
		assert_refused(
			|| anchor_by(agent_of(HOSPITAL), correction(0, None, None)),
			Error::<Test>::MaxFollowersExceeded,
		);
	});
}
