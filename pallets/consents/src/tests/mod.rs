//! One file per call, the decision, the readers, and the invariants.

mod amend;
mod decide;
mod grant;
mod invariants;
mod readers;
mod revoke;
mod set_default_policy;

use crate::mock::{build_and_execute, decide as decision_on, grant as grant_as_ann, *};
use crate::{Error, Event, TermsOf};
use frame_support::assert_ok;
use salus_primitives::{
	codes::{
		Capability, CapabilitySet, ConsentAction, DataClass, Purpose, PurposeSet, ResourceType,
	},
	consent::{
		Actor, Attribute, AttributeSet, Base, ConsentStatus, DefaultPolicy, Entries, Provision,
		Reason, Request, Terms, Test as ConsentTest, MAX_DEPTH,
	},
	patient::{Authority, PatientStatus},
	record::RecordStatus,
	ConsentId, OrganizationId, PatientId, Period, RecordId,
};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};

/// That a call was refused for this reason and changed nothing.
fn assert_refused<E: Into<DispatchError>>(call: impl FnOnce() -> DispatchResult, error: E) {
	let before = state();
	assert_eq!(call(), Err(error.into()));
	assert_eq!(state(), before, "a refused call changed something");
}

/// Every way in which terms can be wrong, with the error that says so.
fn wrong_terms() -> Vec<(TermsOf<Test>, Error<Test>)> {
	let nested = |parents: Vec<Option<u8>>| {
		let provisions: Vec<_> = parents
			.into_iter()
			.map(|parent| Provision {
				parent,
				tests: Default::default(),
				obligations: Default::default(),
				refrains: Default::default(),
			})
			.collect();
		Terms { provisions: provisions.try_into().unwrap(), ..Terms::new(Base::Deny) }
	};
	let too_deep = (0..=MAX_DEPTH as u8).map(|n| n.checked_sub(1)).collect();
	let empty = Period { start: Some(NOW + 2), end: Some(NOW + 1) };
	let during = |period| Terms { period, ..Terms::new(Base::Permit) };
	vec![
		(nested(vec![None, Some(1)]), Error::ParentNotBefore),
		(nested(too_deep), Error::TooDeep),
		(permitting([ConsentTest::Codes(Entries::new())]), Error::EmptyTest),
		(permitting([ConsentTest::Period(empty)]), Error::InvalidPeriod),
		(during(empty), Error::InvalidPeriod),
		(during(Period::until(NOW)), Error::PeriodOver),
		(Terms::new(Base::Silent), Error::SaysNothing),
	]
}
