//! Who may ask how much over JSON-RPC.

mod common;

use common::{account, Chain, HOSPITAL};
use salus_client::{rpc_params, Client, Error};
use serde_json::Value;
use std::{
	io::{Read, Write},
	net::{TcpListener, TcpStream},
	time::{Duration, Instant},
};

/// A node as a hospital starts it: of a chain that is no development chain, and with nothing said
/// about JSON-RPC.
const ORDINARY: &[&str] = &["--chain=local", "--no-mdns"];
/// Refused, as the caller is not the operator.
const UNSAFE: i32 = -32601;

async fn rotate_keys(client: &Client) -> Result<Value, Error> {
	let owner = format!("0x{}", hex::encode::<&[u8]>(account(HOSPITAL).as_ref()));
	client.request("author_rotateKeysWithOwner", rpc_params![owner]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn unsafe_methods_should_be_refused_over_loopback_when_the_chain_is_no_development_chain() {
	let chain = Chain::boot(ORDINARY).await;
	let client = chain.client();
	let peers: Result<Value, Error> = client.request("system_peers", rpc_params![]).await;
	for refused in [rotate_keys(client).await, peers] {
		match refused {
			Err(Error::Rpc { code, message, .. }) => {
				assert_eq!(code, UNSAFE);
				assert!(message.contains("unsafe"), "{message}");
			},
			other => panic!("answered with {other:?}"),
		}
	}
	// What everybody needs is answered.
	let health: Value = client.request("system_health", rpc_params![]).await.expect("an answer");
	assert!(health["peers"].is_number(), "{health}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unsafe_methods_should_be_answered_when_asked_on_the_operators_port() {
	let free = TcpListener::bind("127.0.0.1:0").expect("a port");
	let port = free.local_addr().expect("its address").port();
	drop(free);
	let args: Vec<&'static str> = ORDINARY
		.iter()
		.copied()
		// A test may leak a few bytes: the arguments of a chain live as long as the program.
		.chain([Box::leak(format!("--operator-rpc-port={port}").into_boxed_str()) as &'static str])
		.collect();
	let chain = Chain::boot(Box::leak(args.into_boxed_slice())).await;
	let operator = Client::connect(&format!("ws://127.0.0.1:{port}")).await.expect("it listens");
	let made = rotate_keys(&operator).await.expect("the operator may");
	assert!(made["proof"].is_string(), "{made}");
	assert!(rotate_keys(chain.client()).await.is_err(), "only on that port");
}

#[tokio::test(flavor = "multi_thread")]
async fn request_should_be_refused_when_it_is_too_large() {
	let chain = Chain::boot(ORDINARY).await;
	let request = |megabytes: usize| {
		let filler = "0".repeat(megabytes * 1024 * 1024);
		format!(r#"{{"jsonrpc":"2.0","id":1,"method":"system_health","params":["{filler}"]}}"#)
	};
	// As large as a transaction can be: read and answered.
	let answer = post(chain.url(), &request(10));
	assert!(answer.contains("isSyncing"), "{answer}");
	// Refused by what the head says, before any of it is read.
	let mut stream = begin(chain.url(), 12 * 1024 * 1024);
	let mut answer = String::new();
	stream.read_to_string(&mut answer).expect("an answer");
	assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
	assert!(answer.contains("Request is too big"), "{answer}");
	assert!(answer.contains("Exceeded max limit of 11534336"), "{answer}");
}

/// The head of a request with a body of this length.
fn begin(url: &str, length: usize) -> TcpStream {
	let address = url.trim_start_matches("ws://");
	let mut stream = TcpStream::connect(address).expect("the node listens");
	stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
	let head = format!(
		"POST / HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
		 Content-Length: {length}\r\nConnection: close\r\n\r\n"
	);
	stream.write_all(head.as_bytes()).expect("the node reads the head");
	stream
}

/// Posts a body as any program would, and returns the whole answer.
fn post(url: &str, body: &str) -> String {
	let mut stream = begin(url, body.len());
	stream.write_all(body.as_bytes()).expect("the node reads the body");
	let mut answer = String::new();
	stream.read_to_string(&mut answer).expect("an answer");
	answer
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_should_wait_when_a_connection_asks_too_much() {
	/// Calls a minute that the node allows.
	const LIMIT: u32 = 120;
	let chain = Chain::boot(&["--chain=local", "--no-mdns", "--rpc-rate-limit=120"]).await;
	let client = chain.client();
	let began = Instant::now();
	// Connecting took a few calls already. The rest of the allowance is there at once; what is asked
	// beyond it comes in at two a second.
	for _ in 0..LIMIT + 10 {
		let _: Value = client.request("system_health", rpc_params![]).await.expect("an answer");
	}
	assert!(began.elapsed() >= Duration::from_secs(4), "{:?}", began.elapsed());
	// Another connection has an allowance of its own.
	let began = Instant::now();
	let other = chain.url().to_owned();
	let answer = tokio::task::spawn_blocking(move || {
		post(&other, r#"{"jsonrpc":"2.0","id":1,"method":"system_name","params":[]}"#)
	});
	assert!(answer.await.expect("no panic").contains("Salus Node"));
	assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn page_from_elsewhere_should_be_refused_when_it_is_not_named() {
	let chain = Chain::boot(ORDINARY).await;
	let address = chain.url().trim_start_matches("ws://").to_owned();
	let mut stream = TcpStream::connect(&address).expect("the node listens");
	let body = r#"{"jsonrpc":"2.0","id":1,"method":"system_health","params":[]}"#;
	let request = format!(
		"POST / HTTP/1.1\r\nHost: rebound.example\r\nContent-Type: application/json\r\n\
		 Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
		body.len()
	);
	stream.write_all(request.as_bytes()).expect("written");
	let mut answer = String::new();
	stream.read_to_string(&mut answer).expect("an answer");
	assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}
