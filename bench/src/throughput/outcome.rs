//! Whether what was counted really happened.

use super::kinds::Trace;
use codec::Decode;
use frame_system::{EventRecord, Phase};
use salus_client::Client;
use salus_runtime::{Hash, RuntimeEvent};
use sp_core::H256;
use std::{collections::BTreeMap, error::Error};

/// How many traces are looked for on the chain.
const SAMPLE: usize = 50;

/// What the blocks of a measurement say.
#[derive(Default)]
pub struct Outcome {
	/// Transactions that did what they were sent for.
	pub succeeded: usize,
	/// Transactions that failed, by their errors.
	pub failed: BTreeMap<String, usize>,
	/// The events' bytes, of all blocks.
	pub event_bytes: usize,
}

impl Outcome {
	/// Reads the events of blocks. Each block begins with the inherent of its time.
	pub async fn of(client: &Client, blocks: &[H256]) -> Result<Self, Box<dyn Error>> {
		let mut outcome = Self::default();
		for block in blocks {
			let key = frame_support::storage::storage_prefix(b"System", b"Events");
			let bytes = client.storage(&key, Some(*block)).await?.unwrap_or_default();
			outcome.event_bytes += bytes.len();
			let records = Vec::<Box<EventRecord<RuntimeEvent, Hash>>>::decode(&mut &bytes[..])?;
			for record in records {
				let Phase::ApplyExtrinsic(1..) = record.phase else { continue };
				match record.event {
					RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { .. }) => {
						outcome.succeeded += 1
					},
					RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
						dispatch_error,
						..
					}) => {
						use codec::Encode;
						let error = client.name_dispatch_error(&dispatch_error.encode()).await?;
						*outcome.failed.entry(error.to_string()).or_default() += 1;
					},
					_ => {},
				}
			}
		}
		Ok(outcome)
	}
}

/// Looks for some of the traces, from the first to the last. How many were looked for.
pub async fn look_for(client: &Client, traces: &[Trace]) -> Result<usize, Box<dyn Error>> {
	let step = (traces.len() / SAMPLE).max(1);
	let mut looked = 0;
	for trace in traces.iter().step_by(step) {
		if !trace.stands(client).await? {
			return Err(format!("the chain does not have {trace:?}").into());
		}
		looked += 1;
	}
	Ok(looked)
}
