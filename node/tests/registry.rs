//! Nodes find each other by the registry on the chain alone.

mod common;

use common::{account, binary, organization_of, pass_motion, HOSPITAL};
use salus_client::{
	calls, keys,
	launch::Node,
	primitives::node::{Multiaddress, NodeRole, PeerId},
	rpc_params, Client,
};
use serde_json::{json, Value};
use std::{
	io::{Read, Write},
	net::{TcpListener, TcpStream},
	process::{Child, Command, Stdio},
	time::{Duration, Instant},
};

/// How long nodes may take to find or to lose each other. The registry is read as of the final block,
/// which is two or three slots old, and a lost connection is tried again after some seconds.
const PATIENCE: Duration = Duration::from_secs(90);

/// A port that nobody listens on.
fn free_port() -> u16 {
	let listener = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
	listener.local_addr().expect("it has an address").port()
}

async fn ask(client: &Client, method: &str) -> Value {
	client.request(method, rpc_params![]).await.unwrap_or_else(|why| panic!("{method}: {why}"))
}

/// With whom a node is connected.
async fn peers(client: &Client) -> Vec<String> {
	ask(client, "system_peers")
		.await
		.as_array()
		.expect("a list")
		.iter()
		.map(|peer| peer["peerId"].as_str().expect("a PeerId").to_owned())
		.collect()
}

/// For whom a node keeps a place.
async fn reserved(client: &Client) -> Vec<String> {
	serde_json::from_value(ask(client, "system_reservedPeers").await).expect("a list of PeerIds")
}

/// Waits until the node is connected with exactly these.
async fn wait_for_peers(node: &Node, client: &Client, expected: &[&str]) {
	let deadline = Instant::now() + PATIENCE;
	loop {
		let connected = peers(client).await;
		if connected == expected {
			return;
		}
		assert!(Instant::now() < deadline, "peers are {connected:?}:\n{}", node.log());
		tokio::time::sleep(Duration::from_millis(500)).await;
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_should_connect_and_part_as_the_registry_says() {
	let (data, other_data) = (
		tempfile::tempdir().expect("a temporary folder"),
		tempfile::tempdir().expect("a temporary folder"),
	);
	let validator = Node::start(binary(), data.path(), &["--dev", "--follow-registry=only"])
		.expect("the validator starts");
	let address: Multiaddress =
		format!("/ip4/127.0.0.1/tcp/{}", free_port()).parse().expect("an address");
	// It knows of nobody: no boot nodes, and nobody to be discovered on this network.
	let listen = address.to_string();
	let full = Node::start(
		binary(),
		other_data.path(),
		&["--chain=dev", "--no-mdns", "--listen-addr", &listen],
	)
	.expect("the other node starts");
	let (client, other) =
		(validator.client().await.expect("it answers"), full.client().await.expect("it answers"));
	let id = ask(&other, "system_localPeerId").await;
	let id = id.as_str().expect("a PeerId");
	let peer: PeerId = id.parse().expect("the PeerId of an Ed25519 key");
	assert_eq!(peers(&client).await, Vec::<String>::new());

	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let register = calls::nodes::register(peer, NodeRole::Full, vec![address.clone()]);
	client.submit(&register, &hospital).await.expect("an administrator may");
	let page = client.api().nodes(None, 10).await.expect("the runtime answers");
	assert_eq!(page.nodes.len(), 1);
	assert_eq!(page.nodes[0].addresses, [address]);
	let listed = ask(&client, "nodes_v1_list").await;
	assert_eq!(listed["nodes"][0]["peerId"], json!(id));
	assert_eq!(listed["next"], Value::Null);

	// The validator dials the node, which syncs the chain from it.
	wait_for_peers(&validator, &client, &[id]).await;
	assert_eq!(reserved(&client).await, [id]);
	let deadline = Instant::now() + PATIENCE;
	while other.number(None).await.expect("the best block's number") == 0 {
		assert!(Instant::now() < deadline, "nothing was synced:\n{}", full.log());
		tokio::time::sleep(Duration::from_millis(500)).await;
	}

	// Suspended, the hospital's nodes are nobody's reserved peers. The validator lets others in as
	// long as it knows of no registered node, but keeps no place for them.
	let organization = organization_of(&client, HOSPITAL).await;
	pass_motion(&client, calls::organizations::suspend(organization)).await;
	wait_until_reserved(&validator, &client, &[]).await;
	pass_motion(&client, calls::organizations::reinstate(organization)).await;
	wait_until_reserved(&validator, &client, &[id]).await;
	wait_for_peers(&validator, &client, &[id]).await;

	// Another node takes its place; who is not registered is kept out.
	let stand_in = PeerId::of_key([7; 32]);
	let elsewhere = "/ip4/127.0.0.1/tcp/1".parse().expect("an address");
	let register = calls::nodes::register(stand_in, NodeRole::Full, vec![elsewhere]);
	client.submit(&register, &hospital).await.expect("an administrator may");
	client.submit(&calls::nodes::remove(peer), &hospital).await.expect("an administrator may");
	wait_until_reserved(&validator, &client, &[&stand_in.to_string()]).await;
	wait_for_peers(&validator, &client, &[]).await;
}

/// Waits until the node keeps a place for exactly these.
async fn wait_until_reserved(node: &Node, client: &Client, expected: &[&str]) {
	let deadline = Instant::now() + PATIENCE;
	loop {
		let kept = reserved(client).await;
		if kept == expected {
			return;
		}
		assert!(Instant::now() < deadline, "reserved are {kept:?}:\n{}", node.log());
		tokio::time::sleep(Duration::from_millis(500)).await;
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn validators_should_be_listed_with_what_they_made_of_their_slots() {
	let data = tempfile::tempdir().expect("a temporary folder");
	let node = Node::start(binary(), data.path(), &["--dev"]).expect("the validator starts");
	let client = node.client().await.expect("it answers");
	let deadline = Instant::now() + PATIENCE;
	while client.number(None).await.expect("the best block's number") < 2 {
		assert!(Instant::now() < deadline, "no blocks:\n{}", node.log());
		tokio::time::sleep(Duration::from_millis(200)).await;
	}
	let listed = ask(&client, "validators_v1_list").await;
	assert_eq!(listed.as_array().map(Vec::len), Some(1));
	let alice = &listed[0];
	assert_eq!(alice["account"], json!(account("//Alice").to_string()));
	assert_eq!(alice["organization"], json!(0));
	assert_eq!((&alice["listed"], &alice["seated"]), (&json!(true), &json!(true)));
	assert!(alice["current"]["authored"].as_u64().is_some_and(|count| count >= 2), "{alice}");
	// An Aura key and a GRANDPA key of 32 bytes each.
	assert_eq!(alice["keys"].as_str().map(str::len), Some(2 + 2 * 64));
	let status = ask(&client, "validators_v1_status").await;
	assert_eq!((&status["seated"], &status["leaving"]), (&json!(1), &json!(0)));
	let one: Value = client
		.request("validators_v1_get", rpc_params![account("//Alice").to_string()])
		.await
		.expect("an answer");
	assert_eq!(one["account"], alice["account"]);
	let stranger: Value = client
		.request("validators_v1_get", rpc_params![account("//Two").to_string()])
		.await
		.expect("an answer");
	assert_eq!(stranger, Value::Null);
}

/// What a node shows to Prometheus, if it listens already.
fn metrics(port: u16) -> Option<String> {
	let mut connection = TcpStream::connect(("127.0.0.1", port)).ok()?;
	connection
		.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		.ok()?;
	let mut text = String::new();
	connection.read_to_string(&mut text).ok()?;
	Some(text)
}

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
	fn drop(&mut self) {
		// Fails only if it has ended already.
		self.0.kill().ok();
		self.0.wait().ok();
	}
}

#[test]
fn slots_and_allowances_should_be_shown_to_prometheus() {
	let data = tempfile::tempdir().expect("a temporary folder");
	let port = free_port();
	let _node = Process(
		Command::new(binary())
			.args(["--dev", "--rpc-port=0", "--listen-addr=/ip4/127.0.0.1/tcp/0"])
			.arg(format!("--prometheus-port={port}"))
			.arg("--base-path")
			.arg(data.path())
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(Stdio::null())
			.spawn()
			.expect("the node starts"),
	);
	let account = account("//Alice");
	let authored = "salus_validator_slots_authored{";
	let deadline = Instant::now() + 2 * PATIENCE;
	let shown = loop {
		match metrics(port) {
			Some(text) if text.contains(authored) => break text,
			_ => assert!(Instant::now() < deadline, "no slots are shown"),
		}
		std::thread::sleep(Duration::from_millis(500));
	};
	let value = |name: &str, label: &str| -> f64 {
		let line = shown
			.lines()
			.find(|line| line.starts_with(&format!("{name}{{")) && line.contains(label))
			.unwrap_or_else(|| panic!("{name} of {label} is not in:\n{shown}"));
		line.rsplit(' ').next().and_then(|value| value.parse().ok()).expect("a number")
	};
	let alice = format!("validator=\"{account}\"");
	assert!(value("salus_validator_slots_authored", &alice) >= 1.0);
	assert!(value("salus_validator_slots_missed", &alice) >= 0.0);
	let hospital = "name=\"City Hospital\"";
	let capacity = value("salus_organization_allowance_capacity", hospital);
	assert!(capacity > 0.0);
	assert_eq!(value("salus_organization_allowance_available", hospital), capacity);
	assert_eq!(value("salus_organization_allowance_used_ratio", hospital), 0.0);
}
