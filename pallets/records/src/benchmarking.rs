//! Benchmarks of the calls and of the removal in idle time, each at its worst. The decision's own
//! cost is measured where it is made, and added by [`AccessControl::weight`].

use super::*;
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	codes::{
		Confidentiality, DataClass, EncryptionScheme, ResourceType, Sensitivity, SensitivitySet,
	},
	record::{Labels, MAX_CUSTODIANS, MAX_LOCATOR_LEN, MAX_SEALED_LEN},
	traits::BenchmarkPeople,
	ConsentId,
};

type People<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_700_000_000_000;
const RECORD: RecordId = RecordId(H256::repeat_byte(7));
const BATCH: BatchId = BatchId(H256::repeat_byte(8));
const CONSENT: ConsentId = ConsentId(H256::repeat_byte(9));
const SALT: Salt = [10; 32];

/// A patient whom organization 0 cares for, and an agent of the latter.
struct Cast<AccountId> {
	hospital: OrganizationId,
	agent: AccountId,
	patient: PatientId,
	controller: AccountId,
}

fn cast<T: Config>() -> Cast<T::AccountId> {
	People::<T>::set_time(NOW);
	let (hospital, agent) = People::<T>::agent(0);
	let (patient, controller) = People::<T>::patient(0, hospital);
	Cast { hospital, agent, patient, controller }
}

/// As many custodians, organization 0 among them.
fn custodians<T: Config>(count: u32) -> Custodians {
	let custodians = (0..count).map(|index| People::<T>::agent(index).0).collect::<vec::Vec<_>>();
	custodians.try_into().expect("no more than there may be")
}

fn locator() -> Locator {
	vec![1; MAX_LOCATOR_LEN as usize].try_into().expect("no longer than it may be")
}

/// A pointer with as many custodians, and as long as it can be else.
fn pointer<T: Config>(custodians_count: u32) -> Pointer {
	Pointer {
		class: DataClass::Laboratory,
		resource_type: ResourceType::Observation,
		labels: Labels {
			confidentiality: Confidentiality::R,
			sensitivity: SensitivitySet::from(Sensitivity::HIV),
		},
		ciphertext_hash: H256::repeat_byte(11),
		size: u64::MAX,
		scheme: EncryptionScheme::XChaCha20Poly1305,
		locator: locator(),
		custodians: custodians::<T>(custodians_count),
	}
}

fn sealed() -> SealedKey {
	vec![2; MAX_SEALED_LEN as usize].try_into().expect("no longer than it may be")
}

/// Writes a record with as many versions, each as large as it can be.
fn insert_record<T: Config>(cast: &Cast<T::AccountId>, versions: u32) {
	let mut record = Pallet::<T>::first_version(
		cast.hospital,
		cast.agent.clone(),
		pointer::<T>(MAX_CUSTODIANS),
		NOW,
		None,
	);
	record.status = RecordStatus::Superseded;
	for version in 1..versions {
		record.version = version;
		Versions::<T>::insert((cast.patient, RECORD, version), record.clone());
	}
	record.version = versions;
	record.status = RecordStatus::Current;
	Records::<T>::insert(cast.patient, RECORD, record);
}

/// Writes as many envelopes of the record, all by [`CONSENT`]. The first is for organization 0.
fn insert_envelopes<T: Config>(cast: &Cast<T::AccountId>, count: u32) {
	for n in 0..count {
		let recipient = match n {
			0 => cast.hospital,
			_ => OrganizationId(u32::MAX.saturating_sub(n)),
		};
		let envelope = Envelope {
			sealed: sealed(),
			purpose: Purpose::TREAT,
			consent: Some((CONSENT, 1)),
			put_at: NOW,
		};
		Envelopes::<T>::insert((cast.patient, Sealed::Record(RECORD), recipient), envelope);
	}
	EnvelopeCounts::<T>::insert(cast.patient, count);
}

/// The proof of the left-most leaf of the deepest tree, and the root to which it leads. The rest of
/// the tree may be anything.
fn deepest_proof(commitment: &H256) -> (InclusionProof, H256) {
	let siblings: vec::Vec<_> =
		(0..merkle::MAX_DEPTH).map(|depth| H256::repeat_byte(depth as u8)).collect();
	let root = siblings
		.iter()
		.fold(merkle::leaf(commitment), |hash, sibling| merkle::node(&hash, sibling));
	let siblings = siblings.try_into().expect("no deeper than it may be");
	(InclusionProof { index: 0, siblings }, root)
}

fn insert_batch<T: Config>(cast: &Cast<T::AccountId>, root: H256) {
	let batch = Batch {
		author: cast.hospital,
		agent: cast.agent.clone(),
		root,
		leaves: merkle::MAX_LEAVES,
		anchored_at: NOW,
	};
	Batches::<T>::insert(BATCH, batch);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `n` is the number of custodians.
	#[benchmark]
	fn anchor(n: Linear<1, { MAX_CUSTODIANS }>) {
		let Cast { agent, patient, .. } = cast::<T>();
		let pointer = pointer::<T>(n);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, RECORD, pointer.clone(), Purpose::TREAT);

		assert_eq!(Records::<T>::get(patient, RECORD).map(|entry| entry.pointer), Some(pointer));
	}

	/// `n` is the number of custodians.
	#[benchmark]
	fn amend(n: Linear<1, { MAX_CUSTODIANS }>) {
		let cast = cast::<T>();
		let versions = T::MaxVersions::get().saturating_sub(1).max(1);
		insert_record::<T>(&cast, versions);
		let pointer = pointer::<T>(n);

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.agent), cast.patient, RECORD, pointer);

		let latest = Records::<T>::get(cast.patient, RECORD).map(|entry| entry.version);
		assert_eq!(latest, Some(versions + 1));
		assert!(Versions::<T>::contains_key((cast.patient, RECORD, versions)));
	}

	#[benchmark]
	fn void() {
		let cast = cast::<T>();
		insert_record::<T>(&cast, 1);
		let reason = VoidReason::WrongContent;

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.agent), cast.patient, RECORD, reason);

		let status = Records::<T>::get(cast.patient, RECORD).map(|entry| entry.status);
		assert_eq!(status, Some(RecordStatus::EnteredInError { reason }));
	}

	/// `n` is the number of custodians.
	#[benchmark]
	fn set_custodians(n: Linear<1, { MAX_CUSTODIANS }>) {
		let cast = cast::<T>();
		insert_record::<T>(&cast, 1);
		let custodians = custodians::<T>(n);

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.agent), cast.patient, RECORD, custodians.clone(), locator());

		let entry = Records::<T>::get(cast.patient, RECORD).map(|entry| entry.pointer.custodians);
		assert_eq!(entry, Some(custodians));
	}

	/// `n` is the number of versions, `m` that of the record's envelopes.
	#[benchmark]
	fn erase(n: Linear<1, { T::MaxVersions::get() }>, m: Linear<0, { T::MaxEnvelopes::get() }>) {
		let cast = cast::<T>();
		insert_record::<T>(&cast, n);
		insert_envelopes::<T>(&cast, m);

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.controller), cast.patient, RECORD);

		let status = Records::<T>::get(cast.patient, RECORD).map(|entry| entry.status);
		assert_eq!(status, Some(RecordStatus::Erased));
		assert!(Versions::<T>::iter_prefix_values((cast.patient, RECORD))
			.all(|former| former.status == RecordStatus::Erased));
		assert_eq!(EnvelopeCounts::<T>::get(cast.patient), 0);
	}

	#[benchmark]
	fn anchor_batch() {
		let Cast { agent, .. } = cast::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), BATCH, H256::repeat_byte(1), merkle::MAX_LEAVES);

		assert!(Batches::<T>::contains_key(BATCH));
	}

	/// `n` is the number of custodians. The tree is as deep as it can be.
	#[benchmark]
	fn prove(n: Linear<1, { MAX_CUSTODIANS }>) {
		let cast = cast::<T>();
		let pointer = pointer::<T>(n);
		let commitment = record::commitment(cast.patient, RECORD, &pointer, &SALT);
		let (proof, root) = deepest_proof(&commitment);
		insert_batch::<T>(&cast, root);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(cast.agent),
			cast.patient,
			RECORD,
			pointer,
			Purpose::TREAT,
			BATCH,
			SALT,
			proof,
		);

		let proved = LeafState::Proved { patient: cast.patient, record: RECORD };
		assert_eq!(Leaves::<T>::get(BATCH, 0), Some(proved));
		assert!(Records::<T>::contains_key(cast.patient, RECORD));
	}

	/// The tree is as deep as it can be.
	#[benchmark]
	fn void_leaf() {
		let cast = cast::<T>();
		let commitment = H256::repeat_byte(12);
		let (proof, root) = deepest_proof(&commitment);
		insert_batch::<T>(&cast, root);
		let reason = VoidReason::Duplicate;

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.agent), BATCH, commitment, proof, reason);

		assert_eq!(Leaves::<T>::get(BATCH, 0), Some(LeafState::EnteredInError { reason }));
	}

	/// The envelope takes the place of one that was called back. The recipient is the author, whom
	/// the default policy permits.
	#[benchmark]
	fn put_envelope() {
		let cast = cast::<T>();
		insert_record::<T>(&cast, 1);
		insert_envelopes::<T>(&cast, T::MaxEnvelopes::get());
		let called_back = Sweep::Consent { consent: CONSENT, version: 1 };
		Sweeps::<T>::insert(cast.patient, called_back, None::<RecordId>);
		let (patient, recipient) = (cast.patient, cast.hospital);
		let subject = Sealed::Record(RECORD);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(cast.controller),
			patient,
			subject,
			recipient,
			Purpose::TREAT,
			sealed(),
		);

		let put = Envelopes::<T>::get((patient, subject, recipient));
		assert!(put.is_some_and(|envelope| envelope.consent != Some((CONSENT, 1))));
	}

	#[benchmark]
	fn remove_envelope() {
		let cast = cast::<T>();
		insert_record::<T>(&cast, 1);
		insert_envelopes::<T>(&cast, 1);
		let (patient, recipient) = (cast.patient, cast.hospital);
		let subject = Sealed::Record(RECORD);

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.controller), patient, subject, recipient);

		assert!(!Envelopes::<T>::contains_key((patient, subject, recipient)));
		assert_eq!(Epochs::<T>::get(patient), 1);
	}

	/// Finding what is to be removed next, of which patient and with how many envelopes, and noting
	/// how far that came.
	#[benchmark]
	fn next_sweep() {
		let cast = cast::<T>();
		insert_record::<T>(&cast, 1);
		insert_envelopes::<T>(&cast, 1);
		Sweeps::<T>::insert(cast.patient, Sweep::Patient, None::<RecordId>);
		let (next, envelopes);

		#[block]
		{
			next = Sweeps::<T>::iter().next();
			envelopes = EnvelopeCounts::<T>::get(cast.patient);
			let first = Records::<T>::iter_key_prefix(cast.patient).next();
			Sweeps::<T>::insert(cast.patient, Sweep::Patient, first);
		}

		assert_eq!(next, Some((cast.patient, Sweep::Patient, None)));
		assert_eq!(envelopes, 1);
		assert_eq!(Sweeps::<T>::get(cast.patient, Sweep::Patient), Some(Some(RECORD)));
	}

	/// `n` is the number of the patient's envelopes, all of which go.
	#[benchmark]
	fn sweep_envelopes(n: Linear<0, { T::MaxEnvelopes::get() }>) {
		let cast = cast::<T>();
		insert_record::<T>(&cast, 1);
		insert_envelopes::<T>(&cast, n);

		#[block]
		{
			Pallet::<T>::remove_envelopes(cast.patient, |_, envelope| {
				envelope.consent == Some((CONSENT, 1))
			});
		}

		assert_eq!(EnvelopeCounts::<T>::get(cast.patient), 0);
		assert_eq!(Envelopes::<T>::iter_prefix((cast.patient,)).count(), 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::externalities(), crate::mock::Test);
}
