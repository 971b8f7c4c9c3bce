use super::*;
use alloc::{format, string::ToString, vec::Vec};
use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use proptest::prelude::*;

/// URN, length of the company prefix, Digital Link: pairs from the EPC Tag Data Standard, CBV 2.0 and
/// GS1's EPCIS examples.
const OBJECTS: &[(&str, u8, &str)] = &[
	("urn:epc:id:sgtin:0614141.712345.2018", 7, "01/70614141123451/21/2018"),
	("urn:epc:id:sgtin:030001.0012345.11", 6, "01/00300010123455/21/11"),
	("urn:epc:id:sgtin:4012345.099999.XYZ-1234", 7, "01/04012345999990/21/XYZ-1234"),
	("urn:epc:id:sgtin:9521141.001234.32a%2Fb", 7, "01/09521141012345/21/32a%2Fb"),
	("urn:epc:id:sscc:4012345.0000000333", 7, "00/040123450000003338"),
	("urn:epc:id:sgln:4012345.00005.0", 7, "414/4012345000054"),
	("urn:epc:id:sgln:0614141.07346.1234", 7, "414/0614141073467/254/1234"),
	("urn:epc:id:grai:4012345.55555.987", 7, "8003/04012345555554987"),
	("urn:epc:id:giai:4000001.111", 7, "8004/4000001111"),
	("urn:epc:id:gsrn:0614141.1234567890", 7, "8018/061414112345678902"),
	("urn:epc:id:gsrnp:0614141.1234567890", 7, "8017/061414112345678902"),
	("urn:epc:id:gdti:0614141.12345.006847", 7, "253/0614141123452006847"),
	("urn:epc:id:cpi:0614141.123ABC.123456789", 7, "8010/0614141123ABC/8011/123456789"),
	("urn:epc:id:sgcn:4012345.67890.04711", 7, "255/401234567890104711"),
	("urn:epc:id:ginc:0614141.xyz47%2F11", 7, "401/0614141xyz47%2F11"),
	("urn:epc:id:gsin:0614141.123456789", 7, "402/06141411234567890"),
	("urn:epc:id:itip:4012345.012345.01.02.987", 7, "8006/040123451234560102/21/987"),
	(
		"urn:epc:id:upui:1234567.089456.51qIgY)%3C%26Jp3*j7'SDB",
		7,
		"01/01234567894560/235/51qIgY%29%3C%26Jp3%2Aj7%27SDB",
	),
	("urn:epc:id:pgln:1234567.89012", 7, "417/1234567890128"),
];

const CLASSES: &[(&str, u8, &str)] = &[
	("urn:epc:class:lgtin:4012345.012345.998877", 7, "01/04012345123456/10/998877"),
	("urn:epc:idpat:sgtin:4054739.099914.*", 7, "01/04054739999148"),
	("urn:epc:idpat:grai:4012345.55555.*", 7, "8003/04012345555554"),
	("urn:epc:idpat:gdti:0614141.12345.*", 7, "253/0614141123452"),
	("urn:epc:idpat:sgcn:4012345.67890.*", 7, "255/4012345678901"),
	("urn:epc:idpat:cpi:0614141.123ABC.*", 7, "8010/0614141123ABC"),
	("urn:epc:idpat:itip:4012345.012345.01.02.*", 7, "8006/040123451234560102"),
];

#[test]
fn object_should_be_the_same_when_written_in_either_form() {
	for (urn, prefix, link) in OBJECTS {
		let link = format!("{DIGITAL_LINK}/{link}");
		let read = Epc::from_urn(urn).unwrap_or_else(|error| panic!("{urn}: {error}"));
		assert_eq!(read.prefix, *prefix, "{urn}");
		assert_eq!(Epc::from_digital_link(&link).as_ref(), Ok(&read.value), "{urn}");
		assert_eq!(read.value.to_urn(*prefix).as_deref(), Some(*urn));
		assert_eq!(read.value.to_string(), link);
		assert_eq!(urn.parse(), Ok(read.value.clone()));
		let is_kept = Epc::decode_all(&mut &read.value.encode()[..]) == Ok(read.value.clone());
		assert_eq!(is_kept, !read.value.may_be_a_person(), "{urn}");
	}
}

#[test]
fn class_should_be_the_same_when_written_in_either_form() {
	for (urn, prefix, link) in CLASSES {
		let link = format!("{DIGITAL_LINK}/{link}");
		let read = EpcClass::from_urn(urn).unwrap_or_else(|error| panic!("{urn}: {error}"));
		assert_eq!(read.prefix, *prefix, "{urn}");
		assert_eq!(EpcClass::from_digital_link(&link).as_ref(), Ok(&read.value), "{urn}");
		assert_eq!(read.value.to_urn(*prefix).as_deref(), Some(*urn));
		assert_eq!(read.value.to_string(), link);
	}
}

#[test]
fn digital_link_should_be_read_at_any_host_and_below_any_path() {
	let expected = Epc::from_uri("https://id.gs1.org/01/70614141123451/21/2018").unwrap();
	for uri in [
		"https://example.com/some/path/01/70614141123451/21/2018",
		"http://id.example.org/01/70614141123451/10/LOT/21/2018?17=280531",
		"https://id.gs1.de/01/70614141123451/21/2018/",
	] {
		assert_eq!(Epc::from_uri(uri), Ok(expected.clone()), "{uri}");
	}
}

#[test]
fn uri_should_name_something_foreign_when_it_is_none_of_gs1() {
	for uri in ["https://example.com/assets/12", "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8"] {
		let foreign = Epc::from_uri(uri).unwrap();
		assert!(matches!(foreign, Epc::Foreign(_)), "{uri}");
		assert_eq!(foreign.to_string().parse(), Ok(foreign.clone()));
		assert_eq!(foreign.to_urn(7), None);
		let class = EpcClass::from_uri(uri).unwrap();
		assert_eq!(class.to_string().parse(), Ok(class.clone()));
	}
}

#[test]
fn identifier_should_be_refused_when_malformed() {
	let faults = [
		("urn:epc:id:sgtin:0614141.71234.2018", Fault::NotDigits(14)),
		("urn:epc:id:sgtin:06141.71234567.2018", Fault::CompanyPrefix),
		("urn:epc:id:sgtin:0614141.712345", Fault::Structure),
		("urn:epc:id:sgtin:0614141.712345.123456789012345678901", Fault::Length(20)),
		("urn:epc:id:sgtin:0614141.712345.a~b", Fault::Character),
		("urn:epc:id:sgtin:0614141.712345.a%2", Fault::Character),
		("urn:epc:id:nothing:0614141.712345", Fault::UnknownScheme),
		("https://id.gs1.org/01/70614141123452/21/2018", Fault::CheckDigit),
		("https://id.gs1.org/01/70614141123451", Fault::Structure),
		("https://id.gs1.org/00/04012345000000333", Fault::NotDigits(18)),
		("https://id.gs1.org/8006/040123451234560302/21/987", Fault::Structure),
	];
	for (uri, fault) in faults {
		assert_eq!(Epc::from_uri(uri).map_err(|error| error.fault), Err(fault), "{uri}");
	}
}

#[test]
fn urn_should_not_be_written_when_no_prefix_has_that_length() {
	for (urn, ..) in OBJECTS {
		let epc: Epc = urn.parse().unwrap();
		assert_eq!((epc.to_urn(5), epc.to_urn(13)), (None, None), "{urn}");
	}
}

#[test]
fn digital_link_should_be_read_at_any_host_and_in_its_older_forms() {
	for (uri, link) in [
		(
			"https://example.com/shop/gtin/04012345111118/lot/L7/ser/9876?linkType=all#top",
			"https://id.gs1.org/01/04012345111118/21/9876",
		),
		(
			"http://example.com/01/04012345111118/22/2A/21/9876/",
			"https://id.gs1.org/01/04012345111118/21/9876",
		),
		(
			"https://id.gs1.org/01/4012345111118/21/9876",
			"https://id.gs1.org/01/04012345111118/21/9876",
		),
		("https://id.gs1.org/01/614141111114/21/5", "https://id.gs1.org/01/00614141111114/21/5"),
		("https://id.gs1.org/01/40123455/21/5", "https://id.gs1.org/01/00000040123455/21/5"),
		("https://example.com/sscc/040123450000001112", "https://id.gs1.org/00/040123450000001112"),
		(
			"https://example.com/gln/4012345000115/254/987",
			"https://id.gs1.org/414/4012345000115/254/987",
		),
		("https://example.com/party/4012345000009", "https://id.gs1.org/417/4012345000009"),
		("https://example.com/giai/4000001111", "https://id.gs1.org/8004/4000001111"),
	] {
		assert_eq!(Epc::from_uri(uri).map(|epc| epc.to_string()).as_deref(), Ok(link), "{uri}");
	}
	let lot = EpcClass::from_uri("https://example.com/gtin/4012345111118/lot/L7").unwrap();
	assert_eq!(lot.to_string(), "https://id.gs1.org/01/04012345111118/10/L7");
	for single in
		["01/04012345111118/10/L7/21/5", "01/04012345111118/ser/5", "8010/4012345A/8011/1"]
	{
		assert!(EpcClass::from_uri(&format!("https://id.gs1.org/{single}")).is_err(), "{single}");
	}
}

#[test]
fn digital_link_should_be_none_when_a_path_only_looks_like_one() {
	for uri in [
		"https://example.com/2024/01/17/report",
		"https://example.com/party/alice",
		"https://example.com/00",
		"https://example.com/lot/4012345000009",
	] {
		assert!(matches!(Epc::from_uri(uri), Ok(Epc::Foreign(_))), "{uri}");
	}
	// At GS1's own host, and where a key begins, it must be right.
	for uri in [
		"https://id.gs1.org/01/abc/21/5",
		"https://id.gs1.org/00",
		"https://example.com/01/04012345111119/21/9876",
		"https://example.com/gtin/401234511111/21/9876",
	] {
		assert!(Epc::from_uri(uri).is_err(), "{uri}");
	}
}

#[test]
fn relation_number_should_count_as_a_persons() {
	for (urn, ..) in OBJECTS {
		let epc: Epc = urn.parse().unwrap();
		assert_eq!(epc.may_be_a_person(), urn.contains(":gsrn"), "{urn}");
		let json = serde_json::to_string(&epc).unwrap();
		let read = serde_json::from_str::<Epc>(&json).ok();
		assert_eq!(read, Some(epc.clone()).filter(|epc| !epc.may_be_a_person()));
	}
	// The places of the two are free.
	for index in [5u8, 6] {
		let bytes: Vec<u8> = core::iter::once(index).chain([b'0'; 64]).collect();
		assert!(Epc::decode(&mut &bytes[..]).is_err());
	}
}

#[test]
fn gln_should_parse_when_check_digit_is_right() {
	// From GS1's EPCIS examples: urn:epc:id:sgln:4012345.00001.0.
	for text in ["4012345000016", "0614141000012"] {
		assert_eq!(text.parse::<Gln>().map(|gln| gln.as_str().len()), Ok(13), "{text}");
	}
}

#[test]
fn gln_should_be_refused_when_a_digit_changes() {
	let right = *b"4012345000016";
	for at in 0..13 {
		for digit in b'0'..=b'9' {
			let mut digits = right;
			digits[at] = digit;
			assert_eq!(Gln::new(digits).is_ok(), digits == right);
		}
	}
}

#[test]
fn key_should_be_refused_when_decoded_from_other_bytes() {
	assert!(Gln::decode(&mut &b"4012345000017"[..]).is_err());
	assert!(Gln::decode(&mut &b"401234500001x"[..]).is_err());
	assert!(Gtin::decode(&mut &b"70614141123452"[..]).is_err());
	assert!(Serial::decode(&mut &b"a~b".to_vec().encode()[..]).is_err());
	assert!(Serial::decode(&mut &Vec::<u8>::new().encode()[..]).is_err());
	assert!(PieceOfTotal::decode(&mut &[3u8, 2][..]).is_err());
	assert_eq!("401234500001".parse::<Gln>(), Err(InvalidKey::new("GLN", Fault::NotDigits(13))));
}

#[test]
fn date_should_be_read_from_what_stands_on_packs_and_in_events() {
	let date = Date::new(2028, 5, 31).unwrap();
	for text in ["2028-05-31", "2028-05-31T10:00:00+02:00", "280531", "280500"] {
		assert_eq!(text.parse(), Ok(date), "{text}");
	}
	assert_eq!(date.to_string(), "2028-05-31");
	assert_eq!(Date::of(date.end()), Date::new(2028, 6, 1).unwrap());
	assert_eq!(Date::of(date.end() - 1), date);
	for text in ["2027-02-29", "2028-13-01", "2028-00-10", "280532", "31.05.2028", "2028-5-31", ""]
	{
		assert!(text.parse::<Date>().is_err(), "{text}");
	}
}

proptest! {
	#[test]
	fn date_should_survive_when_written(days in any::<u16>()) {
		let date = Date::from_days(days);
		prop_assert_eq!(date.to_string().parse(), Ok(date));
		let (year, month, day) = date.parts();
		prop_assert_eq!(Date::new(year, month, day), Ok(date));
	}

	#[test]
	fn serialised_product_should_survive_when_written(
		body in "[0-9]{13}",
		serial in "[!\"%&'()*+,./0-9:;<=>?A-Z_a-z-]{1,20}",
		prefix in 6u8..=12,
	) {
		let gtin = Gtin::from_body(&body).unwrap();
		let epc = Epc::sgtin(gtin, serial.parse().unwrap());
		prop_assert_eq!(Epc::from_uri(&epc.to_string()), Ok(epc.clone()));
		let urn = epc.to_urn(prefix).unwrap();
		let read = Epc::from_urn(&urn).unwrap();
		prop_assert_eq!((read.value, read.prefix), (epc.clone(), prefix));
		prop_assert!(epc.encode().len() <= Epc::max_encoded_len());
	}

	#[test]
	fn any_text_should_be_read_or_refused(uri in "(urn:epc:(id|idpat|class):[a-z]{3,5}:)?[ -~]{0,60}") {
		let _ = Epc::from_uri(&uri).map(|epc| epc.to_string());
		let _ = EpcClass::from_uri(&uri).map(|class| class.to_string());
	}
}
