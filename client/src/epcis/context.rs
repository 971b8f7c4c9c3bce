//! JSON-LD contexts, as far as EPCIS needs them: which namespace a prefix stands for.

use super::{
	json::{Node, Object},
	refusal::Reason,
};
use std::{collections::BTreeMap, fmt};

/// Where the context of the standard lies, but for the version within it.
const STANDARD: &str = "https://ref.gs1.org/standards/epcis/";
/// Its file name.
const CONTEXT_FILE: &str = "epcis-context.jsonld";
/// Where it lay while the standard was written, in two forms of the same names.
const DRAFTS: [&str; 2] = [
	"https://gs1.github.io/EPCIS/epcis-context.jsonld",
	"https://gs1.github.io/EPCIS/epcis-context-simple.jsonld",
];

/// The prefixes that the context of the standard declares.
const PREFIXES: [(&str, &str); 8] = [
	("epcis", "https://ref.gs1.org/epcis/"),
	("cbv", "https://ref.gs1.org/cbv/"),
	("gs1", "https://gs1.org/voc/"),
	("cbvmda", MASTER_DATA),
	("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
	("owl", "http://www.w3.org/2002/07/owl#"),
	("xsd", "http://www.w3.org/2001/XMLSchema#"),
	("dcterms", "http://purl.org/dc/terms/"),
];

/// Prefixes that mean the vocabularies themselves, and so can't be given another meaning.
const FIXED: [&str; 3] = ["epcis", "cbv", "gs1"];

/// The namespace of CBV's attributes of master data, such as the lot number.
pub const MASTER_DATA: &str = "urn:epcglobal:cbv:mda:";

/// The prefixes that hold in a document or event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
	prefixes: BTreeMap<String, String>,
	has_standard: bool,
	/// The URIs of extensions that are no part of the events.
	left_out: Vec<String>,
}

/// The name of a field that is not of the standard.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Name {
	/// The namespace.
	pub namespace: String,
	/// The name in it.
	pub local: String,
}

/// As CBV 2.0 writes it in the text that is hashed.
impl fmt::Display for Name {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		if !self.namespace.is_empty() {
			write!(f, "{{{}}}", self.namespace)?;
		}
		f.write_str(&self.local)
	}
}

impl Name {
	/// A name that stands within an extension and has no namespace of its own.
	pub fn within(local: &str) -> Self {
		Self { namespace: String::new(), local: local.to_owned() }
	}

	/// Whether it is this attribute of CBV's master data. Files write the namespace with and without
	/// the last colon.
	pub fn is_master_data(&self, local: &str) -> bool {
		self.local == local
			&& self.namespace.trim_end_matches([':', '#']) == MASTER_DATA.trim_end_matches(':')
	}
}

impl Default for Context {
	fn default() -> Self {
		let prefixes = PREFIXES.map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned()));
		Self { prefixes: prefixes.into(), has_standard: false, left_out: Vec::new() }
	}
}

impl Context {
	/// This context with what an `@context` adds.
	pub fn with(&self, node: &Node) -> Result<Self, Reason> {
		let mut context = self.clone();
		let parts = match node {
			Node::List(parts) => parts.as_slice(),
			part => std::slice::from_ref(part),
		};
		for (i, part) in parts.iter().enumerate() {
			if parts[..i].contains(part) {
				return Err(Reason::Duplicate("a part of its context".to_owned()));
			}
			match part {
				Node::Text(uri) if is_standard(uri) => context.has_standard = true,
				// Contexts elsewhere are not fetched; the prefixes that they declare stay undeclared.
				Node::Text(uri) if is_uri(uri) => {},
				Node::Text(uri) => return Err(Reason::InvalidUri(uri.clone())),
				Node::Object(terms) => context.declare(terms)?,
				other => {
					let expected = "a URI or an object";
					return Err(Reason::WrongKind { expected, found: other.kind() });
				},
			}
		}
		Ok(context)
	}

	/// This context where these extensions are no part of the events: who keeps the document has
	/// added them.
	pub fn leaving_out(mut self, uris: Vec<String>) -> Self {
		self.left_out.extend(uris);
		self
	}

	/// Whether an extension is no part of the event.
	pub fn leaves_out(&self, name: &Name) -> bool {
		self.left_out.contains(&format!("{}{}", name.namespace, name.local))
	}

	/// Whether the context of the standard is part of it.
	pub fn has_standard(&self) -> bool {
		self.has_standard
	}

	fn declare(&mut self, terms: &Object) -> Result<(), Reason> {
		for (term, meaning) in terms {
			let uri = match meaning {
				Node::Text(uri) => Some(uri),
				Node::Object(definition) => match super::json::get(definition, "@id") {
					Some(Node::Text(uri)) => Some(uri),
					_ => None,
				},
				_ => None,
			};
			if is_term_of_the_standard(term) {
				return Err(Reason::RedefinedTerm(term.clone()));
			}
			// What coerces or sets defaults, such as `@vocab` or the type of a term, names no
			// namespace.
			let Some(uri) = uri.filter(|_| !term.starts_with('@') && !term.contains(':')) else {
				continue;
			};
			if !is_uri(uri) {
				return Err(Reason::InvalidUri(uri.clone()));
			}
			if FIXED.contains(&term.as_str()) && self.prefixes.get(term) != Some(uri) {
				return Err(Reason::RedefinedTerm(term.clone()));
			}
			self.prefixes.insert(term.clone(), uri.clone());
		}
		Ok(())
	}

	/// The URI that a compact one stands for, if its prefix is declared.
	pub fn expand(&self, text: &str) -> Option<String> {
		let (prefix, local) = text.split_once(':')?;
		if local.starts_with("//") {
			return None;
		}
		self.prefixes.get(prefix).map(|namespace| format!("{namespace}{local}"))
	}

	/// The name of an extension.
	pub fn name(&self, key: &str) -> Result<Name, Reason> {
		let Some((prefix, local)) = key.split_once(':') else {
			return Err(Reason::FieldWithoutNamespace(key.to_owned()));
		};
		let is_absolute = local.starts_with("//") || prefix == "urn";
		if !is_absolute {
			let Some(namespace) = self.prefixes.get(prefix) else {
				return Err(Reason::UndeclaredPrefix(key.to_owned()));
			};
			if local.is_empty() || local.chars().any(char::is_whitespace) {
				return Err(Reason::InvalidUri(key.to_owned()));
			}
			if prefix == "epcis" {
				return Err(Reason::UnknownField(key.to_owned()));
			}
			return Ok(Name { namespace: namespace.clone(), local: local.to_owned() });
		}
		let end = key.rfind(['/', '#', ':']).map_or(0, |at| at + 1);
		if !is_uri(key) || end == key.len() {
			return Err(Reason::InvalidUri(key.to_owned()));
		}
		Ok(Name { namespace: key[..end].to_owned(), local: key[end..].to_owned() })
	}
}

/// Whether a URI is where the standard's context lies, in any version 2.
fn is_standard(uri: &str) -> bool {
	if DRAFTS.contains(&uri) {
		return true;
	}
	let Some(rest) = uri.strip_prefix(STANDARD) else { return false };
	let Some(version) = rest.strip_suffix(CONTEXT_FILE) else { return false };
	version.is_empty() || (version.starts_with("2.") && version.ends_with('/'))
}

/// Whether the standard's context gives a name its meaning, as field or type.
fn is_term_of_the_standard(term: &str) -> bool {
	super::fields::ALL.contains(&term) || term.ends_with("Event") || term.starts_with("EPCIS")
}

/// Whether a text is an absolute URI (RFC 3986): a scheme, and only characters that URIs have.
pub fn is_uri(text: &str) -> bool {
	let Some((scheme, rest)) = text.split_once(':') else { return false };
	let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
		&& scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
	is_scheme && !rest.is_empty() && rest != "//" && has_uri_characters(rest)
}

fn has_uri_characters(text: &str) -> bool {
	let bytes = text.as_bytes();
	bytes.iter().enumerate().all(|(i, byte)| match byte {
		b'%' => bytes.get(i + 1..i + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
		byte => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(byte),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	fn context(json: &str) -> Result<Context, Reason> {
		Context::default().with(&Node::read(json.as_bytes()).unwrap())
	}

	#[test]
	fn with_should_know_the_context_of_the_standard_in_its_versions() {
		for (uri, is) in [
			("https://ref.gs1.org/standards/epcis/epcis-context.jsonld", true),
			("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", true),
			("https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld", true),
			("https://gs1.github.io/EPCIS/epcis-context-simple.jsonld", true),
			("https://ref.gs1.org/standards/epcis/1.2/epcis-context.jsonld", false),
			("https://example.com/epcis-context.jsonld", false),
		] {
			assert_eq!(context(&format!("[{uri:?}]")).unwrap().has_standard(), is, "{uri}");
			assert_eq!(context(&format!("{uri:?}")).unwrap().has_standard(), is, "{uri}");
		}
	}

	#[test]
	fn name_should_have_the_namespace_of_its_prefix() {
		let context = context(r#"{"ex": "https://ns.example.com/epcis/"}"#).unwrap();
		for (key, name) in [
			("ex:myField", "{https://ns.example.com/epcis/}myField"),
			("https://ns.example.com/epcis/myField", "{https://ns.example.com/epcis/}myField"),
			("cbvmda:lotNumber", "{urn:epcglobal:cbv:mda:}lotNumber"),
		] {
			assert_eq!(context.name(key).unwrap().to_string(), name);
		}
	}

	#[test]
	fn name_should_refuse_when_there_is_no_namespace() {
		let context = Context::default();
		let name = |key: &str| context.name(key).unwrap_err().name();
		assert_eq!(name("materialType"), "field-without-namespace");
		assert_eq!(name("ex:materialType"), "undeclared-prefix");
		assert_eq!(name("epcis:made_up"), "unknown-field");
		assert_eq!(name("cbvmda:"), "invalid-uri");
		assert_eq!(name("https://ns.example.com/"), "invalid-uri");
	}

	#[test]
	fn with_should_refuse_when_a_context_changes_the_standard() {
		for json in [
			r#"{"cbv": "https://example.com/"}"#,
			r#"{"bizStep": "https://example.com/step"}"#,
			r#"{"ObjectEvent": {"@id": "https://example.com/event"}}"#,
		] {
			assert_eq!(context(json).unwrap_err().name(), "redefined-term", "{json}");
		}
		assert_eq!(context(r#"{"ex": "nowhere"}"#).unwrap_err().name(), "invalid-uri");
		assert_eq!(context("5").unwrap_err().name(), "wrong-kind");
		assert_eq!(context(r#"[{"a": "b:c"}, {"a": "b:c"}]"#).unwrap_err().name(), "duplicate");
	}

	#[test]
	fn is_uri_should_hold_for_absolute_uris_only() {
		for uri in
			["urn:epc:id:sgtin:4012345.011111.987", "https://a.b/c?d=e#f", "ex:a", "ni:///x;y?z"]
		{
			assert!(is_uri(uri), "{uri}");
		}
		for text in ["", "a", "a b:c", "urn:", "http://", "urn:a b", "1a:b", "urn:%4", "urn:é"] {
			assert!(!is_uri(text), "{text}");
		}
	}
}
