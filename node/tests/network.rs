//! Four validators with keys of their own, of whom some die. The long form, with more that can happen,
//! is `scripts/failures.sh`.

mod common;

use common::{Chain, ON_DEMAND};
use salus_client::net::{
	damage, faults, network::VALIDATORS, report::Outcome, stage::Stage, NetError,
};

/// A network that finalizes what its members send.
async fn stage() -> Stage {
	Stage::set(common::binary(), None).await.expect("four validators start and finalize")
}

/// What must hold after a scenario: it went as it should, all nodes have the same final blocks, and no
/// transaction that was final is missing.
async fn hold(stage: &mut Stage, scenario: Result<Outcome, NetError>) {
	let outcome = scenario.unwrap_or_else(|error| panic!("{error}\n{}", stage.logs(30)));
	let checked = stage
		.check(outcome.victim, None)
		.await
		.unwrap_or_else(|error| panic!("{error}\n{}", stage.logs(30)));
	assert!(checked.transactions >= VALIDATORS, "{checked:?}");
	println!("{}: {}; {checked:?}", outcome.done, outcome.recovery);
}

// One test, as two networks at once would be slower than one after the other, and founding one takes
// longer than a scenario.
#[tokio::test(flavor = "multi_thread")]
async fn network_should_lose_nothing_when_validators_die() {
	let mut stage = stage().await;
	let killed = faults::kill_one(&mut stage, 1).await;
	hold(&mut stage, killed).await;
	// With three of four the chain goes on; with two nothing becomes final until the others are back.
	let down = faults::two_down(&mut stage).await;
	hold(&mut stage, down).await;
}

#[tokio::test]
async fn node_should_say_what_to_do_when_its_database_is_damaged() {
	let data = Chain::boot(ON_DEMAND).await.into_data();
	damage::damage(&data.path().join("chains/salus_dev")).expect("there is a database");
	let folder = data.path().display().to_string();
	let output = common::run_to_end(&["--dev", "--base-path", &folder]);
	assert!(!output.status.success());
	let said = common::said(&output);
	assert!(said.contains("can't be opened") && said.contains("purge-chain"), "{said}");
}
