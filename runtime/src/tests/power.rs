//! Nobody has the power of root by itself: every call of the runtime is made by every kind of account,
//! with a call in each place that takes one which leaves a mark if it ever runs as root.

use super::*;
use codec::Compact;
use frame_support::storage::{with_transaction, TransactionOutcome};
use scale_info::{form::PortableForm, PortableRegistry, TypeDef, TypeDefPrimitive};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve, Ferdie};

const MARK: &[u8] = b"root was here";

/// A call that only root can make.
fn mark() -> RuntimeCall {
	let items = vec![(MARK.to_vec(), vec![1])];
	RuntimeCall::System(frame_system::Call::set_storage { items })
}

/// The same by the council's way.
fn enacted() -> RuntimeCall {
	RuntimeCall::Governance(pallet_governance::Call::enact { call: Box::new(mark()) })
}

/// Makes up calls from their types: every account is the caller's, every call is the one to smuggle
/// in, bounds are wide, and what is counted is one.
struct Inventor {
	types: PortableRegistry,
	/// The type of a call.
	call: u32,
	caller: AccountId,
	smuggled: Vec<u8>,
}

impl Inventor {
	fn new(caller: AccountId, smuggled: RuntimeCall) -> Self {
		let mut registry = scale_info::Registry::new();
		let call = registry.register_type(&scale_info::meta_type::<RuntimeCall>()).id;
		Self { types: registry.into(), call, caller, smuggled: smuggled.encode() }
	}

	/// Every call, as `Pallet.call` and its bytes.
	fn calls(&self) -> Vec<(String, Vec<u8>)> {
		let mut calls = Vec::new();
		for pallet in self.variants(self.call) {
			let inner = pallet.fields.first().expect("a pallet's calls").ty.id;
			for call in self.variants(inner) {
				let mut bytes = vec![pallet.index, call.index];
				for field in &call.fields {
					let name = field.name.clone().unwrap_or_default();
					self.invent(field.ty.id, &name, &mut bytes, 0);
				}
				calls.push((format!("{}.{}", pallet.name, call.name), bytes));
			}
		}
		calls
	}

	fn variants(&self, ty: u32) -> &[scale_info::Variant<PortableForm>] {
		match &self.types.resolve(ty).expect("a registered type").type_def {
			TypeDef::Variant(variants) => &variants.variants,
			_ => panic!("calls are enums"),
		}
	}

	fn invent(&self, ty: u32, name: &str, bytes: &mut Vec<u8>, depth: u32) {
		if ty == self.call {
			return bytes.extend(&self.smuggled);
		}
		let resolved = self.types.resolve(ty).expect("a registered type");
		if resolved.path.segments.last().is_some_and(|last| last == "AccountId32") {
			return self.caller.encode_to(bytes);
		}
		match &resolved.type_def {
			TypeDef::Composite(composite) => {
				for field in &composite.fields {
					let name = field.name.as_deref().unwrap_or(name);
					self.invent(field.ty.id, name, bytes, depth + 1);
				}
			},
			TypeDef::Variant(variants) => {
				// `Some` before `None`, so that nothing is left out; else the first, which is
				// root where an origin is asked for. What goes on for ever has to end.
				let is_some = |variant: &&scale_info::Variant<PortableForm>| variant.name == "Some";
				let some = variants.variants.iter().find(is_some).filter(|_| depth < 16);
				let Some(variant) = some.or(variants.variants.first()) else { return };
				bytes.push(variant.index);
				for field in &variant.fields {
					self.invent(field.ty.id, name, bytes, depth + 1);
				}
			},
			TypeDef::Sequence(sequence) if depth < 16 => {
				Compact(1u32).encode_to(bytes);
				self.invent(sequence.type_param.id, name, bytes, depth + 1);
			},
			TypeDef::Sequence(_) => Compact(0u32).encode_to(bytes),
			TypeDef::Array(array) => {
				for _ in 0..array.len {
					self.invent(array.type_param.id, name, bytes, depth + 1);
				}
			},
			TypeDef::Tuple(tuple) => {
				for field in &tuple.fields {
					self.invent(field.id, name, bytes, depth + 1);
				}
			},
			TypeDef::Compact(_) => Compact(number(name) as u32).encode_to(bytes),
			TypeDef::Primitive(primitive) => {
				let number = number(name);
				match primitive {
					TypeDefPrimitive::Bool => true.encode_to(bytes),
					TypeDefPrimitive::U8 | TypeDefPrimitive::I8 => bytes.push(1),
					TypeDefPrimitive::U16 | TypeDefPrimitive::I16 => 1u16.encode_to(bytes),
					TypeDefPrimitive::U64 | TypeDefPrimitive::I64 => number.encode_to(bytes),
					TypeDefPrimitive::U128 | TypeDefPrimitive::I128 => {
						u128::from(number).encode_to(bytes)
					},
					TypeDefPrimitive::Str => "one".encode_to(bytes),
					_ => (number as u32).encode_to(bytes),
				}
			},
			TypeDef::BitSequence(_) => Compact(0u32).encode_to(bytes),
		}
	}
}

/// A number by this name: large for bounds, which nothing shall fail by, and one for the rest.
fn number(name: &str) -> u64 {
	if ["bound", "weight", "ref_time", "proof_size"].iter().any(|word| name.contains(word)) {
		1_000_000_000
	} else {
		1
	}
}

/// By which calls, made by `caller`, something ran as root. Says too which calls can't be made up.
fn ways_to_root(caller: Sr25519Keyring, smuggled: RuntimeCall) -> (Vec<String>, Vec<String>) {
	let (mut ways, mut unreadable) = (Vec::new(), Vec::new());
	for (name, bytes) in Inventor::new(caller.to_account_id(), smuggled).calls() {
		let Ok(call) = RuntimeCall::decode(&mut &bytes[..]) else {
			unreadable.push(name);
			continue;
		};
		let marked = with_transaction(|| {
			// Refused or not: what counts is what it did.
			call.dispatch(RuntimeOrigin::signed(caller.to_account_id())).ok();
			let marked = sp_io::storage::get(MARK).is_some();
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(marked))
		});
		if marked.expect("rolled back") {
			ways.push(name);
		}
	}
	(ways, unreadable)
}

#[test]
fn nobody_should_reach_root_alone_when_there_are_four_seats() {
	local_ext().execute_with(|| {
		// With a seat; as an agent without one; as a patient.
		for caller in [Alice, Bob, Eve, Ferdie] {
			for smuggled in [mark(), enacted()] {
				let (ways, _) = ways_to_root(caller, smuggled);
				assert_eq!(ways, Vec::<String>::new(), "{caller:?}");
			}
		}
	});
}

#[test]
fn only_way_to_root_should_be_the_council_when_one_seat_is_all_of_it() {
	// It also shows that the walk finds a way where there is one.
	dev_ext().execute_with(|| {
		assert_eq!(ways_to_root(Alice, enacted()).0, ["Council.propose"]);
		assert_eq!(ways_to_root(Alice, mark()).0, Vec::<String>::new());
		assert_eq!(ways_to_root(Bob, enacted()).0, Vec::<String>::new());
	});
}

#[test]
fn walk_should_leave_out_no_call_that_takes_another() {
	local_ext().execute_with(|| {
		let (_, unreadable) = ways_to_root(Alice, mark());
		let all = Inventor::new(Alice.to_account_id(), mark()).calls();
		// Calls with identifiers that have check digits or forms of their own can't be made up. None
		// of them holds a call.
		let marked = mark().encode();
		let holds_a_call =
			|bytes: &[u8]| bytes.windows(marked.len()).any(|window| window == marked);
		let left_out: Vec<_> = all
			.iter()
			.filter(|(name, bytes)| unreadable.contains(name) && holds_a_call(bytes))
			.map(|(name, _)| name)
			.collect();
		assert!(left_out.is_empty(), "{left_out:?}");
		assert!(unreadable.len() * 2 < all.len(), "{} of {}", unreadable.len(), all.len());
		let wrappers = all.iter().filter(|(_, bytes)| holds_a_call(bytes)).count();
		assert!(wrappers >= 20, "{wrappers} calls take others");
	});
}

#[test]
fn runtime_should_have_no_pallet_that_gives_an_account_root() {
	use frame_support::traits::GetCallMetadata;
	for pallet in RuntimeCall::get_module_names() {
		assert!(!pallet.to_lowercase().contains("sudo"), "{pallet}");
	}
}
