//! EPC URNs (GS1 EPC Tag Data Standard, section 6), in which the company prefix stands apart.

use super::{
	digital_link::{escape, piece_of_total, unescape},
	text::is_in_82,
	AssetId, ConsignmentId, Epc, EpcClass, Fault, Gln, Gtin, InvalidKey, PartId, PieceOfTotal,
	Sgln, Sgtin, Sscc,
};
use alloc::{format, string::String, vec::Vec};

const URN: &str = "EPC URN";

/// What an EPC URN says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FromUrn<T> {
	/// What it names.
	pub value: T,
	/// How many digits the company prefix has.
	pub prefix: u8,
}

/// Company prefix and the parts after it.
struct Parts<'a> {
	prefix: &'a str,
	rest: Vec<&'a str>,
}

impl<'a> Parts<'a> {
	/// The dotted parts, of which the last may have dots of its own.
	fn read(text: &'a str, count: usize) -> Result<Self, InvalidKey> {
		let (prefix, rest) = text.split_once('.').ok_or(InvalidKey::new(URN, Fault::Structure))?;
		if !(6..=12).contains(&prefix.len()) || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
			return Err(InvalidKey::new(URN, Fault::CompanyPrefix));
		}
		let rest: Vec<_> = rest.splitn(count, '.').collect();
		if rest.len() != count {
			return Err(InvalidKey::new(URN, Fault::Structure));
		}
		Ok(Self { prefix, rest })
	}

	fn part(&self, at: usize) -> &'a str {
		self.rest.get(at).copied().unwrap_or_default()
	}

	fn text(&self, at: usize) -> Result<String, InvalidKey> {
		unescape(self.part(at))
	}

	/// The digits before the check digit of a key that begins with the company prefix.
	fn body(&self) -> String {
		format!("{}{}", self.prefix, self.part(0))
	}

	/// The digits before the check digit where the first of the second part goes before the prefix.
	fn indicated(&self) -> Result<String, InvalidKey> {
		let (indicator, rest) =
			self.part(0).split_at_checked(1).ok_or(InvalidKey::new(URN, Fault::Structure))?;
		Ok(format!("{indicator}{}{rest}", self.prefix))
	}

	fn gtin(&self) -> Result<Gtin, InvalidKey> {
		Gtin::from_body(&self.indicated()?)
	}

	fn piece(&self) -> Result<PieceOfTotal, InvalidKey> {
		piece_of_total(&format!("{}{}", self.part(1), self.part(2)))
	}

	/// The text of a key that begins with the company prefix and is not numeric.
	fn prefixed(&self) -> Result<String, InvalidKey> {
		Ok(format!("{}{}", self.prefix, self.text(0)?))
	}

	fn done<T>(&self, value: T) -> FromUrn<T> {
		FromUrn { value, prefix: self.prefix.len() as u8 }
	}
}

/// Writes a serial: some characters of GS1's set mean something in URNs and are escaped.
fn escaped(serial: &str) -> String {
	escape(serial, |byte| {
		is_in_82(byte) && !matches!(byte, b'"' | b'%' | b'&' | b'/' | b'<' | b'>' | b'?')
	})
}

/// Splits the digits before a check digit after the company prefix.
fn split(body: &str, prefix: u8) -> Option<(&str, &str)> {
	body.split_at_checked(prefix.into())
}

/// Splits off the first digit, which stands before the reference in URNs, and the company prefix.
fn split_indicated(body: &str, prefix: u8) -> Option<String> {
	let (indicator, rest) = body.split_at_checked(1)?;
	let (company, reference) = split(rest, prefix)?;
	Some(format!("{company}.{indicator}{reference}"))
}

fn split_plain(body: &str, prefix: u8) -> Option<String> {
	let (company, reference) = split(body, prefix)?;
	Some(format!("{company}.{reference}"))
}

fn split_escaped(text: &str, prefix: u8) -> Option<String> {
	let (company, reference) = split(text, prefix)?;
	(!reference.is_empty() && company.bytes().all(|byte| byte.is_ascii_digit()))
		.then(|| format!("{company}.{}", escaped(reference)))
}

impl Epc {
	/// The object that an EPC URN `urn:epc:id:…` names.
	pub fn from_urn(urn: &str) -> Result<FromUrn<Self>, InvalidKey> {
		let unknown = InvalidKey::new(URN, Fault::UnknownScheme);
		let (scheme, text) =
			urn.strip_prefix("urn:epc:id:").and_then(|rest| rest.split_once(':')).ok_or(unknown)?;
		let parts = |count| Parts::read(text, count);
		Ok(match scheme {
			"sgtin" => {
				let parts = parts(2)?;
				parts.done(Self::Sgtin(Sgtin {
					gtin: parts.gtin()?,
					serial: parts.text(1)?.parse()?,
				}))
			},
			"sscc" => {
				let parts = parts(1)?;
				parts.done(Self::Sscc(Sscc::from_body(&parts.indicated()?)?))
			},
			"sgln" => {
				let parts = parts(2)?;
				let extension = parts.text(1)?;
				parts.done(Self::Sgln(Sgln {
					gln: Gln::from_body(&parts.body())?,
					extension: (extension != "0").then(|| extension.parse()).transpose()?,
				}))
			},
			"grai" => {
				let parts = parts(2)?;
				let asset = super::AssetType::from_body(&parts.body())?;
				parts.done(Self::Grai(asset, parts.text(1)?.parse()?))
			},
			"giai" => {
				let parts = parts(1)?;
				parts.done(Self::Giai(parts.prefixed()?.parse::<AssetId>()?))
			},
			"gsrn" => {
				let parts = parts(1)?;
				parts.done(Self::Gsrn(super::Gsrn::from_body(&parts.body())?))
			},
			"gsrnp" => {
				let parts = parts(1)?;
				parts.done(Self::Gsrnp(super::Gsrn::from_body(&parts.body())?))
			},
			"gdti" => {
				let parts = parts(2)?;
				let document = super::DocumentType::from_body(&parts.body())?;
				parts.done(Self::Gdti(document, parts.text(1)?.parse()?))
			},
			"cpi" => {
				let parts = parts(2)?;
				let part = parts.prefixed()?.parse::<PartId>()?;
				parts.done(Self::Cpi(part, parts.text(1)?.parse()?))
			},
			"sgcn" => {
				let parts = parts(2)?;
				let coupon = super::CouponType::from_body(&parts.body())?;
				parts.done(Self::Sgcn(coupon, parts.text(1)?.parse()?))
			},
			"ginc" => {
				let parts = parts(1)?;
				parts.done(Self::Ginc(parts.prefixed()?.parse::<ConsignmentId>()?))
			},
			"gsin" => {
				let parts = parts(1)?;
				parts.done(Self::Gsin(super::Gsin::from_body(&parts.body())?))
			},
			"itip" => {
				let parts = parts(4)?;
				let serial = parts.text(3)?.parse()?;
				parts.done(Self::Itip(parts.gtin()?, parts.piece()?, serial))
			},
			"upui" => {
				let parts = parts(2)?;
				parts.done(Self::Upui(parts.gtin()?, parts.text(1)?.parse()?))
			},
			"pgln" => {
				let parts = parts(1)?;
				parts.done(Self::Pgln(Gln::from_body(&parts.body())?))
			},
			_ => return Err(unknown),
		})
	}

	/// The EPC URN, with a company prefix of so many digits. None for what is foreign, and where no
	/// company prefix can be that long.
	pub fn to_urn(&self, prefix: u8) -> Option<String> {
		if !(6..=12).contains(&prefix) {
			return None;
		}
		let (scheme, text) = match self {
			Self::Sgtin(Sgtin { gtin, serial }) => {
				let product = split_indicated(gtin.body(), prefix)?;
				("sgtin", format!("{product}.{}", escaped(serial.as_str())))
			},
			Self::Sscc(sscc) => ("sscc", split_indicated(sscc.body(), prefix)?),
			Self::Sgln(Sgln { gln, extension }) => {
				let place = split_plain(gln.body(), prefix)?;
				let extension = extension.as_ref().map_or("0", |extension| extension.as_str());
				("sgln", format!("{place}.{}", escaped(extension)))
			},
			Self::Grai(asset, serial) => {
				let asset = split_plain(asset.body(), prefix)?;
				("grai", format!("{asset}.{}", escaped(serial.as_str())))
			},
			Self::Giai(asset) => ("giai", split_escaped(asset.as_str(), prefix)?),
			Self::Gsrn(relation) => ("gsrn", split_plain(relation.body(), prefix)?),
			Self::Gsrnp(relation) => ("gsrnp", split_plain(relation.body(), prefix)?),
			Self::Gdti(document, serial) => {
				let document = split_plain(document.body(), prefix)?;
				("gdti", format!("{document}.{}", escaped(serial.as_str())))
			},
			Self::Cpi(part, serial) => {
				("cpi", format!("{}.{serial}", split_escaped(part.as_str(), prefix)?))
			},
			Self::Sgcn(coupon, serial) => {
				("sgcn", format!("{}.{serial}", split_plain(coupon.body(), prefix)?))
			},
			Self::Ginc(consignment) => ("ginc", split_escaped(consignment.as_str(), prefix)?),
			Self::Gsin(shipment) => ("gsin", split_plain(shipment.body(), prefix)?),
			Self::Itip(gtin, piece, serial) => {
				let product = split_indicated(gtin.body(), prefix)?;
				let (piece, total) = (piece.piece(), piece.total());
				("itip", format!("{product}.{piece:02}.{total:02}.{}", escaped(serial.as_str())))
			},
			Self::Upui(gtin, serial) => {
				let product = split_indicated(gtin.body(), prefix)?;
				("upui", format!("{product}.{}", escaped(serial.as_str())))
			},
			Self::Pgln(gln) => ("pgln", split_plain(gln.body(), prefix)?),
			Self::Foreign(_) => return None,
		};
		Some(format!("urn:epc:id:{scheme}:{text}"))
	}
}

impl EpcClass {
	/// The class that an EPC URN names: `urn:epc:class:lgtin:…`, or a pattern `urn:epc:idpat:…` that
	/// ends with `.*`.
	pub fn from_urn(urn: &str) -> Result<FromUrn<Self>, InvalidKey> {
		let unknown = InvalidKey::new(URN, Fault::UnknownScheme);
		if let Some(text) = urn.strip_prefix("urn:epc:class:lgtin:") {
			let parts = Parts::read(text, 2)?;
			return Ok(parts.done(Self::Lgtin(parts.gtin()?, parts.text(1)?.parse()?)));
		}
		let (scheme, pattern) = urn
			.strip_prefix("urn:epc:idpat:")
			.and_then(|rest| rest.split_once(':'))
			.ok_or(unknown)?;
		let text = pattern.strip_suffix(".*").ok_or(InvalidKey::new(URN, Fault::Structure))?;
		let parts = |count| Parts::read(text, count);
		Ok(match scheme {
			"sgtin" | "upui" => {
				let parts = parts(1)?;
				parts.done(Self::Gtin(parts.gtin()?))
			},
			"grai" => {
				let parts = parts(1)?;
				parts.done(Self::Grai(super::AssetType::from_body(&parts.body())?))
			},
			"gdti" => {
				let parts = parts(1)?;
				parts.done(Self::Gdti(super::DocumentType::from_body(&parts.body())?))
			},
			"sgcn" => {
				let parts = parts(1)?;
				parts.done(Self::Gcn(super::CouponType::from_body(&parts.body())?))
			},
			"cpi" => {
				let parts = parts(1)?;
				parts.done(Self::Cpi(parts.prefixed()?.parse()?))
			},
			"itip" => {
				let parts = parts(3)?;
				parts.done(Self::Itip(parts.gtin()?, parts.piece()?))
			},
			_ => return Err(unknown),
		})
	}

	/// The EPC URN, as [`Epc::to_urn`].
	pub fn to_urn(&self, prefix: u8) -> Option<String> {
		if !(6..=12).contains(&prefix) {
			return None;
		}
		let (scheme, text) = match self {
			Self::Lgtin(gtin, lot) => {
				let product = split_indicated(gtin.body(), prefix)?;
				return Some(format!("urn:epc:class:lgtin:{product}.{}", escaped(lot.as_str())));
			},
			Self::Gtin(gtin) => ("sgtin", split_indicated(gtin.body(), prefix)?),
			Self::Grai(asset) => ("grai", split_plain(asset.body(), prefix)?),
			Self::Gdti(document) => ("gdti", split_plain(document.body(), prefix)?),
			Self::Gcn(coupon) => ("sgcn", split_plain(coupon.body(), prefix)?),
			Self::Cpi(part) => ("cpi", split_escaped(part.as_str(), prefix)?),
			Self::Itip(gtin, piece) => {
				let product = split_indicated(gtin.body(), prefix)?;
				("itip", format!("{product}.{:02}.{:02}", piece.piece(), piece.total()))
			},
			Self::Foreign(_) => return None,
		};
		Some(format!("urn:epc:idpat:{scheme}:{text}.*"))
	}
}
