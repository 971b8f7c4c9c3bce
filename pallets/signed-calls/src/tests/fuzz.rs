//! Whatever comes in, nothing but the exact payload is accepted, and nothing panics.
//!
//! `SALUS_FUZZ_CASES` says how many cases are tried of each kind; a few hundred without it.

use super::*;
use codec::{Decode, DecodeAll, Encode};
use proptest::{prelude::*, sample::Index};
use salus_primitives::{
	signed::{call_payload, is_signed_by, wrapped_for_wallets},
	PatientId,
};
use sp_core::H256;
use sp_runtime::{AccountId32, MultiSignature};

fn cases() -> ProptestConfig {
	match std::env::var("SALUS_FUZZ_CASES") {
		Ok(cases) => {
			ProptestConfig::with_cases(cases.parse().expect("SALUS_FUZZ_CASES is a number"))
		},
		Err(_) => ProptestConfig::default(),
	}
}

/// A payload with what signs it, made once for all cases.
struct Signed {
	account: AccountId32,
	payload: Vec<u8>,
	signatures: [MultiSignature; 2],
}

thread_local! {
	static SIGNED: Vec<Signed> = externalities().execute_with(|| {
		Key::all("Ann")
			.into_iter()
			.map(|key| {
				let payload = Submission::of(&key).payload();
				let signatures = [key.sign(&payload), key.sign(&wrapped_for_wallets(&payload))];
				Signed { account: key.account(), payload, signatures }
			})
			.collect()
	});
}

/// A small change to some bytes.
#[derive(Clone, Debug)]
enum Damage {
	Flip(Index, u8),
	Cut(Index),
	Append(Vec<u8>),
	Swap(Index, Index),
	Replace(Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
	prop_oneof![
		6 => (any::<Index>(), 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
		1 => any::<Index>().prop_map(Damage::Cut),
		1 => prop::collection::vec(any::<u8>(), 1..9).prop_map(Damage::Append),
		1 => any::<(Index, Index)>().prop_map(|(one, other)| Damage::Swap(one, other)),
		1 => prop::collection::vec(any::<u8>(), 0..200).prop_map(Damage::Replace),
	]
}

fn damaged(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
	match damage {
		Damage::Flip(at, bit) => {
			let at = at.index(bytes.len());
			bytes[at] ^= 1 << bit;
		},
		Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
		Damage::Append(more) => bytes.extend(more),
		Damage::Swap(one, other) => {
			let (one, other) = (one.index(bytes.len()), other.index(bytes.len()));
			bytes.swap(one, other);
		},
		Damage::Replace(other) => bytes = other.clone(),
	}
	bytes
}

type Fields = ([u8; 32], [u8; 32], [u8; 32], Vec<u8>, u64, u64);

fn fields() -> impl Strategy<Value = Fields> {
	let call = prop::collection::vec(any::<u8>(), 0..40);
	let id = || prop_oneof![Just([0u8; 32]), any::<[u8; 32]>()];
	let number = || prop_oneof![Just(0u64), Just(u64::MAX), any::<u64>()];
	(id(), id(), id(), call, number(), number())
}

fn payload_of((genesis, patient, account, call, nonce, deadline): &Fields) -> Vec<u8> {
	let patient = PatientId::from(*patient);
	call_payload(H256(*genesis), patient, &AccountId32::new(*account), call, *nonce, *deadline)
}

/// One field of the other, the rest as it is.
fn with_one_of(base: &Fields, other: &Fields, which: usize) -> Fields {
	let mut mixed = base.clone();
	match which {
		0 => mixed.0 = other.0,
		1 => mixed.1 = other.1,
		2 => mixed.2 = other.2,
		3 => mixed.3.clone_from(&other.3),
		4 => mixed.4 = other.4,
		_ => mixed.5 = other.5,
	}
	mixed
}

proptest! {
	#![proptest_config(cases())]

	/// A payload says what it was made of, and nothing else.
	#[test]
	fn payload_should_be_equal_only_when_everything_in_it_is(
		base in fields(),
		other in fields(),
		which in 0usize..6,
	) {
		let mixed = with_one_of(&base, &other, which);
		prop_assert_eq!(payload_of(&base) == payload_of(&mixed), base == mixed);
		prop_assert_eq!(payload_of(&base) == payload_of(&other), base == other);
	}

	/// A signature is good for the bytes that it was made for.
	#[test]
	fn signature_should_be_refused_when_the_payload_is_another(
		scheme in 0usize..3,
		wrapped in 0usize..2,
		damage in damage(),
	) {
		SIGNED.with(|signed| {
			let Signed { account, payload, signatures } = &signed[scheme];
			let changed = damaged(payload.clone(), &damage);
			prop_assert_eq!(
				is_signed_by(&signatures[wrapped], &changed, account),
				changed == *payload
			);
			Ok(())
		})?;
	}

	/// A signature with any other byte is none. One exception is ECDSA's: what differs in its last
	/// byte may recover the same key, as 27 and 28 stand for 0 and 1.
	#[test]
	fn signature_should_be_refused_when_it_is_changed(
		scheme in 0usize..3,
		wrapped in 0usize..2,
		damage in damage(),
	) {
		SIGNED.with(|signed| {
			let Signed { account, payload, signatures } = &signed[scheme];
			let original = signatures[wrapped].encode();
			let changed = damaged(original.clone(), &damage);
			if let Ok(signature) = MultiSignature::decode_all(&mut &changed[..]) {
				let same = changed == original
					|| scheme == 2 && changed[..65] == original[..65];
				prop_assert!(same || !is_signed_by(&signature, payload, account));
			}
			Ok(())
		})?;
	}

	/// An account is the one that signed.
	#[test]
	fn signature_should_be_refused_when_the_account_is_another(
		scheme in 0usize..3,
		wrapped in 0usize..2,
		damage in damage(),
	) {
		SIGNED.with(|signed| {
			let Signed { account, payload, signatures } = &signed[scheme];
			let changed = damaged(account.encode(), &damage);
			if let Ok(other) = AccountId32::decode(&mut &changed[..]) {
				prop_assert_eq!(
					is_signed_by(&signatures[wrapped], payload, &other),
					other == *account
				);
			}
			Ok(())
		})?;
	}

	/// Arbitrary bytes are a call or are not, and a call that is damaged is not the same.
	#[test]
	fn call_should_decode_or_not_without_panicking(
		bytes in prop::collection::vec(any::<u8>(), 0..400),
		damage in damage(),
	) {
		let _decoded = RuntimeCall::decode(&mut &bytes[..]);
		let _with_our_index = RuntimeCall::decode(&mut &[&[1, 0], &bytes[..]].concat()[..]);
		let (account, call, signature) = SIGNED.with(|signed| {
			let Signed { account, signatures, .. } = &signed[0];
			(account.clone(), note(ANN, b"headache"), signatures[0].clone())
		});
		let submit: RuntimeCall = crate::Call::submit {
			patient: ANN,
			account,
			call: Box::new(call),
			nonce: 1,
			deadline: NOW,
			signature,
		}
		.into();
		let original = submit.encode();
		let changed = damaged(original.clone(), &damage);
		if let Ok(decoded) = RuntimeCall::decode_all(&mut &changed[..]) {
			prop_assert_eq!(decoded == submit, changed == original);
		}
	}
}
