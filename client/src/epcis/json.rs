//! JSON, read strictly: a key that an object has twice is refused, as two readers could see two
//! different events in it.

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{collections::HashSet, fmt};

/// A JSON value whose objects have each key once, in the order of the file.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
	/// `null`.
	Null,
	/// `true` or `false`.
	Flag(bool),
	/// A number, in plain decimal notation without superfluous zeros.
	Number(String),
	/// A string.
	Text(String),
	/// An array.
	List(Vec<Node>),
	/// An object.
	Object(Object),
}

/// The members of an object.
pub type Object = Vec<(String, Node)>;

/// The only key of what `serde_json` hands out for a number where some crate of the build has switched
/// on its `arbitrary_precision`; the value is the number's text.
const NUMBER: &str = "$serde_json::private::Number";

/// What a key that occurs twice is told with; the reader knows the refusal by it.
pub(super) const TWICE: &str = "occurs twice in one object: ";

impl Node {
	/// Reads a whole text.
	pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
		serde_json::from_slice(bytes)
	}

	/// What kind of value it is.
	pub fn kind(&self) -> &'static str {
		match self {
			Self::Null => "null",
			Self::Flag(_) => "a boolean",
			Self::Number(_) => "a number",
			Self::Text(_) => "a string",
			Self::List(_) => "an array",
			Self::Object(_) => "an object",
		}
	}
}

/// The value of a key.
pub fn get<'o>(object: &'o Object, key: &str) -> Option<&'o Node> {
	object.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

impl<'de> Deserialize<'de> for Node {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_any(Reader)
	}
}

struct Reader;

impl Reader {
	/// A number from its text, read as without `arbitrary_precision`.
	fn number<E: de::Error>(self, text: &str) -> Result<Node, E> {
		if let Ok(number) = text.parse() {
			return self.visit_u64(number);
		}
		if let Ok(number) = text.parse() {
			return self.visit_i64(number);
		}
		match text.parse::<f64>() {
			Ok(number) if number.is_finite() => self.visit_f64(number),
			_ => Err(E::custom(format_args!("{text} is no number"))),
		}
	}
}

impl<'de> Visitor<'de> for Reader {
	type Value = Node;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("JSON")
	}

	fn visit_unit<E>(self) -> Result<Node, E> {
		Ok(Node::Null)
	}

	fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
		Ok(Node::Flag(flag))
	}

	fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
		Ok(Node::Number(number.to_string()))
	}

	fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
		Ok(Node::Number(number.to_string()))
	}

	fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
		// Rust writes the shortest decimal that reads back as the same number, never an exponent.
		Ok(Node::Number(if number == 0.0 { "0".to_owned() } else { number.to_string() }))
	}

	fn visit_str<E>(self, text: &str) -> Result<Node, E> {
		Ok(Node::Text(text.to_owned()))
	}

	fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
		let mut nodes = Vec::new();
		while let Some(node) = list.next_element()? {
			nodes.push(node);
		}
		Ok(Node::List(nodes))
	}

	fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
		let mut object = Object::new();
		let mut keys = HashSet::new();
		while let Some(key) = map.next_key::<String>()? {
			if key == NUMBER && object.is_empty() {
				return self.number(&map.next_value::<String>()?);
			}
			if !keys.insert(key.clone()) {
				return Err(de::Error::custom(format_args!("{TWICE}{key}")));
			}
			object.push((key, map.next_value()?));
		}
		Ok(Node::Object(object))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn read_should_write_numbers_plainly() {
		for (json, plain) in [
			("26.0", "26"),
			("0.18", "0.18"),
			("-477979.89", "-477979.89"),
			("1e3", "1000"),
			("1e-7", "0.0000001"),
			("-0.0", "0"),
			("600", "600"),
			("18446744073709551615", "18446744073709551615"),
		] {
			assert_eq!(Node::read(json.as_bytes()).unwrap(), Node::Number(plain.to_owned()));
		}
	}

	#[test]
	fn read_should_refuse_when_an_object_has_a_key_twice() {
		for json in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"c":2,"a":3}}]"#, r#"{"a":1,"\u0061":2}"#]
		{
			let error = Node::read(json.as_bytes()).unwrap_err().to_string();
			assert!(error.starts_with(TWICE), "{error}");
		}
	}

	#[test]
	fn read_should_refuse_when_something_follows() {
		assert!(Node::read(b"{} {}").is_err());
	}
}
