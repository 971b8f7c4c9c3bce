//! Batches: many records anchored under one Merkle root, and the proofs that a record is among them.

use salus_primitives::{
	commitment::Salt,
	merkle::{self, InclusionProof, Tree, TreeError},
	record::{commitment, Pointer},
	BatchId, PatientId, RecordId,
};
use sp_core::H256;

/// A record of a batch with the salt that hides it. Whoever has all three can show that the record
/// was anchored; who has only the chain can't even guess what was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
	/// Whose record.
	pub patient: PatientId,
	/// Which record.
	pub record: RecordId,
	/// What it points to.
	pub pointer: Pointer,
	/// The salt of its commitment.
	pub salt: Salt,
}

impl Entry {
	/// A record under a new salt.
	pub fn new(patient: PatientId, record: RecordId, pointer: Pointer) -> Self {
		Self { patient, record, pointer, salt: rand::random() }
	}

	/// What stands for the record in the batch.
	pub fn commitment(&self) -> H256 {
		commitment(self.patient, self.record, &self.pointer, &self.salt)
	}

	/// Whether `proof` shows the record in the batch of `leaves` leaves under `root`.
	pub fn verify(&self, root: &H256, leaves: u32, proof: &InclusionProof) -> bool {
		merkle::verify(root, leaves, &self.commitment(), proof)
	}
}

/// A batch as its author keeps it.
#[derive(Clone, Debug)]
pub struct Batch {
	id: BatchId,
	entries: Vec<Entry>,
	tree: Tree,
}

impl Batch {
	/// A batch of `entries`, in their order, under a new random id.
	pub fn new(entries: Vec<Entry>) -> Result<Self, TreeError> {
		let commitments: Vec<H256> = entries.iter().map(Entry::commitment).collect();
		Ok(Self {
			id: BatchId::from(rand::random::<[u8; 32]>()),
			tree: Tree::new(&commitments)?,
			entries,
		})
	}

	/// Its id.
	pub fn id(&self) -> BatchId {
		self.id
	}

	/// The root to anchor.
	pub fn root(&self) -> H256 {
		self.tree.root()
	}

	/// How many records it has.
	pub fn leaves(&self) -> u32 {
		self.tree.leaves()
	}

	/// Its records.
	pub fn entries(&self) -> &[Entry] {
		&self.entries
	}

	/// The proof for the record at `index`.
	pub fn proof(&self, index: u32) -> Option<InclusionProof> {
		self.tree.proof(index)
	}

	/// The position of a record.
	pub fn position(&self, record: RecordId) -> Option<u32> {
		let index = self.entries.iter().position(|entry| entry.record == record)?;
		u32::try_from(index).ok()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		codes::{Confidentiality, DataClass, EncryptionScheme, ResourceType},
		record::{Custodians, Labels, Locator},
	};

	fn batch(n: u8) -> Batch {
		let entries = (0..n)
			.map(|i| {
				let pointer = Pointer {
					class: DataClass::Laboratory,
					resource_type: ResourceType::Observation,
					labels: Labels::new(Confidentiality::N),
					ciphertext_hash: H256([i; 32]),
					size: 100,
					scheme: EncryptionScheme::XChaCha20Poly1305,
					locator: Locator::default(),
					custodians: Custodians::default(),
				};
				Entry::new(PatientId(H256([1; 32])), RecordId(H256([i; 32])), pointer)
			})
			.collect();
		Batch::new(entries).unwrap()
	}

	#[test]
	fn every_entry_should_verify_in_batches_of_every_small_size() {
		for n in 1..20 {
			let batch = batch(n);
			for (index, entry) in batch.entries().iter().enumerate() {
				let proof = batch.proof(index as u32).unwrap();
				assert!(entry.verify(&batch.root(), batch.leaves(), &proof));
			}
			assert_eq!(batch.proof(u32::from(n)), None);
		}
	}

	#[test]
	fn verify_should_fail_when_record_salt_pointer_or_proof_differ() {
		let batch = batch(9);
		let entry = &batch.entries()[4];
		let proof = batch.proof(4).unwrap();
		let holds = |entry: &Entry| entry.verify(&batch.root(), batch.leaves(), &proof);
		assert!(holds(entry));
		assert!(!holds(&Entry { salt: [0; 32], ..entry.clone() }));
		assert!(!holds(&Entry { record: RecordId(H256([99; 32])), ..entry.clone() }));
		assert!(!holds(&Entry { patient: PatientId(H256([99; 32])), ..entry.clone() }));
		let mut pointer = entry.pointer.clone();
		pointer.size += 1;
		assert!(!holds(&Entry { pointer, ..entry.clone() }));
		assert!(!entry.verify(&batch.root(), batch.leaves(), &batch.proof(5).unwrap()));
	}

	#[test]
	fn position_should_find_the_record() {
		let batch = batch(5);
		assert_eq!(batch.position(RecordId(H256([3; 32]))), Some(3));
		assert_eq!(batch.position(RecordId(H256([9; 32]))), None);
	}

	#[test]
	fn new_should_refuse_when_there_is_no_record() {
		assert_eq!(Batch::new(Vec::new()).unwrap_err(), TreeError::Empty);
	}
}
