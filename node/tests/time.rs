//! The clock of a development chain: where it begins, how it is set, and who can't set it.

mod common;

use common::{run_to_end, said, Chain, HOSPITAL, ON_DEMAND, TIMED};
use salus_client::{calls, keys, rpc_params, Client, Error};
use serde_json::{json, Value};

/// 2016-06-23T17:02:33+10:00, in no way aligned to slots.
const START: u64 = 1_466_665_353_000;
const IN_THE_PAST: &[&str] =
	&["--dev", "--sealing=manual", "--start-time=2016-06-23T17:02:33+10:00"];
const IN_THE_PAST_AND_OUTSIDE: &[&str] =
	&["--dev", "--sealing=manual", "--start-time=1466665353000", "--rpc-methods=safe"];
/// A year.
const YEAR: u64 = 365 * 24 * 3_600_000;

async fn ask(client: &Client, method: &str, params: &[u64]) -> Result<Value, Error> {
	let mut all = rpc_params![];
	for param in params {
		all.push(param).expect("a number");
	}
	client.request(method, all).await
}

/// Has a block built, and says what time it has.
async fn next_block(client: &Client) -> u64 {
	let params = rpc_params![true, true];
	let _: Value = client.request("engine_createBlock", params).await.expect("a block");
	client.now().await.expect("the chain's clock")
}

fn code(answer: Result<Value, Error>) -> i32 {
	match answer {
		Err(Error::Rpc { code, .. }) => code,
		other => panic!("expected an error, and got {other:?}"),
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_should_begin_where_it_is_told_and_go_on_from_there() {
	let mut chain = Chain::boot(IN_THE_PAST).await;
	assert_eq!(next_block(chain.client()).await, START);
	let second = next_block(chain.client()).await;
	assert!((START + 1..START + 600_000).contains(&second), "{second}");
	// The chain goes on from its last block, whatever the start says.
	chain.restart().await;
	let third = next_block(chain.client()).await;
	assert!((second + 1..second + 600_000).contains(&third), "{third}");
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_should_go_forward_when_set_and_never_back() {
	let chain = Chain::boot(IN_THE_PAST).await;
	let client = chain.client();
	// Before the first block any time will do.
	let early = START - 10 * YEAR;
	assert_eq!(ask(client, "dev_setTime", &[early]).await.expect("set"), json!(early));
	assert_eq!(next_block(client).await, early);
	for moment in [START, START + 1_234_567, START + 20 * YEAR] {
		assert_eq!(ask(client, "dev_setTime", &[moment]).await.expect("set"), json!(moment));
		assert_eq!(next_block(client).await, moment);
		for past in [moment, moment - 1, 0] {
			assert_eq!(code(ask(client, "dev_setTime", &[past]).await), 8101);
		}
	}
	let before = client.now().await.expect("the chain's clock");
	let advanced = ask(client, "dev_advanceTime", &[YEAR]).await.expect("advanced");
	let advanced = advanced.as_u64().expect("a moment");
	assert!((before + YEAR..before + YEAR + 600_000).contains(&advanced), "{advanced}");
	assert_eq!(next_block(client).await, advanced);
	assert_eq!(code(ask(client, "dev_setTime", &[u64::MAX]).await), 8102);
	assert_eq!(code(ask(client, "dev_advanceTime", &[u64::MAX]).await), 8102);
	// A refusal leaves the clock as it is.
	assert!(next_block(client).await < advanced + 600_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_should_be_dated_by_the_clock_when_blocks_come_with_them() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let moment = START - YEAR;
	assert_eq!(ask(client, "dev_setTime", &[moment]).await.expect("set"), json!(moment));
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	client.submit(&calls::utility::remark(b"then"), &hospital).await.expect("a block");
	let now = client.now().await.expect("the chain's clock");
	assert!((moment..moment + 600_000).contains(&now), "{now}");
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_should_be_out_of_reach_when_methods_are_safe_or_blocks_come_by_slots() {
	const UNKNOWN_METHOD: i32 = -32601;
	for args in [IN_THE_PAST_AND_OUTSIDE, TIMED] {
		let chain = Chain::boot(args).await;
		for method in ["dev_setTime", "dev_advanceTime"] {
			assert_eq!(code(ask(chain.client(), method, &[START + YEAR]).await), UNKNOWN_METHOD);
		}
	}
}

#[test]
fn node_should_refuse_when_start_time_is_none_or_not_for_it() {
	for (args, said_of_it) in [
		(&["--dev", "--tmp", "--start-time=2016-06-23T00:00:00Z"][..], "--start-time"),
		(&["--dev", "--tmp", "--sealing=manual", "--start-time=yesterday"][..], "yesterday"),
		(&["--dev", "--tmp", "--sealing=manual", "--start-time=0"][..], "start-time"),
		(
			&["--chain=local", "--tmp", "--sealing=manual", "--start-time=1466665353000"][..],
			"--sealing",
		),
	] {
		let output = run_to_end(args);
		assert!(!output.status.success(), "{args:?}");
		assert!(said(&output).contains(said_of_it), "{args:?}: {}", said(&output));
	}
}
