//! What holds of the formats and rules of trials.

use super::*;
use crate::codes::{
	Country, OutcomeFlag, OutcomeKind, Registry, StudyType, SubjectState, TrialStatus,
};
use alloc::{string::ToString, vec::Vec};
use codec::{DecodeAll, Encode};
use proptest::prelude::*;
use sp_core::H256;

/// 2018-05-31T10:00:00Z.
const MAY_31: u64 = 1_527_760_800_000;

#[test]
fn add_months_should_keep_the_day_when_the_month_has_it() {
	// 2019-05-31T10:00:00Z.
	assert_eq!(add_months(MAY_31, 12), 1_559_296_800_000);
	assert_eq!(add_months(0, 12), 365 * DAY);
}

#[test]
fn add_months_should_take_the_last_day_when_the_month_is_shorter() {
	// 2018-06-30, 2019-02-28 and 2020-02-29, each T10:00:00Z.
	assert_eq!(add_months(MAY_31, 1), 1_530_352_800_000);
	assert_eq!(add_months(MAY_31, 9), 1_551_348_000_000);
	assert_eq!(add_months(MAY_31, 21), 1_582_970_400_000);
}

proptest! {
	#[test]
	fn add_months_should_add_up(day in 0u64..40_000, time in 0..DAY, months in 0u32..60) {
		let at = day * DAY + time;
		let later = add_months(at, months);
		let days = u64::from(months) * DAY;
		prop_assert!(later >= at + 28 * days && later <= at + 31 * days);
		prop_assert_eq!(later % DAY, time);
		// A step of twelve months is one of a year, but for the last of February.
		prop_assert_eq!(add_months(add_months(at, 12), 12).abs_diff(add_months(at, 24)) % DAY, 0);
	}
}

#[test]
fn registry_id_should_parse_when_it_is_a_known_registrys() {
	let known = [
		("NCT02552212", Registry::Nct),
		("2015-001894-41", Registry::EudraCt),
		("2022-500024-30-00", Registry::EuCt),
		("ISRCTN50189673", Registry::Isrctn),
		("U1111-1234-5678", Registry::Utn),
	];
	for (text, registry) in known {
		let id: RegistryId = text.parse().unwrap();
		assert_eq!(id.registry(), registry);
		assert_eq!(id.to_string(), text);
		assert_eq!(RegistryId::decode_all(&mut &id.encode()[..]), Ok(id.clone()));
		assert_eq!(serde_json::to_string(&id).unwrap(), alloc::format!("{text:?}"));
	}
}

#[test]
fn registry_id_should_be_refused_when_it_is_no_registrys() {
	let wrong = [
		"",
		"NCT0255221",
		"NCT025522123",
		"nct02552212",
		"NCT0255221A",
		"2015-001894-4",
		"3015-001894-41",
		"2022-400024-30-00",
		"ISRCTN5018967",
		"U1112-1234-5678",
		"P60DK020579",
	];
	for text in wrong {
		assert_eq!(text.parse::<RegistryId>(), Err(InvalidRegistryId), "{text}");
	}
	let bytes = (Registry::Isrctn, b"NCT02552212".to_vec()).encode();
	assert!(RegistryId::decode_all(&mut &bytes[..]).is_err());
}

/// Every status reachable from `from`.
fn reachable(from: TrialStatus, anybody_enrolled: bool) -> Vec<TrialStatus> {
	let mut found = alloc::vec![from];
	let mut at = 0;
	while let Some(status) = found.get(at).copied() {
		let next = TrialStatus::ALL
			.iter()
			.filter(|next| status.may_become(**next, anybody_enrolled) && !found.contains(next));
		let next: Vec<_> = next.copied().collect();
		found.extend(next);
		at += 1;
	}
	found
}

#[test]
fn status_should_reach_what_its_type_has_and_nothing_else() {
	use TrialStatus::*;
	let expanded = [Available, NoLongerAvailable, TemporarilyNotAvailable, ApprovedForMarketing];
	for study_type in StudyType::ALL {
		for anybody in [false, true] {
			let found = reachable(TrialStatus::initial(*study_type), anybody);
			for status in TrialStatus::ALL {
				let of_type =
					expanded.contains(status) == (*study_type == StudyType::ExpandedAccess);
				let expected = of_type && *status != Unknown && !(*status == Withdrawn && anybody);
				assert_eq!(found.contains(status), expected, "{study_type} {status} {anybody}");
			}
		}
	}
}

#[test]
fn status_should_stay_when_it_is_final() {
	for from in TrialStatus::ALL {
		for to in TrialStatus::ALL {
			let legal = from.may_become(*to, false) || from.may_become(*to, true);
			assert!(!legal || !from.is_final(), "{from} to {to}");
			assert!(!legal || from != to, "{from} to itself");
		}
	}
}

#[test]
fn subject_should_only_move_while_in_the_study() {
	for from in SubjectState::ALL {
		for to in SubjectState::ALL {
			if from.may_become(*to) {
				assert!(from.is_in_study(), "{from}");
				assert!(to.is_in_study() || *to == SubjectState::OffStudy, "{to}");
				assert!(*to != SubjectState::PendingOnStudy);
			}
		}
	}
}

fn outcome(kind: OutcomeKind, measure: u8) -> Outcome {
	let text =
		OutcomeText { measure: H256::repeat_byte(measure), time_frame: None, description: None };
	Outcome { kind, text }
}

#[test]
fn compared_should_flag_what_differs() {
	let one = outcome(OutcomeKind::Primary, 1);
	let two = outcome(OutcomeKind::Secondary, 2);
	let listed = |registered, current| ListedOutcome { registered, current };
	let reported = |outcome| Some(OutcomeAccount::Reported { outcome });
	let flags = |listed, account| ComparedOutcome::listed(0, listed, account).flags;
	assert!(flags(listed(Some(one), Some(one)), None).is_empty());
	assert!(flags(listed(Some(one), Some(one)), reported(one)).is_empty());
	assert_eq!(
		flags(listed(Some(one), Some(two)), reported(two)),
		[
			OutcomeFlag::ChangedAfterLock,
			OutcomeFlag::KindChangedAfterLock,
			OutcomeFlag::ReportedDifferently,
			OutcomeFlag::ReportedAsOtherKind,
		]
		.into_iter()
		.collect()
	);
	assert_eq!(flags(listed(Some(one), None), None), OutcomeFlag::RemovedAfterLock.into());
	assert_eq!(flags(listed(None, Some(two)), None), OutcomeFlag::AddedAfterLock.into());
	assert_eq!(ComparedOutcome::extra(two).flags, OutcomeFlag::NotRegistered.into());
}

#[test]
fn allocation_commitment_should_differ_when_anything_does() {
	let base = allocation_commitment([1; 32].into(), 0, 0, 0, &[7; 32]);
	assert_ne!(base, allocation_commitment([2; 32].into(), 0, 0, 0, &[7; 32]));
	assert_ne!(base, allocation_commitment([1; 32].into(), 1, 0, 0, &[7; 32]));
	assert_ne!(base, allocation_commitment([1; 32].into(), 0, 1, 0, &[7; 32]));
	assert_ne!(base, allocation_commitment([1; 32].into(), 0, 0, 1, &[7; 32]));
	assert_ne!(base, allocation_commitment([1; 32].into(), 0, 0, 0, &[8; 32]));
}

/// What an answer looks like in JSON, which reads back as itself.
fn json<T>(answer: &T) -> serde_json::Value
where
	T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + core::fmt::Debug,
{
	let text = serde_json::to_string(answer).unwrap();
	assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), answer);
	serde_json::from_str(&text).unwrap()
}

#[test]
fn json_should_have_the_codes_of_the_standards() {
	let change = OutcomeChangeInfo {
		change: AmendedOutcome {
			version: 2,
			number: 0,
			from: Some(outcome(OutcomeKind::Primary, 1)),
			to: None,
			at: 5,
			status: TrialStatus::Recruiting,
			enrolled: 1,
			after_lock: true,
			after_primary_completion: false,
		},
		version_status: VersionStatus::InEffect,
	};
	let told = json(&change);
	assert_eq!(told["status"], "RECRUITING");
	assert_eq!(told["from"]["kind"], "PRIMARY");
	assert_eq!(told["versionStatus"], "in-effect");

	let account = Some(OutcomeAccount::Reported { outcome: outcome(OutcomeKind::Secondary, 1) });
	let current = Some(outcome(OutcomeKind::Primary, 1));
	let listed = ListedOutcome { registered: current, current };
	let told = json(&ComparedOutcome::listed(3, listed, account));
	assert_eq!(told["flags"][0], "reported-as-other-kind");
	assert_eq!(told["account"]["account"], "reported");
}

#[test]
fn json_of_the_trail_and_of_data_should_name_what_was_done() {
	let reason = Reason::from(crate::codes::TrialReason::EntryError);
	let kind = AnchorKind::Correction { anchor: 1, leaf: Some(2), query: None, reason };
	let root = H256::repeat_byte(1);
	let entry = AuditEntry {
		number: 7,
		who: 9u64,
		organization: Some(crate::OrganizationId(3)),
		at: 5,
		change: AuditedChange::DataAnchored { anchor: 4, kind, root },
		about: None,
		reason: Some(reason),
	};
	let told = json(&entry);
	assert_eq!(told["what"], "data-anchored");
	assert_eq!(told["kind"]["kind"], "correction");
	assert_eq!(told["reason"]["code"], "entry-error");
	let anchor = DataAnchor {
		organization: crate::OrganizationId(3),
		kind,
		root,
		leaves: 4,
		anchored_at: 5,
		version: 1,
		followed_by: None,
		followers: 0,
	};
	assert_eq!(json(&AnchorInfo { number: 4, anchor })["kind"], "correction");
	let url = PublicText { hash: root, locator: b"https://a.b".to_vec().try_into().unwrap() };
	let text = Text { kind: crate::codes::TrialText::PublicTitle, text: url };
	assert_eq!(json(&text)["locator"], "https://a.b");
}

#[test]
fn dates_should_state_all_of_earlier_ones_unless_one_is_missing() {
	let date = Some(StatedDate::actual(MAY_31));
	let (none, start) = (Dates::default(), Dates { start: date, ..Default::default() });
	let all = Dates { start: date, primary_completion: date, completion: date };
	assert!(all.states_all_of(&start) && start.states_all_of(&none) && none.states_all_of(&none));
	assert!(!none.states_all_of(&start) && !start.states_all_of(&all));
	// Another date for the same thing is a date.
	assert!(Dates { start: Some(StatedDate::estimated(0)), ..all }.states_all_of(&all));
}

#[test]
fn country_should_be_read_and_decoded_when_iso_has_it() {
	for code in ["US", "KR", "XK", "CS", "AN"] {
		let country: Country = code.parse().unwrap();
		assert_eq!(country.to_string(), code);
		assert_eq!(country.encode(), code.as_bytes());
		assert_eq!(Country::decode_all(&mut code.as_bytes()), Ok(country));
		let json = serde_json::to_string(&country).unwrap();
		assert_eq!(json, alloc::format!("{code:?}"));
		assert_eq!(serde_json::from_str::<Country>(&json).unwrap(), country);
	}
}

#[test]
fn country_should_be_refused_when_iso_has_it_not() {
	for code in ["", "U", "us", "USA", "ZZ", "UK", "EU", "U\u{e9}"] {
		assert_eq!(code.parse::<Country>().unwrap_err().code, code);
		assert!(serde_json::from_value::<Country>(code.into()).is_err(), "{code}");
		let Ok(bytes) = <[u8; 2]>::try_from(code.as_bytes()) else { continue };
		assert!(Country::decode_all(&mut &bytes[..]).is_err(), "{code}");
	}
}

#[test]
fn countries_should_be_bounded_by_how_many_there_are() {
	let all: Vec<_> = Country::all().collect();
	assert_eq!(all.len() as u32, Country::COUNT);
	let mut countries = Countries::default();
	for country in all.iter().chain(&all) {
		countries.try_insert(*country).unwrap();
	}
	assert_eq!(countries.len() as u32, MAX_COUNTRIES);
	assert_eq!(Countries::decode_all(&mut &countries.encode()[..]), Ok(countries));
}
