//! The elements that FHIR is made of: objects, references, codings, periods. Nothing in them goes
//! unnoticed.

use super::{codes::Coding, time, Directory, Problem, Reference, Refused, Report, Rule, Version};
use salus_primitives::{consent::Entries, Period};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub type Members = Map<String, Value>;

/// Takes a document apart.
pub struct Parser<'d> {
	pub version: Version,
	pub directory: &'d dyn Directory,
	pub report: Report,
	pub contained: BTreeMap<String, &'d Value>,
	/// Whether the consent as a whole is about research.
	pub research: bool,
	/// How many tests are said by extensions of Salus.
	pub own_tests: usize,
}

impl<'d> Parser<'d> {
	/// Refuses elements that are not known, and extensions that change the meaning and are not
	/// `own`, whose values it returns. Other extensions are noted.
	pub fn ensure_known(
		&mut self,
		members: &Members,
		path: &str,
		known: &[&str],
		own: &[&str],
	) -> Result<Vec<String>, Refused> {
		let mut found = Vec::new();
		for (name, value) in members {
			match name.as_str() {
				"id" => (),
				"extension" => self.report.keep(format!("{path}.extension")),
				"modifierExtension" => {
					for extension in list(value, &format!("{path}.modifierExtension"))? {
						let url = extension.get("url").and_then(Value::as_str).unwrap_or("no url");
						match extension.get("valueString").and_then(Value::as_str) {
							Some(text) if own.contains(&url) => found.push(text.to_owned()),
							_ => {
								let problem = Problem::ModifierExtension(url.to_owned());
								return Err(Refused::new(path, problem));
							},
						}
					}
				},
				name if known.contains(&name) => (),
				// An extension of a primitive, which can't change its meaning.
				name if name.strip_prefix('_').is_some_and(|name| known.contains(&name)) => {
					self.report.keep(format!("{path}.{name}"));
				},
				name => {
					let problem = Problem::UnknownElement(self.version);
					return Err(Refused::new(format!("{path}.{name}"), problem));
				},
			}
		}
		Ok(found)
	}

	pub fn object<'v>(
		&mut self,
		value: &'v Value,
		path: &str,
		known: &[&str],
	) -> Result<&'v Members, Refused> {
		let members = value.as_object().ok_or_else(|| Refused::malformed(path, "not an object"))?;
		self.ensure_known(members, path, known, &[])?;
		Ok(members)
	}

	pub fn reference(&mut self, value: &Value, path: &str) -> Result<Reference, Refused> {
		let members = self.object(value, path, &["reference", "type", "identifier", "display"])?;
		let text = |name| text_of(members, name, path);
		let (literal, stated) = (text("reference")?, text("type")?);
		let identifier = match members.get("identifier") {
			None => None,
			Some(identifier) => self.identifier(identifier, &format!("{path}.identifier"))?,
		};
		let contained = literal
			.as_deref()
			.and_then(|literal| literal.strip_prefix('#'))
			.and_then(|id| self.contained.get(id));
		let implied = match contained {
			Some(resource) => {
				resource.get("resourceType").and_then(Value::as_str).map(str::to_owned)
			},
			None => literal.as_deref().and_then(kind_of),
		};
		if let (Some(stated), Some(implied)) = (&stated, &implied) {
			if stated != implied {
				let what = format!("it says {stated} and refers to {implied}");
				return Err(Refused::malformed(path, what));
			}
		}
		if literal.is_some() && identifier.is_some() {
			// One of them says who it is.
			self.report.keep(format!("{path}.identifier"));
		}
		let (kind, display) = (stated.or(implied), text("display")?);
		Ok(Reference { path: path.to_owned(), literal, identifier, kind, display })
	}

	pub fn identifier(
		&mut self,
		value: &Value,
		path: &str,
	) -> Result<Option<(Option<String>, String)>, Refused> {
		let known = ["use", "type", "system", "value", "period", "assigner"];
		let members = self.object(value, path, &known)?;
		for name in ["use", "type", "period", "assigner"] {
			if members.contains_key(name) {
				self.report.keep(format!("{path}.{name}"));
			}
		}
		let text = |name| text_of(members, name, path);
		let value = match (text("value")?, text("id")?) {
			(Some(value), _) => Some(value),
			(None, Some(id)) => {
				self.report.apply(Rule::IdentifierId, path);
				Some(id)
			},
			(None, None) => None,
		};
		let system = text("system")?;
		Ok(value.map(|value| (system, value)))
	}

	/// A list of codings.
	pub fn codings(
		&mut self,
		members: &Members,
		name: &str,
		path: &str,
	) -> Result<Vec<Coding>, Refused> {
		let Some(value) = members.get(name) else { return Ok(Vec::new()) };
		let path = format!("{path}.{name}");
		list(value, &path)?
			.iter()
			.enumerate()
			.map(|(index, coding)| self.coding(coding, &format!("{path}[{index}]")))
			.collect()
	}

	/// A list of concepts, each by its codings, of which there is at least one.
	pub fn concepts(
		&mut self,
		members: &Members,
		name: &str,
		path: &str,
	) -> Result<Vec<Vec<Coding>>, Refused> {
		let Some(value) = members.get(name) else { return Ok(Vec::new()) };
		let path = format!("{path}.{name}");
		let mut concepts = Vec::new();
		for (index, concept) in list(value, &path)?.iter().enumerate() {
			let path = format!("{path}[{index}]");
			let codings = self.codings_of(concept, &path)?;
			if codings.is_empty() {
				return Err(Refused::new(path, Problem::Uncoded(concept.to_string())));
			}
			concepts.push(codings);
		}
		Ok(concepts)
	}

	pub fn codings_of(&mut self, concept: &Value, path: &str) -> Result<Vec<Coding>, Refused> {
		let members = self.object(concept, path, &["coding", "text"])?;
		let Some(codings) = members.get("coding") else { return Ok(Vec::new()) };
		list(codings, path)?
			.iter()
			.enumerate()
			.map(|(index, coding)| self.coding(coding, &format!("{path}.coding[{index}]")))
			.collect()
	}

	pub fn coding(&mut self, value: &Value, path: &str) -> Result<Coding, Refused> {
		let known = ["system", "version", "code", "display", "userSelected"];
		let members = self.object(value, path, &known)?;
		if members.contains_key("version") {
			self.report.keep(format!("{path}.version"));
		}
		let system = text_of(members, "system", path)?.unwrap_or_default();
		match text_of(members, "code", path)? {
			Some(code) => Ok(Coding { path: path.to_owned(), system, code }),
			None => Err(Refused::new(path, Problem::Uncoded(value.to_string()))),
		}
	}

	pub fn period(&mut self, value: &Value, path: &str) -> Result<Period, Refused> {
		let members = self.object(value, path, &["start", "end"])?;
		let bound = |name: &str| {
			members.get(name).map(|text| self.date(text, &format!("{path}.{name}"))).transpose()
		};
		let (start, end) = (bound("start")?, bound("end")?);
		if start.is_some_and(|(first, _)| first < 0) {
			self.report.apply(Rule::BeforeChainTime, path);
		}
		time::period(start, end).ok_or_else(|| Refused::malformed(path, "it has no moment in it"))
	}

	pub fn date(&self, value: &Value, path: &str) -> Result<(i64, i64), Refused> {
		value
			.as_str()
			.and_then(time::span)
			.ok_or_else(|| Refused::malformed(path, format!("{value} is no date or time")))
	}
}

impl<'d> Parser<'d> {
	/// Notes the resources that the document contains.
	pub fn contain(&mut self, members: &'d Members) -> Result<(), Refused> {
		let Some(contained) = members.get("contained") else { return Ok(()) };
		for resource in list(contained, "contained")? {
			if let Some(id) = resource.get("id").and_then(Value::as_str) {
				self.contained.insert(id.to_owned(), resource);
			}
		}
		Ok(())
	}
}

/// The type in a literal reference: what stands before the id.
fn kind_of(literal: &str) -> Option<String> {
	let literal = literal.split("/_history/").next()?;
	let mut parts = literal.rsplit('/');
	let (_, kind) = (parts.next()?, parts.next()?);
	kind.starts_with(|first: char| first.is_ascii_uppercase()).then(|| kind.to_owned())
}

pub fn unknown(reference: &Reference) -> Refused {
	let nothing = reference.literal.is_none() && reference.identifier.is_none();
	let problem = match (&reference.display, nothing) {
		(display, true) => Problem::Uncoded(display.clone().unwrap_or_default()),
		_ => Problem::NotOnChain(reference.to_string()),
	};
	Refused::new(&reference.path, problem)
}

/// A text, if there is one; nothing else may stand in its place.
fn text_of(members: &Members, name: &str, path: &str) -> Result<Option<String>, Refused> {
	match members.get(name) {
		None => Ok(None),
		Some(Value::String(text)) => Ok(Some(text.clone())),
		Some(_) => Err(Refused::malformed(format!("{path}.{name}"), "not a text")),
	}
}

pub fn list<'v>(value: &'v Value, path: &str) -> Result<&'v Vec<Value>, Refused> {
	value.as_array().ok_or_else(|| Refused::malformed(path, "not a list"))
}

/// A bounded list, each entry once.
pub fn entries<T: PartialEq>(all: Vec<T>, path: &str) -> Result<Entries<T>, Refused> {
	let mut unique = Entries::new();
	for one in all {
		if !unique.contains(&one) && unique.try_push(one).is_err() {
			return Err(Refused::not_modelled(
				path,
				"more entries than a list on chain has room for",
			));
		}
	}
	Ok(unique)
}
