//! The people and organizations that files speak of.

use crate::{
	fhir::consent::{Directory, Reference},
	keys::{self, Keypair},
	AccountId32, Error,
};
use salus_primitives::{
	codes::{DataClass, ResourceType},
	consent::Actor,
	record::Labels,
	OrganizationId, PatientId, RecordId,
};
use std::{cell::RefCell, collections::BTreeMap};

/// Where people are who have no organization.
const NOBODYS: &str = "(nobody's)";
/// Where authors are who have no organization.
const AUTHORS: &str = "(the authors')";

/// Everybody and everything that one file names. What is asked for is there: naming makes it.
#[derive(Default)]
pub struct Stage {
	file: String,
	/// Where in the chain's list of members the organizations of the file begin.
	first_organization: u32,
	organizations: RefCell<Vec<String>>,
	people: RefCell<BTreeMap<String, Option<String>>>,
	records: RefCell<BTreeMap<String, RecordPlan>>,
}

/// A person, and where.
#[derive(Clone, Debug)]
pub struct Person {
	/// The person's key.
	pub key: Keypair,
	/// The name in the file.
	pub name: String,
	/// The organization's name in the file.
	pub organization: String,
}

/// A record that has to stand on chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordPlan {
	/// Its id.
	pub id: RecordId,
	/// The name of the person who writes it.
	pub author: String,
	/// The name of the organization that holds it; the author's, without.
	pub custodian: Option<String>,
	/// Its class.
	pub class: DataClass,
	/// Its type.
	pub resource_type: ResourceType,
	/// Its labels.
	pub labels: Labels,
}

impl Stage {
	/// An empty stage. `first_organization` is the number that the first organization named will
	/// have on chain.
	pub fn new(file: &str, first_organization: u32) -> Self {
		Self { file: file.to_owned(), first_organization, ..Self::default() }
	}

	/// A number that stands for `name` in this file.
	fn id(&self, name: &str) -> [u8; 32] {
		sp_io::hashing::blake2_256(format!("{}\n{name}", self.file).as_bytes())
	}

	/// The key of somebody or something by name.
	pub fn key(&self, name: &str) -> Result<Keypair, Error> {
		Keypair::from_secret_key(self.id(&format!("key of {name}")))
			.map_err(|error| Error::BadSecret(error.to_string()))
	}

	fn account(&self, name: &str) -> Option<AccountId32> {
		Some(keys::account(&self.key(name).ok()?))
	}

	/// The patient whose data the file is about.
	pub fn patient(&self) -> PatientId {
		PatientId::from(self.id("the patient"))
	}

	/// The patient's key.
	pub fn patient_key(&self) -> Result<Keypair, Error> {
		self.key("the patient's key")
	}

	/// An organization by its name.
	pub fn organization(&self, name: &str) -> OrganizationId {
		let mut organizations = self.organizations.borrow_mut();
		let place = organizations.iter().position(|known| known == name).unwrap_or_else(|| {
			organizations.push(name.to_owned());
			organizations.len() - 1
		});
		OrganizationId(self.first_organization.saturating_add(place as u32))
	}

	/// The organizations that were named, in the order of their numbers.
	pub fn organizations(&self) -> Vec<String> {
		self.organizations.borrow().clone()
	}

	/// A person of an organization, or of one that the file may name later.
	pub fn person(&self, name: &str, organization: Option<&str>) -> Result<AccountId32, Error> {
		let mut people = self.people.borrow_mut();
		let known = people.entry(name.to_owned()).or_default();
		if let Some(organization) = organization {
			self.organization(organization);
			known.get_or_insert_with(|| organization.to_owned());
		}
		Ok(keys::account(&self.key(name)?))
	}

	/// The organization of a person, if it is known by now.
	pub fn organization_of(&self, name: &str) -> Option<String> {
		self.people.borrow().get(name).cloned().flatten()
	}

	/// Everybody who was named, each with an organization.
	pub fn people(&self) -> Result<Vec<Person>, Error> {
		let people = self.people.borrow().clone();
		people
			.into_iter()
			.map(|(name, organization)| {
				let organization = organization.unwrap_or_else(|| self.default_home(&name));
				Ok(Person { key: self.key(&name)?, name, organization })
			})
			.collect()
	}

	/// Where somebody is who has no organization.
	fn default_home(&self, name: &str) -> String {
		let wrote = self.records.borrow().values().any(|record| record.author == name);
		let home = if wrote { AUTHORS } else { NOBODYS };
		self.organization(home);
		home.to_owned()
	}

	/// A record by its name, as a reference or a probe gives it.
	pub fn record(&self, name: &str) -> RecordId {
		RecordId::from(self.id(&format!("record {}", record_key(name))))
	}

	/// Has a record stand on chain.
	pub fn plan_record(&self, name: &str, plan: RecordPlan) {
		self.records.borrow_mut().entry(name.to_owned()).or_insert(plan);
	}

	/// The records that have to stand on chain.
	pub fn records(&self) -> Vec<RecordPlan> {
		self.records.borrow().values().cloned().collect()
	}

	/// Sees to it that everybody has a place, so that nothing is named for the first time later.
	pub fn settle(&self) {
		let names: Vec<String> = self.people.borrow().keys().cloned().collect();
		for name in names {
			if self.organization_of(&name).is_none() {
				self.default_home(&name);
			}
		}
	}
}

/// What a record is known by: a reference as it is, of any other text the last word.
fn record_key(name: &str) -> &str {
	name.split_whitespace().next_back().unwrap_or(name)
}

/// By what name a reference is known: the end of a literal one, else the identifier.
fn name_of(reference: &Reference) -> Option<String> {
	match (&reference.literal, &reference.identifier) {
		(Some(literal), _) => {
			let literal = literal.split("/_history/").next()?;
			let mut parts = literal.rsplit('/');
			match (parts.next()?, parts.next()) {
				(id, Some(kind)) if kind.starts_with(|c: char| c.is_ascii_uppercase()) => {
					Some(format!("{kind}/{id}"))
				},
				_ => Some(literal.to_owned()),
			}
		},
		(None, Some((system, value))) => Some(
			system.as_ref().map_or_else(|| value.clone(), |system| format!("{system}|{value}")),
		),
		(None, None) => None,
	}
}

impl Directory for Stage {
	/// Organizations, and whoever may have an account: people and devices. Groups and teams have
	/// neither.
	fn actor(&self, reference: &Reference) -> Option<Actor<AccountId32>> {
		let name = name_of(reference)?;
		match reference.kind.as_deref()? {
			"Organization" => Some(Actor::Organization(self.organization(&name))),
			"Practitioner" | "PractitionerRole" | "Patient" | "RelatedPerson" | "Person"
			| "Device" => {
				self.person(&name, None).ok()?;
				self.account(&name).map(Actor::Agent)
			},
			_ => None,
		}
	}

	fn record(&self, reference: &Reference) -> Option<RecordId> {
		match (&reference.literal, &reference.identifier) {
			(Some(_), _) => Some(Stage::record(self, &name_of(reference)?)),
			(None, Some((_, value))) => Some(Stage::record(self, value)),
			(None, None) => None,
		}
	}
}
