//! # Consents pallet
//!
//! What patients allow and forbid, after FHIR R5 `Consent`, and the decision that everything which
//! guards or records access asks for.
//!
//! ## Terminology
//!
//! - **Consent**: a base and its exceptions ([`salus_primitives::consent`]). It belongs to one
//!   patient and has an id that the client draws.
//! - **Version**: amending a consent gives a new version; earlier ones stay readable.
//! - **Grantor**: the patient's controller, or a representative with power over consents.
//! - **Decision**: permit or deny, with the reason, the consent and version that decided, what the
//!   recipient owes, and until when the answer holds.
//! - **Default policy**: what governance allows where no consent speaks.
//!
//! ## Scenarios
//!
//! ### 1. A patient lets a second hospital treat
#![doc = docify::embed!("src/tests/grant.rs", grant_should_permit_treatment_for_named_organization)]
//!
//! ### 2. A patient changes their mind
//! A revoked consent counts no more at once, and what was handed out under it is called back
//! ([`Config::OnNarrowed`]).
#![doc = docify::embed!("src/tests/revoke.rs", revoke_should_end_permission_at_once)]
//!
//! ### 3. A consent ends by itself
#![doc = docify::embed!("src/tests/decide.rs", decide_should_deny_when_period_is_over)]
//!
//! ## The decision
//!
//! [`Pallet::decide`] fills in what the chain knows (the asker's standing, roles and capabilities,
//! the record's class, labels, author and custodians) and hands it to
//! [`salus_primitives::consent::decide`], which alone decides. Other pallets reach it through
//! [`salus_primitives::traits::AccessControl`], clients through the runtime API.
//!
//! ## Privacy
//!
//! A consent names organizations, accounts, coded purposes, classes and labels. A label such as HIV
//! in a consent hints at a condition to whoever knows whose patient id it is; ids are random for
//! that reason. Free text has no place here: the signed document is kept off chain and bound by its
//! hash.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod facts;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	consent::{
		self, Consent, ConsentInfo, ConsentPage, ConsentStatus, Decision, DefaultPolicy,
		InvalidTerms, Request, Terms,
	},
	patient::{Authority, PatientStatus, Power},
	traits::{AccessControl, Membership, OnConsentNarrowed, Patients, Records},
	ConsentId, Moment, PatientId,
};

/// A consent of this runtime.
pub type ConsentOf<T> = Consent<<T as frame_system::Config>::AccountId>;
/// Terms of this runtime.
pub type TermsOf<T> = Terms<<T as frame_system::Config>::AccountId>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Sets the default policy.
		type PolicyOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// Who the patients are.
		type Patients: Patients<Self::AccountId>;
		/// What the chain knows of records.
		type Records: Records<Self::AccountId>;
		/// What else happens when a consent ends or narrows.
		type OnNarrowed: OnConsentNarrowed;
		/// Most consents of one patient that are not ended. A decision reads them all.
		#[pallet::constant]
		type MaxConsents: Get<u32>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: salus_primitives::traits::BenchmarkPeople<Self::AccountId>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Consents that are not ended, in their latest version.
	#[pallet::storage]
	pub(crate) type Consents<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		ConsentId,
		ConsentOf<T>,
		OptionQuery,
	>;

	/// How many consents of a patient are not ended.
	#[pallet::storage]
	pub(crate) type ConsentCounts<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// Consents that were ended, in their last version. Kept apart, so that a decision does not read
	/// them.
	#[pallet::storage]
	pub(crate) type EndedConsents<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		ConsentId,
		ConsentOf<T>,
		OptionQuery,
	>;

	/// Versions of consents before the latest.
	#[pallet::storage]
	pub(crate) type Versions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, PatientId>,
			NMapKey<Blake2_128Concat, ConsentId>,
			NMapKey<Twox64Concat, u32>,
		),
		ConsentOf<T>,
		OptionQuery,
	>;

	/// What is allowed where no consent speaks.
	#[pallet::storage]
	pub(crate) type Policy<T: Config> = StorageValue<_, DefaultPolicy, ValueQuery>;

	/// The policy from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What is allowed where no consent speaks.
		pub default_policy: DefaultPolicy,
		#[serde(skip)]
		_config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Policy::<T>::put(self.default_policy);
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A consent was granted.
		ConsentGranted {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// A consent was amended.
		ConsentAmended {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The new version.
			version: u32,
		},
		/// A consent was revoked.
		ConsentRevoked {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// The default policy was set.
		DefaultPolicySet {
			/// The policy.
			policy: DefaultPolicy,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// No patient with this id is registered.
		PatientNotFound,
		/// The patient is dead, merged into another, or erased.
		PatientNotActive,
		/// The caller neither controls the patient nor represents it in matters of consent.
		NotAuthorized,
		/// The patient has, or had, a consent with this id.
		AlreadyExists,
		/// The patient has no such consent, or it was ended.
		NotFound,
		/// The patient has as many consents as there is room for.
		MaxConsentsExceeded,
		/// A provision names a parent that does not stand before it.
		ParentNotBefore,
		/// Provisions are nested too deep.
		TooDeep,
		/// A test of a provision is empty, so that nothing could meet it.
		EmptyTest,
		/// A period ends before it starts.
		InvalidPeriod,
		/// The consent is over already.
		PeriodOver,
		/// A silent base without provisions says nothing.
		SaysNothing,
	}

	impl<T> From<InvalidTerms> for Error<T> {
		fn from(invalid: InvalidTerms) -> Self {
			match invalid {
				InvalidTerms::ParentNotBefore => Self::ParentNotBefore,
				InvalidTerms::TooDeep => Self::TooDeep,
				InvalidTerms::EmptyTest => Self::EmptyTest,
				InvalidTerms::EmptyPeriod => Self::InvalidPeriod,
				InvalidTerms::SaysNothing => Self::SaysNothing,
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxConsents::get() > 0, "patients need room for a consent");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Grants a consent: it is in force at once, within its period.
		///
		/// Callable by the patient's controller, or a representative with power over consents.
		///
		/// Emits [`Event::ConsentGranted`]. Fails with `PatientNotFound`, `PatientNotActive`,
		/// `NotAuthorized`, `AlreadyExists`, `MaxConsentsExceeded`, or what is wrong with the terms:
		/// `ParentNotBefore`, `TooDeep`, `EmptyTest`, `InvalidPeriod`, `PeriodOver`, `SaysNothing`.
		/// The cost grows with the number of provisions.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::grant(terms.provisions.len() as u32))]
		pub fn grant(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			terms: TermsOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let authority = Self::ensure_grantor(&who, patient)?;
			ensure!(
				!Consents::<T>::contains_key(patient, consent)
					&& !EndedConsents::<T>::contains_key(patient, consent),
				Error::<T>::AlreadyExists
			);
			Self::ensure_terms(&terms)?;
			ConsentCounts::<T>::try_mutate(patient, |count| {
				ensure!(*count < T::MaxConsents::get(), Error::<T>::MaxConsentsExceeded);
				*count = count.saturating_add(1);
				Ok::<_, DispatchError>(())
			})?;
			Consents::<T>::insert(
				patient,
				consent,
				Consent {
					status: ConsentStatus::Active,
					version: 1,
					grantor: who,
					authority,
					granted_at: T::Time::now(),
					terms,
				},
			);
			Self::deposit_event(Event::ConsentGranted { patient, consent });
			Ok(())
		}

		/// Gives a consent new terms. The version before stays readable; what was handed out under it
		/// is called back; under the new version it can be handed out anew.
		///
		/// Callable by the patient's controller, or a representative with power over consents.
		///
		/// Emits [`Event::ConsentAmended`]. Fails with `PatientNotFound`, `PatientNotActive`,
		/// `NotAuthorized`, `NotFound`, or what is wrong with the terms. The cost grows with the
		/// number of provisions.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend(terms.provisions.len() as u32))]
		pub fn amend(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			terms: TermsOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let authority = Self::ensure_grantor(&who, patient)?;
			Self::ensure_terms(&terms)?;
			let former = Consents::<T>::get(patient, consent).ok_or(Error::<T>::NotFound)?;
			let version = former.version.saturating_add(1);
			Versions::<T>::insert((patient, consent, former.version), &former);
			Consents::<T>::insert(
				patient,
				consent,
				Consent {
					status: ConsentStatus::Active,
					version,
					grantor: who,
					authority,
					granted_at: T::Time::now(),
					terms,
				},
			);
			T::OnNarrowed::on_consent_narrowed(patient, consent, former.version);
			Self::deposit_event(Event::ConsentAmended { patient, consent, version });
			Ok(())
		}

		/// Ends a consent for good, at once. What was handed out under it is called back.
		///
		/// Callable by the patient's controller, or a representative with power over consents, also
		/// when the patient is dead or merged.
		///
		/// Emits [`Event::ConsentRevoked`]. Fails with `PatientNotFound`, `NotAuthorized`,
		/// `NotFound`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_authority(&who, patient)?;
			let mut ended = Consents::<T>::take(patient, consent).ok_or(Error::<T>::NotFound)?;
			ended.status = ConsentStatus::Revoked { revoked_at: T::Time::now() };
			let version = ended.version;
			EndedConsents::<T>::insert(patient, consent, ended);
			ConsentCounts::<T>::mutate(patient, |count| *count = count.saturating_sub(1));
			T::OnNarrowed::on_consent_narrowed(patient, consent, version);
			Self::deposit_event(Event::ConsentRevoked { patient, consent });
			Ok(())
		}

		/// Sets what is allowed where no consent speaks.
		///
		/// Callable by [`Config::PolicyOrigin`].
		///
		/// Emits [`Event::DefaultPolicySet`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_default_policy())]
		pub fn set_default_policy(origin: OriginFor<T>, policy: DefaultPolicy) -> DispatchResult {
			T::PolicyOrigin::ensure_origin(origin)?;
			Policy::<T>::put(policy);
			Self::deposit_event(Event::DefaultPolicySet { policy });
			Ok(())
		}
	}
}

// Who may do what.
impl<T: Config> Pallet<T> {
	fn ensure_authority(
		who: &T::AccountId,
		patient: PatientId,
	) -> Result<(Authority, PatientStatus), DispatchError> {
		let status = T::Patients::status(patient).ok_or(Error::<T>::PatientNotFound)?;
		let authority = T::Patients::authority(who, patient, Power::Consent)
			.ok_or(Error::<T>::NotAuthorized)?;
		Ok((authority, status))
	}

	fn ensure_grantor(who: &T::AccountId, patient: PatientId) -> Result<Authority, DispatchError> {
		let (authority, status) = Self::ensure_authority(who, patient)?;
		ensure!(status == PatientStatus::Active, Error::<T>::PatientNotActive);
		Ok(authority)
	}

	fn ensure_terms(terms: &TermsOf<T>) -> DispatchResult {
		terms.validate().map_err(Error::<T>::from)?;
		ensure!(!terms.period.has_ended(T::Time::now()), Error::<T>::PeriodOver);
		Ok(())
	}
}

impl<T: Config> AccessControl<T::AccountId> for Pallet<T> {
	fn decide(patient: PatientId, request: &Request<T::AccountId>) -> Decision {
		let facts = Self::facts(patient, request);
		let consents: Vec<_> = if facts.refusal.is_none() {
			Consents::<T>::iter_prefix(patient).collect()
		} else {
			Vec::new()
		};
		consent::decide(
			consents.iter().map(|(id, consent)| (*id, consent)),
			&facts,
			&Policy::<T>::get(),
			T::Time::now(),
		)
	}

	fn weight(patient: PatientId) -> Weight {
		T::WeightInfo::decide(ConsentCounts::<T>::get(patient))
	}

	fn max_weight() -> Weight {
		T::WeightInfo::decide(T::MaxConsents::get())
	}
}

// What readers ask.
impl<T: Config> Pallet<T> {
	/// One consent, ended or not, in its latest version.
	pub fn info(patient: PatientId, id: ConsentId) -> Option<ConsentInfo<T::AccountId>> {
		Consents::<T>::get(patient, id)
			.or_else(|| EndedConsents::<T>::get(patient, id))
			.map(|consent| ConsentInfo { id, consent })
	}

	/// One version of a consent.
	pub fn version(
		patient: PatientId,
		id: ConsentId,
		version: u32,
	) -> Option<ConsentInfo<T::AccountId>> {
		Versions::<T>::get((patient, id, version))
			.map(|consent| ConsentInfo { id, consent })
			.or_else(|| Self::info(patient, id).filter(|info| info.consent.version == version))
	}

	/// Up to `limit` consents, those not ended first, from the one with id `from` on.
	pub fn list(
		patient: PatientId,
		from: Option<ConsentId>,
		limit: u32,
	) -> ConsentPage<T::AccountId> {
		let limit = limit as usize;
		let ended_from = from.filter(|id| EndedConsents::<T>::contains_key(patient, id));
		let mut entries: Vec<(ConsentId, ConsentOf<T>)> = Vec::new();
		if ended_from.is_none() {
			let first = from.and_then(|id| Some((id, Consents::<T>::get(patient, id)?)));
			let rest = match from {
				Some(id) => Consents::<T>::iter_prefix_from(
					patient,
					Consents::<T>::hashed_key_for(patient, id),
				),
				None => Consents::<T>::iter_prefix(patient),
			};
			entries.extend(first.into_iter().chain(rest).take(limit.saturating_add(1)));
		}
		if entries.len() <= limit {
			let missing = limit.saturating_add(1).saturating_sub(entries.len());
			let first = ended_from.and_then(|id| Some((id, EndedConsents::<T>::get(patient, id)?)));
			let rest = match ended_from {
				Some(id) => EndedConsents::<T>::iter_prefix_from(
					patient,
					EndedConsents::<T>::hashed_key_for(patient, id),
				),
				None => EndedConsents::<T>::iter_prefix(patient),
			};
			entries.extend(first.into_iter().chain(rest).take(missing));
		}
		let next = entries.get(limit).map(|(id, _)| *id);
		entries.truncate(limit);
		let consents =
			entries.into_iter().map(|(id, consent)| ConsentInfo { id, consent }).collect();
		ConsentPage { consents, next }
	}

	/// What is allowed where no consent speaks.
	pub fn default_policy() -> DefaultPolicy {
		Policy::<T>::get()
	}
}

// What always holds.
#[cfg(any(test, feature = "try-runtime"))]
impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_counts()?;
		Self::try_state_consents()?;
		Self::try_state_versions()
	}

	/// Consents that are not ended are counted right and within their bound.
	fn try_state_counts() -> Result<(), sp_runtime::TryRuntimeError> {
		let mut counts = alloc::collections::BTreeMap::<PatientId, u32>::new();
		for (patient, _) in Consents::<T>::iter_keys() {
			*counts.entry(patient).or_default() += 1;
		}
		for (patient, count) in ConsentCounts::<T>::iter() {
			ensure!(
				counts.remove(&patient).unwrap_or_default() == count,
				"consents are counted wrong"
			);
			ensure!(count <= T::MaxConsents::get(), "a patient has too many consents");
		}
		ensure!(counts.is_empty(), "consents are not counted");
		Ok(())
	}

	/// Stored terms are well-formed, and a consent is either ended or not, as its status says.
	fn try_state_consents() -> Result<(), sp_runtime::TryRuntimeError> {
		let is_ended = |status| {
			matches!(
				status,
				ConsentStatus::Revoked { .. }
					| ConsentStatus::Refused
					| ConsentStatus::EnteredInError
			)
		};
		for (patient, id, consent) in Consents::<T>::iter() {
			ensure!(consent.terms.validate().is_ok(), "stored terms are malformed");
			ensure!(!is_ended(consent.status), "an ended consent is not put aside");
			ensure!(
				!EndedConsents::<T>::contains_key(patient, id),
				"a consent is ended and is not"
			);
		}
		for (_, _, consent) in EndedConsents::<T>::iter() {
			ensure!(is_ended(consent.status), "a consent is put aside and not ended");
		}
		Ok(())
	}

	/// Of every consent all versions are there, from the first to the latest.
	fn try_state_versions() -> Result<(), sp_runtime::TryRuntimeError> {
		for (patient, id, consent) in Consents::<T>::iter().chain(EndedConsents::<T>::iter()) {
			for version in 1..consent.version {
				let former = Versions::<T>::get((patient, id, version));
				ensure!(
					former.is_some_and(|former| former.version == version),
					"a version of a consent is missing"
				);
			}
		}
		for (patient, id, version) in Versions::<T>::iter_keys() {
			let latest = Self::info(patient, id).ok_or("a version belongs to no consent")?;
			ensure!(version < latest.consent.version, "a version is later than the latest");
		}
		Ok(())
	}
}
