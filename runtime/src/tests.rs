//! What holds of the runtime as a whole: thresholds, filters, presets, sizes.

mod bulk;
mod emergency;
mod governance;
mod on_behalf;
mod power;
mod validators;
#[cfg(feature = "runtime-benchmarks")]
mod weights;

use crate::{
	configs::{
		governance::{
			CouncilCollective, CouncilMajority, CouncilTwoThirds, LargerShare, TechnicalCollective,
			TechnicalTwoThirds,
		},
		health::{SponsoredLimits, Urgency},
		system::{
			CallFilter, ProxyType, RuntimeBlockWeights, MAXIMUM_BLOCK_LENGTH, NORMAL_DISPATCH_RATIO,
		},
	},
	genesis_config_presets::{get_preset, preset_names},
	AccountId, AllPalletsWithSystem, Aura, Council, Executive, Grandpa, Hash, Header, Historical,
	Organizations, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig,
	RuntimeOrigin, Session, System, TechnicalCommittee, TxExtension, UncheckedExtrinsic,
	Validators, SLOT_DURATION, VERSION,
};
use codec::{Decode, Encode, MaxEncodedLen};
use core::cmp::Ordering;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{
		BuildGenesisConfig, Contains, EnsureOrigin, InstanceFilter, PrivilegeCmp, StorageInfoTrait,
		WhitelistedStorageKeys,
	},
};
use pallet_collective::RawOrigin::Members;
use pallet_organizations::{CallClass, Classify};
use salus_primitives::codes::{BreakGlassReason, ClassSet, ReviewOutcome};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{
	generic::Era,
	traits::{Dispatchable, Header as _},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
	BuildStorage, DispatchError, MultiSignature,
};

/// The chain of a preset, before its first block.
fn preset_ext(name: &str) -> sp_io::TestExternalities {
	let mut ext = sp_io::TestExternalities::default();
	ext.execute_with(|| {
		let patch = get_preset(&PresetId::from(name)).expect("the preset exists");
		let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("JSON");
		merge(&mut config, serde_json::from_slice(&patch).expect("JSON"));
		let config: RuntimeGenesisConfig = serde_json::from_value(config).expect("a genesis");
		config.build();
	});
	ext
}

/// Lays a patch over a value, as the chain specification does.
fn merge(value: &mut serde_json::Value, patch: serde_json::Value) {
	match (value, patch) {
		(serde_json::Value::Object(value), serde_json::Value::Object(patch)) => {
			for (key, patch) in patch {
				merge(value.entry(key).or_insert(serde_json::Value::Null), patch);
			}
		},
		(value, patch) => *value = patch,
	}
}

/// The chain of a preset in its first block.
fn begun(name: &str) -> sp_io::TestExternalities {
	let mut ext = preset_ext(name);
	ext.execute_with(|| {
		begin_block(1, 1);
		pallet_timestamp::Now::<Runtime>::put(SLOT_DURATION);
	});
	ext
}

/// Begins a block in this slot, with all that pallets do at that time.
fn begin_block(number: u32, slot: u64) {
	let digest = sp_runtime::Digest {
		logs: vec![sp_runtime::DigestItem::PreRuntime(
			sp_consensus_aura::AURA_ENGINE_ID,
			sp_consensus_aura::Slot::from(slot).encode(),
		)],
	};
	Executive::initialize_block(&Header::new(
		number,
		Hash::default(),
		Hash::default(),
		System::parent_hash(),
		digest,
	));
}

/// The development chain in its first block.
fn dev_ext() -> sp_io::TestExternalities {
	begun(DEV_RUNTIME_PRESET)
}

/// The chain with four validators and four seats in its first block.
fn local_ext() -> sp_io::TestExternalities {
	begun(LOCAL_TESTNET_RUNTIME_PRESET)
}

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn council(ayes: u32, seats: u32) -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, CouncilCollective>::Members(ayes, seats).into()
}

fn committee(ayes: u32, seats: u32) -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, TechnicalCollective>::Members(ayes, seats).into()
}

fn passes<Origin: EnsureOrigin<RuntimeOrigin>>(origin: RuntimeOrigin) -> bool {
	Origin::try_origin(origin).is_ok()
}

// Thresholds, on both sides.

#[test]
fn council_majority_should_need_more_than_half() {
	for (ayes, seats, expected) in [
		(1, 1, true),
		(0, 1, false),
		(1, 2, false),
		(2, 2, true),
		(2, 3, true),
		(2, 4, false),
		(3, 4, true),
		(2, 5, false),
		(3, 5, true),
	] {
		assert_eq!(passes::<CouncilMajority>(council(ayes, seats)), expected, "{ayes}/{seats}");
	}
}

#[test]
fn council_two_thirds_should_need_two_thirds() {
	for (ayes, seats, expected) in [
		(1, 1, true),
		(1, 2, false),
		(2, 2, true),
		(2, 3, true),
		(1, 3, false),
		(2, 4, false),
		(3, 4, true),
		(3, 5, false),
		(4, 5, true),
		(4, 6, true),
		(3, 6, false),
	] {
		assert_eq!(passes::<CouncilTwoThirds>(council(ayes, seats)), expected, "{ayes}/{seats}");
	}
}

#[test]
fn technical_two_thirds_should_need_two_thirds() {
	for (ayes, seats, expected) in [(1, 1, true), (2, 3, true), (1, 3, false), (2, 4, false)] {
		assert_eq!(
			passes::<TechnicalTwoThirds>(committee(ayes, seats)),
			expected,
			"{ayes}/{seats}"
		);
	}
}

#[test]
fn origins_should_take_root_and_not_each_other() {
	let root = RuntimeOrigin::root;
	assert!(passes::<CouncilMajority>(root()));
	assert!(passes::<CouncilTwoThirds>(root()));
	assert!(passes::<TechnicalTwoThirds>(root()));
	let signed = || RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
	for stranger in [signed(), RuntimeOrigin::none(), committee(3, 3)] {
		assert!(!passes::<CouncilMajority>(stranger.clone()), "{stranger:?}");
		assert!(!passes::<CouncilTwoThirds>(stranger.clone()), "{stranger:?}");
	}
	for stranger in [signed(), RuntimeOrigin::none(), council(3, 3)] {
		assert!(!passes::<TechnicalTwoThirds>(stranger.clone()), "{stranger:?}");
	}
}

#[test]
fn larger_share_should_compare_votes_of_one_collective_only() {
	let council = |ayes, seats| OriginCaller::Council(Members(ayes, seats));
	let committee = |ayes, seats| OriginCaller::TechnicalCommittee(Members(ayes, seats));
	let root = OriginCaller::system(frame_system::RawOrigin::Root);
	let compare =
		|left: &OriginCaller, right: &OriginCaller| LargerShare::cmp_privilege(left, right);
	assert_eq!(compare(&root, &council(5, 5)), Some(Ordering::Greater));
	assert_eq!(compare(&council(5, 5), &root), Some(Ordering::Less));
	assert_eq!(compare(&council(3, 5), &council(2, 4)), Some(Ordering::Greater));
	assert_eq!(compare(&council(2, 4), &council(3, 6)), Some(Ordering::Equal));
	assert_eq!(compare(&council(2, 5), &council(3, 5)), Some(Ordering::Less));
	assert_eq!(compare(&council(5, 5), &committee(1, 5)), None);
}

// The chain.

#[test]
fn version_should_name_salus_and_apply_new_code_at_once() {
	assert_eq!(VERSION.spec_name, "salus");
	assert_eq!(VERSION.system_version, 2);
}

#[test]
fn block_should_keep_room_for_governance() {
	let weights = RuntimeBlockWeights::get();
	let normal = weights.get(DispatchClass::Normal).max_total.expect("a limit");
	assert_eq!(normal, NORMAL_DISPATCH_RATIO * weights.max_block);
	assert!(normal.ref_time() <= weights.max_block.ref_time() / 10 * 9);
	let reserved = weights.get(DispatchClass::Operational).reserved.expect("a reserve");
	assert_eq!(normal.ref_time() + reserved.ref_time(), weights.max_block.ref_time());
	assert_eq!(MAXIMUM_BLOCK_LENGTH, 5 << 20);
}

#[test]
fn pallets_should_state_the_size_of_what_they_store() {
	// Whatever is stored without a bound makes this fail while compiling, or is one of the SDK's
	// pallets that say so.
	let info = AllPalletsWithSystem::storage_info();
	for pallet in [
		"Validators",
		"Organizations",
		"Patients",
		"Records",
		"Consents",
		"Disclosures",
		"SignedCalls",
		"Provenance",
		"Trials",
		"Nodes",
	] {
		let unbounded: Vec<_> = info
			.iter()
			.filter(|entry| entry.pallet_name == pallet.as_bytes() && entry.max_size.is_none())
			.map(|entry| String::from_utf8_lossy(&entry.storage_name).into_owned())
			.collect();
		assert!(unbounded.is_empty(), "{pallet}: {unbounded:?}");
	}
	assert!(!AllPalletsWithSystem::whitelisted_storage_keys().is_empty());
}

#[test]
fn call_should_stay_small() {
	// Every call that is built, queued or scheduled takes this much memory at least.
	assert!(core::mem::size_of::<RuntimeCall>() <= 512, "{}", core::mem::size_of::<RuntimeCall>());
	assert!(ProxyType::max_encoded_len() == 1);
}

#[test]
fn purge_keys_of_the_session_should_be_filtered() {
	let purge = RuntimeCall::Session(pallet_session::Call::purge_keys {});
	assert!(!CallFilter::contains(&purge));
	assert!(CallFilter::contains(&RuntimeCall::Validators(pallet_validators::Call::purge_keys {})));
	dev_ext().execute_with(|| {
		let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
		let refused = purge.dispatch(alice).expect_err("filtered").error;
		assert_eq!(refused, frame_system::Error::<Runtime>::CallFiltered.into());
	});
}

#[test]
fn proxies_should_do_what_their_type_says() {
	let propose = RuntimeCall::Council(pallet_collective::Call::vote {
		proposal: Hash::default(),
		index: 0,
		approve: true,
	});
	let purge_keys = RuntimeCall::Validators(pallet_validators::Call::purge_keys {});
	let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
	let add_proxy = RuntimeCall::Proxy(pallet_proxy::Call::remove_proxies {});
	for (proxy, governance, validation, other, proxies) in [
		(ProxyType::Any, true, true, true, true),
		(ProxyType::Governance, true, false, false, false),
		(ProxyType::Validation, false, true, false, false),
		(ProxyType::Health, false, false, true, false),
	] {
		assert_eq!(proxy.filter(&propose), governance, "{proxy:?}");
		assert_eq!(proxy.filter(&purge_keys), validation, "{proxy:?}");
		assert_eq!(proxy.filter(&remark), other, "{proxy:?}");
		assert_eq!(proxy.filter(&add_proxy), proxies, "{proxy:?}");
	}
}

#[test]
fn governance_should_be_more_urgent_than_the_rest() {
	let vote = RuntimeCall::Council(pallet_collective::Call::vote {
		proposal: Hash::default(),
		index: 0,
		approve: true,
	});
	let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
	let batch = RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![vote.clone()] });
	assert_eq!(Urgency::class(&vote), CallClass::Governance);
	assert_eq!(Urgency::class(&remark), CallClass::Routine);
	assert_eq!(Urgency::class(&batch), CallClass::Routine);
}

#[test]
fn emergencies_should_be_more_urgent_than_what_is_logged_of_them() {
	let break_glass = RuntimeCall::Disclosures(pallet_disclosures::Call::break_glass {
		patient: Default::default(),
		reason: BreakGlassReason::LifeThreat,
		classes: ClassSet::ALL,
		lasts: None,
	});
	let review = RuntimeCall::Disclosures(pallet_disclosures::Call::review_emergency {
		emergency: Default::default(),
		outcome: ReviewOutcome::Justified,
		note: Hash::default(),
	});
	assert_eq!(Urgency::class(&break_glass), CallClass::Safety);
	assert_eq!(Urgency::class(&review), CallClass::Routine);
}

// Presets.

fn members<Collective: 'static>() -> Vec<AccountId>
where
	Runtime: pallet_collective::Config<Collective>,
{
	pallet_collective::Members::<Runtime, Collective>::get().to_vec()
}

#[test]
fn presets_should_all_exist() {
	for name in preset_names() {
		assert!(get_preset(&name).is_some(), "{name}");
	}
	assert!(get_preset(&PresetId::from("unheard of")).is_none());
}

#[test]
fn development_should_begin_with_one_validator_and_one_seat() {
	preset_ext(DEV_RUNTIME_PRESET).execute_with(|| {
		let alice = Sr25519Keyring::Alice.to_account_id();
		assert_eq!(Session::validators(), core::slice::from_ref(&alice));
		assert_eq!(members::<CouncilCollective>(), [alice]);
		assert_eq!(Aura::authorities_len(), 1);
		assert_eq!(Grandpa::grandpa_authorities().len(), 1);
		assert_eq!(Organizations::list(Default::default(), 10).len(), 5);
	});
}

#[test]
fn local_testnet_should_begin_with_four_validators_and_four_seats() {
	preset_ext(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		assert_eq!(Session::validators().len(), 4);
		assert_eq!(members::<CouncilCollective>().len(), 4);
		assert_eq!(members::<TechnicalCollective>().len(), 4);
		assert_eq!(Aura::authorities_len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
	});
}

#[test]
fn default_genesis_should_build() {
	RuntimeGenesisConfig::default().build_storage().expect("an empty chain");
}

// Motions.

/// What a seat's holder submits to pass `call` with its vote alone.
fn motion(call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Council(pallet_collective::Call::propose {
		threshold: 1,
		length_bound: call.encoded_size() as u32,
		proposal: Box::new(call),
	})
}

#[test]
fn one_vote_should_pass_a_motion_when_there_is_one_seat() {
	dev_ext().execute_with(|| {
		let bob = Sr25519Keyring::Bob.to_account_id();
		let heap_pages = RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 64 });
		let enact =
			RuntimeCall::Governance(pallet_governance::Call::enact { call: Box::new(heap_pages) });
		assert_noop!(
			Council::propose(
				RuntimeOrigin::signed(bob),
				1,
				Box::new(enact.clone()),
				enact.encoded_size() as u32
			),
			pallet_collective::Error::<Runtime, CouncilCollective>::NotMember
		);
		assert_ok!(
			motion(enact).dispatch(RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id()))
		);
		System::assert_has_event(RuntimeEvent::Governance(pallet_governance::Event::Enacted {
			result: Ok(()),
		}));
		assert!(sp_io::storage::get(b":heappages").is_some());
	});
}

#[test]
fn technical_committee_should_be_set_by_the_council_and_not_by_itself() {
	dev_ext().execute_with(|| {
		let bob = Sr25519Keyring::Bob.to_account_id();
		assert_noop!(
			TechnicalCommittee::set_members(committee(1, 1), vec![bob.clone()], None, 1),
			DispatchError::BadOrigin
		);
		assert_ok!(TechnicalCommittee::set_members(council(1, 1), vec![bob.clone()], None, 1));
		assert!(TechnicalCommittee::is_member(&bob));
	});
}

#[test]
fn preimages_should_be_noted_by_seat_holders_only() {
	dev_ext().execute_with(|| {
		let note = |who: Sr25519Keyring| {
			crate::Preimage::note_preimage(
				RuntimeOrigin::signed(who.to_account_id()),
				who.to_raw_public_vec(),
			)
		};
		assert_noop!(note(Sr25519Keyring::Bob), DispatchError::BadOrigin);
		assert_ok!(note(Sr25519Keyring::Alice));
	});
}

// The gate in its place among the extensions.

/// A transaction of `who`.
fn transaction(who: Sr25519Keyring, call: RuntimeCall, nonce: u32) -> UncheckedExtrinsic {
	let extension: TxExtension = (
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		pallet_organizations::Gate::new(),
		pallet_organizations::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let payload = crate::SignedPayload::new(call.clone(), extension.clone()).expect("a payload");
	let signature = payload.using_encoded(|payload| who.sign(payload));
	UncheckedExtrinsic::new_signed(
		call,
		who.to_account_id().into(),
		MultiSignature::from(signature),
		extension,
	)
}

#[test]
fn stranger_should_be_refused_as_a_stranger_whatever_its_nonce() {
	dev_ext().execute_with(|| {
		for nonce in [0, 1, 100] {
			let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
			let transaction = transaction(Sr25519Keyring::Two, remark, nonce);
			assert_eq!(
				Executive::validate_transaction(
					TransactionSource::External,
					transaction,
					Hash::default()
				),
				Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(
					pallet_organizations::gate::Refusal::Stranger as u8
				)))
			);
		}
	});
}

#[test]
fn member_should_be_let_in() {
	dev_ext().execute_with(|| {
		let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
		let transaction = transaction(Sr25519Keyring::Bob, remark, 0);
		let valid = Executive::validate_transaction(
			TransactionSource::External,
			transaction,
			Hash::default(),
		);
		assert_ok!(valid);
	});
}

#[test]
fn extensions_should_be_called_what_wallets_know() {
	use sp_runtime::traits::TransactionExtension;
	let names: Vec<_> = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
		.into_iter()
		.map(|extension| extension.identifier)
		.collect();
	assert_eq!(
		names,
		[
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"Gate",
			"CheckNonce",
			"CheckWeight",
			"CheckMetadataHash",
			"WeightReclaim",
		]
	);
}

#[test]
fn patients_should_be_able_to_make_their_calls() {
	// A call that is heavier than a patient's whole allowance could never be made.
	let grant = |call: RuntimeCall| {
		let needed = call.get_dispatch_info().call_weight.ref_time();
		let capacity = SponsoredLimits::get().capacity;
		assert!(needed <= capacity / 8 * 7, "{call:?} needs {needed} of {capacity}");
	};
	let (patient, consent) = (Default::default(), Default::default());
	for call in [
		pallet_consents::Call::revoke { patient, consent },
		pallet_consents::Call::suspend { patient, consent },
		pallet_consents::Call::resume { patient, consent },
		pallet_consents::Call::mark_entered_in_error { patient, consent },
		pallet_consents::Call::accept { patient, consent, terms_hash: Default::default() },
	] {
		grant(RuntimeCall::Consents(call));
	}
	grant(RuntimeCall::Patients(pallet_patients::Call::erase { patient: Default::default() }));
	grant(RuntimeCall::Disclosures(pallet_disclosures::Call::complain {
		emergency: Default::default(),
	}));
	grant(RuntimeCall::Patients(pallet_patients::Call::revoke_representative {
		patient: Default::default(),
		representative: AccountId::new([0; 32]),
	}));
}
