//! How a consent may go from one status to another.

use super::*;

#[test]
fn act_should_lead_where_the_table_says_and_nowhere_else() {
	use ConsentAct::*;
	use ConsentStatus::*;
	let revoked = Revoked { revoked_at: NOW };
	let table = [
		(Requested, Accept, Active),
		(Requested, Refuse, Refused),
		(Requested, WithdrawRequest, Withdrawn),
		(Active, Amend, Active),
		(Active, Suspend, Suspended),
		(Suspended, Resume, Active),
		(Active, Revoke, revoked),
		(Suspended, Revoke, revoked),
		(Active, MarkEnteredInError, EnteredInError),
		(Suspended, MarkEnteredInError, EnteredInError),
	];
	let all = [Requested, Active, Suspended, revoked, Refused, EnteredInError, Withdrawn];
	for status in all {
		for act in ConsentAct::ALL {
			let expected = table
				.iter()
				.find(|(from, by, _)| (*from, *by) == (status, act))
				.map(|(_, _, to)| *to);
			assert_eq!(status.after(act, NOW), expected, "{status:?} {act:?}");
		}
	}
}

#[test]
fn status_should_be_ended_when_nothing_can_follow() {
	use ConsentStatus::*;
	for status in [Requested, Active, Suspended] {
		assert!(!status.is_ended(), "{status:?}");
	}
	for status in [Revoked { revoked_at: NOW }, Refused, EnteredInError, Withdrawn] {
		assert!(status.is_ended(), "{status:?}");
	}
}

#[test]
fn fhir_code_should_be_one_of_consent_state_codes() {
	use ConsentStatus::*;
	for (status, code) in [
		(Requested, "draft"),
		(Active, "active"),
		(Suspended, "inactive"),
		(Revoked { revoked_at: NOW }, "inactive"),
		(Refused, "not-done"),
		(Withdrawn, "not-done"),
		(EnteredInError, "entered-in-error"),
	] {
		assert_eq!(status.fhir_code(), code);
	}
}
