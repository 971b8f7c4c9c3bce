//! A fifth member: admitted, validating, gone.

use super::{
	council,
	load::block_hashes,
	network::{Network, Start, VALIDATORS},
	report::{seconds, Outcome},
	stage::{until, Stage, PATIENCE},
	upgrade::slot,
	NetError,
};
use crate::{
	calls::{self, organizations::Profile},
	keys, rpc_params, AccountId32, Call, Client, Error, H256,
};
use codec::Encode;
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, RoleSet},
	organization::OrganizationStatus,
	Period,
};
use serde::Deserialize;
use std::time::{Duration, Instant};
use subxt_signer::sr25519::Keypair;

/// Two sessions of five minutes each, and some blocks that come late.
const TWO_SESSIONS: Duration = Duration::from_secs(15 * 60);
/// How many blocks the new validator has to produce.
const AUTHORED: usize = 3;
/// For how long finality has to go on with the new validator in an old one's place.
const IN_PLACE: Duration = Duration::from_secs(20);

/// What `author_rotateKeysWithOwner` gives.
#[derive(Deserialize)]
struct Generated {
	keys: String,
	proof: String,
}

/// The fifth member.
struct Fifth {
	administrator: Keypair,
	agent: Keypair,
	account: AccountId32,
	node: usize,
}

/// Admits a fifth member with a validator of its own, sees that it counts, and lets it go.
pub async fn fifth_member(stage: &mut Stage) -> Result<Outcome, NetError> {
	let began = Instant::now();
	let client = stage.network.client(0)?;
	let (administrator, agent) = (keys::random(), keys::random());
	let account = keys::account(&agent);

	let profile = Profile { name: "Lakeside Clinic".into(), gln: None, envelope_key: None };
	let capabilities = CapabilitySet::of(&[Capability::Provider]);
	let sponsor = &stage.network.members()[0].administrator;
	let application = calls::organizations::submit_application(
		&profile,
		capabilities,
		&keys::account(&administrator),
	);
	let included = client.submit(&application, sponsor).await?;
	let organization =
		council::applied(&included).ok_or_else(|| NetError::Broken("nobody has applied".into()))?;
	let admit = calls::organizations::admit(organization);
	council::pass(&stage.network, &client, &admit).await?;
	let roles = RoleSet::of(&[AgentRole::Gateway]);
	let add = calls::organizations::add_agent(&account, roles, Period::ALWAYS);
	client.submit(&add, &administrator).await?;

	let node = stage.network.add_seat()?;
	stage.network.start_node(node, Start::default()).await?;
	let fifth = Fifth { administrator, agent, account, node };
	stage.recovered(VALIDATORS + 1).await?;
	set_keys(&stage.network, &fifth).await?;
	let seat = Call::new("Validators", "add_validator").arg(&fifth.account);
	council::pass(&stage.network, &client, &seat).await?;
	let admitted = began.elapsed();

	wait_until_seated(&client, &fifth.account, true).await?;
	let seated = began.elapsed();
	let authored = wait_for_blocks(&client, &fifth.account).await?;
	let finalized = stand_in(stage).await?;

	let began = Instant::now();
	let unseat = Call::new("Validators", "remove_validator").arg(&fifth.account);
	council::pass(&stage.network, &client, &unseat).await?;
	wait_until_seated(&client, &fifth.account, false).await?;
	let purge = Call::new("Validators", "purge_keys");
	client.submit(&purge, &fifth.agent).await?;
	client.submit(&calls::organizations::resign(), &fifth.administrator).await?;
	let left = client.api().organization(organization).await?;
	if left.is_none_or(|left| left.status != OrganizationStatus::Removed) {
		return Err(NetError::Broken("the member has resigned and is still one".into()));
	}
	stage.network.stop(fifth.node)?;
	let gone = began.elapsed();
	let recovery = stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"applied, admitted, its node synced, session keys set and the seat voted after {}; seated \
			after {}; {authored} of its blocks seen; with one founder down, so that finality needed its \
			vote, {finalized} blocks became final in {} s; unseated by vote, keys given up, resigned \
			and stopped after {}",
			seconds(admitted),
			seconds(seated),
			IN_PLACE.as_secs(),
			seconds(gone),
		),
		recovery: format!("never stopped; seen well {} later", seconds(recovery)),
		victim: 0,
	})
}

/// Has the new node make session keys, and registers them.
async fn set_keys(network: &Network, fifth: &Fifth) -> Result<(), NetError> {
	let own = network.client(fifth.node)?;
	let owner = format!("0x{}", hex::encode(fifth.account.encode()));
	let generated: Generated =
		own.request("author_rotateKeysWithOwner", rpc_params![owner]).await?;
	let bytes = |text: &str| {
		hex::decode(text.trim_start_matches("0x"))
			.map_err(|error| Error::unreadable("author_rotateKeysWithOwner", error))
	};
	// Two keys of 32 bytes each, as the runtime takes them: aura, grandpa.
	let keys: [u8; 64] = bytes(&generated.keys)?
		.try_into()
		.map_err(|_| Error::unreadable("author_rotateKeysWithOwner", "not the two session keys"))?;
	let call = Call::new("Validators", "set_keys").arg(keys).arg(bytes(&generated.proof)?);
	own.submit(&call, &fifth.agent).await?;
	Ok(())
}

/// The validators of this session, in the order in which their turns come.
async fn seated(client: &Client, at: Option<H256>) -> Result<Vec<AccountId32>, Error> {
	Ok(client.storage_value("Session", "Validators", at).await?.unwrap_or_default())
}

async fn wait_until_seated(
	client: &Client,
	who: &AccountId32,
	wanted: bool,
) -> Result<(), NetError> {
	let what = if wanted { "the new validator is seated" } else { "the validator is unseated" };
	until(what, TWO_SESSIONS, async || {
		let finalized = client.finalized().await?;
		Ok(seated(client, Some(finalized)).await?.contains(who) == wanted)
	})
	.await?;
	if wanted {
		return Ok(());
	}
	// Those who were seated in the session before must be queued no more either.
	until("the validator is queued no more", TWO_SESSIONS, async || {
		let queued: Vec<(AccountId32, [u8; 64])> =
			client.storage_value("Session", "QueuedKeys", None).await?.unwrap_or_default();
		Ok(!queued.iter().any(|(account, _)| account == who))
	})
	.await
}

/// Waits until a validator has produced some blocks that are final. Returns how many.
async fn wait_for_blocks(client: &Client, who: &AccountId32) -> Result<usize, NetError> {
	let from = client.number(Some(client.finalized().await?)).await?;
	let mut authored = 0;
	until("the new validator produces blocks", PATIENCE, async || {
		let last = client.number(Some(client.finalized().await?)).await?;
		authored = 0;
		for (_, block) in block_hashes(client, from, last).await? {
			let validators = seated(client, Some(block)).await?;
			let turn = slot(client, block).await? as usize % validators.len().max(1);
			authored += usize::from(validators.get(turn) == Some(who));
		}
		Ok(authored >= AUTHORED)
	})
	.await?;
	Ok(authored)
}

/// Takes one founder away: four votes of five are the least with which a block is final, so that
/// without the fifth nothing would be. Returns how many blocks were.
async fn stand_in(stage: &mut Stage) -> Result<u64, NetError> {
	let absent = VALIDATORS - 1;
	stage.network.stop(absent)?;
	let before = stage.finalized().await?;
	stage.goes_on(0, before).await?;
	let from = stage.finalized().await?;
	tokio::time::sleep(IN_PLACE).await;
	let finalized = stage.finalized().await?.saturating_sub(from);
	stage.start(absent).await?;
	stage.recovered(VALIDATORS + 1).await?;
	if finalized == 0 {
		return Err(NetError::Broken("the fifth validator's vote does not count".into()));
	}
	Ok(finalized)
}
