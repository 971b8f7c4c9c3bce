//! # Organizations pallet
//!
//! The members of the consortium, their agents, and the [gate] that keeps everybody else out and
//! floods off.
//!
//! ## Terminology
//!
//! - **Organization**: a member of the consortium. Applied → Active ⇄ Suspended → Removed.
//! - **Capability**: what it is admitted for. Some count only with a valid **licence**, which is
//!   looked at whenever the capability is used; nothing has to happen on the day it expires.
//! - **Agent**: an account of an organization, with **roles** and a time of validity. An account
//!   belongs to one organization.
//! - **Permanent administrator**: an administrator whose validity has no end. Every organization
//!   keeps one, so that none locks itself out.
//! - **Council delegate**: the account that casts the organization's vote, if it has a seat.
//! - **Allowance**: what an organization may spend on transactions, in picoseconds of reference
//!   time; a bucket that fills with every block.
//! - **Sponsored account**: a patient's or representative's account, let in by an organization.
//!
//! ## Scenarios
//!
//! ### 1. A new member
//! A stranger's transactions never enter the pool, so a member submits the application. The council
//! admits the organization; its administrator then adds agents.
//#![doc = docify::embed!("src/tests/admit.rs", admit_should_activate_when_council_agrees)]
//!
//! ### 2. A licence runs out
//! The capability no longer counts, at that very moment.
//#![doc = docify::embed!("src/tests/grant_licence.rs", capability_should_end_when_licence_expires)]
//!
//! ### 3. An employee leaves
//#![doc = docify::embed!("src/tests/remove_agent.rs", remove_agent_should_lock_out)]
//!
//! ### 4. A flood
//! An organization that sends more than its allowance waits; others do not.
//#![doc = docify::embed!("src/tests/gate.rs", gate_should_stop_flood_of_one_and_not_hinder_another)]
//!
//! ## Who decides
//!
//! [`Config::CouncilOrigin`] admits, suspends, reinstates and removes organizations, grants seats
//! and sets allowances. Licences are granted and withdrawn by it too, and by administrators of
//! organizations that may act as Regulator. Everything within an organization is decided by its
//! administrators.
//!
//! ## Privacy
//!
//! Organizations are public. Agents are accounts with roles; that an account belongs to a person is
//! not said on chain, and practitioners' names have no place here.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod gate;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use gate::{CallClass, CheckNonce, Classify, Gate};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::{string::String, vec::Vec};
use frame_support::{
	pallet_prelude::*,
	traits::{ChangeMembers, EnsureOrigin, InitializeMembers, Time},
};
use frame_system::pallet_prelude::*;
use gate::BucketOf;
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, RoleSet},
	organization::{
		ActiveAgent, AllowanceInfo, Licence, MembershipInfo, OrganizationInfo, OrganizationStatus,
	},
	traits::{Membership, Sponsorship},
	Moment, OrganizationId, Period,
};

/// An organization of this runtime.
pub type OrganizationOf<T> = Organization<<T as frame_system::Config>::AccountId>;
/// An allowance of this runtime.
pub type AllowanceOf<T> = Allowance<BlockNumberFor<T>>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The council, by the majority that decides over members.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The council's own pallet, whose membership follows the seats.
		type Council: ChangeMembers<Self::AccountId> + InitializeMembers<Self::AccountId>;
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Most seats in the council; the council's own bound.
		#[pallet::constant]
		type MaxSeats: Get<u32>;
		/// Most agents of one organization. A hospital's staff works through its gateways; accounts
		/// are for those who sign themselves.
		#[pallet::constant]
		type MaxAgents: Get<u32>;
		/// How urgent calls are.
		type Classify: Classify<<Self as frame_system::Config>::RuntimeCall>;
		/// The allowance of an organization until the council sets another.
		#[pallet::constant]
		type DefaultLimits: Get<Limits>;
		/// The allowance of a sponsored account.
		#[pallet::constant]
		type SponsoredLimits: Get<Limits>;
		/// What a byte of a transaction costs, so that length is limited like weight.
		#[pallet::constant]
		type RefTimePerByte: Get<u64>;
		/// Weights of the calls and the gate.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The number of the next organization.
	#[pallet::storage]
	pub(crate) type NextId<T: Config> = StorageValue<_, OrganizationId, ValueQuery>;

	/// The organizations, removed ones too.
	#[pallet::storage]
	pub(crate) type Organizations<T: Config> =
		StorageMap<_, Twox64Concat, OrganizationId, OrganizationOf<T>, OptionQuery>;

	/// What accounts are on this chain.
	#[pallet::storage]
	pub(crate) type Affiliations<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Affiliation, OptionQuery>;

	/// What organizations may spend.
	#[pallet::storage]
	pub(crate) type Allowances<T: Config> =
		StorageMap<_, Twox64Concat, OrganizationId, AllowanceOf<T>, OptionQuery>;

	/// What sponsored accounts have left, once they have spent something.
	#[pallet::storage]
	pub(crate) type SponsoredBuckets<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BucketOf<T>, OptionQuery>;

	/// The council's delegates, in order.
	#[pallet::storage]
	pub(crate) type CouncilDelegates<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxSeats>, ValueQuery>;

	/// Affiliations from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// In the order of their numbers.
		pub organizations: Vec<FoundingOrganization<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		/// # Panics
		/// With the name of the organization and what is wrong with it.
		fn build(&self) {
			for founding in &self.organizations {
				if let Err(wrong) = Pallet::<T>::found(founding) {
					panic!("founding organization {:?}: {wrong}", founding.name);
				}
			}
			T::Council::initialize_members(&CouncilDelegates::<T>::get());
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An organization has asked to be admitted.
		ApplicationSubmitted {
			/// The number it was given.
			organization: OrganizationId,
			/// The member who submitted the application.
			submitted_by: OrganizationId,
		},
		/// An application was refused.
		ApplicationRejected {
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization became a member.
		OrganizationAdmitted {
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization may not act for the time being.
		OrganizationSuspended {
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization may act again.
		OrganizationReinstated {
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization is no longer a member.
		OrganizationRemoved {
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization has left.
		OrganizationResigned {
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization changed what it says of itself.
		ProfileUpdated {
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization is admitted for other things.
		CapabilitiesChanged {
			/// The organization.
			organization: OrganizationId,
			/// What it is admitted for.
			capabilities: CapabilitySet,
		},
		/// A licence was granted.
		LicenceGranted {
			/// The organization.
			organization: OrganizationId,
			/// The licence.
			licence: Licence,
		},
		/// A licence was withdrawn.
		LicenceWithdrawn {
			/// The organization.
			organization: OrganizationId,
			/// The licence.
			licence: Licence,
		},
		/// An allowance was set.
		LimitsSet {
			/// The organization.
			organization: OrganizationId,
			/// The allowance.
			limits: Limits,
		},
		/// An organization was given a seat in the council, or another delegate sits there.
		CouncilDelegateSet {
			/// The organization.
			organization: OrganizationId,
			/// Who votes.
			delegate: T::AccountId,
		},
		/// An organization lost its seat.
		CouncilSeatWithdrawn {
			/// The organization.
			organization: OrganizationId,
		},
		/// An account became an agent.
		AgentAdded {
			/// The organization.
			organization: OrganizationId,
			/// The account.
			agent: T::AccountId,
			/// What it may do.
			roles: RoleSet,
			/// When.
			period: Period,
		},
		/// An agent's roles or validity changed.
		AgentUpdated {
			/// The organization.
			organization: OrganizationId,
			/// The account.
			agent: T::AccountId,
			/// What it may do.
			roles: RoleSet,
			/// When.
			period: Period,
		},
		/// An account is no agent any more.
		AgentRemoved {
			/// The organization.
			organization: OrganizationId,
			/// The account.
			agent: T::AccountId,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// No organization has this number.
		NotFound,
		/// The caller may not do this.
		NotAuthorized,
		/// The organization does not stand where this call needs it.
		InvalidStatus,
		/// The name is empty or not UTF-8.
		InvalidName,
		/// An organization without capabilities can do nothing.
		NoCapabilities,
		/// The licence is for something that the organization is not admitted for.
		CapabilityNotAdmitted,
		/// The period ends before it starts, or is over.
		InvalidPeriod,
		/// There is no room for a further licence.
		MaxLicencesExceeded,
		/// The organization has no such licence.
		LicenceNotFound,
		/// An agent has one role at least.
		NoRoles,
		/// The account belongs to a member already.
		AlreadyMember,
		/// The account is no agent of the organization.
		AgentNotFound,
		/// The organization would have no administrator without an end of validity.
		LastAdministrator,
		/// There is no room for a further agent.
		MaxAgentsExceeded,
		/// The account casts the organization's vote; another has to be named first.
		AgentIsDelegate,
		/// The delegate is no permanent administrator of the organization.
		DelegateNotAdministrator,
		/// The organization has no seat in the council.
		NoSeat,
		/// The council has no room for a further seat.
		MaxSeatsExceeded,
		/// The council would be empty.
		LastSeat,
		/// An allowance needs a capacity and a refill.
		InvalidLimits,
		/// The account is not sponsored.
		NotSponsored,
		/// All numbers for organizations are used.
		IdsExhausted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxSeats::get() > 0, "the council needs a seat");
			assert!(T::MaxAgents::get() > 0, "organizations need an agent");
			for limits in [T::DefaultLimits::get(), T::SponsoredLimits::get()] {
				assert!(Pallet::<T>::are_usable(&limits), "an allowance must fill");
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Submits the application of an organization that wants to be a member. As strangers can
		/// send no transactions, a member does it for them.
		///
		/// Callable by an administrator of an active organization. `administrator` becomes the first
		/// agent; it can't act before the organization is admitted.
		///
		/// Emits [`Event::ApplicationSubmitted`]. Fails with `NotAuthorized`, `InvalidName`,
		/// `NoCapabilities`, `AlreadyMember`, `IdsExhausted`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::submit_application())]
		pub fn submit_application(
			origin: OriginFor<T>,
			profile: Profile,
			capabilities: CapabilitySet,
			administrator: T::AccountId,
		) -> DispatchResult {
			let submitted_by = Self::ensure_administrator(origin)?;
			Self::ensure_profile(&profile)?;
			ensure!(!capabilities.is_empty(), Error::<T>::NoCapabilities);
			Self::ensure_free(&administrator)?;
			let organization = Self::take_id()?;
			Self::create(organization, profile, capabilities, OrganizationStatus::Applied);
			let agent = Agent {
				organization,
				roles: AgentRole::Administrator.into(),
				period: Period::ALWAYS,
			};
			Self::insert_agent(&administrator, agent)?;
			Self::deposit_event(Event::ApplicationSubmitted { organization, submitted_by });
			Ok(())
		}

		/// Admits an organization that has applied.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::OrganizationAdmitted`]. Fails with `NotFound`, `InvalidStatus`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::admit())]
		pub fn admit(origin: OriginFor<T>, organization: OrganizationId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::change_status(
				organization,
				OrganizationStatus::Applied,
				OrganizationStatus::Active,
			)?;
			Self::deposit_event(Event::OrganizationAdmitted { organization });
			Ok(())
		}

		/// Refuses an organization that has applied. Its administrator's account is free again.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::ApplicationRejected`]. Fails with `NotFound`, `InvalidStatus`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::reject_application())]
		pub fn reject_application(
			origin: OriginFor<T>,
			organization: OrganizationId,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::change_status(
				organization,
				OrganizationStatus::Applied,
				OrganizationStatus::Removed,
			)?;
			Self::deposit_event(Event::ApplicationRejected { organization });
			Ok(())
		}

		/// Keeps an organization from acting until it is reinstated. Its seat in the council is
		/// withdrawn; patients whom it sponsors stay in.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::OrganizationSuspended`]. Fails with `NotFound`, `InvalidStatus`,
		/// `LastSeat`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::suspend())]
		pub fn suspend(origin: OriginFor<T>, organization: OrganizationId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::unseat_if_seated(organization)?;
			Self::change_status(
				organization,
				OrganizationStatus::Active,
				OrganizationStatus::Suspended,
			)?;
			Self::deposit_event(Event::OrganizationSuspended { organization });
			Ok(())
		}

		/// Lets a suspended organization act again. A seat in the council has to be given anew.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::OrganizationReinstated`]. Fails with `NotFound`, `InvalidStatus`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::reinstate())]
		pub fn reinstate(origin: OriginFor<T>, organization: OrganizationId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::change_status(
				organization,
				OrganizationStatus::Suspended,
				OrganizationStatus::Active,
			)?;
			Self::deposit_event(Event::OrganizationReinstated { organization });
			Ok(())
		}

		/// Removes an organization for good. What it wrote stays, and so do the patients it sponsors.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::OrganizationRemoved`]. Fails with `NotFound`, `InvalidStatus` (only active
		/// and suspended organizations can be removed), `LastSeat`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::remove())]
		pub fn remove(origin: OriginFor<T>, organization: OrganizationId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::leave(organization)?;
			Self::deposit_event(Event::OrganizationRemoved { organization });
			Ok(())
		}

		/// Leaves the consortium for good.
		///
		/// Callable by an administrator of an active organization, for that organization.
		///
		/// Emits [`Event::OrganizationResigned`]. Fails with `NotAuthorized`, `LastSeat`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::resign())]
		pub fn resign(origin: OriginFor<T>) -> DispatchResult {
			let organization = Self::ensure_administrator(origin)?;
			Self::leave(organization)?;
			Self::deposit_event(Event::OrganizationResigned { organization });
			Ok(())
		}

		/// Changes what an organization says of itself: name, GLN, key for envelopes.
		///
		/// Callable by an administrator, for that organization.
		///
		/// Emits [`Event::ProfileUpdated`]. Fails with `NotAuthorized`, `InvalidName`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::update_profile())]
		pub fn update_profile(origin: OriginFor<T>, profile: Profile) -> DispatchResult {
			let organization = Self::ensure_administrator(origin)?;
			Self::ensure_profile(&profile)?;
			Self::try_mutate(organization, |entry| {
				entry.profile = profile;
				Ok(())
			})?;
			Self::deposit_event(Event::ProfileUpdated { organization });
			Ok(())
		}

		/// Changes what an organization is admitted for. Licences for what it is no longer admitted
		/// for are withdrawn with it.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::CapabilitiesChanged`]. Fails with `NotFound`, `InvalidStatus` (removed),
		/// `NoCapabilities`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_capabilities())]
		pub fn set_capabilities(
			origin: OriginFor<T>,
			organization: OrganizationId,
			capabilities: CapabilitySet,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure!(!capabilities.is_empty(), Error::<T>::NoCapabilities);
			Self::try_mutate(organization, |entry| {
				ensure!(entry.status != OrganizationStatus::Removed, Error::<T>::InvalidStatus);
				entry.capabilities = capabilities;
				entry.licences.retain(|licence| capabilities.contains(licence.capability));
				Ok(())
			})?;
			Self::deposit_event(Event::CapabilitiesChanged { organization, capabilities });
			Ok(())
		}

		/// Grants a licence for something that an organization is admitted for.
		///
		/// Callable by the council, and by an administrator of another organization that may act as
		/// Regulator.
		///
		/// Emits [`Event::LicenceGranted`]. Fails with `NotAuthorized`, `NotFound`, `InvalidStatus`
		/// (removed), `CapabilityNotAdmitted`, `InvalidPeriod`, `MaxLicencesExceeded`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::grant_licence())]
		pub fn grant_licence(
			origin: OriginFor<T>,
			organization: OrganizationId,
			licence: Licence,
		) -> DispatchResult {
			Self::ensure_licensing_authority(origin, organization)?;
			ensure!(
				licence.period.is_well_formed() && !licence.period.has_ended(T::Time::now()),
				Error::<T>::InvalidPeriod
			);
			Self::try_mutate(organization, |entry| {
				ensure!(entry.status != OrganizationStatus::Removed, Error::<T>::InvalidStatus);
				ensure!(entry.admits(licence.capability), Error::<T>::CapabilityNotAdmitted);
				let now = T::Time::now();
				entry.licences.retain(|held| !held.period.has_ended(now));
				entry.licences.try_push(licence).map_err(|_| Error::<T>::MaxLicencesExceeded)?;
				Ok(())
			})?;
			Self::deposit_event(Event::LicenceGranted { organization, licence });
			Ok(())
		}

		/// Withdraws a licence.
		///
		/// Callable by the council, and by an administrator of another organization that may act as
		/// Regulator.
		///
		/// Emits [`Event::LicenceWithdrawn`]. Fails with `NotAuthorized`, `NotFound`,
		/// `LicenceNotFound`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::withdraw_licence())]
		pub fn withdraw_licence(
			origin: OriginFor<T>,
			organization: OrganizationId,
			licence: Licence,
		) -> DispatchResult {
			Self::ensure_licensing_authority(origin, organization)?;
			Self::try_mutate(organization, |entry| {
				let at = entry
					.licences
					.iter()
					.position(|held| *held == licence)
					.ok_or(Error::<T>::LicenceNotFound)?;
				entry.licences.remove(at);
				Ok(())
			})?;
			Self::deposit_event(Event::LicenceWithdrawn { organization, licence });
			Ok(())
		}

		/// Sets an organization's allowance, in picoseconds of reference time. What it has left is
		/// cut to the new capacity.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::LimitsSet`]. Fails with `InvalidLimits`, `NotFound`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::set_limits())]
		pub fn set_limits(
			origin: OriginFor<T>,
			organization: OrganizationId,
			limits: Limits,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure!(Self::are_usable(&limits), Error::<T>::InvalidLimits);
			Allowances::<T>::try_mutate(organization, |allowance| {
				let allowance = allowance.as_mut().ok_or(Error::<T>::NotFound)?;
				let now = frame_system::Pallet::<T>::block_number();
				allowance.bucket = allowance.bucket.refilled(&allowance.limits, now);
				allowance.bucket.available = allowance.bucket.available.min(limits.capacity);
				allowance.limits = limits;
				Ok::<_, DispatchError>(())
			})?;
			Self::deposit_event(Event::LimitsSet { organization, limits });
			Ok(())
		}

		/// Gives an active organization a seat in the council, with `delegate` to cast its vote.
		///
		/// Callable by the council. `delegate` is a permanent administrator of the organization.
		///
		/// Emits [`Event::CouncilDelegateSet`]. Fails with `NotFound`, `InvalidStatus`,
		/// `DelegateNotAdministrator`, `MaxSeatsExceeded`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::grant_council_seat())]
		pub fn grant_council_seat(
			origin: OriginFor<T>,
			organization: OrganizationId,
			delegate: T::AccountId,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::seat(organization, delegate)
		}

		/// Takes an organization's seat in the council away.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::CouncilSeatWithdrawn`]. Fails with `NotFound`, `NoSeat`, `LastSeat`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::withdraw_council_seat())]
		pub fn withdraw_council_seat(
			origin: OriginFor<T>,
			organization: OrganizationId,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure!(Self::unseat_if_seated(organization)?, Error::<T>::NoSeat);
			Ok(())
		}

		/// Names another delegate for the organization's seat in the council.
		///
		/// Callable by an administrator, for that organization. `delegate` is a permanent
		/// administrator of it.
		///
		/// Emits [`Event::CouncilDelegateSet`]. Fails with `NotAuthorized`, `NoSeat`,
		/// `DelegateNotAdministrator`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::set_council_delegate())]
		pub fn set_council_delegate(
			origin: OriginFor<T>,
			delegate: T::AccountId,
		) -> DispatchResult {
			let organization = Self::ensure_administrator(origin)?;
			let entry = Organizations::<T>::get(organization).ok_or(Error::<T>::NotFound)?;
			ensure!(entry.council_delegate.is_some(), Error::<T>::NoSeat);
			Self::seat(organization, delegate)
		}

		/// Makes an account an agent of the organization.
		///
		/// Callable by an administrator, for that organization. The account must belong to nobody, or
		/// to an organization that is no longer a member.
		///
		/// Emits [`Event::AgentAdded`]. Fails with `NotAuthorized`, `NoRoles`, `InvalidPeriod`,
		/// `AlreadyMember`, `MaxAgentsExceeded`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::add_agent())]
		pub fn add_agent(
			origin: OriginFor<T>,
			agent: T::AccountId,
			roles: RoleSet,
			period: Period,
		) -> DispatchResult {
			let organization = Self::ensure_administrator(origin)?;
			Self::ensure_agency(roles, &period)?;
			Self::ensure_free(&agent)?;
			Self::insert_agent(&agent, Agent { organization, roles, period })?;
			Self::deposit_event(Event::AgentAdded { organization, agent, roles, period });
			Ok(())
		}

		/// Changes an agent's roles and validity.
		///
		/// Callable by an administrator, for that organization.
		///
		/// Emits [`Event::AgentUpdated`]. Fails with `NotAuthorized`, `NoRoles`, `InvalidPeriod`,
		/// `AgentNotFound`, `LastAdministrator`, `AgentIsDelegate`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::update_agent())]
		pub fn update_agent(
			origin: OriginFor<T>,
			agent: T::AccountId,
			roles: RoleSet,
			period: Period,
		) -> DispatchResult {
			let organization = Self::ensure_administrator(origin)?;
			Self::ensure_agency(roles, &period)?;
			let before = Self::agent_of(&agent, organization)?;
			let after = Agent { organization, roles, period };
			Self::try_mutate(organization, |entry| {
				Self::recount_administrators(entry, &agent, Some(&before), Some(&after))
			})?;
			Affiliations::<T>::insert(&agent, Affiliation::Agent(after));
			Self::deposit_event(Event::AgentUpdated { organization, agent, roles, period });
			Ok(())
		}

		/// Ends an agent's membership. The account is a stranger to the chain at once.
		///
		/// Callable by an administrator, for that organization.
		///
		/// Emits [`Event::AgentRemoved`]. Fails with `NotAuthorized`, `AgentNotFound`,
		/// `LastAdministrator`, `AgentIsDelegate`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::remove_agent())]
		pub fn remove_agent(origin: OriginFor<T>, agent: T::AccountId) -> DispatchResult {
			let organization = Self::ensure_administrator(origin)?;
			let before = Self::agent_of(&agent, organization)?;
			Self::try_mutate(organization, |entry| {
				Self::recount_administrators(entry, &agent, Some(&before), None)?;
				entry.agents = entry.agents.saturating_sub(1);
				Ok(())
			})?;
			Affiliations::<T>::remove(&agent);
			frame_system::Pallet::<T>::dec_sufficients(&agent);
			Self::deposit_event(Event::AgentRemoved { organization, agent });
			Ok(())
		}
	}
}

// Who may do what.
impl<T: Config> Pallet<T> {
	/// The organization that the caller administers.
	fn ensure_administrator(origin: OriginFor<T>) -> Result<OrganizationId, DispatchError> {
		let who = ensure_signed(origin)?;
		<Self as Membership<_>>::active_agent(&who)
			.filter(|agent| agent.roles.contains(AgentRole::Administrator))
			.map(|agent| agent.organization)
			.ok_or(Error::<T>::NotAuthorized.into())
	}

	/// The council, or a regulator other than the organization itself.
	fn ensure_licensing_authority(
		origin: OriginFor<T>,
		organization: OrganizationId,
	) -> DispatchResult {
		let Err(origin) = T::CouncilOrigin::try_origin(origin) else { return Ok(()) };
		let authority = Self::ensure_administrator(origin)?;
		ensure!(
			authority != organization
				&& <Self as Membership<_>>::is_capable(authority, Capability::Regulator),
			Error::<T>::NotAuthorized
		);
		Ok(())
	}

	/// That the account belongs to nobody who is still a member.
	fn ensure_free(who: &T::AccountId) -> DispatchResult {
		let bound = match Affiliations::<T>::get(who) {
			None => false,
			Some(Affiliation::Sponsored(_)) => true,
			Some(Affiliation::Agent(agent)) => Organizations::<T>::get(agent.organization)
				.is_some_and(|entry| entry.status != OrganizationStatus::Removed),
		};
		ensure!(!bound, Error::<T>::AlreadyMember);
		Ok(())
	}

	fn ensure_profile(profile: &Profile) -> DispatchResult {
		let name = core::str::from_utf8(&profile.name).map_err(|_| Error::<T>::InvalidName)?;
		ensure!(!name.trim().is_empty(), Error::<T>::InvalidName);
		Ok(())
	}

	fn ensure_agency(roles: RoleSet, period: &Period) -> DispatchResult {
		ensure!(!roles.is_empty(), Error::<T>::NoRoles);
		ensure!(
			period.is_well_formed() && !period.has_ended(T::Time::now()),
			Error::<T>::InvalidPeriod
		);
		Ok(())
	}

	fn agent_of(
		who: &T::AccountId,
		organization: OrganizationId,
	) -> Result<Agent, DispatchError> {
		match Affiliations::<T>::get(who) {
			Some(Affiliation::Agent(agent)) if agent.organization == organization => Ok(agent),
			_ => Err(Error::<T>::AgentNotFound.into()),
		}
	}

	fn are_usable(limits: &Limits) -> bool {
		limits.refill > 0 && limits.refill <= limits.capacity
	}
}

// The state of organizations and agents.
impl<T: Config> Pallet<T> {
	fn try_mutate(
		organization: OrganizationId,
		change: impl FnOnce(&mut OrganizationOf<T>) -> DispatchResult,
	) -> DispatchResult {
		Organizations::<T>::try_mutate(organization, |entry| {
			change(entry.as_mut().ok_or(Error::<T>::NotFound)?)
		})
	}

	fn take_id() -> Result<OrganizationId, DispatchError> {
		NextId::<T>::try_mutate(|next| {
			let id = *next;
			next.0 = next.0.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
			Ok(id)
		})
	}

	fn create(
		organization: OrganizationId,
		profile: Profile,
		capabilities: CapabilitySet,
		status: OrganizationStatus,
	) {
		Organizations::<T>::insert(
			organization,
			Organization {
				profile,
				status,
				capabilities,
				licences: Licences::new(),
				council_delegate: None,
				agents: 0,
				permanent_administrators: 0,
			},
		);
		let limits = T::DefaultLimits::get();
		let bucket = Bucket {
			available: limits.capacity,
			updated_at: frame_system::Pallet::<T>::block_number(),
		};
		let active = status == OrganizationStatus::Active;
		Allowances::<T>::insert(organization, Allowance { limits, bucket, active });
	}

	fn change_status(
		organization: OrganizationId,
		from: OrganizationStatus,
		to: OrganizationStatus,
	) -> DispatchResult {
		Self::try_mutate(organization, |entry| {
			ensure!(entry.status == from, Error::<T>::InvalidStatus);
			entry.status = to;
			Ok(())
		})?;
		Allowances::<T>::mutate_extant(organization, |allowance| {
			allowance.active = to == OrganizationStatus::Active;
		});
		Ok(())
	}

	/// Ends the membership of an active or suspended organization.
	fn leave(organization: OrganizationId) -> DispatchResult {
		Self::unseat_if_seated(organization)?;
		let status = Organizations::<T>::get(organization).ok_or(Error::<T>::NotFound)?.status;
		ensure!(
			matches!(status, OrganizationStatus::Active | OrganizationStatus::Suspended),
			Error::<T>::InvalidStatus
		);
		Self::change_status(organization, status, OrganizationStatus::Removed)
	}

	/// Writes a new agent. The account is free, see [`Self::ensure_free`].
	fn insert_agent(who: &T::AccountId, agent: Agent) -> DispatchResult {
		// An account that comes from a removed organization has its right to exist already.
		if let Some(Affiliation::Agent(former)) = Affiliations::<T>::get(who) {
			Self::try_mutate(former.organization, |entry| {
				entry.agents = entry.agents.saturating_sub(1);
				if is_permanent_administrator(&former) {
					entry.permanent_administrators =
						entry.permanent_administrators.saturating_sub(1);
				}
				Ok(())
			})?;
		} else {
			frame_system::Pallet::<T>::inc_sufficients(who);
		}
		Self::try_mutate(agent.organization, |entry| {
			ensure!(entry.agents < T::MaxAgents::get(), Error::<T>::MaxAgentsExceeded);
			entry.agents = entry.agents.saturating_add(1);
			Self::recount_administrators(entry, who, None, Some(&agent))
		})?;
		Affiliations::<T>::insert(who, Affiliation::Agent(agent));
		Ok(())
	}

	/// Counts an agent's change. An organization keeps a permanent administrator, and its delegate
	/// stays one.
	fn recount_administrators(
		entry: &mut OrganizationOf<T>,
		who: &T::AccountId,
		before: Option<&Agent>,
		after: Option<&Agent>,
	) -> DispatchResult {
		let was = before.is_some_and(is_permanent_administrator);
		let is = after.is_some_and(is_permanent_administrator);
		if was && !is {
			ensure!(entry.permanent_administrators > 1, Error::<T>::LastAdministrator);
			ensure!(entry.council_delegate.as_ref() != Some(who), Error::<T>::AgentIsDelegate);
			entry.permanent_administrators = entry.permanent_administrators.saturating_sub(1);
		} else if is && !was {
			entry.permanent_administrators = entry.permanent_administrators.saturating_add(1);
		}
		Ok(())
	}

	/// Founds a member at genesis; else says what is wrong.
	fn found(founding: &FoundingOrganization<T::AccountId>) -> Result<(), &'static str> {
		let profile = Profile {
			name: founding.name.as_bytes().to_vec().try_into().map_err(|_| "name is too long")?,
			gln: founding.gln,
			envelope_key: founding.envelope_key,
		};
		let organization = Self::take_id()?;
		Self::ensure_profile(&profile)?;
		ensure!(!founding.capabilities.is_empty(), "no capabilities");
		Self::create(organization, profile, founding.capabilities, OrganizationStatus::Active);
		Self::try_mutate(organization, |entry| {
			for licence in &founding.licences {
				ensure!(entry.admits(licence.capability), Error::<T>::CapabilityNotAdmitted);
				ensure!(licence.period.is_well_formed(), Error::<T>::InvalidPeriod);
				entry.licences.try_push(*licence).map_err(|_| Error::<T>::MaxLicencesExceeded)?;
			}
			Ok(())
		})?;
		for FoundingAgent { account, roles, period } in &founding.agents {
			ensure!(!roles.is_empty(), "an agent has no role");
			ensure!(period.is_well_formed(), "an agent's period ends before it starts");
			Self::ensure_free(account)?;
			Self::insert_agent(account, Agent { organization, roles: *roles, period: *period })?;
		}
		ensure!(
			Organizations::<T>::get(organization)
				.is_some_and(|entry| entry.permanent_administrators > 0),
			"no administrator without an end of validity"
		);
		if let Some(delegate) = &founding.council_delegate {
			Self::insert_delegate(organization, delegate)?;
		}
		Ok(())
	}
}

/// Whether the agent is an administrator now and for good.
fn is_permanent_administrator(agent: &Agent) -> bool {
	agent.roles.contains(AgentRole::Administrator) && agent.period == Period::ALWAYS
}

// The council's seats.
impl<T: Config> Pallet<T> {
	/// Seats `delegate` for the organization, in place of a former delegate if there is one.
	fn seat(organization: OrganizationId, delegate: T::AccountId) -> DispatchResult {
		let former = Self::insert_delegate(organization, &delegate)?;
		if former.as_ref() != Some(&delegate) {
			let outgoing: Vec<_> = former.into_iter().collect();
			T::Council::change_members_sorted(
				core::slice::from_ref(&delegate),
				&outgoing,
				&CouncilDelegates::<T>::get(),
			);
		}
		Self::deposit_event(Event::CouncilDelegateSet { organization, delegate });
		Ok(())
	}

	/// Writes the delegate, and gives the former one.
	fn insert_delegate(
		organization: OrganizationId,
		delegate: &T::AccountId,
	) -> Result<Option<T::AccountId>, DispatchError> {
		let mut entry = Organizations::<T>::get(organization).ok_or(Error::<T>::NotFound)?;
		ensure!(entry.status == OrganizationStatus::Active, Error::<T>::InvalidStatus);
		ensure!(
			Self::agent_of(delegate, organization)
				.is_ok_and(|agent| is_permanent_administrator(&agent)),
			Error::<T>::DelegateNotAdministrator
		);
		let former = entry.council_delegate.replace(delegate.clone());
		CouncilDelegates::<T>::try_mutate(|delegates| {
			delegates.retain(|seated| Some(seated) != former.as_ref());
			if let Err(at) = delegates.binary_search(delegate) {
				delegates
					.try_insert(at, delegate.clone())
					.map_err(|_| Error::<T>::MaxSeatsExceeded)?;
			}
			Ok::<_, DispatchError>(())
		})?;
		Organizations::<T>::insert(organization, entry);
		Ok(former)
	}

	/// Takes the seat away, if there is one. Whether there was.
	fn unseat_if_seated(organization: OrganizationId) -> Result<bool, DispatchError> {
		let mut entry = Organizations::<T>::get(organization).ok_or(Error::<T>::NotFound)?;
		let Some(delegate) = entry.council_delegate.take() else { return Ok(false) };
		let mut delegates = CouncilDelegates::<T>::get();
		ensure!(delegates.len() > 1, Error::<T>::LastSeat);
		delegates.retain(|seated| *seated != delegate);
		T::Council::change_members_sorted(&[], &[delegate], &delegates);
		CouncilDelegates::<T>::put(delegates);
		Organizations::<T>::insert(organization, entry);
		Self::deposit_event(Event::CouncilSeatWithdrawn { organization });
		Ok(true)
	}
}

impl<T: Config> Membership<T::AccountId> for Pallet<T> {
	fn active_agent_until(who: &T::AccountId) -> Option<(ActiveAgent, Option<Moment>)> {
		let Some(Affiliation::Agent(agent)) = Affiliations::<T>::get(who) else { return None };
		(agent.period.contains(T::Time::now()) && Self::is_active(agent.organization)).then_some((
			ActiveAgent { organization: agent.organization, roles: agent.roles },
			agent.period.end,
		))
	}

	fn is_active(organization: OrganizationId) -> bool {
		Allowances::<T>::get(organization).is_some_and(|allowance| allowance.active)
	}

	fn capabilities_until(
		organization: OrganizationId,
	) -> (CapabilitySet, Option<Moment>) {
		let now = T::Time::now();
		Organizations::<T>::get(organization).map_or((CapabilitySet::EMPTY, None), |entry| {
			(entry.usable_capabilities(now), entry.capabilities_until(now))
		})
	}
}

impl<T: Config> Sponsorship<T::AccountId> for Pallet<T> {
	fn sponsor(who: &T::AccountId, organization: OrganizationId) -> DispatchResult {
		ensure!(!Affiliations::<T>::contains_key(who), Error::<T>::AlreadyMember);
		Affiliations::<T>::insert(who, Affiliation::Sponsored(organization));
		frame_system::Pallet::<T>::inc_sufficients(who);
		Ok(())
	}

	fn release(who: &T::AccountId) -> DispatchResult {
		ensure!(
			matches!(Affiliations::<T>::get(who), Some(Affiliation::Sponsored(_))),
			Error::<T>::NotSponsored
		);
		Affiliations::<T>::remove(who);
		SponsoredBuckets::<T>::remove(who);
		frame_system::Pallet::<T>::dec_sufficients(who);
		Ok(())
	}
}

// What readers ask.
impl<T: Config> Pallet<T> {
	/// What a sponsored account has left.
	pub(crate) fn sponsored_bucket(who: &T::AccountId) -> BucketOf<T> {
		let limits = T::SponsoredLimits::get();
		let now = frame_system::Pallet::<T>::block_number();
		SponsoredBuckets::<T>::get(who)
			.map_or(Bucket { available: limits.capacity, updated_at: now }, |bucket| {
				bucket.refilled(&limits, now)
			})
	}

	/// One organization.
	pub fn info(id: OrganizationId) -> Option<OrganizationInfo<T::AccountId>> {
		let entry = Organizations::<T>::get(id)?;
		Some(OrganizationInfo {
			id,
			usable_capabilities: entry.usable_capabilities(T::Time::now()),
			name: String::from_utf8_lossy(&entry.profile.name).into_owned(),
			gln: entry.profile.gln,
			status: entry.status,
			capabilities: entry.capabilities,
			licences: entry.licences.into_inner(),
			envelope_key: entry.profile.envelope_key,
			council_delegate: entry.council_delegate,
			agents: entry.agents,
		})
	}

	/// Up to `limit` organizations, from number `from` on.
	pub fn list(from: OrganizationId, limit: u32) -> Vec<OrganizationInfo<T::AccountId>> {
		let end = from.0.saturating_add(limit).min(NextId::<T>::get().0);
		(from.0..end).filter_map(|id| Self::info(OrganizationId(id))).collect()
	}

	/// What an account is.
	pub fn membership(who: &T::AccountId) -> Option<MembershipInfo> {
		Some(match Affiliations::<T>::get(who)? {
			Affiliation::Agent(agent) => MembershipInfo::Agent {
				organization: agent.organization,
				roles: agent.roles,
				period: agent.period,
				active: <Self as Membership<_>>::active_agent(who).is_some(),
			},
			Affiliation::Sponsored(organization) => MembershipInfo::Sponsored { organization },
		})
	}

	/// What an account may still spend: a sponsored one by itself, an agent with its organization.
	pub fn allowance(who: &T::AccountId) -> Option<AllowanceInfo> {
		let (limits, bucket) = match Affiliations::<T>::get(who)? {
			Affiliation::Sponsored(_) => (T::SponsoredLimits::get(), Self::sponsored_bucket(who)),
			Affiliation::Agent(agent) => {
				let allowance = Allowances::<T>::get(agent.organization)?;
				let now = frame_system::Pallet::<T>::block_number();
				(allowance.limits, allowance.bucket.refilled(&allowance.limits, now))
			},
		};
		Some(AllowanceInfo {
			available: bucket.available,
			capacity: limits.capacity,
			refill: limits.refill,
		})
	}
}

// What always holds.
#[cfg(any(test, feature = "try-runtime"))]
impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_organizations()?;
		Self::try_state_members()?;
		Self::try_state_seats()
	}

	/// Numbers are below the next, allowances follow the status and are within their capacity,
	/// licences are for what the organization is admitted for.
	fn try_state_organizations() -> Result<(), sp_runtime::TryRuntimeError> {
		let next = NextId::<T>::get();
		for (id, entry) in Organizations::<T>::iter() {
			ensure!(id < next, "an organization has a number that was not given out");
			let allowance = Allowances::<T>::get(id).ok_or("an organization has no allowance")?;
			ensure!(
				allowance.active == (entry.status == OrganizationStatus::Active),
				"an allowance does not follow its organization's status"
			);
			ensure!(
				allowance.bucket.available <= allowance.limits.capacity,
				"a bucket holds more than its capacity"
			);
			ensure!(
				entry.licences.iter().all(|licence| entry.admits(licence.capability)),
				"an organization is licensed for what it is not admitted for"
			);
		}
		ensure!(
			Allowances::<T>::iter_keys().all(Organizations::<T>::contains_key),
			"an allowance belongs to no organization"
		);
		Ok(())
	}

	/// Agents and administrators are counted right; members that are not removed have a permanent
	/// administrator; every account of a member may exist.
	fn try_state_members() -> Result<(), sp_runtime::TryRuntimeError> {
		let mut counts = alloc::collections::BTreeMap::<OrganizationId, (u32, u32)>::new();
		for (who, member) in Affiliations::<T>::iter() {
			ensure!(
				frame_system::Pallet::<T>::sufficients(&who) > 0,
				"the account of a member may not exist"
			);
			ensure!(
				Organizations::<T>::contains_key(member.organization()),
				"an account belongs to no organization"
			);
			if let Affiliation::Agent(agent) = member {
				let (agents, administrators) = counts.entry(agent.organization).or_default();
				*agents += 1;
				*administrators += u32::from(is_permanent_administrator(&agent));
			}
		}
		for (id, entry) in Organizations::<T>::iter() {
			let counted = (entry.agents, entry.permanent_administrators);
			ensure!(
				counts.get(&id).copied().unwrap_or_default() == counted,
				"agents are counted wrong"
			);
			ensure!(
				entry.status == OrganizationStatus::Removed || entry.permanent_administrators > 0,
				"an organization has no permanent administrator"
			);
			ensure!(entry.agents <= T::MaxAgents::get(), "an organization has too many agents");
		}
		for who in SponsoredBuckets::<T>::iter_keys() {
			ensure!(
				matches!(Affiliations::<T>::get(who), Some(Affiliation::Sponsored(_))),
				"a bucket belongs to an account that is not sponsored"
			);
		}
		Ok(())
	}

	/// The council's delegates are sorted, and are those that active organizations name.
	fn try_state_seats() -> Result<(), sp_runtime::TryRuntimeError> {
		let delegates = CouncilDelegates::<T>::get();
		ensure!(
			delegates.windows(2).all(|pair| matches!(pair, [one, other] if one < other)),
			"the council's delegates are not sorted"
		);
		let mut named: Vec<_> = Organizations::<T>::iter_values()
			.filter_map(|entry| {
				entry.council_delegate.map(|delegate| (entry.status, delegate))
			})
			.collect();
		ensure!(
			named.iter().all(|(status, _)| *status == OrganizationStatus::Active),
			"an organization that is not active has a seat"
		);
		named.sort_by(|one, other| one.1.cmp(&other.1));
		ensure!(
			named.iter().map(|(_, delegate)| delegate).eq(delegates.iter()),
			"seats and delegates disagree"
		);
		Ok(())
	}
}
