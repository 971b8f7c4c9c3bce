//! What stops when something is wrong: all but the essential calls for a few hours (safe mode), or
//! single calls for some days (paused calls). Neither has power over what ends it.

use super::{
	governance::{CouncilTwoThirds, MaxCallNameLen, TechnicalTwoThirds},
	health::Urgency,
	no_currency::{Balance, NoCurrency},
};
use crate::{
	weights, AccountId, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason, HOURS,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains, EitherOfDiverse, MapSuccess},
};
use frame_system::EnsureRoot;
use pallet_organizations::{CallClass, Classify};
use pallet_tx_pause::RuntimeCallNameOf;
use sp_runtime::traits::Replace;

/// How long the technical committee may hold the chain up before the council has to agree.
const SAFE_MODE: BlockNumber = 6 * HOURS;

/// The technical committee alone, for that long.
type CommitteeForHours = MapSuccess<TechnicalTwoThirds, Replace<ConstU32<SAFE_MODE>>>;
/// The council, each time for that long again.
type CouncilForHours = MapSuccess<CouncilTwoThirds, Replace<ConstU32<SAFE_MODE>>>;

/// The calls that safe mode leaves alone: those that keep the chain and its governance going, those
/// that lead out of the emergency, and those of patients and practitioners that can't wait, such as
/// to object when somebody asks for a lost key. Nodes that move meanwhile are told to the others.
/// Calls in the name of others and batches are judged by
/// what is in them. Who saw which data is logged, and emergency access reviewed, in safe mode too: a
/// deadline that passes in it would suspend a hospital.
pub struct Essential;

impl Contains<RuntimeCall> for Essential {
	fn contains(call: &RuntimeCall) -> bool {
		Urgency::class(call) != CallClass::Routine
			|| matches!(
				call,
				RuntimeCall::System(..)
					| RuntimeCall::Timestamp(..)
					| RuntimeCall::MultiBlockMigrations(..)
					| RuntimeCall::Governance(..)
					| RuntimeCall::Scheduler(..)
					| RuntimeCall::SafeMode(..)
					| RuntimeCall::TxPause(..)
					| RuntimeCall::Utility(..)
					| RuntimeCall::Multisig(..)
					| RuntimeCall::Proxy(..)
					| RuntimeCall::Recovery(..)
					| RuntimeCall::SignedCalls(..)
					| RuntimeCall::Organizations(..)
					| RuntimeCall::Disclosures(..)
					| RuntimeCall::Nodes(..)
			)
	}
}

parameter_types! {
	/// Nobody enters or extends safe mode by a deposit, so none is ever released.
	pub const NoDepositWay: Option<Balance> = None;
	pub const NoRelease: Option<BlockNumber> = None;
}

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = NoCurrency<RuntimeHoldReason>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = Essential;
	// Only for who pays a deposit, which nobody can.
	type EnterDuration = ConstU32<SAFE_MODE>;
	type ExtendDuration = ConstU32<SAFE_MODE>;
	type EnterDepositAmount = NoDepositWay;
	type ExtendDepositAmount = NoDepositWay;
	type ForceEnterOrigin = CommitteeForHours;
	type ForceExtendOrigin = CouncilForHours;
	type ForceExitOrigin = EitherOfDiverse<TechnicalTwoThirds, CouncilTwoThirds>;
	type ForceDepositOrigin = EnsureRoot<AccountId>;
	type Notify = ();
	type ReleaseDelay = NoRelease;
	type WeightInfo = weights::pallet_safe_mode::WeightInfo<Runtime>;
}

/// The pallets whose calls can't be paused: what keeps the chain and its governance going, and the
/// wrappers through which the council's delegates may reach it.
pub struct Unpausable;

impl Contains<RuntimeCallNameOf<Runtime>> for Unpausable {
	fn contains((pallet, _): &RuntimeCallNameOf<Runtime>) -> bool {
		[
			"System",
			"Timestamp",
			"Grandpa",
			"Validators",
			"Session",
			"MultiBlockMigrations",
			"Council",
			"TechnicalCommittee",
			"Governance",
			"Preimage",
			"Scheduler",
			"SafeMode",
			"Utility",
			"Multisig",
			"Proxy",
		]
		.iter()
		.any(|name| name.as_bytes() == pallet.as_slice())
	}
}

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	// The technical committee pauses through the governance pallet, which ends the pause in time.
	type PauseOrigin = EnsureRoot<AccountId>;
	type UnpauseOrigin = EnsureRoot<AccountId>;
	type WhitelistedCalls = Unpausable;
	type MaxNameLen = MaxCallNameLen;
	type WeightInfo = weights::pallet_tx_pause::WeightInfo<Runtime>;
}
