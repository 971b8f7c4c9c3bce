//! The gate: who gets in, and that nobody gets in another's way.

mod common;

use common::{
	account, organization_of, pass_motion, Chain, HOSPITAL, ON_DEMAND, OTHER_HOSPITAL, TIMED,
};
use salus_client::{
	calls,
	gate::Refusal,
	keys,
	primitives::codes::{AgentRole, RoleSet},
	primitives::Period,
	rpc_params, Call, Client, Error, Invalidity,
};

/// The payer, who floods.
const FLOODER: &str = "//Dave";
/// How many transactions the flood has.
const FLOOD: usize = 600;
/// Within how many blocks others must get through.
const WITHIN: u64 = 4;

async fn pending(client: &Client) -> usize {
	let pending: Vec<String> = client
		.request("author_pendingExtrinsics", rpc_params![])
		.await
		.expect("the node lists what waits");
	pending.len()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
	let error = result.expect_err("the gate refuses");
	error.refusal().unwrap_or_else(|| panic!("another refusal than the gate's: {error}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn stranger_should_never_enter_the_pool() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let before = chain.number().await;
	for call in [
		calls::utility::remark(b"hello"),
		calls::council::propose(1, calls::utility::remark(b"hello")),
		calls::utility::batch_all(vec![]),
		calls::organizations::resign(),
	] {
		let stranger = keys::random();
		for nonce in [0, 1, 100] {
			let transaction = client.sign(&call, &stranger, nonce).await.expect("signed");
			assert_eq!(refusal(client.send(&transaction).await), Refusal::Stranger);
		}
	}
	assert_eq!(pending(client).await, 0);
	assert_eq!(chain.number().await, before, "nothing was built for strangers");
}

/// What the pool is to say.
#[derive(Debug)]
enum Expected {
	Taken,
	Stranger,
	BadSignature,
	Malformed,
}

#[tokio::test(flavor = "multi_thread")]
async fn each_should_get_its_own_answer_when_many_come_at_once() {
	const MANY: usize = 200;
	let chain = Chain::boot(TIMED).await;
	let client = chain.client();
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let who = keys::account(&hospital);
	let remark = calls::utility::remark(b"hello");
	let first = client.next_nonce(&who).await.expect("the next nonce");
	let good =
		client.sign_many(&vec![&remark; MANY], &hospital, first).await.expect("they are signed");
	let mut sent: Vec<(Expected, Vec<u8>)> = Vec::new();
	for (n, transaction) in good.into_iter().enumerate() {
		let bad = match n % 10 {
			3 => {
				let stranger = client.sign(&remark, &keys::random(), 0).await.expect("signed");
				Some((Expected::Stranger, stranger))
			},
			5 => {
				let mut forged = transaction.clone();
				*forged.last_mut().expect("it is not empty") ^= 1;
				Some((Expected::BadSignature, forged))
			},
			// There is no address of such a kind.
			7 => {
				Some((Expected::Malformed, vec![8, 0x84, 40 + u8::try_from(n).unwrap_or_default()]))
			},
			_ => None,
		};
		sent.extend([(Expected::Taken, transaction)].into_iter().chain(bad));
	}

	let answers = futures::future::join_all(
		sent.iter().map(|(_, transaction)| async { client.send(transaction).await }),
	)
	.await;

	for ((expected, _), answer) in sent.iter().zip(answers) {
		let is_right = match (expected, &answer) {
			(Expected::Taken, Ok(_)) => true,
			(Expected::Stranger, Err(error)) => error.refusal() == Some(Refusal::Stranger),
			(Expected::BadSignature, Err(error)) => {
				matches!(error, Error::Invalid(Invalidity::BadSignature))
			},
			(Expected::Malformed, Err(error)) => {
				matches!(error, Error::Invalid(Invalidity::Malformed))
			},
			_ => false,
		};
		assert!(is_right, "{expected:?}, but {answer:?}");
	}
	let end = first + MANY as u64;
	for _ in 0..10 {
		if pending(client).await == 0 {
			break;
		}
		chain.wait_for_blocks(1).await;
	}
	assert_eq!(pending(client).await, 0);
	assert_eq!(client.next_nonce(&who).await.expect("the next nonce"), end);
}

#[tokio::test(flavor = "multi_thread")]
async fn agent_should_be_refused_when_removed_not_valid_or_its_organization_suspended() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let clerk = keys::random();
	let roles = RoleSet::of(&[AgentRole::Clerk]);
	let remark = calls::utility::remark(b"hello");

	let add = calls::organizations::add_agent(&keys::account(&clerk), roles, Period::ALWAYS);
	client.submit(&add, &hospital).await.expect("an administrator adds an agent");
	client.submit(&remark, &clerk).await.expect("the agent acts");
	let add =
		calls::organizations::add_agent(&keys::account(&keys::random()), roles, Period::ALWAYS);
	let refused = client.submit(&add, &clerk).await.expect_err("a clerk is no administrator");
	assert!(refused.is("Organizations", "NotAuthorized"), "{refused}");
	let remove = calls::organizations::remove_agent(&keys::account(&clerk));
	client.submit(&remove, &hospital).await.expect("an administrator removes an agent");
	assert_eq!(refusal(client.submit(&remark, &clerk).await), Refusal::Stranger);

	let early = keys::random();
	let later = Period { start: Some(u64::MAX - 1), end: None };
	let add = calls::organizations::add_agent(&keys::account(&early), roles, later);
	client.submit(&add, &hospital).await.expect("an administrator adds an agent");
	assert_eq!(refusal(client.submit(&remark, &early).await), Refusal::AgentNotValid);

	let remove = calls::organizations::remove_agent(&account(HOSPITAL));
	let refused = client.submit(&remove, &hospital).await.expect_err("one administrator stays");
	assert!(refused.is("Organizations", "LastAdministrator"), "{refused}");

	let payer = keys::from_uri(FLOODER).expect("a secret URI");
	let organization = organization_of(client, FLOODER).await;
	pass_motion(client, calls::organizations::suspend(organization)).await;
	assert_eq!(refusal(client.submit(&remark, &payer).await), Refusal::OrganizationNotActive);
	pass_motion(client, calls::organizations::reinstate(organization)).await;
	client.submit(&remark, &payer).await.expect("a reinstated organization acts");
}

#[tokio::test(flavor = "multi_thread")]
async fn others_should_get_through_when_one_organization_floods() {
	let chain = Chain::boot(TIMED).await;
	let client = chain.client();
	chain.wait_for_blocks(1).await;
	let flooder = keys::from_uri(FLOODER).expect("a secret URI");
	// Short, and as heavy as a record with all the versions and sealed keys that it may have. That there
	// is no such record does not make it cheaper.
	let erase = calls::records::erase(Default::default(), Default::default());
	let heavy = calls::utility::batch_all(vec![erase]);
	let calls: Vec<&Call> = vec![&heavy; FLOOD];
	for transaction in client.sign_many(&calls, &flooder, 0).await.expect("signed") {
		client.send(&transaction).await.expect("the pool takes the flood");
	}

	let sent_at = chain.number().await;
	let hospital = keys::from_uri(OTHER_HOSPITAL).expect("a secret URI");
	let included = client
		.submit(&calls::utility::remark(b"patient care"), &hospital)
		.await
		.expect("another organization's call");
	let took = client.number(Some(included.block)).await.expect("its block") - sent_at;
	assert!(took <= WITHIN, "another organization waited for {took} blocks");

	// Once its organization is suspended the flood is thrown out of the pool.
	let left = pending(client).await;
	assert!(left > FLOOD / 2, "only {left} are left of the flood, which shows nothing");

	let sent_at = chain.number().await;
	let organization = organization_of(client, FLOODER).await;
	let included = pass_motion(client, calls::organizations::suspend(organization)).await;
	let took = client.number(Some(included.block)).await.expect("its block") - sent_at;
	assert!(took <= WITHIN, "a motion of the council waited for {took} blocks");
	assert!(included.has("Organizations", "OrganizationSuspended"), "{included:?}");
}
