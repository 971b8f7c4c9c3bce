//! The node's own JSON-RPC methods, asked as any program without our client would ask them.

mod common;

use common::{account, Chain, HOSPITAL, ON_DEMAND};
use salus_client::{
	calls, keys,
	primitives::{
		codes::{Purpose, PurposeSet},
		consent::{Actor, Base, Entries, Provision, Terms, Test},
		ConsentId, OrganizationId,
	},
	rpc_params, AccountId32, Call, Client, Error, Until, H256,
};
use serde_json::{json, Value};

/// The key of a patient of the development chain.
const PATIENT_KEY: &str = "//Ferdie";
const UNKNOWN: &str = "0xabababababababababababababababababababababababababababababababab";

async fn ask(client: &Client, method: &str, params: Value) -> Result<Value, Error> {
	let mut all = rpc_params![];
	for param in params.as_array().expect("a list of parameters") {
		all.push(param).expect("JSON");
	}
	client.request(method, all).await
}

async fn answer(client: &Client, method: &str, params: Value) -> Value {
	let said = params.to_string();
	ask(client, method, params).await.unwrap_or_else(|error| panic!("{method} {said}: {error}"))
}

/// The patient of the development chain.
async fn the_patient(client: &Client) -> String {
	let controller = account(PATIENT_KEY).to_string();
	let patient = answer(client, "patients_v1_controlledBy", json!([controller])).await;
	patient.as_str().expect("an id").to_owned()
}

/// Terms that permit an organization to treat.
fn treatment_by(organization: OrganizationId) -> Terms<AccountId32> {
	let recipients: Entries<_> = vec![Actor::Organization(organization)].try_into().expect("one");
	let tests =
		vec![Test::Recipients(recipients), Test::Purposes(PurposeSet::of(&[Purpose::TREAT]))];
	let provision = Provision {
		parent: None,
		tests: tests.try_into().expect("two"),
		obligations: Default::default(),
		refrains: Default::default(),
	};
	Terms { provisions: vec![provision].try_into().expect("one"), ..Terms::new(Base::Silent) }
}

/// The code and the text of the error that must come.
async fn error(client: &Client, method: &str, params: Value) -> (i32, String) {
	let said = params.to_string();
	match ask(client, method, params).await {
		Err(Error::Rpc { code, message, data }) => (code, format!("{message} {data:?}")),
		other => panic!("{method} {said} gave {other:?}"),
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_should_answer_in_the_standards_codes() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();

	let organizations = answer(client, "organizations_v1_list", json!([0, 100])).await;
	let organizations = organizations.as_array().expect("a list");
	assert_eq!(organizations.len(), 5);
	assert_eq!(organizations[1]["id"], 1);
	assert_eq!(organizations[1]["capabilities"], json!(["provider", "laboratory"]));
	assert_eq!(organizations[1]["status"], "active");
	let page = answer(client, "organizations_v1_list", json!([3, 1])).await;
	assert_eq!(page.as_array().map(Vec::len), Some(1));
	assert_eq!(page[0]["id"], 3);

	let hospital = account(HOSPITAL).to_string();
	let membership = answer(client, "organizations_v1_membership", json!([hospital])).await;
	assert_eq!((&membership["kind"], &membership["organization"]), (&json!("agent"), &json!(1)));
	let stranger = keys::account(&keys::random()).to_string();
	let nobody = answer(client, "organizations_v1_membership", json!([stranger])).await;
	assert_eq!(nobody, Value::Null);

	let id = the_patient(client).await;
	let patient = answer(client, "patients_v1_get", json!([id])).await;
	assert_eq!((&patient["id"], &patient["status"]), (&json!(id), &json!("active")));
	assert_eq!(patient["controller"], account(PATIENT_KEY).to_string());
	assert_eq!(answer(client, "patients_v1_get", json!([UNKNOWN])).await, Value::Null);

	let empty = answer(client, "records_v1_list", json!([id])).await;
	assert_eq!(empty, json!({ "records": [], "next": null }));
	assert_eq!(answer(client, "records_v1_batch", json!([UNKNOWN])).await, Value::Null);
	assert_eq!(answer(client, "records_v1_epoch", json!([id])).await, 0);
	let policy = answer(client, "consent_v1_defaultPolicy", json!([])).await;
	assert!(policy.is_object(), "{policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn decide_should_follow_consents_and_blocks() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let id = the_patient(client).await;
	let request = |purpose: &str| json!({ "organization": 2, "action": "access", "purpose": purpose, "class": "laboratory" });
	let decide = |purpose: &str| {
		let params = json!([id, request(purpose)]);
		async move { answer(client, "consent_v1_decide", params).await }
	};
	let before = decide("TREAT").await;
	assert_eq!(
		(&before["verdict"], &before["reason"]),
		(&json!("deny"), &json!("no-matching-consent"))
	);

	let consent = ConsentId::from([7; 32]);
	let terms = treatment_by(OrganizationId(2));
	let grant = calls::consents::grant(id.parse().expect("an id"), consent, &terms);
	let key = keys::from_uri(PATIENT_KEY).expect("a secret URI");
	let included = client.submit_until(Until::Finalized, &grant, &key).await.expect("granted");

	let after = decide("TREAT").await;
	assert_eq!(after["verdict"], "permit");
	assert_eq!((&after["consent"], &after["version"]), (&json!(consent.to_string()), &json!(1)));
	assert_eq!(after["asserted"], json!(["class"]));
	assert_eq!(decide("HRESCH").await["verdict"], "deny");
	assert_eq!(decide("BTG").await["verdict"], "deny");

	// As of blocks before and after.
	let at = |block: String| {
		let params = json!([id, request("TREAT"), block]);
		async move { answer(client, "consent_v1_decide", params).await["verdict"].clone() }
	};
	assert_eq!(at(format!("{:#x}", included.block)).await, "permit");
	assert_eq!(at(format!("{:#x}", client.genesis())).await, "deny");

	let list = answer(client, "consent_v1_list", json!([id, null, 10])).await;
	assert_eq!(list["consents"][0]["id"], consent.to_string());
	assert_eq!(list["consents"][0]["status"], "active");
	let one = answer(client, "consent_v1_get", json!([id, consent.to_string()])).await;
	assert_eq!(one["terms"]["base"], "silent");
}

#[tokio::test(flavor = "multi_thread")]
async fn recalls_should_follow_a_consent_from_its_request_to_the_deletion() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let id = the_patient(client).await;
	let patient = id.parse().expect("an id");
	let (ann, clinic) = (PATIENT_KEY, "//Charlie");
	let submit = |call: Call, uri: &'static str| async move {
		let key = keys::from_uri(uri).expect("a secret URI");
		client.submit(&call, &key).await
	};
	let consent = ConsentId::from([8; 32]);
	let terms = treatment_by(OrganizationId(2));
	let verdict = || async {
		let request = json!({ "organization": 2, "action": "access", "purpose": "TREAT" });
		answer(client, "consent_v1_decide", json!([id, request])).await["verdict"].clone()
	};
	let get = || answer(client, "consent_v1_get", json!([id, consent.to_string()]));

	submit(calls::consents::request(patient, consent, &terms), clinic).await.expect("asked");
	let asked = get().await;
	assert_eq!(
		(&asked["status"], &asked["requester"]["organization"]),
		(&json!("requested"), &json!(2))
	);
	assert_eq!(asked["grantor"], Value::Null);
	assert_eq!(verdict().await, "deny");

	// The patient accepts what was read, and nothing in its place.
	let other = treatment_by(OrganizationId(3));
	let switched = submit(calls::consents::accept(patient, consent, &other), ann).await;
	assert!(
		switched.as_ref().is_err_and(|error| error.is("Consents", "TermsDiffer")),
		"{switched:?}"
	);
	submit(calls::consents::accept(patient, consent, &terms), ann).await.expect("accepted");
	assert_eq!(get().await["grantor"], account(ann).to_string());
	assert_eq!(verdict().await, "permit");

	submit(calls::consents::revoke(patient, consent), ann).await.expect("revoked");
	assert_eq!(verdict().await, "deny");
	assert_eq!(answer(client, "consent_v1_epoch", json!([id])).await, 1);
	let recalls = || answer(client, "consent_v1_recalls", json!([id, null, 10]));
	let owed = recalls().await["recalls"][0].clone();
	assert_eq!((&owed["organization"], &owed["cause"]), (&json!(2), &json!("revoked")));
	assert_eq!((&owed["version"], &owed["acknowledgedAt"]), (&json!(1), &Value::Null));
	assert_eq!(owed["attestationOverdue"], false);
	let of_clinic = answer(client, "consent_v1_recallsOf", json!([2, null, 10])).await;
	assert_eq!(of_clinic["recalls"], json!([owed]));
	assert_eq!(answer(client, "consent_v1_recallsOf", json!([1])).await["recalls"], json!([]));

	let acknowledge = calls::consents::acknowledge_revocation(patient, consent, 1);
	submit(acknowledge, clinic).await.expect("acknowledged");
	let document = H256::repeat_byte(0xD0);
	let attest = calls::consents::attest_deletion(patient, consent, 1, document);
	submit(attest, clinic).await.expect("attested");
	let settled = recalls().await["recalls"][0].clone();
	assert!(settled["acknowledgedAt"].is_u64(), "{settled}");
	assert_eq!(settled["attestation"]["document"], format!("{document:#x}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_should_say_by_stated_codes_what_is_wrong() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let id = the_patient(client).await;
	const MALFORMED: i32 = -32602;
	const UNKNOWN_BLOCK: i32 = 8001;
	const PAGE_SIZE: i32 = 8003;
	const UNKNOWN_METHOD: i32 = -32601;

	// Unknown codes are named.
	for (field, value) in [
		("purpose", "TREATMENT"),
		("action", "look"),
		("class", "lab"),
		("resourceType", "Patiemt"),
	] {
		let mut request = json!({ "organization": 2, "action": "access", "purpose": "TREAT" });
		request[field] = json!(value);
		let (code, text) = error(client, "consent_v1_decide", json!([id, request])).await;
		assert_eq!(code, MALFORMED, "{field}: {text}");
		assert!(text.contains(value), "{field}: {text}");
	}
	let labels = json!({ "confidentiality": "X" });
	let request = json!({ "action": "access", "labels": labels });
	let (code, text) = error(client, "consent_v1_decide", json!([id, request])).await;
	assert!(code == MALFORMED && text.contains("\\\"X\\\"") || text.contains("\"X\""), "{text}");
	let request = json!({ "action": "access", "purpos": "TREAT" });
	let (code, text) = error(client, "consent_v1_decide", json!([id, request])).await;
	assert!(code == MALFORMED && text.contains("purpos"), "{text}");

	// Malformed ids, accounts, numbers, and missing parameters.
	for (method, params) in [
		("patients_v1_get", json!(["0x01"])),
		("patients_v1_get", json!(["not hexadecimal"])),
		("patients_v1_get", json!([format!("{id}00")])),
		("patients_v1_get", json!([7])),
		("patients_v1_get", json!([])),
		("patients_v1_controlledBy", json!(["5Grwva"])),
		("organizations_v1_get", json!([-1])),
		("organizations_v1_get", json!(["one"])),
		("organizations_v1_list", json!([0, 1u64 << 40])),
		("records_v1_get", json!([id, UNKNOWN, "latest"])),
		("records_v1_list", json!([id, "0x", 10])),
	] {
		let (code, text) = error(client, method, params.clone()).await;
		assert_eq!(code, MALFORMED, "{method} {params}: {text}");
	}

	// Lists that are too long.
	let codes: Vec<_> = (0..17).map(|_| UNKNOWN).collect();
	let request = json!({ "action": "access", "purpose": "TREAT", "codes": codes });
	let (code, text) = error(client, "consent_v1_decide", json!([id, request])).await;
	assert_eq!(code, MALFORMED, "{text}");
	let siblings: Vec<_> = (0..25).map(|_| UNKNOWN).collect();
	let proof = json!({ "index": 0, "siblings": siblings });
	let (code, text) = error(client, "records_v1_verify", json!([UNKNOWN, UNKNOWN, proof])).await;
	assert_eq!(code, MALFORMED, "{text}");

	// Pages that are too long, or empty.
	for limit in [0, 257, u32::MAX] {
		for (method, params) in [
			("organizations_v1_list", json!([0, limit])),
			("records_v1_list", json!([id, null, limit])),
			("consent_v1_list", json!([id, null, limit])),
		] {
			let (code, text) = error(client, method, params).await;
			assert!(code == PAGE_SIZE && text.contains(&limit.to_string()), "{method}: {text}");
		}
	}

	// Blocks that the node does not have, and methods that it does not know.
	let (code, text) = error(client, "patients_v1_get", json!([id, UNKNOWN])).await;
	assert_eq!(code, UNKNOWN_BLOCK, "{text}");
	let (code, _) = error(client, "patients_v2_get", json!([id])).await;
	assert_eq!(code, UNKNOWN_METHOD);

	// Nothing of it disturbed the node.
	let patient = answer(client, "patients_v1_get", json!([id])).await;
	assert_eq!(patient["status"], "active");
}
