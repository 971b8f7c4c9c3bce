//! How long the chain takes to decide.
//!
//! A patient grants many consents of many provisions, none of which can be told to say nothing
//! without a look at its tests. The runtime API is then asked over and over, through JSON-RPC, and
//! each answer timed from the question to the decoded decision.

use crate::times::{milliseconds, Times};
use clap::Args;
use salus_client::{
	calls, keys,
	launch::Node,
	rpc_params,
	signed::SignedCall,
	walk::{register, Cast},
	AccountId32, Client, H256,
};
use salus_primitives::{
	codes::{
		ActionSet, ClassSet, Confidentiality, ConsentAction, DataClass, Purpose, PurposeSet,
		ResourceType, SensitivitySet,
	},
	consent::{
		Actor, Base, ConsentStatus, Decision, Entries, LabelTest, Provision, Reason, Request,
		Terms, Test,
	},
	record::Labels,
	ConsentId, Moment, OrganizationId, PatientId,
};
use std::{
	error::Error,
	path::Path,
	time::{Duration, Instant},
};
use subxt_signer::sr25519::Keypair;

/// How long a signed grant is good for, in milliseconds.
const VALIDITY: Moment = 3_600_000;
/// How many answers are not counted, while caches fill.
const WARM_UP: usize = 20;
/// How many fresh blocks are asked first.
const FRESH_BLOCKS: usize = 10;

/// What is measured.
#[derive(Args)]
pub struct Options {
	/// How many consents the patient has.
	#[arg(long, default_value_t = 200)]
	consents: u32,
	/// How many provisions each of them has.
	#[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=32))]
	provisions: u32,
	/// How often the chain is asked.
	#[arg(long, default_value_t = 500)]
	rounds: usize,
	/// The most that the median may be, in milliseconds.
	#[arg(long, default_value_t = 5.0)]
	limit: f64,
}

/// Measures, and says what was found. Whether the median is within the limit.
pub async fn measure(binary: &Path, options: &Options) -> Result<bool, Box<dyn Error>> {
	let folder = tempfile::tempdir()?;
	let node = Node::start(binary, folder.path(), &["--dev", "--sealing=instant"])?;
	let client = node.client().await?;
	let cast = Cast::development(&client).await?;
	let patient = PatientId::from(rand::random::<[u8; 32]>());
	let controller = keys::random();
	register(&client, &cast, patient, &controller, &mut |_, _| ()).await?;
	let asker = cast.recipient_organization;
	let began = Instant::now();
	grant_all(&client, patient, &controller, &cast, options).await?;
	println!(
		"{} consents of {} provisions granted in {:.1} s",
		options.consents,
		options.provisions,
		began.elapsed().as_secs_f64()
	);

	let request = request(asker, cast.author_organization);
	let best = client.best().await?;
	let decide = || decide(&client, best, patient, &request);
	for _ in 0..WARM_UP {
		decide().await?;
	}
	let warm = times_of(options.rounds, decide).await?;
	let least = || async {
		let began = Instant::now();
		client.api_at(best).default_policy().await?;
		Ok::<_, Box<dyn Error>>(began.elapsed())
	};
	let least = times_of(options.rounds, least).await?;
	let mut fresh = Vec::new();
	for _ in 0..FRESH_BLOCKS {
		let best = new_block(&client).await?;
		fresh.push(self::decide(&client, best, patient, &request).await?);
	}
	let fresh = Times::sorted(fresh);

	println!("ConsentsApi_decide over JSON-RPC       {warm}");
	println!("the first time at a new block          {fresh}");
	println!("an API that reads one value            {least}");
	println!(
		"the decision without what any answer takes: median {:.2} ms",
		milliseconds(warm.median().saturating_sub(least.median()))
	);
	let median = milliseconds(warm.median());
	let within = median <= options.limit;
	println!(
		"{}: the median is {median:.2} ms, the limit {:.2} ms",
		if within { "ok" } else { "too slow" },
		options.limit
	);
	Ok(within)
}

/// Asks so many times.
async fn times_of<F>(rounds: usize, once: impl Fn() -> F) -> Result<Times, Box<dyn Error>>
where
	F: std::future::Future<Output = Result<Duration, Box<dyn Error>>>,
{
	let mut times = Vec::with_capacity(rounds);
	for _ in 0..rounds {
		times.push(once().await?);
	}
	Ok(Times::sorted(times))
}

/// Asks once, and makes sure that all consents were looked at.
async fn decide(
	client: &Client,
	best: H256,
	patient: PatientId,
	request: &Request<AccountId32>,
) -> Result<Duration, Box<dyn Error>> {
	let began = Instant::now();
	let decision: Decision = client.api_at(best).decide(patient, request).await?;
	let time = began.elapsed();
	if decision.reason != Reason::ConsentPermits || decision.consent != Some(consent_id(0)) {
		return Err(format!("an unexpected answer: {decision:?}").into());
	}
	Ok(time)
}

/// Has the node produce an empty block; its hash.
async fn new_block(client: &Client) -> Result<H256, Box<dyn Error>> {
	#[derive(serde::Deserialize)]
	struct Created {
		hash: H256,
	}
	let created: Created = client.request("engine_createBlock", rpc_params![true, true]).await?;
	Ok(created.hash)
}

/// Ids in an order of their own: the permitting consent has the lowest.
fn consent_id(n: u32) -> ConsentId {
	ConsentId(H256::from_low_u64_be(n.into()))
}

/// The patient grants all consents, and the chain has them.
async fn grant_all(
	client: &Client,
	patient: PatientId,
	controller: &Keypair,
	cast: &Cast,
	options: &Options,
) -> Result<(), Box<dyn Error>> {
	for n in 0..options.consents {
		// Every consent speaks of the asker; only the first is about such data.
		let class = if n == 0 { DataClass::Laboratory } else { DataClass::Imaging };
		let terms = terms(cast.recipient_organization, class, options.provisions);
		let grant = calls::consents::grant(patient, consent_id(n), &terms);
		// At the hospital's expense: a patient's own allowance is for a consent now and then.
		SignedCall::sign(client, controller, patient, grant, VALIDITY)
			.await?
			.submit(client, &cast.author)
			.await?;
	}
	let (mut active, mut from) = (0, None);
	loop {
		let page = client.api().consents(patient, from, 100).await?;
		let is_active = |status| status == ConsentStatus::Active;
		active += page.consents.iter().filter(|info| is_active(info.consent.status)).count();
		from = page.next;
		if from.is_none() {
			break;
		}
	}
	if active != options.consents as usize {
		return Err(format!("{active} of {} consents were granted", options.consents).into());
	}
	Ok(())
}

/// Ordinary terms: each provision names whom, what for, what to do, which data and how labelled; every
/// fourth is an exception to the one before.
fn terms(asker: OrganizationId, class: DataClass, provisions: u32) -> Terms<AccountId32> {
	let provisions: Vec<_> = (0..provisions)
		.map(|place| {
			let exception = place % 4 == 3;
			let classes: ClassSet =
				if exception { DataClass::Genomics.into() } else { class.into() };
			let recipients = vec![
				Actor::Organization(OrganizationId(asker.0 + 1)),
				Actor::Organization(OrganizationId(asker.0 + 2)),
				Actor::Organization(asker),
			];
			let tests = vec![
				Test::Recipients(Entries::truncate_from(recipients)),
				Test::Purposes(PurposeSet::of(&[Purpose::TREAT, Purpose::HPAYMT])),
				Test::Actions(ActionSet::of(&[ConsentAction::Access, ConsentAction::Use])),
				Test::Labels(LabelTest {
					confidentiality: Some(Confidentiality::R),
					sensitivity: SensitivitySet::EMPTY,
				}),
				Test::Classes(classes),
			];
			Provision {
				parent: exception.then(|| place.saturating_sub(1) as u8),
				obligations: Default::default(),
				refrains: Default::default(),
				tests: tests.try_into().expect("five tests"),
			}
		})
		.collect();
	Terms {
		provisions: provisions.try_into().expect("as many as the options allow"),
		..Terms::new(Base::Silent)
	}
}

/// The asker wants to see laboratory data to treat.
fn request(asker: OrganizationId, author: OrganizationId) -> Request<AccountId32> {
	Request {
		organization: Some(asker),
		class: Some(DataClass::Laboratory),
		resource_type: Some(ResourceType::Observation),
		labels: Some(Labels {
			confidentiality: Confidentiality::N,
			sensitivity: SensitivitySet::EMPTY,
		}),
		custodian: Some(author),
		author: Some(author),
		..Request::new(ConsentAction::Access, Purpose::TREAT)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn terms_should_be_such_as_the_chain_takes() {
		for provisions in [1, 16, 32] {
			let terms = terms(OrganizationId(2), DataClass::Imaging, provisions);
			assert_eq!(terms.validate(), Ok(()));
			assert_eq!(terms.provisions.len(), provisions as usize);
		}
	}
}
