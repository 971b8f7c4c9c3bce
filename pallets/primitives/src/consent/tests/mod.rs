//! The decision by cases (one file per part of its semantics) and by properties.

mod between;
mod emergencies;
mod formats;
mod generators;
mod kinds;
mod properties;
mod status;
mod widening;
mod within;

use super::*;
use crate::{
	codes::{
		AgentRole, Capability, ClassSet, Confidentiality, ConsentAction, DataClass, DelegateRole,
		Obligation, ObligationSet, Purpose, PurposeSet, Refrain, ResourceType, Sensitivity,
		SensitivitySet,
	},
	patient::Authority,
	record::Labels,
	traits::EmergencyAccess,
	ConsentId, Moment, OrganizationId, Period, RecordId,
};
use alloc::{vec, vec::Vec};
use sp_core::H256;

/// Accounts are numbers here.
type Who = u64;

const NOW: Moment = 1_000;
const HOSPITAL: OrganizationId = OrganizationId(0);
const CLINIC: OrganizationId = OrganizationId(1);
const ARCHIVE: OrganizationId = OrganizationId(2);
const PRACTITIONER: Who = 7;
const RECORD: RecordId = RecordId(H256([1; 32]));
const OTHER_RECORD: RecordId = RecordId(H256([2; 32]));
const TRIAL: H256 = H256([3; 32]);
const PROTOCOL: Protocol = Protocol { trial: TRIAL, version: 2 };
const CODE: CodeHash = H256([4; 32]);
const OTHER_CODE: CodeHash = H256([5; 32]);
const NO_POLICY: DefaultPolicy = DefaultPolicy {
	own_records: PurposeSet::EMPTY,
	required_by_law: PurposeSet::EMPTY,
	required_by_law_to: crate::codes::CapabilitySet::EMPTY,
};

/// A practitioner of the clinic wants to see a laboratory record that the hospital wrote and the
/// archive holds, to treat the patient. Nothing is unknown.
fn facts() -> Facts<Who> {
	let organization = |id| Party {
		organization: Some(id),
		agent: None,
		roles: None,
		capabilities: Some(Capability::Provider.into()),
		trial: None,
		delegate: None,
	};
	Facts {
		refusal: None,
		is_patient: false,
		emergency: None,
		protocol_version: Some(PROTOCOL.version),
		actor: Party {
			agent: Some(PRACTITIONER),
			roles: Some(AgentRole::Practitioner.into()),
			trial: Some(TRIAL),
			delegate: Some(DelegateRole::GUARD),
			..organization(CLINIC)
		},
		action: ConsentAction::Access,
		purpose: Some(Purpose::TREAT),
		record: Some(RECORD),
		related_to: None,
		class: Some(DataClass::Laboratory),
		resource_type: Some(ResourceType::Observation),
		labels: Some(Labels {
			confidentiality: Confidentiality::N,
			sensitivity: SensitivitySet::EMPTY,
		}),
		custodians: vec![organization(ARCHIVE)],
		author: organization(HOSPITAL),
		document_type: Some(CODE),
		codes: vec![CODE],
		data_time: Some(NOW - 100),
		asserted: AttributeSet::EMPTY,
		known_until: None,
	}
}

fn for_purpose(purpose: Purpose) -> Facts<Who> {
	Facts { purpose: Some(purpose), ..facts() }
}

/// The practitioner has declared an emergency that covers every class.
fn in_emergency(purpose: Purpose) -> Facts<Who> {
	let access = EmergencyAccess { classes: ClassSet::ALL, until: NOW + 100 };
	Facts { emergency: Some(access), ..for_purpose(purpose) }
}

fn list<T: core::fmt::Debug>(entries: impl IntoIterator<Item = T>) -> Entries<T> {
	entries.into_iter().collect::<Vec<_>>().try_into().expect("a short list")
}

fn provision(parent: Option<u8>, tests: impl IntoIterator<Item = Test<Who>>) -> Provision<Who> {
	Provision {
		parent,
		tests: tests.into_iter().collect::<Vec<_>>().try_into().expect("few tests"),
		obligations: ObligationSet::EMPTY,
		refrains: RefrainSet::EMPTY,
	}
}

fn terms(base: Base, provisions: impl IntoIterator<Item = Provision<Who>>) -> Terms<Who> {
	Terms {
		provisions: provisions.into_iter().collect::<Vec<_>>().try_into().expect("few provisions"),
		..Terms::new(base)
	}
}

fn consent(terms: Terms<Who>) -> Consent<Who> {
	Consent {
		status: ConsentStatus::Active,
		version: 1,
		requester: None,
		granted: Some(Granted { grantor: 1, authority: Authority::Controller, granted_at: 0 }),
		terms,
	}
}

/// A consent that a guardian granted who has no say in `withheld`.
fn by_guardian(terms: Terms<Who>, withheld: &[Sensitivity]) -> Consent<Who> {
	let authority = Authority::Representative {
		role: DelegateRole::GUARD,
		withheld: SensitivitySet::of(withheld),
	};
	Consent { granted: Some(Granted { grantor: 2, authority, granted_at: 0 }), ..consent(terms) }
}

/// A consent that permits what meets all `tests`.
fn grant(tests: impl IntoIterator<Item = Test<Who>>) -> Consent<Who> {
	consent(terms(Base::Silent, [provision(None, tests)]))
}

fn id(n: u8) -> ConsentId {
	ConsentId::from([n; 32])
}

/// The answer of these consents, which have the ids 1, 2, …, without a default policy.
fn answer(consents: &[Consent<Who>], facts: &Facts<Who>) -> Decision {
	answer_with(consents, facts, &NO_POLICY)
}

fn answer_with(consents: &[Consent<Who>], facts: &Facts<Who>, policy: &DefaultPolicy) -> Decision {
	decide((1..).map(id).zip(consents), facts, policy, NOW)
}

/// The answer of one consent.
fn reason(terms: Terms<Who>, facts: &Facts<Who>) -> Reason {
	answer(&[consent(terms)], facts).reason
}

use crate::codes::RefrainSet;
use Reason::{ConsentDenies, ConsentPermits, NoMatchingConsent};
