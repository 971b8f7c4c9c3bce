//! The whole way: from a bundle of FHIR resources to a decision, with every step checked.
//!
//! [`Walk::enact`] registers a new patient, encrypts and anchors every resource, and has the patient
//! grant a second organization one class of data for treatment. [`Walk::check`] then asks the chain
//! everything that must hold, [`Walk::revoke`] ends the consent, and [`Walk::check_revoked`] asks
//! again. The checks may be repeated at any time, such as after a restart of the node.
//!
//! Everything goes through JSON-RPC, as it would for any member; nothing is taken on trust from what
//! the walk itself did.

use crate::{
	batch::{Batch, Entry},
	calls::{self, organizations::Profile, patients::Agreement},
	crypto::{self, ContentKey, CryptoError, EnvelopeContext, EnvelopeSecret},
	fhir::{Bundle, Resource},
	gate, keys,
	store::{Folder, StoreError},
	AccountId32, Client, Error, Until, H256,
};
use salus_primitives::{
	codes::{ActionSet, ClassSet, ConsentAction, DataClass, EncryptionScheme, Purpose, PurposeSet},
	consent::{Actor, Base, ConsentStatus, Provision, Reason, Request, Terms, Test, Verdict},
	merkle::InclusionProof,
	organization::MembershipInfo,
	record::{Custodians, LeafState, Pointer, RecordStatus, Sealed},
	ConsentId, OrganizationId, PatientId, RecordId,
};
use std::{
	collections::BTreeMap,
	fmt,
	time::{Duration, SystemTime, UNIX_EPOCH},
};
use subxt_signer::sr25519::Keypair;

/// How many records are anchored one by one, if there are more; the rest goes into one batch.
const SINGLY: usize = 3;
/// How long the patient's signature is good.
const AGREEMENT_VALIDITY: Duration = Duration::from_secs(3_600);

/// Who takes part, beside the patient.
pub struct Cast {
	/// An agent of the hospital that registers the patient and writes the records.
	pub author: Keypair,
	/// Its organization.
	pub author_organization: OrganizationId,
	/// An administrator of the organization to which the patient consents.
	pub recipient: Keypair,
	/// That organization.
	pub recipient_organization: OrganizationId,
	/// The secret that keys for the recipient are sealed to.
	pub recipient_secret: EnvelopeSecret,
	/// A third organization, to which nobody consents.
	pub unrelated_organization: OrganizationId,
}

impl Cast {
	/// The people of the development chain, whose keys everybody has.
	pub async fn development(client: &Client) -> Result<Self, Error> {
		let (author, author_organization) = agent(client, "//Bob").await?;
		let (recipient, recipient_organization) = agent(client, "//Charlie").await?;
		let (_, unrelated_organization) = agent(client, "//Dave").await?;
		Ok(Self {
			author,
			author_organization,
			recipient,
			recipient_organization,
			recipient_secret: EnvelopeSecret::from_seed(
				b"the envelope key of //Charlie, for development",
			),
			unrelated_organization,
		})
	}
}

async fn agent(client: &Client, uri: &str) -> Result<(Keypair, OrganizationId), Error> {
	let key = keys::from_uri(uri)?;
	match client.api().membership(&keys::account(&key)).await? {
		Some(MembershipInfo::Agent { organization, .. }) => Ok((key, organization)),
		_ => Err(Error::BadSecret(format!(
			"{uri} is no agent on this chain, so it is no development chain"
		))),
	}
}

/// Why the walk did not get to its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// The chain did not do what was asked.
	#[error("{step}: {error}")]
	Chain {
		/// At which step.
		step: String,
		/// What it said.
		error: Error,
	},
	/// The chain's answer is not what must hold.
	#[error("{step}: expected {expected}, found {found}")]
	Differed {
		/// At which step.
		step: String,
		/// What must hold.
		expected: String,
		/// What was found.
		found: String,
	},
	/// A ciphertext or an envelope can't be opened.
	#[error("{step}: {error}")]
	Crypto {
		/// At which step.
		step: String,
		/// Why.
		error: CryptoError,
	},
	/// A ciphertext can't be stored or found.
	#[error(transparent)]
	Store(#[from] StoreError),
}

/// Takes what the walk has to tell: a step, and what came of it.
pub type Tell<'t> = &'t mut dyn FnMut(&str, &str);

/// What was done, and what is needed to check it.
pub struct Walk<'a> {
	cast: &'a Cast,
	store: &'a Folder,
	patient: PatientId,
	controller: Keypair,
	consent: ConsentId,
	class: DataClass,
	other_class: DataClass,
	records: BTreeMap<RecordId, Material>,
	singles: Vec<RecordId>,
	batch: Batch,
	/// The record that the key was sealed for; of the consented class.
	focus: RecordId,
	/// A record of another class that stands on chain by itself, if the bundle has one.
	contrast: Option<RecordId>,
	/// A record of the batch that was proved.
	proved: RecordId,
	/// What the focus pointed to before it was amended.
	superseded: Pointer,
}

/// What the author keeps of a record.
struct Material {
	json: String,
	key: ContentKey,
	pointer: Pointer,
}

/// What a walk comprised, for those who report on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Summary {
	/// Records anchored one by one.
	pub singly: usize,
	/// Records in the batch.
	pub batched: usize,
	/// The class that was consented to.
	pub class: DataClass,
}

impl fmt::Display for Summary {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { singly, batched, class } = self;
		write!(
			f,
			"{} records, {singly} singly and {batched} as one batch; consent to {class}",
			singly + batched
		)
	}
}

trait AtStep<T> {
	fn at(self, step: &str) -> Result<T, Failure>;
}

impl<T> AtStep<T> for Result<T, Error> {
	fn at(self, step: &str) -> Result<T, Failure> {
		self.map_err(|error| Failure::Chain { step: step.to_owned(), error })
	}
}

impl<T> AtStep<T> for Result<T, CryptoError> {
	fn at(self, step: &str) -> Result<T, Failure> {
		self.map_err(|error| Failure::Crypto { step: step.to_owned(), error })
	}
}

fn ensure<T: PartialEq + fmt::Debug>(step: &str, found: T, expected: T) -> Result<(), Failure> {
	if found == expected {
		return Ok(());
	}
	Err(Failure::Differed {
		step: step.to_owned(),
		expected: format!("{expected:?}"),
		found: format!("{found:?}"),
	})
}

fn present<T>(step: &str, what: &str, found: Option<T>) -> Result<T, Failure> {
	found.ok_or_else(|| Failure::Differed {
		step: step.to_owned(),
		expected: what.to_owned(),
		found: "nothing".to_owned(),
	})
}

/// What resource goes where.
struct Plan {
	class: DataClass,
	other_class: DataClass,
	/// Positions of those anchored one by one: the focus first, then one of another class.
	singles: Vec<usize>,
	contrast: Option<usize>,
}

impl Plan {
	fn of(resources: &[Resource]) -> Self {
		let mut counts = BTreeMap::<DataClass, usize>::new();
		for resource in resources {
			*counts.entry(resource.class).or_default() += 1;
		}
		// The commonest class but for demographics, which every bundle has.
		let class = counts
			.iter()
			.max_by_key(|(class, count)| (**class != DataClass::Demographics, **count))
			.map_or(DataClass::Demographics, |(class, _)| *class);
		let other_class = counts
			.keys()
			.chain(DataClass::ALL)
			.find(|other| **other != class)
			.copied()
			.unwrap_or(DataClass::Unclassified);
		let position =
			|wanted: DataClass| resources.iter().position(|resource| resource.class == wanted);
		let contrast = position(other_class);
		let mut order: Vec<usize> = position(class).into_iter().chain(contrast).collect();
		order.extend(
			(0..resources.len()).filter(|i| Some(*i) != position(class) && Some(*i) != contrast),
		);
		// One at least is left for the batch.
		order.truncate(SINGLY.min(resources.len().saturating_sub(1)));
		let contrast = contrast.filter(|contrast| order.contains(contrast));
		Self { class, other_class, singles: order, contrast }
	}
}

impl<'a> Walk<'a> {
	/// Registers a new patient, anchors the bundle's resources and grants the consent.
	pub async fn enact(
		client: &Client,
		cast: &'a Cast,
		store: &'a Folder,
		bundle: &Bundle,
		tell: Tell<'_>,
	) -> Result<Self, Failure> {
		let plan = Plan::of(bundle.resources());
		let patient = PatientId::from(rand::random::<[u8; 32]>());
		let controller = keys::random();
		register(client, cast, patient, &controller, tell).await?;

		let mut records = BTreeMap::new();
		let mut ids = Vec::new();
		for resource in bundle.resources() {
			let record = RecordId::from(rand::random::<[u8; 32]>());
			records.insert(record, encrypt(cast, store, patient, record, resource)?);
			ids.push(record);
		}
		tell("encrypt", &format!("{} resources, each under a key of its own", ids.len()));

		let singles: Vec<RecordId> = plan.singles.iter().map(|i| ids[*i]).collect();
		if !singles.is_empty() {
			let anchors = singles
				.iter()
				.map(|record| {
					let pointer = &records[record].pointer;
					calls::records::anchor(patient, *record, pointer, Purpose::TREAT)
				})
				.collect();
			let step = "anchor singly";
			client.submit(&calls::utility::batch_all(anchors), &cast.author).await.at(step)?;
			tell(step, &format!("{} records", singles.len()));
		}

		let entries = ids
			.iter()
			.filter(|record| !singles.contains(record))
			.map(|record| Entry::new(patient, *record, records[record].pointer.clone()))
			.collect();
		let step = "anchor as a batch";
		// One resource at least is left for the batch, and the reader refuses too many.
		let batch = Batch::new(entries).expect("1 to 2^24 records; qed");
		client.submit(&calls::records::anchor_batch(&batch), &cast.author).await.at(step)?;
		tell(step, &format!("{} records under root {:#x}", batch.leaves(), batch.root()));

		let step = "prove a record of the batch";
		let (entry, proof) = first_with_proof(&batch);
		let prove = calls::records::prove(entry, Purpose::TREAT, batch.id(), &proof);
		client.submit(&prove, &cast.author).await.at(step)?;
		tell(step, &format!("record {} stands on chain by itself now", entry.record));
		let proved = entry.record;

		let focus = singles.first().copied().unwrap_or(proved);
		let mut walk = Self {
			cast,
			store,
			patient,
			controller,
			consent: ConsentId::from(rand::random::<[u8; 32]>()),
			class: plan.class,
			other_class: plan.other_class,
			superseded: records[&focus].pointer.clone(),
			contrast: plan.contrast.map(|i| ids[i]),
			records,
			singles,
			batch,
			focus,
			proved,
		};
		walk.amend(client, tell).await?;
		walk.refuse_writers(client, tell).await?;
		walk.grant(client, tell).await?;
		Ok(walk)
	}

	/// What the walk comprised.
	pub fn summary(&self) -> Summary {
		Summary {
			singly: self.singles.len(),
			batched: self.batch.entries().len(),
			class: self.class,
		}
	}

	/// The patient of this walk.
	pub fn patient(&self) -> PatientId {
		self.patient
	}

	/// Encrypts the focus anew, as after a correction of its content, and amends it.
	async fn amend(&mut self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		let step = "amend a record";
		let (patient, focus) = (self.patient, self.focus);
		let material = self.records.get_mut(&focus).expect("the focus is a record; qed");
		let key = ContentKey::random();
		let ciphertext = crypto::encrypt(&key, patient, focus, material.json.as_bytes());
		material.pointer = Pointer {
			ciphertext_hash: crypto::ciphertext_hash(&ciphertext),
			size: ciphertext.len() as u64,
			locator: self.store.put(&ciphertext)?,
			..material.pointer.clone()
		};
		material.key = key;
		let amend = calls::records::amend(patient, focus, &material.pointer);
		client.submit(&amend, &self.cast.author).await.at(step)?;
		tell(step, &format!("record {focus} has a second version"));
		Ok(())
	}

	/// Neither a stranger nor an organization without a care relationship can write.
	async fn refuse_writers(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		let record = RecordId::from(rand::random::<[u8; 32]>());
		let anchor = calls::records::anchor(self.patient, record, &self.superseded, Purpose::TREAT);

		let step = "a stranger writes";
		let refused = client.submit(&anchor, &keys::random()).await;
		let refusal = refused.as_ref().err().and_then(Error::refusal);
		if refusal != Some(gate::Refusal::Stranger) {
			return Err(unexpected(step, "the gate's refusal of strangers", refused));
		}
		tell(step, "refused by the gate");

		let step = "another organization writes";
		match client.submit(&anchor, &self.cast.recipient).await {
			Err(error) if error.is("Records", "MayNotCollect") => {
				tell(step, &format!("refused: {error}"));
				Ok(())
			},
			other => Err(unexpected(step, "Records.MayNotCollect", other)),
		}
	}

	/// The patient's key grants the recipient the class for treatment; the author seals it a key.
	async fn grant(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		let step = "before any consent";
		let before = self.ask(ConsentAction::Access, Purpose::TREAT);
		self.expect(client, step, before, Verdict::Deny, Reason::NoMatchingConsent).await?;
		tell(step, "denied");

		let step = "grant consent";
		let grant = calls::consents::grant(self.patient, self.consent, &self.terms());
		client.submit(&grant, &self.controller).await.at(step)?;
		tell(
			step,
			&format!(
				"by the patient's key: organization {} may access and use {} for TREAT",
				self.cast.recipient_organization, self.class
			),
		);

		let step = "publish the recipient's envelope key";
		let api = client.api();
		let recipient = self.cast.recipient_organization;
		let info = api.organization(recipient).await.at(step)?;
		let info = present(step, "the recipient's organization", info)?;
		let public = self.cast.recipient_secret.public();
		if info.envelope_key != Some(public) {
			let profile = Profile { envelope_key: Some(public), ..Profile::from(&info) };
			let update = calls::organizations::update_profile(&profile);
			client.submit(&update, &self.cast.recipient).await.at(step)?;
			tell(step, &format!("{public:#x}"));
		}

		let step = "seal the record's key";
		let sealed =
			crypto::seal(public, &self.context(client), &self.records[&self.focus].key).at(step)?;
		let put = calls::records::put_envelope(
			self.patient,
			Sealed::Record(self.focus),
			recipient,
			Purpose::TREAT,
			&sealed,
		);
		client.submit(&put, &self.cast.author).await.at(step)?;
		tell(step, &format!("record {}, to organization {recipient}", self.focus));
		Ok(())
	}

	/// Everything that must hold while the consent is in force.
	pub async fn check(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		self.check_decisions(client, tell).await?;
		self.check_batch(client, tell).await?;
		self.check_versions(client, tell).await?;

		let step = "the recipient reads";
		let api = client.api();
		let recipient = self.cast.recipient_organization;
		let envelopes = api.envelopes(self.patient, recipient).await.at(step)?;
		let subject = Sealed::Record(self.focus);
		let envelope = envelopes.into_iter().find(|envelope| envelope.subject == subject);
		let envelope = present(step, "the envelope", envelope)?.envelope;
		ensure(step, envelope.consent, Some((self.consent, 1)))?;
		let secret = &self.cast.recipient_secret;
		let key = crypto::open(secret, &self.context(client), &envelope.sealed).at(step)?;
		let record = api.record(self.patient, self.focus).await.at(step)?;
		let pointer = present(step, "the record", record)?.pointer;
		let ciphertext = self.store.get(&pointer.locator)?;
		ensure(step, crypto::ciphertext_hash(&ciphertext), pointer.ciphertext_hash)?;
		let plain = crypto::decrypt(&key, self.patient, self.focus, &ciphertext).at(step)?;
		ensure(step, plain == self.records[&self.focus].json.as_bytes(), true)?;
		tell(step, &format!("the same {} bytes of JSON", plain.len()));
		Ok(())
	}

	/// Ends the consent, by the patient's key, and waits until that is final.
	pub async fn revoke(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		let step = "revoke consent";
		let revoke = calls::consents::revoke(self.patient, self.consent);
		client.submit_until(Until::Finalized, &revoke, &self.controller).await.at(step)?;
		tell(step, "by the patient's key");
		Ok(())
	}

	/// Everything that must hold once the consent is revoked.
	pub async fn check_revoked(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		let step = "after revocation";
		let api = client.api();
		for purpose in [Purpose::TREAT, Purpose::COC, Purpose::HRESCH] {
			let request = self.ask(ConsentAction::Access, purpose);
			self.expect(client, step, request, Verdict::Deny, Reason::NoMatchingConsent).await?;
		}
		let by_record =
			Request { record: Some(self.focus), ..self.ask(ConsentAction::Access, Purpose::TREAT) };
		self.expect(client, step, by_record, Verdict::Deny, Reason::NoMatchingConsent).await?;
		let consent = api.consent(self.patient, self.consent).await.at(step)?;
		let status = present(step, "the consent", consent)?.consent.status;
		ensure(step, matches!(status, ConsentStatus::Revoked { .. }), true)?;
		let recipient = self.cast.recipient_organization;
		let recalls = api.recalls(self.patient, None, 10).await.at(step)?.recalls;
		let owing: Vec<_> = recalls.iter().map(|recall| recall.key.organization).collect();
		ensure(step, owing, vec![recipient])?;
		let envelopes = api.envelopes(self.patient, recipient).await.at(step)?;
		ensure(step, envelopes.len(), 0)?;
		tell(step, "denied, the sealed key is gone, and the recipient owes a deletion");
		self.check_batch(client, tell).await?;
		self.check_versions(client, tell).await
	}

	async fn check_decisions(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		use ConsentAction::Access;
		let permit = (Verdict::Permit, Reason::ConsentPermits);
		let deny = (Verdict::Deny, Reason::NoMatchingConsent);
		let ask = |purpose| self.ask(Access, purpose);
		let treat = || ask(Purpose::TREAT);
		let mut questions = vec![
			("the consented class, for treatment", treat(), permit),
			("for coordination of care, a kind of treatment", ask(Purpose::COC), permit),
			(
				"a record of that class",
				Request { class: None, record: Some(self.focus), ..treat() },
				permit,
			),
			("another class", Request { class: Some(self.other_class), ..treat() }, deny),
			("research", ask(Purpose::HRESCH), deny),
			("clinical trial research", ask(Purpose::CLINTRCH), deny),
			("break-glass", ask(Purpose::BTG), (Verdict::Deny, Reason::EmergencyNotDeclared)),
			("payment", ask(Purpose::HPAYMT), deny),
			("correction", self.ask(ConsentAction::Correct, Purpose::TREAT), deny),
			(
				"another organization",
				Request { organization: Some(self.cast.unrelated_organization), ..treat() },
				deny,
			),
			(
				"a stranger",
				Request {
					organization: None,
					agent: Some(keys::account(&keys::random())),
					..treat()
				},
				(Verdict::Deny, Reason::ActorNotActive),
			),
		];
		if let Some(record) = self.contrast {
			let request = Request { class: None, record: Some(record), ..treat() };
			questions.push(("a record of another class", request, deny));
		}
		for (step, request, (verdict, reason)) in questions {
			self.expect(client, step, request, verdict, reason).await?;
			tell(step, if verdict == Verdict::Permit { "permitted" } else { "denied" });
		}
		Ok(())
	}

	async fn check_batch(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		let step = "inclusion in the batch";
		let api = client.api();
		let anchored = api.batch(self.batch.id()).await.at(step)?;
		let anchored = present(step, "the batch", anchored)?;
		ensure(step, (anchored.root, anchored.leaves), (self.batch.root(), self.batch.leaves()))?;
		// Every record by the client, against what the chain says the root is.
		for (index, entry) in self.batch.entries().iter().enumerate() {
			let proof = self.batch.proof(index as u32);
			let proof = present(step, "a proof for every record", proof)?;
			ensure(step, entry.verify(&anchored.root, anchored.leaves, &proof), true)?;
		}
		// The first, the middle and the last by the runtime too.
		let last = self.batch.leaves().saturating_sub(1);
		for index in [0, last / 2, last] {
			let entry = &self.batch.entries()[index as usize];
			let proof = present(step, "a proof", self.batch.proof(index))?;
			let expected = if entry.record == self.proved {
				LeafState::Proved { patient: self.patient, record: entry.record }
			} else {
				LeafState::Batched
			};
			let leaf = self.verify(client, step, entry.commitment(), &proof).await?;
			ensure(step, leaf, Some(expected))?;
			for (commitment, proof) in tampered(entry, &proof, anchored.leaves) {
				ensure(
					"a tampered proof",
					merkle_verify(&anchored.root, anchored.leaves, &commitment, &proof),
					false,
				)?;
				let leaf = self.verify(client, "a tampered proof", commitment, &proof).await?;
				ensure("a tampered proof", leaf, None)?;
			}
		}
		tell(step, "proofs hold for the client and the chain, tampered ones fail for both");
		Ok(())
	}

	/// The state of a leaf by the runtime; nothing if the proof fails.
	async fn verify(
		&self,
		client: &Client,
		step: &str,
		commitment: H256,
		proof: &InclusionProof,
	) -> Result<Option<LeafState>, Failure> {
		let inclusion = client.api().verify(self.batch.id(), commitment, proof).await.at(step)?;
		let inclusion = present(step, "an answer about the batch", inclusion)?;
		ensure(step, inclusion.included, inclusion.leaf.is_some())?;
		Ok(inclusion.leaf)
	}

	async fn check_versions(&self, client: &Client, tell: Tell<'_>) -> Result<(), Failure> {
		let step = "the amended record";
		let api = client.api();
		let current = api.record(self.patient, self.focus).await.at(step)?;
		let current = present(step, "the record", current)?;
		ensure(step, (current.version, current.status), (2, RecordStatus::Current))?;
		ensure(step, &current.pointer, &self.records[&self.focus].pointer)?;
		let first = api.record_version(self.patient, self.focus, 1).await.at(step)?;
		let first = present(step, "the first version", first)?;
		ensure(step, (first.version, first.status), (1, RecordStatus::Superseded))?;
		ensure(step, first.pointer.ciphertext_hash, self.superseded.ciphertext_hash)?;
		tell(step, "version 2 is current, version 1 superseded");

		let step = "the proved record";
		let proved = api.record(self.patient, self.proved).await.at(step)?;
		let proved = present(step, "the record", proved)?;
		ensure(step, proved.origin.map(|leaf| leaf.batch), Some(self.batch.id()))?;
		tell(step, "names the batch that it came from");

		let step = "the records one by one";
		for record in &self.singles {
			let found = api.record(self.patient, *record).await.at(step)?;
			let found = present(step, "every record", found)?;
			ensure(step, &found.pointer, &self.records[record].pointer)?;
			ensure(step, found.author, self.cast.author_organization)?;
		}
		tell(step, &format!("{} as anchored", self.singles.len()));
		Ok(())
	}

	/// What the recipient asks, about the consented class.
	fn ask(&self, action: ConsentAction, purpose: Purpose) -> Request<AccountId32> {
		Request {
			organization: Some(self.cast.recipient_organization),
			class: Some(self.class),
			..Request::new(action, purpose)
		}
	}

	async fn expect(
		&self,
		client: &Client,
		step: &str,
		request: Request<AccountId32>,
		verdict: Verdict,
		reason: Reason,
	) -> Result<(), Failure> {
		let decision = client.api().decide(self.patient, &request).await.at(step)?;
		ensure(step, (decision.verdict, decision.reason), (verdict, reason))?;
		let consent = (verdict == Verdict::Permit).then_some(self.consent);
		ensure(step, decision.consent, consent)
	}

	fn terms(&self) -> Terms<AccountId32> {
		let tests = vec![
			Test::Recipients(one(Actor::Organization(self.cast.recipient_organization))),
			Test::Actions(ActionSet::of(&[ConsentAction::Access, ConsentAction::Use])),
			Test::Purposes(PurposeSet::of(&[Purpose::TREAT])),
			Test::Classes(ClassSet::of(&[self.class])),
		];
		let provision = Provision {
			parent: None,
			tests: tests.try_into().expect("four tests are within the bound; qed"),
			obligations: Default::default(),
			refrains: Default::default(),
		};
		Terms {
			provisions: vec![provision].try_into().expect("one provision is within the bound; qed"),
			..Terms::new(Base::Silent)
		}
	}

	fn context(&self, client: &Client) -> EnvelopeContext {
		EnvelopeContext {
			genesis: client.genesis(),
			patient: self.patient,
			subject: Sealed::Record(self.focus),
			recipient: self.cast.recipient_organization,
		}
	}
}

/// Registers a new patient by the author's agent, with the signature of the controller's key.
pub async fn register(
	client: &Client,
	cast: &Cast,
	patient: PatientId,
	controller: &Keypair,
	tell: Tell<'_>,
) -> Result<(), Failure> {
	let step = "register a patient";
	// A chain that has just begun has no time yet, and one with blocks on demand may be ahead of ours.
	let ours = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	let now = client.now().await.at(step)?.max(ours.as_millis() as u64);
	let deadline = now.saturating_add(AGREEMENT_VALIDITY.as_millis() as u64);
	let sponsor = cast.author_organization;
	let agreement = Agreement::sign(controller, client.genesis(), patient, sponsor, 0, deadline);
	let register = calls::patients::register(patient, &agreement);
	client.submit(&register, &cast.author).await.at(step)?;
	let info = client.api().patient(patient).await.at(step)?;
	let info = present(step, "the patient", info)?;
	ensure(step, info.controller, Some(keys::account(controller)))?;
	tell(step, &format!("{patient}, with a signature by the patient's own key"));
	Ok(())
}

fn encrypt(
	cast: &Cast,
	store: &Folder,
	patient: PatientId,
	record: RecordId,
	resource: &Resource,
) -> Result<Material, Failure> {
	let key = ContentKey::random();
	let ciphertext = crypto::encrypt(&key, patient, record, resource.json.as_bytes());
	let pointer = Pointer {
		class: resource.class,
		resource_type: resource.resource_type,
		labels: resource.labels,
		ciphertext_hash: crypto::ciphertext_hash(&ciphertext),
		size: ciphertext.len() as u64,
		scheme: EncryptionScheme::XChaCha20Poly1305,
		locator: store.put(&ciphertext)?,
		custodians: Custodians::try_from(vec![cast.author_organization])
			.expect("one custodian is within the bound; qed"),
	};
	Ok(Material { json: resource.json.clone(), key, pointer })
}

fn first_with_proof(batch: &Batch) -> (&Entry, InclusionProof) {
	let first = batch.entries().first().zip(batch.proof(0));
	first.expect("a batch has one record at least; qed")
}

/// The same leaf with a bit of it, its place or its proof changed.
fn tampered(entry: &Entry, proof: &InclusionProof, leaves: u32) -> Vec<(H256, InclusionProof)> {
	let commitment = entry.commitment();
	let mut other = commitment;
	other.0[0] ^= 1;
	let mut all = vec![(other, proof.clone())];
	all.push((commitment, InclusionProof { index: leaves, ..proof.clone() }));
	if let Some(sibling) = proof.siblings.first() {
		let mut siblings = proof.siblings.clone();
		let mut changed = *sibling;
		changed.0[31] ^= 0x80;
		if let Some(first) = siblings.iter_mut().next() {
			*first = changed;
		}
		all.push((commitment, InclusionProof { siblings, ..proof.clone() }));
	}
	all
}

fn merkle_verify(root: &H256, leaves: u32, commitment: &H256, proof: &InclusionProof) -> bool {
	salus_primitives::merkle::verify(root, leaves, commitment, proof)
}

fn one<T: fmt::Debug>(entry: T) -> salus_primitives::consent::Entries<T> {
	vec![entry].try_into().expect("one entry is within the bound; qed")
}

fn unexpected<T: fmt::Debug>(step: &str, expected: &str, found: Result<T, Error>) -> Failure {
	Failure::Differed {
		step: step.to_owned(),
		expected: expected.to_owned(),
		found: match found {
			Ok(_) => "success".to_owned(),
			Err(error) => error.to_string(),
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		codes::{Confidentiality, ResourceType},
		record::Labels,
	};

	fn resources(classes: &[DataClass]) -> Vec<Resource> {
		classes
			.iter()
			.map(|class| Resource {
				resource_type: ResourceType::Observation,
				class: *class,
				labels: Labels::new(Confidentiality::N),
				json: "{}".into(),
			})
			.collect()
	}

	#[test]
	fn plan_should_take_the_commonest_class_and_another_when_there_are_several() {
		use DataClass::{Claims, Demographics, Laboratory};
		let plan = Plan::of(&resources(&[
			Demographics,
			Claims,
			Laboratory,
			Laboratory,
			Demographics,
			Demographics,
		]));
		assert_eq!(plan.class, Laboratory);
		assert_eq!(plan.singles.len(), 3);
		assert_eq!(plan.singles[0], 2);
		assert_ne!(plan.other_class, Laboratory);
		assert!(plan.contrast.is_some());
	}

	#[test]
	fn plan_should_leave_one_for_the_batch_when_there_are_few() {
		use DataClass::{Demographics, Laboratory};
		let one = Plan::of(&resources(&[Demographics]));
		assert_eq!((one.class, one.singles.len(), one.contrast), (Demographics, 0, None));
		assert_ne!(one.other_class, Demographics);
		let two = Plan::of(&resources(&[Demographics, Laboratory]));
		assert_eq!((two.class, two.singles.as_slice()), (Laboratory, &[1][..]));
		assert_eq!(two.contrast, None);
	}
}
