//! What EPCIS events are about: single objects and classes of objects.

use super::{
	written_as_text, AssetId, AssetSerial, AssetType, ConsignmentId, CouponSerial, CouponType,
	DocumentSerial, DocumentType, Fault, Gln, Gsin, Gsrn, Gtin, InvalidKey, LotNumber, PartId,
	PartSerial, PieceOfTotal, Serial, Sgln, Sgtin, Sscc, ThirdPartySerial,
};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};
use sp_core::H256;

/// How an identifier that is none of GS1's is written: the `blake2_256` of its URI in hexadecimal.
const FOREIGN: &str = "urn:salus:blake2-256:";

/// A single object: a pack, a container, an asset, a place, a party.
///
/// Its text is the Digital Link URI, for [`Epc::Foreign`] `urn:salus:blake2-256:` and the hash; it is
/// read from URNs too.
#[derive(
	Clone,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Epc {
	/// A serialised product.
	#[codec(index = 0)]
	Sgtin(Sgtin),
	/// A logistic unit: a pallet, a case, a parcel.
	#[codec(index = 1)]
	Sscc(Sscc),
	/// A place.
	#[codec(index = 2)]
	Sgln(Sgln),
	/// A returnable asset.
	#[codec(index = 3)]
	Grai(AssetType, AssetSerial),
	/// An individual asset.
	#[codec(index = 4)]
	Giai(AssetId),
	/// Who receives a service. It may be a patient, and so has no place on chain
	/// ([`Epc::may_be_a_person`]): it has no SCALE encoding. Index 5 stays free.
	#[codec(skip)]
	Gsrn(Gsrn),
	/// Who renders a service. It may be a practitioner, and so has none either. Index 6 stays free.
	#[codec(skip)]
	Gsrnp(Gsrn),
	/// A document.
	#[codec(index = 7)]
	Gdti(DocumentType, DocumentSerial),
	/// A component or part.
	#[codec(index = 8)]
	Cpi(PartId, PartSerial),
	/// A coupon.
	#[codec(index = 9)]
	Sgcn(CouponType, CouponSerial),
	/// Goods under way with one transport document.
	#[codec(index = 10)]
	Ginc(ConsignmentId),
	/// Goods that a seller ships to a buyer.
	#[codec(index = 11)]
	Gsin(Gsin),
	/// A piece of a trade item.
	#[codec(index = 12)]
	Itip(Gtin, PieceOfTotal, Serial),
	/// A unit pack whose serial somebody else controls.
	#[codec(index = 13)]
	Upui(Gtin, ThirdPartySerial),
	/// A party.
	#[codec(index = 14)]
	Pgln(Gln),
	/// Something that is no identifier of GS1, by the `blake2_256` of its URI.
	#[codec(index = 15)]
	Foreign(H256),
}

/// A class of objects, of which events give quantities.
#[derive(
	Clone,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum EpcClass {
	/// A product.
	#[codec(index = 0)]
	Gtin(Gtin),
	/// A lot of a product.
	#[codec(index = 1)]
	Lgtin(Gtin, LotNumber),
	/// A type of returnable assets.
	#[codec(index = 2)]
	Grai(AssetType),
	/// A type of documents.
	#[codec(index = 3)]
	Gdti(DocumentType),
	/// A type of coupons.
	#[codec(index = 4)]
	Gcn(CouponType),
	/// A component or part.
	#[codec(index = 5)]
	Cpi(PartId),
	/// A piece of a trade item.
	#[codec(index = 6)]
	Itip(Gtin, PieceOfTotal),
	/// Something that is no identifier of GS1, by the `blake2_256` of its URI.
	#[codec(index = 7)]
	Foreign(H256),
}

impl Epc {
	/// A serialised product.
	pub const fn sgtin(gtin: Gtin, serial: Serial) -> Self {
		Self::Sgtin(Sgtin { gtin, serial })
	}

	/// The serialised product, if it is one.
	pub const fn as_sgtin(&self) -> Option<&Sgtin> {
		match self {
			Self::Sgtin(sgtin) => Some(sgtin),
			_ => None,
		}
	}

	/// The product of which it is one, if of any.
	pub const fn gtin(&self) -> Option<Gtin> {
		match self {
			Self::Sgtin(Sgtin { gtin, .. }) | Self::Itip(gtin, ..) | Self::Upui(gtin, _) => {
				Some(*gtin)
			},
			_ => None,
		}
	}

	/// What stands for a URI that is none of GS1's.
	pub fn foreign(uri: &str) -> Self {
		Self::Foreign(hash(uri))
	}

	/// Whether the identifier may be that of a person, whom nothing on chain may name. Such an
	/// identifier encodes to nothing, and no call that has one can be made.
	pub const fn may_be_a_person(&self) -> bool {
		matches!(self, Self::Gsrn(_) | Self::Gsrnp(_))
	}

	/// The object that a URI names, in either form. A URI that is none of GS1's names something
	/// foreign; one that is, but malformed, nothing.
	pub fn from_uri(uri: &str) -> Result<Self, InvalidKey> {
		if uri.starts_with("urn:epc:") {
			return Self::from_urn(uri).map(|read| read.value);
		}
		if uri.starts_with("http://") || uri.starts_with("https://") {
			match Self::from_digital_link(uri) {
				Err(InvalidKey { fault: Fault::UnknownScheme, .. }) => {},
				read => return read,
			}
		}
		if let Some(hash) = uri.strip_prefix(FOREIGN) {
			return foreign(hash).map(Self::Foreign);
		}
		Ok(Self::foreign(uri))
	}
}

impl EpcClass {
	/// The product that the class is or belongs to, if to any.
	pub const fn gtin(&self) -> Option<Gtin> {
		match self {
			Self::Gtin(gtin) | Self::Lgtin(gtin, _) | Self::Itip(gtin, _) => Some(*gtin),
			_ => None,
		}
	}

	/// The class that a URI names, in either form. As [`Epc::from_uri`].
	pub fn from_uri(uri: &str) -> Result<Self, InvalidKey> {
		if uri.starts_with("urn:epc:") {
			return Self::from_urn(uri).map(|read| read.value);
		}
		if uri.starts_with("http://") || uri.starts_with("https://") {
			match Self::from_digital_link(uri) {
				Err(InvalidKey { fault: Fault::UnknownScheme, .. }) => {},
				read => return read,
			}
		}
		if let Some(hash) = uri.strip_prefix(FOREIGN) {
			return foreign(hash).map(Self::Foreign);
		}
		Ok(Self::Foreign(hash(uri)))
	}
}

/// What stands for a URI that is none of GS1's.
fn hash(uri: &str) -> H256 {
	H256(sp_io::hashing::blake2_256(uri.as_bytes()))
}

fn foreign(hash: &str) -> Result<H256, InvalidKey> {
	sp_core::bytes::from_hex(hash)
		.ok()
		.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
		.map(H256)
		.ok_or(InvalidKey::new("hash", Fault::Structure))
}

impl fmt::Display for Epc {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match (self, self.to_digital_link()) {
			(Self::Foreign(hash), _) => write!(f, "{FOREIGN}{hash:#x}"),
			(_, uri) => f.write_str(&uri.unwrap_or_default()),
		}
	}
}

impl FromStr for Epc {
	type Err = InvalidKey;

	fn from_str(uri: &str) -> Result<Self, InvalidKey> {
		Self::from_uri(uri)
	}
}

impl fmt::Display for EpcClass {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match (self, self.to_digital_link()) {
			(Self::Foreign(hash), _) => write!(f, "{FOREIGN}{hash:#x}"),
			(_, uri) => f.write_str(&uri.unwrap_or_default()),
		}
	}
}

impl FromStr for EpcClass {
	type Err = InvalidKey;

	fn from_str(uri: &str) -> Result<Self, InvalidKey> {
		Self::from_uri(uri)
	}
}

written_as_text!(EpcClass);

impl fmt::Debug for Epc {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

impl Serialize for Epc {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for Epc {
	/// Reads what can be on chain. Questions about persons are refused here.
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let epc: Self = String::deserialize(deserializer)?.parse().map_err(de::Error::custom)?;
		if epc.may_be_a_person() {
			return Err(de::Error::custom("a GSRN may be a person's, and has no place on chain"));
		}
		Ok(epc)
	}
}

impl From<Sgtin> for Epc {
	fn from(sgtin: Sgtin) -> Self {
		Self::Sgtin(sgtin)
	}
}

impl From<Sscc> for Epc {
	fn from(sscc: Sscc) -> Self {
		Self::Sscc(sscc)
	}
}

impl fmt::Display for Sgtin {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		Epc::Sgtin(self.clone()).fmt(f)
	}
}

impl FromStr for Sgtin {
	type Err = InvalidKey;

	fn from_str(uri: &str) -> Result<Self, InvalidKey> {
		match Epc::from_uri(uri)? {
			Epc::Sgtin(sgtin) => Ok(sgtin),
			_ => Err(InvalidKey::new("SGTIN", Fault::UnknownScheme)),
		}
	}
}

impl fmt::Display for Sgln {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		Epc::Sgln(self.clone()).fmt(f)
	}
}

impl FromStr for Sgln {
	type Err = InvalidKey;

	fn from_str(uri: &str) -> Result<Self, InvalidKey> {
		match Epc::from_uri(uri)? {
			Epc::Sgln(sgln) => Ok(sgln),
			_ => Err(InvalidKey::new("SGLN", Fault::UnknownScheme)),
		}
	}
}

written_as_text!(Sgtin);
written_as_text!(Sgln);
