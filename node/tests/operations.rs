//! The operations pages, step by step, with the tool that they name: a member joins by vote, gets a
//! validator's seat, and leaves.

mod common;

use clap::Parser;
use common::{account, Chain, HOSPITAL, ON_DEMAND, OTHER_HOSPITAL, REGULATOR};
use salus_client::{
	gov::{self, GovError, Options},
	primitives::{
		codes::AgentRole,
		organization::{MembershipInfo, OrganizationStatus},
		OrganizationId,
	},
	AccountId32, Error,
};
use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};
use tempfile::TempDir;

/// The newcomer's administrator, and the account of its validator.
const ADMINISTRATOR: &str = "//Valley//administrator";
const VALIDATOR: &str = "//Valley//validator";

/// The hash of no call.
const NO_CALL: &str = "0x0000000000000000000000000000000000000000000000000000000000000000";

/// An operator's desk: a chain, and files with keys.
struct Desk {
	chain: Chain,
	keys: TempDir,
}

impl Desk {
	async fn new() -> Self {
		let keys = tempfile::tempdir().expect("a temporary folder");
		Self { chain: Chain::boot(ON_DEMAND).await, keys }
	}

	/// The file with a key.
	fn key(&self, uri: &str) -> PathBuf {
		let path = self.keys.path().join(uri.replace('/', "-"));
		fs::write(&path, format!("# a key of the test\n{uri}\n")).expect("written");
		fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
		path
	}

	/// Runs `salus-gov` with these arguments, signed by `uri`, and returns what it said.
	async fn gov(&self, uri: &str, args: &[&str]) -> Result<String, GovError> {
		let key = self.key(uri);
		let key = key.to_str().expect("UTF-8");
		let all = ["salus-gov", "--url", self.chain.url(), "--key", key];
		let options = Options::try_parse_from(all.iter().chain(args))
			.unwrap_or_else(|error| panic!("{args:?}: {error}"));
		let mut said = String::new();
		gov::run(options, &mut |line| {
			said.push_str(line);
			said.push('\n');
		})
		.await?;
		Ok(said)
	}

	/// The same, and it must be done.
	async fn done(&self, uri: &str, args: &[&str]) -> String {
		self.gov(uri, args).await.unwrap_or_else(|error| panic!("{args:?}: {error}"))
	}

	/// The same, and it must be refused.
	async fn refused(&self, uri: &str, args: &[&str]) -> GovError {
		match self.gov(uri, args).await {
			Ok(said) => panic!("{args:?} was done: {said}"),
			Err(error) => error,
		}
	}

	/// Puts something to the vote, and has both seats vote for it.
	async fn pass(&self, args: &[&str]) -> String {
		let proposed = self.done(REGULATOR, &[&["propose"], args].concat()).await;
		let motion = motion(&proposed);
		self.done(HOSPITAL, &["vote", &motion, "yes"]).await;
		self.done(REGULATOR, &["close", &motion]).await
	}

	async fn status_of(&self, organization: OrganizationId) -> OrganizationStatus {
		let found = self.chain.client().api().organization(organization).await;
		found.expect("the runtime answers").expect("it has applied").status
	}

	async fn validators(&self) -> Vec<AccountId32> {
		let listed = self.chain.client().storage_value("Validators", "Validators", None).await;
		listed.expect("the node answers").expect("the list is never empty")
	}
}

/// The number of the motion in what was said of it.
fn motion(said: &str) -> String {
	let from = said.find("motion ").unwrap_or_else(|| panic!("no motion in: {said}"));
	said[from..].split_whitespace().nth(1).expect("a number").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn member_should_join_validate_and_leave_when_the_pages_are_followed() {
	let desk = Desk::new().await;
	let client = desk.chain.client();
	let (administrator, validator) = (account(ADMINISTRATOR), account(VALIDATOR));
	let (administrator_id, validator_id) = (administrator.to_string(), validator.to_string());

	// A second seat, so that there is somebody to vote with. One vote of the only seat passes it.
	let hospital = account(HOSPITAL).to_string();
	let said = desk.done(REGULATOR, &["propose", "grant-seat", "1", &hospital]).await;
	assert!(said.contains("carried out at once"), "{said}");

	// The application, by a member.
	let apply = [
		"apply",
		"Valley Clinic",
		"--capability",
		"provider",
		"--capability",
		"auditor",
		"--administrator",
		&administrator_id,
	];
	let said = desk.done(OTHER_HOSPITAL, &apply).await;
	let newcomer = match client.api().membership(&administrator).await.expect("an answer") {
		Some(MembershipInfo::Agent { organization, .. }) => organization,
		other => panic!("the administrator is {other:?}"),
	};
	assert!(said.contains(&format!("propose admit {newcomer}")), "{said}");
	assert_eq!(desk.status_of(newcomer).await, OrganizationStatus::Applied);

	// The vote.
	let number = newcomer.to_string();
	let error = desk.refused(OTHER_HOSPITAL, &["propose", "admit", &number]).await;
	assert!(matches!(error, GovError::NoVote { .. }), "{error}");
	let said = desk.done(REGULATOR, &["propose", "admit", &number]).await;
	assert!(said.contains("1 of 2 ayes"), "{said}");
	let open = motion(&said);
	let error = desk.refused(REGULATOR, &["close", &open]).await;
	assert!(matches!(error, GovError::StillOpen { ayes: 1, threshold: 2, .. }), "{error}");
	assert_eq!(desk.status_of(newcomer).await, OrganizationStatus::Applied);
	let said = desk.done(REGULATOR, &["status"]).await;
	assert!(said.contains("Valley Clinic: applied"), "{said}");
	assert!(said.contains("admit"), "{said}");
	desk.done(HOSPITAL, &["vote", &open, "yes"]).await;
	let said = desk.done(HOSPITAL, &["close", &open]).await;
	assert!(said.contains("carried out"), "{said}");
	assert_eq!(desk.status_of(newcomer).await, OrganizationStatus::Active);
	let error = desk.refused(HOSPITAL, &["close", &open]).await;
	assert!(matches!(error, GovError::NoMotion { .. }), "{error}");

	// Its own agent, and that agent's session keys.
	desk.done(ADMINISTRATOR, &["add-agent", &validator_id, "--role", "gateway"]).await;
	match client.api().membership(&validator).await.expect("an answer") {
		Some(MembershipInfo::Agent { organization, roles, .. }) => {
			assert_eq!(organization, newcomer);
			assert!(roles.contains(AgentRole::Gateway));
		},
		other => panic!("the validator's account is {other:?}"),
	}
	let said = desk.done(VALIDATOR, &["set-keys", "--operator-url", desk.chain.url()]).await;
	assert!(said.contains(&validator_id), "{said}");

	// The validator's seat.
	let said = desk.pass(&["add-validator", &validator_id]).await;
	assert!(said.contains("carried out"), "{said}");
	assert!(desk.validators().await.contains(&validator));
	let said = desk.done(REGULATOR, &["status"]).await;
	assert!(said.contains(&format!("{validator_id} (from the session after next on)")), "{said}");

	// And back.
	let error = desk.refused(VALIDATOR, &["purge-keys"]).await;
	assert!(
		matches!(&error, GovError::Chain(error) if error.is("Validators", "StillValidating")),
		"{error}"
	);
	desk.pass(&["remove-validator", &validator_id]).await;
	assert!(!desk.validators().await.contains(&validator));
	desk.done(VALIDATOR, &["purge-keys"]).await;
	desk.done(ADMINISTRATOR, &["remove-agent", &validator_id]).await;
	desk.done(ADMINISTRATOR, &["resign"]).await;
	assert_eq!(desk.status_of(newcomer).await, OrganizationStatus::Removed);
}

#[tokio::test(flavor = "multi_thread")]
async fn motion_should_tell_its_error_when_its_call_fails() {
	let desk = Desk::new().await;
	let error = desk.refused(REGULATOR, &["propose", "admit", "1"]).await;
	let is_known = |error: &Error| error.is("Organizations", "InvalidStatus");
	assert!(matches!(&error, GovError::Failed(error) if is_known(error)), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn call_should_be_paused_and_resumed_when_the_committee_votes() {
	let desk = Desk::new().await;
	desk.done(REGULATOR, &["propose", "pause-call", "Organizations", "resign", "--blocks", "500"])
		.await;
	let said = desk.done(REGULATOR, &["status"]).await;
	assert!(said.contains("Organizations.resign"), "{said}");
	let error = desk.refused(OTHER_HOSPITAL, &["resign"]).await;
	assert!(
		matches!(&error, GovError::Chain(error) if error.is("System", "CallFiltered")),
		"{error}"
	);
	desk.done(REGULATOR, &["propose", "resume-call", "Organizations", "resign"]).await;
	desk.done(OTHER_HOSPITAL, &["resign"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn decision_should_wait_and_be_taken_back_when_the_chain_has_a_delay() {
	let desk = Desk::new().await;
	let status = async || desk.done(REGULATOR, &["status"]).await;
	let shorten = ["propose", "set-enactment-delay", "0"];
	assert!(!status().await.contains("blocks later"));
	let said = desk.done(REGULATOR, &["propose", "set-enactment-delay", "3"]).await;
	assert!(said.contains("carried out at once"), "{said}");
	assert!(status().await.contains("take effect 3 blocks later"));

	let said = desk.done(REGULATOR, &shorten).await;
	assert!(said.contains("carried, and takes effect in block "), "{said}");
	let error = desk.refused(REGULATOR, &shorten).await;
	let waits = |error: &Error| error.is("Governance", "AlreadyScheduled");
	assert!(matches!(&error, GovError::Failed(error) if waits(error)), "{error}");
	let (_, way_back) = said.split_once("salus-gov ").expect("it says how to take it back");
	let way_back: Vec<_> = way_back.split_whitespace().collect();
	desk.done(REGULATOR, &way_back).await;
	let error = desk.refused(REGULATOR, &way_back).await;
	let is_gone = |error: &Error| error.is("Governance", "NotScheduled");
	assert!(matches!(&error, GovError::Failed(error) if is_gone(error)), "{error}");

	// Every transaction makes a block.
	desk.done(REGULATOR, &shorten).await;
	for _ in 0..2 {
		assert!(status().await.contains("take effect 3 blocks later"));
		desk.refused(REGULATOR, &["propose", "cancel-enactment", NO_CALL]).await;
	}
	desk.refused(REGULATOR, &["propose", "cancel-enactment", NO_CALL]).await;
	assert!(!status().await.contains("blocks later"));
}

#[tokio::test(flavor = "multi_thread")]
async fn arguments_should_be_refused_by_name_when_they_are_wrong() {
	let refusal = |args: &[&str]| {
		let all = ["salus-gov"].iter().chain(args);
		Options::try_parse_from(all).expect_err("wrong arguments").to_string()
	};
	let said = refusal(&["propose", "admit", "Valley Clinic"]);
	assert!(said.contains("named by its number"), "{said}");
	let said = refusal(&["apply", "Valley Clinic", "--capability", "hospital"]);
	assert!(said.contains("hospital"), "{said}");
	let said = refusal(&["vote", "1", "perhaps"]);
	assert!(said.contains("yes or no"), "{said}");
	let said = refusal(&["propose", "cancel-enactment", "0x07"]);
	assert!(said.contains("64 hexadecimal digits"), "{said}");
	let said = refusal(&["propose", "grant-licence", "1", "provider", "--until", "2030"]);
	assert!(said.contains("2030-01-01T00:00:00Z"), "{said}");
}
