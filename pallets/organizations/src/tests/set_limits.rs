use super::*;
use crate::Limits;

fn set(organization: OrganizationId, capacity: u64, refill: u64) -> DispatchResult {
	Organizations::set_limits(council(), organization, Limits { capacity, refill })
}

#[test]
fn set_limits_should_cut_what_is_left_when_new_capacity_is_smaller() {
	build_and_execute(|| {
		assert_ok!(set(CLINIC, 100, 10));
		let allowance = Organizations::allowance(&OWNER).unwrap();
		assert_eq!((allowance.available, allowance.capacity, allowance.refill), (100, 100, 10));
		assert_eq!(
			events(),
			[Event::LimitsSet {
				organization: CLINIC,
				limits: Limits { capacity: 100, refill: 10 }
			}]
		);
	});
}

#[test]
fn set_limits_should_keep_what_is_left_and_fill_up_when_new_capacity_is_larger() {
	build_and_execute(|| {
		assert_ok!(set(CLINIC, 10_000, 1_000));
		assert_eq!(Organizations::allowance(&OWNER).unwrap().available, ALLOWANCE.capacity);
		System::set_block_number(2);
		assert_eq!(Organizations::allowance(&OWNER).unwrap().available, ALLOWANCE.capacity + 1_000);
	});
}

#[test]
fn set_limits_should_leave_others_as_they_are() {
	build_and_execute(|| {
		assert_ok!(set(CLINIC, 100, 10));
		assert_eq!(Organizations::allowance(&HEAD).unwrap().capacity, ALLOWANCE.capacity);
	});
}

#[test]
fn set_limits_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		assert_refused_unless_council(|origin| {
			Organizations::set_limits(origin, CLINIC, ALLOWANCE)
		});
	});
}

#[test]
fn set_limits_should_refuse_when_bucket_would_not_fill() {
	build_and_execute(|| {
		for (capacity, refill) in [(0, 0), (100, 0), (0, 100), (100, 101)] {
			assert_refused(|| set(CLINIC, capacity, refill), Error::<Test>::InvalidLimits);
		}
	});
}

#[test]
fn set_limits_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| set(NOBODY, 100, 10), Error::<Test>::NotFound);
	});
}
