//! What the chain knows about a request.

use crate::{Config, Pallet};
use alloc::vec::Vec;
use frame_support::traits::Time;
use salus_primitives::{
	codes::{CapabilitySet, Purpose, RoleSet},
	consent::{Attribute, AttributeSet, Facts, Party, Reason, Request},
	patient::{Authority, PatientStatus, Power},
	record::RecordStatus,
	traits::{Emergencies, Membership, Patients, RecordAttributes, Records, Trials},
	OrganizationId, PatientId, RecordId,
};

impl<T: Config> Pallet<T> {
	/// The request, with everything filled in that the chain knows, and what it could not check
	/// named.
	pub(crate) fn facts(
		patient: PatientId,
		request: &Request<T::AccountId>,
	) -> Facts<T::AccountId> {
		let mut facts = Facts {
			refusal: None,
			is_patient: false,
			emergency: None,
			protocol_version: request.trial.and_then(T::Trials::protocol_version),
			actor: Party { trial: request.trial, ..Party::unknown() },
			action: request.action,
			purpose: request.purpose,
			record: request.record,
			related_to: request.related_to.as_ref().map(|records| records.to_vec()),
			class: request.class,
			resource_type: request.resource_type,
			labels: request.labels,
			custodians: Vec::new(),
			author: Party::unknown(),
			document_type: request.document_type,
			codes: request.codes.to_vec(),
			data_time: request.data_time,
			asserted: asserted(request),
			known_until: None,
		};
		facts.refusal = Self::add_patient(patient)
			.and_then(|()| Self::add_actor(patient, request, &mut facts))
			.and_then(|()| match request.record {
				Some(record) => Self::add_record(patient, record, request, &mut facts),
				None => {
					Self::add_parties(request.author, request.custodian, &mut facts);
					Ok(())
				},
			})
			.err();
		facts
	}

	fn add_patient(patient: PatientId) -> Result<(), Reason> {
		match T::Patients::status(patient) {
			None => Err(Reason::UnknownPatient),
			Some(PatientStatus::Erased { .. }) => Err(Reason::PatientErased),
			Some(_) => Ok(()),
		}
	}

	/// Who asks: an agent who may act, of the organization that the request names if it names one;
	/// an active organization as such; or somebody who acts for the patient.
	fn add_actor(
		patient: PatientId,
		request: &Request<T::AccountId>,
		facts: &mut Facts<T::AccountId>,
	) -> Result<(), Reason> {
		let organization = match (&request.agent, request.organization) {
			(Some(account), named) => {
				let Some((agent, agent_until)) = T::Members::active_agent_until(account) else {
					return Self::add_relation(patient, account, named, facts);
				};
				facts.known_until = agent_until;
				if named.is_some_and(|named| named != agent.organization) {
					return Err(Reason::Contradiction);
				}
				facts.actor.agent = Some(account.clone());
				facts.actor.roles = Some(agent.roles);
				if request.purpose.is_some_and(|purpose| purpose.is_a(Purpose::ETREAT)) {
					facts.emergency = T::Emergencies::open_access(patient, account);
				}
				agent.organization
			},
			(None, Some(organization)) if T::Members::is_active(organization) => organization,
			(None, Some(_)) => return Err(Reason::ActorNotActive),
			(None, None) => return Err(Reason::UnknownActor),
		};
		let Party { organization, capabilities, .. } = Self::organization(organization, facts);
		facts.actor = Party { organization, capabilities, ..facts.actor.clone() };
		Ok(())
	}

	/// Who is no agent of an organization may be the patient, or a representative in matters of
	/// consent.
	fn add_relation(
		patient: PatientId,
		account: &T::AccountId,
		named: Option<OrganizationId>,
		facts: &mut Facts<T::AccountId>,
	) -> Result<(), Reason> {
		// When the account may act again, or no longer, is not known: the answer holds for now only.
		let for_now = Some(T::Time::now());
		match T::Patients::authority(account, patient, Power::Consent) {
			None => {
				facts.known_until = for_now;
				return Err(Reason::ActorNotActive);
			},
			Some(_) if named.is_some() => return Err(Reason::Contradiction),
			Some(Authority::Controller) => facts.is_patient = true,
			Some(Authority::Representative { role, .. }) => {
				facts.known_until = for_now;
				facts.actor.delegate = Some(role);
			},
		}
		facts.actor.agent = Some(account.clone());
		facts.actor.roles = Some(RoleSet::EMPTY);
		facts.actor.capabilities = Some(CapabilitySet::EMPTY);
		Ok(())
	}

	/// What the chain knows of the record takes the place of what the request says, which may repeat
	/// it but not contradict it.
	fn add_record(
		patient: PatientId,
		record: RecordId,
		request: &Request<T::AccountId>,
		facts: &mut Facts<T::AccountId>,
	) -> Result<(), Reason> {
		let known = T::Records::attributes(patient, record).ok_or(Reason::UnknownRecord)?;
		if known.status == RecordStatus::Erased {
			return Err(Reason::RecordErased);
		}
		let RecordAttributes { class, resource_type, labels, author, agent, custodians, .. } =
			known;
		let contradicted = request.class.is_some_and(|said| said != class)
			|| request.resource_type.is_some_and(|said| said != resource_type)
			|| request.labels.is_some_and(|said| said != labels)
			|| request.author.is_some_and(|said| said != author)
			|| request.custodian.is_some_and(|said| !custodians.contains(&said));
		if contradicted {
			return Err(Reason::Contradiction);
		}
		facts.class = Some(class);
		facts.resource_type = Some(resource_type);
		facts.labels = Some(labels);
		// Who says at which custodian, asks there; else all of them count.
		match request.custodian {
			Some(custodian) => Self::add_parties(Some(author), [custodian], facts),
			None => Self::add_parties(Some(author), custodians, facts),
		}
		facts.author.agent = Some(agent);
		facts.asserted = facts.asserted.difference(AttributeSet::of(&[
			Attribute::Class,
			Attribute::ResourceType,
			Attribute::Labels,
			Attribute::Author,
			Attribute::Custodian,
		]));
		Ok(())
	}

	/// Who wrote the data, and who holds it.
	fn add_parties(
		author: Option<OrganizationId>,
		custodians: impl IntoIterator<Item = OrganizationId>,
		facts: &mut Facts<T::AccountId>,
	) {
		if let Some(author) = author {
			facts.author = Self::organization(author, facts);
		}
		facts.custodians =
			custodians.into_iter().map(|custodian| Self::organization(custodian, facts)).collect();
	}

	/// An organization, with what it may do while the facts hold.
	fn organization(id: OrganizationId, facts: &mut Facts<T::AccountId>) -> Party<T::AccountId> {
		let (capabilities, until) = T::Members::capabilities_until(id);
		facts.known_until = facts.known_until.into_iter().chain(until).min();
		Party { organization: Some(id), capabilities: Some(capabilities), ..Party::unknown() }
	}
}

/// What comes with the request and is not its subject.
fn asserted<AccountId>(request: &Request<AccountId>) -> AttributeSet {
	[
		(Attribute::Class, request.class.is_some()),
		(Attribute::ResourceType, request.resource_type.is_some()),
		(Attribute::Labels, request.labels.is_some()),
		(Attribute::Custodian, request.custodian.is_some()),
		(Attribute::Author, request.author.is_some()),
		(Attribute::DocumentType, request.document_type.is_some()),
		(Attribute::Codes, !request.codes.is_empty()),
		(Attribute::DataTime, request.data_time.is_some()),
		(Attribute::Trial, request.trial.is_some()),
		(Attribute::RelatedTo, request.related_to.is_some()),
	]
	.into_iter()
	.filter_map(|(attribute, said)| said.then_some(attribute))
	.collect()
}
