use super::*;
use salus_primitives::disclosure::ORAL_STATEMENT_PERIOD;

const POLICE: Recipient = Recipient::Outside(OutsideRecipient::LawEnforcement);

/// The hospital discloses Ann's finding; the entry's number is 1.
pub fn disclose_to(recipient: Recipient) {
	let organization = match recipient {
		Recipient::Organization(organization) => organization,
		_ => HOSPITAL,
	};
	permit(organization, ConsentAction::Disclose);
	let access = send_to(recipient, Purpose::GOV);
	assert_ok!(Disclosures::record_entry(by("Clerk"), ANN, access, 1));
}

pub fn written(lasts: Moment) -> Statement {
	Statement { written: true, made_at: Now::get(), until: Now::get() + lasts, document: NOTE }
}

pub fn oral(lasts: Moment) -> Statement {
	Statement { written: false, ..written(lasts) }
}

pub fn withhold(name: &str, statement: Statement) -> DispatchResult {
	Disclosures::withhold_entry(by(name), HOSPITAL, 1, statement)
}

#[docify::export]
#[test]
fn withhold_entry_should_keep_entry_from_patient_until_time_is_over() {
	build_and_execute(|| {
		disclose_to(Recipient::Outside(OutsideRecipient::LawEnforcement));
		assert_eq!(accounting(), [1]);

		let document = NOTE; // a salted commitment to the letter of the police
		let statement = Statement { written: true, made_at: NOW, until: NOW + 48 * HOUR, document };
		assert_ok!(Disclosures::withhold_entry(by("Officer"), HOSPITAL, 1, statement));
		assert!(accounting().is_empty());
		// Auditors see it.
		let log = Disclosures::disclosures(HOSPITAL, None, 10).disclosures;
		assert_eq!(log[0].withheld.map(|withheld| withheld.statement), Some(statement));

		wait(48 * HOUR);
		assert_eq!(accounting(), [1]);
	});
}

#[test]
fn withhold_entry_should_emit_event_and_name_who_had_it_noted() {
	build_and_execute(|| {
		disclose_to(Recipient::Organization(AUTHORITY));
		assert_ok!(withhold("Inspector", written(HOUR)));
		let withheld = Disclosures::disclosure(HOSPITAL, 1).unwrap().withheld.unwrap();
		assert_eq!(withheld.noted_by, AUTHORITY);
		assert_eq!(
			events().last(),
			Some(&Event::DisclosureWithheld {
				organization: HOSPITAL,
				sequence: 1,
				until: NOW + HOUR
			})
		);
	});
}

#[test]
fn withhold_entry_should_bound_what_was_said_orally() {
	build_and_execute(|| {
		disclose_to(POLICE);
		let too_long = oral(ORAL_STATEMENT_PERIOD + 1);
		assert_refused(|| withhold("Officer", too_long), Error::<Test>::InvalidStatement);
		let said_before = Statement { made_at: NOW - HOUR, ..oral(ORAL_STATEMENT_PERIOD) };
		assert_refused(|| withhold("Officer", said_before), Error::<Test>::InvalidStatement);
		assert_ok!(withhold("Officer", oral(ORAL_STATEMENT_PERIOD)));
		wait(HOUR);
		assert_refused(|| withhold("Officer", oral(HOUR)), Error::<Test>::OralStatementUsed);
		wait(ORAL_STATEMENT_PERIOD);
		assert_refused(|| withhold("Officer", oral(HOUR)), Error::<Test>::OralStatementUsed);
		assert_eq!(accounting(), [1]);
	});
}

#[test]
fn withhold_entry_should_replace_what_was_said_when_it_comes_in_writing() {
	build_and_execute(|| {
		disclose_to(POLICE);
		assert_ok!(withhold("Officer", oral(HOUR)));
		assert_ok!(withhold("Officer", written(100 * 24 * HOUR)));
		wait(99 * 24 * HOUR);
		assert!(accounting().is_empty());
		assert_ok!(withhold("Officer", written(HOUR)));
		wait(HOUR);
		assert_eq!(accounting(), [1]);
	});
}

#[test]
fn withhold_entry_should_refuse_when_statement_is_of_no_time() {
	build_and_execute(|| {
		disclose_to(POLICE);
		for statement in [
			Statement { until: NOW, ..written(0) },
			Statement { made_at: NOW - 2, until: NOW - 1, ..written(0) },
			Statement { made_at: NOW + 1, ..written(HOUR) },
		] {
			assert_refused(|| withhold("Officer", statement), Error::<Test>::InvalidStatement);
		}
	});
}

#[test]
fn withhold_entry_should_refuse_when_recipient_is_no_agency() {
	for recipient in [
		Recipient::Organization(CLINIC),
		Recipient::Organization(PAYER),
		Recipient::Outside(OutsideRecipient::Individual),
		Recipient::Outside(OutsideRecipient::Court),
		Recipient::Outside(OutsideRecipient::Other),
	] {
		build_and_execute(|| {
			disclose_to(recipient);
			assert_refused(|| withhold("Officer", written(HOUR)), Error::<Test>::NotWithholdable);
		});
	}
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		record(1);
		assert_refused(|| withhold("Officer", written(HOUR)), Error::<Test>::NotWithholdable);
	});
}

#[test]
fn withhold_entry_should_refuse_when_caller_is_neither_privacy_officer_nor_the_agency() {
	build_and_execute(|| {
		disclose_to(POLICE);
		for name in ["Practitioner", "Clerk", "ClinicOfficer", "Inspector", "Auditor", "Ann"] {
			assert_refused(|| withhold(name, written(HOUR)), Error::<Test>::NotAuthorized);
		}
	});
	build_and_execute(|| {
		disclose_to(Recipient::Organization(AUTHORITY));
		for name in ["Clerk", "ClinicOfficer", "Auditor", "Ann"] {
			assert_refused(|| withhold(name, written(HOUR)), Error::<Test>::NotAuthorized);
		}
		assert_ok!(withhold("Officer", written(HOUR)));
	});
}

#[test]
fn withhold_entry_should_refuse_when_there_is_no_such_entry() {
	build_and_execute(|| {
		assert_refused(|| withhold("Officer", written(HOUR)), Error::<Test>::DisclosureNotFound);
		assert_ok!(anchor(1, 1));
		assert_refused(|| withhold("Officer", written(HOUR)), Error::<Test>::DisclosureNotFound);
	});
}
