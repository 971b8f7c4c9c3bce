//! One file per call, the comparison, and the invariants.

mod add_investigator;
mod amend;
mod anchor_data;
mod certify_delay;
mod close_site;
mod commit_allocation;
mod comparison;
mod confirm;
mod enroll;
mod expedite_event;
mod follow_up_event;
mod invariants;
mod lock_database;
mod open_site;
mod randomize;
mod readers;
mod register;
mod remove_investigator;
mod renew_consent;
mod replace_committee;
mod report_event;
mod reveal_allocation;
mod review_version;
mod set_dates;
mod set_status;
mod set_subject_state;
mod submit_results;
mod unblind;
mod withdraw_amendment;
mod withdraw_participant;

pub(super) use crate::mock::*;
pub(super) use crate::{Error, Event};
pub(super) use frame_support::assert_ok;
pub(super) use salus_primitives::{
	codes::*,
	trial::{
		AmendmentKind, AnchorKind, Assessment, AuditedChange, Changes, Details, OutcomeAccount,
		OutcomeChange, OutcomeReport, Reason, Registration, VersionStatus, DAY,
	},
	OrganizationId, TrialId,
};
pub(super) use sp_core::H256;
pub(super) use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// Somebody who is neither agent nor patient.
fn stranger() -> AccountId32 {
	AccountId32::new([0xD0; 32])
}

/// A trial that nobody registered.
const NO_TRIAL: TrialId = TrialId(H256([0x72; 32]));

/// A reason, where none matters.
fn reason() -> Reason {
	TrialReason::Other.into()
}

/// That a call was refused for this reason and changed nothing.
fn assert_refused<E: Into<DispatchError>>(call: impl FnOnce() -> DispatchResult, error: E) {
	let before = state();
	assert_eq!(call(), Err(error.into()));
	assert_eq!(state(), before, "a refused call changed something");
}

/// The last change in the trail.
fn last_change() -> AuditedChange {
	let Some(Event::TrialChanged { trial: changed, entry, change }) = events().pop() else {
		panic!("the last event is not of a change of the trial");
	};
	assert_eq!((changed, entry + 1), (TRIAL, trial().audit_entries));
	let entries = Trials::audit(TRIAL, entry, 1).entries;
	assert_eq!(entries.len(), 1);
	assert_eq!(entries[0].change, change);
	change
}

/// The committee refuses a version.
fn refuse(version: u32) {
	let opinion = H256::repeat_byte(0xE8);
	assert_ok!(Trials::review_version(by_agent(COMMITTEE), TRIAL, version, false, opinion));
}

/// What a sponsor's amendment does to the outcomes.
fn amend_outcomes(kind: AmendmentKind, changes: Vec<OutcomeChange>) -> DispatchResult {
	let changes: Changes = changes.try_into().unwrap();
	Trials::amend(by_agent(SPONSOR), TRIAL, kind, details(), changes, reason())
}

/// A substantial amendment that touches no outcome.
fn amend_substantially() -> DispatchResult {
	amend_outcomes(AmendmentKind::Substantial, Vec::new())
}
