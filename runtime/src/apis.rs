//! What the node may ask of the runtime.

use super::{
	bulk, AccountId, Aura, Block, Consents, Disclosures, Executive, Grandpa, Historical,
	InherentDataExt, Moment, Nodes, Nonce, Organizations, Patients, Provenance, Records, Runtime,
	RuntimeGenesisConfig, SessionKeys, SignedCalls, System, Trials, Validators, VERSION,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::KeyOwnerProofSystem,
};
use pallet_grandpa::AuthorityId as GrandpaId;
use salus_primitives::{
	api::{Applied, MAX_PAGE},
	consent::{ConsentInfo, ConsentPage, Decision, DefaultPolicy, RecallKey, RecallPage, Request},
	disclosure::{
		DisclosureInfo, DisclosurePage, GapReport, LogBatchInfo, LogBatchPage, LogInclusion,
	},
	emergency::{BreakGlassSuspension, EmergencyId, EmergencyInfo, EmergencyPage},
	epcis::EventHash,
	gs1::{Epc, Gln, Gtin, LotNumber},
	merkle::InclusionProof,
	node::{NodePage, PeerId},
	organization::{AllowanceInfo, MembershipInfo, OrganizationInfo},
	patient::{AppointmentInfo, PatientInfo, RepresentativeInfo},
	provenance::{
		CapturedEventInfo, ContentsPage, DutyPage, EventNumber, InvestigationPage, LotInfo,
		LotPage, ProductInfo, TraceDirection, TracePage, TraceWindow, UnitInfo, Verification,
		VerifyQuery,
	},
	record::{Batch, EnvelopeInfo, Inclusion, Record, RecordPage},
	traits::AccessControl,
	trial::{
		AllocationListPage, AnchorPage, AuditPage, CertificatePage, Comparison, DataPoint,
		FollowUpPage, ParticipantInfo, ParticipantPage, ProtocolVersion, RegistryId, ResultsInfo,
		SafetyReportPage, SiteInfo, TrialInfo, TrialPage,
	},
	validator::{ValidatorInfo, ValidatorsStatus},
	BatchId, ConsentId, OrganizationId, ParticipantId, PatientId, Period, RecordId, TrialId,
};
use sp_api::impl_runtime_apis;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata, H256};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode, OpaqueExtrinsic, Weight,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(
			data: sp_inherents::InherentData,
		) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			transaction: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, transaction, block_hash)
		}
	}

	impl salus_primitives::api::BulkApi<Block> for Runtime {
		fn apply_extrinsics(extrinsics: Vec<OpaqueExtrinsic>, enough: Weight) -> Applied {
			bulk::apply(extrinsics, enough)
		}

		fn validate_transactions(
			transactions: Vec<(TransactionSource, OpaqueExtrinsic)>,
			block_hash: <Block as BlockT>::Hash,
		) -> Vec<Option<TransactionValidity>> {
			bulk::validate(transactions, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			authority_id: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
				.map(|proof| proof.encode())
				.map(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl salus_primitives::api::OrganizationsApi<Block, AccountId> for Runtime {
		fn organizations(from: OrganizationId, limit: u32) -> Vec<OrganizationInfo<AccountId>> {
			Organizations::list(from, limit.min(MAX_PAGE))
		}

		fn organization(id: OrganizationId) -> Option<OrganizationInfo<AccountId>> {
			Organizations::info(id)
		}

		fn membership(who: AccountId) -> Option<MembershipInfo> {
			Organizations::membership(&who)
		}

		fn allowance(who: AccountId) -> Option<AllowanceInfo> {
			Organizations::allowance(&who)
		}

		fn allowance_of(organization: OrganizationId) -> Option<AllowanceInfo> {
			Organizations::allowance_of(organization)
		}
	}

	impl salus_primitives::api::PatientsApi<Block, AccountId> for Runtime {
		fn patient(id: PatientId) -> Option<PatientInfo<AccountId>> {
			Patients::info(id)
		}

		fn patient_of(controller: AccountId) -> Option<PatientId> {
			Patients::patient_of(&controller)
		}

		fn attested_by(id: PatientId, commitment: H256) -> Option<OrganizationId> {
			Patients::attested_by(id, commitment)
		}

		fn representatives(id: PatientId) -> Vec<RepresentativeInfo<AccountId>> {
			Patients::representatives(id)
		}

		fn appointment(id: PatientId) -> Option<AppointmentInfo<AccountId>> {
			Patients::appointment(id)
		}

		fn objection_period() -> Moment {
			Patients::objection_period()
		}
	}

	impl salus_primitives::api::SignedCallsApi<Block, AccountId> for Runtime {
		fn last_nonce(account: AccountId) -> Option<u64> {
			SignedCalls::last_nonce(&account)
		}
	}

	impl salus_primitives::api::RecordsApi<Block, AccountId> for Runtime {
		fn record(patient: PatientId, record: RecordId) -> Option<Record<AccountId>> {
			Records::record(patient, record)
		}

		fn version(patient: PatientId, record: RecordId, version: u32) -> Option<Record<AccountId>> {
			Records::version(patient, record, version)
		}

		fn records(patient: PatientId, from: Option<RecordId>, limit: u32) -> RecordPage<AccountId> {
			Records::list(patient, from, limit.min(MAX_PAGE))
		}

		fn batch(batch: BatchId) -> Option<Batch<AccountId>> {
			Records::batch(batch)
		}

		fn verify(batch: BatchId, commitment: H256, proof: InclusionProof) -> Option<Inclusion> {
			Records::verify(batch, commitment, proof)
		}

		fn envelopes(patient: PatientId, recipient: OrganizationId) -> Vec<EnvelopeInfo> {
			Records::envelopes(patient, recipient)
		}

		fn epoch(patient: PatientId) -> u32 {
			Records::epoch(patient)
		}
	}

	impl salus_primitives::api::ConsentsApi<Block, AccountId> for Runtime {
		fn decide(patient: PatientId, request: Request<AccountId>) -> Decision {
			<Consents as AccessControl<AccountId>>::decide(patient, &request)
		}

		fn consent(patient: PatientId, consent: ConsentId) -> Option<ConsentInfo<AccountId>> {
			Consents::info(patient, consent)
		}

		fn version(
			patient: PatientId,
			consent: ConsentId,
			version: u32,
		) -> Option<ConsentInfo<AccountId>> {
			Consents::version(patient, consent, version)
		}

		fn consents(
			patient: PatientId,
			from: Option<ConsentId>,
			limit: u32,
		) -> ConsentPage<AccountId> {
			Consents::list(patient, from, limit.min(MAX_PAGE))
		}

		fn default_policy() -> DefaultPolicy {
			Consents::default_policy()
		}

		fn consent_epoch(patient: PatientId) -> u32 {
			Consents::epoch(patient)
		}

		fn recalls(patient: PatientId, from: Option<RecallKey>, limit: u32) -> RecallPage {
			Consents::recalls(patient, from, limit.min(MAX_PAGE))
		}

		fn recalls_of(
			organization: OrganizationId,
			from: Option<RecallKey>,
			limit: u32,
		) -> RecallPage {
			Consents::recalls_of(organization, from, limit.min(MAX_PAGE))
		}
	}

	impl salus_primitives::api::DisclosuresApi<Block, AccountId> for Runtime {
		fn accounting(
			patient: PatientId,
			period: Period,
			from: Option<u64>,
			limit: u32,
		) -> DisclosurePage<AccountId> {
			Disclosures::accounting(patient, period, from, limit.min(MAX_PAGE))
		}

		fn disclosure(
			organization: OrganizationId,
			sequence: u64,
		) -> Option<DisclosureInfo<AccountId>> {
			Disclosures::disclosure(organization, sequence)
		}

		fn disclosures(
			organization: OrganizationId,
			from: Option<u64>,
			limit: u32,
		) -> DisclosurePage<AccountId> {
			Disclosures::disclosures(organization, from, limit.min(MAX_PAGE))
		}

		fn log_batch(organization: OrganizationId, first: u64) -> Option<LogBatchInfo<AccountId>> {
			Disclosures::log_batch(organization, first)
		}

		fn log_batches(
			organization: OrganizationId,
			from: Option<u64>,
			limit: u32,
		) -> LogBatchPage<AccountId> {
			Disclosures::log_batches(organization, from, limit.min(MAX_PAGE))
		}

		fn gaps(organization: OrganizationId) -> GapReport {
			Disclosures::gaps(organization)
		}

		fn verify_entry(
			organization: OrganizationId,
			first: u64,
			commitment: H256,
			proof: InclusionProof,
		) -> Option<LogInclusion> {
			Disclosures::verify_entry(organization, first, commitment, proof)
		}

		fn emergency(id: EmergencyId) -> Option<EmergencyInfo<AccountId>> {
			Disclosures::emergency(id)
		}

		fn open_emergency(
			patient: PatientId,
			agent: AccountId,
		) -> Option<EmergencyInfo<AccountId>> {
			Disclosures::open_emergency(patient, &agent)
		}

		fn emergencies_of_patient(
			patient: PatientId,
			from: Option<EmergencyId>,
			limit: u32,
		) -> EmergencyPage<AccountId> {
			Disclosures::emergencies_of_patient(patient, from, limit.min(MAX_PAGE))
		}

		fn emergencies_of_organization(
			organization: OrganizationId,
			from: Option<EmergencyId>,
			limit: u32,
		) -> EmergencyPage<AccountId> {
			Disclosures::emergencies_of_organization(organization, from, limit.min(MAX_PAGE))
		}

		fn overdue_emergencies(from: Option<EmergencyId>, limit: u32) -> EmergencyPage<AccountId> {
			Disclosures::overdue_emergencies(from, limit.min(MAX_PAGE))
		}

		fn emergency_disclosures(
			id: EmergencyId,
			from: Option<u64>,
			limit: u32,
		) -> DisclosurePage<AccountId> {
			Disclosures::emergency_disclosures(id, from, limit.min(MAX_PAGE))
		}

		fn break_glass_suspension(organization: OrganizationId) -> Option<BreakGlassSuspension> {
			Disclosures::break_glass_suspension(organization)
		}
	}

	impl salus_primitives::api::ProvenanceApi<Block> for Runtime {
		fn verify(query: VerifyQuery) -> Verification {
			Provenance::verify(&query)
		}

		fn unit(unit: Epc) -> Option<UnitInfo> {
			Provenance::unit(unit)
		}

		fn trace(
			unit: Epc,
			direction: TraceDirection,
			next: Vec<TraceWindow>,
			limit: u32,
		) -> TracePage {
			let next = if next.is_empty() { Provenance::trace_start(unit) } else { next };
			Provenance::trace(next, direction, limit.min(MAX_PAGE))
		}

		fn product(gtin: Gtin) -> Option<ProductInfo> {
			Provenance::product(gtin)
		}

		fn location(gln: Gln) -> Option<OrganizationId> {
			Provenance::location(gln)
		}

		fn lot(gtin: Gtin, lot: LotNumber) -> Option<LotInfo> {
			Provenance::lot(gtin, lot)
		}

		fn lot_units(gtin: Gtin, lot: LotNumber, from: u32, limit: u32) -> Option<LotPage> {
			Provenance::lot_units(gtin, lot, from, limit.min(MAX_PAGE))
		}

		fn contents(container: Epc, from: Option<Epc>, limit: u32) -> ContentsPage {
			Provenance::contents(container, from, limit.min(MAX_PAGE))
		}

		fn event(hash: EventHash) -> Option<CapturedEventInfo> {
			Provenance::event(hash)
		}

		fn events(from: EventNumber, limit: u32) -> Vec<CapturedEventInfo> {
			Provenance::events(from, limit.min(MAX_PAGE))
		}

		fn investigations(from: u64, late: bool, limit: u32) -> InvestigationPage {
			Provenance::investigations(from, late, limit.min(MAX_PAGE))
		}

		fn recall_duties(
			gtin: Gtin,
			lot: LotNumber,
			from: Option<OrganizationId>,
			limit: u32,
		) -> DutyPage {
			Provenance::recall_duties(gtin, lot, from, limit.min(MAX_PAGE))
		}
	}

	impl salus_primitives::api::ValidatorsApi<Block, AccountId> for Runtime {
		fn validators() -> Vec<ValidatorInfo<AccountId>> {
			Validators::list()
		}

		fn validator(who: AccountId) -> Option<ValidatorInfo<AccountId>> {
			Validators::info(who)
		}

		fn validators_status() -> ValidatorsStatus {
			Validators::status()
		}
	}

	impl salus_primitives::api::NodesApi<Block> for Runtime {
		fn nodes(from: Option<PeerId>, limit: u32) -> NodePage {
			Nodes::list(from, limit.min(MAX_PAGE))
		}
	}

	impl salus_primitives::api::TrialsApi<Block, AccountId> for Runtime {
		fn trial(trial: TrialId) -> Option<TrialInfo> {
			Trials::info(trial)
		}

		fn by_registry_id(id: RegistryId) -> Option<TrialId> {
			Trials::by_registry_id(id)
		}

		fn trials(from: u32, limit: u32) -> TrialPage {
			Trials::list(from, limit.min(MAX_PAGE))
		}

		fn overdue(from: u32, limit: u32) -> TrialPage {
			Trials::overdue(from, limit.min(MAX_PAGE))
		}

		fn version(trial: TrialId, version: u32) -> Option<ProtocolVersion> {
			Trials::version(trial, version)
		}

		fn comparison(trial: TrialId) -> Option<Comparison> {
			Trials::comparison(trial)
		}

		fn results(trial: TrialId, version: u32) -> Option<ResultsInfo> {
			Trials::results(trial, version)
		}

		fn certificates(trial: TrialId, from: u32, limit: u32) -> CertificatePage {
			Trials::certificates(trial, from, limit.min(MAX_PAGE))
		}

		fn site(trial: TrialId, organization: OrganizationId) -> Option<SiteInfo<AccountId>> {
			Trials::site(trial, organization)
		}

		fn participant(trial: TrialId, participant: ParticipantId) -> Option<ParticipantInfo> {
			Trials::participant(trial, participant)
		}

		fn participants(
			trial: TrialId,
			from: Option<ParticipantId>,
			limit: u32,
		) -> ParticipantPage {
			Trials::participants(trial, from, limit.min(MAX_PAGE))
		}

		fn allocation_lists(trial: TrialId, from: Option<u16>, limit: u32) -> AllocationListPage {
			Trials::allocation_lists(trial, from, limit.min(MAX_PAGE))
		}

		fn anchors(trial: TrialId, from: u32, limit: u32) -> AnchorPage {
			Trials::anchors(trial, from, limit.min(MAX_PAGE))
		}

		fn verify(
			trial: TrialId,
			anchor: u32,
			commitment: H256,
			proof: InclusionProof,
		) -> Option<DataPoint> {
			Trials::verify(trial, anchor, commitment, proof)
		}

		fn safety_reports(trial: TrialId, from: u32, limit: u32) -> SafetyReportPage {
			Trials::safety_reports(trial, from, limit.min(MAX_PAGE))
		}

		fn overdue_safety_reports(trial: TrialId, from: u32, limit: u32) -> SafetyReportPage {
			Trials::overdue_safety_reports(trial, from, limit.min(MAX_PAGE))
		}

		fn follow_ups(trial: TrialId, report: u32, from: u32, limit: u32) -> FollowUpPage {
			Trials::follow_ups(trial, report, from, limit.min(MAX_PAGE))
		}

		fn audit(trial: TrialId, from: u32, limit: u32) -> AuditPage<AccountId> {
			Trials::audit(trial, from, limit.min(MAX_PAGE))
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, crate::genesis_config_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			crate::genesis_config_presets::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(extra: bool) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (frame_support::weights::Weight, frame_support::weights::Weight) {
			// A failed check has to stop the dry run right here, with a backtrace.
			let weight = Executive::try_runtime_upgrade(checks)
				.expect("the upgrade passes its checks");
			(weight, crate::weights::MAXIMUM_BLOCK_WEIGHT)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> frame_support::weights::Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block executes")
		}
	}
}
