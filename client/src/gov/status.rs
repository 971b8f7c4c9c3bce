//! What an operator wants to know at a glance.

use super::{
	motion::{self, Motion},
	GovError, Tell,
};
use crate::{calls::council::Body, AccountId32, Client, Error};
use salus_primitives::OrganizationId;

/// How many organizations are asked for at once.
const PAGE: u32 = 100;

/// What the chain stores of a paused call: its name, and when it goes on.
type Paused = Vec<((Vec<u8>, Vec<u8>), u32)>;

/// Says it.
pub async fn show(client: &Client, tell: Tell<'_>) -> Result<(), GovError> {
	let (best, finalized) = (client.number(None).await?, client.finalized().await?);
	let finalized = client.number(Some(finalized)).await?;
	tell(&format!("block {best}, final {finalized}"));

	tell("organizations:");
	let mut from = OrganizationId::default();
	loop {
		let page = client.api().organizations(from, PAGE).await?;
		for organization in &page {
			let seat = organization
				.council_delegate
				.as_ref()
				.map(|delegate| format!(", seat of {delegate}"))
				.unwrap_or_default();
			let capabilities: Vec<_> = organization
				.usable_capabilities
				.iter()
				.map(|capability| capability.to_string())
				.collect();
			tell(&format!(
				"  {} {}: {}, {}, {} agents{seat}",
				organization.id,
				organization.name,
				status_code(&organization.status),
				if capabilities.is_empty() {
					"no capability".into()
				} else {
					capabilities.join(" ")
				},
				organization.agents,
			));
		}
		match page.last() {
			Some(last) if page.len() == PAGE as usize => {
				from = OrganizationId(last.id.0.saturating_add(1));
			},
			_ => break,
		}
	}

	accounts(tell, "technical committee", motion::members(client, Body::TechnicalCommittee).await?);
	let listed = stored(client, "Validators", "Validators").await?;
	let seated = stored(client, "Session", "Validators").await?;
	tell("validators:");
	for validator in &listed {
		let note =
			if seated.contains(validator) { "" } else { " (from the session after next on)" };
		tell(&format!("  {validator}{note}"));
	}
	for validator in seated.iter().filter(|validator| !listed.contains(validator)) {
		tell(&format!("  {validator} (until the session after next)"));
	}

	for body in [Body::Council, Body::TechnicalCommittee] {
		for Motion { index, description, threshold, ayes, nays, end, .. } in
			motion::all(client, body).await?
		{
			tell(&format!("motion {index} of {body:?}, open until block {end}: {description}"));
			tell(&format!("  {} of {threshold} ayes, {} nays", ayes.len(), nays.len()));
		}
	}

	let delay: Option<u32> = client.storage_value("Governance", "EnactmentDelay", None).await?;
	if let Some(blocks) = delay.filter(|blocks| *blocks > 0) {
		tell(&format!("decisions in the name of the chain take effect {blocks} blocks later"));
	}
	let until: Option<u32> = client.storage_value("SafeMode", "EnteredUntil", None).await?;
	if let Some(until) = until {
		tell(&format!("safe mode until block {until}: only essential calls are made"));
	}
	let paused: Option<Paused> = client.storage_value("Governance", "Paused", None).await?;
	for ((pallet, call), until) in paused.unwrap_or_default() {
		let (pallet, call) = (String::from_utf8_lossy(&pallet), String::from_utf8_lossy(&call));
		tell(&format!("paused until block {until}: {pallet}.{call}"));
	}
	Ok(())
}

async fn stored(client: &Client, pallet: &str, item: &str) -> Result<Vec<AccountId32>, Error> {
	Ok(client.storage_value(pallet, item, None).await?.unwrap_or_default())
}

fn accounts(tell: Tell<'_>, what: &str, accounts: Vec<AccountId32>) {
	tell(&format!("{what}:"));
	for account in accounts {
		tell(&format!("  {account}"));
	}
}

/// The word for a status that JSON-RPC has as well.
fn status_code(status: &impl serde::Serialize) -> String {
	match serde_json::to_value(status) {
		Ok(serde_json::Value::String(code)) => code,
		_ => "of unknown status".into(),
	}
}
