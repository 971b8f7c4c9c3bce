//! Decisions that the client verifies from the chain's state, and everything that a node could try to
//! make it believe something else.

mod common;

use common::{account, Chain, ON_DEMAND, TIMED};
use salus_client::{
	calls, keys,
	primitives::{
		codes::{ConsentAction, Purpose, PurposeSet},
		consent::{Base, Decision, Provision, Reason, Request, Terms, Test, Verdict},
		proof::{Finality, Proven},
		ConsentId, OrganizationId, PatientId,
	},
	rpc_params,
	verify::{check, AuthoritySet, Code, FinalChain, ProofError, Verifier},
	AccountId32, Client, Error, Until, H256,
};
use sp_io::hashing::blake2_256;

const PATIENT_KEY: &str = "//Ferdie";
const OTHER_PATIENT_KEY: &str = "//One";
const UNKNOWN: H256 = H256::repeat_byte(0xab);

async fn patient(client: &Client, controller: &str) -> PatientId {
	let patient = client.api().patient_of(&account(controller)).await.expect("the runtime answers");
	patient.expect("a patient of the development chain")
}

fn request(purpose: Purpose) -> Request<AccountId32> {
	Request {
		organization: Some(OrganizationId(2)),
		..Request::new(ConsentAction::Access, purpose)
	}
}

/// Has the patient permit everybody to treat, and returns the block in which it did.
async fn consent_to_treatment(client: &Client, patient: PatientId) -> H256 {
	let provision = Provision {
		parent: None,
		tests: vec![Test::Purposes(PurposeSet::of(&[Purpose::TREAT]))].try_into().expect("one"),
		obligations: Default::default(),
		refrains: Default::default(),
	};
	let terms =
		Terms { provisions: vec![provision].try_into().expect("one"), ..Terms::new(Base::Silent) };
	let grant = calls::consents::grant(patient, ConsentId::from([7; 32]), &terms);
	let key = keys::from_uri(PATIENT_KEY).expect("a secret URI");
	client.submit_until(Until::Finalized, &grant, &key).await.expect("granted").block
}

async fn code(client: &Client) -> Vec<u8> {
	client.storage(b":code", None).await.expect("the node answers").expect("there is code")
}

#[tokio::test(flavor = "multi_thread")]
async fn decision_should_be_verified_when_true_and_refused_by_name_when_not() {
	let chain = Chain::boot(TIMED).await;
	let client = chain.client();
	let (mine, other) =
		(patient(client, PATIENT_KEY).await, patient(client, OTHER_PATIENT_KEY).await);
	let granted = consent_to_treatment(client, mine).await;

	// Nothing is trusted but the hash of the first block.
	let mut verifier = Verifier::from_block(client, client.genesis())
		.await
		.expect("the genesis block's authorities");
	let treat = request(Purpose::TREAT);
	let verified = verifier.decide(mine, &treat).await.expect("a true answer");
	let answer = &verified.evidence.answer;
	assert_eq!((answer.verdict, answer.reason), (Verdict::Permit, Reason::ConsentPermits));
	assert_eq!(answer.consent, Some(ConsentId::from([7; 32])));
	assert!(verified.time > 0);
	assert_eq!(verified.header.hash(), verifier.chain().head().hash());
	let asked = client.api_at(verified.header.hash()).decide(mine, &treat).await;
	assert_eq!(&asked.expect("the runtime answers"), answer);

	// As of earlier blocks, and for what is denied.
	let then = verifier.decide_at(granted, mine, &treat).await.expect("a true answer");
	assert_eq!(then.evidence.answer.verdict, Verdict::Permit);
	assert!(then.header.number <= verified.header.number && then.time <= verified.time);
	let before = verifier.decide_at(client.genesis(), mine, &treat).await.expect("a true answer");
	assert_eq!(before.evidence.answer.reason, Reason::NoMatchingConsent);
	let denied = verifier.decide(mine, &request(Purpose::HRESCH)).await.expect("a true answer");
	assert_eq!(denied.evidence.answer.verdict, Verdict::Deny);
	let nobodys = verifier.decide(PatientId(UNKNOWN), &treat).await.expect("a true answer");
	assert_eq!(nobodys.evidence.answer.reason, Reason::UnknownPatient);

	// What was given in evidence is verified again from JSON, without the node. From here on, every
	// lie is told in it.
	let json = serde_json::to_string(&verified.evidence).expect("JSON");
	let evidence: Proven<Decision> = serde_json::from_str(&json).expect("JSON");
	let header = &verified.header;
	let bytes = code(client).await;
	let size = bytes.len();
	let code = Code::new(bytes.clone());
	check(&evidence, header, &code, mine, &treat).expect("a true answer");
	let proof_size: usize = evidence.proof.iter().map(|node| node.len()).sum();
	println!("{} nodes, {proof_size} bytes; the code has {size}", evidence.proof.len());
	assert!(proof_size < size / 4, "the code is not in the proof");

	for lie in [
		Decision { verdict: Verdict::Deny, ..answer.clone() },
		Decision { reason: Reason::OwnRecord, ..answer.clone() },
		Decision { consent: Some(ConsentId::from([8; 32])), ..answer.clone() },
		Decision { version: Some(2), ..answer.clone() },
		Decision { valid_until: Some(1), ..answer.clone() },
		Decision::refused(Reason::UnknownPatient),
	] {
		let tampered = Proven { answer: lie.clone(), ..evidence.clone() };
		match check(&tampered, header, &code, mine, &treat) {
			Err(ProofError::WrongAnswer { claimed, follows }) => {
				assert_eq!((&*claimed, &*follows), (&lie, answer));
			},
			other => panic!("{lie:?}: {other:?}"),
		}
	}

	// A node of the proof is gone, or altered: each that the answer depends on is missed by its name.
	let mut needed = 0;
	for i in 0..evidence.proof.len() {
		let lost = H256(blake2_256(&evidence.proof[i]));
		let mut without = evidence.clone();
		without.proof.remove(i);
		let mut altered = evidence.clone();
		*altered.proof[i].0.last_mut().expect("no node is empty") ^= 1;
		let refused = [without, altered].map(|lie| check(&lie, header, &code, mine, &treat));
		match &refused {
			[Ok(()), Ok(())] => continue,
			[Err(ProofError::WrongRoot { root }), Err(ProofError::WrongRoot { .. })] => {
				assert_eq!((*root, lost), (header.state_root, header.state_root));
			},
			[Err(ProofError::Incomplete { missing }), Err(ProofError::Incomplete { missing: altered })] =>
			{
				assert_eq!((*missing, *altered), (lost, lost));
			},
			other => panic!("node {i}: {other:?}"),
		}
		needed += 1;
	}
	// The way to a patient, its consent, the policy, the clock and the code.
	println!("{needed} of them are needed");
	assert!(needed >= 10, "hardly anything was proved");

	// The state of another block.
	let old = &before.header;
	let refused = check(&evidence, old, &code, mine, &treat);
	assert!(matches!(refused, Err(ProofError::OtherBlock { .. })), "{refused:?}");
	let renamed = Proven { at: old.hash(), ..evidence.clone() };
	let refused = check(&renamed, old, &code, mine, &treat);
	assert!(
		matches!(refused, Err(ProofError::WrongRoot { root }) if root == old.state_root),
		"{refused:?}"
	);

	// Another question than the one that was asked.
	// Who is asked about is found elsewhere in the state; nothing of that need be in the proof.
	let refused = check(&evidence, header, &code, other, &treat);
	assert!(
		matches!(refused, Err(ProofError::Incomplete { .. } | ProofError::WrongAnswer { .. })),
		"{refused:?}"
	);
	let refused = check(&evidence, header, &code, mine, &request(Purpose::HRESCH));
	assert!(matches!(refused, Err(ProofError::WrongAnswer { .. })), "{refused:?}");

	// Other code, even where only a byte of its name differs.
	let mut other_bytes = bytes;
	*other_bytes.last_mut().expect("code has bytes") ^= 1;
	let other_code = Code::new(other_bytes);
	match check(&evidence, header, &other_code, mine, &treat) {
		Err(ProofError::WrongCode { proven, given }) => {
			assert_eq!((proven, given), (code.hash(), other_code.hash()));
		},
		other => panic!("{other:?}"),
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn finality_should_be_followed_from_the_first_block_and_not_be_forged() {
	let chain = Chain::boot(TIMED).await;
	let client = chain.client();
	let genesis = client.genesis();
	let mine = patient(client, PATIENT_KEY).await;
	consent_to_treatment(client, mine).await;

	let honest =
		Verifier::from_block(client, genesis).await.expect("the genesis block's authorities");
	let set = honest.chain().authorities().clone();
	assert_eq!((set.id, set.authorities.len()), (0, 1));
	let begin = honest.chain().head().clone();
	let finality: Finality =
		client.request("finality_v1_prove", rpc_params![genesis]).await.expect("the node answers");
	assert!(finality.complete && !finality.blocks.is_empty(), "{finality:?}");
	let mut followed = FinalChain::new(begin.clone(), set.clone());
	followed.accept(&finality).expect("true votes");
	assert!(followed.head().number > 0);

	// Somebody else's votes, or votes in the name of another set.
	let strangers = AuthoritySet {
		authorities: vec![(sp_keyring::Ed25519Keyring::Eve.public().into(), 1)],
		..set.clone()
	};
	let later = AuthoritySet { id: 7, ..set.clone() };
	for wrong in [strangers, later] {
		let number = wrong.id;
		let mut verifier =
			Verifier::with_authorities(client, genesis, wrong).await.expect("the genesis block");
		match verifier.decide(mine, &request(Purpose::TREAT)).await {
			Err(ProofError::NotFinal { set, .. }) => assert_eq!(set, number),
			other => panic!("{other:?}"),
		}
	}

	// A header that the votes are not for: with another state, as a node would invent it.
	let mut forged = finality.clone();
	let last = forged.blocks.last_mut().expect("blocks");
	// The state's root comes after the parent's hash and the number.
	last.header.0[40] ^= 1;
	let refused = FinalChain::new(begin.clone(), set.clone()).accept(&forged);
	assert!(matches!(refused, Err(ProofError::NotFinal { .. })), "{refused:?}");
	let mut truncated = finality.clone();
	truncated.blocks.last_mut().expect("blocks").justification.0.pop();
	let refused = FinalChain::new(begin.clone(), set).accept(&truncated);
	assert!(matches!(refused, Err(ProofError::NotFinal { .. })), "{refused:?}");

	// Page by page it comes to the same.
	let mut paged = FinalChain::new(begin, honest.chain().authorities().clone());
	loop {
		let from = paged.head().hash();
		let page: Finality = client
			.request("finality_v1_prove", rpc_params![from, 1])
			.await
			.expect("the node answers");
		assert!(page.blocks.len() <= 1);
		paged.accept(&page).expect("true votes");
		if page.complete {
			break;
		}
	}
	assert!(paged.head().number >= followed.head().number);

	// What the node is asked wrongly.
	for (method, params, code) in [
		("finality_v1_prove", rpc_params![UNKNOWN], 8004),
		("finality_v1_prove", rpc_params![genesis, 0], 8003),
		("consent_v1_proveDecision", rpc_params![mine, request(Purpose::TREAT), UNKNOWN], 8001),
	] {
		match client.request::<serde_json::Value>(method, params).await {
			Err(Error::Rpc { code: given, .. }) => assert_eq!(given, code, "{method}"),
			other => panic!("{method}: {other:?}"),
		}
	}
	let lost = Verifier::from_block(client, UNKNOWN).await.err();
	assert!(matches!(lost, Some(ProofError::Node(_))), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn verifier_should_stay_at_its_block_when_nobody_votes() {
	// Blocks on demand are final because the node says so, and that proves nothing.
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let mine = patient(client, PATIENT_KEY).await;
	let granted = consent_to_treatment(client, mine).await;
	let mut verifier = Verifier::from_block(client, client.genesis())
		.await
		.expect("the genesis block's authorities");
	let treat = request(Purpose::TREAT);
	let verified = verifier.decide(mine, &treat).await.expect("true as of the genesis block");
	assert_eq!(verified.header.number, 0);
	assert_eq!(verified.evidence.answer.verdict, Verdict::Deny);
	match verifier.decide_at(granted, mine, &treat).await {
		Err(ProofError::NotOnChain { block, .. }) => assert_eq!(block, granted),
		other => panic!("{other:?}"),
	}
}
