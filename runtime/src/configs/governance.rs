//! Who decides.
//!
//! The council has one vote for every organization with a seat. A simple majority of its seats
//! admits members and validators; two thirds stand for the chain itself (root), after a delay that they
//! set, and may change its code. The technical committee acts in emergencies, with two thirds of its members, and has no
//! power but those that other pallets give it.

use super::system::RuntimeBlockWeights;
use crate::{
	weights, AccountId, BlockNumber, Council, OriginCaller, Preimage, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeOrigin, Scheduler, System, TechnicalCommittee, TxPause, DAYS,
};
use codec::{Decode, Encode, MaxEncodedLen};
use core::cmp::Ordering;
use frame_support::{
	parameter_types,
	traits::{Consideration, ConstU32, EitherOfDiverse, Footprint, PrivilegeCmp},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_collective::{EnsureProportionAtLeast, EnsureProportionMoreThan};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Perbill};

/// The council among the collectives.
pub type CouncilCollective = pallet_collective::Instance1;
/// The technical committee among the collectives.
pub type TechnicalCollective = pallet_collective::Instance2;

/// More than half of the council's seats, or root.
pub type CouncilMajority = EitherOfDiverse<
	EnsureRoot<AccountId>,
	EnsureProportionMoreThan<AccountId, CouncilCollective, 1, 2>,
>;
/// At least two thirds of the council's seats, or root.
pub type CouncilTwoThirds = EitherOfDiverse<
	EnsureRoot<AccountId>,
	EnsureProportionAtLeast<AccountId, CouncilCollective, 2, 3>,
>;
/// At least two thirds of the technical committee, or root.
pub type TechnicalTwoThirds = EitherOfDiverse<
	EnsureRoot<AccountId>,
	EnsureProportionAtLeast<AccountId, TechnicalCollective, 2, 3>,
>;

parameter_types! {
	/// How long a motion is open.
	pub const MotionDuration: BlockNumber = 7 * DAYS;
	/// What a motion's call may cost: it runs in the block of the last vote, among other things.
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * RuntimeBlockWeights::get().max_block;
	/// What scheduled calls may take of a block.
	pub MaxScheduledWeight: Weight =
		Perbill::from_percent(50) * RuntimeBlockWeights::get().max_block;
}

/// The longest enactment delay, in blocks.
pub const MAX_ENACTMENT_DELAY: BlockNumber = 30 * DAYS;

/// The longest name of a pallet or a call, in bytes. Longer ones count as paused.
pub type MaxCallNameLen = ConstU32<64>;

/// The most seats in the council: one for each organization that has one.
pub type MaxCouncilSeats = ConstU32<100>;

impl pallet_collective::Config<CouncilCollective> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = MotionDuration;
	type MaxProposals = ConstU32<100>;
	type MaxMembers = MaxCouncilSeats;
	// Without a prime member those who do not vote count as nays.
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
	type SetMembersOrigin = EnsureRoot<AccountId>;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = CouncilTwoThirds;
	type KillOrigin = CouncilTwoThirds;
	type Consideration = ();
}

impl pallet_collective::Config<TechnicalCollective> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = MotionDuration;
	type MaxProposals = ConstU32<32>;
	type MaxMembers = ConstU32<32>;
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
	type SetMembersOrigin = CouncilTwoThirds;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = CouncilTwoThirds;
	type KillOrigin = CouncilTwoThirds;
	type Consideration = ();
}

impl pallet_governance::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type EnactOrigin = CouncilTwoThirds;
	type PauseOrigin = TechnicalTwoThirds;
	type PalletsOrigin = OriginCaller;
	type Scheduler = Scheduler;
	type Preimages = Preimage;
	type Pauses = TxPause;
	type MaxNameLen = MaxCallNameLen;
	type MaxPause = ConstU32<{ 14 * DAYS }>;
	type MaxEnactmentDelay = ConstU32<MAX_ENACTMENT_DELAY>;
	type WeightInfo = pallet_governance::weights::SubstrateWeight<Runtime>;
}

/// Lets those who hold a seat store what they want to put to the vote, and nobody else: preimages
/// are large, and there is no deposit that would make their owners remove them.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct SeatHolder;

impl Consideration<AccountId, Footprint> for SeatHolder {
	fn new(who: &AccountId, _: Footprint) -> Result<Self, DispatchError> {
		let seated = Council::is_member(who) || TechnicalCommittee::is_member(who);
		if seated {
			Ok(Self)
		} else {
			Err(DispatchError::BadOrigin)
		}
	}

	fn update(self, who: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Self::new(who, footprint)
	}

	fn drop(self, _: &AccountId) -> Result<(), DispatchError> {
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_successful(who: &AccountId, _: Footprint) {
		pallet_collective::Members::<Runtime, CouncilCollective>::put(alloc::vec![who.clone()]);
	}
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::pallet_preimage::WeightInfo<Runtime>;
	type Currency = super::no_currency::NoCurrency;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = SeatHolder;
}

/// Compares who asks to cancel a scheduled call with who scheduled it. Root is above everybody, and
/// of two votes of the same collective the one with the larger share of ayes is above the other.
pub struct LargerShare;

impl PrivilegeCmp<OriginCaller> for LargerShare {
	fn cmp_privilege(left: &OriginCaller, right: &OriginCaller) -> Option<Ordering> {
		use frame_system::RawOrigin::Root;
		use pallet_collective::RawOrigin::Members;
		match (left, right) {
			(left, right) if left == right => Some(Ordering::Equal),
			(OriginCaller::system(Root), _) => Some(Ordering::Greater),
			(_, OriginCaller::system(Root)) => Some(Ordering::Less),
			(
				OriginCaller::Council(Members(ayes, seats)),
				OriginCaller::Council(Members(other_ayes, other_seats)),
			)
			| (
				OriginCaller::TechnicalCommittee(Members(ayes, seats)),
				OriginCaller::TechnicalCommittee(Members(other_ayes, other_seats)),
			) => Some(
				u64::from(*ayes)
					.saturating_mul(u64::from(*other_seats))
					.cmp(&u64::from(*other_ayes).saturating_mul(u64::from(*seats))),
			),
			_ => None,
		}
	}
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaxScheduledWeight;
	type ScheduleOrigin = CouncilMajority;
	type OriginPrivilegeCmp = LargerShare;
	// More than the council can decide between two blocks.
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = weights::pallet_scheduler::WeightInfo<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}
