//! Documents: of events to be captured, of answers to queries, and single events.

use super::{
	context::Context,
	cursor::{uri, Cursor, Read},
	event::{Content, Event, Extensions},
	fields, hash,
	json::{Node, TWICE},
	reader,
	refusal::{Reason, Refusal, Refusals},
};
use salus_primitives::epcis::{EventHash, EventType};
use std::collections::BTreeMap;

/// An EPCIS 2.0 document: its events, in its order.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
	/// What it is.
	pub kind: Kind,
	/// Its events with their hashes.
	pub events: Vec<(Event, EventHash)>,
}

/// What a document is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
	/// `EPCISDocument`.
	Capture,
	/// `EPCISQueryDocument`.
	Query,
	/// One event without a document around it.
	Event,
}

/// The extension by which a repository tells what it has added to events that it passes on.
const LEFT_OUT: &str = "ignoreFields";

impl Document {
	/// Reads a document, or says everything that is wrong with it: of each event the first thing.
	pub fn read(bytes: &[u8]) -> Result<Self, Refusals> {
		let node = Node::read(bytes).map_err(|error| {
			let text = error.to_string();
			let reason = if text.starts_with(TWICE) {
				Reason::DuplicateKey(text)
			} else {
				Reason::Malformed(text)
			};
			Refusal { at: String::new(), reason }
		})?;
		let none = Context::default();
		let root = Cursor::of(&node, String::new(), &none)?;
		let name = root.need("type", root.text("type")?)?;
		let kind = match name {
			"EPCISDocument" => Kind::Capture,
			"EPCISQueryDocument" => Kind::Query,
			name if EventType::ALL.iter().any(|known| known.code() == name) => Kind::Event,
			name => {
				return Err(root
					.refuse::<()>(Reason::UnknownType(name.to_owned()))
					.unwrap_err()
					.into())
			},
		};
		let context = context(&root)?;
		let root = Cursor { context: &context, ..root };
		let (events, left_out) = match kind {
			Kind::Capture => capture(&root)?,
			Kind::Query => query(&root)?,
			Kind::Event => (vec![(&node, String::new())], Vec::new()),
		};
		let context = context.clone().leaving_out(left_out);
		let mut refusals = Vec::new();
		let mut read = Vec::new();
		for (node, at) in events {
			match reader::event(node, at, &context) {
				Ok(event) => {
					let hash = hash::hash(&event);
					read.push((event, hash));
				},
				Err(refusal) => refusals.push(refusal),
			}
		}
		if let Err(refusal) = ids(&read) {
			refusals.push(refusal);
		}
		if refusals.is_empty() {
			Ok(Self { kind, events: read })
		} else {
			Err(Refusals(refusals))
		}
	}
}

/// The context, of which the standard's must be part.
fn context(root: &Cursor<'_>) -> Read<Context> {
	let Some(node) = root.get("@context") else {
		return root.refuse(Reason::MissingContext);
	};
	let context = root.context.with(node);
	let context = context.map_err(|reason| Refusal { at: "@context".to_owned(), reason })?;
	if context.has_standard() {
		Ok(context)
	} else {
		root.refuse(Reason::MissingContext)
	}
}

/// The events with the ways to them, and the URIs of extensions that are no part of them.
type Events<'o> = (Vec<(&'o Node, String)>, Vec<String>);

fn capture<'o>(root: &Cursor<'o>) -> Read<Events<'o>> {
	let left_out = left_out(root, root.extensions(|key| fields::DOCUMENT.contains(&key))?)?;
	root.need("schemaVersion", version(root)?)?;
	root.need("creationDate", root.moment("creationDate")?)?;
	root.uri("id")?;
	for field in ["instanceIdentifier", "sender", "receiver"] {
		root.text(field)?;
	}
	if let Some(header) = root.inner("epcisHeader")? {
		header.extensions(|key| key == "epcisMasterData")?;
		if let Some(master_data) = header.inner("epcisMasterData")? {
			master_data.extensions(|key| key == "vocabularyList")?;
			vocabularies(&master_data)?;
		}
	}
	let body = root.need("epcisBody", root.inner("epcisBody")?)?;
	body.extensions(|key| ["eventList", "event"].contains(&key))?;
	let events = match (body.get("event"), body.has("eventList")) {
		(Some(node), false) => vec![(node, body.way("event"))],
		(Some(_), true) => return body.refuse(Reason::Duplicate("a list of events".to_owned())),
		(None, _) => events(&body)?,
	};
	Ok((events, left_out))
}

fn query<'o>(root: &Cursor<'o>) -> Read<Events<'o>> {
	root.extensions(|key| fields::QUERY_DOCUMENT.contains(&key))?;
	version(root)?;
	root.moment("creationDate")?;
	root.uri("id")?;
	let body = root.need("epcisBody", root.inner("epcisBody")?)?;
	body.extensions(|key| key == "queryResults")?;
	let results = body.need("queryResults", body.inner("queryResults")?)?;
	let extensions = results.extensions(|key| fields::QUERY_RESULTS.contains(&key))?;
	let left_out = left_out(&results, extensions)?;
	results.need("queryName", results.text("queryName")?)?;
	results.text("subscriptionID")?;
	let body = results.need("resultsBody", results.inner("resultsBody")?)?;
	body.extensions(|key| fields::RESULTS_BODY.contains(&key))?;
	vocabularies(&body)?;
	Ok((events(&body)?, left_out))
}

/// The extensions that the document says were added to its events. What is of the standard is part of
/// an event, whatever a document says.
fn left_out(cursor: &Cursor<'_>, extensions: Extensions) -> Read<Vec<String>> {
	let mut uris = Vec::new();
	for extension in extensions.iter().filter(|extension| extension.name.local == LEFT_OUT) {
		match &extension.content {
			Content::Value(name) => match uri(name, cursor.context) {
				Ok(uri) => uris.push(uri),
				Err(reason) => return cursor.refuse(reason),
			},
			Content::Fields(_) => {
				let (expected, found) = ("a name", "an object");
				return cursor.refuse(Reason::WrongKind { expected, found });
			},
		}
	}
	Ok(uris)
}

/// The version, which must be 2.0 in any revision.
fn version<'o>(root: &Cursor<'o>) -> Read<Option<&'o str>> {
	let version = root.text("schemaVersion")?;
	match version {
		Some(text) if text != "2.0" && !is_revision(text) => {
			root.refuse(Reason::UnsupportedVersion(text.to_owned()))
		},
		version => Ok(version),
	}
}

fn is_revision(version: &str) -> bool {
	version
		.strip_prefix("2.0.")
		.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn events<'o>(body: &Cursor<'o>) -> Read<Vec<(&'o Node, String)>> {
	body.need("eventList", body.get("eventList"))?;
	let way = body.way("eventList");
	let events = body.list("eventList")?.iter().enumerate();
	Ok(events.map(|(i, node)| (node, format!("{way}[{i}]"))).collect())
}

/// Master data are read for their form; the chain has its own.
fn vocabularies(cursor: &Cursor<'_>) -> Read<()> {
	cursor.members("vocabularyList", |vocabulary| {
		vocabulary.extensions(|key| ["type", "vocabularyElementList"].contains(&key))?;
		vocabulary.need("type", vocabulary.uri("type")?)?;
		vocabulary.members("vocabularyElementList", |element| {
			element.extensions(|key| ["id", "attributes", "children"].contains(&key))?;
			element.need("id", element.uri("id")?)?;
			element.texts("children", uri)?;
			element.members("attributes", |attribute| {
				attribute.extensions(|key| ["id", "attribute"].contains(&key))?;
				attribute.need("id", attribute.uri("id")?)
			})
		})
	})?;
	Ok(())
}

/// Two events of one document don't have the same identifier, unless one declares the other an error.
/// The same event may stand there twice.
fn ids(events: &[(Event, EventHash)]) -> Read<()> {
	let mut seen = BTreeMap::new();
	for (event, hash) in events {
		if let Some(id) = &event.id {
			let before = seen.insert((id, event.error.is_some()), hash);
			if before.is_some_and(|before| before != hash) {
				let reason = Reason::Duplicate(format!("the event id {id}"));
				return Err(Refusal { at: String::new(), reason });
			}
		}
	}
	Ok(())
}
