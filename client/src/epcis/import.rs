//! Documents go onto a chain: the organizations that they name are founded, and the events captured.

use super::{
	coded,
	document::Document,
	event::Event,
	parties::{Parties, Party},
	vocabulary::Term,
};
use crate::{
	calls::{self, organizations::Profile},
	keys::{self, Keypair},
	rpc_params, AccountId32, Client, Error,
};
use salus_primitives::{
	codes::Capability,
	epcis::{BizStep, ErrorReason, EventHash},
	gs1::Gln,
	organization::{Licence, MembershipInfo, OrganizationStatus},
	Moment, OrganizationId, Period,
};
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
};

/// Who founds organizations on a development chain: an administrator of a member with a seat in the
/// council, whose vote alone passes a motion.
const FOUNDER: &str = "//Alice";
/// The pallet that keeps events.
const PALLET: &str = "Provenance";
/// How many calls are put into one transaction: few enough for the allowance of a new member.
const CALLS_AT_ONCE: usize = 32;

/// The organizations of documents, founded on a development chain.
pub struct Consortium {
	parties: Parties,
	members: BTreeMap<String, Member>,
	founder: Member,
}

/// An organization on the chain, and the key of its administrator.
#[derive(Clone)]
pub struct Member {
	/// Its number.
	pub id: OrganizationId,
	/// The key of an agent of it.
	pub key: Keypair,
}

/// What became of the events of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Imported {
	/// How many were captured.
	pub captured: usize,
	/// How many were on the chain already, captured from another document.
	pub known: usize,
	/// How many are declared errors.
	pub declared: usize,
	/// The events in which something appears whose beginning the chain has not seen, by their
	/// positions in the document.
	pub incomplete: BTreeSet<usize>,
	/// The events that were refused, and why.
	pub refused: BTreeMap<usize, String>,
}

impl fmt::Display for Imported {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{} events captured", self.captured)?;
		for (count, what) in [
			(self.known, "known from another document"),
			(self.declared, "declared an error"),
			(self.incomplete.len(), "with things of unseen origin"),
			(self.refused.len(), "refused"),
		] {
			if count > 0 {
				write!(f, ", {count} {what}")?;
			}
		}
		for (position, why) in &self.refused {
			write!(f, "; eventList[{position}] {why}")?;
		}
		Ok(())
	}
}

impl Consortium {
	/// Founds the organizations and registers their locations and products. What is there already,
	/// from an earlier run on the same chain, is used as it is.
	pub async fn found(client: &Client, parties: Parties) -> Result<Self, Error> {
		let key = keys::from_uri(FOUNDER)?;
		let Some(id) = organization(client, &keys::account(&key)).await? else {
			return Err(Error::BadSecret(format!(
				"{FOUNDER} is no agent on this chain, so it is no development chain"
			)));
		};
		let founder = Member { id, key };
		let mut members = BTreeMap::new();
		for (prefix, party) in parties.iter() {
			let member = found(client, &founder, prefix, party).await?;
			let products = parties.products().filter(|(_, maker)| *maker == prefix);
			let mut setting_up = Vec::new();
			for gln in &party.glns {
				if client.api().location(*gln).await?.is_none() {
					setting_up.push(calls::provenance::register_location(*gln));
				}
			}
			for (gtin, _) in products {
				if client.api().product(gtin).await?.is_none() {
					setting_up.push(calls::provenance::register_product(gtin, None));
				}
			}
			for some in setting_up.chunks(CALLS_AT_ONCE) {
				client.submit(&calls::utility::batch_all(some.to_vec()), &member.key).await?;
			}
			members.insert(prefix.to_owned(), member);
		}
		Ok(Self { parties, members, founder })
	}

	/// The organization whose a GLN is.
	pub fn holder(&self, gln: &Gln) -> Option<OrganizationId> {
		self.members.get(self.parties.holder(gln)?).map(|member| member.id)
	}

	/// The organization that says an event. One that names no place and no party is said by the
	/// founder of the others.
	pub fn actor(&self, event: &Event) -> &Member {
		let member = self.parties.actor(event).and_then(|prefix| self.members.get(prefix));
		member.unwrap_or(&self.founder)
	}

	/// The organization that is to receive what an event ships.
	pub fn consignee(&self, event: &Event) -> Option<OrganizationId> {
		let prefix = self.parties.consignee(event)?;
		self.members.get(prefix).map(|member| member.id)
	}

	/// Captures the events of a document in the order in which they happened. A refusal does not keep
	/// the events that follow from being tried.
	pub async fn import(&self, client: &Client, document: &Document) -> Result<Imported, Error> {
		let mut order: Vec<usize> = (0..document.events.len()).collect();
		order.sort_by_key(|position| document.events[*position].0.time);
		let mut imported = Imported::default();
		for position in order {
			let (event, hash) = &document.events[position];
			follow(client, event.time).await?;
			match self.capture(client, document, event, *hash).await? {
				Captured::Whole if event.error.is_some() => {
					imported.captured += 1;
					imported.declared += 1;
					continue;
				},
				Captured::Whole => imported.captured += 1,
				Captured::Incomplete => {
					imported.captured += 1;
					imported.incomplete.insert(position);
				},
				Captured::Known => imported.known += 1,
				Captured::Refused(why) => {
					imported.refused.insert(position, why);
					continue;
				},
			}
			match self.declare(client, document, event, *hash).await? {
				None => {},
				Some(Ok(())) => imported.declared += 1,
				Some(Err(why)) => {
					imported.refused.insert(position, why);
				},
			}
		}
		Ok(imported)
	}

	/// Captures an event. One that its document declares an error, and that the chain has not taken
	/// for right before, is kept as that and does nothing.
	async fn capture(
		&self,
		client: &Client,
		document: &Document,
		event: &Event,
		hash: EventHash,
	) -> Result<Captured, Error> {
		let mut coded = match coded(event) {
			Ok(coded) => coded,
			Err(unkept) => return Ok(Captured::Refused(told(event, &unkept))),
		};
		if event.step() == Some(BizStep::Shipping) {
			coded.consignee = self.consignee(event);
		}
		let actor = self.actor(event);
		for incomplete in [false, true] {
			let capture = match error(document, event) {
				Some((reason, corrective)) => {
					calls::provenance::capture_error(hash, &coded, reason, &corrective)
				},
				None => calls::provenance::capture(hash, &coded, incomplete),
			};
			match client.submit(&capture, &actor.key).await {
				Ok(_) if incomplete => return Ok(Captured::Incomplete),
				Ok(_) => return Ok(Captured::Whole),
				Err(error) if error.is(PALLET, "AlreadyCaptured") => return Ok(Captured::Known),
				Err(error) if error.is(PALLET, "UnknownUnit") && !incomplete => {},
				Err(error @ (Error::Dispatch { .. } | Error::Invalid(_))) => {
					let standing = standing(client, event).await?;
					return Ok(Captured::Refused(told(event, &format!("{error}{standing}"))));
				},
				Err(error) => return Err(error),
			}
		}
		Ok(Captured::Refused("unknown".to_owned()))
	}

	/// Declares the event an error, if the document does.
	async fn declare(
		&self,
		client: &Client,
		document: &Document,
		event: &Event,
		hash: EventHash,
	) -> Result<Option<Result<(), String>>, Error> {
		let Some((reason, corrective)) = error(document, event) else { return Ok(None) };
		let declare = calls::provenance::declare_error(hash, reason, &corrective);
		match client.submit(&declare, &self.actor(event).key).await {
			Ok(_) => Ok(Some(Ok(()))),
			// As it was declared when it was captured.
			Err(error) if error.is(PALLET, "AlreadyDeclared") => Ok(None),
			Err(refused @ Error::Dispatch { .. }) => Ok(Some(Err(refused.to_string()))),
			Err(error) => Err(error),
		}
	}
}

/// Why an event is an error, if its document says so, and which events put it right.
fn error(document: &Document, event: &Event) -> Option<(Option<ErrorReason>, Vec<EventHash>)> {
	let error = event.error.as_ref()?;
	let corrective = error.corrective.iter().filter_map(|id| hash_of(document, id)).collect();
	Some((error.reason.as_ref().and_then(Term::standard), corrective))
}

enum Captured {
	Whole,
	Incomplete,
	Known,
	Refused(String),
}

/// Why an event is not captured, and at which step.
fn told(event: &Event, why: &impl fmt::Display) -> String {
	match &event.biz_step {
		Some(step) => format!("({} {step}) {why}", event.event_type),
		None => format!("({}) {why}", event.event_type),
	}
}

/// Sets the clock of a chain that is behind forward to a moment, if that can be set. When an event was
/// recorded is the chain's to say, and never before it happened.
async fn follow(client: &Client, moment: Moment) -> Result<(), Error> {
	if client.now().await? >= moment {
		return Ok(());
	}
	match client.request::<Moment>("dev_setTime", rpc_params![moment]).await {
		// A chain with a clock of its own refuses the event, if that is too far ahead.
		Ok(_) | Err(Error::Rpc { .. }) => Ok(()),
		Err(error) => Err(error),
	}
}

/// How the first thing that an event names and the chain tracks stands there.
async fn standing(client: &Client, event: &Event) -> Result<String, Error> {
	for thing in event.things() {
		if let Some(unit) = client.api().unit(&thing.value).await? {
			let (disposition, holder) = (unit.disposition, unit.holder);
			return Ok(format!(", as {} is {disposition} with organization {holder}", thing.uri));
		}
	}
	Ok(String::new())
}

/// The hash of the event that an id names: the id itself, or that of an event of the document.
fn hash_of(document: &Document, id: &str) -> Option<EventHash> {
	let named = document
		.events
		.iter()
		.find(|(event, _)| event.id.as_deref() == Some(id) && event.error.is_none());
	named.map(|(_, hash)| *hash).or_else(|| id.parse().ok())
}

/// The organization that an account acts for.
async fn organization(client: &Client, who: &AccountId32) -> Result<Option<OrganizationId>, Error> {
	Ok(match client.api().membership(who).await? {
		Some(MembershipInfo::Agent { organization, .. }) => Some(organization),
		_ => None,
	})
}

/// Has an organization admitted, with licences for what needs one and every role for its agent.
async fn found(
	client: &Client,
	founder: &Member,
	prefix: &str,
	party: &Party,
) -> Result<Member, Error> {
	let key = keys::from_uri(&format!("//EPCIS//{prefix}"))?;
	let account = keys::account(&key);
	if organization(client, &account).await?.is_none() {
		let profile = Profile {
			name: format!("Company prefix {prefix}"),
			gln: party.glns.first().copied(),
			envelope_key: None,
		};
		let apply =
			calls::organizations::submit_application(&profile, party.capabilities, &account);
		client.submit(&apply, &founder.key).await?;
	}
	let id = organization(client, &account).await?;
	let id = id.ok_or_else(|| Error::unreadable("membership", "the applicant has no number"))?;
	let info = client.api().organization(id).await?;
	if info.is_some_and(|info| info.status == OrganizationStatus::Applied) {
		let licences = party.capabilities.iter().filter(|capability| capability.requires_licence());
		let mut motion = vec![calls::organizations::admit(id)];
		motion.extend(licences.map(|capability: Capability| {
			let licence = Licence { capability, period: Period::ALWAYS };
			calls::organizations::grant_licence(id, &licence)
		}));
		let motion = calls::utility::batch_all(motion);
		client.submit(&calls::council::propose(1, motion), &founder.key).await?;
		let info = client.api().organization(id).await?;
		if info.is_none_or(|info| info.status != OrganizationStatus::Active) {
			let reason = format!("{prefix} was not admitted by one vote");
			return Err(Error::unreadable("Council.propose", reason));
		}
	}
	Ok(Member { id, key })
}
