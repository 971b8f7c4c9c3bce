//! A currency that nobody has and nothing costs.
//!
//! Several of FRAME's pallets ask for a currency to take deposits in. This chain has none: all their
//! deposits are zero. FRAME implements its currency traits for `()` too, but only in native code and
//! for tests. [`NoCurrency`] takes its place: every balance is zero, reserving or holding zero
//! succeeds, and reserving or holding anything else fails, so that a deposit that somebody sets by
//! mistake is noticed in the first test rather than never.

use crate::AccountId;
use core::marker::PhantomData;
use frame_support::traits::{
	fungible,
	tokens::{
		imbalance::TryMerge, DepositConsequence, Fortitude, Preservation, Provenance,
		WithdrawConsequence,
	},
	BalanceStatus, Currency, ExistenceRequirement, Imbalance, ReservableCurrency, SameOrOther,
	SignedImbalance, TryDrop, WithdrawReasons,
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult, TokenError};

/// What would be counted.
pub type Balance = u128;

/// The currency. `Reason` is why funds would be held, where a pallet asks for that.
pub struct NoCurrency<Reason = ()>(PhantomData<Reason>);

/// Refuses every amount but none.
fn ensure_none(amount: Balance) -> DispatchResult {
	if amount.is_zero() {
		Ok(())
	} else {
		Err(TokenError::FundsUnavailable.into())
	}
}

/// What is created and destroyed: nothing.
#[derive(Default)]
pub struct NoImbalance;

impl TryDrop for NoImbalance {
	fn try_drop(self) -> Result<(), Self> {
		Ok(())
	}
}

impl TryMerge for NoImbalance {
	fn try_merge(self, _: Self) -> Result<Self, (Self, Self)> {
		Ok(Self)
	}
}

impl Imbalance<Balance> for NoImbalance {
	type Opposite = Self;

	fn zero() -> Self {
		Self
	}

	fn drop_zero(self) -> Result<(), Self> {
		Ok(())
	}

	fn split(self, _: Balance) -> (Self, Self) {
		(Self, Self)
	}

	fn extract(&mut self, _: Balance) -> Self {
		Self
	}

	fn merge(self, _: Self) -> Self {
		Self
	}

	fn subsume(&mut self, _: Self) {}

	fn offset(self, _: Self) -> SameOrOther<Self, Self> {
		SameOrOther::None
	}

	fn peek(&self) -> Balance {
		Zero::zero()
	}
}

impl<Reason> Currency<AccountId> for NoCurrency<Reason> {
	type Balance = Balance;
	type PositiveImbalance = NoImbalance;
	type NegativeImbalance = NoImbalance;

	fn total_balance(_: &AccountId) -> Balance {
		Zero::zero()
	}

	fn can_slash(_: &AccountId, amount: Balance) -> bool {
		amount.is_zero()
	}

	fn total_issuance() -> Balance {
		Zero::zero()
	}

	fn minimum_balance() -> Balance {
		Zero::zero()
	}

	fn burn(_: Balance) -> NoImbalance {
		NoImbalance
	}

	fn issue(_: Balance) -> NoImbalance {
		NoImbalance
	}

	fn free_balance(_: &AccountId) -> Balance {
		Zero::zero()
	}

	fn ensure_can_withdraw(
		_: &AccountId,
		amount: Balance,
		_: WithdrawReasons,
		_: Balance,
	) -> DispatchResult {
		ensure_none(amount)
	}

	fn transfer(
		_: &AccountId,
		_: &AccountId,
		amount: Balance,
		_: ExistenceRequirement,
	) -> DispatchResult {
		ensure_none(amount)
	}

	fn slash(_: &AccountId, amount: Balance) -> (NoImbalance, Balance) {
		(NoImbalance, amount)
	}

	fn deposit_into_existing(_: &AccountId, amount: Balance) -> Result<NoImbalance, DispatchError> {
		ensure_none(amount).map(|()| NoImbalance)
	}

	fn deposit_creating(_: &AccountId, _: Balance) -> NoImbalance {
		NoImbalance
	}

	fn withdraw(
		_: &AccountId,
		amount: Balance,
		_: WithdrawReasons,
		_: ExistenceRequirement,
	) -> Result<NoImbalance, DispatchError> {
		ensure_none(amount).map(|()| NoImbalance)
	}

	fn make_free_balance_be(_: &AccountId, _: Balance) -> SignedImbalance<Balance, NoImbalance> {
		SignedImbalance::Positive(NoImbalance)
	}
}

impl<Reason> ReservableCurrency<AccountId> for NoCurrency<Reason> {
	fn can_reserve(_: &AccountId, amount: Balance) -> bool {
		amount.is_zero()
	}

	fn slash_reserved(_: &AccountId, amount: Balance) -> (NoImbalance, Balance) {
		(NoImbalance, amount)
	}

	fn reserved_balance(_: &AccountId) -> Balance {
		Zero::zero()
	}

	fn reserve(_: &AccountId, amount: Balance) -> DispatchResult {
		ensure_none(amount)
	}

	fn unreserve(_: &AccountId, amount: Balance) -> Balance {
		amount
	}

	fn repatriate_reserved(
		_: &AccountId,
		_: &AccountId,
		amount: Balance,
		_: BalanceStatus,
	) -> Result<Balance, DispatchError> {
		Ok(amount)
	}
}

impl<Reason> fungible::Inspect<AccountId> for NoCurrency<Reason> {
	type Balance = Balance;

	fn total_issuance() -> Balance {
		Zero::zero()
	}

	fn minimum_balance() -> Balance {
		Zero::zero()
	}

	fn total_balance(_: &AccountId) -> Balance {
		Zero::zero()
	}

	fn balance(_: &AccountId) -> Balance {
		Zero::zero()
	}

	fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> Balance {
		Zero::zero()
	}

	fn can_deposit(_: &AccountId, amount: Balance, _: Provenance) -> DepositConsequence {
		if amount.is_zero() {
			DepositConsequence::Success
		} else {
			DepositConsequence::UnknownAsset
		}
	}

	fn can_withdraw(_: &AccountId, amount: Balance) -> WithdrawConsequence<Balance> {
		if amount.is_zero() {
			WithdrawConsequence::Success
		} else {
			WithdrawConsequence::BalanceLow
		}
	}
}

impl<Reason> fungible::Unbalanced<AccountId> for NoCurrency<Reason> {
	fn handle_dust(_: fungible::Dust<AccountId, Self>) {}

	fn write_balance(_: &AccountId, amount: Balance) -> Result<Option<Balance>, DispatchError> {
		ensure_none(amount).map(|()| None)
	}

	fn set_total_issuance(_: Balance) {}
}

impl<Reason> fungible::Mutate<AccountId> for NoCurrency<Reason> {}

impl<Reason> fungible::Balanced<AccountId> for NoCurrency<Reason> {
	type OnDropDebt = ();
	type OnDropCredit = ();
}

impl<Reason: codec::Encode + scale_info::TypeInfo + 'static> fungible::hold::Inspect<AccountId>
	for NoCurrency<Reason>
{
	type Reason = Reason;

	fn total_balance_on_hold(_: &AccountId) -> Balance {
		Zero::zero()
	}

	fn balance_on_hold(_: &Reason, _: &AccountId) -> Balance {
		Zero::zero()
	}
}

impl<Reason: codec::Encode + scale_info::TypeInfo + 'static> fungible::hold::Unbalanced<AccountId>
	for NoCurrency<Reason>
{
	fn set_balance_on_hold(_: &Reason, _: &AccountId, amount: Balance) -> DispatchResult {
		ensure_none(amount)
	}
}

impl<Reason: codec::Encode + scale_info::TypeInfo + 'static> fungible::hold::Mutate<AccountId>
	for NoCurrency<Reason>
{
}

impl<Reason> fungible::hold::DoneSlash<Reason, AccountId, Balance> for NoCurrency<Reason> {}

impl<Reason: codec::Encode + scale_info::TypeInfo + 'static> fungible::hold::Balanced<AccountId>
	for NoCurrency<Reason>
{
}
