//! What is sent.

use crate::{
	sign::{Signer, Unsigned},
	stage::{self, Scale},
};
use codec::Encode;
use salus_client::Client;
use salus_primitives::{
	codes::{ConsentAction, Purpose},
	disclosure::{Access, Recipient, RecordIds, Scope},
	epcis::{BizStep, Event, EventHash},
	merkle::MAX_LEAVES,
	BatchId, ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use salus_runtime::RuntimeCall;
use sp_core::H256;
use sp_io::hashing::blake2_256;
use std::{collections::HashMap, error::Error};

/// The kinds of transactions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, clap::ValueEnum)]
pub enum Kind {
	/// A call that does nothing, as the scale.
	Remark,
	/// A patient grants a consent.
	Consent,
	/// A hospital anchors a record.
	Anchor,
	/// A hospital enters an access to a record into its log.
	Disclosure,
	/// A container of medicine is shipped, or called back.
	Container,
	/// The root of a batch of records is anchored.
	Batch,
}

impl Kind {
	/// All of them, the scale first.
	pub const ALL: [Self; 6] =
		[Self::Remark, Self::Consent, Self::Anchor, Self::Disclosure, Self::Container, Self::Batch];

	/// Its name in tables.
	pub fn name(self) -> &'static str {
		match self {
			Self::Remark => "remark",
			Self::Consent => "consent",
			Self::Anchor => "anchor",
			Self::Disclosure => "disclosure",
			Self::Container => "container",
			Self::Batch => "batch",
		}
	}
}

/// Where on the chain to find what a transaction did.
#[derive(Clone, Debug)]
pub enum Trace {
	/// A remark leaves nothing behind.
	Nothing,
	/// A consent.
	Consent(PatientId, ConsentId),
	/// A record.
	Record(PatientId, RecordId),
	/// An entry of a log.
	Entry(OrganizationId, u64),
	/// An event about medicines.
	Event(EventHash),
	/// A batch.
	Batch(BatchId),
}

impl Trace {
	/// Whether it is there.
	pub async fn stands(&self, client: &Client) -> Result<bool, Box<dyn Error>> {
		let api = client.api();
		Ok(match self {
			Self::Nothing => true,
			Self::Consent(patient, consent) => api.consent(*patient, *consent).await?.is_some(),
			Self::Record(patient, record) => api.record(*patient, *record).await?.is_some(),
			Self::Entry(organization, sequence) => {
				api.disclosure(*organization, *sequence).await?.is_some()
			},
			Self::Event(hash) => api.captured_event(*hash).await?.is_some(),
			Self::Batch(batch) => api.batch(*batch).await?.is_some(),
		})
	}
}

/// Makes transactions of every kind, in the order in which the chain takes them.
pub struct Maker {
	scale: Scale,
	now: Moment,
	nonces: HashMap<Signer, u32>,
	made: u32,
	sequences: Vec<u64>,
	events: Vec<u32>,
}

impl Maker {
	/// For a stage of this scale, while the chain's clock shows `now`.
	pub fn new(scale: Scale, now: Moment) -> Self {
		Self {
			scale,
			now,
			nonces: HashMap::new(),
			made: 0,
			sequences: vec![0; scale.organizations as usize],
			events: vec![0; (scale.organizations * scale.agents) as usize],
		}
	}

	/// The `count` next transactions of a kind. Senders take turns.
	pub fn make(&mut self, kind: Kind, count: u32) -> Vec<(Unsigned, Trace)> {
		(0..count).map(|n| self.next(kind, n)).collect()
	}

	/// Counts back what was made and never sent, the last first.
	pub fn forget(&mut self, kind: Kind, unsent: &[(Signer, Trace)]) {
		for (signer, trace) in unsent.iter().rev() {
			if let Some(nonce) = self.nonces.get_mut(signer) {
				*nonce -= 1;
			}
			match (kind, signer, trace) {
				(Kind::Disclosure, Signer::Agent(organization, _), Trace::Entry(..)) => {
					self.sequences[*organization as usize] -= 1
				},
				(Kind::Container, Signer::Agent(organization, index), _) => {
					let container = organization * self.scale.agents + index;
					self.events[container as usize] -= 1;
				},
				_ => {},
			}
		}
	}

	fn next(&mut self, kind: Kind, n: u32) -> (Unsigned, Trace) {
		self.made += 1;
		let unique = blake2_256(&(b"made", self.made).encode());
		let Scale { organizations, agents, .. } = self.scale;
		// The agents of one organization are as far from each other as they can be.
		let (organization, index) = (n % organizations, n / organizations % agents);
		let agent = Signer::Agent(organization, index);
		let id = stage::organization_id(organization);
		let (signer, call, trace): (_, RuntimeCall, _) = match kind {
			Kind::Remark => {
				let remark = unique.to_vec();
				(agent, frame_system::Call::remark { remark }.into(), Trace::Nothing)
			},
			Kind::Consent => {
				// Those with even numbers, so that decisions about the others stay as they are.
				let number = n % (self.scale.patients / 2) * 2;
				let (patient, consent) = (stage::patient_id(number), ConsentId(H256(unique)));
				let terms = stage::terms(id);
				let call = pallet_consents::Call::grant { patient, consent, terms }.into();
				(Signer::Patient(number), call, Trace::Consent(patient, consent))
			},
			Kind::Anchor => {
				let patient = self.patient_of(organization, n);
				let (patient, record) = (stage::patient_id(patient), RecordId(H256(unique)));
				let pointer = stage::pointer(&unique, id);
				let purpose = Purpose::TREAT;
				let call = pallet_records::Call::anchor { patient, record, pointer, purpose };
				(agent, call.into(), Trace::Record(patient, record))
			},
			Kind::Disclosure => {
				let patient = self.patient_of(organization, n);
				let record = stage::record_id(patient, 0);
				let access = Access {
					recipient: Recipient::Internal,
					scope: Scope::Records(RecordIds::truncate_from(vec![record])),
					action: ConsentAction::Access,
					purpose: Purpose::TREAT,
					trial: None,
					details: Some(H256(unique)),
				};
				// The entries of an organization are numbered, so that one agent writes them all.
				let counter = &mut self.sequences[organization as usize];
				*counter += 1;
				let (patient, sequence) = (stage::patient_id(patient), *counter);
				let call =
					pallet_disclosures::Call::record_entry { patient, access, sequence }.into();
				(Signer::Agent(organization, 0), call, Trace::Entry(id, sequence))
			},
			Kind::Container => {
				let container = organization * agents + index;
				let event = self.container_event(container, organization);
				let hash = EventHash(blake2_256(&(unique, &event).encode()));
				let event = Box::new(event);
				let call =
					pallet_provenance::Call::capture { hash, event, incomplete: false }.into();
				(agent, call, Trace::Event(hash))
			},
			Kind::Batch => {
				let (batch, root) = (BatchId(H256(unique)), H256(blake2_256(&unique)));
				let call =
					pallet_records::Call::anchor_batch { batch, root, leaves: MAX_LEAVES }.into();
				(agent, call, Trace::Batch(batch))
			},
		};
		let next = self.nonces.entry(signer).or_default();
		let nonce = *next;
		*next += 1;
		(Unsigned { signer, nonce, call }, trace)
	}

	/// A patient with an odd number whom the organization registered. The number of organizations is
	/// odd, so that every second patient of each is such a one.
	fn patient_of(&self, organization: u32, n: u32) -> u32 {
		let Scale { organizations, patients, .. } = self.scale;
		let pairs = patients / organizations / 2;
		let turn = n / organizations % pairs * 2 + (organization + 1) % 2;
		turn * organizations + organization
	}

	/// The container is shipped, and called back the next time.
	fn container_event(&mut self, container: u32, organization: u32) -> Event {
		let counter = &mut self.events[container as usize];
		let ship = (*counter).is_multiple_of(2);
		*counter += 1;
		let to = stage::organization_id((organization + 1) % self.scale.organizations);
		let (step, consignee) = match ship {
			true => (BizStep::Shipping, Some(to)),
			false => (BizStep::VoidShipping, None),
		};
		stage::container_event(container, self.now, step, consignee)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const SCALE: Scale =
		Scale { organizations: 3, agents: 2, patients: 24, records: 24, consents: false };

	#[test]
	fn records_should_be_about_patients_of_the_organization_with_odd_numbers() {
		let maker = Maker::new(SCALE, 0);
		for organization in 0..SCALE.organizations {
			for n in 0..100 {
				let patient = maker.patient_of(organization, n);
				assert!(patient < SCALE.patients && patient % 2 == 1);
				assert_eq!(patient % SCALE.organizations, organization);
			}
		}
	}

	#[test]
	fn forgotten_transactions_should_be_made_again_with_their_numbers() {
		for kind in Kind::ALL {
			let mut maker = Maker::new(SCALE, 0);
			let numbers = |made: &[(Unsigned, Trace)]| {
				made.iter()
					.map(|(unsigned, _)| (unsigned.signer, unsigned.nonce))
					.collect::<Vec<_>>()
			};
			maker.make(kind, 30);
			let made = maker.make(kind, 20);
			let unsent: Vec<_> =
				made.iter().map(|(unsigned, trace)| (unsigned.signer, trace.clone())).collect();
			maker.forget(kind, &unsent);
			assert_eq!(numbers(&maker.make(kind, 20)), numbers(&made));
		}
	}
}
