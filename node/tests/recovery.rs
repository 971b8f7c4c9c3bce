//! Acting for a patient on a real node: a call signed on one side of the counter and sent in on the
//! other, and a lost key replaced by another.

mod common;

use common::{account, Chain, HOSPITAL, ON_DEMAND, OTHER_HOSPITAL};
use salus_client::{
	calls::{
		self,
		patients::Agreement,
		recovery::{self, Since},
	},
	gate::Refusal,
	keys::{self, Keypair},
	primitives::{
		codes::{DelegateRole, Purpose, PurposeSet, Sensitivity},
		consent::{Actor, Base, ConsentStatus, Provision, Terms, Test},
		patient::{Mandate, Powers},
		ConsentId, OrganizationId, PatientId, Period,
	},
	rpc_params,
	signed::{self, SignedCall},
	AccountId32, Call, Client, Error,
};
use serde_json::Value;

/// The key of a patient of the development chain.
const PATIENT_KEY: &str = "//Ferdie";
/// How long a signature is good, in milliseconds.
const VALIDITY: u64 = 600_000;
/// The clinic, to which the patient consents.
const RECIPIENT: OrganizationId = OrganizationId(2);
/// How many contacts it takes.
const THRESHOLD: u32 = 2;

fn key(uri: &str) -> Keypair {
	keys::from_uri(uri).expect("a secret URI")
}

async fn the_patient(client: &Client) -> PatientId {
	let patient = client.api().patient_of(&account(PATIENT_KEY)).await;
	patient.expect("the runtime answers").expect("the development chain has patients")
}

/// A consent to the clinic, for treatment.
fn terms() -> Terms<AccountId32> {
	let recipients = vec![Actor::Organization(RECIPIENT)].try_into().expect("one");
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

/// What `who` wants, signed and sent in by the clinic.
async fn on_behalf(
	client: &Client,
	who: &Keypair,
	patient: PatientId,
	call: Call,
) -> Result<salus_client::Included, Error> {
	SignedCall::sign(client, who, patient, call, VALIDITY)
		.await
		.expect("signed")
		.submit(client, &key(OTHER_HOSPITAL))
		.await
}

async fn consent_is_active(client: &Client, patient: PatientId, consent: ConsentId) -> bool {
	let consent = client.api().consent(patient, consent).await.expect("the runtime answers");
	matches!(consent.expect("it was granted").consent.status, ConsentStatus::Active)
}

#[tokio::test(flavor = "multi_thread")]
async fn patient_should_consent_through_a_hospital_when_it_has_no_device() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let (ann, clerk) = (key(PATIENT_KEY), key(HOSPITAL));
	let patient = the_patient(client).await;
	let consent = ConsentId::from([7; 32]);

	let grant = calls::consents::grant(patient, consent, &terms());
	let signed = SignedCall::sign(client, &ann, patient, grant, VALIDITY).await.expect("signed");
	let included = signed.submit(client, &clerk).await.expect("the hospital sends it in");
	assert!(included.has("SignedCalls", "CallSubmitted"), "{included:?}");
	assert!(consent_is_active(client, patient, consent).await);

	// Once, and by members only.
	let refused = client.submit(&signed.as_call(), &clerk).await.expect_err("it is used up");
	assert!(refused.is("SignedCalls", "NonceUsed"), "{refused}");
	let stranger = client.submit(&signed.as_call(), &keys::random()).await;
	let refusal = stranger.expect_err("strangers are refused").refusal();
	assert_eq!(refusal, Some(Refusal::Stranger));

	// The clerk can put nothing else in its place.
	let revoke = calls::consents::revoke(patient, consent);
	let signed = SignedCall::sign(client, &ann, patient, revoke, VALIDITY).await.expect("signed");
	let mut forged = signed.intent().clone();
	forged.nonce += 1;
	let signature = salus_client::signed::sign(&ann, b"something else");
	let forged = forged.signed(signature).as_call();
	let refused = client.submit(&forged, &clerk).await.expect_err("it was not signed");
	assert!(refused.is("SignedCalls", "InvalidSignature"), "{refused}");

	// A call that fails is told by its own error, and used up too.
	let unknown = calls::consents::revoke(patient, ConsentId::from([8; 32]));
	let failed = SignedCall::sign(client, &ann, patient, unknown, VALIDITY).await.expect("signed");
	let error = failed.submit(client, &clerk).await.expect_err("there is no such consent");
	assert!(error.is("Consents", "NotFound"), "{error}");
	let refused = client.submit(&failed.as_call(), &clerk).await.expect_err("it is used up");
	assert!(refused.is("SignedCalls", "NonceUsed"), "{refused}");
	assert!(consent_is_active(client, patient, consent).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn newborn_should_be_represented_until_two_parties_entrust_it_to_its_own_key() {
	/// The ends of guardians' mandates are multiples of four weeks.
	const STEP: u64 = 28 * 24 * 60 * 60 * 1_000;
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let (mother, clerk) = (keys::random(), key(HOSPITAL));
	let sponsor = common::organization_of(client, HOSPITAL).await;
	let child = PatientId::from([0xC1; 32]);
	client.submit(&calls::utility::remark(b"a first block"), &clerk).await.expect("a block");
	let now = client.now().await.expect("the clock");
	let guardian = Mandate {
		role: DelegateRole::GUARD,
		powers: Powers { consent: true, registration: true, erasure: false },
		period: Period::until((now / STEP + 235) * STEP),
		withheld: Sensitivity::SEX.into(),
	};

	let takes_on = Agreement::to_represent(
		&mother,
		client.genesis(),
		child,
		sponsor,
		&guardian,
		0,
		now + VALIDITY,
	);
	let register = calls::patients::register_represented(child, &guardian, &takes_on);
	client.submit(&register, &clerk).await.expect("the hospital registers the child");
	let listed: Vec<Value> = client
		.request("patients_v1_representatives", rpc_params![child])
		.await
		.expect("the node lists representatives");
	assert_eq!(listed.len(), 1);
	assert_eq!((&listed[0]["role"], &listed[0]["inForce"]), (&"GUARD".into(), &true.into()));
	assert_eq!(listed[0]["withheld"], serde_json::json!(["SEX"]));
	assert_eq!(listed[0]["account"], keys::account(&mother).to_string());

	// She acts for it, through the clinic and by herself.
	let open = calls::patients::open_care_relationship(child, RECIPIENT, Period::ALWAYS);
	on_behalf(client, &mother, child, open).await.expect("she keeps the registration");
	let care = calls::patients::close_care_relationship(child, RECIPIENT);
	client.submit(&care, &mother).await.expect("her account is let in");
	let erase = calls::patients::erase(child);
	let refused = client.submit(&erase, &mother).await.expect_err("she has no such power");
	assert!(refused.is("Patients", "NotController"), "{refused}");

	// The child has a key by now. The mother says so, and the hospital.
	let own = keys::random();
	let info = client.api().patient(child).await.expect("an answer").expect("registered");
	let deadline = client.now().await.expect("the clock") + VALIDITY;
	let agreement = Agreement::sign(&own, client.genesis(), child, sponsor, info.nonce, deadline);
	let propose = calls::patients::propose_appointment(child, None, &agreement);
	client.submit(&propose, &mother).await.expect("the mother proposes it");
	let agree = calls::patients::agree_to_appointment(child, &keys::account(&own));
	let refused = client.submit(&agree, &mother).await.expect_err("not alone");
	assert!(refused.is("Patients", "AppointmentNeedsOtherParty"), "{refused}");
	client.submit(&agree, &clerk).await.expect("the hospital agrees");
	let complete = calls::patients::complete_appointment(child);
	let refused = client.submit(&complete, &clerk).await.expect_err("there is time to object");
	assert!(refused.is("Patients", "AppointmentNotDue"), "{refused}");
	let due = client.api().appointment(child).await.expect("an answer").expect("it waits");
	let due = due.effective_at.expect("two agreed");
	while client.now().await.expect("the clock") < due {
		client.submit(&calls::utility::remark(b"time goes by"), &clerk).await.expect("a block");
	}
	client.submit(&complete, &clerk).await.expect("nobody objected");
	let revoke = calls::patients::revoke_representative(child, &keys::account(&mother));
	client.submit(&revoke, &own).await.expect("the child decides now");
	let refused = client.submit(&care, &mother).await.expect_err("she represents nobody");
	assert_eq!(refused.refusal(), Some(Refusal::Stranger));
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_key_should_be_replaced_and_consents_stay_when_contacts_agree() {
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let ann = key(PATIENT_KEY);
	let (sister, friend, hospital) = (keys::random(), keys::random(), key(HOSPITAL));
	let lost = keys::account(&ann);
	let patient = the_patient(client).await;
	let consent = ConsentId::from([7; 32]);
	let grant = calls::consents::grant(patient, consent, &terms());
	client.submit(&grant, &ann).await.expect("granted");

	// While the key is there.
	let mut contacts: Vec<AccountId32> =
		[&sister, &friend, &hospital].into_iter().map(keys::account).collect();
	contacts.sort();
	let delay = client.api().objection_period().await.expect("the runtime answers");
	let arrange =
		|threshold| calls::patients::arrange_recovery(patient, &contacts, threshold, delay);
	let refused = client.submit(&arrange(1), &ann).await.expect_err("one is never enough");
	assert!(refused.is("Patients", "InvalidThreshold"), "{refused}");
	client.submit(&arrange(THRESHOLD), &ann).await.expect("arranged");

	// It is said to be lost when it is not: it objects.
	let ask = || on_behalf(client, &sister, patient, recovery::initiate(&lost));
	ask().await.expect("a contact asks");
	client.submit(&recovery::cancel(&lost), &ann).await.expect("the key objects");
	let finish = recovery::finish(&lost);
	let refused = client.submit(&finish, &hospital).await.expect_err("nothing to finish");
	assert!(refused.is("Recovery", "NotAttempt"), "{refused}");

	// It is lost. The sister asks, the hospital agrees, nobody objects.
	ask().await.expect("a contact asks");
	client.submit(&recovery::approve(&lost), &hospital).await.expect("another agrees");
	let agreed_at = client.now().await.expect("the clock");
	let refused = client.submit(&finish, &hospital).await.expect_err("there is time to object");
	assert!(refused.is("Recovery", "NotYetInheritable"), "{refused}");
	// Every block takes the chain's clock further.
	while client.now().await.expect("the clock") < agreed_at + delay {
		client.submit(&calls::utility::remark(b"time goes by"), &hospital).await.expect("a block");
	}
	client.submit(&finish, &hospital).await.expect("the delay is over");

	// They met the patient, who has a new key, and hand the patient over to it.
	let new = keys::random();
	let info = client.api().patient(patient).await.expect("the runtime answers");
	let info = info.expect("registered");
	let deadline = client.now().await.expect("the clock") + VALIDITY;
	let agreement =
		Agreement::sign(&new, client.genesis(), patient, info.sponsor, info.nonce, deadline);
	let others = |who: &Keypair| -> Vec<AccountId32> {
		contacts.iter().filter(|contact| **contact != keys::account(who)).cloned().collect()
	};
	let hand_over = |who: &Keypair, since| {
		recovery::agree_to_hand_over(patient, &lost, &agreement, THRESHOLD, &others(who), since)
	};
	let first = client.submit(&hand_over(&hospital, None), &hospital).await.expect("one agrees");
	assert_eq!(client.api().patient_of(&lost).await.expect("an answer"), Some(patient));
	let height = client.number(Some(first.block)).await.expect("its block") as u32;
	let since = Some(Since { height, index: first.index });
	on_behalf(client, &sister, patient, hand_over(&sister, since)).await.expect("two agree");

	// The new key decides, the old one is a stranger, and what was consented to stands.
	let new_account = keys::account(&new);
	assert_eq!(client.api().patient_of(&new_account).await.expect("an answer"), Some(patient));
	assert!(consent_is_active(client, patient, consent).await);
	let revoke = calls::consents::revoke(patient, consent);
	let refused = client.submit(&revoke, &ann).await.expect_err("the old key is nobody's");
	assert_eq!(refused.refusal(), Some(Refusal::Stranger));
	let by_paper = on_behalf(client, &ann, patient, revoke.clone()).await;
	let refused = by_paper.expect_err("nor through a hospital");
	assert!(refused.is("Consents", "NotAuthorized"), "{refused}");
	assert!(consent_is_active(client, patient, consent).await);
	let included = client.submit(&revoke, &new).await.expect("the new key decides");
	assert!(included.has("Consents", "ConsentRevoked"), "{included:?}");
	assert!(!consent_is_active(client, patient, consent).await);
	assert!(signed::outcome(client, &included).await.is_err(), "it was no signed call");
}
