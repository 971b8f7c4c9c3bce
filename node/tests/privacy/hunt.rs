//! Looks for what a bundle says in what a chain holds, however it may be written there.

use base64::{engine::general_purpose::STANDARD_NO_PAD, Engine};
use codec::{Compact, Encode};
use salus_client::{rpc_params, Client, H256};
use serde::Deserialize;
use serde_json::Value;
use sp_io::hashing::{blake2_128, blake2_256, keccak_256, sha2_256, twox_128, twox_64};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Shorter texts, such as the code `M`, say nothing alone and turn up in any bytes by chance.
const SHORTEST: usize = 4;
/// From here on a text is looked for as it stands; a shorter one only as SCALE writes it, with its
/// length before it.
const SHORTEST_PLAIN: usize = 5;
/// From here on a text is looked for in any mixture of upper and lower case; a shorter one as it is,
/// all upper and all lower. More would turn up by chance.
const SHORTEST_ANY_CASE: usize = 8;
/// Digits, and what else may be part of a hexadecimal number, turn up in such numbers by chance.
/// Shorter texts of that kind, such as a postal code, are looked for only outside of longer ones.
const SHORTEST_WITHIN_HEXADECIMAL: usize = 12;
/// Of a longer text this much is looked for, so that a part of it is found too.
const LONGEST: usize = 48;

/// Everything that a bundle says, in every form in which it is looked for.
#[derive(Default)]
pub struct Hunt {
	exact: Index,
	any_case: Index,
	texts: usize,
}

/// Where what was found in which form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Find {
	/// Where in the bundle it stands.
	pub leaf: String,
	/// As what it was found.
	pub form: &'static str,
	/// Where on the chain.
	pub place: String,
}

impl Hunt {
	/// For all texts in the bundle: names, dates, identifiers, codes, references, narratives.
	pub fn of(bundle: &Value) -> Self {
		let mut hunt = Self::default();
		let mut seen = BTreeSet::new();
		hunt.add_all(bundle, "", &mut seen);
		hunt.texts = seen.len();
		hunt
	}

	/// How many different texts are looked for.
	pub fn texts(&self) -> usize {
		self.texts
	}

	/// What of it is in these bytes.
	pub fn search(&self, place: &str, bytes: &[u8]) -> Vec<Find> {
		let mut finds = self.exact.search(place, bytes);
		finds.extend(self.any_case.search(place, &bytes.to_ascii_lowercase()));
		finds
	}

	fn add_all(&mut self, value: &Value, path: &str, seen: &mut BTreeSet<String>) {
		match value {
			Value::String(text) => {
				let text = text.trim();
				if text.len() >= SHORTEST && seen.insert(text.to_owned()) {
					self.add(path, text);
				}
			},
			Value::Array(values) => {
				for (i, value) in values.iter().enumerate() {
					self.add_all(value, &format!("{path}[{i}]"), seen);
				}
			},
			Value::Object(fields) => {
				for (name, value) in fields {
					self.add_all(value, &format!("{path}.{name}"), seen);
				}
				// As FHIR searches for identifiers.
				if let (Some(Value::String(system)), Some(Value::String(value))) =
					(fields.get("system"), fields.get("value"))
				{
					self.add_digests(path, &format!("{system}|{value}"));
				}
			},
			Value::Null | Value::Bool(_) | Value::Number(_) => (),
		}
	}

	fn add(&mut self, leaf: &str, text: &str) {
		let mut spellings =
			BTreeSet::from([text.to_owned(), text.to_lowercase(), text.to_uppercase()]);
		if let Some(date) = date(text) {
			spellings.insert(text[..10].replace('-', ""));
			let moment = days_since_1970(date) * 86_400_000;
			// Next to the epoch the bytes are mostly zeros, as many others are.
			if moment.unsigned_abs() >> 32 != 0 {
				self.exact.add(leaf, "moment", moment.to_le_bytes());
			}
		}
		for spelling in &spellings {
			self.add_digests(leaf, spelling);
			let part = beginning(spelling);
			let length = Compact(spelling.len() as u32).encode();
			self.exact.add(leaf, "SCALE", [&length, part.as_bytes()].concat());
			let utf16: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
			self.exact.add(leaf, "UTF-16", utf16);
			// Only whole groups of three bytes: what follows decides about the others.
			let groups = &part.as_bytes()[..part.len() / 3 * 3];
			if groups.len() > 3 {
				self.exact.add(leaf, "base64", STANDARD_NO_PAD.encode(groups));
			}
			if part.len() >= SHORTEST_PLAIN {
				self.any_case.add(leaf, "hexadecimal", hex::encode(part));
			}
			if part.len() >= SHORTEST_ANY_CASE {
				self.any_case.add(leaf, "text", part.to_ascii_lowercase());
			} else if part.len() >= SHORTEST_PLAIN {
				self.exact.add(leaf, "text", part);
			}
		}
		let digits: String = text.chars().filter(|c| *c != '-').collect();
		if let (32, Ok(uuid)) = (digits.len(), hex::decode(&digits)) {
			self.exact.add(leaf, "UUID", uuid);
		}
	}

	/// What anybody can compute who guesses the text.
	fn add_digests(&mut self, leaf: &str, text: &str) {
		for bytes in [text.as_bytes(), &text.encode()] {
			self.exact.add(leaf, "BLAKE2-256", blake2_256(bytes));
			self.exact.add(leaf, "BLAKE2-128", blake2_128(bytes));
			self.exact.add(leaf, "SHA-256", sha2_256(bytes));
			self.exact.add(leaf, "Keccak-256", keccak_256(bytes));
			self.exact.add(leaf, "twox-128", twox_128(bytes));
			self.exact.add(leaf, "twox-64", twox_64(bytes));
		}
	}
}

/// Many patterns at once, found by their first bytes.
#[derive(Default)]
struct Index {
	patterns: Vec<Pattern>,
	by_head: HashMap<[u8; 4], Vec<usize>>,
}

struct Pattern {
	leaf: String,
	form: &'static str,
	bytes: Vec<u8>,
	/// Whether it counts only where it is not part of a longer hexadecimal number.
	apart: bool,
}

impl Index {
	fn add(&mut self, leaf: &str, form: &'static str, bytes: impl AsRef<[u8]>) {
		let bytes = bytes.as_ref();
		let head = bytes.first_chunk().expect("every pattern has four bytes");
		let same = self.by_head.entry(*head).or_default();
		if same.iter().any(|i| self.patterns[*i].bytes == bytes) {
			return;
		}
		same.push(self.patterns.len());
		let apart = form == "text"
			&& bytes.len() < SHORTEST_WITHIN_HEXADECIMAL
			&& bytes.iter().all(u8::is_ascii_hexdigit);
		self.patterns.push(Pattern { leaf: leaf.to_owned(), form, bytes: bytes.to_owned(), apart });
	}

	fn search(&self, place: &str, bytes: &[u8]) -> Vec<Find> {
		let mut finds = Vec::new();
		for (start, head) in bytes.windows(4).enumerate() {
			for i in self.by_head.get(head).into_iter().flatten() {
				let pattern = &self.patterns[*i];
				let Some(after) = bytes[start..].strip_prefix(&pattern.bytes[..]) else { continue };
				let neighbours = [bytes[..start].last(), after.first()];
				if !pattern.apart || !neighbours.into_iter().flatten().any(u8::is_ascii_hexdigit) {
					finds.push(Find {
						leaf: pattern.leaf.clone(),
						form: pattern.form,
						place: place.to_owned(),
					});
				}
			}
		}
		finds
	}
}

/// As much of the text as is looked for.
fn beginning(text: &str) -> &str {
	let mut end = text.len().min(LONGEST);
	while !text.is_char_boundary(end) {
		end -= 1;
	}
	&text[..end]
}

/// Year, month and day, if the text begins with a date as FHIR writes it.
fn date(text: &str) -> Option<(i64, i64, i64)> {
	let mut parts = text.get(..10)?.split('-');
	let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
	if (year.len(), month.len(), day.len()) != (4, 2, 2) {
		return None;
	}
	Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// By the Gregorian calendar, with years that begin in March.
fn days_since_1970((year, month, day): (i64, i64, i64)) -> i64 {
	let year = if month < 3 { year - 1 } else { year };
	let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
		- 719_468
}

/// Everything that came onto the chain after its first block: every transaction, what blocks say of
/// themselves, and every key and value of every block's state, events among them. Each as often as it
/// changed.
pub async fn everything(client: &Client) -> Vec<(String, Vec<u8>)> {
	#[derive(Deserialize)]
	struct Signed {
		block: Block,
	}
	#[derive(Deserialize)]
	struct Block {
		header: Header,
		extrinsics: Vec<String>,
	}
	#[derive(Deserialize)]
	struct Header {
		digest: Digest,
	}
	#[derive(Deserialize)]
	struct Digest {
		logs: Vec<String>,
	}
	let mut all = Vec::new();
	let mut known = state(client, client.genesis()).await;
	for number in 1..=client.number(None).await.expect("the best block") {
		let hash: H256 = client
			.request("chain_getBlockHash", rpc_params![number])
			.await
			.expect("a block of the best chain");
		let Signed { block } =
			client.request("chain_getBlock", rpc_params![hash]).await.expect("the block");
		for extrinsic in block.extrinsics {
			all.push((format!("transaction in block {number}"), bytes(&extrinsic)));
		}
		for log in block.header.digest.logs {
			all.push((format!("digest of block {number}"), bytes(&log)));
		}
		let now = state(client, hash).await;
		for (key, value) in &now {
			let place = format!("state of block {number}, 0x{}", hex::encode(key));
			match known.get(key) {
				Some(before) if before == value => (),
				Some(_) => all.push((place, value.clone())),
				None => {
					all.push((format!("{place} (the key)"), key.clone()));
					all.push((place, value.clone()));
				},
			}
		}
		known = now;
	}
	all
}

/// All of a block's state but the runtime's code, which is the same for everybody.
async fn state(client: &Client, at: H256) -> BTreeMap<Vec<u8>, Vec<u8>> {
	const PAGE: usize = 1_000;
	#[derive(Deserialize)]
	struct Changes {
		changes: Vec<(String, Option<String>)>,
	}
	let code = format!("0x{}", hex::encode(":code"));
	let mut state = BTreeMap::new();
	let mut last: Option<String> = None;
	loop {
		let keys: Vec<String> = client
			.request("state_getKeysPaged", rpc_params!["0x", PAGE, &last, at])
			.await
			.expect("the keys");
		last = keys.last().cloned();
		let count = keys.len();
		let wanted: Vec<_> = keys.into_iter().filter(|key| *key != code).collect();
		let values: Vec<Changes> = client
			.request("state_queryStorageAt", rpc_params![wanted, at])
			.await
			.expect("the values");
		for (key, value) in values.into_iter().flat_map(|at| at.changes) {
			state.insert(bytes(&key), bytes(&value.expect("a key has a value")));
		}
		if count < PAGE {
			return state;
		}
	}
}

fn bytes(text: &str) -> Vec<u8> {
	hex::decode(text.trim_start_matches("0x")).expect("hexadecimal")
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn days_should_be_those_of_the_calendar() {
		assert_eq!(days_since_1970((1970, 1, 1)), 0);
		assert_eq!(days_since_1970((1969, 12, 31)), -1);
		assert_eq!(days_since_1970((2000, 2, 29)), 11_016);
		assert_eq!(days_since_1970((2000, 3, 1)), 11_017);
		assert_eq!(days_since_1970((2024, 12, 31)), 20_088);
	}

	#[test]
	fn hunt_should_find_every_form_and_say_where() {
		let name = "Müller-Lüdenscheidt";
		let hunt = Hunt::of(&json!({
			"name": [{ "family": name, "given": ["Anna", "Jörg7"] }],
			"birthDate": "1961-05-04",
			"identifier": [{ "system": "urn:mrn", "value": "00-4711" }],
			"id": "5f0c9a5e-6d0b-4c57-9d3f-7b8a3f1f0001",
			"text": "x".repeat(100),
		}));
		assert_eq!(hunt.texts(), 8);
		let born = (-273_369_600_000i64).to_le_bytes();
		let scale = "Anna".to_owned().encode();
		let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
		for (bytes, leaf, form) in [
			(name.as_bytes().to_vec(), ".name[0].family", "text"),
			("mÜller-lüdenscheidt".to_lowercase().into_bytes(), ".name[0].family", "text"),
			(utf16, ".name[0].family", "UTF-16"),
			(hex::encode(name).to_uppercase().into_bytes(), ".name[0].family", "hexadecimal"),
			(STANDARD_NO_PAD.encode(name).into_bytes(), ".name[0].family", "base64"),
			(scale, ".name[0].given[0]", "SCALE"),
			("Jörg7".into(), ".name[0].given[1]", "text"),
			("JÖRG7".into(), ".name[0].given[1]", "text"),
			(b"19610504".to_vec(), ".birthDate", "text"),
			(born.to_vec(), ".birthDate", "moment"),
			(sha2_256(b"19610504").to_vec(), ".birthDate", "SHA-256"),
			(blake2_256(b"00-4711").to_vec(), ".identifier[0].value", "BLAKE2-256"),
			(twox_64(&"00-4711".encode()).to_vec(), ".identifier[0].value", "twox-64"),
			(keccak_256(b"urn:mrn|00-4711").to_vec(), ".identifier[0]", "Keccak-256"),
			(hex::decode("5f0c9a5e6d0b4c579d3f7b8a3f1f0001").unwrap(), ".id", "UUID"),
			(vec![b'X'; 60], ".text", "text"),
		] {
			let hidden = [b"before:", &bytes[..], b", after"].concat();
			let finds = hunt.search("here", &hidden);
			let expected = Find { leaf: leaf.to_owned(), form, place: "here".to_owned() };
			assert!(finds.contains(&expected), "{leaf} as {form}: {finds:?}");
		}
		assert_eq!(hunt.search("here", b"Anna, as anybody may be called"), vec![]);
		assert_eq!(hunt.search("here", &[0; 64]), vec![]);
		// A part of a hash that happens to look like the birth date.
		assert_eq!(hunt.search("here", b"blake2:77ab19610504ee"), vec![]);
	}
}
