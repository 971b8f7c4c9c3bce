//! Where bytes may be on chain, and why each of these places says nothing of a patient.
//!
//! A new field with bytes fails the test until it stands here. First ask whether an id, a code, a
//! salted commitment or the hash of a ciphertext does. If it has to be bytes, add it under the reason
//! that holds for it, or under a new one, as the test names it: type and field, or pallet and item. A
//! place that is gone has to go here too.

/// Reasons, each with the places for which it holds.
pub const ALLOWED: &[(&str, &[&str])] = &[
	// What Salus itself keeps.
	(
		"the public name of a member, which is no person",
		&["pallet_organizations::types::Profile.name"],
	),
	(
		"opaque to the chain; the client's are made of the ciphertext's hash, and the hunt looks into \
		 them",
		&[
			"pallet_records::pallet::Call::set_custodians.locator",
			"salus_primitives::record::Pointer.locator",
		],
	),
	(
		"a key, encrypted to its recipient: of a fixed size, and random to everybody else",
		&[
			"pallet_records::pallet::Call::put_envelope.sealed",
			"salus_primitives::record::Envelope.sealed",
		],
	),
	(
		"the random salt of a commitment to a pointer, or to an entry of a log",
		&[
			"pallet_disclosures::pallet::Call::prove_entry.salt",
			"pallet_records::pallet::Call::prove.salt",
		],
	),
	(
		"the numbers of entries and emergencies, most significant byte first, so that they are listed in \
		 order",
		&[
			"Disclosures.Batches.key",
			"Disclosures.Disclosures.key",
			"Disclosures.EmergencyDisclosures.key",
			"Disclosures.OrganizationEmergencies.key",
			"Disclosures.PatientEmergencies.key",
		],
	),
	(
		"where a registry publishes a trial's texts, which everybody may read, and by which number it \
		 knows the trial",
		&[
			"salus_primitives::trial::registration::PublicText.locator",
			"salus_primitives::trial::registry_id::RegistryId.number",
		],
	),
	(
		"the random salt of a commitment to a place on a trial's allocation list",
		&["salus_primitives::trial::conduct::AllocationOpening.salt"],
	),
	(
		"who may take part in a trial by its protocol, not who does",
		&[
			"salus_primitives::trial::registration::Eligibility.maximum_age",
			"salus_primitives::trial::registration::Eligibility.minimum_age",
			"salus_primitives::trial::registration::Eligibility.sex",
		],
	),
	(
		"random ids, salted commitments, hashes of ciphertexts and of blocks; the hunt looks for bare \
		 hashes among them",
		&["primitive_types::H256.0"],
	),
	(
		"by what the network knows a machine of a member, and where it listens",
		&["salus_primitives::node::Multiaddress.0", "salus_primitives::node::PeerId.0"],
	),
	(
		"digits by which GS1 knows an organization or a place, and with which a company's keys begin",
		&["salus_primitives::gs1::keys::Gln.0", "salus_primitives::gs1::text::CompanyPrefix.0"],
	),
	(
		"the two letters of a country of ISO 3166-1; nothing else decodes",
		&["salus_primitives::codes::country::Country.0"],
	),
	(
		"digits, serials and lot numbers by which GS1 knows a thing: a product, a pack, a container, \
		 an asset, a document; not a person, whose numbers (GSRN) have no encoding",
		&[
			"salus_primitives::gs1::keys::AssetType.0",
			"salus_primitives::gs1::keys::CouponType.0",
			"salus_primitives::gs1::keys::DocumentType.0",
			"salus_primitives::gs1::keys::Gsin.0",
			"salus_primitives::gs1::keys::Gtin.0",
			"salus_primitives::gs1::keys::Sscc.0",
			"salus_primitives::gs1::text::AssetId.0",
			"salus_primitives::gs1::text::AssetSerial.0",
			"salus_primitives::gs1::text::ConsignmentId.0",
			"salus_primitives::gs1::text::CouponSerial.0",
			"salus_primitives::gs1::text::DocumentSerial.0",
			"salus_primitives::gs1::text::Extension.0",
			"salus_primitives::gs1::text::LotNumber.0",
			"salus_primitives::gs1::text::PartId.0",
			"salus_primitives::gs1::text::PartSerial.0",
			"salus_primitives::gs1::text::Serial.0",
			"salus_primitives::gs1::text::ThirdPartySerial.0",
			"salus_primitives::provenance::unit::SerialSeries.prefix",
		],
	),
	(
		"the hash of a whole EPCIS event, which names things, places and times",
		&["salus_primitives::epcis::event::EventHash.0"],
	),
	("the code of a unit of measure", &["salus_primitives::epcis::event::Unit.0"]),
	// What the SDK's pallets keep.
	(
		"keys and signatures",
		&[
			"pallet_session::pallet::Call::set_keys.proof",
			"pallet_validators::pallet::Call::set_keys.proof",
			"Session.KeyOwner.key",
			"sp_consensus_aura::sr25519::app_sr25519::Public.0",
			"sp_consensus_grandpa::app::Public.0",
			"sp_consensus_grandpa::app::Signature.0",
			"sp_core::crypto::AccountId32.0",
			"sp_core::crypto::KeyTypeId.0",
			"sp_runtime::MultiSignature::Ecdsa.0",
			"sp_runtime::MultiSignature::Ed25519.0",
			"sp_runtime::MultiSignature::Eth.0",
			"sp_runtime::MultiSignature::Sr25519.0",
			"sp_runtime::multiaddress::MultiAddress::Address20.0",
			"sp_runtime::multiaddress::MultiAddress::Address32.0",
			"sp_runtime::multiaddress::MultiAddress::Raw.0",
		],
	),
	(
		"the runtime's code and raw state, which only governance can set",
		&[
			"frame_system::LastRuntimeUpgradeInfo.spec_name",
			"frame_system::pallet::Call::apply_authorized_upgrade.code",
			"frame_system::pallet::Call::kill_prefix.prefix",
			"frame_system::pallet::Call::kill_storage.keys",
			"frame_system::pallet::Call::set_code.code",
			"frame_system::pallet::Call::set_code_without_checks.code",
			"frame_system::pallet::Call::set_storage.items",
			"MultiBlockMigrations.Historic.key",
			"pallet_migrations::ActiveCursor.inner_cursor",
			"pallet_migrations::HistoricCleanupSelector::Specific.0",
			"pallet_migrations::HistoricCleanupSelector::Wildcard.previous_cursor",
			"pallet_migrations::pallet::Call::force_set_active_cursor.inner_cursor",
			"pallet_migrations::pallet::Event::HistoricCleared.next_cursor",
		],
	),
	(
		"what motions and postponed calls are called by, and calls in full: nothing in them that the \
		 calls themselves have no room for",
		&[
			"frame_support::traits::preimages::Bounded::Inline.0",
			"pallet_multisig::pallet::Call::approve_as_multi.call_hash",
			"pallet_multisig::pallet::Call::cancel_as_multi.call_hash",
			"pallet_multisig::pallet::Call::poke_deposit.call_hash",
			"pallet_multisig::pallet::Event::DepositPoked.call_hash",
			"pallet_multisig::pallet::Event::MultisigApproval.call_hash",
			"pallet_multisig::pallet::Event::MultisigCancelled.call_hash",
			"pallet_multisig::pallet::Event::MultisigExecuted.call_hash",
			"pallet_multisig::pallet::Event::NewMultisig.call_hash",
			"pallet_preimage::pallet::Call::note_preimage.bytes",
			"pallet_scheduler::Scheduled.maybe_id",
			"pallet_scheduler::pallet::Call::cancel_named.id",
			"pallet_scheduler::pallet::Call::cancel_retry_named.id",
			"pallet_scheduler::pallet::Call::schedule_named.id",
			"pallet_scheduler::pallet::Call::schedule_named_after.id",
			"pallet_scheduler::pallet::Call::set_retry_named.id",
			"pallet_scheduler::pallet::Event::CallUnavailable.id",
			"pallet_scheduler::pallet::Event::Dispatched.id",
			"pallet_scheduler::pallet::Event::PeriodicFailed.id",
			"pallet_scheduler::pallet::Event::PermanentlyOverweight.id",
			"pallet_scheduler::pallet::Event::RetryCancelled.id",
			"pallet_scheduler::pallet::Event::RetryFailed.id",
			"pallet_scheduler::pallet::Event::RetrySet.id",
			"Multisig.Multisigs.key",
			"Preimage.PreimageFor",
			"Scheduler.Lookup.key",
		],
	),
	(
		"what validators say to each other, and when they were caught lying",
		&[
			"Offences.ConcurrentReportsIndex.key",
			"pallet_offences::pallet::Event::Offence.kind",
			"pallet_offences::pallet::Event::Offence.slot",
			"sp_runtime::generic::digest::DigestItem::Consensus.0",
			"sp_runtime::generic::digest::DigestItem::Consensus.1",
			"sp_runtime::generic::digest::DigestItem::Other.0",
			"sp_runtime::generic::digest::DigestItem::PreRuntime.0",
			"sp_runtime::generic::digest::DigestItem::PreRuntime.1",
			"sp_runtime::generic::digest::DigestItem::Seal.0",
			"sp_runtime::generic::digest::DigestItem::Seal.1",
			"sp_session::MembershipProof.trie_nodes",
		],
	),
	(
		"names of pallets and calls, which governance pauses",
		&[
			"Governance.Paused",
			"TxPause.PausedCalls.key",
			"pallet_governance::pallet::Call::pause_call.call",
			"pallet_governance::pallet::Call::pause_call.pallet",
			"pallet_governance::pallet::Call::resume_call.call",
			"pallet_governance::pallet::Call::resume_call.pallet",
			"pallet_governance::pallet::Event::CallPaused.call",
			"pallet_governance::pallet::Event::CallPaused.pallet",
			"pallet_governance::pallet::Event::CallResumed.call",
			"pallet_governance::pallet::Event::CallResumed.pallet",
			"pallet_tx_pause::pallet::Call::pause.full_name",
			"pallet_tx_pause::pallet::Call::unpause.ident",
			"pallet_tx_pause::pallet::Event::CallPaused.full_name",
			"pallet_tx_pause::pallet::Event::CallUnpaused.full_name",
		],
	),
	("the transactions of the block that is being built", &["System.ExtrinsicData"]),
	("the number of an error", &["sp_runtime::ModuleError.error"]),
	(
		"a remark: the one call by which a member may publish what it wants, under its own name",
		&[
			"frame_system::pallet::Call::remark.remark",
			"frame_system::pallet::Call::remark_with_event.remark",
		],
	),
];
