//! The log of disclosures as an organization keeps it off chain: numbered entries, anchored in
//! batches under one Merkle root, of which single ones can be shown to be what was logged.

use crate::AccountId32;
use salus_primitives::{
	commitment::Salt,
	disclosure::{commitment, LoggedAccess},
	merkle::{self, InclusionProof, Tree, TreeError},
	OrganizationId,
};
use sp_core::H256;

/// An entry with its place in the log and the salt that hides it. Whoever has all of it can show that
/// the entry was anchored; who has only the chain can't even guess whom it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogEntry {
	/// Whose log.
	pub organization: OrganizationId,
	/// The entry's number.
	pub sequence: u64,
	/// What was done with whose data.
	pub access: LoggedAccess<AccountId32>,
	/// The salt of its commitment.
	pub salt: Salt,
}

impl LogEntry {
	/// What stands for the entry in its batch.
	pub fn commitment(&self) -> H256 {
		commitment(self.organization, self.sequence, &self.access, &self.salt)
	}

	/// Whether `proof` shows the entry in the batch with numbers `first` to `last` under `root`.
	pub fn verify(&self, root: &H256, first: u64, last: u64, proof: &InclusionProof) -> bool {
		let leaves = last
			.checked_sub(first)
			.and_then(|distance| u32::try_from(distance).ok()?.checked_add(1));
		first.checked_add(proof.index.into()) == Some(self.sequence)
			&& leaves.is_some_and(|leaves| merkle::verify(root, leaves, &self.commitment(), proof))
	}
}

/// Consecutive entries, as their organization keeps them.
#[derive(Clone, Debug)]
pub struct LogBatch {
	first: u64,
	entries: Vec<LogEntry>,
	tree: Tree,
}

impl LogBatch {
	/// A batch of what was done, in its order, from number `first` on, under new salts.
	pub fn new(
		organization: OrganizationId,
		first: u64,
		accesses: Vec<LoggedAccess<AccountId32>>,
	) -> Result<Self, TreeError> {
		let entries: Vec<_> = (first..)
			.zip(accesses)
			.map(|(sequence, access)| LogEntry {
				organization,
				sequence,
				access,
				salt: rand::random(),
			})
			.collect();
		let commitments: Vec<H256> = entries.iter().map(LogEntry::commitment).collect();
		Ok(Self { first, entries, tree: Tree::new(&commitments)? })
	}

	/// Number of its first entry.
	pub fn first(&self) -> u64 {
		self.first
	}

	/// Number of its last entry.
	pub fn last(&self) -> u64 {
		self.entries.last().map_or(self.first, |entry| entry.sequence)
	}

	/// How many entries it has.
	pub fn count(&self) -> u32 {
		self.tree.leaves()
	}

	/// The root to anchor.
	pub fn root(&self) -> H256 {
		self.tree.root()
	}

	/// An entry with its proof.
	pub fn entry(&self, sequence: u64) -> Option<(&LogEntry, InclusionProof)> {
		let index = u32::try_from(sequence.checked_sub(self.first)?).ok()?;
		Some((self.entries.get(index as usize)?, self.tree.proof(index)?))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		codes::{ConsentAction, DataClass, Purpose},
		disclosure::{Access, Data, Recipient, Scope},
		PatientId,
	};

	fn batch(first: u64, count: u8) -> LogBatch {
		let accesses = (0..count)
			.map(|n| LoggedAccess {
				patient: PatientId(H256([n; 32])),
				agent: AccountId32::new([1; 32]),
				access: Access {
					recipient: Recipient::Internal,
					scope: Scope::Data(Data::of(DataClass::Laboratory)),
					action: ConsentAction::Access,
					purpose: Purpose::TREAT,
					trial: None,
					details: None,
				},
				emergency: None,
				occurred_at: u64::from(n),
			})
			.collect();
		LogBatch::new(OrganizationId(1), first, accesses).unwrap()
	}

	#[test]
	fn every_entry_should_verify_in_batches_of_every_small_size() {
		for count in 1..12 {
			let batch = batch(100, count);
			assert_eq!((batch.first(), batch.last()), (100, 99 + u64::from(count)));
			assert_eq!(batch.count(), u32::from(count));
			for sequence in 100..=batch.last() {
				let (entry, proof) = batch.entry(sequence).unwrap();
				assert!(entry.verify(&batch.root(), 100, batch.last(), &proof));
			}
			assert!(batch.entry(99).is_none());
			assert!(batch.entry(batch.last() + 1).is_none());
		}
	}

	#[test]
	fn verify_should_fail_when_entry_number_range_or_proof_differ() {
		let batch = batch(100, 9);
		let (entry, proof) = batch.entry(104).unwrap();
		let holds = |entry: &LogEntry| entry.verify(&batch.root(), 100, 108, &proof);
		assert!(holds(entry));
		assert!(!holds(&LogEntry { salt: [0; 32], ..entry.clone() }));
		assert!(!holds(&LogEntry { sequence: 105, ..entry.clone() }));
		assert!(!holds(&LogEntry { organization: OrganizationId(2), ..entry.clone() }));
		let other = LoggedAccess { occurred_at: 99, ..entry.access.clone() };
		assert!(!holds(&LogEntry { access: other, ..entry.clone() }));
		assert!(!entry.verify(&batch.root(), 101, 109, &proof));
		assert!(!entry.verify(&batch.root(), 100, 99, &proof));
		let (_, others) = batch.entry(105).unwrap();
		assert!(!entry.verify(&batch.root(), 100, 108, &others));
	}

	#[test]
	fn new_should_refuse_when_there_is_no_entry() {
		let empty = LogBatch::new(OrganizationId(1), 1, Vec::new());
		assert_eq!(empty.unwrap_err(), TreeError::Empty);
	}
}
