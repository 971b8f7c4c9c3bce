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
	key: &'static str,
	value: String,
	qualifiers: Vec<(String, String)>,
}

/// The application identifiers that a path can begin with, and the short names by which releases of
/// the standard before 1.3 let them be written.
const KEYS: [(&str, &str); 14] = [
	("00", "sscc"),
	("01", "gtin"),
	("253", "gdti"),
	("255", "gcn"),
	("401", "ginc"),
	("402", "gsin"),
	("414", "gln"),
	("417", "party"),
	("8003", "grai"),
	("8004", "giai"),
	("8006", "itip"),
	("8010", "cpid"),
	("8017", "gsrnp"),
	("8018", "gsrn"),
];

/// The same of what qualifies a key.
const QUALIFIERS: [(&str, &str); 3] = [("22", "cpv"), ("10", "lot"), ("21", "ser")];

/// What tells a single thing from others of its class.
const SERIALS: [&str; 3] = ["21", "235", "8011"];

/// The application identifier that a segment of a path is or names.
fn identifier(segment: &str, known: &[(&'static str, &str)]) -> Option<&'static str> {
	known
		.iter()
		.find(|(identifier, name)| segment == *identifier || segment == *name)
		.map(|(identifier, _)| *identifier)
}

/// Whether a text begins as every key of GS1 does, with the digits of a company prefix.
fn is_like_a_key(text: &str) -> bool {
	text.as_bytes().get(..4).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
}

impl Path {
	/// Finds the key in the path of a URI, whatever stands before it. At another host than GS1's a
	/// segment that only looks like the beginning of a key, such as the month of a date, is none.
	fn read(uri: &str) -> Result<Self, InvalidKey> {
		let unknown = InvalidKey::new(LINK, Fault::UnknownScheme);
		let (_, after_scheme) = uri.split_once("://").ok_or(unknown)?;
		let (host, path) = after_scheme.split_once('/').ok_or(unknown)?;
		let path = path.split(['?', '#']).next().unwrap_or_default();
		let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
		let is_gs1 = DIGITAL_LINK.strip_prefix("https://") == Some(host);
		let mut from = 0usize;
		let key = loop {
			let rest = segments.get(from..).unwrap_or_default();
			let [segment, value @ ..] = rest else { return Err(unknown) };
			from = from.saturating_add(1);
			let value = value.first();
			match identifier(segment, &KEYS) {
				Some(key) if is_gs1 || value.is_some_and(|value| is_like_a_key(value)) => {
					break key
				},
				_ => {},
			}
		};
		let mut rest = segments.into_iter().skip(from);
		let structure = InvalidKey::new(LINK, Fault::Structure);
		let value = unescape(rest.next().ok_or(structure)?)?;
		let mut qualifiers = Vec::new();
		while let Some(segment) = rest.next() {
			let qualifier = identifier(segment, &QUALIFIERS).unwrap_or(segment);
			qualifiers.push((String::from(qualifier), unescape(rest.next().ok_or(structure)?)?));
		}
		Ok(Self { key, value, qualifiers })
	}

	/// The product. Its number may be written with 8, 12 or 13 digits.
	fn gtin(&self) -> Result<super::Gtin, InvalidKey> {
		match self.value.len() {
			8 | 12 | 13 => format!("{:0>14}", self.value).parse(),
			_ => self.value.parse(),
		}
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

/// A canonical Digital Link URI as the event hash of CBV 2.0 has it. Three of GS1's characters need no
/// escape in a path, and are plain there.
pub fn in_event_hash(link: &str) -> String {
	link.replace("%27", "'").replace("%3B", ";").replace("%3D", "=")
}

impl Epc {
	/// The identifier as the event hash of CBV 2.0 has it.
	pub fn in_event_hash(&self) -> String {
		in_event_hash(&format!("{self}"))
	}

	/// The object that a Digital Link URI names, at whatever host.
	pub fn from_digital_link(uri: &str) -> Result<Self, InvalidKey> {
		let path = Path::read(uri)?;
		let value = path.value.as_str();
		Ok(match path.key {
			"00" => Self::Sscc(value.parse()?),
			"01" => {
				let gtin = path.gtin()?;
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
	/// The class that a Digital Link URI names, at whatever host; not that of a single thing.
	pub fn from_digital_link(uri: &str) -> Result<Self, InvalidKey> {
		let path = Path::read(uri)?;
		let mut qualifiers = path.qualifiers.iter();
		if qualifiers.any(|(qualifier, _)| SERIALS.contains(&qualifier.as_str())) {
			return Err(InvalidKey::new(LINK, Fault::Structure));
		}
		let value = path.value.as_str();
		let whole = |rest: &str| {
			if rest.is_empty() {
				Ok(())
			} else {
				Err(InvalidKey::new(LINK, Fault::Structure))
			}
		};
		Ok(match path.key {
			"01" => {
				let gtin = path.gtin()?;
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
