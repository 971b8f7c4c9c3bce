//! What the chain knows about a request.

use crate::{Config, Pallet};
use alloc::{vec, vec::Vec};
use salus_primitives::{
	consent::{Attribute, AttributeSet, Facts, Party, Reason, Request},
	patient::PatientStatus,
	record::RecordStatus,
	traits::{Membership, Patients, RecordAttributes, Records},
	OrganizationId, PatientId,
};

impl<T: Config> Pallet<T> {
	/// The request, with everything filled in that the chain knows, and what it could not check
	/// named.
	pub(crate) fn facts(patient: PatientId, request: &Request<T::AccountId>) -> Facts<T::AccountId> {
		let mut facts = Facts {
			refusal: None,
			actor: Party { trial: request.trial, ..Party::unknown() },
			actor_until: None,
			action: request.action,
			purpose: request.purpose,
			record: request.record,
			class: request.class,
			resource_type: request.resource_type,
			labels: request.labels,
			custodians: request.custodian.map(|id| vec![Self::organization(id)]).unwrap_or_default(),
			author: request.author.map_or_else(Party::unknown, Self::organization),
			document_type: request.document_type,
			codes: request.codes.to_vec(),
			data_time: request.data_time,
			asserted: asserted(request),
		};
		facts.refusal = Self::add_patient(patient)
			.and_then(|()| Self::add_actor(request, &mut facts))
			.and_then(|()| Self::add_record(patient, request, &mut facts))
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
	/// or an active organization as such.
	fn add_actor(
		request: &Request<T::AccountId>,
		facts: &mut Facts<T::AccountId>,
	) -> Result<(), Reason> {
		let mut until = Vec::new();
		let organization = match (&request.agent, request.organization) {
			(Some(account), named) => {
				let (agent, agent_until) =
					T::Members::active_agent_until(account).ok_or(Reason::ActorNotActive)?;
				if named.is_some_and(|named| named != agent.organization) {
					return Err(Reason::Contradiction);
				}
				facts.actor.agent = Some(account.clone());
				facts.actor.roles = Some(agent.roles);
				until.extend(agent_until);
				agent.organization
			},
			(None, Some(organization)) if T::Members::is_active(organization) => organization,
			(None, Some(_)) => return Err(Reason::ActorNotActive),
			(None, None) => return Err(Reason::UnknownActor),
		};
		let (capabilities, capabilities_until) = T::Members::capabilities_until(organization);
		until.extend(capabilities_until);
		facts.actor.organization = Some(organization);
		facts.actor.capabilities = Some(capabilities);
		facts.actor_until = until.into_iter().min();
		Ok(())
	}

	/// What the chain knows of the record takes the place of what the request says, which may repeat
	/// it but not contradict it.
	fn add_record(
		patient: PatientId,
		request: &Request<T::AccountId>,
		facts: &mut Facts<T::AccountId>,
	) -> Result<(), Reason> {
		let Some(record) = request.record else { return Ok(()) };
		let known = T::Records::attributes(patient, record).ok_or(Reason::UnknownRecord)?;
		if known.status == RecordStatus::Erased {
			return Err(Reason::RecordErased);
		}
		let RecordAttributes { class, resource_type, labels, author, agent, custodians, .. } = known;
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
		facts.author = Party { agent: Some(agent), ..Self::organization(author) };
		// Who says at which custodian, asks there; else all of them count.
		facts.custodians = match request.custodian {
			Some(custodian) => vec![Self::organization(custodian)],
			None => custodians.into_iter().map(Self::organization).collect(),
		};
		facts.asserted = facts.asserted.difference(AttributeSet::of(&[
			Attribute::Class,
			Attribute::ResourceType,
			Attribute::Labels,
			Attribute::Author,
			Attribute::Custodian,
		]));
		Ok(())
	}

	fn organization(id: OrganizationId) -> Party<T::AccountId> {
		Party {
			organization: Some(id),
			capabilities: Some(T::Members::capabilities_until(id).0),
			..Party::unknown()
		}
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
	]
	.into_iter()
	.filter_map(|(attribute, said)| said.then_some(attribute))
	.collect()
}
