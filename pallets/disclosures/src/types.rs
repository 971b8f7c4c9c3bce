//! What is stored.

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::BoundedVec;
use salus_primitives::{disclosure::SequenceRange, emergency::EmergencyId, Moment, PatientId};
use scale_info::TypeInfo;

/// A number as a storage key: big-endian, so that the keys' order is that of the numbers.
pub type Ordered = [u8; 8];

/// See [`Ordered`].
pub const fn ordered(number: u64) -> Ordered {
	number.to_be_bytes()
}

/// The number that a key stands for.
pub const fn number(key: Ordered) -> u64 {
	u64::from_be_bytes(key)
}

/// What is missing of a log.
pub type GapsOf<T> = BoundedVec<SequenceRange, <T as Config>::MaxGaps>;
/// What an agent has open.
pub type OpenAccessesOf<T> = BoundedVec<OpenAccess, <T as Config>::MaxOpen>;
/// What waits for its review.
pub type PendingReviewsOf<T> = BoundedVec<PendingReview, <T as Config>::MaxUnreviewed>;

/// An emergency access that an agent has open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenAccess {
	/// Its number.
	pub id: EmergencyId,
	/// Whose data.
	pub patient: PatientId,
	/// When it ends by itself.
	pub until: Moment,
}

/// An emergency access that waits for its review.
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
pub struct PendingReview {
	/// By when it has to be made.
	pub due: Moment,
	/// The access.
	pub id: EmergencyId,
}
