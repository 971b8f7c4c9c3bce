//! No datum that identifies a patient is on the chain: neither is there room for it that nobody has
//! thought about, nor is anything of a bundle there once its patient has gone the whole way.

#[path = "../common/mod.rs"]
mod common;

mod allowed;
mod hunt;
mod metadata;

use allowed::ALLOWED;
use codec::{DecodeAll, Encode};
use common::{account, sample_bundles, Chain, HOSPITAL, ON_DEMAND};
use frame_metadata::RuntimeMetadataPrefixed;
use hunt::{everything, Find, Hunt};
use salus_client::{
	calls::{self, organizations::Profile},
	fhir::{self, Bundle},
	keys,
	primitives::codes::IdentifierType,
	rpc_params,
	store::Folder,
	walk::{Cast, Walk},
	Client, H256,
};
use serde_json::Value;
use sp_core::Bytes;
use sp_io::hashing::blake2_256;
use std::{collections::BTreeSet, fs};

/// How many of the sample bundles are walked here, beside the project's own.
const SAMPLES: usize = 1;

#[tokio::test(flavor = "multi_thread")]
async fn metadata_should_have_no_room_for_words_but_where_it_is_stated_why() {
	let chain = Chain::boot(ON_DEMAND).await;
	let bytes: Bytes =
		chain.client().request("state_getMetadata", rpc_params![]).await.expect("the metadata");
	let metadata = RuntimeMetadataPrefixed::decode_all(&mut &bytes[..]).expect("metadata");
	let places = metadata::places(metadata);

	let allowed: Vec<&str> = ALLOWED.iter().flat_map(|(_, places)| *places).copied().collect();
	let unknown: Vec<_> =
		places.iter().filter(|(place, _)| !allowed.contains(&place.as_str())).collect();
	assert!(
		unknown.is_empty(),
		"These places can hold what a patient is called or was born, or a hash of it. Let them hold \
		 something narrower, or state in allowed.rs why they may stay: {unknown:#?}"
	);
	let gone: Vec<_> = allowed.iter().filter(|place| !places.contains_key(**place)).collect();
	assert!(gone.is_empty(), "allowed.rs has places that no longer exist: {gone:#?}");
	let once: BTreeSet<_> = allowed.iter().collect();
	assert_eq!(once.len(), allowed.len(), "allowed.rs has a place twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn chain_should_hold_nothing_that_a_bundle_says() {
	let mut bundles = vec![("the example".to_owned(), fhir::EXAMPLE.as_bytes().to_vec())];
	match sample_bundles() {
		Some(samples) => bundles.extend(
			samples
				.iter()
				.map(|file| (file.display().to_string(), fs::read(file).expect("readable")))
				.filter(|(_, bytes)| Bundle::read(bytes).is_ok())
				.take(SAMPLES),
		),
		None => eprintln!("skipped: no sample bundles, as SALUS_DATA_DIR has no folder fhir"),
	}
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let store_dir = tempfile::tempdir().expect("a temporary folder");
	let store = Folder::open(store_dir.path()).expect("the folder can be made");
	let cast = Cast::development(client).await.expect("a development chain");
	let quiet = &mut |_: &str, _: &str| {};
	let mut patients = Vec::new();
	for (name, bytes) in &bundles {
		let bundle = Bundle::read(bytes).expect("one patient's bundle");
		let walked = async {
			let walk = Walk::enact(client, &cast, &store, &bundle, quiet).await?;
			walk.check(client, quiet).await?;
			walk.revoke(client, quiet).await?;
			walk.check_revoked(client, quiet).await?;
			Ok::<_, salus_client::walk::Failure>(walk.patient())
		};
		patients.push(walked.await.unwrap_or_else(|failure| panic!("{name}: {failure}")));
	}

	let everything = everything(client).await;
	let size: usize = everything.iter().map(|(_, bytes)| bytes.len()).sum();
	println!("{} parts of the chain, {size} bytes", everything.len());
	// The patients themselves are in it, by the random ids that they have there: as transactions'
	// arguments, in keys, and in events.
	for patient in patients {
		let id = patient.encode();
		for kind in ["transaction", "(the key)", "state of block"] {
			let there = everything.iter().any(|(place, bytes)| {
				place.contains(kind) && bytes.windows(id.len()).any(|part| part == id)
			});
			assert!(there, "the chain's {kind} is not what was searched");
		}
	}
	for (name, bytes) in &bundles {
		let bundle: Value = serde_json::from_slice(bytes).expect("JSON");
		let hunt = Hunt::of(&bundle);
		println!("{name}: {} texts", hunt.texts());
		assert!(hunt.texts() > 20, "{name} says hardly anything");
		let finds: Vec<Find> =
			everything.iter().flat_map(|(place, bytes)| hunt.search(place, bytes)).collect();
		assert!(finds.is_empty(), "{name}: {finds:#?}");
	}
}

/// Puts `bytes` into a transaction, and nowhere else.
async fn remark(client: &Client, bytes: &[u8]) {
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	client.submit(&calls::utility::remark(bytes), &hospital).await.expect("a remark");
}

#[tokio::test(flavor = "multi_thread")]
async fn hunt_should_find_what_was_put_on_chain_for_it_to_find() {
	let bundle: Value = serde_json::from_str(fhir::EXAMPLE).expect("JSON");
	let patient = &bundle["entry"][0]["resource"];
	let text = |value: &Value| value.as_str().expect("a text").to_owned();
	let family = text(&patient["name"][0]["family"]);
	let given = text(&patient["name"][0]["given"][1]);
	let number = text(&patient["identifier"][0]["value"]);
	let birth = text(&patient["birthDate"]);

	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	remark(client, format!("Mx {family} was here").as_bytes()).await;
	remark(client, hex::encode(&number).as_bytes()).await;
	remark(client, birth.replace('-', "").as_bytes()).await;

	// A name where an organization's belongs, and a record number's bare hash where its salted
	// commitment belongs.
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let organization = common::organization_of(client, HOSPITAL).await;
	let info = client.api().organization(organization).await.expect("the runtime answers");
	let profile = Profile { name: given.to_uppercase(), ..Profile::from(&info.expect("a member")) };
	let update = calls::organizations::update_profile(&profile);
	client.submit(&update, &hospital).await.expect("an administrator changes the profile");
	let id = client.api().patient_of(&account("//Ferdie")).await.expect("the runtime answers");
	let bare = H256(blake2_256(number.as_bytes()));
	let attest =
		calls::patients::attest_identifier(id.expect("a patient"), IdentifierType::MR, bare);
	client.submit(&attest, &hospital).await.expect("the hospital cares for the patient");

	let everything = everything(client).await;
	let hunt = Hunt::of(&bundle);
	let finds: BTreeSet<(String, &str, String)> = everything
		.iter()
		.flat_map(|(place, bytes)| hunt.search(place, bytes))
		.map(|find| {
			let words = find.place.split_whitespace().next().expect("a place");
			let key = find.place.contains("the key");
			let place = if key { "key".to_owned() } else { words.to_owned() };
			let leaf = find.leaf.trim_start_matches(".entry[0].resource").to_owned();
			(leaf, find.form, place)
		})
		.collect();
	for (leaf, form, place) in [
		(".name[0].family", "text", "transaction"),
		(".identifier[0].value", "hexadecimal", "transaction"),
		(".birthDate", "text", "transaction"),
		(".name[0].given[1]", "text", "transaction"),
		(".name[0].given[1]", "text", "state"),
		(".identifier[0].value", "BLAKE2-256", "transaction"),
		(".identifier[0].value", "BLAKE2-256", "key"),
		(".identifier[0].value", "BLAKE2-256", "state"),
	] {
		assert!(
			finds.contains(&(leaf.to_owned(), form, place.to_owned())),
			"{leaf} {form} {place}: {finds:#?}"
		);
	}
}
