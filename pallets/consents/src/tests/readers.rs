use super::*;

/// Ann's consents, page by page.
fn pages(limit: u32) -> Vec<Vec<ConsentId>> {
	let mut pages = Vec::new();
	let mut from = None;
	loop {
		let page = Consents::list(ANN, from, limit);
		pages.push(page.consents.iter().map(|info| info.id).collect());
		match page.next {
			Some(next) => from = Some(next),
			None => return pages,
		}
	}
}

/// Ann has four consents and has ended three.
fn with_seven(test: impl FnOnce()) {
	build_and_execute(|| {
		for n in 0..7 {
			grant_as_ann(id(n), treatment_by(CLINIC));
			if n < 3 {
				assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, id(n)));
			}
		}
		test();
	});
}

#[test]
fn list_should_give_those_not_ended_first() {
	with_seven(|| {
		let page = Consents::list(ANN, None, 100);
		assert_eq!(page.next, None);
		let active: Vec<_> =
			page.consents.iter().map(|info| info.consent.status == ConsentStatus::Active).collect();
		assert_eq!(active, [true, true, true, true, false, false, false]);
		for info in page.consents {
			assert_eq!(Consents::info(ANN, info.id), Some(info));
		}
	});
}

#[test]
fn list_should_give_every_consent_once_when_read_in_pages() {
	with_seven(|| {
		let all = pages(100).concat();
		assert_eq!(all.len(), 7);
		for limit in 1..=8 {
			let pages = pages(limit);
			let (last, full) = pages.split_last().unwrap();
			assert!(full.iter().all(|page| page.len() == limit as usize));
			assert!(last.len() <= limit as usize);
			assert_eq!(pages.concat(), all, "in pages of {limit}");
		}
	});
}

#[test]
fn list_should_give_nothing_when_limit_is_nought_but_say_where_to_go_on() {
	with_seven(|| {
		let page = Consents::list(ANN, None, 0);
		assert!(page.consents.is_empty());
		assert_eq!(page.next, Consents::list(ANN, None, 1).consents.first().map(|info| info.id));
	});
}

#[test]
fn list_should_be_empty_when_patient_has_none() {
	with_seven(|| {
		let page = Consents::list(BEN, None, 10);
		assert!(page.consents.is_empty());
		assert_eq!(page.next, None);
	});
}

#[test]
fn list_should_go_on_with_the_ended_when_all_others_are_ended() {
	build_and_execute(|| {
		for n in 0..3 {
			grant_as_ann(id(n), treatment_by(CLINIC));
			assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, id(n)));
		}
		assert_eq!(pages(2).iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
	});
}

#[test]
fn version_should_be_found_when_it_was_ever_granted() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let ann = || RuntimeOrigin::signed(ANN_KEY);
		assert_ok!(Consents::amend(ann(), ANN, CONSENT, treatment_by(HOSPITAL)));
		assert_ok!(Consents::revoke(ann(), ANN, CONSENT));
		let version = |version| Consents::version(ANN, CONSENT, version);
		assert_eq!(version(0), None);
		let first = version(1).unwrap().consent;
		assert_eq!((first.version, first.terms), (1, treatment_by(CLINIC)));
		let second = version(2).unwrap().consent;
		assert_eq!((second.version, second.terms), (2, treatment_by(HOSPITAL)));
		assert!(matches!(second.status, ConsentStatus::Revoked { .. }));
		assert_eq!(version(3), None);
		assert_eq!(Consents::version(ANN, id(1), 1), None);
		assert_eq!(Consents::version(BEN, CONSENT, 1), None);
	});
}

#[test]
fn info_should_be_none_when_consent_is_unknown() {
	build_and_execute(|| {
		assert_eq!(Consents::info(ANN, CONSENT), None);
	});
}
