//! Who may ask how much over JSON-RPC, and what waits in which pool, where the operator does not say
//! otherwise.
//!
//! The SDK's defaults are for nodes on the open internet whose operators know them. The one that is
//! wrong for a hospital is `--rpc-methods auto`: it takes whoever comes over loopback for the
//! operator, and behind a TLS reverse proxy on the same machine that is everybody. So here unsafe
//! methods (session keys, peers, offchain storage) are refused everywhere but on development chains,
//! and on the port that `--operator-rpc-port` opens for the operator's own tools.

use clap::{builder::ArgPredicate, Arg};
use sc_service::config::{RpcEndpoint, RpcMethods};
use std::net::{Ipv4Addr, SocketAddr};

/// The option that makes a development chain, on which everything is allowed.
const DEV: &str = "dev";

/// Origins of web pages that may ask: those of this machine. A page from elsewhere, an explorer for
/// one, has to be named with `--rpc-cors`.
const ORIGINS: &str =
	"http://localhost:*,http://127.0.0.1:*,https://localhost:*,https://127.0.0.1:*";

/// The option with our default in the place of the SDK's.
pub fn with_own_default(arg: Arg) -> Arg {
	// Development chains take what the SDK takes.
	let but_dev = |arg: Arg, default: &'static str, dev: Option<&'static str>| {
		arg.default_value(default).default_value_if(DEV, ArgPredicate::IsPresent, dev)
	};
	match arg.get_id().as_str() {
		"rpc_methods" => but_dev(arg, "safe", Some("auto")),
		"rpc_cors" => but_dev(arg, ORIGINS, None),
		// A thousand a second: twice what a hospital's gateway needs to write 500 records a second
		// over one connection. Whoever asks faster waits, and is refused in the end (-32999).
		"rpc_rate_limit" => but_dev(
			arg.help("How many calls a connection may make in a minute; any number with --dev")
				.long_help(None::<&str>),
			"60000",
			None,
		),
		// A batch is answered in one piece, which has to fit into a response.
		"rpc_max_batch_request_len" => but_dev(arg, "100", None),
		// All the dApps of a hospital come through one proxy, which holds a connection for each.
		"rpc_max_connections" => arg.default_value("500"),
		// The longest transaction fills a block of 5 MiB, and is written in hexadecimal digits.
		"rpc_max_request_size" => arg.default_value("11"),
		// There is one pool (`pool::options`). The SDK's fork-aware one validates all that waits again on
		// every fork and after every block, which takes a core when it is full, and gives the author half
		// as many transactions a second (docs/results.md). Forks are rare where validators take turns.
		"pool_type" => arg.default_value("single-state").hide(true),
		"pool_best_blocks_only" => arg.hide(true),
		_ => arg,
	}
}

/// Where an endpoint of `--experimental-rpc-endpoint` leaves open who may call unsafe methods, nobody
/// may.
pub fn refuse_unsafe_unless_asked(endpoints: &mut [RpcEndpoint]) {
	for endpoint in endpoints {
		if matches!(endpoint.rpc_methods, RpcMethods::Auto) {
			endpoint.rpc_methods = RpcMethods::Safe;
		}
	}
}

/// The endpoint for the operator's own tools: on loopback, with unsafe methods, otherwise like
/// `other`. Web pages may not ask there.
pub fn operator_endpoint(port: u16, other: &RpcEndpoint) -> RpcEndpoint {
	RpcEndpoint {
		listen_addr: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
		rpc_methods: RpcMethods::Unsafe,
		rate_limit: None,
		cors: Some(Vec::new()),
		is_optional: false,
		retry_random_port: false,
		..other.clone()
	}
}

#[cfg(test)]
mod tests {
	use crate::cli::Cli;
	use clap::Parser;
	use sc_cli::{CliConfiguration, RpcMethods};

	fn run(args: &[&str]) -> sc_cli::RunCmd {
		let args = ["salus-node"].iter().chain(args);
		Cli::try_parse_from(args).expect("the options are right").run
	}

	#[test]
	fn unsafe_methods_should_be_refused_when_nothing_else_is_asked_for() {
		let methods = |args: &[&str]| run(args).rpc_params.rpc_methods;
		assert_eq!(methods(&["--chain", "salus.json"]), RpcMethods::Safe);
		assert_eq!(methods(&["--chain", "local", "--validator"]), RpcMethods::Safe);
		assert_eq!(methods(&["--dev"]), RpcMethods::Auto);
		assert_eq!(methods(&["--dev", "--rpc-methods=safe"]), RpcMethods::Safe);
		assert_eq!(methods(&["--chain=local", "--rpc-methods=unsafe"]), RpcMethods::Unsafe);
	}

	#[test]
	fn limits_should_be_ours_when_the_operator_names_none() {
		use sc_service::config::RpcBatchRequestConfig;
		let run = run(&["--chain", "salus.json"]);
		assert_eq!(run.rpc_rate_limit().unwrap().map(|limit| limit.get()), Some(60_000));
		assert_eq!(run.rpc_max_connections().unwrap(), 500);
		assert_eq!(run.rpc_max_request_size().unwrap(), 11);
		assert!(matches!(run.rpc_batch_config().unwrap(), RpcBatchRequestConfig::Limit(100)));
		let origins = run.rpc_cors(false).unwrap().expect("not every origin");
		assert!(origins
			.iter()
			.all(|origin| { origin.contains("//localhost:") || origin.contains("//127.0.0.1:") }));
	}

	#[test]
	fn development_chains_should_not_be_limited_when_nothing_else_is_asked_for() {
		use sc_service::config::RpcBatchRequestConfig;
		let run = run(&["--dev"]);
		assert_eq!(run.rpc_rate_limit().unwrap(), None);
		assert!(matches!(run.rpc_batch_config().unwrap(), RpcBatchRequestConfig::Unlimited));
		assert_eq!(run.rpc_cors(true).unwrap(), None);
	}

	#[test]
	fn limits_should_be_the_operators_when_named() {
		use sc_service::config::RpcBatchRequestConfig;
		let run =
			run(&["--chain=salus.json", "--rpc-rate-limit=10", "--rpc-disable-batch-requests"]);
		assert_eq!(run.rpc_rate_limit().unwrap().map(|limit| limit.get()), Some(10));
		assert!(matches!(run.rpc_batch_config().unwrap(), RpcBatchRequestConfig::Disabled));
	}

	#[test]
	fn pool_should_be_of_one_state_and_as_large_as_asked_for() {
		let options = |args: &[&str]| crate::pool::options(&run(args).pool_config, false);
		let usual = options(&["--chain=salus.json"]).expect("it is the only pool");
		assert_eq!((usual.ready.count, usual.future.count), (8192, 819));
		assert_eq!(usual.ready.total_bytes, 20 * 1024 * 1024);
		assert_eq!(usual.ban_time.as_secs(), 1800);
		let asked =
			options(&["--dev", "--pool-limit=100", "--pool-kbytes=10", "--tx-ban-seconds=3"])
				.expect("it is the only pool");
		assert_eq!((asked.ready.count, asked.ready.total_bytes), (100, 10 * 1024));
		assert_eq!(asked.ban_time.as_secs(), 3);
		assert!(options(&["--dev", "--pool-type=fork-aware"])
			.is_err_and(|error| error.contains("one pool")));
	}

	#[test]
	fn endpoints_of_their_own_should_still_be_possible() {
		let endpoint = "--experimental-rpc-endpoint=listen-addr=127.0.0.1:9955,methods=unsafe";
		let run = run(&["--chain=salus.json", endpoint]);
		assert_eq!(run.rpc_params.experimental_rpc_endpoint.len(), 1);
	}
}
