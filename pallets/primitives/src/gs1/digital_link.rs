//! GS1 Digital Link URIs (GS1 Digital Link Standard: URI Syntax), in the form that CBV 2.0 uses.

use super::{
	text::{is_digit, is_in_82},
	AssetType, CouponType, DocumentType, Epc, EpcClass, Fault, InvalidKey, PieceOfTotal, Serial,
	Sgln, Sgtin, DIGITAL_LINK,
};
use alloc::{format, string::String, vec::Vec};
use core::str::FromStr;

const LINK: &str = "Digital Link";

/// A key of a Digital Link URI and what qualifies it, all unescaped.
struct Path {
	key: String,
	value: String,
	qualifiers: Vec<(String, String)>,
}

/// The application identifiers that a path can begin with.
const KEYS: [&str; 14] = [
	"00", "01", "253", "255", "401", "402", "414", "417", "8003", "8004", "8006", "8010", "8017",
	"8018",
];

impl Path {
	/// Finds the key in the path of a URI, whatever stands before it.
	fn read(uri: &str) -> Result<Self, InvalidKey> {
		let unknown = InvalidKey::new(LINK, Fault::UnknownScheme);
		let (_, after_scheme) = uri.split_once("://").ok_or(unknown)?;
		let (_, path) = after_scheme.split_once('/').ok_or(unknown)?;
		let path = path.split(['?', '#']).next().unwrap_or_default();
		let mut segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
		let start = segments.iter().position(|segment| KEYS.contains(segment)).ok_or(unknown)?;
		let mut pairs = segments.split_off(start).into_iter();
		let mut read = Vec::new();
		while let Some(key) = pairs.next() {
			let value = pairs.next().ok_or(InvalidKey::new(LINK, Fault::Structure))?;
			read.push((String::from(key), unescape(value)?));
		}
		let mut read = read.into_iter();
		let (key, value) = read.next().ok_or(unknown)?;
		Ok(Self { key, value, qualifiers: read.collect() })
	}

	/// The value of a qualifier.
	fn qualifier<T: FromStr<Err = InvalidKey>>(&self, key: &str) -> Result<Option<T>, InvalidKey> {
		self.qualifiers
			.iter()
			.find(|(qualifier, _)| qualifier == key)
			.map(|(_, value)| value.parse())
			.transpose()
	}

	fn required<T: FromStr<Err = InvalidKey>>(&self, key: &str) -> Result<T, InvalidKey> {
		self.qualifier(key)?.ok_or(InvalidKey::new(LINK, Fault::Structure))
	}

	/// The value split after so many bytes.
	fn split(&self, at: usize) -> Result<(&str, &str), InvalidKey> {
		self.value.split_at_checked(at).ok_or(InvalidKey::new(LINK, Fault::Structure))
	}

	/// The type of a returnable asset, which a zero precedes, and what follows.
	fn asset(&self) -> Result<(AssetType, &str), InvalidKey> {
		let digits = self.value.strip_prefix('0').ok_or(InvalidKey::new(LINK, Fault::Structure))?;
		let (asset_type, serial) =
			digits.split_at_checked(13).ok_or(InvalidKey::new(LINK, Fault::Structure))?;
		Ok((asset_type.parse()?, serial))
	}

	/// The product of a piece, and which piece it is.
	fn piece(&self) -> Result<(super::Gtin, PieceOfTotal), InvalidKey> {
		let (gtin, piece) = self.split(14)?;
		Ok((gtin.parse()?, piece_of_total(piece)?))
	}
}

/// Two digits for the piece and two for how many there are.
pub(super) fn piece_of_total(digits: &str) -> Result<PieceOfTotal, InvalidKey> {
	let wrong = InvalidKey::new("ITIP", Fault::Structure);
	if digits.len() != 4 || !digits.bytes().all(is_digit) {
		return Err(wrong);
	}
	let (piece, total) = digits.split_at_checked(2).ok_or(wrong)?;
	PieceOfTotal::new(piece.parse().map_err(|_| wrong)?, total.parse().map_err(|_| wrong)?)
}

/// Replaces `%xx`.
pub(super) fn unescape(text: &str) -> Result<String, InvalidKey> {
	let wrong = InvalidKey::new(LINK, Fault::Character);
	let mut bytes = Vec::with_capacity(text.len());
	let mut rest = text.bytes();
	while let Some(byte) = rest.next() {
		if byte != b'%' {
			bytes.push(byte);
			continue;
		}
		let mut digit =
			|| rest.next().and_then(|digit| char::from(digit).to_digit(16)).ok_or(wrong);
		let (high, low) = (digit()?, digit()?);
		bytes.push((high.wrapping_shl(4) | low) as u8);
	}
	String::from_utf8(bytes).map_err(|_| wrong)
}

/// Writes `%xx` for what may not stand as it is.
pub(super) fn escape(text: &str, plain: impl Fn(u8) -> bool) -> String {
	let mut escaped = String::with_capacity(text.len());
	for byte in text.bytes() {
		if plain(byte) {
			escaped.push(char::from(byte));
		} else {
			escaped.push_str(&format!("%{byte:02X}"));
		}
	}
	escaped
}

/// A segment of a path: RFC 3986's unreserved characters stand as they are.
fn segment(text: impl AsRef<str>) -> String {
	escape(text.as_ref(), |byte| {
		byte.is_ascii_alphanumeric() || (is_in_82(byte) && matches!(byte, b'-' | b'.' | b'_'))
	})
}

impl Epc {
	/// The object that a Digital Link URI names, at whatever host.
	pub fn from_digital_link(uri: &str) -> Result<Self, InvalidKey> {
		let path = Path::read(uri)?;
		let value = path.value.as_str();
		Ok(match path.key.as_str() {
			"00" => Self::Sscc(value.parse()?),
			"01" => {
				let gtin = value.parse()?;
				match path.qualifier("235")? {
					Some(serial) => Self::Upui(gtin, serial),
					None => Self::Sgtin(Sgtin { gtin, serial: path.required("21")? }),
				}
			},
			"253" => {
				let (document, serial) = path.split(13)?;
				Self::Gdti(document.parse()?, serial.parse()?)
			},
			"255" => {
				let (coupon, serial) = path.split(13)?;
				Self::Sgcn(coupon.parse()?, serial.parse()?)
			},
			"401" => Self::Ginc(value.parse()?),
			"402" => Self::Gsin(value.parse()?),
			"414" => Self::Sgln(Sgln { gln: value.parse()?, extension: path.qualifier("254")? }),
			"417" => Self::Pgln(value.parse()?),
			"8003" => {
				let (asset_type, serial) = path.asset()?;
				Self::Grai(asset_type, serial.parse()?)
			},
			"8004" => Self::Giai(value.parse()?),
			"8006" => {
				let (gtin, piece) = path.piece()?;
				Self::Itip(gtin, piece, path.required::<Serial>("21")?)
			},
			"8010" => Self::Cpi(value.parse()?, path.required("8011")?),
			"8017" => Self::Gsrnp(value.parse()?),
			"8018" => Self::Gsrn(value.parse()?),
			_ => return Err(InvalidKey::new(LINK, Fault::UnknownScheme)),
		})
	}

	/// The canonical Digital Link URI; none for what is foreign.
	pub fn to_digital_link(&self) -> Option<String> {
		let path = match self {
			Self::Sgtin(Sgtin { gtin, serial }) => {
				format!("01/{gtin}/21/{}", segment(serial.as_str()))
			},
			Self::Sscc(sscc) => format!("00/{sscc}"),
			Self::Sgln(Sgln { gln, extension: None }) => format!("414/{gln}"),
			Self::Sgln(Sgln { gln, extension: Some(extension) }) => {
				format!("414/{gln}/254/{}", segment(extension.as_str()))
			},
			Self::Grai(asset, serial) => format!("8003/0{asset}{}", segment(serial.as_str())),
			Self::Giai(asset) => format!("8004/{}", segment(asset.as_str())),
			Self::Gsrn(relation) => format!("8018/{relation}"),
			Self::Gsrnp(relation) => format!("8017/{relation}"),
			Self::Gdti(document, serial) => format!("253/{document}{}", segment(serial.as_str())),
			Self::Cpi(part, serial) => format!("8010/{}/8011/{serial}", segment(part.as_str())),
			Self::Sgcn(coupon, serial) => format!("255/{coupon}{serial}"),
			Self::Ginc(consignment) => format!("401/{}", segment(consignment.as_str())),
			Self::Gsin(shipment) => format!("402/{shipment}"),
			Self::Itip(gtin, piece, serial) => format!(
				"8006/{gtin}{:02}{:02}/21/{}",
				piece.piece(),
				piece.total(),
				segment(serial.as_str())
			),
			Self::Upui(gtin, serial) => format!("01/{gtin}/235/{}", segment(serial.as_str())),
			Self::Pgln(gln) => format!("417/{gln}"),
			Self::Foreign(_) => return None,
		};
		Some(format!("{DIGITAL_LINK}/{path}"))
	}
}

impl EpcClass {
	/// The class that a Digital Link URI names, at whatever host.
	pub fn from_digital_link(uri: &str) -> Result<Self, InvalidKey> {
		let path = Path::read(uri)?;
		let value = path.value.as_str();
		let whole = |rest: &str| {
			if rest.is_empty() {
				Ok(())
			} else {
				Err(InvalidKey::new(LINK, Fault::Structure))
			}
		};
		Ok(match path.key.as_str() {
			"01" => {
				let gtin = value.parse()?;
				path.qualifier("10")?.map_or(Self::Gtin(gtin), |lot| Self::Lgtin(gtin, lot))
			},
			"253" => Self::Gdti(DocumentType::from_str(value)?),
			"255" => Self::Gcn(CouponType::from_str(value)?),
			"8003" => {
				let (asset_type, rest) = path.asset()?;
				whole(rest)?;
				Self::Grai(asset_type)
			},
			"8006" => {
				let (gtin, piece) = path.piece()?;
				Self::Itip(gtin, piece)
			},
			"8010" => Self::Cpi(value.parse()?),
			_ => return Err(InvalidKey::new(LINK, Fault::UnknownScheme)),
		})
	}

	/// The canonical Digital Link URI; none for what is foreign.
	pub fn to_digital_link(&self) -> Option<String> {
		let path = match self {
			Self::Gtin(gtin) => format!("01/{gtin}"),
			Self::Lgtin(gtin, lot) => format!("01/{gtin}/10/{}", segment(lot.as_str())),
			Self::Grai(asset) => format!("8003/0{asset}"),
			Self::Gdti(document) => format!("253/{document}"),
			Self::Gcn(coupon) => format!("255/{coupon}"),
			Self::Cpi(part) => format!("8010/{}", segment(part.as_str())),
			Self::Itip(gtin, piece) => {
				format!("8006/{gtin}{:02}{:02}", piece.piece(), piece.total())
			},
			Self::Foreign(_) => return None,
		};
		Some(format!("{DIGITAL_LINK}/{path}"))
	}
}
