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
