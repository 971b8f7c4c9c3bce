//! The reader of bundles on real data: `$SALUS_DATA_DIR/fhir`, or `../shared/data/fhir` beside the
//! project. Skipped, and said so, when the folder is absent.

use salus_client::fhir::{Bundle, Refusal};
use serde_json::Value;
use std::{env, fs, path::PathBuf};

fn samples() -> Vec<(String, String)> {
	let data = env::var_os("SALUS_DATA_DIR")
		.map(PathBuf::from)
		.unwrap_or_else(|| PathBuf::from("../../shared/data"));
	let Ok(folder) = fs::read_dir(data.join("fhir")) else {
		eprintln!("skipped: no sample bundles, as SALUS_DATA_DIR has no folder fhir");
		return Vec::new();
	};
	let files = folder.map(|entry| entry.expect("the folder can be read").path());
	files
		.filter(|path| path.extension().is_some_and(|extension| extension == "json"))
		.map(|path| {
			let text = fs::read_to_string(&path).expect("a bundle can be read");
			(path.display().to_string(), text)
		})
		.collect()
}

#[test]
fn read_should_account_for_every_entry_of_every_sample() {
	for (name, text) in samples() {
		let value: Value = serde_json::from_str(&text).expect("a bundle is JSON");
		let entries = value["entry"].as_array().expect("a bundle has entries");
		let has_patient =
			entries.iter().any(|entry| entry["resource"]["resourceType"] == "Patient");
		match Bundle::read(text.as_bytes()) {
			Ok(bundle) => {
				assert!(has_patient, "{name}");
				let accounted = bundle.resources().len() + bundle.skipped().total();
				assert_eq!(accounted, entries.len(), "{name}");
				for resource in bundle.resources() {
					assert!(text.contains(&resource.json), "{name}: not the bytes that were read");
				}
			},
			Err(Refusal::NoPatient(_)) => assert!(!has_patient, "{name}"),
			Err(refusal) => panic!("{name}: {refusal}"),
		}
	}
}

#[test]
fn read_should_refuse_when_a_sample_is_cut_off_anywhere() {
	for (name, text) in samples() {
		for part in 1..8 {
			let mut end = text.len() * part / 8;
			while !text.is_char_boundary(end) {
				end -= 1;
			}
			let refused = Bundle::read(&text.as_bytes()[..end]);
			assert!(matches!(refused, Err(Refusal::Malformed(_))), "{name} up to byte {end}");
		}
	}
}

#[test]
fn read_should_refuse_when_two_patients_samples_are_put_together() {
	let mut entries = Vec::new();
	for (_, text) in samples().into_iter().filter(|(_, text)| Bundle::read(text.as_bytes()).is_ok())
	{
		let value: Value = serde_json::from_str(&text).expect("a bundle is JSON");
		entries.push(value["entry"].as_array().expect("a bundle has entries").clone());
	}
	for pair in entries.windows(2) {
		let both: Vec<_> = pair.concat();
		let together =
			serde_json::json!({ "resourceType": "Bundle", "type": "batch", "entry": both });
		let refused = Bundle::read(together.to_string().as_bytes());
		assert_eq!(refused, Err(Refusal::SeveralPatients(2)));

		// The second patient's data under the first patient's name.
		let without_second = both.into_iter().enumerate().filter(|(i, entry)| {
			*i < pair[0].len() || entry["resource"]["resourceType"] != "Patient"
		});
		let mixed: Vec<_> = without_second.map(|(_, entry)| entry).collect();
		let mixed =
			serde_json::json!({ "resourceType": "Bundle", "type": "batch", "entry": mixed });
		let refused = Bundle::read(mixed.to_string().as_bytes());
		assert!(
			matches!(refused, Err(Refusal::ForeignPatient { .. } | Refusal::Duplicate { .. })),
			"{refused:?}"
		);
	}
}
