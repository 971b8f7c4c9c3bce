//! What an operator does by hand: motions and votes, members and agents, session keys, upgrades.
//!
//! The program `salus-gov` is nothing but [`Options`] read from its command line and [`run`].

mod action;
mod key;
mod motion;
mod status;

pub use action::Action;
pub(crate) use motion::executed;
pub use motion::{Effect, Motion, Outcome};

use crate::{
	calls::{self, council::Body, organizations::Profile},
	keys::{self, Keypair},
	rpc_params, AccountId32, Call, Client, Error, Included, Until, H256,
};
use chrono::DateTime;
use clap::{Parser, Subcommand};
use key::KeyError;
use salus_primitives::{
	codes::{AgentRole, Capability},
	gs1::Gln,
	node::{Multiaddress, NodeRole, PeerId},
	organization::MembershipInfo,
	OrganizationId, Period,
};
use serde::Deserialize;
use std::{fmt::Display, io, path::PathBuf, str::FromStr};

/// Says a line about what was done.
pub type Tell<'a> = &'a mut (dyn FnMut(&str) + Send);

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum GovError {
	/// The chain or the connection to it.
	#[error(transparent)]
	Chain(#[from] Error),
	/// The key.
	#[error(transparent)]
	Key(#[from] KeyError),
	/// A file that can't be read.
	#[error("{}: {source}", .path.display())]
	File {
		/// Which.
		path: PathBuf,
		/// Why.
		source: io::Error,
	},
	/// There is no open motion with this number.
	#[error("{body:?} has no open motion {index}: see 'salus-gov status'")]
	NoMotion {
		/// Whose motion.
		body: Body,
		/// Its number.
		index: u32,
	},
	/// Votes are missing.
	#[error(
		"motion {index} has {ayes} of {threshold} ayes, and its vote is open until block {end}"
	)]
	StillOpen {
		/// The motion.
		index: u32,
		/// Votes for it.
		ayes: usize,
		/// Votes that it needs.
		threshold: u32,
		/// When it fails without them.
		end: u32,
	},
	/// The call costs more than this program lets a motion cost.
	#[error("the call of motion {index} is too heavy to be closed from here")]
	TooHeavy {
		/// The motion.
		index: u32,
	},
	/// The key's account has no vote there.
	#[error("{account} has no vote in {body:?}")]
	NoVote {
		/// Whose vote.
		body: Body,
		/// Who signs.
		account: AccountId32,
	},
	/// The node would not make session keys.
	#[error(
		"the node at {url} makes no session keys: {reason}. It takes unsafe methods on the port that \
		 --operator-rpc-port names, on its own machine"
	)]
	NoSessionKeys {
		/// The node.
		url: String,
		/// What it said.
		reason: String,
	},
	/// What was voted for was executed and failed.
	#[error("the motion passed, and its call failed: {0}")]
	Failed(Error),
}

/// Governs a Salus chain: what members of the council, administrators and operators do by hand.
///
/// What is signed is signed with the secret phrase in the file that --key names, or from standard
/// input (--key -), or in the environment variable SALUS_KEY; never on the command line, which
/// everybody on the machine can read.
#[derive(Parser, Debug)]
#[command(name = "salus-gov", version)]
pub struct Options {
	/// A node of the chain.
	#[arg(long, global = true, value_name = "URL", default_value = "ws://127.0.0.1:9944")]
	pub url: String,
	/// The file with the secret phrase or URI of the account that signs; - is standard input.
	#[arg(long, global = true, value_name = "FILE")]
	pub key: Option<PathBuf>,
	/// What to do.
	#[command(subcommand)]
	pub command: Command,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
	/// Show members, seats, validators, open motions and what is paused.
	Status,
	/// Put something to the vote, and vote for it. What only the technical committee may do is put to
	/// its vote, everything else to the council's.
	Propose {
		/// What.
		#[command(subcommand)]
		action: Action,
	},
	/// Vote on a motion.
	Vote {
		/// Its number, as status shows it.
		motion: u32,
		/// yes or no.
		#[arg(value_parser = parse_yes)]
		vote: Yes,
		/// It is a motion of the technical committee.
		#[arg(long)]
		committee: bool,
	},
	/// End the vote on a motion that has votes enough, or whose time is over, and carry it out if it
	/// passed.
	Close {
		/// Its number.
		motion: u32,
		/// It is a motion of the technical committee.
		#[arg(long)]
		committee: bool,
	},
	/// Submit the application of an organization that wants to be a member. By an administrator of a
	/// member.
	Apply {
		/// Its public name.
		name: String,
		/// What it wants to be admitted for; several times, if for several things.
		#[arg(long = "capability", required = true, value_parser = parse_code::<Capability>)]
		capabilities: Vec<Capability>,
		/// The account of its first administrator.
		#[arg(long)]
		administrator: AccountId32,
		/// Its GLN-13, if it has one.
		#[arg(long)]
		gln: Option<Gln>,
	},
	/// Make an account an agent of the signer's organization.
	AddAgent {
		/// The account.
		account: AccountId32,
		/// What it does; several times, if several things.
		#[arg(long = "role", required = true, value_parser = parse_code::<AgentRole>)]
		roles: Vec<AgentRole>,
		/// The first moment at which it no longer does, such as 2030-01-01T00:00:00Z.
		#[arg(long, value_parser = parse_moment)]
		until: Option<u64>,
	},
	/// End an agent's membership in the signer's organization.
	RemoveAgent {
		/// The account.
		account: AccountId32,
	},
	/// Name another administrator who casts the organization's vote in the council.
	SetDelegate {
		/// The account.
		account: AccountId32,
	},
	/// Have a node make new session keys, and register them for the account that signs.
	SetKeys {
		/// The port of the node that --operator-rpc-port names.
		#[arg(long, value_name = "URL", default_value = "ws://127.0.0.1:9955")]
		operator_url: String,
	},
	/// Give up the session keys of an account that no longer validates.
	PurgeKeys,
	/// List a node of the signer's organization in the registry, or list it anew. By an administrator.
	RegisterNode {
		/// Its PeerId, which the node says when it starts.
		#[arg(value_parser = parse_code::<PeerId>)]
		peer: PeerId,
		/// validator, full or archive.
		#[arg(long, default_value = "validator", value_parser = parse_role)]
		role: NodeRole,
		/// Where others reach it, such as /dns/node.hospital.example/tcp/30333; up to four times.
		#[arg(long = "address", required = true, value_parser = parse_code::<Multiaddress>)]
		addresses: Vec<Multiaddress>,
	},
	/// Take a node of the signer's organization off the registry.
	RemoveNode {
		/// Its PeerId.
		#[arg(value_parser = parse_code::<PeerId>)]
		peer: PeerId,
	},
	/// Replace the runtime by the one that was authorized by vote.
	Upgrade {
		/// The code, as the build leaves it (.compact.compressed.wasm).
		wasm: PathBuf,
	},
	/// Leave the consortium for good, with the organization of the administrator who signs.
	Resign,
}

/// A vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Yes(pub bool);

fn parse_yes(text: &str) -> Result<Yes, String> {
	match text {
		"yes" => Ok(Yes(true)),
		"no" => Ok(Yes(false)),
		_ => Err("vote yes or no".into()),
	}
}

pub(crate) fn parse_code<Code: FromStr<Err: Display>>(text: &str) -> Result<Code, String> {
	text.parse().map_err(|error: Code::Err| error.to_string())
}

/// The role of a node by the word that JSON-RPC has for it.
fn parse_role(text: &str) -> Result<NodeRole, String> {
	serde_json::from_value(text.into()).map_err(|_| "it is validator, full or archive".into())
}

pub(crate) fn parse_organization(text: &str) -> Result<OrganizationId, String> {
	text.parse().map(OrganizationId).map_err(|_| {
		"an organization is named by its number, which 'salus-gov status' shows".into()
	})
}

pub(crate) fn parse_moment(text: &str) -> Result<u64, String> {
	let moment = DateTime::parse_from_rfc3339(text)
		.map_err(|error| format!("{error}: write a point in time like 2030-01-01T00:00:00Z"))?;
	u64::try_from(moment.timestamp_millis()).map_err(|_| "that is before 1970".into())
}

pub(crate) fn parse_hash(text: &str) -> Result<H256, String> {
	let digits = text.strip_prefix("0x").ok_or("a hash begins with 0x")?;
	let mut bytes = [0; 32];
	hex::decode_to_slice(digits, &mut bytes)
		.map_err(|error| format!("{error}: a hash is 64 hexadecimal digits"))?;
	Ok(H256(bytes))
}

pub(crate) fn read(path: &std::path::Path) -> Result<Vec<u8>, GovError> {
	std::fs::read(path).map_err(|source| GovError::File { path: path.to_owned(), source })
}

/// Does what the options ask for.
pub async fn run(options: Options, tell: Tell<'_>) -> Result<(), GovError> {
	let Options { url, key, command } = options;
	// Before the connection: a missing key should not have to wait for a node.
	let key = || -> Result<Keypair, GovError> { Ok(key::read(key.as_deref())?) };
	match command {
		Command::Status => {
			let client = Client::connect(&url).await?;
			status::show(&client, tell).await
		},
		Command::Propose { action } => {
			let key = key()?;
			let client = Client::connect(&url).await?;
			let body = action.body();
			let outcome = motion::propose(&client, &key, &action, tell).await?;
			match outcome {
				Outcome::Carried(effect) => effect.tell("one vote is enough", tell),
				Outcome::Open(Motion { index, ayes, threshold, .. }) => {
					let committee = flag(body);
					let count = ayes.len();
					tell(&format!("motion {index} of {body:?}: {count} of {threshold} ayes"));
					tell(&format!("the others vote with: salus-gov vote {index} yes{committee}"));
					tell(&format!("then anybody of them: salus-gov close {index}{committee}"));
				},
			}
			Ok(())
		},
		Command::Vote { motion: index, vote, committee } => {
			let key = key()?;
			let client = Client::connect(&url).await?;
			let motion = motion::open(&client, body_of(committee), index).await?;
			motion::ensure_vote(&client, motion.body, &key).await?;
			let call = motion.body.vote(motion.hash, index, vote.0);
			submit(&client, &key, &call).await?;
			let Motion { ayes, nays, threshold, description, .. } =
				motion::open(&client, motion.body, index).await?;
			tell(&format!("motion {index}: {description}"));
			tell(&format!("{} of {threshold} ayes, {} nays", ayes.len(), nays.len()));
			Ok(())
		},
		Command::Close { motion: index, committee } => {
			let key = key()?;
			let client = Client::connect(&url).await?;
			let motion = motion::open(&client, body_of(committee), index).await?;
			let effect = motion::close(&client, &key, &motion).await?;
			effect.tell(&format!("motion {index}, {}", motion.description), tell);
			Ok(())
		},
		Command::Apply { name, capabilities, administrator, gln } => {
			let profile = Profile { name, gln, envelope_key: None };
			let capabilities = capabilities.into_iter().collect();
			let call =
				calls::organizations::submit_application(&profile, capabilities, &administrator);
			let key = key()?;
			let client = Client::connect(&url).await?;
			submit(&client, &key, &call).await?;
			match client.api().membership(&administrator).await? {
				Some(MembershipInfo::Agent { organization, .. }) => {
					tell(&format!("{} has applied as organization {organization}", profile.name));
					tell(&format!(
						"a delegate puts it to the vote with: salus-gov propose admit {organization}"
					));
				},
				_ => tell("the application is in a block, and not in the best chain yet"),
			}
			Ok(())
		},
		Command::AddAgent { account, roles, until } => {
			let period = until.map_or(Period::ALWAYS, Period::until);
			let roles = roles.into_iter().collect();
			let call = calls::organizations::add_agent(&account, roles, period);
			sign(&url, key()?, call).await?;
			tell(&format!("{account} is an agent"));
			Ok(())
		},
		Command::RemoveAgent { account } => {
			sign(&url, key()?, calls::organizations::remove_agent(&account)).await?;
			tell(&format!("{account} is no agent any more"));
			Ok(())
		},
		Command::SetDelegate { account } => {
			sign(&url, key()?, calls::organizations::set_council_delegate(&account)).await?;
			tell(&format!("{account} casts the organization's vote"));
			Ok(())
		},
		Command::SetKeys { operator_url } => {
			let key = key()?;
			let client = Client::connect(&url).await?;
			let session_keys = rotate(&operator_url, &keys::account(&key)).await?;
			let SessionKeys { keys: public, proof } = &session_keys;
			let call = calls::validators::set_keys(public, proof);
			submit(&client, &key, &call).await?;
			tell(&format!("session keys of {}: 0x{}", keys::account(&key), hex::encode(public)));
			tell("a validator signs with them from the session after next on");
			Ok(())
		},
		Command::PurgeKeys => {
			sign(&url, key()?, calls::validators::purge_keys()).await?;
			tell("the session keys are given up");
			Ok(())
		},
		Command::RegisterNode { peer, role, addresses } => {
			let key = key()?;
			let client = Client::connect(&url).await?;
			let listed = client.api().nodes(Some(peer), 1).await?;
			let known = listed.nodes.iter().any(|node| node.peer_id == peer);
			let call = if known {
				calls::nodes::update(peer, role, addresses)
			} else {
				calls::nodes::register(peer, role, addresses)
			};
			submit(&client, &key, &call).await?;
			tell(&format!("{peer} is in the registry; the other nodes keep a connection to it"));
			Ok(())
		},
		Command::RemoveNode { peer } => {
			sign(&url, key()?, calls::nodes::remove(peer)).await?;
			tell(&format!("{peer} is not in the registry any more"));
			Ok(())
		},
		Command::Upgrade { wasm } => {
			let code = read(&wasm)?;
			sign(&url, key()?, calls::governance::apply_authorized_upgrade(&code)).await?;
			tell("the runtime is replaced with the next block");
			Ok(())
		},
		Command::Resign => {
			sign(&url, key()?, calls::organizations::resign()).await?;
			tell("the organization has left the consortium");
			Ok(())
		},
	}
}

fn body_of(committee: bool) -> Body {
	if committee {
		Body::TechnicalCommittee
	} else {
		Body::Council
	}
}

fn flag(body: Body) -> &'static str {
	match body {
		Body::Council => "",
		Body::TechnicalCommittee => " --committee",
	}
}

async fn sign(url: &str, key: Keypair, call: Call) -> Result<Included, GovError> {
	submit(&Client::connect(url).await?, &key, &call).await
}

/// Sends a call and waits until it is final, so that what is said about it stays true.
async fn submit(client: &Client, key: &Keypair, call: &Call) -> Result<Included, GovError> {
	Ok(client.submit_until(Until::Finalized, call, key).await?)
}

/// New session keys of a node, and the proof that it holds them.
struct SessionKeys {
	keys: Vec<u8>,
	proof: Vec<u8>,
}

/// Has a node make session keys for `owner`.
async fn rotate(url: &str, owner: &AccountId32) -> Result<SessionKeys, GovError> {
	#[derive(Deserialize)]
	struct Answer {
		keys: String,
		proof: Option<String>,
	}
	let refused = |reason: String| GovError::NoSessionKeys { url: url.to_owned(), reason };
	let node = Client::connect(url).await.map_err(|error| refused(error.to_string()))?;
	let owner = format!("0x{}", hex::encode::<&[u8]>(owner.as_ref()));
	let answer: Answer = node
		.request("author_rotateKeysWithOwner", rpc_params![owner])
		.await
		.map_err(|error| refused(error.to_string()))?;
	let proof = answer.proof.ok_or_else(|| refused("it gives no proof of them".into()))?;
	let bytes = |text: &str| {
		hex::decode(text.trim_start_matches("0x")).map_err(|error| refused(error.to_string()))
	};
	Ok(SessionKeys { keys: bytes(&answer.keys)?, proof: bytes(&proof)? })
}
