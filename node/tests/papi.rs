//! Stock JavaScript libraries against the real node: polkadot-js and PAPI, without custom types.

mod common;

use common::{organization_of, Chain, HOSPITAL, ON_DEMAND, OTHER_HOSPITAL};
use salus_client::{calls, keys, primitives::PatientId};
use std::{
	fs, io,
	path::{Path, PathBuf},
	process::Command,
};

/// What npm needs to know, and the scripts.
const FILES: [&str; 7] = [
	"package.json",
	"package-lock.json",
	".npmrc",
	"no-cli/package.json",
	"codes.mjs",
	"polkadot-js.mjs",
	"papi.mjs",
];

/// Copies the scripts into the target folder and installs the libraries there, so that the sources
/// stay clean and the next run finds them. Says why if that can't be done.
fn install() -> Result<PathBuf, String> {
	let sources = PathBuf::from("tests/papi");
	let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papi");
	let installed = folder.join("installed.json");
	let lock = fs::read(sources.join("package-lock.json")).map_err(|error| error.to_string())?;
	let copy = || -> io::Result<()> {
		fs::create_dir_all(folder.join("no-cli"))?;
		FILES.iter().try_for_each(|file| fs::copy(sources.join(file), folder.join(file)).map(drop))
	};
	copy().map_err(|error| format!("{}: {error}", folder.display()))?;
	let node = Command::new("node").arg("--version").output();
	if !node.is_ok_and(|output| output.status.success()) {
		return Err("there is no Node.js".to_owned());
	}
	if fs::read(&installed).is_ok_and(|before| before == lock) {
		return Ok(folder);
	}
	let output = Command::new("npm")
		.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
		.current_dir(&folder)
		.output()
		.map_err(|error| format!("npm can't be started: {error}"))?;
	if !output.status.success() {
		return Err(format!("npm ci failed: {}", String::from_utf8_lossy(&output.stderr)));
	}
	fs::write(&installed, lock).map_err(|error| error.to_string())?;
	Ok(folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_libraries_should_grant_consent_when_the_patients_key_signs() {
	let folder = match install() {
		Ok(folder) => folder,
		Err(reason) => {
			eprintln!("skipped: {reason}");
			return;
		},
	};
	let chain = Chain::boot(ON_DEMAND).await;
	let client = chain.client();
	let hospital = keys::from_uri(HOSPITAL).expect("a secret URI");
	let sponsor = organization_of(client, HOSPITAL).await;
	let recipient = organization_of(client, OTHER_HOSPITAL).await.to_string();

	for script in ["polkadot-js.mjs", "papi.mjs"] {
		let seed = format!("//Patient//{script}");
		let key = keys::from_uri(&seed).expect("a secret URI");
		let patient = PatientId::from(keys::random().public_key().0);
		let genesis = client.genesis();
		let agreement =
			calls::patients::Agreement::sign(&key, genesis, patient, sponsor, 0, u64::MAX);
		let register = calls::patients::register(patient, &agreement);
		client.submit(&register, &hospital).await.expect("registered");

		let mut command = tokio::process::Command::new("node");
		command.arg(script).args([chain.url(), &seed, &recipient]).current_dir(&folder);
		let output = tokio::time::timeout(std::time::Duration::from_secs(120), command.output())
			.await
			.unwrap_or_else(|_| panic!("{script} did not end"))
			.expect("Node.js can be started");
		let (said, errors) =
			(String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
		assert!(output.status.success(), "{script}: {said}\n{errors}");
		println!("{said}");

		// What the script did, seen by another client.
		let page = client.api().consents(patient, None, 10).await.expect("the runtime answers");
		assert_eq!(page.consents.len(), 1, "{script} granted one consent");
	}
}
