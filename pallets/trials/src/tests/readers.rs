use super::*;

#[test]
fn list_should_page_in_the_order_of_registration() {
	build_and_execute(|| {
		let ids: Vec<_> = (1..=5u8).map(|n| TrialId::from([n; 32])).rev().collect();
		for id in &ids {
			let registration = Registration { registry_ids: Default::default(), ..registration() };
			assert_ok!(Trials::register(by_agent(SPONSOR), *id, registration));
		}
		let (mut found, mut from) = (Vec::new(), Some(0));
		while let Some(start) = from {
			let page = Trials::list(start, 2);
			found.extend(page.trials.into_iter().map(|info| info.id));
			from = page.next;
		}
		assert_eq!(found, ids);
		assert_eq!(Trials::list(9, 2).trials, []);
	});
}

#[test]
fn participants_should_page_without_loss() {
	build_and_execute(|| {
		recruiting();
		for n in 1..=3 {
			agree(patient(n), 1);
			assert_ok!(enroll(n));
		}
		let (mut found, mut from) = (Vec::new(), None);
		loop {
			let page = Trials::participants(TRIAL, from, 2);
			found.extend(page.participants.into_iter().map(|info| info.id));
			from = page.next;
			if from.is_none() {
				break;
			}
		}
		found.sort();
		let mut expected: Vec<_> = (1..=3).map(participant).collect();
		expected.sort();
		assert_eq!(found, expected);
	});
}

#[test]
fn audit_should_tell_everything_in_order() {
	build_and_execute(|| {
		with_participant();
		wait(DAY);
		assert_ok!(set_status(TrialStatus::ActiveNotRecruiting));
		let count = trial().audit_entries;
		let (mut entries, mut from) = (Vec::new(), Some(0));
		while let Some(start) = from {
			let page = Trials::audit(TRIAL, start, 3);
			entries.extend(page.entries);
			from = page.next;
		}
		assert_eq!(entries.len() as u32, count);
		let told: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::TrialChanged { change, .. } => Some(change),
				_ => None,
			})
			.collect();
		assert_eq!(entries.iter().map(|entry| entry.change).collect::<Vec<_>>(), told);
		assert_eq!(entries[0].who, agent_of(SPONSOR));
		assert_eq!(entries.last().unwrap().at, NOW + DAY);
	});
}

#[test]
fn anchors_should_page_in_order() {
	build_and_execute(|| {
		with_participant();
		for _ in 0..3 {
			let kind = AnchorKind::Capture;
			let root = H256::zero();
			assert_ok!(Trials::anchor_data(by_agent(HOSPITAL), TRIAL, kind, root, 1));
		}
		let page = Trials::anchors(TRIAL, 0, 2);
		assert_eq!((page.anchors.len(), page.next), (2, Some(2)));
		let rest = Trials::anchors(TRIAL, 2, 2);
		assert_eq!((rest.anchors[0].number, rest.next), (2, None));
	});
}

#[test]
fn follow_ups_should_page_in_order() {
	build_and_execute(|| {
		with_participant();
		let who = || by_agent(HOSPITAL);
		let (death, stay) = (report_event::death(), report_event::stay());
		let participant = participant(1);
		assert_ok!(Trials::report_event(who(), TRIAL, participant, stay, NOW, H256::zero()));
		for (assessment, n) in [(stay, 1), (death, 2), (stay, 3)] {
			let text = H256::repeat_byte(n);
			assert_ok!(Trials::follow_up_event(who(), TRIAL, 0, assessment, NOW, text));
		}
		let page = Trials::follow_ups(TRIAL, 0, 0, 2);
		let told: Vec<_> =
			page.follow_ups.iter().map(|told| (told.assessment, told.narrative)).collect();
		assert_eq!(told, [(stay, H256::repeat_byte(1)), (death, H256::repeat_byte(2))]);
		assert_eq!(page.next, Some(2));
		let rest = Trials::follow_ups(TRIAL, 0, 2, 2);
		assert_eq!((rest.follow_ups.len(), rest.next), (1, None));
		assert_eq!(Trials::follow_ups(TRIAL, 1, 0, 2).follow_ups, []);
		assert_eq!(Trials::follow_ups(NO_TRIAL, 0, 0, 2).follow_ups, []);
	});
}

#[test]
fn certificates_should_page_in_order() {
	build_and_execute(|| {
		register();
		let due = Trials::info(TRIAL).unwrap().results.unwrap().due_at;
		let regulators = [REGULATOR, OTHER_REGULATOR, REGULATOR];
		for (regulator, days) in regulators.into_iter().zip(1..) {
			let until = due + days * DAY;
			assert_ok!(Trials::certify_delay(by_agent(regulator), TRIAL, until, reason()));
		}
		let page = Trials::certificates(TRIAL, 0, 2);
		let told: Vec<_> =
			page.certificates.iter().map(|told| (told.regulator, told.until)).collect();
		assert_eq!(told, [(REGULATOR, due + DAY), (OTHER_REGULATOR, due + 2 * DAY)]);
		assert_eq!(page.next, Some(2));
		let rest = Trials::certificates(TRIAL, 2, 2);
		assert_eq!((rest.certificates[0].reason, rest.next), (reason(), None));
		assert_eq!(Trials::certificates(NO_TRIAL, 0, 2).certificates, []);
	});
}

#[test]
fn allocation_lists_should_page_without_loss() {
	build_and_execute(|| {
		register();
		let (root, _) = allocation();
		for list in [7, 0, 300] {
			assert_ok!(Trials::commit_allocation(by_agent(SPONSOR), TRIAL, list, root, 4));
		}
		let (mut found, mut from) = (Vec::new(), None);
		loop {
			let page = Trials::allocation_lists(TRIAL, from, 2);
			found.extend(page.lists.iter().map(|info| (info.number, info.list.root)));
			from = page.next;
			if from.is_none() {
				break;
			}
		}
		found.sort_unstable();
		assert_eq!(found, [(0, root), (7, root), (300, root)]);
	});
}

#[test]
fn results_should_stay_readable_when_a_later_version_corrects_them() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(Trials::set_dates(by_agent(SPONSOR), TRIAL, completed_at(NOW), reason()));
		assert_ok!(set_status(TrialStatus::Completed));
		let not_reported = |reason| {
			move |number| OutcomeReport { number, account: OutcomeAccount::NotReported { reason } }
		};
		let pending: Vec<_> = (0..3).map(not_reported(NotReportedReason::Pending)).collect();
		let ended: Vec<_> = (0..3).map(not_reported(NotReportedReason::EndedEarly)).collect();
		let extra = outcome(OutcomeKind::PostHoc, 9);
		for (reports, extras) in [(&pending, vec![extra]), (&ended, vec![])] {
			let reports = reports.clone().try_into().unwrap();
			let extras = extras.try_into().unwrap();
			assert_ok!(Trials::submit_results(
				by_agent(SPONSOR),
				TRIAL,
				published(8),
				reports,
				extras
			));
		}
		let first = Trials::results(TRIAL, 1).unwrap();
		assert_eq!((first.reports, first.extras), (pending, vec![extra]));
		let second = Trials::results(TRIAL, 2).unwrap();
		assert_eq!((second.reports, second.extras), (ended, vec![]));
		assert_eq!(Trials::results(TRIAL, 3), None);
	});
}

#[test]
fn patient_behind_should_be_the_one_who_was_enrolled() {
	build_and_execute(|| {
		with_participant();
		assert_eq!(Trials::patient_behind(TRIAL, participant(1)), Some(patient(1)));
		assert_eq!(Trials::patient_behind(TRIAL, participant(2)), None);
		assert_eq!(Trials::patient_behind(NO_TRIAL, participant(1)), None);
	});
}

#[test]
fn version_should_tell_the_countries_that_were_registered() {
	build_and_execute(|| {
		let mut registered = details();
		for code in ["DE", "US", "DE"] {
			registered.countries.try_insert(code.parse().unwrap()).unwrap();
		}
		register_with(registered);
		let countries = Trials::version(TRIAL, 1).unwrap().details.countries;
		let codes: Vec<_> = countries.iter().map(Country::code).collect();
		assert_eq!(codes, ["DE", "US"]);
	});
}
