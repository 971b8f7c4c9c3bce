//! A place in a document while it is read: the object there, and how one gets to it.

use super::{
	context::{is_uri, Context, Name},
	event::{Content, Extension, Extensions, Named},
	json::{get, Node, Object},
	refusal::{Reason, Refusal},
	time,
	vocabulary::{Term, Vocabulary},
};
use salus_primitives::{
	gs1::{Epc, EpcClass},
	Moment,
};
use std::collections::HashSet;

/// What comments are written as; they are no part of what is said.
const COMMENT: (&str, &str) = ("http://www.w3.org/2000/01/rdf-schema#", "comment");

/// An object of the document.
pub struct Cursor<'o> {
	/// Its members.
	pub object: &'o Object,
	/// The way to it.
	pub at: String,
	/// The prefixes that hold there.
	pub context: &'o Context,
}

/// The result of reading.
pub type Read<T> = Result<T, Refusal>;

fn refuse<T>(at: String, reason: Reason) -> Read<T> {
	Err(Refusal { at, reason })
}

impl<'o> Cursor<'o> {
	/// The object that a node must be.
	pub fn of(node: &'o Node, at: String, context: &'o Context) -> Read<Self> {
		match node {
			Node::Object(object) => Ok(Self { object, at, context }),
			other => refuse(at, Reason::WrongKind { expected: "an object", found: other.kind() }),
		}
	}

	/// The refusal of the object.
	pub fn refuse<T>(&self, reason: Reason) -> Read<T> {
		refuse(self.at.clone(), reason)
	}

	/// The way to a field.
	pub fn way(&self, field: &str) -> String {
		if self.at.is_empty() {
			field.to_owned()
		} else {
			format!("{}.{field}", self.at)
		}
	}

	/// A field.
	pub fn get(&self, field: &str) -> Option<&'o Node> {
		get(self.object, field)
	}

	/// Whether there is such a field.
	pub fn has(&self, field: &str) -> bool {
		self.get(field).is_some()
	}

	/// A field that must be there.
	pub fn need<T>(&self, field: &'static str, value: Option<T>) -> Read<T> {
		value.map_or_else(|| self.refuse(Reason::MissingField(field)), Ok)
	}

	/// The refusal of a field's value.
	pub fn wrong<T>(&self, field: &str, expected: &'static str, found: &Node) -> Read<T> {
		refuse(self.way(field), Reason::WrongKind { expected, found: found.kind() })
	}

	/// A string that is not empty.
	pub fn text(&self, field: &str) -> Read<Option<&'o str>> {
		match self.get(field) {
			None => Ok(None),
			Some(Node::Text(text)) if text.trim().is_empty() => {
				refuse(self.way(field), Reason::Empty)
			},
			Some(Node::Text(text)) => Ok(Some(text)),
			Some(other) => self.wrong(field, "a string", other),
		}
	}

	/// A field of another kind, read by `read` from its text.
	pub fn parsed<T>(
		&self,
		field: &str,
		read: impl FnOnce(&str) -> Result<T, Reason>,
	) -> Read<Option<T>> {
		match self.text(field)? {
			None => Ok(None),
			Some(text) => match read(text) {
				Ok(value) => Ok(Some(value)),
				Err(reason) => refuse(self.way(field), reason),
			},
		}
	}

	/// A moment.
	pub fn moment(&self, field: &str) -> Read<Option<Moment>> {
		self.parsed(field, |text| {
			time::moment(text).ok_or_else(|| Reason::InvalidTime(text.to_owned()))
		})
	}

	/// A URI; a compact one is expanded.
	pub fn uri(&self, field: &str) -> Read<Option<String>> {
		self.parsed(field, |text| uri(text, self.context))
	}

	/// A term.
	pub fn term<T: Vocabulary>(&self, field: &str) -> Read<Option<Term<T>>> {
		self.parsed(field, |text| Term::read(text, self.context))
	}

	/// The identifier of something single.
	pub fn epc(&self, field: &str) -> Read<Option<Named<Epc>>> {
		self.parsed(field, |text| epc(text, self.context))
	}

	/// An array.
	pub fn list(&self, field: &str) -> Read<&'o [Node]> {
		match self.get(field) {
			None => Ok(&[]),
			Some(Node::List(members)) => Ok(members),
			Some(other) => self.wrong(field, "an array", other),
		}
	}

	/// An array whose members `read` reads.
	pub fn members<T>(&self, field: &str, mut read: impl FnMut(Self) -> Read<T>) -> Read<Vec<T>> {
		let members = self.list(field)?.iter().enumerate();
		members
			.map(|(i, node)| {
				read(Cursor::of(node, format!("{}[{i}]", self.way(field)), self.context)?)
			})
			.collect()
	}

	/// An array of strings, each once, read by `read`.
	pub fn texts<T>(
		&self,
		field: &str,
		read: impl Fn(&str, &Context) -> Result<T, Reason>,
	) -> Read<Vec<T>> {
		let members = self.list(field)?;
		let mut values = Vec::new();
		let mut seen = HashSet::new();
		for (i, node) in members.iter().enumerate() {
			let at = format!("{}[{i}]", self.way(field));
			let Node::Text(text) = node else {
				return refuse(at, Reason::WrongKind { expected: "a string", found: node.kind() });
			};
			if !seen.insert(text) {
				return refuse(self.way(field), Reason::Duplicate(text.clone()));
			}
			match read(text, self.context) {
				Ok(value) => values.push(value),
				Err(reason) => return refuse(at, reason),
			}
		}
		Ok(values)
	}

	/// The object in a field.
	pub fn inner(&self, field: &str) -> Read<Option<Self>> {
		self.get(field).map(|node| Self::of(node, self.way(field), self.context)).transpose()
	}

	/// Refuses every field but these.
	pub fn only(&self, fields: &[&str]) -> Read<()> {
		match self.object.iter().find(|(key, _)| !fields.contains(&key.as_str())) {
			None => Ok(()),
			Some((key, _)) => self.refuse(Reason::UnknownField(key.clone())),
		}
	}

	/// The fields that are not of the standard; everything else than these and those `known` is
	/// refused.
	pub fn extensions(&self, known: impl Fn(&str) -> bool) -> Read<Extensions> {
		self.named(known, |key| self.context.name(key))
	}

	/// The fields that are not `known`, by the names that `name` gives them.
	fn named(
		&self,
		known: impl Fn(&str) -> bool,
		name: impl Fn(&str) -> Result<Name, Reason>,
	) -> Read<Extensions> {
		let mut extensions = Extensions::new();
		for (key, node) in self.object.iter().filter(|(key, _)| !known(key)) {
			let name = match name(key) {
				Ok(name) => name,
				Err(reason) => return self.refuse(reason),
			};
			let is_comment = (name.namespace.as_str(), name.local.as_str()) == COMMENT;
			if !is_comment && !self.context.leaves_out(&name) {
				self.extend(
					&mut extensions,
					Extension { name, content: Content::Fields(vec![]) },
					node,
					self.way(key),
				)?;
			}
		}
		Ok(extensions)
	}

	fn extend(
		&self,
		extensions: &mut Extensions,
		mut extension: Extension,
		node: &Node,
		at: String,
	) -> Read<()> {
		extension.content = match node {
			Node::Null => {
				return refuse(at, Reason::WrongKind { expected: "a value", found: node.kind() })
			},
			Node::Flag(flag) => Content::Value(flag.to_string()),
			Node::Number(number) => Content::Value(number.clone()),
			Node::Text(text) => {
				Content::Value(self.context.expand(text).unwrap_or_else(|| text.clone()))
			},
			Node::List(members) => {
				for (i, member) in members.iter().enumerate() {
					self.extend(extensions, extension.clone(), member, format!("{at}[{i}]"))?;
				}
				return Ok(());
			},
			Node::Object(object) => {
				let inner = Cursor { object, at, context: self.context };
				// Within an extension names are the user's, with a namespace or without. JSON-LD has
				// its own for what a thing is and by which identifier it is known.
				let mut fields = inner.named(
					|key| ["id", "type", "@id", "@type"].contains(&key),
					|key| match self.context.name(key) {
						Err(Reason::FieldWithoutNamespace(local)) => Ok(Name::within(&local)),
						name => name,
					},
				)?;
				for key in ["id", "type"] {
					let alias = format!("@{key}");
					let value = match inner.text(key)? {
						Some(text) => Some(text),
						None => inner.text(&alias)?,
					};
					if let Some(text) = value {
						let value = self.context.expand(text).unwrap_or_else(|| text.to_owned());
						let content = Content::Value(value);
						fields.push(Extension { name: Name::within(key), content });
					}
				}
				Content::Fields(fields)
			},
		};
		extensions.push(extension);
		Ok(())
	}
}

/// An absolute URI; a compact one is expanded.
pub fn uri(text: &str, context: &Context) -> Result<String, Reason> {
	let uri = context.expand(text).unwrap_or_else(|| text.to_owned());
	if is_uri(&uri) {
		Ok(uri)
	} else {
		Err(Reason::InvalidUri(text.to_owned()))
	}
}

/// The identifier of something single, in any scheme; one of GS1's must be well formed.
pub fn epc(text: &str, context: &Context) -> Result<Named<Epc>, Reason> {
	let uri = uri(text, context)?;
	match Epc::from_uri(&uri) {
		Ok(value) => Ok(Named { uri, value }),
		Err(invalid) => Err(Reason::key(&uri, invalid)),
	}
}

/// What a list of objects names. A class is let through, as who writes one means whatever there is of
/// it: the event hash has a form for that. The chain does not keep such an event.
pub fn object(text: &str, context: &Context) -> Result<Named<Epc>, Reason> {
	match class(text, context) {
		Ok(Named { uri, value }) if !matches!(value, EpcClass::Foreign(_)) => {
			let value = Epc::foreign(&uri);
			Ok(Named { uri, value })
		},
		_ => epc(text, context),
	}
}

/// The identifier of a class.
pub fn class(text: &str, context: &Context) -> Result<Named<EpcClass>, Reason> {
	let uri = uri(text, context)?;
	let is_instance = match Epc::from_uri(&uri) {
		Ok(Epc::Foreign(_)) | Err(_) => false,
		Ok(_) => true,
	};
	if is_instance {
		return Err(Reason::InstanceForClass(uri));
	}
	match EpcClass::from_uri(&uri) {
		Ok(value) => Ok(Named { uri, value }),
		Err(invalid) => Err(Reason::key(&uri, invalid)),
	}
}
