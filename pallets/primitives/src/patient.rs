//! Patients as the other pallets and the readers see them.

use crate::{
	codes::{DelegateRole, SensitivitySet},
	signed::{self, CONTROLLER_DOMAIN, REPRESENTATIVE_DOMAIN},
	Moment, OrganizationId, PatientId, Period,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// Where a registered patient stands.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(tag = "status", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PatientStatus {
	/// Registered and alive.
	#[codec(index = 0)]
	Active,
	/// A duplicate: another id stands for the same person (FHIR `Patient.link`, `replaced-by`).
	/// What was written under this id stays under it, governed by the controller of the other.
	#[codec(index = 1)]
	Merged {
		/// The id that replaces this one.
		replaced_by: PatientId,
	},
	/// Reported dead (FHIR `Patient.deceased`). Consents stay in force; new ones are refused.
	#[codec(index = 2)]
	Deceased {
		/// Who reported it.
		reported_by: OrganizationId,
		/// When it was reported. The date of death itself is personal data and stays off chain.
		reported_at: Moment,
	},
	/// Erased at the person's demand. Only this tombstone stays.
	#[codec(index = 3)]
	Erased {
		/// When.
		erased_at: Moment,
	},
}

impl PatientStatus {
	/// Whether new records, consents and envelopes may be written under the id.
	pub fn is_open(&self) -> bool {
		matches!(self, Self::Active | Self::Deceased { .. })
	}
}

/// By what right an account acts for a patient.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
	/// The patient's own key.
	#[codec(index = 0)]
	Controller,
	/// A representative whose powers cover the act.
	#[codec(index = 1)]
	Representative {
		/// As what the person represents the patient.
		role: DelegateRole,
		/// What the representative has no say in: data with one of these sensitivity codes, or one
		/// that they imply. An adolescent's own matters are kept from the guardian by it.
		withheld: SensitivitySet,
	},
}

/// One thing that a representative may do in the patient's place.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Power {
	/// Grant, amend and revoke consents.
	#[codec(index = 0)]
	Consent,
	/// Keep the registration: care relationships, identifiers, further representatives within the
	/// own mandate, and one side of an appointment. Not merges, which give the patient into other
	/// hands for good.
	#[codec(index = 1)]
	Registration,
	/// Have records, and the patient as a whole, erased.
	#[codec(index = 2)]
	Erasure,
}

/// A patient as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PatientInfo<AccountId> {
	/// The id.
	pub id: PatientId,
	/// The account that controls it; none once erased or merged, and as long as only representatives
	/// act for a patient without a key, such as a newborn.
	pub controller: Option<AccountId>,
	/// The organization that registered it and lends the controller its allowance.
	pub sponsor: OrganizationId,
	/// Where it stands.
	#[serde(flatten)]
	pub status: PatientStatus,
	/// When it was registered.
	pub registered_at: Moment,
	/// The number that the next payload to become controller or representative must carry.
	pub nonce: u64,
}

/// A set of [`Power`]s.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Powers {
	/// [`Power::Consent`].
	pub consent: bool,
	/// [`Power::Registration`].
	pub registration: bool,
	/// [`Power::Erasure`].
	pub erasure: bool,
}

impl Powers {
	/// Whether the power is among them.
	pub fn include(&self, power: Power) -> bool {
		match power {
			Power::Consent => self.consent,
			Power::Registration => self.registration,
			Power::Erasure => self.erasure,
		}
	}

	/// Whether every power is among those of `other`.
	pub fn is_subset(&self, other: &Self) -> bool {
		(!self.consent || other.consent)
			&& (!self.registration || other.registration)
			&& (!self.erasure || other.erasure)
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		self.is_subset(&Self::default())
	}
}

/// What a representative may do in a patient's place.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Mandate {
	/// In what capacity.
	pub role: DelegateRole,
	/// For what.
	pub powers: Powers,
	/// When. A guardian's ends when the patient comes of age, by itself.
	#[serde(default)]
	pub period: Period,
	/// What the representative has no say in, see [`Authority::Representative`].
	#[serde(default)]
	pub withheld: SensitivitySet,
}

impl Mandate {
	/// Whether it gives this power at `at`.
	pub fn allows(&self, power: Power, at: Moment) -> bool {
		self.powers.include(power) && self.period.contains(at)
	}

	/// Whether it gives nothing from `now` on that `other` does not: no further power, no longer, and
	/// no say in what `other` withholds.
	pub fn is_within(&self, other: &Self, now: Moment) -> bool {
		let starts = |mandate: &Self| mandate.period.start.unwrap_or_default().max(now);
		let ends = |mandate: &Self| mandate.period.end.unwrap_or(Moment::MAX);
		self.powers.is_subset(&other.powers)
			&& starts(self) >= starts(other)
			&& ends(self) <= ends(other)
			&& other.withheld.iter().all(|label| self.withheld.covers(label))
	}
}

/// A representative as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RepresentativeInfo<AccountId> {
	/// The representative's account.
	pub account: AccountId,
	/// What it may do.
	#[serde(flatten)]
	pub mandate: Mandate,
	/// The representative who named it, if neither the patient did nor the registration.
	pub named_by: Option<AccountId>,
	/// Whether it is in force now, that of the one who named it included.
	pub in_force: bool,
}

/// One of the two parties that it takes to entrust a patient without a key to somebody.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(tag = "party", content = "id", rename_all = "kebab-case")]
pub enum AppointingParty {
	/// The representatives with power over the registration.
	#[codec(index = 0)]
	Representative,
	/// A provider that cares for the patient, or a regulator.
	#[codec(index = 1)]
	Organization(OrganizationId),
}

/// That a patient without a key is about to be entrusted to somebody, as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentInfo<AccountId> {
	/// To whom.
	pub account: AccountId,
	/// As a representative with this mandate; otherwise as the patient's own key.
	pub mandate: Option<Mandate>,
	/// Who proposed it.
	pub proposed_by: AppointingParty,
	/// When it takes effect at the earliest; nothing until another party agrees.
	pub effective_at: Option<Moment>,
}

/// What a key signs to become the controller of a patient: the patient, the sponsoring organization,
/// the patient's nonce and a deadline, as a [payload](signed::payload) of the chain. The account is
/// the signer itself.
pub fn controller_payload(
	genesis: H256,
	patient: PatientId,
	sponsor: OrganizationId,
	nonce: u64,
	deadline: Moment,
) -> Vec<u8> {
	signed::payload(&CONTROLLER_DOMAIN, genesis, (patient, sponsor, nonce, deadline))
}

/// What a key signs to represent a patient: as [`controller_payload`], with the mandate that it
/// takes on.
pub fn representative_payload(
	genesis: H256,
	patient: PatientId,
	sponsor: OrganizationId,
	mandate: &Mandate,
	nonce: u64,
	deadline: Moment,
) -> Vec<u8> {
	signed::payload(&REPRESENTATIVE_DOMAIN, genesis, (patient, sponsor, mandate, nonce, deadline))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::codes::Sensitivity;

	const NOW: Moment = 100;

	fn mandate() -> Mandate {
		Mandate {
			role: DelegateRole::GUARD,
			powers: Powers { consent: true, registration: true, erasure: false },
			period: Period { start: Some(50), end: Some(200) },
			withheld: Sensitivity::PSYTHPN.into(),
		}
	}

	#[test]
	fn is_within_should_hold_for_less_and_the_same() {
		let less = Mandate {
			role: DelegateRole::DELEGATEE,
			powers: Powers { consent: true, ..Powers::default() },
			period: Period { start: None, end: Some(199) },
			withheld: SensitivitySet::of(&[Sensitivity::PSYTHPN, Sensitivity::HIV]),
		};
		assert!(mandate().is_within(&mandate(), NOW));
		assert!(less.is_within(&mandate(), NOW));
		assert!(!mandate().is_within(&less, NOW));
	}

	#[test]
	fn is_within_should_fail_for_more_of_anything() {
		let powers = Powers { erasure: true, ..mandate().powers };
		let later = Period { start: Some(50), end: Some(201) };
		let endless = Period { start: Some(50), end: None };
		for more in [
			Mandate { powers, ..mandate() },
			Mandate { period: later, ..mandate() },
			Mandate { period: endless, ..mandate() },
			Mandate { withheld: SensitivitySet::EMPTY, ..mandate() },
			Mandate { withheld: Sensitivity::HIV.into(), ..mandate() },
		] {
			assert!(!more.is_within(&mandate(), NOW), "{more:?}");
		}
		let future = Mandate { period: Period { start: Some(150), end: Some(200) }, ..mandate() };
		assert!(!mandate().is_within(&future, NOW), "it would begin earlier");
	}

	#[test]
	fn is_within_should_hold_when_more_is_withheld_by_implication() {
		let lineage: SensitivitySet = Sensitivity::PSYTHPN.lineage().collect();
		for label in lineage.iter() {
			let wider = Mandate { withheld: label.into(), ..mandate() };
			assert!(wider.is_within(&mandate(), NOW), "{label}");
		}
	}

	#[test]
	fn payloads_should_differ_when_anything_in_them_does() {
		let (genesis, patient) = (H256::repeat_byte(1), PatientId::from([2; 32]));
		let of = |mandate: &Mandate, nonce, deadline| {
			representative_payload(genesis, patient, OrganizationId(3), mandate, nonce, deadline)
		};
		let base = of(&mandate(), 4, 5);
		let other = Mandate { withheld: SensitivitySet::EMPTY, ..mandate() };
		for payload in [
			of(&other, 4, 5),
			of(&mandate(), 5, 5),
			of(&mandate(), 4, 6),
			controller_payload(genesis, patient, OrganizationId(3), 4, 5),
		] {
			assert_ne!(payload, base);
		}
	}
}
