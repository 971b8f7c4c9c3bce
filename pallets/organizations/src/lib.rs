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
//! not said on chain, and practitioners' names have no place here. An account that
//! has signed something keeps its nonce when it leaves, and nothing else: without it, what it signed
//! could be sent again once it comes back.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod gate;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod members;
#[cfg(test)]
mod mock;
mod readers;
mod seats;
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
	traits::{Membership, OnStatusChanged, Sponsorship},
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
		/// What else happens when an organization's standing changes.
		type OnStatusChanged: OnStatusChanged;
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
		/// With the name of the organization and what is wrong with it; or if the founders have no
		/// seat in the council, as nobody could ever give them one.
		fn build(&self) {
			for founding in &self.organizations {
				if let Err(wrong) = Pallet::<T>::found(founding) {
					panic!("founding organization {:?}: {wrong}", founding.name);
				}
			}
			let delegates = CouncilDelegates::<T>::get();
			assert!(
				self.organizations.is_empty() || !delegates.is_empty(),
				"no founding organization has a seat in the council"
			);
			T::Council::initialize_members(&delegates);
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
		/// The organization holds this very licence.
		LicenceExists,
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
		#[pallet::weight(T::WeightInfo::reject_application().saturating_add(T::OnStatusChanged::max_weight()))]
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
		/// withdrawn, and so are its validators' seats; patients whom it sponsors stay in.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::OrganizationSuspended`]. Fails with `NotFound`, `InvalidStatus`,
		/// `LastSeat`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::suspend().saturating_add(T::OnStatusChanged::max_weight()))]
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

		/// Lets a suspended organization act again. A seat in the council, and those of validators,
		/// have to be given anew.
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
		/// Its validators lose their seats, and its nodes leave the registry.
		///
		/// Callable by the council.
		///
		/// Emits [`Event::OrganizationRemoved`]. Fails with `NotFound`, `InvalidStatus` (only active
		/// and suspended organizations can be removed), `LastSeat`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::remove().saturating_add(T::OnStatusChanged::max_weight()))]
		pub fn remove(origin: OriginFor<T>, organization: OrganizationId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::leave(organization)?;
			Self::deposit_event(Event::OrganizationRemoved { organization });
			Ok(())
		}

		/// Leaves the consortium for good. Validators lose their seats, and nodes leave the registry.
		///
		/// Callable by an administrator of an active organization, for that organization.
		///
		/// Emits [`Event::OrganizationResigned`]. Fails with `NotAuthorized`, `LastSeat`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::resign().saturating_add(T::OnStatusChanged::max_weight()))]
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

		/// Grants a licence for something that an organization is admitted for. Licences that have
		/// ended make room for it.
		///
		/// Callable by the council, and by an administrator of another organization that may act as
		/// Regulator.
		///
		/// Emits [`Event::LicenceGranted`]. Fails with `NotAuthorized`, `NotFound`, `InvalidStatus`
		/// (removed), `InvalidPeriod`, `CapabilityNotAdmitted`, `LicenceExists`,
		/// `MaxLicencesExceeded`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::grant_licence())]
		pub fn grant_licence(
			origin: OriginFor<T>,
			organization: OrganizationId,
			licence: Licence,
		) -> DispatchResult {
			Self::ensure_licensing_authority(origin, organization)?;
			Self::try_mutate(organization, |entry| {
				ensure!(entry.status != OrganizationStatus::Removed, Error::<T>::InvalidStatus);
				Self::add_licence(entry, licence)
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
			Self::let_go(&agent)?;
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

	fn agent_of(who: &T::AccountId, organization: OrganizationId) -> Result<Agent, DispatchError> {
		match Affiliations::<T>::get(who) {
			Some(Affiliation::Agent(agent)) if agent.organization == organization => Ok(agent),
			_ => Err(Error::<T>::AgentNotFound.into()),
		}
	}

	fn are_usable(limits: &Limits) -> bool {
		limits.refill > 0 && limits.refill <= limits.capacity
	}
}
