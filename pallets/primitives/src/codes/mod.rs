//! Code systems: the standards' own codes as enums and sets.
//!
//! Every code system is an enum whose variants carry the standard's code (`Display`, `FromStr`,
//! serde) and an explicit SCALE index. Where the standard's codes are upper-case acronyms the
//! variants have the same name, so that the metadata, and with it every wallet and library, shows
//! `TREAT` and not a name of ours. Where the standard is a tree, `parent` and `is_a` follow it.
//!
//! Codes are added at the end with a new index and never removed; a code that the standard retires
//! stays or becomes a synonym that parses to its successor. A code that isn't listed is refused at
//! the edge: malformed SCALE (an unknown index, an unknown bit of a set) doesn't decode, and
//! [`UnknownCode`] names the text that didn't parse.
//!
//! The codes and displays of HL7 are those of HL7 Terminology (THO) 7, which is CC0.

mod action;
mod confidentiality;
mod country;
mod data_class;
mod delegate_role;
mod disclosure;
mod encryption;
mod identifier_type;
mod obligation;
mod organization;
mod policy_basis;
mod purpose;
mod research_subject;
mod resource_type;
mod safety;
mod sensitivity;
#[cfg(test)]
mod tests;
mod trial;

pub use action::{ActionSet, ConsentAction};
pub use confidentiality::Confidentiality;
pub use country::Country;
pub use data_class::{ClassSet, DataClass};
pub use delegate_role::DelegateRole;
pub use disclosure::{Basis, BreakGlassReason, Exemption, OutsideRecipient, ReviewOutcome};
pub use encryption::EncryptionScheme;
pub use identifier_type::IdentifierType;
pub use obligation::{Obligation, ObligationSet, Refrain, RefrainSet};
pub use organization::{AgentRole, Capability, CapabilitySet, RoleSet};
pub use policy_basis::PolicyBasis;
pub use purpose::{Purpose, PurposeSet};
pub use research_subject::SubjectState;
pub use resource_type::{data_class_for, ResourceType, ResourceTypeSet};
pub use safety::{Causality, EventOutcome, Seriousness, SeriousnessSet};
pub use sensitivity::{Sensitivity, SensitivitySet};
pub use trial::{
	AgeUnit, Allocation, DateKind, EligibleSex, InterventionModel, IpdSharing, MaskedParties,
	MaskedParty, Masking, NotReportedReason, ObservationalModel, OutcomeFlag, OutcomeFlags,
	OutcomeKind, Phase, PhaseSet, PrimaryPurpose, Registry, StudyType, TimePerspective,
	TrialReason, TrialStatus, TrialText,
};

use alloc::string::String;
use core::fmt;

/// How much of a text that didn't parse an error repeats: more than the longest code has.
const ECHOED_CHARACTERS: usize = 64;

/// A text that isn't a code of the code system it was read as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownCode {
	/// Short name of the code system, such as `PurposeOfUse`.
	pub name: &'static str,
	/// Canonical URI of the code system.
	pub system: &'static str,
	/// The text, cut to its first 64 characters.
	pub code: String,
}

impl UnknownCode {
	pub(crate) fn new(name: &'static str, system: &'static str, code: &str) -> Self {
		Self { name, system, code: code.chars().take(ECHOED_CHARACTERS).collect() }
	}
}

impl fmt::Display for UnknownCode {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "unknown {} code {:?}", self.name, self.code)
	}
}

impl core::error::Error for UnknownCode {}

/// Declares a code system: `Name: "short name" of "canonical URI" { VARIANT = index, … }`.
///
/// A variant's code is its own name unless `as "code"` gives another; `or "synonym"` adds a text
/// that parses to the same variant and is never written.
macro_rules! code_system {
	(
		$(#[$meta:meta])*
		$name:ident: $title:literal of $system:literal {
			$(
				$(#[$doc:meta])*
				$variant:ident = $index:tt $(as $code:literal)? $(or $synonym:literal)?,
			)+
		}
	) => {
		$(#[$meta])*
		#[derive(
			Clone,
			Copy,
			PartialEq,
			Eq,
			PartialOrd,
			Ord,
			Debug,
			codec::Encode,
			codec::Decode,
			codec::DecodeWithMemTracking,
			codec::MaxEncodedLen,
			scale_info::TypeInfo,
		)]
		pub enum $name {
			$(
				$(#[$doc])*
				#[codec(index = $index)]
				$variant = $index,
			)+
		}

		impl $name {
			/// Every code, in the order of the indices.
			pub const ALL: &'static [Self] = &[$(Self::$variant),+];
			/// Short name of the code system.
			pub const NAME: &'static str = $title;
			/// Canonical URI of the code system.
			pub const SYSTEM: &'static str = $system;

			/// The standard's code.
			pub const fn code(self) -> &'static str {
				match self {
					$(Self::$variant => $crate::codes::code_system!(@code $variant $($code)?),)+
				}
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				f.pad(self.code())
			}
		}

		impl core::str::FromStr for $name {
			type Err = $crate::codes::UnknownCode;

			fn from_str(code: &str) -> Result<Self, Self::Err> {
				match code {
					$($crate::codes::code_system!(@code $variant $($code)?) $(| $synonym)? => Ok(Self::$variant),)+
					_ => Err($crate::codes::UnknownCode::new(Self::NAME, Self::SYSTEM, code)),
				}
			}
		}

		impl serde::Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.serialize_str(self.code())
			}
		}

		impl<'de> serde::Deserialize<'de> for $name {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				<alloc::string::String as serde::Deserialize>::deserialize(deserializer)?
					.parse()
					.map_err(serde::de::Error::custom)
			}
		}
	};
	(@code $variant:ident) => { stringify!($variant) };
	(@code $variant:ident $code:literal) => { $code };
}
pub(crate) use code_system;

/// Declares a code system that is a tree: as [`code_system`], with `in PARENT` after the index.
macro_rules! code_tree {
	(
		$(#[$meta:meta])*
		$name:ident: $title:literal of $system:literal {
			$(
				$(#[$doc:meta])*
				$variant:ident = $index:tt $(in $parent:ident)? $(or $synonym:literal)?,
			)+
		}
	) => {
		$crate::codes::code_system! {
			$(#[$meta])*
			$name: $title of $system {
				$($(#[$doc])* $variant = $index $(or $synonym)?,)+
			}
		}

		impl $name {
			/// The code above this one in the standard's tree.
			pub const fn parent(self) -> Option<Self> {
				match self {
					$(Self::$variant => $crate::codes::code_tree!(@parent $($parent)?),)+
				}
			}

			/// This code and those above it, upwards.
			pub fn lineage(self) -> impl Iterator<Item = Self> {
				core::iter::successors(Some(self), |code| code.parent())
			}

			/// Whether this code is `other` or lies below it in the standard's tree.
			pub fn is_a(self, other: Self) -> bool {
				self.lineage().any(|code| code == other)
			}
		}
	};
	(@parent) => { None };
	(@parent $parent:ident) => { Some(Self::$parent) };
}
use code_tree;

/// Declares a set of codes: `NameSet(u64) of Name`. It is encoded as the integer with one bit per
/// code, at the code's index, and written in JSON as the list of codes.
macro_rules! code_set {
	($(#[$meta:meta])* $set:ident($bits:ty) of $code:ident) => {
		$(#[$meta])*
		#[derive(
			Clone,
			Copy,
			Default,
			PartialEq,
			Eq,
			PartialOrd,
			Ord,
			codec::Encode,
			codec::MaxEncodedLen,
			scale_info::TypeInfo,
		)]
		pub struct $set($bits);

		impl $code {
			/// The bit that stands for this code in a set.
			pub const fn bit(self) -> $bits {
				(1 as $bits).wrapping_shl(self as u32)
			}
		}

		impl $set {
			/// The set without any code.
			pub const EMPTY: Self = Self(0);
			/// The set of all codes.
			pub const ALL: Self = Self::of($code::ALL);

			/// The set of the given codes.
			pub const fn of(mut codes: &[$code]) -> Self {
				let mut bits = 0;
				while let [code, rest @ ..] = codes {
					bits |= code.bit();
					codes = rest;
				}
				Self(bits)
			}

			/// The set that an integer stands for; none if a bit stands for no code.
			pub const fn from_bits(bits: $bits) -> Option<Self> {
				if bits & !Self::ALL.0 == 0 {
					Some(Self(bits))
				} else {
					None
				}
			}

			/// The integer that stands for the set.
			pub const fn bits(self) -> $bits {
				self.0
			}

			/// Whether `code` is in the set.
			pub const fn contains(self, code: $code) -> bool {
				self.0 & code.bit() != 0
			}

			/// Adds `code`. Whether it was new.
			pub fn insert(&mut self, code: $code) -> bool {
				let new = !self.contains(code);
				self.0 |= code.bit();
				new
			}

			/// Takes `code` out. Whether it was there.
			pub fn remove(&mut self, code: $code) -> bool {
				let present = self.contains(code);
				self.0 &= !code.bit();
				present
			}

			/// The codes of either set.
			pub const fn union(self, other: Self) -> Self {
				Self(self.0 | other.0)
			}

			/// The codes of both sets.
			pub const fn intersection(self, other: Self) -> Self {
				Self(self.0 & other.0)
			}

			/// The codes of this set that aren't in the other.
			pub const fn difference(self, other: Self) -> Self {
				Self(self.0 & !other.0)
			}

			/// Whether every code of this set is in the other.
			pub const fn is_subset(self, other: Self) -> bool {
				self.0 & !other.0 == 0
			}

			/// Whether the set has no code.
			pub const fn is_empty(self) -> bool {
				self.0 == 0
			}

			/// How many codes the set has.
			pub const fn len(self) -> u32 {
				self.0.count_ones()
			}

			/// The codes, in the order of their indices.
			pub fn iter(self) -> impl Iterator<Item = $code> {
				$code::ALL.iter().copied().filter(move |code| self.contains(*code))
			}
		}

		// Every index has a bit of its own.
		const _: () = {
			let mut codes = $code::ALL;
			while let [code, rest @ ..] = codes {
				assert!((*code as u32) < <$bits>::BITS);
				codes = rest;
			}
		};

		impl core::fmt::Debug for $set {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				f.debug_set().entries(self.iter()).finish()
			}
		}

		impl codec::Decode for $set {
			fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
				let bits = <$bits as codec::Decode>::decode(input)?;
				Self::from_bits(bits)
					.ok_or(concat!(stringify!($set), ": a bit stands for no code").into())
			}

			fn encoded_fixed_size() -> Option<usize> {
				<$bits as codec::Decode>::encoded_fixed_size()
			}
		}

		impl codec::DecodeWithMemTracking for $set {}

		impl From<$code> for $set {
			fn from(code: $code) -> Self {
				Self(code.bit())
			}
		}

		impl FromIterator<$code> for $set {
			fn from_iter<I: IntoIterator<Item = $code>>(codes: I) -> Self {
				codes.into_iter().fold(Self::EMPTY, |set, code| set.union(code.into()))
			}
		}

		impl serde::Serialize for $set {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_seq(self.iter())
			}
		}

		impl<'de> serde::Deserialize<'de> for $set {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				let codes: alloc::vec::Vec<$code> = serde::Deserialize::deserialize(deserializer)?;
				Ok(codes.into_iter().collect())
			}
		}
	};
}
pub(crate) use code_set;
