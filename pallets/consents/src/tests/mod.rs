//! One file per call, the decision, the readers, and the invariants.

mod accept;
mod acknowledge_revocation;
mod amend;
mod attest_deletion;
mod decide;
mod grant;
mod invariants;
mod mark_entered_in_error;
mod readers;
mod recalls;
mod refuse;
mod representatives;
mod request;
mod resume;
mod revoke;
mod set_default_policy;
mod suspend;
mod transitions;
mod withdraw_request;

use crate::mock::{build_and_execute, decide as decision_on, grant as grant_as_ann, *};
use crate::{Error, Event, TermsOf};
use frame_support::assert_ok;
use frame_support::dispatch::DispatchResultWithPostInfo;
use salus_primitives::{
	codes::{
		Capability, CapabilitySet, ConsentAction, DataClass, Purpose, PurposeSet, ResourceType,
	},
	consent::{
		Actor, Attribute, AttributeSet, Base, ConsentAct, ConsentStatus, DefaultPolicy, Entries,
		Provision, Reason, RecallCause, RecallInfo, Request, Terms, Test as ConsentTest, MAX_DEPTH,
	},
	patient::{Authority, PatientStatus},
	record::RecordStatus,
	traits::AccessControl,
	ConsentId, OrganizationId, PatientId, Period, RecordId,
};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};

/// What a call came to, whatever it says of its weight.
trait Outcome {
	fn outcome(self) -> DispatchResult;
}

impl Outcome for DispatchResult {
	fn outcome(self) -> DispatchResult {
		self
	}
}

impl Outcome for DispatchResultWithPostInfo {
	fn outcome(self) -> DispatchResult {
		self.map(|_| ()).map_err(|refusal| refusal.error)
	}
}

/// That a call was refused for this reason and changed nothing.
fn assert_refused<R: Outcome, E: Into<DispatchError>>(call: impl FnOnce() -> R, error: E) {
	let before = state();
	assert_eq!(call().outcome(), Err(error.into()));
	assert_eq!(state(), before, "a refused call changed something");
}

/// Does one of the acts of [`ConsentAct`] as whoever may.
fn act(act: ConsentAct, consent: ConsentId) -> DispatchResult {
	let ann = RuntimeOrigin::signed(ANN_KEY);
	match act {
		ConsentAct::Accept => {
			let hash = Consents::info(ANN, consent).map(|info| info.consent.terms.hash());
			Consents::accept(ann, ANN, consent, hash.unwrap_or_default())
		},
		ConsentAct::Refuse => Consents::refuse(ann, ANN, consent),
		ConsentAct::WithdrawRequest => {
			Consents::withdraw_request(RuntimeOrigin::signed(PRACTITIONER), ANN, consent)
		},
		ConsentAct::Amend => Consents::amend(ann, ANN, consent, treatment_by(HOSPITAL)).outcome(),
		ConsentAct::Suspend => Consents::suspend(ann, ANN, consent).outcome(),
		ConsentAct::Resume => Consents::resume(ann, ANN, consent),
		ConsentAct::Revoke => Consents::revoke(ann, ANN, consent).outcome(),
		ConsentAct::MarkEnteredInError => {
			Consents::mark_entered_in_error(ann, ANN, consent).outcome()
		},
	}
}

/// Who owes after a version of a consent.
fn owing(consent: ConsentId, version: u32) -> Vec<OrganizationId> {
	let mut owing: Vec<_> = Consents::recalls(ANN, None, 100)
		.recalls
		.into_iter()
		.filter(|recall| (recall.key.consent, recall.key.version) == (consent, version))
		.map(|recall| recall.key.organization)
		.collect();
	owing.sort();
	owing
}

/// The clinic is handed a key under a consent.
fn hand_out(consent: ConsentId, recipient: OrganizationId) -> DispatchResult {
	<Consents as AccessControl<u64>>::on_handed_out(ANN, consent, recipient)
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
		(named((0..5).map(OrganizationId)), Error::MaxRecipientsExceeded),
		(long(16), Error::TermsTooLong),
	]
}

/// Terms that permit these organizations.
fn named(organizations: impl IntoIterator<Item = OrganizationId>) -> TermsOf<Test> {
	let actors = organizations.into_iter().map(Actor::Organization).collect();
	permitting([ConsentTest::Recipients(Entries::truncate_from(actors))])
}

/// Terms with this many lists of as many codes as there is room for: more than 512 bytes each.
fn long(lists: usize) -> TermsOf<Test> {
	let codes = ConsentTest::Codes(Entries::truncate_from(vec![H256::zero(); 16]));
	permitting(vec![codes; lists])
}
