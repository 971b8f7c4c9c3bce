//! The founding members of a production chain, read from a TOML file that people write and check.
//!
//! `founding.example.toml` beside this crate explains every field. Whatever is wrong with a file is
//! refused with the line and the reason, or with the names of the two places that contradict each
//! other. Development keys are refused wherever they stand: everybody has them.

use crate::chain_spec::{self, ChainSpec};
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, PurposeSet, RoleSet},
	gs1::Gln,
};
use salus_runtime::{configs::governance::MAX_ENACTMENT_DELAY, RuntimeGenesisConfig, DAYS};
use sc_chain_spec::json_merge;
use sc_service::ChainType;
use serde::{de, Deserialize, Deserializer};
use serde_json::{json, Value};
use sp_core::{
	crypto::{AccountId32, Ss58Codec},
	ed25519, sr25519, H256,
};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::BuildStorage;
use std::{collections::BTreeMap, panic, path::Path};
use toml::{value::Datetime, Spanned};

/// Whether `name` is a file of founding members rather than a chain specification.
pub fn is_founding_file(name: &str) -> bool {
	Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// The chain specification of the members in the file.
pub fn chain_spec(path: &Path) -> Result<ChainSpec, String> {
	let in_file = |error: String| format!("{}: {error}", path.display());
	let text = std::fs::read_to_string(path).map_err(|error| in_file(error.to_string()))?;
	let founding = parse(&text).map_err(in_file)?;
	let spec = ChainSpec::builder(chain_spec::runtime_code()?, None)
		.with_name(founding.chain.name.get_ref())
		.with_id(founding.chain.id.get_ref())
		.with_chain_type(ChainType::Live)
		.with_protocol_id(founding.chain.id.get_ref())
		.with_properties(chain_spec::properties())
		.with_genesis_config_patch(founding.genesis())
		.build();
	// The runtime has the last word, and should have it now rather than when a node starts.
	spec.build_storage().map_err(|error| in_file(format!("the runtime refuses it: {error}")))?;
	Ok(spec)
}

/// Has the runtime make the genesis. It panics where something is wrong; natively, unlike in Wasm,
/// what it says then can be told.
fn build(patch: Value) -> Result<(), String> {
	let mut config =
		serde_json::to_value(RuntimeGenesisConfig::default()).map_err(|error| error.to_string())?;
	json_merge(&mut config, patch);
	let config: RuntimeGenesisConfig =
		serde_json::from_value(config).map_err(|error| error.to_string())?;
	let print_panic = panic::take_hook();
	panic::set_hook(Box::new(|_| ()));
	let built = panic::catch_unwind(|| config.build_storage());
	panic::set_hook(print_panic);
	match built {
		Ok(built) => built.map(drop),
		Err(said) => Err(said
			.downcast_ref::<String>()
			.cloned()
			.or_else(|| said.downcast_ref::<&str>().map(|said| said.to_string()))
			.unwrap_or_else(|| "the runtime refuses it".into())),
	}
}

/// Reads and checks a file.
fn parse(text: &str) -> Result<Founding, String> {
	let founding: Founding = toml::from_str(text).map_err(|error| error.to_string())?;
	founding.check(Lines(text))?;
	build(founding.genesis()).map_err(|error| founding.with_line(Lines(text), error))?;
	Ok(founding)
}

/// The text of the file, to say on which line something stands.
#[derive(Clone, Copy)]
struct Lines<'a>(&'a str);

impl Lines<'_> {
	/// The line of a value, counted from 1.
	fn of<T>(self, value: &Spanned<T>) -> usize {
		let before = self.0.get(..value.span().start).unwrap_or(self.0);
		before.matches('\n').count().saturating_add(1)
	}

	/// What is wrong with a value, with its line.
	fn refuse<T>(self, value: &Spanned<T>, why: impl std::fmt::Display) -> String {
		format!("line {}: {why}", self.of(value))
	}
}

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Founding {
	chain: Chain,
	#[serde(default)]
	organization: Vec<Organization>,
	#[serde(default)]
	validator: Vec<Validator>,
	#[serde(default)]
	technical_committee: Vec<Spanned<Account>>,
	#[serde(default)]
	default_policy: Policy,
}

/// What members may do where no consent speaks.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Policy {
	own_records: PurposeSet,
	required_by_law: PurposeSet,
	required_by_law_to: CapabilitySet,
}

/// What the chain is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chain {
	name: Spanned<String>,
	id: Spanned<String>,
	/// In blocks.
	enactment_delay: Option<Spanned<u32>>,
}

/// How many blocks the council's decisions wait where the file does not say it: one day's.
const ENACTMENT_DELAY: u32 = DAYS;

/// A member of the consortium.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Organization {
	name: Spanned<String>,
	gln: Option<Gln>,
	envelope_key: Option<H256>,
	capabilities: CapabilitySet,
	#[serde(default)]
	licence: Vec<Licence>,
	council_delegate: Option<Spanned<Account>>,
	#[serde(default)]
	agent: Vec<Agent>,
}

/// What a member is licensed for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Licence {
	capability: Capability,
	from: Option<Moment>,
	until: Option<Moment>,
}

/// An account of a member.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agent {
	account: Spanned<Account>,
	roles: RoleSet,
	from: Option<Moment>,
	until: Option<Moment>,
}

/// A validator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Validator {
	account: Spanned<Account>,
	aura: Spanned<AuraKey>,
	grandpa: Spanned<GrandpaKey>,
}

/// An account that is nobody's development account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Account(AccountId32);

/// The key with which a validator signs blocks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct AuraKey(sr25519::Public);

/// The key with which a validator signs finality votes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct GrandpaKey(ed25519::Public);

/// A point in time, in milliseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Moment(u64);

/// Reads a key written in SS58 or as 0x and hexadecimal digits, unless everybody has it.
fn read_key<'de, D: Deserializer<'de>, Key: Ss58Codec + From<[u8; 32]> + AsRef<[u8]>>(
	deserializer: D,
) -> Result<Key, D::Error> {
	let text = String::deserialize(deserializer)?;
	let key = match text.strip_prefix("0x") {
		Some(digits) => {
			let mut bytes = [0; 32];
			hex::decode_to_slice(digits, &mut bytes).map_err(|error| {
				de::Error::custom(format!("{text} is not 32 bytes in hexadecimal: {error}"))
			})?;
			Key::from(bytes)
		},
		None => Key::from_ss58check(&text)
			.map_err(|error| de::Error::custom(format!("{text} is no SS58 address: {error}")))?,
	};
	match development_owner(key.as_ref()) {
		Some(owner) => Err(de::Error::custom(format!(
			"{text} is the development key of {owner}, which everybody has"
		))),
		None => Ok(key),
	}
}

/// Whose well-known development key this is.
fn development_owner(public: &[u8]) -> Option<String> {
	let sr25519 = Sr25519Keyring::iter()
		.find(|owner| owner.to_raw_public() == public)
		.map(|owner| owner.to_string());
	sr25519.or_else(|| {
		Ed25519Keyring::iter()
			.find(|owner| owner.to_raw_public() == public)
			.map(|owner| owner.to_string())
	})
}

impl<'de> Deserialize<'de> for Account {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		read_key(deserializer).map(Self)
	}
}

impl<'de> Deserialize<'de> for AuraKey {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		read_key::<_, AccountId32>(deserializer)
			.map(|key| Self(sr25519::Public::from_raw(key.into())))
	}
}

impl<'de> Deserialize<'de> for GrandpaKey {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		read_key::<_, AccountId32>(deserializer)
			.map(|key| Self(ed25519::Public::from_raw(key.into())))
	}
}

impl<'de> Deserialize<'de> for Moment {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let datetime = Datetime::deserialize(deserializer)?;
		milliseconds(&datetime).map(Self).ok_or_else(|| {
			de::Error::custom(format!(
				"{datetime} is no point in time after 1970: write it like 2027-01-01T00:00:00Z"
			))
		})
	}
}

/// The point in time that a TOML date-time with an offset names.
fn milliseconds(datetime: &Datetime) -> Option<u64> {
	use toml::value::Offset;
	let (date, time) = (datetime.date?, datetime.time?);
	let offset_minutes = match datetime.offset? {
		Offset::Z => 0,
		Offset::Custom { minutes } => i64::from(minutes),
	};
	// Days since 1970 in the proleptic Gregorian calendar, with years that begin in March so that
	// the leap day is the last one of its year.
	let (month, day) = (i64::from(date.month), i64::from(date.day));
	let year = i64::from(date.year).checked_sub(i64::from(month <= 2))?;
	let month_from_march = (month + 9) % 12;
	let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
	let days =
		year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
			- 719_468;
	let minutes =
		days * 1_440 + i64::from(time.hour) * 60 + i64::from(time.minute) - offset_minutes;
	let seconds = minutes * 60 + i64::from(time.second);
	u64::try_from(seconds * 1_000 + i64::from(time.nanosecond) / 1_000_000).ok()
}

/// A period for the runtime's genesis.
fn period(from: Option<Moment>, until: Option<Moment>) -> Value {
	json!({ "start": from.map(|moment| moment.0), "end": until.map(|moment| moment.0) })
}

/// Names what stands at `index` of a list as a reader would count it.
fn nth(list: &str, index: usize) -> String {
	format!("{list} {}", index + 1)
}

/// Remembers where each thing was first, and refuses the second.
struct Unique<'a, T> {
	lines: Lines<'a>,
	first: BTreeMap<T, String>,
}

impl<'a, T: Ord + Clone> Unique<'a, T> {
	fn new(lines: Lines<'a>) -> Self {
		Self { lines, first: BTreeMap::new() }
	}

	fn add(&mut self, thing: &Spanned<T>, what: &str, place: &str) -> Result<(), String> {
		if let Some(first) = self.first.get(thing.get_ref()) {
			let why = format!("{what} of {place} is also that of {first}");
			return Err(self.lines.refuse(thing, why));
		}
		let place = format!("{place} (line {})", self.lines.of(thing));
		self.first.insert(thing.get_ref().clone(), place);
		Ok(())
	}
}

impl Founding {
	/// What the runtime says is wrong with the founding organization that it names, with the line.
	fn with_line(&self, lines: Lines, error: String) -> String {
		let named = self.organization.iter().find(|organization| {
			let name = organization.name.get_ref();
			!name.is_empty() && error.contains(name.as_str())
		});
		match named.or_else(|| self.organization.iter().find(|one| one.name.get_ref().is_empty())) {
			Some(organization) => lines.refuse(&organization.name, error),
			None => error,
		}
	}

	/// Refuses what single fields cannot show.
	fn check(&self, lines: Lines) -> Result<(), String> {
		if self.chain.name.get_ref().trim().is_empty() {
			return Err(lines.refuse(&self.chain.name, "chain.name is empty"));
		}
		let is_id = |id: &str| {
			!id.is_empty()
				&& id.bytes().all(|byte| {
					byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte)
				})
		};
		if !is_id(self.chain.id.get_ref()) {
			let why = format!(
				"chain.id is {:?}: it names a folder, so use lower-case letters, digits, - and _",
				self.chain.id.get_ref()
			);
			return Err(lines.refuse(&self.chain.id, why));
		}
		if let Some(delay) = &self.chain.enactment_delay {
			if *delay.get_ref() > MAX_ENACTMENT_DELAY {
				let why = format!(
					"chain.enactment_delay is {} blocks, and may be {MAX_ENACTMENT_DELAY} at most: \
					a change of it has to wait as long",
					delay.get_ref()
				);
				return Err(lines.refuse(delay, why));
			}
		}
		let agents = self.check_organizations(lines)?;
		self.check_validators(lines, &agents)?;
		let mut members = Unique::new(lines);
		for (index, member) in self.technical_committee.iter().enumerate() {
			let place = nth("technical_committee", index);
			if !agents.contains_key(member.get_ref()) {
				let why = format!("{place} is the account of no agent of an organization");
				return Err(lines.refuse(member, why));
			}
			members.add(member, "the account", &place)?;
		}
		Ok(())
	}

	/// Refuses organizations that contradict each other. All the agents, and where they stand.
	fn check_organizations(&self, lines: Lines) -> Result<BTreeMap<Account, String>, String> {
		if self.organization.is_empty() {
			return Err("there is no [[organization]]".into());
		}
		let mut names = Unique::new(lines);
		let mut agents = Unique::new(lines);
		for (index, organization) in self.organization.iter().enumerate() {
			let name = organization.name.get_ref();
			let place = format!("{} ({name:?})", nth("organization", index));
			names.add(&organization.name, "the name", &place)?;
			for (index, agent) in organization.agent.iter().enumerate() {
				let place = format!("{place}, {}", nth("agent", index));
				agents.add(&agent.account, "the account", &place)?;
			}
			let is_permanent_administrator = |agent: &&Agent| {
				agent.roles.contains(AgentRole::Administrator)
					&& agent.from.is_none()
					&& agent.until.is_none()
			};
			if !organization.agent.iter().any(|agent| is_permanent_administrator(&agent)) {
				let why = format!(
					"{place} has no agent with the role administrator and without from and until: \
					nobody could look after it"
				);
				return Err(lines.refuse(&organization.name, why));
			}
			if let Some(delegate) = &organization.council_delegate {
				let is_delegate = |agent: &&Agent| agent.account.get_ref() == delegate.get_ref();
				if !organization
					.agent
					.iter()
					.filter(is_permanent_administrator)
					.any(|agent| is_delegate(&agent))
				{
					let why = format!(
						"the council_delegate of {place} is none of its administrators without \
						from and until"
					);
					return Err(lines.refuse(delegate, why));
				}
			}
		}
		if self.organization.iter().all(|organization| organization.council_delegate.is_none()) {
			return Err("no organization has a council_delegate: the council would be empty".into());
		}
		Ok(agents.first)
	}

	/// Refuses validators that nobody stands for, or that share a key.
	fn check_validators(
		&self,
		lines: Lines,
		agents: &BTreeMap<Account, String>,
	) -> Result<(), String> {
		if self.validator.is_empty() {
			return Err("there is no [[validator]]".into());
		}
		let mut accounts = Unique::new(lines);
		let mut aura = Unique::new(lines);
		let mut grandpa = Unique::new(lines);
		for (index, validator) in self.validator.iter().enumerate() {
			let place = nth("validator", index);
			if !agents.contains_key(validator.account.get_ref()) {
				let why =
					format!("the account of {place} is the account of no agent of an organization");
				return Err(lines.refuse(&validator.account, why));
			}
			accounts.add(&validator.account, "the account", &place)?;
			aura.add(&validator.aura, "the aura key", &place)?;
			grandpa.add(&validator.grandpa, "the grandpa key", &place)?;
		}
		Ok(())
	}

	/// What the runtime makes the genesis block of.
	fn genesis(&self) -> Value {
		let address = |account: &Spanned<Account>| account.get_ref().0.to_ss58check();
		let organizations: Vec<_> = self
			.organization
			.iter()
			.map(|organization| {
				json!({
					"name": organization.name.get_ref(),
					"gln": organization.gln,
					"envelopeKey": organization.envelope_key,
					"capabilities": organization.capabilities,
					"licences": organization.licence.iter().map(|licence| json!({
						"capability": licence.capability,
						"period": period(licence.from, licence.until),
					})).collect::<Vec<_>>(),
					"councilDelegate": organization.council_delegate.as_ref().map(address),
					"agents": organization.agent.iter().map(|agent| json!({
						"account": address(&agent.account),
						"roles": agent.roles,
						"period": period(agent.from, agent.until),
					})).collect::<Vec<_>>(),
				})
			})
			.collect();
		let validators: Vec<_> =
			self.validator.iter().map(|validator| address(&validator.account)).collect();
		let keys: Vec<_> = self
			.validator
			.iter()
			.map(|Validator { account, aura, grandpa }| {
				let keys = json!({
					"aura": aura.get_ref().0.to_ss58check(),
					"grandpa": grandpa.get_ref().0.to_ss58check(),
				});
				json!([address(account), address(account), keys])
			})
			.collect();
		json!({
			"organizations": { "organizations": organizations },
			"consents": { "defaultPolicy": {
				"ownRecords": self.default_policy.own_records,
				"requiredByLaw": self.default_policy.required_by_law,
				"requiredByLawTo": self.default_policy.required_by_law_to,
			} },
			"governance": { "enactmentDelay": self.chain.enactment_delay.as_ref()
				.map_or(ENACTMENT_DELAY, |delay| *delay.get_ref()) },
			"validators": { "validators": validators },
			"session": { "keys": keys },
			"technicalCommittee": {
				"members": self.technical_committee.iter().map(address).collect::<Vec<_>>(),
			},
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const EXAMPLE: &str = include_str!("../founding.example.toml");

	/// The example with one text in the place of another.
	fn example_with(text: &str, replacement: &str) -> String {
		assert!(EXAMPLE.contains(text), "the example no longer says {text:?}");
		EXAMPLE.replacen(text, replacement, 1)
	}

	/// Why the example is refused after that change.
	#[track_caller]
	fn refusal(text: &str, replacement: &str) -> String {
		parse(&example_with(text, replacement)).expect_err("the file is wrong")
	}

	#[test]
	fn example_should_be_accepted_when_it_is_unchanged() {
		let founding = parse(EXAMPLE).expect("the example is right");
		assert_eq!(founding.validator.len(), 4);
	}

	#[test]
	fn enactment_delay_should_be_a_day_unless_the_file_says_otherwise() {
		let line = "enactment_delay = 43_200";
		for (text, expected) in [("", 43_200), ("enactment_delay = 5", 5), (line, 43_200)] {
			let founding = parse(&example_with(line, text)).expect("the file is right");
			assert_eq!(founding.genesis()["governance"]["enactmentDelay"], expected, "{text:?}");
		}
	}

	#[test]
	fn enactment_delay_should_be_refused_with_its_line_when_it_is_too_long_or_no_number() {
		let line = "enactment_delay = 43_200";
		let number =
			EXAMPLE.lines().position(|other| other == line).expect("the example has a delay") + 1;
		assert_eq!(
			refusal(line, "enactment_delay = 1_296_001"),
			format!(
				"line {number}: chain.enactment_delay is 1296001 blocks, and may be 1296000 at \
				most: a change of it has to wait as long"
			)
		);
		for delay in ["-1", "\"one day\"", "4_294_967_296"] {
			let why = refusal(line, &format!("enactment_delay = {delay}"));
			assert!(why.contains(&format!("line {number}")), "{delay}: {why}");
		}
	}

	#[test]
	fn development_key_should_be_refused_wherever_it_stands() {
		let account = EXAMPLE
			.lines()
			.find_map(|line| line.strip_prefix("account = "))
			.expect("the example has accounts");
		let alice = Sr25519Keyring::Alice.to_account_id().to_ss58check();
		let why = refusal(account, &format!("{alice:?}"));
		assert!(why.contains("line"), "{why}");
		assert!(why.contains("development key of Alice"), "{why}");
		let grandpa = EXAMPLE
			.lines()
			.find_map(|line| line.strip_prefix("grandpa = "))
			.expect("the example has validators");
		let bob = format!("\"0x{}\"", hex::encode(Ed25519Keyring::Bob.to_raw_public()));
		let why = refusal(grandpa, &bob);
		assert!(why.contains("development key of Bob"), "{why}");
	}

	#[test]
	fn field_should_be_refused_with_its_line_when_it_is_unknown_or_malformed() {
		let cases = [
			("id = ", "ident = ", "unknown field `ident`"),
			("account = \"5", "account = \"6", "is no SS58 address"),
			("\"administrator\"", "\"king\"", "king"),
			("[\"provider\"", "[\"hospital\"", "hospital"),
			("until = 2", "until = 1", "no point in time after 1970"),
		];
		for (text, replacement, reason) in cases {
			let why = refusal(text, replacement);
			assert!(why.contains(reason), "{text} -> {replacement}: {why}");
			assert!(why.contains("line "), "{text} -> {replacement}: {why}");
		}
	}

	#[test]
	fn file_should_be_refused_with_the_organization_when_the_runtime_refuses_it() {
		let cases = [
			("[\"provider\", \"laboratory\"]", "[\"provider\"]", "City Hospital"),
			("until = 2031-01-01T00:00:00Z", "until = 2020-01-01T00:00:00Z", "City Hospital"),
			("roles = [\"practitioner\", \"privacy-officer\"]", "roles = []", "City Hospital"),
			("capabilities = [\"payer\"]", "capabilities = []", "Mutual Health Fund"),
			("name = \"City Hospital\"", "name = \"\"", "founding organization"),
		];
		for (text, replacement, organization) in cases {
			let why = refusal(text, replacement);
			assert!(why.contains(organization), "{text} -> {replacement}: {why}");
			assert!(why.starts_with("line "), "{text} -> {replacement}: {why}");
		}
	}

	#[test]
	fn file_should_be_refused_when_two_places_contradict_each_other() {
		let validator = |field: &str| {
			EXAMPLE
				.lines()
				.filter_map(|line| line.strip_prefix(field))
				.map(str::to_owned)
				.collect::<Vec<_>>()
		};
		let grandpa = validator("grandpa = ");
		let why = refusal(&grandpa[1], &grandpa[0]);
		let line = |text: &str| {
			EXAMPLE[..EXAMPLE.find(text).expect("it stands there")].matches('\n').count() + 1
		};
		assert_eq!(
			why,
			format!(
				"line {}: the grandpa key of validator 2 is also that of validator 1 (line {})",
				line(&grandpa[1]),
				line(&grandpa[0]),
			)
		);
		let why = refusal("roles = [\"administrator\"]", "roles = [\"clerk\"]");
		assert!(why.contains("organization 1 (\"City Hospital\") has no agent"), "{why}");
		let stranger = format!("\"0x{}\"", hex::encode([7; 32]));
		let delegate = validator("council_delegate = ");
		let why = refusal(
			&format!("council_delegate = {}", delegate[0]),
			&format!("council_delegate = {stranger}"),
		);
		assert!(why.contains("council_delegate of organization 1"), "{why}");
		let accounts = validator("account = ");
		let last = accounts.last().expect("the example has validators");
		let at = EXAMPLE.rfind(last.as_str()).expect("just found");
		let text = format!("{}{stranger}{}", &EXAMPLE[..at], &EXAMPLE[at + last.len()..]);
		let why = parse(&text).expect_err("nobody stands for the validator");
		assert_eq!(
			why,
			format!(
				"line {}: the account of validator 4 is the account of no agent of an organization",
				EXAMPLE[..at].matches('\n').count() + 1,
			)
		);
	}

	#[test]
	fn file_should_be_refused_when_a_section_is_missing() {
		let without = |section: &str| {
			let mut keep = true;
			EXAMPLE
				.lines()
				.filter(|line| {
					if line.starts_with('[') {
						keep = !line.starts_with(section);
					}
					keep
				})
				.collect::<Vec<_>>()
				.join("\n")
		};
		let why = parse(&without("[[validator")).expect_err("no validators");
		assert_eq!(why, "there is no [[validator]]");
		let why = parse(&without("[[organization")).expect_err("no organizations");
		assert_eq!(why, "there is no [[organization]]");
		let why = parse(&without("[chain")).expect_err("no chain");
		assert!(why.contains("missing field `chain`"), "{why}");
	}

	#[test]
	fn moment_should_be_read_as_milliseconds() {
		let cases = [
			("1970-01-01T00:00:00Z", 0),
			("2000-02-29T12:00:00Z", 951_825_600_000),
			("2027-01-01T00:00:00Z", 1_798_761_600_000),
			("2027-01-01T01:00:00+01:00", 1_798_761_600_000),
		];
		for (text, expected) in cases {
			let datetime = text.parse().expect("a date-time");
			assert_eq!(milliseconds(&datetime), Some(expected), "{text}");
		}
		for text in ["2027-01-01", "2027-01-01T00:00:00", "1969-12-31T23:59:59Z"] {
			let datetime = text.parse().expect("a date-time");
			assert_eq!(milliseconds(&datetime), None, "{text}");
		}
	}
}
