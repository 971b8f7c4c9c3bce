use super::*;
use crate::gs1::Epc;
use alloc::{format, string::ToString, vec::Vec};
use codec::Decode;
use proptest::prelude::*;

fn decimal(text: &str) -> Decimal {
	text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn temperature(value: &str, unit: &str) -> SensorReport {
	SensorReport {
		measurement: MeasurementType::Temperature,
		time: None,
		value: Some(decimal(value)),
		min: None,
		max: None,
		mean: None,
		unit: Some(unit.parse().unwrap()),
		alert: None,
	}
}

fn with_reports(reports: Vec<SensorReport>) -> Event {
	let what = What::Object {
		action: Action::Observe,
		objects: Objects::new(),
		quantities: Quantities::new(),
	};
	Event { sensor_reports: reports.try_into().unwrap(), ..Event::new(0, what) }
}

#[test]
fn code_should_be_read_from_every_form_that_documents_use() {
	for form in ["shipping", "urn:epcglobal:cbv:bizstep:shipping"] {
		assert_eq!(BizStep::from_cbv(form), Ok(BizStep::Shipping));
	}
	assert_eq!(
		BizStep::from_cbv("https://ref.gs1.org/cbv/BizStep-shipping"),
		Ok(BizStep::Shipping)
	);
	assert_eq!(
		Disposition::from_cbv("https://ref.gs1.org/cbv/Disp-in_transit"),
		Ok(Disposition::InTransit)
	);
	assert_eq!(MeasurementType::from_cbv("gs1:Temperature"), Ok(MeasurementType::Temperature));
	assert!(BizStep::from_cbv("urn:epcglobal:cbv:disp:shipping").is_err());
	assert!(BizStep::from_cbv("http://example.com/shipping").is_err());
}

#[test]
fn event_hash_should_survive_when_written() {
	let text =
		"ni:///sha-256;74f1dc48ee22289bc40ddd9f1d0ecae0dd09a2f4c3dfa66fdbca16cb2d8a4e77?ver=CBV2.0";
	let hash: EventHash = text.parse().unwrap();
	assert_eq!(hash.to_string(), text);
	for wrong in [
		text.trim_end_matches("?ver=CBV2.0"),
		&text.replace("74f1", "74g1"),
		&text.replace("74f1", "0x74"),
		&text.replace("sha-256", "sha-512"),
	] {
		assert!(wrong.parse::<EventHash>().is_err(), "{wrong}");
	}
}

#[test]
fn decimal_should_be_read_as_written() {
	for (text, mantissa, decimals) in [
		("26.1", 261, 1),
		("-0.050", -5, 2),
		("500", 500, 0),
		("1.5e3", 1_500, 0),
		("12E-1", 12, 1),
		("160.0", 160, 0),
	] {
		assert_eq!(decimal(text), Decimal { mantissa, decimals }, "{text}");
	}
	for text in ["", ".", "-", "1.2.3", "1e99", "12345678901234567890", "1,5", "+1", "NaN"] {
		assert_eq!(text.parse::<Decimal>(), Err(InvalidDecimal), "{text}");
	}
}

#[test]
fn unit_should_be_refused_when_it_is_no_common_code() {
	assert_eq!("C62".parse::<Unit>().unwrap().as_str(), "C62");
	assert_eq!("HR".parse::<Unit>().unwrap().to_string(), "HR");
	for text in ["", "C", "CELS", "cel", "C ", "HR "] {
		assert_eq!(text.parse::<Unit>(), Err(InvalidUnit), "{text}");
	}
	assert!(Unit::decode(&mut &b"c62"[..]).is_err());
}

#[test]
fn temperatures_should_be_the_least_and_greatest_in_celsius() {
	let range = SensorReport {
		min: Some(decimal("-3.5")),
		max: Some(decimal("9")),
		value: None,
		..temperature("0", "CEL")
	};
	let reports = alloc::vec![temperature("300.15", "KEL"), temperature("50", "FAH"), range];
	assert_eq!(with_reports(reports).temperatures(), Some((-3_500, 27_000)));
}

#[test]
fn temperatures_should_be_none_when_nothing_measured_them_right() {
	let faulty =
		SensorReport { alert: Some(SensorAlert::ErrorCondition), ..temperature("90", "CEL") };
	let humidity =
		SensorReport { measurement: MeasurementType::RelativeHumidity, ..temperature("9", "CEL") };
	let reports = alloc::vec![faulty, humidity, temperature("9", "KMH")];
	assert_eq!(with_reports(reports).temperatures(), None);
}

#[test]
fn objects_should_be_those_that_go_in_and_then_those_that_come_out() {
	let epc = |serial: &str| -> Epc {
		format!("urn:epc:id:sgtin:4012345.011111.{serial}").parse().unwrap()
	};
	let what = What::Transformation {
		id: None,
		inputs: alloc::vec![epc("1")].try_into().unwrap(),
		input_quantities: Quantities::new(),
		outputs: alloc::vec![epc("2")].try_into().unwrap(),
		output_quantities: Quantities::new(),
	};
	assert_eq!(what.objects().cloned().collect::<Vec<_>>(), [epc("1"), epc("2")]);
	assert_eq!((what.action(), what.parent()), (None, None));
	assert_eq!(what.event_type(), EventType::TransformationEvent);
}

#[test]
fn event_should_survive_when_written_as_json() {
	let event = with_reports(alloc::vec![temperature("2.5", "CEL")]);
	let json = serde_json::to_string(&event).unwrap();
	assert!(json.contains(r#""sensorReports":[{"measurement":"Temperature""#), "{json}");
	assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
}

proptest! {
	#[test]
	fn decimal_should_survive_when_written(mantissa in -999_999_999i64..999_999_999, decimals in 0u8..=9) {
		let number = Decimal { mantissa, decimals };
		let read = decimal(&number.to_string());
		prop_assert_eq!(read.thousandths(), number.thousandths());
	}
}
