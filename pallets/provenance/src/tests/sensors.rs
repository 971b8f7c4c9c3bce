use super::*;
use salus_primitives::{
	epcis::{MeasurementType, SensorReport},
	provenance::Excursion,
	OrganizationId,
};

/// A thermometer with a unit says this many degrees Celsius.
pub fn measure(organization: OrganizationId, unit: &Epc, degrees: &str) {
	let report = SensorReport {
		measurement: MeasurementType::Temperature,
		time: None,
		value: Some(degrees.parse().unwrap()),
		min: None,
		max: None,
		mean: None,
		unit: Some("CEL".parse().unwrap()),
		alert: None,
	};
	let event = EpcisEvent {
		sensor_reports: vec![report].try_into().unwrap(),
		..object_event(Action::Observe, BizStep::SensorReporting, core::slice::from_ref(unit))
	};
	assert_ok!(capture(organization, event));
}

#[test]
fn excursion_should_show_when_the_product_left_its_limits() {
	with_pharmacy(|| {
		measure(PHARMACY, &pack(0), "7.9");
		assert_eq!(verify(0).verdict, Verdict::Verified);
		measure(PHARMACY, &pack(0), "8.001");
		let found = verify(0);
		assert_eq!(found.verdict, Verdict::TemperatureExcursion);
		assert_eq!(found.excursion, Some(Excursion { min: 7_900, max: 8_001 }));
		assert!(!found.sellable);
		assert_eq!(verify(1).verdict, Verdict::Verified);
	});
}

#[test]
fn excursion_of_a_container_should_be_one_of_what_was_in_it_then() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
		measure(WHOLESALER, &case(1), "30");
		assert_ok!(take(WHOLESALER, &case(1), &packs(1..2)));
		assert_ok!(put(WHOLESALER, &case(1), &packs(0..1)));
		let verdicts: Vec<_> = (0..3).map(|n| verify(n).verdict).collect();
		// The first was out, and in again only later; the second was in, and is out.
		assert_eq!(
			verdicts,
			[Verdict::Verified, Verdict::TemperatureExcursion, Verdict::TemperatureExcursion]
		);
	});
}

#[test]
fn excursion_should_count_for_the_contents_from_when_the_case_is_on_the_pallet() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
		assert_ok!(put(WHOLESALER, &case(2), &packs(0..1)));
		measure(WHOLESALER, &case(2), "30");
		assert_ok!(put(WHOLESALER, &case(2), &[case(1)]));
		assert_eq!(verify(0).verdict, Verdict::TemperatureExcursion);
		assert_eq!(verify(1).verdict, Verdict::Verified);
		measure(WHOLESALER, &case(2), "-1");
		assert_eq!(verify(1).verdict, Verdict::TemperatureExcursion);
	});
}

#[test]
fn both_parties_should_report_temperatures_from_the_way() {
	with_wholesaler(|| {
		assert_ok!(ship(WHOLESALER, &[case(1)], PHARMACY));
		measure(PHARMACY, &case(1), "20");
		assert_ok!(receive(PHARMACY, &[case(1)]));
		assert_eq!(verify(3).verdict, Verdict::TemperatureExcursion);
	});
}

#[test]
fn old_readings_should_be_taken_together_and_none_forgotten() {
	with_pharmacy(|| {
		measure(PHARMACY, &pack(0), "30");
		for n in 0..20 {
			measure(PHARMACY, &pack(0), &format!("{}", 3 + n % 4));
		}
		let unit = Provenance::unit(pack(0)).unwrap();
		assert_eq!(unit.state.readings.len() as u32, salus_primitives::provenance::MAX_READINGS);
		assert_eq!(verify(0).excursion, Some(Excursion { min: 3_000, max: 30_000 }));
	});
}
