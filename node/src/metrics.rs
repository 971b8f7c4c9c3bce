//! What the chain itself knows of its health, for Prometheus: the validators' slots and how much of
//! their allowances the organizations have used. The SDK's own metrics tell the rest: the best and the
//! final block (`substrate_block_height`), peers, the pool.

use crate::service::FullClient;
use futures::StreamExt;
use salus_primitives::{
	api::{OrganizationsApi, ValidatorsApi, MAX_PAGE},
	organization::OrganizationStatus,
	OrganizationId,
};
use salus_runtime::{AccountId, Hash};
use sc_client_api::BlockchainEvents;
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi};
use sp_core::crypto::Ss58Codec;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use substrate_prometheus_endpoint::{
	register, Gauge, GaugeVec, Opts, PrometheusError, Registry, F64, U64,
};

/// How long it is looked away at least: while a node catches up, blocks come much faster than anybody
/// asks for metrics. Less than a slot, so that no block of a running chain is left out.
const PAUSE: Duration = Duration::from_secs(1);

/// The gauges.
struct Metrics {
	session: Gauge<U64>,
	listed: Gauge<U64>,
	leaving: Gauge<U64>,
	seated: Gauge<U64>,
	disabled: Gauge<U64>,
	authored: GaugeVec<U64>,
	missed: GaugeVec<U64>,
	missed_in_session: GaugeVec<U64>,
	available: GaugeVec<U64>,
	capacity: GaugeVec<U64>,
	refill: GaugeVec<U64>,
	used: GaugeVec<F64>,
}

/// The labels of what is told of each validator.
const VALIDATOR: [&str; 2] = ["validator", "organization"];
/// The labels of what is told of each organization.
const ORGANIZATION: [&str; 2] = ["organization", "name"];

impl Metrics {
	fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let count = |name: &str, help: &str| register(Gauge::new(name, help)?, registry);
		let each = |name: &str, help: &str, labels: &[&str]| {
			register(GaugeVec::new(Opts::new(name, help), labels)?, registry)
		};
		Ok(Self {
			session: count("salus_session", "The session of the best block")?,
			listed: count("salus_validators_listed", "Validators on the council's list")?,
			leaving: count(
				"salus_validators_leaving",
				"Validators that stay only until others take their place",
			)?,
			seated: count("salus_validators_seated", "Validators of this session")?,
			disabled: count(
				"salus_validators_disabled",
				"Validators that may not act for the rest of the session",
			)?,
			authored: each(
				"salus_validator_slots_authored",
				"Slots in which the validator produced a block, in all",
				&VALIDATOR,
			)?,
			missed: each(
				"salus_validator_slots_missed",
				"Slots of the validator that passed without a block, in all",
				&VALIDATOR,
			)?,
			missed_in_session: each(
				"salus_validator_session_slots_missed",
				"Slots of the validator that passed without a block, in this session",
				&VALIDATOR,
			)?,
			available: each(
				"salus_organization_allowance_available",
				"What is left of the organization's allowance, in picoseconds of reference time",
				&ORGANIZATION,
			)?,
			capacity: each(
				"salus_organization_allowance_capacity",
				"What the organization's allowance holds when full, in the same unit",
				&ORGANIZATION,
			)?,
			refill: each(
				"salus_organization_allowance_refill",
				"What flows into the organization's allowance with each block, in the same unit",
				&ORGANIZATION,
			)?,
			used: register(
				GaugeVec::new(
					Opts::new(
						"salus_organization_allowance_used_ratio",
						"The part of the organization's allowance that is used up, 0 to 1",
					),
					&ORGANIZATION,
				)?,
				registry,
			)?,
		})
	}

	/// Shows what holds as of a block.
	fn update(&self, client: &FullClient, at: Hash) -> Result<(), ApiError> {
		let api = client.runtime_api();
		// The runtime of this block may be older than these questions.
		if !api.has_api::<dyn ValidatorsApi<salus_runtime::opaque::Block, AccountId>>(at)? {
			return Ok(());
		}
		let status = ValidatorsApi::<_, AccountId>::validators_status(&*api, at)?;
		self.session.set(status.session.into());
		self.listed.set(status.listed.into());
		self.leaving.set(status.leaving.into());
		self.seated.set(status.seated.into());
		self.disabled.set(status.disabled.into());

		// Whoever is gone is no longer shown.
		for gauge in [&self.authored, &self.missed, &self.missed_in_session] {
			gauge.reset();
		}
		for validator in ValidatorsApi::<_, AccountId>::validators(&*api, at)? {
			let organization =
				validator.organization.map(|id| id.0.to_string()).unwrap_or_default();
			let account = validator.account.to_ss58check();
			let labels = [account.as_str(), organization.as_str()];
			let (total, current) = (validator.total, validator.current);
			let authored = total.authored.saturating_add(current.authored.into());
			let missed = total.missed.saturating_add(current.missed.into());
			self.authored.with_label_values(&labels).set(authored);
			self.missed.with_label_values(&labels).set(missed);
			self.missed_in_session.with_label_values(&labels).set(current.missed.into());
		}
		self.update_allowances(client, at)
	}

	fn update_allowances(&self, client: &FullClient, at: Hash) -> Result<(), ApiError> {
		let api = client.runtime_api();
		for gauge in [&self.available, &self.capacity, &self.refill] {
			gauge.reset();
		}
		self.used.reset();
		let mut from = OrganizationId(0);
		loop {
			let page = OrganizationsApi::<_, AccountId>::organizations(&*api, at, from, MAX_PAGE)?;
			let Some(last) = page.last() else { return Ok(()) };
			from = OrganizationId(last.id.0.saturating_add(1));
			for member in &page {
				if member.status != OrganizationStatus::Active {
					continue;
				}
				let allowance =
					OrganizationsApi::<_, AccountId>::allowance_of(&*api, at, member.id)?;
				let Some(allowance) = allowance else { continue };
				let id = member.id.0.to_string();
				let labels = [id.as_str(), member.name.as_str()];
				self.available.with_label_values(&labels).set(allowance.available);
				self.capacity.with_label_values(&labels).set(allowance.capacity);
				self.refill.with_label_values(&labels).set(allowance.refill);
				let left = allowance.available as f64 / (allowance.capacity.max(1)) as f64;
				self.used.with_label_values(&labels).set(1.0 - left);
			}
		}
	}
}

/// Keeps the gauges up to date, as long as blocks come.
pub async fn run(client: Arc<FullClient>, registry: Registry) {
	let metrics = match Metrics::register(&registry) {
		Ok(metrics) => metrics,
		Err(error) => return log::warn!("Slots and allowances are not measured: {error}"),
	};
	let mut blocks = client.import_notification_stream();
	let mut looked = None::<Instant>;
	while let Some(block) = blocks.next().await {
		let is_due = looked.is_none_or(|at| at.elapsed() >= PAUSE);
		if !block.is_new_best || !is_due {
			continue;
		}
		looked = Some(Instant::now());
		if let Err(error) = metrics.update(&client, block.hash) {
			log::debug!("Slots and allowances as of {:?} can't be read: {error}", block.hash);
		}
	}
}
