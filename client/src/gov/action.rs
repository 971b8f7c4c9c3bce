//! What is put to the vote.

use super::{parse_code, parse_hash, parse_moment, parse_organization, read, GovError};
use crate::{
	calls::{
		council::Body,
		governance,
		organizations::{self, Limits},
		validators,
	},
	AccountId32, Call, H256,
};
use clap::Subcommand;
use salus_primitives::{codes::Capability, organization::Licence, OrganizationId, Period};
use std::path::PathBuf;

/// What is put to the vote.
#[derive(Subcommand, Debug)]
pub enum Action {
	/// Admit an organization that has applied.
	Admit {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
	},
	/// Refuse an application.
	Reject {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
	},
	/// Keep an organization from acting.
	Suspend {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
	},
	/// Let a suspended organization act again.
	Reinstate {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
	},
	/// Remove an organization for good.
	Remove {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
	},
	/// Grant a licence.
	GrantLicence {
		/// The organization's number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
		/// What it allows.
		#[arg(value_parser = parse_code::<Capability>)]
		capability: Capability,
		/// The first moment at which it no longer does, such as 2030-01-01T00:00:00Z.
		#[arg(long, value_parser = parse_moment)]
		until: Option<u64>,
	},
	/// Give an organization a seat in the council.
	GrantSeat {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
		/// The administrator of it who casts its vote.
		delegate: AccountId32,
	},
	/// Take an organization's seat in the council away.
	WithdrawSeat {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
	},
	/// Set what an organization may spend, in picoseconds of execution.
	SetLimits {
		/// Its number.
		#[arg(value_parser = parse_organization)]
		organization: OrganizationId,
		/// What it may save up.
		#[arg(long)]
		capacity: u64,
		/// What flows in with each block.
		#[arg(long)]
		refill: u64,
	},
	/// Give an account a validator's seat.
	AddValidator {
		/// An agent of a member, with session keys.
		account: AccountId32,
	},
	/// Take a validator's seat back.
	RemoveValidator {
		/// The account.
		account: AccountId32,
	},
	/// Allow the runtime to be replaced by a newer one (two thirds of the council).
	AuthorizeUpgrade {
		/// The code, as the build leaves it (.compact.compressed.wasm).
		wasm: PathBuf,
		/// For how many blocks more than the chain's enactment delay everybody can still look at it.
		#[arg(long, value_name = "BLOCKS")]
		after: Option<u32>,
	},
	/// Take back what was decided in the name of the chain and still waits (two thirds of the
	/// council).
	CancelEnactment {
		/// Hash of the call, as 'salus-gov close' said it.
		#[arg(value_parser = parse_hash)]
		call: H256,
	},
	/// Set for how many blocks such decisions wait; this one waits as all others do (two thirds of the
	/// council).
	SetEnactmentDelay {
		/// How many; with 0 decisions take effect at once.
		blocks: u32,
	},
	/// Keep everybody from making a call (two thirds of the technical committee).
	PauseCall {
		/// Its pallet, such as Records.
		pallet: String,
		/// Its name, such as anchor.
		call: String,
		/// For how long.
		#[arg(long)]
		blocks: u32,
	},
	/// Let a paused call be made again (two thirds of the technical committee).
	ResumeCall {
		/// Its pallet.
		pallet: String,
		/// Its name.
		call: String,
	},
	/// Stop all but the essential calls for some hours (two thirds of the technical committee).
	EnterSafeMode,
	/// Prolong that (two thirds of the council).
	ExtendSafeMode,
	/// End that (two thirds of the technical committee).
	ExitSafeMode,
}

impl Action {
	/// Who decides it.
	pub fn body(&self) -> Body {
		match self {
			Self::PauseCall { .. }
			| Self::ResumeCall { .. }
			| Self::EnterSafeMode
			| Self::ExitSafeMode => Body::TechnicalCommittee,
			_ => Body::Council,
		}
	}

	/// How many of `seats` have to vote for it: two thirds for what concerns the chain itself and in
	/// emergencies, otherwise more than half.
	pub fn threshold(&self, seats: u32) -> u32 {
		let two_thirds = self.body() == Body::TechnicalCommittee
			|| matches!(
				self,
				Self::AuthorizeUpgrade { .. }
					| Self::CancelEnactment { .. }
					| Self::SetEnactmentDelay { .. }
					| Self::ExtendSafeMode
			);
		if two_thirds {
			seats.saturating_mul(2).div_ceil(3)
		} else {
			(seats / 2).saturating_add(1)
		}
	}

	/// The call.
	pub fn call(&self) -> Result<Call, GovError> {
		Ok(match self {
			Self::Admit { organization } => organizations::admit(*organization),
			Self::Reject { organization } => organizations::reject_application(*organization),
			Self::Suspend { organization } => organizations::suspend(*organization),
			Self::Reinstate { organization } => organizations::reinstate(*organization),
			Self::Remove { organization } => organizations::remove(*organization),
			Self::GrantLicence { organization, capability, until } => {
				let period = until.map_or(Period::ALWAYS, Period::until);
				let licence = Licence { capability: *capability, period };
				organizations::grant_licence(*organization, &licence)
			},
			Self::GrantSeat { organization, delegate } => {
				organizations::grant_council_seat(*organization, delegate)
			},
			Self::WithdrawSeat { organization } => {
				organizations::withdraw_council_seat(*organization)
			},
			Self::SetLimits { organization, capacity, refill } => {
				let limits = Limits { capacity: *capacity, refill: *refill };
				organizations::set_limits(*organization, limits)
			},
			Self::AddValidator { account } => validators::add_validator(account),
			Self::RemoveValidator { account } => validators::remove_validator(account),
			Self::AuthorizeUpgrade { wasm, after } => {
				let hash = H256(sp_io::hashing::blake2_256(&read(wasm)?));
				let enact = governance::enact(governance::authorize_upgrade(hash));
				match after {
					Some(blocks) => governance::schedule_after(*blocks, enact),
					None => enact,
				}
			},
			Self::CancelEnactment { call } => governance::cancel_enactment(*call),
			Self::SetEnactmentDelay { blocks } => {
				governance::enact(governance::set_enactment_delay(*blocks))
			},
			Self::PauseCall { pallet, call, blocks } => {
				governance::pause_call(pallet, call, *blocks)
			},
			Self::ResumeCall { pallet, call } => governance::resume_call(pallet, call),
			Self::EnterSafeMode => governance::enter_safe_mode(),
			Self::ExtendSafeMode => governance::extend_safe_mode(),
			Self::ExitSafeMode => governance::exit_safe_mode(),
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn threshold_should_be_more_than_half_or_two_thirds() {
		let admit = Action::Admit { organization: OrganizationId(1) };
		let upgrade = Action::AuthorizeUpgrade { wasm: PathBuf::new(), after: None };
		let of = |action: &Action| [1, 2, 3, 4, 5, 6].map(|seats| action.threshold(seats));
		assert_eq!(of(&admit), [1, 2, 2, 3, 3, 4]);
		assert_eq!(of(&upgrade), [1, 2, 2, 3, 4, 4]);
		for other in [
			Action::EnterSafeMode,
			Action::CancelEnactment { call: H256([7; 32]) },
			Action::SetEnactmentDelay { blocks: 5 },
		] {
			assert_eq!(of(&other), of(&upgrade), "{other:?}");
		}
	}

	#[test]
	fn upgrade_should_be_refused_with_the_file_when_it_can_not_be_read() {
		let upgrade = Action::AuthorizeUpgrade { wasm: "no-such.wasm".into(), after: None };
		let error = upgrade.call().unwrap_err().to_string();
		assert!(error.starts_with("no-such.wasm: "), "{error}");
	}
}
