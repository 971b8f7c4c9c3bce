//! Motions and what becomes of them.

use super::{submit, Action, GovError, Tell};
use crate::{
	calls::council::{Body, WeightBound},
	keys::{self, Keypair},
	AccountId32, Client, Error, Included, H256,
};
use codec::Decode;

/// What closing a motion may cost, from most calls to the heaviest. The bound is charged to the
/// signer's organization until the call has been made, so the least that will do is taken.
const BOUNDS: [WeightBound; 3] = [
	WeightBound { ref_time: 20_000_000_000, proof_size: 200_000 },
	WeightBound { ref_time: 100_000_000_000, proof_size: 1_000_000 },
	WeightBound { ref_time: 400_000_000_000, proof_size: 2_500_000 },
];

/// A motion on which the vote is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Motion {
	/// Who votes.
	pub body: Body,
	/// Its number.
	pub index: u32,
	/// Hash of the call.
	pub hash: H256,
	/// The call in words.
	pub description: String,
	/// How many ayes it needs.
	pub threshold: u32,
	/// Who has voted for it.
	pub ayes: Vec<AccountId32>,
	/// Who has voted against it.
	pub nays: Vec<AccountId32>,
	/// The block with which the vote ends.
	pub end: u32,
}

/// What became of a proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
	/// One vote was enough.
	Carried(Effect),
	/// Others have to vote.
	Open(Motion),
}

/// What came of a motion whose vote has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
	/// It has not passed.
	None,
	/// What was voted for was done.
	AtOnce,
	/// What was voted for waits for the enactment delay.
	Later {
		/// Hash of the call that waits.
		call: H256,
		/// The block in which it takes effect.
		block: u32,
	},
}

impl Effect {
	/// What is said of a motion: a part of a sentence, and how it can be taken back.
	pub(super) fn tell(&self, what: &str, tell: Tell<'_>) {
		match self {
			Self::None => tell(&format!("{what}: not passed")),
			Self::AtOnce => tell(&format!("{what}: carried out at once")),
			Self::Later { call, block } => {
				tell(&format!("{what}: carried, and takes effect in block {block}"));
				tell(&format!(
					"until then it is taken back with: salus-gov propose cancel-enactment 0x{}",
					hex::encode(call.as_bytes())
				));
			},
		}
	}
}

/// What the chain stores of a vote.
#[derive(Decode)]
struct Votes {
	index: u32,
	threshold: u32,
	ayes: Vec<AccountId32>,
	nays: Vec<AccountId32>,
	end: u32,
}

/// Who votes in a body.
pub async fn members(client: &Client, body: Body) -> Result<Vec<AccountId32>, Error> {
	Ok(client.storage_value(body.pallet(), "Members", None).await?.unwrap_or_default())
}

/// The open motions of a body.
pub async fn all(client: &Client, body: Body) -> Result<Vec<Motion>, Error> {
	let hashes: Vec<H256> =
		client.storage_value(body.pallet(), "Proposals", None).await?.unwrap_or_default();
	let mut motions = Vec::with_capacity(hashes.len());
	for hash in hashes {
		let votes: Option<Votes> =
			client.storage_entry(body.pallet(), "Voting", hash.as_bytes(), None).await?;
		// Closed between the two questions.
		let Some(Votes { index, threshold, ayes, nays, end }) = votes else { continue };
		let call = client.storage_bytes(body.pallet(), "ProposalOf", hash.as_bytes(), None).await?;
		let description = match call {
			Some(call) => client.describe(&call).await?,
			None => continue,
		};
		motions.push(Motion { body, index, hash, description, threshold, ayes, nays, end });
	}
	Ok(motions)
}

/// The open motion with a number.
pub async fn open(client: &Client, body: Body, index: u32) -> Result<Motion, GovError> {
	all(client, body)
		.await?
		.into_iter()
		.find(|motion| motion.index == index)
		.ok_or(GovError::NoMotion { body, index })
}

/// Refuses a key that has no vote, which the chain would say less clearly.
pub async fn ensure_vote(client: &Client, body: Body, key: &Keypair) -> Result<u32, GovError> {
	let members = members(client, body).await?;
	let account = keys::account(key);
	if members.contains(&account) {
		Ok(members.len() as u32)
	} else {
		Err(GovError::NoVote { body, account })
	}
}

/// Puts an action to the vote, and votes for it.
pub async fn propose(
	client: &Client,
	key: &Keypair,
	action: &Action,
	tell: Tell<'_>,
) -> Result<Outcome, GovError> {
	let body = action.body();
	let call = action.call()?;
	let seats = ensure_vote(client, body, key).await?;
	let threshold = action.threshold(seats);
	tell(&client.describe(&client.encode(&call).await?).await?);
	let included = submit(client, key, &body.propose(threshold, call)).await?;
	let Some(index) = proposed(&included, body)? else {
		return Ok(Outcome::Carried(executed(client, &included).await?));
	};
	let motion = open(client, body, index).await?;
	submit(client, key, &body.vote(motion.hash, index, true)).await?;
	Ok(Outcome::Open(open(client, body, index).await?))
}

/// Ends the vote on a motion. What came of it.
pub async fn close(client: &Client, key: &Keypair, motion: &Motion) -> Result<Effect, GovError> {
	let Motion { body, index, hash, .. } = *motion;
	for bound in BOUNDS {
		match submit(client, key, &body.close(hash, index, bound)).await {
			Err(GovError::Chain(error)) if error.is(body.pallet(), "WrongProposalWeight") => {},
			Err(GovError::Chain(error)) if error.is(body.pallet(), "TooEarly") => {
				let Motion { ayes, threshold, end, .. } = open(client, body, index).await?;
				return Err(GovError::StillOpen { index, ayes: ayes.len(), threshold, end });
			},
			Err(error) => return Err(error),
			Ok(included) => return executed(client, &included).await,
		}
	}
	Err(GovError::TooHeavy { index })
}

/// The number of the motion that a proposal opened; nothing if it was carried out at once.
fn proposed(included: &Included, body: Body) -> Result<Option<u32>, Error> {
	let event = included.events.iter().find(|event| event.is(body.pallet(), "Proposed"));
	event
		.map(|event| {
			<(AccountId32, u32)>::decode(&mut &event.fields[..])
				.map(|(_, index)| index)
				.map_err(|error| Error::unreadable("the number of the motion", error))
		})
		.transpose()
}

/// When what was voted for takes effect; its error, if it was carried out and failed.
pub(crate) async fn executed(client: &Client, included: &Included) -> Result<Effect, GovError> {
	let mut effect = Effect::None;
	for event in &included.events {
		let result = match (event.pallet.as_str(), event.name.as_str()) {
			// The hash of the motion stands before it.
			("Council" | "TechnicalCommittee", "Executed") => event.fields.get(32..),
			("Governance", "Enacted") => Some(&event.fields[..]),
			("Governance", "EnactmentScheduled") => {
				effect = waiting(&event.fields)?;
				continue;
			},
			_ => continue,
		};
		match result {
			// That the motion was executed says nothing of what it had scheduled.
			Some([0, ..]) if effect == Effect::None => effect = Effect::AtOnce,
			Some([0, ..]) => {},
			Some([1, error @ ..]) => {
				return Err(GovError::Failed(client.name_dispatch_error(error).await?));
			},
			_ => return Err(Error::unreadable("what came of the motion", "no result").into()),
		}
	}
	Ok(effect)
}

/// The call that waits, and its block, from the fields of the event.
fn waiting(mut fields: &[u8]) -> Result<Effect, Error> {
	<([u8; 32], u32)>::decode(&mut fields)
		.map(|(call, block)| Effect::Later { call: H256(call), block })
		.map_err(|error| Error::unreadable("what came of the motion", error))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn effect_should_be_told_with_its_block_and_the_way_back() {
		let mut fields = vec![7; 32];
		fields.extend(41u32.to_le_bytes());
		let mut said = Vec::new();
		waiting(&fields).unwrap().tell("motion 3", &mut |line| said.push(line.to_owned()));
		assert_eq!(said[0], "motion 3: carried, and takes effect in block 41");
		assert!(said[1].ends_with(&format!("cancel-enactment 0x{}", "07".repeat(32))), "{said:?}");
		assert!(waiting(&fields[..35]).is_err());
	}
}
