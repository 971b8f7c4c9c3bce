//! # Validator set
//!
//! The consortium decides who produces and finalizes its blocks: this pallet keeps the list of
//! validators, the council changes it, and `pallet-session` seats it.
//!
//! ## Terminology
//!
//! - **Validator**: an account of an active organization whose node produces blocks (Aura) and
//!   votes on finality (GRANDPA). Its account is its validator id.
//! - **Session keys**: the public keys with which that node signs. The account registers them,
//!   together with a proof that the node holds the private halves.
//! - **Session**: the span of blocks with one fixed set. A change decided in session *n* is queued
//!   when session *n + 1* begins and takes effect with session *n + 2*, so that an equivocation
//!   found after a fork can still be held against those who were seated.
//! - **Equivocation**: two conflicting finality votes in one round, which is never an accident of
//!   the network: either the operator runs one key on two machines or somebody holds it who
//!   should not.
//!
//! ## Scenarios
//!
//! 1. **An organization joins the validators.** Its operator starts a node, lets it make session
//!    keys (`author_rotateKeysWithOwner`), registers them with [`Call::set_keys`], and asks for the
//!    seat. The council votes [`Call::add_validator`]:
#![doc = docify::embed!("src/tests/add_validator.rs", add_validator_should_seat_the_account_when_two_sessions_have_passed)]
//! 2. **An organization leaves the validators.** The council votes [`Call::remove_validator`]; the
//!    account is unseated two sessions later and may then give up its keys with
//!    [`Call::purge_keys`].
//! 3. **A validator changes its keys**, after a move to another machine say, with
//!    [`Call::set_keys`] or `pallet-session`'s own call of that name; here they do the same.
//! 4. **A validator equivocates.** Whoever saw both votes reports them; once the chain has checked
//!    the proof, the offender is disabled at once and removed from the list:
#![doc = docify::embed!("src/tests/offences.rs", equivocator_should_be_removed_when_the_minimum_allows)]
//! 5. **A member is suspended, removed, or resigns.** Its validators lose their seats in the order of
//!    the list. Where the chain would be left with too few, the last of them stay until the council
//!    has seated others:
#![doc = docify::embed!("src/tests/leaving.rs", validator_should_leave_when_another_has_taken_its_place)]
//! 6. **A validator sleeps.** Every slot belongs to one validator. Those that pass without a block are
//!    counted, by session and in all, so that the others see whose machine needs care:
#![doc = docify::embed!("src/tests/slots.rs", missed_slots_should_count_against_those_whose_turn_they_were)]
//!
//! ## What always holds
//!
//! - The list is never shorter than [`Config::MinValidators`]: neither a vote nor an offence can
//!   leave the chain without those who carry it. An equivocator who is needed for that stays, and
//!   [`Event::EquivocatorRetained`] calls for the council to seat a replacement; so does a validator
//!   whose organization may act no longer ([`Event::ValidatorRetained`]). Both leave the list as soon
//!   as somebody takes their place.
//! - Nobody is on the list twice, and everybody on it has session keys. To keep the second half
//!   true, the runtime's call filter has to refuse `pallet-session`'s own `purge_keys`, which knows
//!   nothing of seats; [`Call::purge_keys`] here does the same for accounts that no longer validate.
//! - Whoever has session keys exists. FRAME lets only accounts with a *provider* refer to something,
//!   and on a chain without balances nobody has one by itself; this pallet is the provider from the
//!   moment when keys are registered until they are given up.
//!
//! ## Data privacy
//!
//! Validators are machines of organizations. Nothing here concerns a person.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

pub use pallet::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod leaving;
#[cfg(test)]
mod mock;
mod readers;
mod session;
mod slots;
#[cfg(test)]
mod tests;
pub mod weights;

pub use session::UnitIdentificationOf;

use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::*;
use salus_primitives::{
	validator::{Performance, TotalPerformance},
	OrganizationId,
};
use sp_staking::SessionIndex;

/// Who is seated in a session, in the order of their slots, and what each made of them.
pub type TallyOf<T> =
	BoundedVec<(<T as frame_system::Config>::AccountId, Performance), <T as Config>::MaxValidators>;

/// Answers whether an account stands for a member of the consortium.
pub trait ValidatorMembership<AccountId> {
	/// The organization whose agent `who` is, whether either may act now or not.
	fn organization(who: &AccountId) -> Option<OrganizationId>;

	/// Whether `who` may act, now, for an organization in good standing.
	fn is_active_member(who: &AccountId) -> bool;

	/// Makes [`Self::is_active_member`] true of `who`.
	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_active_member(who: &AccountId);
}

/// Makes session keys that the benchmarks can register.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkKeys<AccountId, Keys> {
	/// New keys and the proof that `owner` holds them.
	fn generate(owner: &AccountId) -> (Keys, alloc::vec::Vec<u8>);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config
		+ pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
		+ pallet_session::historical::Config<FullIdentification = ()>
	{
		/// Who may change the list: the council, by vote.
		type ManageOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Where the pallet learns whether an account belongs to a member of the consortium.
		type Membership: ValidatorMembership<Self::AccountId>;

		/// The fewest validators with which the chain may be left.
		#[pallet::constant]
		type MinValidators: Get<u32>;

		/// The most validators. Each of them sends its votes to all the others, so that finality
		/// slows down as the list grows; and every session change reads the keys of all.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// The slot of this block, if blocks have slots.
		type CurrentSlot: Get<Option<u64>>;

		/// For how many sessions that have ended the chain tells what each validator made of its
		/// slots.
		#[pallet::constant]
		type PastSessions: Get<SessionIndex>;

		/// For how many sessions an equivocation can still be reported after the session in which
		/// it happened.
		#[pallet::constant]
		type ReportLongevity: Get<SessionIndex>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// Where the benchmarks get session keys from.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkKeys: BenchmarkKeys<Self::AccountId, <Self as pallet_session::Config>::Keys>;
	}

	/// Who validates from the session after next, in the order of admission.
	#[pallet::storage]
	pub type Validators<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// Who of them is to leave the list as soon as others have taken their place: as many as would
	/// leave too few behind. In the order in which they leave.
	#[pallet::storage]
	pub(crate) type Leaving<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// Who is seated in this session, and what each made of its slots so far.
	#[pallet::storage]
	pub(crate) type Tally<T: Config> = StorageValue<_, TallyOf<T>, ValueQuery>;

	/// The same of the last [`Config::PastSessions`] sessions.
	#[pallet::storage]
	pub(crate) type PastTallies<T: Config> =
		StorageMap<_, Twox64Concat, SessionIndex, TallyOf<T>, ValueQuery>;

	/// What everybody who was ever seated made of the slots of all sessions that have ended.
	#[pallet::storage]
	pub(crate) type Totals<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, TotalPerformance, ValueQuery>;

	/// The slot of the last block that was counted.
	#[pallet::storage]
	pub(crate) type LastSlot<T: Config> = StorageValue<_, u64, OptionQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The first validators. Their session keys stand in `pallet-session`'s genesis.
		pub validators: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// The default genesis is empty and has to build; no chain starts from it.
			if self.validators.is_empty() {
				return;
			}
			// A chain specification that cannot run should fail while it is built.
			assert!(
				self.validators.len() >= T::MinValidators::get() as usize,
				"the genesis names {} validators; at least {} are needed",
				self.validators.len(),
				T::MinValidators::get(),
			);
			let mut list = BoundedVec::<T::AccountId, T::MaxValidators>::new();
			for validator in &self.validators {
				assert!(
					!list.contains(validator),
					"the genesis names the validator {validator:?} twice"
				);
				assert!(
					list.try_push(validator.clone()).is_ok(),
					"the genesis names {} validators; at most {} are allowed",
					self.validators.len(),
					T::MaxValidators::get(),
				);
			}
			for validator in &list {
				frame_system::Pallet::<T>::inc_providers(validator);
			}
			Validators::<T>::put(list);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The council gave an account a validator's seat.
		#[codec(index = 0)]
		ValidatorAdded {
			/// Who validates from the session after next.
			validator: T::AccountId,
		},
		/// The council took a validator's seat back.
		#[codec(index = 1)]
		ValidatorRemoved {
			/// Who validates no more from the session after next.
			validator: T::AccountId,
		},
		/// A validator was proved to have voted for two conflicting blocks and lost its seat.
		#[codec(index = 2)]
		EquivocatorRemoved {
			/// Who equivocated.
			validator: T::AccountId,
			/// The session in which it did.
			session_index: SessionIndex,
		},
		/// A validator was proved to have voted for two conflicting blocks and keeps its seat only
		/// because the chain must not be left with fewer validators: the council has to seat
		/// another in its place.
		#[codec(index = 3)]
		EquivocatorRetained {
			/// Who equivocated.
			validator: T::AccountId,
			/// The session in which it did.
			session_index: SessionIndex,
		},
		/// An account that no longer validates gave up its session keys.
		#[codec(index = 4)]
		SessionKeysPurged {
			/// Whose keys they were.
			account: T::AccountId,
		},
		/// An account registered session keys, or other ones than before.
		#[codec(index = 5)]
		SessionKeysSet {
			/// Whose keys they are.
			account: T::AccountId,
		},
		/// A validator lost its seat because its account may no longer act for an organization, or
		/// somebody took the place of one that was retained.
		#[codec(index = 6)]
		ValidatorUnseated {
			/// Who validates no more from the session after next.
			validator: T::AccountId,
		},
		/// A validator may no longer act for an organization and keeps its seat only because the
		/// chain must not be left with fewer validators: the council has to seat another in its
		/// place.
		#[codec(index = 7)]
		ValidatorRetained {
			/// Who leaves as soon as another is seated.
			validator: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is a validator already.
		#[codec(index = 0)]
		AlreadyValidator,
		/// The account is not a validator.
		#[codec(index = 1)]
		NotValidator,
		/// The account does not belong to an organization in good standing.
		#[codec(index = 2)]
		NotActiveMember,
		/// The account has not registered session keys.
		#[codec(index = 3)]
		NoSessionKeys,
		/// The list is full.
		#[codec(index = 4)]
		MaxValidatorsExceeded,
		/// The chain must not be left with fewer validators.
		#[codec(index = 5)]
		MinValidatorsReached,
		/// The account is on the list, or still seated until the next sessions begin.
		#[codec(index = 6)]
		StillValidating,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Counts the slots since the last block. The session ends later in the same block, so that
		/// they belong to those who were seated when they passed.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			match T::CurrentSlot::get() {
				Some(slot) => <T as Config>::WeightInfo::count_slots(Self::count_slots(slot)),
				None => Weight::zero(),
			}
		}

		fn integrity_test() {
			assert!(T::MinValidators::get() >= 1, "a chain needs a validator");
			assert!(
				T::MinValidators::get() < T::MaxValidators::get(),
				"the last validators could not be replaced without room for another"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Gives `who` a validator's seat.
		///
		/// Only [`Config::ManageOrigin`] (a vote of the council). The account must belong to an
		/// active organization and have registered session keys. It is seated when the session
		/// after next begins; emits [`Event::ValidatorAdded`] at once. If somebody is on the list
		/// only because there were too few, that one leaves it, with [`Event::ValidatorUnseated`];
		/// if it is `who`, it stays for good.
		///
		/// Fails with [`Error::AlreadyValidator`], [`Error::NotActiveMember`],
		/// [`Error::NoSessionKeys`] or [`Error::MaxValidatorsExceeded`].
		///
		/// Cost: one read of the lists, the keys and the membership, one write of the lists.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::add_validator(T::MaxValidators::get()))]
		pub fn add_validator(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::ManageOrigin::ensure_origin(origin)?;
			let mut validators = Validators::<T>::get();
			let mut leaving = Leaving::<T>::get();
			let listed = validators.contains(&who);
			ensure!(!listed || leaving.contains(&who), Error::<T>::AlreadyValidator);
			ensure!(T::Membership::is_active_member(&who), Error::<T>::NotActiveMember);
			ensure!(pallet_session::NextKeys::<T>::contains_key(&who), Error::<T>::NoSessionKeys);
			if listed {
				leaving.retain(|validator| *validator != who);
				Leaving::<T>::put(leaving);
			} else {
				validators.try_push(who.clone()).map_err(|_| Error::<T>::MaxValidatorsExceeded)?;
				Validators::<T>::put(validators);
			}
			Self::deposit_event(Event::ValidatorAdded { validator: who });
			Self::unseat_leaving();
			Ok(())
		}

		/// Takes the validator's seat of `who` back.
		///
		/// Only [`Config::ManageOrigin`] (a vote of the council). It is unseated when the session
		/// after next begins; emits [`Event::ValidatorRemoved`] at once. The session keys stay
		/// registered until the account gives them up.
		///
		/// Fails with [`Error::NotValidator`] or [`Error::MinValidatorsReached`].
		///
		/// Cost: one read and one write of the list.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::remove_validator(T::MaxValidators::get()))]
		pub fn remove_validator(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::ManageOrigin::ensure_origin(origin)?;
			Self::try_remove(&who)?;
			Self::deposit_event(Event::ValidatorRemoved { validator: who });
			Ok(())
		}

		/// Gives up the caller's session keys.
		///
		/// Signed by the account. It must neither be on the list nor still be seated in this
		/// session or the next: the chain would lose a validator without anybody having decided
		/// it. Emits [`Event::SessionKeysPurged`].
		///
		/// Fails with [`Error::StillValidating`], or with `pallet-session`'s `NoKeys` if there are
		/// none.
		///
		/// Cost: one read of the list and of the seated and queued validators, one write for each
		/// session key.
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::purge_keys(T::MaxValidators::get()))]
		pub fn purge_keys(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin.clone())?;
			ensure!(!Self::is_validating(&account), Error::<T>::StillValidating);
			pallet_session::Pallet::<T>::purge_keys(origin)?;
			frame_system::Pallet::<T>::dec_providers(&account)?;
			Self::deposit_event(Event::SessionKeysPurged { account });
			Ok(())
		}

		/// Registers session keys for the caller, or other ones than before.
		///
		/// Signed by an account of an active organization, with the `proof` that its node gives
		/// together with the keys (`author_rotateKeysWithOwner`). A validator signs with the new
		/// keys when the session after next begins. Emits [`Event::SessionKeysSet`].
		///
		/// Fails with [`Error::NotActiveMember`], or with `pallet-session`'s `InvalidProof` or
		/// `DuplicatedKey`.
		///
		/// Cost: the check of the proof, and one read and one write for each session key.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::set_keys())]
		pub fn set_keys(
			origin: OriginFor<T>,
			keys: <T as pallet_session::Config>::Keys,
			proof: Vec<u8>,
		) -> DispatchResult {
			let account = ensure_signed(origin.clone())?;
			ensure!(T::Membership::is_active_member(&account), Error::<T>::NotActiveMember);
			if !pallet_session::NextKeys::<T>::contains_key(&account) {
				frame_system::Pallet::<T>::inc_providers(&account);
			}
			pallet_session::Pallet::<T>::set_keys(origin, keys, proof)?;
			Self::deposit_event(Event::SessionKeysSet { account });
			Ok(())
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Whether `who` is on the list, seated in this session or queued for the next.
	fn is_validating(who: &T::AccountId) -> bool {
		Validators::<T>::get().contains(who)
			|| pallet_session::Validators::<T>::get().contains(who)
			|| pallet_session::QueuedKeys::<T>::get().iter().any(|(queued, _)| queued == who)
	}

	/// Takes `who` off the list unless that would leave too few.
	fn try_remove(who: &T::AccountId) -> DispatchResult {
		Validators::<T>::try_mutate(|validators| {
			ensure!(validators.contains(who), Error::<T>::NotValidator);
			ensure!(
				validators.len() > T::MinValidators::get() as usize,
				Error::<T>::MinValidatorsReached
			);
			validators.retain(|validator| validator != who);
			Ok(())
		})
	}
}

#[cfg(any(feature = "try-runtime", test))]
impl<T: Config> Pallet<T> {
	/// Checks what the module documentation says always holds.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_size()?;
		Self::try_state_unique()?;
		Self::try_state_keys()?;
		Self::try_state_leaving()?;
		Self::try_state_tallies()
	}

	/// Only those on the list can leave it, and nobody waits who could go.
	fn try_state_leaving() -> Result<(), sp_runtime::TryRuntimeError> {
		let (validators, leaving) = (Validators::<T>::get(), Leaving::<T>::get());
		ensure!(
			leaving.iter().all(|validator| validators.contains(validator)),
			"somebody is to leave who is not on the list"
		);
		let unique = leaving.iter().collect::<alloc::collections::BTreeSet<_>>();
		ensure!(unique.len() == leaving.len(), "somebody is to leave twice");
		ensure!(
			leaving.is_empty() || validators.len() == T::MinValidators::get() as usize,
			"somebody is retained who is not needed"
		);
		Ok(())
	}

	/// Slots are counted for those who are seated, and for no more sessions than are remembered.
	fn try_state_tallies() -> Result<(), sp_runtime::TryRuntimeError> {
		let seated = pallet_session::Validators::<T>::get();
		ensure!(
			Tally::<T>::get().iter().map(|(validator, _)| validator).eq(seated.iter()),
			"slots are counted for others than those who are seated"
		);
		let session = pallet_session::Pallet::<T>::current_index();
		ensure!(
			PastTallies::<T>::iter_keys().all(|past| {
				past < session && past >= session.saturating_sub(T::PastSessions::get())
			}),
			"slots of a session are remembered too long"
		);
		Ok(())
	}

	/// The list keeps its bounds.
	fn try_state_size() -> Result<(), sp_runtime::TryRuntimeError> {
		let len = Validators::<T>::decode_len().unwrap_or_default();
		ensure!(len >= T::MinValidators::get() as usize, "fewer validators than MinValidators");
		ensure!(len <= T::MaxValidators::get() as usize, "more validators than MaxValidators");
		Ok(())
	}

	/// Nobody is on the list twice.
	fn try_state_unique() -> Result<(), sp_runtime::TryRuntimeError> {
		let validators = Validators::<T>::get();
		let unique = validators.iter().collect::<alloc::collections::BTreeSet<_>>();
		ensure!(unique.len() == validators.len(), "a validator is on the list twice");
		Ok(())
	}

	/// Everybody on the list has session keys.
	fn try_state_keys() -> Result<(), sp_runtime::TryRuntimeError> {
		for validator in Validators::<T>::get() {
			ensure!(
				pallet_session::NextKeys::<T>::contains_key(&validator),
				"a validator has no session keys"
			);
		}
		Ok(())
	}
}
