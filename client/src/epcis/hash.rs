//! The event hash of CBV 2.0 (section 8.9): an identifier that follows from what an event says, and
//! not from how it is written.
//!
//! The text that is hashed has the fields as `name=value`, without anything between them:
//! - in one order, whatever that of the document; members of lists by their bytes;
//! - names of the vocabularies as web URIs, compact URIs expanded;
//! - identifiers of GS1 as canonical Digital Link URIs, with the finest level only;
//! - moments in UTC to the millisecond, numbers without superfluous zeros;
//! - extensions as `{namespace}name`, behind the standard's fields of what encloses them.
//!
//! What is about the record and not about the event stays out: `recordTime`, `eventID`, the
//! declaration of an error, comments. So an event and the declaration that it was an error have the
//! same hash.
//!
//! Where the description of the algorithm and its reference implementation differ, the identifiers
//! that the latter gives are those in circulation, and these rules follow them: `certificationInfo`
//! stands behind the offset; `parentID` before the objects; sensor elements before business
//! transactions, destinations, `ilmd` and sources, which stand in this, the alphabetical order; and a
//! type before what it qualifies.

use super::{
	event::{Content, Event, Extension, Fields, Link, Named, Place, Quantity, SensorElement},
	time,
	vocabulary::{Term, Vocabulary},
};
use salus_primitives::{
	epcis::{EventHash, EventType},
	gs1::{in_event_hash, Epc, EpcClass},
};

/// The hash of an event.
pub fn hash(event: &Event) -> EventHash {
	EventHash(sp_io::hashing::sha2_256(text(event).as_bytes()))
}

/// The text that is hashed.
pub fn text(event: &Event) -> String {
	let mut text = format!("eventType={}", event.event_type.code());
	push(&mut text, "eventTime", &time::utc(event.time));
	push(&mut text, "eventTimeZoneOffset", &event.offset);
	text += &sorted(event.certification.iter().map(|uri| pair("certificationInfo", uri)));
	if let Some(parent) = &event.parent {
		push(&mut text, "parentID", &parent.uri);
	}
	let (objects, quantities) = match event.event_type {
		EventType::ObjectEvent | EventType::TransactionEvent => ("epcList", "quantityList"),
		EventType::AggregationEvent | EventType::AssociationEvent => {
			("childEPCs", "childQuantityList")
		},
		EventType::TransformationEvent => ("inputEPCList", "inputQuantityList"),
	};
	text += &list(objects, event.objects.iter().map(epc));
	text += &list(quantities, event.quantities.iter().map(quantity));
	text += &list("outputEPCList", event.outputs.iter().map(epc));
	text += &list("outputQuantityList", event.output_quantities.iter().map(quantity));
	if let Some(action) = event.action {
		push(&mut text, "action", action.code());
	}
	if let Some(transformation) = &event.transformation {
		push(&mut text, "transformationID", transformation);
	}
	term(&mut text, "bizStep", event.biz_step.as_ref());
	term(&mut text, "disposition", event.disposition.as_ref());
	let set = sorted(event.set.iter().map(|disposition| pair("set", &disposition.uri())));
	let unset = sorted(event.unset.iter().map(|disposition| pair("unset", &disposition.uri())));
	text += &list("persistentDisposition", [set + &unset]);
	text += &place("readPoint", event.read_point.as_ref());
	text += &place("bizLocation", event.biz_location.as_ref());
	text += &list("sensorElementList", event.sensors.iter().map(sensor_element));
	text += &list(
		"bizTransactionList",
		event.transactions.iter().map(|link| linked("bizTransaction", link.kind.as_ref(), link)),
	);
	text += &list(
		"destinationList",
		event.destinations.iter().map(|link| linked("destination", Some(&link.kind), link)),
	);
	text += &list("ilmd", [extensions(&event.ilmd)]);
	text += &list(
		"sourceList",
		event.sources.iter().map(|link| linked("source", Some(&link.kind), link)),
	);
	text + &extensions(&event.extensions)
}

fn push(text: &mut String, name: &str, value: &str) {
	*text += &pair(name, value);
}

fn pair(name: &str, value: &str) -> String {
	match canonical(value) {
		value if value.is_empty() => String::new(),
		value => format!("{name}={value}"),
	}
}

fn sorted(members: impl IntoIterator<Item = String>) -> String {
	let mut members: Vec<String> = members.into_iter().collect();
	members.sort_unstable();
	members.concat()
}

/// The name once, and the members; nothing if there are none.
fn list(name: &str, members: impl IntoIterator<Item = String>) -> String {
	match sorted(members) {
		members if members.is_empty() => members,
		members => format!("{name}{members}"),
	}
}

fn epc(named: &Named<Epc>) -> String {
	pair("epc", &named.uri)
}

fn quantity(quantity: &Quantity) -> String {
	let mut text = "quantityElement".to_owned();
	push(&mut text, "epcClass", &quantity.class.uri);
	push(&mut text, "quantity", quantity.quantity.as_deref().unwrap_or_default());
	push(&mut text, "uom", quantity.unit.as_deref().unwrap_or_default());
	text
}

fn term<T: Vocabulary>(text: &mut String, name: &str, term: Option<&Term<T>>) {
	if let Some(term) = term {
		push(text, name, &term.uri());
	}
}

fn place(name: &str, place: Option<&Place>) -> String {
	place.map_or_else(String::new, |place| {
		format!("{name}{}{}", pair("id", &place.id.uri), extensions(&place.extensions))
	})
}

fn linked<T: Vocabulary, K>(name: &str, kind: Option<&Term<T>>, link: &Link<K>) -> String {
	let mut text = String::new();
	term(&mut text, "type", kind);
	push(&mut text, name, &link.uri);
	text
}

fn sensor_element(element: &SensorElement) -> String {
	let metadata = element.metadata.iter().map(fields);
	let metadata = list("sensorMetadata", metadata);
	let reports =
		element.reports.iter().map(|report| format!("sensorReport{}", fields(&report.fields)));
	format!("sensorElement{metadata}{}{}", sorted(reports), extensions(&element.extensions))
}

fn fields(fields: &Fields) -> String {
	let standard: String = fields.standard.iter().map(|(name, value)| pair(name, value)).collect();
	standard + &extensions(&fields.extensions)
}

fn extensions(fields: &[Extension]) -> String {
	sorted(fields.iter().map(|field| match &field.content {
		Content::Fields(inner) => format!("{}{}", field.name, extensions(inner)),
		Content::Value(value) => match canonical(value) {
			value if value.is_empty() => field.name.to_string(),
			value => format!("{}={value}", field.name),
		},
	}))
}

/// The URNs of CBV 1 and the web URIs that took their place.
const URNS: [(&str, &str); 5] = [
	("urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"),
	("urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-"),
	("urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-"),
	("urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-"),
	("urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-"),
];

/// A value in the one form that it has in the text.
pub fn canonical(value: &str) -> String {
	let value = value.trim();
	for (urn, web) in URNS {
		if let Some(name) = value.strip_prefix(urn) {
			return format!("{web}{name}");
		}
	}
	digital_link(value).or_else(|| number(value)).unwrap_or_else(|| value.to_owned())
}

/// The canonical Digital Link URI of an identifier of GS1.
fn digital_link(uri: &str) -> Option<String> {
	let link = if uri.starts_with("urn:epc:") {
		let class = || EpcClass::from_urn(uri).ok()?.value.to_digital_link();
		Epc::from_urn(uri).ok().and_then(|read| read.value.to_digital_link()).or_else(class)
	} else if uri.starts_with("https://") || uri.starts_with("http://") {
		let class = || EpcClass::from_digital_link(uri).ok()?.to_digital_link();
		Epc::from_digital_link(uri).ok().and_then(|epc| epc.to_digital_link()).or_else(class)
	} else {
		None
	};
	link.map(|link| in_event_hash(&link))
}

/// A decimal number without superfluous sign and zeros. Numbers in quotes count: XML knows no other.
fn number(text: &str) -> Option<String> {
	let (sign, digits) = match text.strip_prefix('-') {
		Some(digits) => ("-", digits),
		None => ("", text.strip_prefix('+').unwrap_or(text)),
	};
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if (whole.is_empty() && fraction.is_empty()) || !is_digits(whole) || !is_digits(fraction) {
		return None;
	}
	let whole = match whole.trim_start_matches('0') {
		"" => "0",
		whole => whole,
	};
	Some(match fraction.trim_end_matches('0') {
		"" if whole == "0" => "0".to_owned(),
		"" => format!("{sign}{whole}"),
		fraction => format!("{sign}{whole}.{fraction}"),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn canonical_should_write_identifiers_as_digital_links() {
		for (uri, link) in [
			("urn:epc:id:sscc:4012345.0000000111", "https://id.gs1.org/00/040123450000001112"),
			("urn:epc:id:sgtin:0614141.011111.987", "https://id.gs1.org/01/00614141111114/21/987"),
			("urn:epc:id:sgln:4012345.00011.0", "https://id.gs1.org/414/4012345000115"),
			("urn:epc:id:sgln:4012345.00011.987", "https://id.gs1.org/414/4012345000115/254/987"),
			("urn:epc:id:gdti:4012345.11111.123", "https://id.gs1.org/253/4012345111118123"),
			("urn:epc:id:pgln:4012345.00000", "https://id.gs1.org/417/4012345000009"),
			("urn:epc:id:giai:4000001.111", "https://id.gs1.org/8004/4000001111"),
			(
				"urn:epc:id:sgtin:4012345.077889.a!b;c",
				"https://id.gs1.org/01/04012345778892/21/a%21b;c",
			),
			(
				"urn:epc:class:lgtin:4054739.099914.20160711",
				"https://id.gs1.org/01/04054739999148/10/20160711",
			),
			("urn:epc:idpat:sgtin:4012345.066666.*", "https://id.gs1.org/01/04012345666663"),
			(
				"https://example.com/a/01/04012345111118/10/L1/21/9876?17=280531",
				"https://id.gs1.org/01/04012345111118/21/9876",
			),
			("https://example.com/2024/01/17/99", "https://example.com/2024/01/17/99"),
			("urn:epcglobal:cbv:bizstep:receiving", "https://ref.gs1.org/cbv/BizStep-receiving"),
		] {
			assert_eq!(canonical(uri), link);
			assert_eq!(canonical(link), link);
		}
	}

	#[test]
	fn canonical_should_write_numbers_without_superfluous_zeros() {
		for (text, number) in [
			("1.0", "1"),
			("0.3434000", "0.3434"),
			("-007.50", "-7.5"),
			("+3", "3"),
			(".5", "0.5"),
			("-0.0", "0"),
			(" 26 ", "26"),
			("1e3", "1e3"),
			("1.2.3", "1.2.3"),
			(".", "."),
			("QS26E013", "QS26E013"),
			("106141412345678908", "106141412345678908"),
		] {
			assert_eq!(canonical(text), number);
		}
	}
}
