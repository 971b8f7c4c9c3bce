//! The gate: the transaction extensions that let members in and hold floods off.
//!
//! [`Gate`] has no payload, so wallets and libraries that know nothing of it work. It stands before
//! the nonce check, so that a stranger learns that it is a stranger. For every transaction it
//!
//! 1. finds the signer's organization, or the sponsor of a patient's account, and refuses strangers,
//!    agents out of their validity, and agents of organizations that are not active;
//! 2. charges the call's weight and length to the organization's allowance before it is dispatched,
//!    and gives back afterwards what was not used. A patient's account spends from a small bucket of
//!    its own, and from its sponsor's. It does so even when the sponsor is suspended or has left: its
//!    agents can't spend any more, and whoever registered patients by the thousand before can't flood
//!    through them after;
//! 3. sets the priority: [`CallClass`] first, then how much of its allowance the organization has
//!    left.
//!
//! The pool takes a transaction whose organization has nothing left at the moment, as the bucket
//! fills with every block. A block does not: the author passes it over and takes the next. The last
//! eighth of an organization's bucket is kept for governance and safety.
//!
//! [`CheckNonce`] is the SDK's own with one addition: a transaction that has to wait for others of
//! its account has a lower priority than one that is next. So an account that fills the pool with a
//! long queue is the first to be put out when the pool is full.

use crate::{
	Affiliation, Affiliations, Allowance, Allowances, Bucket, Config, Limits, Pallet,
	SponsoredBuckets, WeightInfo,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame_support::{
	dispatch::{DispatchClass, DispatchInfo, PostDispatchInfo},
	traits::{Get, OriginTrait, Time},
	weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use salus_primitives::OrganizationId;
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, AtLeast32BitUnsigned, DispatchInfoOf, DispatchOriginOf, Dispatchable,
		Implication, PostDispatchInfoOf, SaturatedConversion, Saturating, TransactionExtension,
		ValidateResult,
	},
	transaction_validity::{
		InvalidTransaction, TransactionPriority, TransactionSource, TransactionValidityError,
		ValidTransaction,
	},
	DispatchResult,
};

/// Why the gate refuses a transaction. The number is the code in `InvalidTransaction::Custom`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Refusal {
	/// The account belongs to no member of the consortium.
	Stranger = 1,
	/// The agent's validity has not begun or has ended.
	AgentNotValid = 2,
	/// The organization is not admitted yet, suspended or removed.
	OrganizationNotActive = 3,
	/// The call is heavier than the allowance is when full.
	ExceedsAllowance = 4,
	/// The transaction has no signer.
	NotSigned = 5,
}

impl From<Refusal> for TransactionValidityError {
	fn from(refusal: Refusal) -> Self {
		InvalidTransaction::Custom(refusal as u8).into()
	}
}

/// How urgent a call is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CallClass {
	/// Everything else.
	Routine,
	/// What protects patients: recalls, break-glass, adverse events.
	Safety,
	/// What keeps the chain and the consortium going.
	Governance,
}

/// Says how urgent a call is.
pub trait Classify<Call> {
	/// The class of a call. A call that wraps others is routine, whatever it wraps.
	fn class(call: &Call) -> CallClass;
}

/// The priority of the lowest transaction of a class.
const CLASS_STEP: TransactionPriority = 1 << 48;
/// Steps between an empty and a full allowance.
const LEFT_STEPS: TransactionPriority = 255;
/// The weight of such a step; above what [`CheckNonce`] adds.
const LEFT_STEP: TransactionPriority = 1 << 33;
/// The share of a bucket that routine calls can't touch, as a divisor.
const RESERVE_DIVISOR: u64 = 8;

impl<BlockNumber> Bucket<BlockNumber>
where
	BlockNumber: Copy + AtLeast32BitUnsigned,
{
	/// The bucket at `now`.
	pub(crate) fn refilled(self, limits: &Limits, now: BlockNumber) -> Self {
		let blocks: u64 = now.saturating_sub(self.updated_at).saturated_into();
		let available = self
			.available
			.saturating_add(limits.refill.saturating_mul(blocks))
			.min(limits.capacity);
		Self { available, updated_at: now }
	}

	/// Takes `amount` out, unless less than `reserve` would be left.
	fn spend(self, amount: u64, reserve: u64) -> Option<Self> {
		let available = self.available.checked_sub(amount)?;
		(available >= reserve).then_some(Self { available, ..self })
	}

	/// Puts `amount` back.
	fn refund(self, amount: u64, limits: &Limits) -> Self {
		Self { available: self.available.saturating_add(amount).min(limits.capacity), ..self }
	}
}

/// What a bucket must keep when a call of this class has been paid.
fn reserve(limits: &Limits, class: CallClass) -> u64 {
	match class {
		CallClass::Routine => limits.capacity.checked_div(RESERVE_DIVISOR).unwrap_or_default(),
		CallClass::Safety | CallClass::Governance => 0,
	}
}

/// See the [module](self).
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Gate<T>(PhantomData<T>);

impl<T> Gate<T> {
	/// The extension.
	pub fn new() -> Self {
		Self(PhantomData)
	}
}

impl<T> Default for Gate<T> {
	fn default() -> Self {
		Self::new()
	}
}

impl<T> fmt::Debug for Gate<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Gate")
	}
}

/// What a transaction costs, and whom; with what the buckets hold at that moment, so that they are not
/// read again when it is paid. Nothing comes between the two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charge<AccountId, BlockNumber> {
	/// The organization whose allowance bears it.
	organization: OrganizationId,
	allowance: Allowance<BlockNumber>,
	/// The sponsored account that bears it too.
	sponsored: Option<(AccountId, Bucket<BlockNumber>)>,
	/// Whether the allowance was written in this block already.
	is_known: bool,
	amount: u64,
	class: CallClass,
}

/// The charge of a runtime.
type ChargeOf<T> = Charge<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

impl<T: Config> Gate<T> {
	/// Who bears a call of `amount`, and how much of the allowance is left for it.
	fn charge(
		who: &T::AccountId,
		amount: u64,
		class: CallClass,
	) -> Result<(ChargeOf<T>, TransactionPriority), TransactionValidityError> {
		let member = Affiliations::<T>::get(who).ok_or(Refusal::Stranger)?;
		let organization = member.organization();
		let mut allowance = Allowances::<T>::get(organization).ok_or(Refusal::Stranger)?;
		let now = frame_system::Pallet::<T>::block_number();
		let is_known = allowance.bucket.updated_at == now;
		allowance.bucket = allowance.bucket.refilled(&allowance.limits, now);
		let (sponsored, limits, left) = match member {
			Affiliation::Agent(agent) => {
				if !allowance.active {
					return Err(Refusal::OrganizationNotActive.into());
				}
				if !agent.period.contains(T::Time::now()) {
					return Err(Refusal::AgentNotValid.into());
				}
				(None, allowance.limits, allowance.bucket.available)
			},
			// A patient stays in when its sponsor is suspended or leaves.
			Affiliation::Sponsored(_) => {
				let bucket = Pallet::<T>::sponsored_bucket(who);
				(Some((who.clone(), bucket)), T::SponsoredLimits::get(), bucket.available)
			},
		};
		// What does not fit into full buckets would wait in the pool for ever.
		let spendable = allowance.limits.capacity.saturating_sub(reserve(&allowance.limits, class));
		if amount > spendable.min(limits.capacity) {
			return Err(Refusal::ExceedsAllowance.into());
		}
		let left = u128::from(left)
			.saturating_mul(u128::from(LEFT_STEPS))
			.checked_div(u128::from(limits.capacity))
			.unwrap_or_default();
		let priority = CLASS_STEP
			.saturating_mul(class as u64)
			.saturating_add(LEFT_STEP.saturating_mul(left.saturated_into()));
		Ok((Charge { organization, allowance, sponsored, is_known, amount, class }, priority))
	}

	/// Takes the charge out of the buckets, or none of it.
	fn take(charge: &ChargeOf<T>) -> Result<(), TransactionValidityError> {
		let Charge { organization, mut allowance, amount, class, .. } = *charge;
		allowance.bucket = allowance
			.bucket
			.spend(amount, reserve(&allowance.limits, class))
			.ok_or(InvalidTransaction::ExhaustsResources)?;
		if let Some((who, bucket)) = &charge.sponsored {
			let bucket = bucket.spend(amount, 0).ok_or(InvalidTransaction::ExhaustsResources)?;
			SponsoredBuckets::<T>::insert(who, bucket);
		}
		Allowances::<T>::insert(organization, allowance);
		Ok(())
	}

	/// What the gate did not need of its weight, which is that of a patient's first transaction: an
	/// agent has no bucket of its own, and an allowance that was written in this block is read from
	/// memory and gets into the database once.
	fn unspent(charge: &ChargeOf<T>) -> Weight {
		let spared = u64::from(charge.sponsored.is_none()).saturating_add(charge.is_known.into());
		T::DbWeight::get().reads_writes(spared, spared)
	}

	/// Gives back what was taken too much. Buckets that went away with the call, because the account
	/// did, get nothing.
	fn give_back(charge: &ChargeOf<T>, amount: u64) {
		Allowances::<T>::mutate_extant(charge.organization, |allowance| {
			allowance.bucket = allowance.bucket.refund(amount, &allowance.limits);
		});
		if let Some((who, _)) = &charge.sponsored {
			SponsoredBuckets::<T>::mutate_extant(who, |bucket| {
				*bucket = bucket.refund(amount, &T::SponsoredLimits::get());
			});
		}
	}
}

/// What a transaction of this weight and length costs: what it takes of a block.
fn cost<T: Config>(weight: Weight, class: DispatchClass, len: usize) -> u64 {
	let weights = <T as frame_system::Config>::BlockWeights::get();
	weight
		.saturating_add(weights.get(class).base_extrinsic)
		.ref_time()
		.saturating_add(T::RefTimePerByte::get().saturating_mul(len.saturated_into()))
}

impl<T> TransactionExtension<T::RuntimeCall> for Gate<T>
where
	T: Config + Send + Sync,
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	DispatchOriginOf<T::RuntimeCall>: AsSystemOriginSigner<T::AccountId> + Clone + OriginTrait,
{
	const IDENTIFIER: &'static str = "Gate";
	type Implicit = ();
	type Val = ChargeOf<T>;
	type Pre = ChargeOf<T>;

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		T::WeightInfo::gate()
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		_: (),
		_: &impl Implication,
		_: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let who = origin.as_system_origin_signer().ok_or(Refusal::NotSigned)?;
		let class = T::Classify::class(call);
		let amount = cost::<T>(info.total_weight(), info.class, len);
		let (charge, priority) = Self::charge(who, amount, class)?;
		Ok((ValidTransaction { priority, ..Default::default() }, charge, origin))
	}

	fn prepare(
		self,
		charge: Self::Val,
		_: &DispatchOriginOf<T::RuntimeCall>,
		_: &T::RuntimeCall,
		_: &DispatchInfoOf<T::RuntimeCall>,
		_: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		Self::take(&charge)?;
		Ok(charge)
	}

	fn post_dispatch_details(
		charge: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		_: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		let unspent = Self::unspent(&charge);
		let weight = post_info.calc_actual_weight(info).saturating_sub(unspent);
		let used = cost::<T>(weight, info.class, len);
		let unused = charge.amount.saturating_sub(used);
		if unused > 0 {
			Self::give_back(&charge, unused);
		}
		Ok(unspent)
	}
}

/// The SDK's nonce check, which also sets a priority: see the [module](self). To wallets it is the
/// same extension.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckNonce<T: Config>(frame_system::CheckNonce<T>);

impl<T: Config> CheckNonce<T> {
	/// The extension for a transaction with this nonce.
	pub fn from(nonce: T::Nonce) -> Self {
		Self(frame_system::CheckNonce::from(nonce))
	}
}

impl<T: Config> fmt::Debug for CheckNonce<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.fmt(f)
	}
}

impl<T> TransactionExtension<T::RuntimeCall> for CheckNonce<T>
where
	T: Config + Send + Sync,
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	DispatchOriginOf<T::RuntimeCall>: AsSystemOriginSigner<T::AccountId> + Clone + OriginTrait,
{
	const IDENTIFIER: &'static str =
		<frame_system::CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::IDENTIFIER;
	type Implicit = ();
	type Val = <frame_system::CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Val;
	type Pre = <frame_system::CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Pre;

	fn weight(&self, call: &T::RuntimeCall) -> Weight {
		<frame_system::CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::weight(&self.0, call)
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		implicit: (),
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let waits_for = origin.as_system_origin_signer().map_or(0, |who| {
			let next = frame_system::Pallet::<T>::account_nonce(who);
			self.0 .0.saturating_sub(next).saturated_into::<u32>()
		});
		let (mut valid, val, origin) =
			self.0.validate(origin, call, info, len, implicit, implication, source)?;
		valid.priority =
			valid.priority.saturating_add(u64::from(u32::MAX.saturating_sub(waits_for)));
		Ok((valid, val, origin))
	}

	fn prepare(
		self,
		val: Self::Val,
		origin: &DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		self.0.prepare(val, origin, call, info, len)
	}

	fn post_dispatch_details(
		pre: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		<frame_system::CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::post_dispatch_details(
			pre, info, post_info, len, result,
		)
	}
}

/// The bucket's type for a runtime.
pub(crate) type BucketOf<T> = Bucket<BlockNumberFor<T>>;
