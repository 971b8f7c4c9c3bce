//! Who takes part in events: the organizations behind the locations and parties that they name.

use super::event::{Event, Link};
use salus_primitives::{
	codes::{Capability, CapabilitySet},
	epcis::{Action, BizStep, EventType, SourceDestinationType},
	gs1::{Epc, Gln, Gtin},
};
use std::collections::{BTreeMap, BTreeSet};

use super::vocabulary::Term;

/// The organizations that some events name, and the products that they commission.
///
/// GLNs with the same company prefix are one organization. A URN says how long that prefix is; a GLN
/// that appears in Digital Links only belongs to the longest prefix that it begins with, or stands
/// for an organization of its own.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parties {
	parties: BTreeMap<String, Party>,
	prefixes: BTreeMap<Gln, String>,
	products: BTreeMap<Gtin, String>,
}

/// An organization, known by its company prefix.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Party {
	/// Its locations and names as a party.
	pub glns: BTreeSet<Gln>,
	/// What it does in the events.
	pub capabilities: CapabilitySet,
}

impl Parties {
	/// The organizations of these events.
	pub fn of<'e>(events: impl Iterator<Item = &'e Event> + Clone) -> Self {
		let mut parties = Self::default();
		let mut glns = BTreeMap::<Gln, Option<String>>::new();
		for (gln, prefix) in events.clone().flat_map(named) {
			let known = glns.entry(gln).or_default();
			*known = known.take().or(prefix);
		}
		let prefixes: BTreeSet<String> = glns.values().flatten().cloned().collect();
		for (gln, prefix) in glns {
			let begins = |prefix: &&String| gln.as_str().starts_with(prefix.as_str());
			let prefix = prefix
				.or_else(|| {
					prefixes.iter().filter(begins).max_by_key(|prefix| prefix.len()).cloned()
				})
				.unwrap_or_else(|| gln.to_string());
			parties.parties.entry(prefix.clone()).or_default().glns.insert(gln);
			parties.prefixes.insert(gln, prefix);
		}
		for event in events {
			parties.learn(event);
		}
		for party in parties.parties.values_mut() {
			// Who is named and does nothing may still be to receive something.
			if party.capabilities.is_empty() {
				party.capabilities.insert(Capability::Wholesaler);
			}
		}
		parties
	}

	/// What the event shows that its actor does and makes.
	fn learn(&mut self, event: &Event) {
		let Some(actor) = self.actor(event).map(str::to_owned) else { return };
		let begins =
			event.action == Some(Action::Add) && event.step() == Some(BizStep::Commissioning);
		let makes = begins || event.event_type == EventType::TransformationEvent;
		let capability = match event.step() {
			Some(BizStep::Dispensing | BizStep::RetailSelling) => Capability::Pharmacy,
			_ if makes => Capability::Manufacturer,
			_ => Capability::Wholesaler,
		};
		self.parties.entry(actor.clone()).or_default().capabilities.insert(capability);
		if begins && event.lot().is_some() && event.expiry().is_some() {
			for gtin in event.objects.iter().filter_map(|object| object.value.gtin()) {
				self.products.entry(gtin).or_insert_with(|| actor.clone());
			}
		}
	}

	/// The organizations by their company prefixes.
	pub fn iter(&self) -> impl Iterator<Item = (&str, &Party)> {
		self.parties.iter().map(|(prefix, party)| (prefix.as_str(), party))
	}

	/// The products that are commissioned with lot and expiry date, and by whom.
	pub fn products(&self) -> impl Iterator<Item = (Gtin, &str)> {
		self.products.iter().map(|(gtin, prefix)| (*gtin, prefix.as_str()))
	}

	/// Adds the product of a unit that no event commissions. Its maker is the organization of the
	/// company prefix, which the unit's URN shows.
	pub fn add_product(&mut self, unit: &str) {
		let Ok(read) = Epc::from_urn(unit) else { return };
		let Some(gtin) = read.value.gtin() else { return };
		let prefix = gtin.as_str().get(1..1 + usize::from(read.prefix)).unwrap_or_default();
		if !self.products.contains_key(&gtin) {
			let maker = self.parties.entry(prefix.to_owned()).or_default();
			maker.capabilities.insert(Capability::Manufacturer);
			self.products.insert(gtin, prefix.to_owned());
		}
	}

	/// Whose a GLN is.
	pub fn holder(&self, gln: &Gln) -> Option<&str> {
		self.prefixes.get(gln).map(String::as_str)
	}

	/// Who says an event: whose the place is where it happened, or else who is named in it.
	pub fn actor(&self, event: &Event) -> Option<&str> {
		let places = event.read_point.iter().chain(&event.biz_location);
		places
			.filter_map(|place| gln(&place.id.value))
			.chain(ranked(&event.sources))
			.chain(ranked(&event.destinations))
			.find_map(|gln| self.holder(&gln))
	}

	/// Who is to receive what an event ships.
	pub fn consignee(&self, event: &Event) -> Option<&str> {
		ranked(&event.destinations).find_map(|gln| self.holder(&gln))
	}
}

/// The GLN of a place or party.
pub fn gln(epc: &Epc) -> Option<Gln> {
	match epc {
		Epc::Sgln(place) => Some(place.gln),
		Epc::Pgln(gln) => Some(*gln),
		_ => None,
	}
}

/// The GLNs of sources or destinations: of whom has something, then of where it is, then of whose it
/// is.
fn ranked(links: &[Link<Term<SourceDestinationType>>]) -> impl Iterator<Item = Gln> + '_ {
	[
		SourceDestinationType::PossessingParty,
		SourceDestinationType::Location,
		SourceDestinationType::OwningParty,
	]
	.into_iter()
	.flat_map(move |kind| {
		links
			.iter()
			.filter(move |link| link.kind.standard() == Some(kind))
			.filter_map(|link| gln(&Epc::from_uri(&link.uri).ok()?))
	})
}

/// Every GLN that an event names as a place or party, with its company prefix if that is told.
fn named(event: &Event) -> impl Iterator<Item = (Gln, Option<String>)> + '_ {
	let places = event.read_point.iter().chain(&event.biz_location);
	let links = event.sources.iter().chain(&event.destinations);
	places.map(|place| place.id.uri.as_str()).chain(links.map(|link| link.uri.as_str())).filter_map(
		|uri| {
			let gln = gln(&Epc::from_uri(uri).ok()?)?;
			let prefix = Epc::from_urn(uri)
				.ok()
				.and_then(|read| gln.as_str().get(..read.prefix.into()).map(str::to_owned));
			Some((gln, prefix))
		},
	)
}
