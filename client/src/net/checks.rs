//! What must hold of all nodes after whatever happened.

use super::{
	load::{block_hashes, transactions, Account},
	NetError,
};
use crate::{Client, H256};
use std::collections::BTreeMap;

/// How many blocks are asked for at once.
const AT_ONCE: u64 = 256;

/// Checks that all these nodes have the same final block at every height up to the lowest that all
/// have, and that each is the one that was reported while the chain ran. Returns that height and the
/// block there.
pub async fn same_chain(
	nodes: &[(usize, Client)],
	account: &Account,
) -> Result<(u64, H256), NetError> {
	if let Some(conflict) = account.conflicts.first() {
		return Err(NetError::Broken(conflict.clone()));
	}
	let mut common = u64::MAX;
	for (_, client) in nodes {
		common = common.min(client.number(Some(client.finalized().await?)).await?);
	}
	let mut chain: BTreeMap<u64, H256> = BTreeMap::new();
	for (node, client) in nodes {
		let mut from = 0;
		while from <= common {
			let last = common.min(from + AT_ONCE - 1);
			let hashes: BTreeMap<u64, H256> =
				block_hashes(client, from, last).await?.into_iter().collect();
			for number in from..=last {
				let found = hashes.get(&number).copied().ok_or_else(|| {
					NetError::Broken(format!("node {} has no block {number}", node + 1))
				})?;
				let expected = *chain.entry(number).or_insert(found);
				let reported = account.blocks.get(&number).copied().unwrap_or(expected);
				if found != expected || found != reported {
					return Err(NetError::Broken(format!(
						"node {} has {found:#x} as final block {number}; another has \
						{expected:#x}, and {reported:#x} was reported before",
						node + 1
					)));
				}
			}
			from = last + 1;
		}
	}
	let block = chain.get(&common).copied();
	Ok((common, block.ok_or_else(|| NetError::Broken("no node runs".into()))?))
}

/// Checks that every transaction that was final up to `height` stands in its block on every one of
/// these nodes. Returns how many there are.
pub async fn nothing_lost(
	nodes: &[(usize, Client)],
	account: &Account,
	height: u64,
) -> Result<usize, NetError> {
	let mut by_block: BTreeMap<u64, Vec<H256>> = BTreeMap::new();
	for (transaction, number) in account.finalized.iter().filter(|(_, number)| **number <= height) {
		by_block.entry(*number).or_default().push(*transaction);
	}
	for (node, client) in nodes {
		for (number, expected) in &by_block {
			let block = account.blocks.get(number).copied().unwrap_or_default();
			let found = transactions(client, block).await?;
			if let Some(lost) = expected.iter().find(|transaction| !found.contains(transaction)) {
				return Err(NetError::Broken(format!(
					"transaction {lost:#x} was final in block {number}, and node {} has it no more",
					node + 1
				)));
			}
		}
	}
	Ok(by_block.values().map(Vec::len).sum())
}
