//! Countries.

use super::UnknownCode;
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};

/// The codes that ISO 3166-1 has assigned, with `XK`, which it leaves to its users and they use for
/// Kosovo.
const PRESENT: &[u8] =
	b"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZ\
	CACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGM\
	GNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLT\
	LULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPN\
	PRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZ\
	UAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// Codes that ISO 3166-1 has withdrawn, of countries that trials are still registered in: the
/// Netherlands Antilles, Serbia and Montenegro, Yugoslavia.
const FORMER: &[u8] = b"ANCSYU";

/// A country, by its code in ISO 3166-1 (alpha-2). It is checked whenever one is made, read or
/// decoded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct Country([u8; 2]);

impl Country {
	/// How many there are: those of today, and those that are no more.
	pub const COUNT: u32 = (PRESENT.len() as u32 + FORMER.len() as u32) / 2;
	/// Short name of the code system.
	pub const NAME: &'static str = "Country";
	/// Canonical URI of the code system.
	pub const SYSTEM: &'static str = "urn:iso:std:iso:3166";

	/// Every country.
	pub fn all() -> impl Iterator<Item = Self> {
		PRESENT.chunks_exact(2).chain(FORMER.chunks_exact(2)).filter_map(|code| match code {
			[first, second] => Some(Self([*first, *second])),
			_ => None,
		})
	}

	/// The code.
	pub fn code(&self) -> &str {
		core::str::from_utf8(&self.0).unwrap_or_default()
	}

	fn of(code: [u8; 2]) -> Option<Self> {
		Self::all().find(|country| country.0 == code)
	}
}

impl fmt::Display for Country {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.code())
	}
}

impl fmt::Debug for Country {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.code())
	}
}

impl FromStr for Country {
	type Err = UnknownCode;

	fn from_str(code: &str) -> Result<Self, UnknownCode> {
		<[u8; 2]>::try_from(code.as_bytes())
			.ok()
			.and_then(Self::of)
			.ok_or_else(|| UnknownCode::new(Self::NAME, Self::SYSTEM, code))
	}
}

impl Decode for Country {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		Self::of(<[u8; 2]>::decode(input)?).ok_or_else(|| "not a country of ISO 3166-1".into())
	}
}

impl DecodeWithMemTracking for Country {}

impl Serialize for Country {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.code())
	}
}

impl<'de> Deserialize<'de> for Country {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
	}
}
