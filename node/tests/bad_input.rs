//! Bad input: each has its own error, and nothing changes.

mod common;

use common::{
	account, organization_of, run_to_end, said, Chain, HOSPITAL, ON_DEMAND, OTHER_HOSPITAL,
};
use salus_client::{
	calls::{self, patients::Agreement},
	keys::{self, Keypair},
	primitives::{
		codes::ClassSet,
		consent::{Base, Terms},
		patient::PatientStatus,
		ConsentId, OrganizationId, PatientId,
	},
	rpc_params, AccountId32, Call, Client, Error, Invalidity, H256,
};
use std::{fs, net::TcpListener};

// The node's own start.

#[test]
fn node_should_refuse_when_chain_spec_does_not_parse() {
	let dir = tempfile::tempdir().expect("a temporary folder");
	let spec = dir.path().join("broken.json");
	fs::write(&spec, "{ \"name\": \"no end\"").expect("written");
	let output = run_to_end(&[
		"--base-path",
		dir.path().to_str().expect("UTF-8"),
		"--chain",
		spec.to_str().expect("UTF-8"),
	]);
	assert!(!output.status.success());
	assert!(said(&output).contains("broken.json"), "{}", said(&output));
}

#[test]
fn node_should_refuse_when_chain_spec_is_missing() {
	let dir = tempfile::tempdir().expect("a temporary folder");
	let base = dir.path().to_str().expect("UTF-8");
	let output = run_to_end(&["--base-path", base, "--chain", "no-such-spec.json"]);
	assert!(!output.status.success());
	assert!(said(&output).contains("no-such-spec.json"), "{}", said(&output));
}

#[test]
fn node_should_refuse_when_port_is_in_use() {
	let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
	let port = taken.local_addr().expect("its address").port().to_string();
	let output = run_to_end(&["--dev", "--tmp", "--no-prometheus", "--rpc-port", &port]);
	assert!(!output.status.success());
	assert!(said(&output).contains(&port), "{}", said(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn node_should_refuse_when_data_folder_is_of_another_chain() {
	let chain = Chain::boot(ON_DEMAND).await;
	let remark = calls::utility::remark(b"a block");
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	chain.client().submit(&remark, &hospital).await.expect("a block");
	let data = chain.into_data();

	// The same chain id with another beginning.
	let output = run_to_end(&["build-spec", "--dev", "--raw", "--disable-default-bootnode"]);
	assert!(output.status.success(), "{}", said(&output));
	let mut spec: serde_json::Value =
		serde_json::from_slice(&output.stdout).expect("a specification is JSON");
	spec["genesis"]["raw"]["top"]["0x00"] = serde_json::json!("0x00");
	let path = data.path().join("other.json");
	fs::write(&path, spec.to_string()).expect("written");
	let output = run_to_end(&[
		"--base-path",
		data.path().to_str().expect("UTF-8"),
		"--chain",
		path.to_str().expect("UTF-8"),
		"--rpc-port",
		"0",
		"--listen-addr",
		"/ip4/127.0.0.1/tcp/0",
		"--no-prometheus",
	]);
	assert!(!output.status.success());
	assert!(said(&output).to_lowercase().contains("genesis"), "{}", said(&output));
}

// Transactions.

/// A registered patient with its key.
struct Registered {
	patient: PatientId,
	key: Keypair,
}

async fn far_ahead(client: &Client) -> u64 {
	// The clock stands at 0 before the first block, and runs ahead of ours with blocks on demand.
	client.now().await.expect("the chain's clock").saturating_add(1 << 42)
}

async fn register(client: &Client) -> Registered {
	let registered = Registered { patient: random_id().into(), key: keys::random() };
	let sponsor = organization_of(client, HOSPITAL).await;
	let deadline = far_ahead(client).await;
	let Registered { patient, key } = &registered;
	let agreement = Agreement::sign(key, client.genesis(), *patient, sponsor, 0, deadline);
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let call = calls::patients::register(*patient, &agreement);
	client.submit(&call, &hospital).await.expect("registered");
	registered
}

fn random_id() -> [u8; 32] {
	keys::random().public_key().0
}

async fn pool_is_empty(client: &Client) -> bool {
	let pending: Vec<String> = client
		.request("author_pendingExtrinsics", rpc_params![])
		.await
		.expect("the node lists what waits");
	pending.is_empty()
}

fn invalidity<T: std::fmt::Debug>(result: Result<T, Error>) -> Invalidity {
	match result {
		Err(Error::Invalid(invalidity)) => invalidity,
		other => panic!("not refused by the pool: {other:?}"),
	}
}

async fn refused(client: &Client, call: &Call, signer: &Keypair, pallet: &str, name: &str) {
	match client.submit(call, signer).await {
		Err(error) if error.is(pallet, name) => {},
		other => panic!("expected {pallet}.{name}, got {other:?}"),
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn pool_should_refuse_when_bytes_signature_or_nonce_are_wrong() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let remark = calls::utility::remark(b"hello");
	let good = client.sign(&remark, &hospital, 0).await.expect("signed");
	let best = client.best().await.expect("the best block");

	// Not hexadecimal, and not what the method takes.
	for params in [rpc_params!["0xzz"], rpc_params![7], rpc_params![]] {
		let error = client.request::<String>("author_submitExtrinsic", params).await.unwrap_err();
		assert!(matches!(error, Error::Rpc { code: -32602, .. }), "{error}");
	}
	let truncated = &good[..good.len() - 1];
	let mut unknown_call = good.clone();
	let call_at = good.len() - 2 - 1 - b"hello".len();
	unknown_call[call_at] = 0xfe;
	for bytes in [&b""[..], b"\x00", b"\x12\x34", truncated, &unknown_call] {
		assert_eq!(invalidity(client.send(bytes).await), Invalidity::Malformed, "{bytes:02x?}");
	}

	let mut changed = good.clone();
	*changed.last_mut().expect("bytes") ^= 1;
	assert_eq!(invalidity(client.send(&changed).await), Invalidity::BadSignature);
	assert_eq!(client.best().await.expect("the best block"), best, "nothing was built");
	assert!(pool_is_empty(client).await);

	// Out of order: the later one waits for the one before it.
	let second = client.sign(&remark, &hospital, 1).await.expect("signed");
	client.send(&second).await.expect("the pool keeps it");
	client.watch(salus_client::Until::InBlock, &good).await.expect("the first");
	let third = client.submit(&remark, &hospital).await.expect("the third");
	assert_eq!(client.next_nonce(&account(HOSPITAL)).await.expect("the nonce"), 3);

	// Replayed.
	let replayed = invalidity(client.send(&good).await);
	assert!(matches!(replayed, Invalidity::Stale | Invalidity::Banned), "{replayed:?}");
	let other = calls::utility::remark(b"other");
	let stale = client.sign(&other, &hospital, 1).await.expect("signed");
	assert_eq!(invalidity(client.send(&stale).await), Invalidity::Stale);
	assert_eq!(client.next_nonce(&account(HOSPITAL)).await.expect("the nonce"), 3);
	assert_eq!(client.best().await.expect("the best block"), third.block);
}

#[tokio::test(flavor = "multi_thread")]
async fn pool_should_refuse_when_codes_are_unknown_or_fields_too_long() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let Registered { patient, key } = register(client).await;
	let best = client.best().await.expect("the best block");

	// A bit that stands for no data class. The arguments fit the metadata, in which sets are numbers.
	let provision = (None::<u8>, 0u64, 0u64, vec![(6u8, 1u64 << 63)]);
	let period = (None::<u64>, None::<u64>);
	let nothing = (None::<u8>, None::<H256>, None::<(H256, u32)>);
	let terms = (2u8, period, 0u64, 0u64, nothing, vec![provision]);
	let unknown_class = Call::new("Consents", "grant").arg(patient).arg(random_id()).arg(terms);
	let transaction = client.sign(&unknown_class, &key, 0).await.expect("signed");
	assert_eq!(invalidity(client.send(&transaction).await), Invalidity::Malformed);
	assert_eq!(ClassSet::from_bits(1 << 63), None);

	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let nonce = client.next_nonce(&account(HOSPITAL)).await.expect("the nonce");
	let long_name = calls::organizations::update_profile(&calls::organizations::Profile {
		name: "n".repeat(129),
		gln: None,
		envelope_key: None,
	});
	let transaction = client.sign(&long_name, &hospital, nonce).await.expect("signed");
	assert_eq!(invalidity(client.send(&transaction).await), Invalidity::Malformed);

	assert_eq!(client.best().await.expect("the best block"), best, "nothing was built");
	assert!(pool_is_empty(client).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_should_fail_by_name_when_role_patient_or_signature_are_wrong() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let ours = register(client).await;
	let theirs = register(client).await;
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let payer = keys::from_uri("//Dave").expect("a secret URI");
	let sponsor = organization_of(client, HOSPITAL).await;
	let payer_organization = organization_of(client, "//Dave").await;
	let deadline = far_ahead(client).await;
	let genesis = client.genesis();

	// Wrong role: a payer registers nobody.
	let patient = PatientId::from(random_id());
	let key = keys::random();
	let for_payer = Agreement::sign(&key, genesis, patient, payer_organization, 0, deadline);
	let register = calls::patients::register(patient, &for_payer);
	refused(client, &register, &payer, "Patients", "NotAuthorized").await;

	// Signatures for another sponsor, chain, patient, nonce, or too late.
	let other_patient = PatientId::from(random_id());
	for agreement in [
		for_payer,
		Agreement::sign(&key, H256::zero(), patient, sponsor, 0, deadline),
		Agreement::sign(&key, genesis, other_patient, sponsor, 0, deadline),
		Agreement::sign(&key, genesis, patient, sponsor, 1, deadline),
	] {
		let register = calls::patients::register(patient, &agreement);
		refused(client, &register, &hospital, "Patients", "InvalidSignature").await;
	}
	let late = Agreement::sign(&key, genesis, patient, sponsor, 0, 1);
	let register = calls::patients::register(patient, &late);
	refused(client, &register, &hospital, "Patients", "SignatureExpired").await;
	assert_eq!(client.api().patient(patient).await.expect("the runtime answers"), None);

	// Foreign patients.
	let terms: Terms<AccountId32> = Terms::new(Base::Permit);
	let consent = ConsentId::from(random_id());
	let grant = calls::consents::grant(theirs.patient, consent, &terms);
	refused(client, &grant, &ours.key, "Consents", "NotAuthorized").await;
	refused(client, &grant, &hospital, "Consents", "NotAuthorized").await;
	let erase = calls::patients::erase(theirs.patient);
	refused(client, &erase, &ours.key, "Patients", "NotController").await;
	let other = keys::from_uri(OTHER_HOSPITAL).expect("a secret URI");
	let report = calls::patients::report_death(theirs.patient);
	refused(client, &report, &other, "Patients", "NotAuthorized").await;

	// Unknown ids.
	let unknown = PatientId::from(random_id());
	let grant = calls::consents::grant(unknown, consent, &terms);
	refused(client, &grant, &ours.key, "Consents", "PatientNotFound").await;
	let revoke = calls::consents::revoke(ours.patient, consent);
	refused(client, &revoke, &ours.key, "Consents", "NotFound").await;

	// The council's calls are not for members.
	let admit = calls::organizations::admit(OrganizationId(0));
	let error = client.submit(&admit, &hospital).await.expect_err("not the council");
	assert!(matches!(&error, Error::Runtime(why) if why.contains("origin")), "{error}");

	for Registered { patient, .. } in [&ours, &theirs] {
		let info = client.api().patient(*patient).await.expect("the runtime answers");
		let info = info.expect("the patient is still there");
		assert_eq!((info.status, info.nonce), (PatientStatus::Active, 1));
		let page = client.api().consents(*patient, None, 10).await.expect("the runtime answers");
		assert!(page.consents.is_empty());
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn client_should_name_what_does_not_fit_when_the_call_is_unknown_to_the_chain() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	for call in [
		Call::new("Balances", "transfer"),
		Call::new("Patients", "forget"),
		Call::new("Patients", "erase"),
		Call::new("Patients", "erase").arg(1u8),
	] {
		let error = client.submit(&call, &hospital).await.expect_err("the chain has no such call");
		assert!(matches!(error, Error::UnknownCall { .. }), "{error}");
	}
}
