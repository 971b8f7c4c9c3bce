//! Motions of the founding members' council.

use super::{
	network::Network,
	stage::{until, PATIENCE},
	NetError,
};
use crate::{
	calls::council::{Body, WeightBound},
	gov::{self, Effect, GovError},
	Call, Client, Included, H256,
};
use codec::Decode;

/// How many votes two thirds of four seats are, and also more than half of them.
pub const VOTES: usize = 3;
/// What a motion may cost here: half of a block, which is what the runtime allows at most.
const BOUND: WeightBound = WeightBound { ref_time: 300_000_000_000, proof_size: 1_000_000 };

/// Passes a motion through `client`, with as many votes as every decision of the council needs here,
/// and waits until what has an enactment delay is in force, in a final block. Fails if what the council
/// decided could not be executed.
pub async fn pass(network: &Network, client: &Client, call: &Call) -> Result<Included, NetError> {
	let voters: Vec<_> =
		network.members().iter().take(VOTES).map(|member| &member.administrator).collect();
	let motion = H256(sp_io::hashing::blake2_256(&client.encode(call).await?));
	let index: u32 =
		client.storage_value("Council", "ProposalCount", None).await?.unwrap_or_default();
	client.submit(&Body::Council.propose(VOTES as u32, call.clone()), voters[0]).await?;
	for voter in &voters {
		client.submit(&Body::Council.vote(motion, index, true), voter).await?;
	}
	let closed = client.submit(&Body::Council.close(motion, index, BOUND), voters[0]).await?;
	match gov::executed(client, &closed).await {
		Ok(Effect::AtOnce) => Ok(closed),
		Ok(Effect::Later { block, .. }) => {
			until("the council's decision is in force", PATIENCE, async || {
				Ok(client.number(Some(client.finalized().await?)).await? >= u64::from(block))
			})
			.await?;
			Ok(closed)
		},
		Ok(Effect::None) => Err(NetError::Broken("the council's motion was not executed".into())),
		Err(GovError::Failed(error) | GovError::Chain(error)) => Err(error.into()),
		Err(error) => Err(NetError::Broken(error.to_string())),
	}
}

/// The number of the organization that applied last.
pub fn applied(included: &Included) -> Option<salus_primitives::OrganizationId> {
	let event =
		included.events.iter().find(|event| event.is("Organizations", "ApplicationSubmitted"))?;
	Decode::decode(&mut &event.fields[..]).ok()
}
