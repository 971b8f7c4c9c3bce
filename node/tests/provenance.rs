//! Packs on their way through a running chain: shipped in a case, dispensed, recalled, traced, and
//! after a crash.

mod common;

use common::{Chain, ON_DEMAND};
use salus_client::{
	calls::provenance,
	keys,
	primitives::{
		codes::AgentRole,
		epcis::{Action, BizStep, Event, EventHash, LotData, What},
		gs1::{Date, Epc, Gtin, LotNumber, Sgtin, Sscc},
		organization::MembershipInfo,
		provenance::{
			InvestigationOutcome, RecallClass, RecallReason, TraceDirection, Verdict, VerifyQuery,
		},
		OrganizationId,
	},
	rpc_params, Client, Error, H256,
};
use serde_json::{json, Value};
use std::time::{SystemTime, UNIX_EPOCH};

/// Makes medicines, on the development chain.
const MAKER: &str = "//Eve";
/// Dispenses them.
const PHARMACY: &str = "//Charlie";
/// Dispenses them too.
const HOSPITAL: &str = "//Bob";
/// Oversees them.
const REGULATOR: &str = "//Alice";
/// May not have them.
const PAYER: &str = "//Dave";

fn product() -> Gtin {
	Gtin::from_body("0300000019002").expect("13 digits")
}

fn lot() -> LotNumber {
	"QS26E013".parse().expect("a lot number")
}

fn sgtin(n: u32) -> Sgtin {
	Sgtin { gtin: product(), serial: format!("S{n:06}").parse().expect("a serial number") }
}

fn packs(numbers: std::ops::Range<u32>) -> Vec<Epc> {
	numbers.map(|n| sgtin(n).into()).collect()
}

fn case() -> Epc {
	Sscc::from_body("00200010000000001").expect("17 digits").into()
}

/// What the test works with.
struct Scene<'a> {
	client: &'a Client,
	expiry: Date,
	now: u64,
	/// How many events were captured: each has another hash.
	captured: u8,
}

impl<'a> Scene<'a> {
	fn set(client: &'a Client) -> Self {
		// Before its first block the chain's clock has not begun.
		let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
		let now = u64::try_from(since_1970.as_millis()).expect("not that late");
		// Some years ahead, whenever the test runs.
		let expiry = Date::of(now + 3 * 365 * 86_400_000);
		Self { client, expiry, now, captured: 0 }
	}

	async fn submit(&self, who: &str, call: salus_client::Call) -> Result<(), Error> {
		let key = keys::from_uri(who).expect("a secret URI");
		self.client.submit(&call, &key).await.map(|_| ())
	}

	async fn does(&self, who: &str, call: salus_client::Call) {
		let said = format!("{who} {}", call.name());
		self.submit(who, call).await.unwrap_or_else(|error| panic!("{said}: {error}"));
	}

	async fn capture(&mut self, who: &str, event: Event) -> Result<EventHash, Error> {
		self.captured += 1;
		let hash = EventHash([self.captured; 32]);
		self.submit(who, provenance::capture(hash, &event, false)).await.map(|()| hash)
	}

	fn about(&self, what: What, step: BizStep) -> Event {
		Event { biz_step: Some(step), ..Event::new(self.now, what) }
	}

	fn object(&self, action: Action, step: BizStep, objects: &[Epc]) -> Event {
		let objects = objects.to_vec().try_into().expect("within the bound");
		self.about(What::Object { action, objects, quantities: Default::default() }, step)
	}

	fn aggregation(&self, action: Action, step: BizStep, children: &[Epc]) -> Event {
		let what = What::Aggregation {
			action,
			parent: Some(case()),
			children: children.to_vec().try_into().expect("within the bound"),
			quantities: Default::default(),
		};
		self.about(what, step)
	}

	async fn organization(&self, who: &str) -> OrganizationId {
		let account = keys::account(&keys::from_uri(who).expect("a secret URI"));
		match self.client.api().membership(&account).await.expect("the runtime answers") {
			Some(MembershipInfo::Agent { organization, roles, .. }) => {
				assert!(roles.contains(AgentRole::Administrator));
				organization
			},
			other => panic!("{who} is {other:?}"),
		}
	}

	async fn verdict(&self, n: u32) -> Verdict {
		let query = VerifyQuery {
			unit: sgtin(n),
			lot: Some(lot()),
			expiry: Some(self.expiry),
			custodian: None,
			proof: None,
		};
		self.client.api().verify_pack(&query).await.expect("the runtime answers").verdict
	}

	async fn ask(&self, method: &str, params: Value) -> Value {
		let mut all = rpc_params![];
		for param in params.as_array().expect("a list of parameters") {
			all.push(param).expect("JSON");
		}
		self.client
			.request(method, all)
			.await
			.unwrap_or_else(|error: Error| panic!("{method} {params}: {error}"))
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn packs_should_go_from_the_maker_to_the_patient() {
	let mut chain = Chain::boot(ON_DEMAND).await;
	{
		let client = chain.client();
		let mut scene = Scene::set(client);
		let pharmacy = scene.organization(PHARMACY).await;

		// Commissioned, packed, shipped and received, by the case alone.
		scene.does(MAKER, provenance::register_product(product(), None)).await;
		let lot_data = Some(LotData { lot: lot(), expiry: Some(scene.expiry) });
		let event = scene.object(Action::Add, BizStep::Commissioning, &packs(0..4));
		let event = Event { lot: lot_data, ..event };
		scene.capture(MAKER, event).await.expect("commissioned");
		let event = scene.aggregation(Action::Add, BizStep::Packing, &packs(0..4));
		scene.capture(MAKER, event).await.expect("packed");
		let event = scene.object(Action::Observe, BizStep::Shipping, &[case()]);
		let event = Event { consignee: Some(pharmacy), ..event };
		let shipped = scene.capture(MAKER, event).await.expect("shipped");
		assert_eq!(scene.verdict(0).await, Verdict::InTransit);

		let event = scene.object(Action::Observe, BizStep::Receiving, &[case()]);
		let refused = scene.capture(HOSPITAL, event.clone()).await.expect_err("not for it");
		assert!(refused.to_string().contains("NotConsignee"), "{refused}");
		scene.capture(PHARMACY, event).await.expect("received");
		let event = scene.aggregation(Action::Delete, BizStep::Unpacking, &[]);
		scene.capture(PHARMACY, event).await.expect("unpacked");
		assert_eq!(scene.verdict(0).await, Verdict::Verified);

		// Dispensed once.
		let event = scene.object(Action::Observe, BizStep::Dispensing, &packs(0..1));
		scene.capture(PHARMACY, event.clone()).await.expect("dispensed");
		let refused = scene.capture(PHARMACY, event).await.expect_err("only once");
		assert!(refused.to_string().contains("dispensing from dispensed"), "{refused}");
		assert_eq!(scene.verdict(0).await, Verdict::AlreadyDispensed);

		// A clone, and what comes of it.
		scene.does(HOSPITAL, provenance::claim_possession(&packs(1..2)[0])).await;
		assert_eq!(scene.verdict(1).await, Verdict::DuplicateSeen);
		scene.does(PHARMACY, provenance::quarantine(0)).await;
		let outcome = InvestigationOutcome::Cleared;
		scene.does(REGULATOR, provenance::resolve(0, outcome)).await;
		assert_eq!(scene.verdict(1).await, Verdict::Verified);

		// Nobody without the right captures anything that moves packs.
		let event = scene.object(Action::Observe, BizStep::Storing, &packs(2..3));
		let refused = scene.capture(PAYER, event).await.expect_err("not its packs");
		assert!(refused.to_string().contains("NotCustodian"), "{refused}");

		// A recall is seen at once; who dispensed has to notify.
		let (class, reason) = (RecallClass::ClassI, RecallReason::Quality);
		scene.does(REGULATOR, provenance::recall(product(), &lot(), class, reason)).await;
		assert_eq!(scene.verdict(2).await, Verdict::Recalled);
		let notified = provenance::report_notified(product(), &lot(), 1, H256::repeat_byte(1));
		scene.does(PHARMACY, notified).await;

		// By JSON-RPC, in the standards' codes.
		let gtin = product().to_string();
		let query = json!({ "unit": sgtin(2).to_string(), "lot": "QS26E013" });
		let found = scene.ask("provenance_v1_verify", json!([query])).await;
		assert_eq!((&found["verdict"], &found["sellable"]), (&json!("recalled"), &json!(false)));
		assert_eq!(found["recall"]["class"], "class-i");
		let urn = json!({ "unit": "urn:epc:id:sgtin:0300000.019002.NONE" });
		let found = scene.ask("provenance_v1_verify", json!([urn])).await;
		assert_eq!(found["verdict"], "unknown");
		let duties = scene.ask("provenance_v1_recallDuties", json!([gtin, "QS26E013"])).await;
		assert_eq!(duties["duties"][0]["organization"], pharmacy.0);
		assert_eq!(duties["duties"][0]["report"]["notified"], 1);
		let units = scene.ask("provenance_v1_lotUnits", json!([gtin, "QS26E013", 0, 3])).await;
		assert_eq!(
			(&units["units"].as_array().map(Vec::len), &units["next"]),
			(&Some(3), &json!(3))
		);
		assert_eq!(units["units"][0]["disposition"], "dispensed");
		let event = scene.ask("provenance_v1_event", json!([shipped.to_string()])).await;
		assert_eq!(event["event"]["event"]["bizStep"], "shipping");
		let unit = sgtin(0).to_string();
		let page = scene.ask("provenance_v1_trace", json!([unit, "back", null, 2])).await;
		assert_eq!(page["events"].as_array().map(Vec::len), Some(2));
		let more = scene.ask("provenance_v1_trace", json!([unit, "back", page["next"], 100])).await;
		assert_eq!(more["next"], json!([]));
	}
	chain.crash().await;

	let client = chain.client();
	let trace = client
		.api()
		.whole_trace(&packs(0..1)[0], TraceDirection::Back)
		.await
		.expect("the runtime answers");
	let steps: Vec<_> = trace.iter().map(|traced| traced.event.event.event.step().code()).collect();
	assert_eq!(
		steps,
		["commissioning", "packing", "shipping", "receiving", "unpacking", "dispensing"]
	);
}
