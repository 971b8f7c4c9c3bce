//! Acting for a patient: what can be signed for somebody else to send in, and the way back when a key
//! is lost.
//!
//! The way back is the SDK's `pallet-recovery`, for which this module says three things. Its delays are
//! milliseconds of the chain's clock and not blocks. It is arranged through the patients pallet alone,
//! which sees to it that no organization suffices and that there is time to object. And who inherits
//! the account are the contacts together, as a multisig with the same threshold: the key that the
//! patient will have some day is not known beforehand, so the contacts name it when they have met the
//! patient. All that they can do with the account is to hand the patient over to that key.

use super::{no_currency::NoCurrency, system::NoDeposit};
use crate::{
	AccountId, Moment, Multisig, Organizations, Recovery, Runtime, RuntimeCall, RuntimeHoldReason,
	RuntimeOrigin, Signature, Timestamp, Trials,
};
use alloc::{vec, vec::Vec};
use frame_support::{
	defensive, parameter_types,
	traits::{ConstU32, Time},
};
use pallet_patients::MAX_RECOVERY_CONTACTS;
use pallet_recovery::{
	pallet::Attempt, FriendGroup, FriendGroups, Inheritor, MAX_GROUPS_PER_ACCOUNT,
};
use pallet_signed_calls::{Subject, Submittable};
use salus_primitives::{traits::Recovery as RecoveryTrait, ParticipantId, TrialId};
use sp_runtime::{
	traits::{BlockNumberProvider, Verify},
	DispatchResult,
};

/// The chain's clock where the SDK counts blocks.
pub struct Clock;

impl BlockNumberProvider for Clock {
	type BlockNumber = Moment;

	fn current_block_number() -> Moment {
		<Timestamp as Time>::now()
	}
}

impl pallet_recovery::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeHoldReason = RuntimeHoldReason;
	type BlockNumberProvider = Clock;
	type Currency = NoCurrency<RuntimeHoldReason>;
	type FriendGroupsConsideration = ();
	type AttemptConsideration = ();
	type InheritorConsideration = ();
	type SecurityDeposit = NoDeposit;
	type Slash = ();
	type MaxFriendsPerConfig = ConstU32<MAX_RECOVERY_CONTACTS>;
	// Its benchmarks begin by giving people money, so they can't run here.
	type WeightInfo = pallet_recovery::weights::SubstrateWeight<Runtime>;
}

/// How long the contact that asked has to wait until it can take that back. The pallet wants it not to
/// be nothing, for the sake of deposits that there are none of.
const CANCEL_DELAY: Moment = 1;

/// The recovery contacts of patients, kept by `pallet-recovery`.
pub struct RecoveryContacts;

impl RecoveryTrait<AccountId> for RecoveryContacts {
	fn arrange(
		who: &AccountId,
		contacts: Vec<AccountId>,
		threshold: u32,
		delay: Moment,
	) -> DispatchResult {
		let groups = if contacts.is_empty() {
			Vec::new()
		} else {
			let of_multisig = u16::try_from(threshold)
				.map_err(|_| pallet_recovery::Error::<Runtime>::TooManyFriendsNeeded)?;
			vec![FriendGroup {
				inheritor: Multisig::multi_account_id(&contacts, of_multisig),
				friends: contacts
					.try_into()
					.map_err(|_| pallet_recovery::Error::<Runtime>::TooManyFriendsNeeded)?,
				friends_needed: threshold,
				inheritance_delay: delay,
				inheritance_priority: 0,
				cancel_delay: CANCEL_DELAY,
			}]
		};
		Recovery::set_friend_groups(RuntimeOrigin::signed(who.clone()), groups)
	}

	/// Nothing was deposited, so nothing has to be given back.
	fn forget(who: &AccountId) {
		FriendGroups::<Runtime>::remove(who);
		Inheritor::<Runtime>::remove(who);
		let left = Attempt::<Runtime>::clear_prefix(who, MAX_GROUPS_PER_ACCOUNT, None);
		if left.maybe_cursor.is_some() {
			defensive!("there is one attempt for each group at most");
		}
	}
}

/// Whether a call of `pallet-recovery` can be made at all. Contacts are named through the patients
/// pallet, and whoever inherits an account can hand its patient over to a key and nothing else.
pub fn is_safe_recovery(call: &pallet_recovery::Call<Runtime>) -> bool {
	match call {
		pallet_recovery::Call::set_friend_groups { .. } => false,
		pallet_recovery::Call::control_inherited_account { call, .. } => {
			matches!(**call, RuntimeCall::Patients(pallet_patients::Call::rotate_controller { .. }))
		},
		_ => true,
	}
}

parameter_types! {
	/// Four weeks: a letter, a holiday, and the next appointment.
	pub const MaxValidity: Moment = 28 * 24 * 60 * 60 * 1_000;
}

impl pallet_signed_calls::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type Signature = Signature;
	type Signer = <Signature as Verify>::Signer;
	type Time = Timestamp;
	type Members = Organizations;
	type Calls = OnBehalf;
	type MaxValidity = MaxValidity;
	// Consents are the longest: one with as much in it as there can be still fits.
	type MaxCallLen = ConstU32<{ 512 * 1024 }>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_signed_calls::weights::SubstrateWeight<Runtime>;
}

/// What patients, their representatives and recovery contacts can sign for others to send in.
pub struct OnBehalf;

impl Submittable<RuntimeCall> for OnBehalf {
	fn subject(call: &RuntimeCall) -> Subject {
		match call {
			RuntimeCall::Patients(call) => of_patients(call),
			RuntimeCall::Consents(
				pallet_consents::Call::grant { patient, .. }
				| pallet_consents::Call::amend { patient, .. }
				| pallet_consents::Call::revoke { patient, .. }
				| pallet_consents::Call::accept { patient, .. }
				| pallet_consents::Call::refuse { patient, .. }
				| pallet_consents::Call::suspend { patient, .. }
				| pallet_consents::Call::resume { patient, .. }
				| pallet_consents::Call::mark_entered_in_error { patient, .. },
			)
			| RuntimeCall::Records(
				pallet_records::Call::erase { patient, .. }
				| pallet_records::Call::prove { patient, .. }
				| pallet_records::Call::put_envelope { patient, .. }
				| pallet_records::Call::remove_envelope { patient, .. },
			) => Subject::Patient(*patient),
			RuntimeCall::Disclosures(pallet_disclosures::Call::prove_entry { entry, .. }) => {
				Subject::Patient(entry.patient)
			},
			// It names the emergency access complained of, and that the patient.
			RuntimeCall::Disclosures(pallet_disclosures::Call::complain { .. }) => Subject::Account,
			RuntimeCall::Trials(
				pallet_trials::Call::renew_consent { trial, participant, .. }
				| pallet_trials::Call::withdraw_participant { trial, participant, .. },
			) => of_participant(*trial, *participant),
			RuntimeCall::Recovery(call) if is_safe_recovery(call) => Subject::Account,
			RuntimeCall::Multisig(call) if completes_recovery(call) => Subject::Account,
			RuntimeCall::Proxy(
				pallet_proxy::Call::add_proxy {
					proxy_type: super::system::ProxyType::Health, ..
				}
				| pallet_proxy::Call::remove_proxy { .. }
				| pallet_proxy::Call::remove_proxies {},
			) => Subject::Account,
			_ => Subject::NotSubmittable,
		}
	}
}

/// What a participant does. The payload has to name the patient id that was drawn for this trial,
/// which the enrolment named beside the participant: with any other of the same person, it would tell
/// in whose name else that person is known. It costs the read that the call itself makes.
fn of_participant(trial: TrialId, participant: ParticipantId) -> Subject {
	Trials::patient_behind(trial, participant).map_or(Subject::NotSubmittable, Subject::Patient)
}

/// The calls of the patients pallet that are made by others than agents.
fn of_patients(call: &pallet_patients::Call<Runtime>) -> Subject {
	use pallet_patients::Call;
	match call {
		Call::withdraw_identifier { patient, .. }
		| Call::rotate_controller { patient, .. }
		| Call::open_care_relationship { patient, .. }
		| Call::close_care_relationship { patient, .. }
		| Call::propose_merge { patient, .. }
		| Call::accept_merge { patient, .. }
		| Call::withdraw_merge { patient }
		| Call::withdraw_death_report { patient }
		| Call::erase { patient }
		| Call::add_representative { patient, .. }
		| Call::change_representative { patient, .. }
		| Call::revoke_representative { patient, .. }
		| Call::propose_appointment { patient, .. }
		| Call::agree_to_appointment { patient, .. }
		| Call::reject_appointment { patient }
		| Call::complete_appointment { patient }
		| Call::arrange_recovery { patient, .. }
		| Call::dissolve_recovery { patient } => Subject::Patient(*patient),
		_ => Subject::NotSubmittable,
	}
}

/// Whether the contacts together, who have inherited an account, hand its patient over to a key. They
/// approve it with the whole call in view, never by a hash alone.
fn completes_recovery(call: &pallet_multisig::Call<Runtime>) -> bool {
	match call {
		pallet_multisig::Call::as_multi { call, .. } => {
			matches!(&**call, RuntimeCall::Recovery(call) if matches!(
				call,
				pallet_recovery::Call::control_inherited_account { .. }
			) && is_safe_recovery(call))
		},
		pallet_multisig::Call::cancel_as_multi { .. } => true,
		_ => false,
	}
}
