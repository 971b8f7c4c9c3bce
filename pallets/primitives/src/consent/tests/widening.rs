//! Who is named, and when an amendment surely takes nothing back.

use super::{generators::*, *};
use proptest::{collection::vec as many, prelude::*};

fn to(parent: Option<u8>, organization: OrganizationId) -> Provision<Who> {
	provision(parent, [Test::Recipients(list([Actor::Organization(organization)]))])
}

#[test]
fn recipients_should_be_those_whom_provisions_that_permit_name() {
	let nested = [to(None, HOSPITAL), to(Some(0), CLINIC), to(Some(1), ARCHIVE)];
	let named = |base| -> Vec<_> { terms(base, nested.clone()).recipients().into_iter().collect() };
	assert_eq!(named(Base::Silent), [HOSPITAL, ARCHIVE]);
	assert_eq!(named(Base::Deny), [HOSPITAL, ARCHIVE]);
	assert_eq!(named(Base::Permit), [CLINIC]);
}

#[test]
fn terms_should_be_widened_when_a_permission_is_added_only() {
	let former = terms(Base::Silent, [to(None, HOSPITAL), to(Some(0), CLINIC)]);
	let with = |further| {
		let provisions = former.provisions.iter().cloned().chain([further]);
		terms(Base::Silent, provisions)
	};
	assert!(former.is_widened_by(&former));
	assert!(former.is_widened_by(&with(to(None, ARCHIVE))));
	assert!(former.is_widened_by(&with(to(Some(1), ARCHIVE))));
	assert!(!former.is_widened_by(&with(to(Some(0), ARCHIVE))), "takes back");
	assert!(!with(to(None, ARCHIVE)).is_widened_by(&former), "takes away");
	assert!(!former.is_widened_by(&terms(Base::Deny, former.provisions.clone())));
}

#[test]
fn terms_should_not_be_widened_when_period_protocol_or_conditions_are_tighter() {
	let former: Terms<Who> =
		Terms { period: Period { start: Some(5), end: Some(9) }, ..Terms::new(Base::Permit) };
	let during = |start, end| Terms { period: Period { start, end }, ..former.clone() };
	assert!(former.is_widened_by(&during(None, None)));
	assert!(former.is_widened_by(&during(Some(4), Some(10))));
	assert!(!former.is_widened_by(&during(Some(6), Some(9))));
	assert!(!former.is_widened_by(&during(Some(5), Some(8))));
	assert!(!during(None, None).is_widened_by(&former));
	let owing = Terms { obligations: Obligation::DEID.into(), ..former.clone() };
	assert!(!former.is_widened_by(&owing));
	assert!(owing.is_widened_by(&former));
	let bound = Terms { protocol: Some(PROTOCOL), ..former.clone() };
	assert!(!former.is_widened_by(&bound));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(512))]

	#[test]
	fn widened_terms_should_permit_whatever_they_permitted(
		former in well_formed_terms(),
		further in many((many(test(), 0..2), prop::option::of(0u8..8)), 0..3),
		facts in any_facts(),
	) {
		let further =
			further.into_iter().map(|(tests, parent)| provision(parent, tests));
		let provisions: Vec<_> = former.provisions.iter().cloned().chain(further).collect();
		let later = Terms {
			provisions: provisions.try_into().expect("few provisions"),
			..former.clone()
		};
		if later.validate().is_err() || !former.is_widened_by(&later) {
			return Ok(());
		}
		let before = answer(&[consent(former)], &facts);
		let after = answer(&[consent(later)], &facts);
		prop_assert!(!before.is_permitted() || after.is_permitted());
	}
}
