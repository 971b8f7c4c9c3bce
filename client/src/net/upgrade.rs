//! A new runtime by vote, on a network that goes on meanwhile.

use super::{
	council,
	load::block_hashes,
	network::{ENACTMENT_DELAY, VALIDATORS},
	report::{seconds, Outcome},
	stage::{until, Stage, PATIENCE},
	NetError,
};
use crate::{rpc_params, Call, Client, Error, Until, H256};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, path::Path, time::Instant};

/// More than any runtime has, so that no compressed file is taken for a bomb.
const LARGEST: usize = 50 * 1024 * 1024;
/// How many blocks are final under the new runtime before the upgrade counts as done.
const AFTERWARDS: u64 = 10;

/// What a node says of the runtime at a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
	spec_version: u32,
}

/// Has the council authorize the runtime in the file `next`, and a member apply it.
pub async fn upgrade(stage: &mut Stage, next: &Path) -> Result<Outcome, NetError> {
	let code = fs::read(next).map_err(NetError::io(next.display()))?;
	let code = sp_maybe_compressed_blob::compress_weakly(&code, LARGEST)
		.ok_or_else(|| NetError::Broken(format!("{} can't be compressed", next.display())))?;
	let hash = H256(sp_io::hashing::blake2_256(&code));
	let client = stage.network.client(0)?;
	let before = version(&client, None).await?;

	let began = Instant::now();
	let authorize = Call::new("System", "authorize_upgrade").arg(hash);
	let enact = Call::new("Governance", "enact").call(authorize);
	let closed = council::pass(&stage.network, &client, &enact).await?;
	if !closed.has("Governance", "EnactmentScheduled") {
		return Err(NetError::Broken("the new code was authorized without a delay".into()));
	}
	let in_force = began.elapsed();

	let apply = Call::new("System", "apply_authorized_upgrade").arg(&code);
	// Not one who voted: any member may bring the code that the council decided on.
	let bearer = &stage.network.members()[VALIDATORS - 1].administrator;
	let included = client.submit_until(Until::Finalized, &apply, bearer).await?;
	if !included.has("System", "CodeUpdated") {
		return Err(NetError::Broken("the authorized code was not applied".into()));
	}
	let applied = client.number(Some(included.block)).await?;
	until("blocks are final under the new runtime", PATIENCE, async || {
		for (_, client) in stage.network.board().all() {
			if client.number(Some(client.finalized().await?)).await? < applied + AFTERWARDS {
				return Ok(false);
			}
		}
		Ok(true)
	})
	.await?;

	let after = version(&client, Some(included.block)).await?;
	if after.spec_version <= before.spec_version {
		return Err(NetError::Broken(format!(
			"the chain has spec_version {} after {}",
			after.spec_version, before.spec_version
		)));
	}
	let last = applied + AFTERWARDS;
	for (node, client) in stage.network.board().all() {
		for (number, block) in block_hashes(&client, applied - 1, last).await? {
			let expected = if number < applied { before } else { after };
			let found = version(&client, Some(block)).await?;
			if found != expected {
				return Err(NetError::Broken(format!(
					"node {} has {found:?} after block {number}, not {expected:?}",
					node + 1
				)));
			}
		}
	}
	let missed = missed_slots(&client, applied - AFTERWARDS, last).await?;
	// Members went on sending, and the last of that is final by now or soon.
	let mut by_block: BTreeMap<bool, usize> = BTreeMap::new();
	until("transactions are final under the new runtime", PATIENCE, async || {
		by_block.clear();
		for number in stage.load.account().finalized.values() {
			*by_block.entry(*number > applied).or_default() += 1;
		}
		Ok(by_block.contains_key(&true))
	})
	.await?;
	let recovery = stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"`governance.enact(system.authorize_upgrade)` with {} votes of {VALIDATORS}, in \
			force and final after {ENACTMENT_DELAY} blocks ({}), \
			`system.apply_authorized_upgrade` by another member ({} KiB): spec_version {} became {} \
			with block {applied} on all nodes; {missed} slots without a block from {AFTERWARDS} before \
			to {AFTERWARDS} after; the members' transactions went on ({} final before, {} after)",
			council::VOTES,
			seconds(in_force),
			code.len() / 1024,
			before.spec_version,
			after.spec_version,
			by_block.get(&false).copied().unwrap_or_default(),
			by_block.get(&true).copied().unwrap_or_default(),
		),
		recovery: format!("never stopped; seen well {} later", seconds(recovery)),
		victim: 0,
	})
}

async fn version(client: &Client, at: Option<H256>) -> Result<Version, Error> {
	client.request("state_getRuntimeVersion", rpc_params![at]).await
}

/// How many slots there were without a block between two blocks.
async fn missed_slots(client: &Client, from: u64, last: u64) -> Result<u64, NetError> {
	let mut slots = Vec::new();
	for (_, block) in block_hashes(client, from, last).await? {
		slots.push(slot(client, block).await?);
	}
	let (Some(first), Some(end)) = (slots.first(), slots.last()) else { return Ok(0) };
	Ok((end - first + 1).saturating_sub(slots.len() as u64))
}

/// The slot of a block, from the digest that its author put into its header.
pub async fn slot(client: &Client, block: H256) -> Result<u64, Error> {
	#[derive(Deserialize)]
	struct Digest {
		logs: Vec<String>,
	}
	#[derive(Deserialize)]
	struct Header {
		digest: Digest,
	}
	let header: Option<Header> = client.request("chain_getHeader", rpc_params![block]).await?;
	let header = header.ok_or_else(|| Error::unreadable("chain_getHeader", "no such block"))?;
	let slot = header.digest.logs.iter().find_map(|log| slot_of(log));
	slot.ok_or_else(|| Error::unreadable("chain_getHeader", "no slot in the digest"))
}

/// The slot in an item of a digest: a `PreRuntime` item of the engine `aura` with a `u64`.
fn slot_of(log: &str) -> Option<u64> {
	let bytes = hex::decode(log.trim_start_matches("0x")).ok()?;
	let rest = bytes.strip_prefix(b"\x06aura\x20")?;
	Some(u64::from_le_bytes(rest.try_into().ok()?))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn slot_should_be_read_from_auras_item_and_no_other() {
		assert_eq!(slot_of("0x0661757261200700000000000000"), Some(7));
		assert_eq!(slot_of("0x0661757261200700"), None);
		assert_eq!(slot_of("0x0561757261200700000000000000"), None);
		assert_eq!(slot_of("no hexadecimal digits"), None);
	}
}
