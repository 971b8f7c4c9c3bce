//! Signed transactions, made natively and many at once.

use codec::Encode;
use frame_metadata_hash_extension::CheckMetadataHash;
use frame_system::{
	CheckEra, CheckGenesis, CheckNonZeroSender, CheckSpecVersion, CheckTxVersion, CheckWeight,
	WeightReclaim,
};
use pallet_organizations::{CheckNonce, Gate};
use salus_runtime::{
	Runtime, RuntimeCall, Signature, SignedPayload, TxExtension, UncheckedExtrinsic, VERSION,
};
use sp_core::{sr25519::Pair, Pair as _, H256};
use sp_runtime::{generic::Era, AccountId32, MultiAddress};

/// For how many blocks from the first on transactions are good: the longest that the chain takes.
const LIFETIME: u64 = 4_096;

/// A transaction that is to be signed.
pub struct Unsigned {
	/// Who signs.
	pub signer: Signer,
	/// The signer's number for it.
	pub nonce: u32,
	/// What is called.
	pub call: RuntimeCall,
}

/// Whose key signs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Signer {
	/// An agent of an organization.
	Agent(u32, u32),
	/// A patient.
	Patient(u32),
}

impl Signer {
	/// The account that the key signs for.
	pub fn account(self) -> AccountId32 {
		AccountId32::new(self.key().public().0)
	}

	fn key(self) -> Pair {
		match self {
			Self::Agent(organization, index) => crate::stage::agent_key(organization, index),
			Self::Patient(patient) => crate::stage::controller_key(patient),
		}
	}
}

/// Signs with the signer's key, for the chain that begins with this block.
pub fn sign(unsigned: Unsigned, genesis: H256) -> Vec<u8> {
	let Unsigned { signer, nonce, call } = unsigned;
	let key = signer.key();
	let extension: TxExtension = (
		CheckNonZeroSender::new(),
		CheckSpecVersion::new(),
		CheckTxVersion::new(),
		CheckGenesis::new(),
		// The first block is one of those that every such transaction may name.
		CheckEra::from(Era::mortal(LIFETIME, 0)),
		Gate::new(),
		CheckNonce::<Runtime>::from(nonce),
		CheckWeight::new(),
		CheckMetadataHash::new(false),
		WeightReclaim::new(),
	);
	let implicit = (
		(),
		VERSION.spec_version,
		VERSION.transaction_version,
		genesis,
		genesis,
		(),
		(),
		(),
		None,
		(),
	);
	let payload = SignedPayload::from_raw(call, extension, implicit);
	let signature = payload.using_encoded(|bytes| key.sign(bytes));
	let (call, extension, _) = payload.deconstruct();
	let account = AccountId32::new(key.public().0);
	UncheckedExtrinsic::new_signed(
		call,
		MultiAddress::Id(account),
		Signature::Sr25519(signature),
		extension,
	)
	.encode()
}

/// Does the same to all items, on every core.
pub fn in_parallel<T: Send, R: Send>(items: Vec<T>, one: impl Fn(T) -> R + Sync) -> Vec<R> {
	let threads = std::thread::available_parallelism().map_or(1, usize::from);
	let size = items.len().div_ceil(threads).max(1);
	let mut items = items.into_iter();
	let parts: Vec<Vec<T>> = (0..threads).map(|_| items.by_ref().take(size).collect()).collect();
	std::thread::scope(|scope| {
		let one = &one;
		let running: Vec<_> = parts
			.into_iter()
			.map(|part| scope.spawn(move || part.into_iter().map(one).collect::<Vec<_>>()))
			.collect();
		running
			.into_iter()
			.flat_map(|thread| thread.join().expect("a thread that panics ends the program"))
			.collect()
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;

	#[test]
	fn in_parallel_should_keep_the_order() {
		assert_eq!(in_parallel((0..101).collect(), |n: u32| n + 1), (1..102).collect::<Vec<_>>());
		assert_eq!(in_parallel(Vec::<u32>::new(), |n| n), Vec::<u32>::new());
	}

	#[test]
	fn transaction_should_be_one_of_the_runtime() {
		let call: RuntimeCall = frame_system::Call::remark { remark: vec![1] }.into();
		let unsigned = Unsigned { signer: Signer::Agent(1, 2), nonce: 3, call: call.clone() };
		let bytes = sign(unsigned, H256::repeat_byte(4));
		let decoded = UncheckedExtrinsic::decode(&mut &bytes[..]).expect("a transaction");
		assert_eq!(decoded.function, call);
		assert!(decoded.preamble.to_signed().is_some());
	}
}
