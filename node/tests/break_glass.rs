//! Disclosures and emergency access on a running chain: what is logged was decided, what is missing
//! shows, and who breaks the glass is reviewed.

mod common;

use common::{account, organization_of, Chain, HOSPITAL, ON_DEMAND, REGULATOR};
use salus_client::{
	calls::{self, disclosures as log},
	keys::{self, Keypair},
	log::LogBatch,
	primitives::{
		codes::{
			AgentRole, Basis, BreakGlassReason, ClassSet, ConsentAction, DataClass, Purpose,
			ReviewOutcome, RoleSet,
		},
		consent::{Decision, Reason, Request, Verdict},
		disclosure::{
			Access, Data, GapReport, LoggedAccess, Recipient, Scope, SequenceRange, Statement,
		},
		emergency::EmergencyId,
		OrganizationId, PatientId, Period,
	},
	rpc_params, AccountId32, Client, Error, H256,
};
use serde_json::{json, Value};

/// The key of a patient of the development chain.
const PATIENT_KEY: &str = "//Ferdie";
const HOUR: u64 = 3_600_000;
/// Stands for a commitment to a note.
const NOTE: H256 = H256([7; 32]);

/// A patient, a hospital, and two of its people.
struct Scene {
	patient: PatientId,
	controller: Keypair,
	hospital: OrganizationId,
	administrator: Keypair,
	practitioner: Keypair,
	officer: Keypair,
	auditor: Keypair,
}

fn key(uri: &str) -> Keypair {
	keys::from_uri(uri).expect("a secret URI")
}

async fn agent(client: &Client, administrator: &Keypair, role: AgentRole) -> Keypair {
	let agent = keys::random();
	let account = keys::account(&agent);
	let add = calls::organizations::add_agent(&account, RoleSet::of(&[role]), Period::ALWAYS);
	client.submit(&add, administrator).await.expect("an administrator adds an agent");
	agent
}

async fn scene(client: &Client) -> Scene {
	let administrator = key(HOSPITAL);
	let patient = client.api().patient_of(&account(PATIENT_KEY)).await.expect("an answer");
	Scene {
		patient: patient.expect("a patient of the development chain"),
		controller: key(PATIENT_KEY),
		hospital: organization_of(client, HOSPITAL).await,
		practitioner: agent(client, &administrator, AgentRole::Practitioner).await,
		officer: agent(client, &administrator, AgentRole::PrivacyOfficer).await,
		auditor: key(REGULATOR),
		administrator,
	}
}

/// Looking at data of a class in an emergency.
fn look(class: DataClass) -> Access {
	Access {
		recipient: Recipient::Internal,
		scope: Scope::Data(Data::of(class)),
		action: ConsentAction::Access,
		purpose: Purpose::BTG,
		trial: None,
		details: None,
	}
}

async fn decide(client: &Client, scene: &Scene, class: DataClass) -> Decision {
	let request: Request<AccountId32> = Request {
		agent: Some(keys::account(&scene.practitioner)),
		class: Some(class),
		..Request::new(ConsentAction::Access, Purpose::BTG)
	};
	client.api().decide(scene.patient, &request).await.expect("a decision")
}

/// The error of this pallet that a call must fail with.
async fn refused(client: &Client, call: &salus_client::Call, signer: &Keypair, name: &str) {
	match client.submit(call, signer).await {
		Err(error) if error.is("Disclosures", name) => (),
		other => panic!("expected Disclosures.{name}, and got {other:?}"),
	}
}

async fn ask(client: &Client, method: &str, params: Value) -> Value {
	let mut all = rpc_params![];
	for param in params.as_array().expect("a list of parameters") {
		all.push(param).expect("JSON");
	}
	let answer: Result<Value, Error> = client.request(method, all).await;
	answer.unwrap_or_else(|error| panic!("{method} {params}: {error}"))
}

/// Lets time pass: the next block is so much later.
async fn wait(client: &Client, milliseconds: u64) {
	let _: u64 = client
		.request("dev_advanceTime", rpc_params![milliseconds])
		.await
		.expect("a development chain's clock can be set forward");
}

fn break_glass(scene: &Scene) -> salus_client::Call {
	let classes = ClassSet::of(&[DataClass::Laboratory, DataClass::Allergies]);
	log::break_glass(scene.patient, BreakGlassReason::Incapacitated, classes, None)
}

/// The sequence numbers of the patient's accounting.
async fn accounting(client: &Client, scene: &Scene) -> Vec<u64> {
	let page = client.api().accounting(scene.patient, Period::ALWAYS, None, 100).await;
	let entries = page.expect("an accounting").disclosures;
	entries.iter().map(|entry| entry.sequence).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn emergency_should_open_what_was_declared_and_be_reviewed() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let scene = scene(client).await;
	let seen = log::record_entry(scene.patient, &look(DataClass::Laboratory), 1);

	// Without a declared emergency there is no way in.
	let denied = decide(client, &scene, DataClass::Laboratory).await;
	assert_eq!((denied.verdict, denied.reason), (Verdict::Deny, Reason::EmergencyNotDeclared));
	refused(client, &seen, &scene.practitioner, "EmergencyNotDeclared").await;

	// Nobody but a practitioner declares one, and not for everything.
	refused(client, &break_glass(&scene), &scene.officer, "NotAuthorized").await;
	let for_all = log::break_glass(scene.patient, BreakGlassReason::Disaster, ClassSet::ALL, None);
	refused(client, &for_all, &scene.practitioner, "MaxClassesExceeded").await;
	let broken = client.submit(&break_glass(&scene), &scene.practitioner).await.expect("declared");
	assert!(broken.has("Disclosures", "GlassBroken"), "{broken:?}");

	// It reaches as far as was declared.
	let permitted = decide(client, &scene, DataClass::Laboratory).await;
	assert_eq!((permitted.verdict, permitted.reason), (Verdict::Permit, Reason::BreakGlass));
	assert!(!decide(client, &scene, DataClass::Genomics).await.is_permitted());
	client.submit(&seen, &scene.practitioner).await.expect("an access in scope is logged");
	let outside = log::record_entry(scene.patient, &look(DataClass::Genomics), 2);
	refused(client, &outside, &scene.practitioner, "EmergencyNotDeclared").await;

	// The patient sees who looked, and why.
	let id = EmergencyId(0);
	let page = client.api().accounting(scene.patient, Period::ALWAYS, None, 10).await;
	let entries = page.expect("an accounting").disclosures;
	assert_eq!(entries.len(), 1);
	assert_eq!(entries[0].disclosure.basis, Basis::BreakGlass);
	assert_eq!(entries[0].disclosure.emergency, Some(id));
	assert_eq!(entries[0].disclosure.agent, keys::account(&scene.practitioner));
	let listed = ask(client, "disclosures_v1_list", json!([scene.patient])).await;
	let entry = &listed["disclosures"][0];
	assert_eq!((&entry["basis"], &entry["purpose"]), (&json!("break-glass"), &json!("BTG")));
	assert_eq!((&entry["emergency"], &entry["sequence"]), (&json!(0), &json!(1)));
	let listed = ask(client, "emergencies_v1_listByPatient", json!([scene.patient])).await;
	let emergency = &listed["emergencies"][0];
	assert_eq!(emergency["reason"], "incapacitated");
	assert_eq!(emergency["classes"], json!(["allergies", "laboratory"]));
	assert_eq!((&emergency["open"], &emergency["outcome"]), (&json!(true), &Value::Null));

	// It is reviewed once it has ended, and not by the practitioner.
	let justify = log::review_emergency(id, ReviewOutcome::Justified, NOTE);
	refused(client, &justify, &scene.officer, "EmergencyOpen").await;
	client.submit(&log::close_emergency(id), &scene.practitioner).await.expect("closed");
	assert!(!decide(client, &scene, DataClass::Laboratory).await.is_permitted());
	refused(client, &justify, &scene.practitioner, "NotAuthorized").await;
	let under_it = client.api().emergency_disclosures(id, None, 10).await.expect("a list");
	assert_eq!(under_it.disclosures.len(), 1);
	client.submit(&justify, &scene.officer).await.expect("reviewed");

	// The patient does not agree, and somebody from outside says who is right.
	client.submit(&log::complain(id), &scene.controller).await.expect("a complaint");
	let emergency = client.api().emergency(id).await.expect("an answer").expect("it is there");
	assert_eq!(emergency.outcome, Some(ReviewOutcome::Escalated));
	let settle = log::settle_emergency(id, ReviewOutcome::Unjustified, NOTE);
	refused(client, &settle, &scene.officer, "NotAuthorized").await;
	client.submit(&settle, &scene.auditor).await.expect("settled");
	let emergency = client.api().emergency(id).await.expect("an answer").expect("it is there");
	assert_eq!(emergency.outcome, Some(ReviewOutcome::Unjustified));
}

#[tokio::test(flavor = "multi_thread")]
async fn hospital_should_break_no_glass_when_a_review_is_overdue_until_it_is_cleared() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let scene = scene(client).await;
	let id = EmergencyId(0);
	client.submit(&break_glass(&scene), &scene.practitioner).await.expect("declared");

	wait(client, 73 * HOUR).await;
	refused(client, &break_glass(&scene), &scene.practitioner, "BreakGlassSuspended").await;
	let overdue = ask(client, "emergencies_v1_overdue", json!([])).await;
	assert_eq!(overdue["emergencies"][0]["id"], 0);
	assert_eq!(overdue["emergencies"][0]["overdue"], true);
	let suspension = ask(client, "emergencies_v1_suspension", json!([scene.hospital])).await;
	assert_eq!(suspension["overdue"], 1);
	let clear = log::clear_suspension(scene.hospital);
	refused(client, &clear, &scene.auditor, "ReviewsOverdue").await;

	let review = log::review_emergency(id, ReviewOutcome::Justified, NOTE);
	client.submit(&review, &scene.officer).await.expect("a late review");
	refused(client, &break_glass(&scene), &scene.practitioner, "BreakGlassSuspended").await;
	refused(client, &clear, &scene.officer, "NotAuthorized").await;
	client.submit(&clear, &scene.auditor).await.expect("an auditor clears");
	client.submit(&break_glass(&scene), &scene.practitioner).await.expect("declared");
}

#[tokio::test(flavor = "multi_thread")]
async fn log_should_show_what_is_missing_and_open_what_is_asked_for() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let scene = scene(client).await;
	client.submit(&calls::utility::remark(b"now"), &scene.administrator).await.expect("a block");
	let now = client.now().await.expect("the chain's clock");
	let access = |n: u64| LoggedAccess {
		patient: scene.patient,
		agent: keys::account(&scene.practitioner),
		access: Access { purpose: Purpose::TREAT, ..look(DataClass::Laboratory) },
		emergency: None,
		occurred_at: now.saturating_sub(n),
	};
	let batch = |first: u64, count: u64| {
		let accesses = (0..count).map(access).collect();
		LogBatch::new(scene.hospital, first, accesses).expect("a batch has an entry")
	};

	let later = batch(6, 10);
	client.submit(&log::anchor_batch(&later), &scene.practitioner).await.expect("anchored");
	let report = client.api().gaps(scene.hospital).await.expect("a report");
	let gap = SequenceRange { first: 1, last: 5 };
	assert_eq!(report, GapReport { next: 16, gaps: vec![gap] });
	refused(client, &log::anchor_batch(&batch(5, 2)), &scene.practitioner, "SequenceOverlap").await;
	client.submit(&log::anchor_batch(&batch(1, 5)), &scene.practitioner).await.expect("late");
	let report = client.api().gaps(scene.hospital).await.expect("a report");
	assert_eq!(report, GapReport { next: 16, gaps: vec![] });

	// The client and the chain agree on what is in the batch, and on what is not.
	let (entry, proof) = later.entry(9).expect("it is in the batch");
	let info = client.api().log_batch(scene.hospital, 6).await.expect("an answer");
	let anchored = info.expect("the batch is there").batch;
	assert!(entry.verify(&anchored.root, 6, anchored.last, &proof));
	let api = client.api();
	let verify = |commitment| api.verify_entry(scene.hospital, 6, commitment, &proof);
	let found = verify(entry.commitment()).await.expect("an answer").expect("the batch is there");
	assert_eq!((found.included, found.sequence, found.opened), (true, Some(9), false));
	let found = verify(NOTE).await.expect("an answer").expect("the batch is there");
	assert!(!found.included);

	// The patient opens one. Nobody had allowed it, and it does not pass for allowed.
	let mut forged = entry.clone();
	forged.access.occurred_at = 0;
	let forgery = log::prove_entry(6, &forged, &proof);
	refused(client, &forgery, &scene.controller, "InvalidProof").await;
	let open = log::prove_entry(6, entry, &proof);
	client.submit(&open, &scene.controller).await.expect("opened");
	refused(client, &open, &scene.controller, "AlreadyOpened").await;
	assert_eq!(accounting(client, &scene).await, [9]);
	let opened = client.api().disclosure(scene.hospital, 9).await.expect("an answer");
	let opened = opened.expect("the entry is there").disclosure;
	assert_eq!(opened.basis, Basis::Unconfirmed);
	assert_eq!(opened.refusal, Some(Reason::NoMatchingConsent));
}

#[tokio::test(flavor = "multi_thread")]
async fn entry_should_be_kept_from_the_patient_while_an_agency_asks_for_it() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let scene = scene(client).await;
	let regulator = organization_of(client, REGULATOR).await;
	let report = Access {
		recipient: Recipient::Organization(regulator),
		action: ConsentAction::Disclose,
		purpose: Purpose::PUBHLTH,
		..look(DataClass::Laboratory)
	};
	let report = log::record_entry(scene.patient, &report, 1);
	client.submit(&report, &scene.administrator).await.expect("the law requires it");
	assert_eq!(accounting(client, &scene).await, [1]);

	let now = client.now().await.expect("the chain's clock");
	let statement =
		Statement { written: true, made_at: now, until: now + 48 * HOUR, document: NOTE };
	let withhold = log::withhold_entry(scene.hospital, 1, &statement);
	refused(client, &withhold, &scene.practitioner, "NotAuthorized").await;
	client.submit(&withhold, &scene.officer).await.expect("withheld");
	assert!(accounting(client, &scene).await.is_empty());
	let log_of_hospital = client.api().disclosures(scene.hospital, None, 10).await;
	let entries = log_of_hospital.expect("an auditor's list").disclosures;
	assert_eq!(entries[0].withheld.map(|withheld| withheld.statement), Some(statement));

	wait(client, 49 * HOUR).await;
	client.submit(&calls::utility::remark(b"later"), &scene.administrator).await.expect("a block");
	assert_eq!(accounting(client, &scene).await, [1]);
}
