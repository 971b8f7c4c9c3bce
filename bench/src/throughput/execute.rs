//! How long a block takes one that imports it.

use codec::Encode;
use salus_runtime::opaque::Block;
use sp_core::H256;
use sp_runtime::generic::SignedBlock;
use std::{
	error::Error,
	time::{Duration, Instant},
};
use subxt::rpcs::{rpc_params, RpcClient};

/// How often a block is executed.
const TIMES: usize = 3;

/// The median time in which the node executes a block of its chain again on the state before it, as
/// those who import it do: all transactions with their signatures, and the root of the state. Only the
/// commit to the database is missing.
pub async fn again(rpc: &RpcClient, hash: H256) -> Result<Duration, Box<dyn Error>> {
	let found: Option<SignedBlock<Block>> =
		rpc.request("chain_getBlock", rpc_params![hash]).await?;
	let mut block = found.ok_or("the node has lost a block")?.block;
	// The author's seal is no part of what is executed.
	block.header.digest.logs.pop();
	let parent = block.header.parent_hash;
	let bytes = format!("0x{}", hex::encode(block.encode()));
	let mut times = Vec::new();
	for _ in 0..TIMES {
		let began = Instant::now();
		let _: String =
			rpc.request("state_call", rpc_params!["Core_execute_block", &bytes, parent]).await?;
		times.push(began.elapsed());
	}
	times.sort_unstable();
	Ok(times[TIMES / 2])
}
