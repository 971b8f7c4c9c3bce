//! Terms, facts and requests at random, from few values, so that they often meet.

use super::*;
use crate::codes::{ActionSet, CapabilitySet, PolicyBasis, ResourceTypeSet, RoleSet};
use proptest::{collection::vec as many, option, prelude::*, sample::select};

fn code<T: Copy + core::fmt::Debug>(codes: &'static [T]) -> impl Strategy<Value = T> {
	select(codes)
}

/// A set with at least one of `codes`.
fn set<T, S>(codes: &'static [T]) -> impl Strategy<Value = S> + Clone
where
	T: Copy + core::fmt::Debug,
	S: FromIterator<T> + core::fmt::Debug,
{
	many(select(codes), 1..=codes.len()).prop_map(|chosen| chosen.into_iter().collect::<S>())
}

const PURPOSES: &[Purpose] = &[
	Purpose::PurposeOfUse,
	Purpose::TREAT,
	Purpose::COC,
	Purpose::ETREAT,
	Purpose::BTG,
	Purpose::HRESCH,
	Purpose::CLINTRCH,
	Purpose::PATRQT,
];
const ACTIONS: &[ConsentAction] =
	&[ConsentAction::Access, ConsentAction::Collect, ConsentAction::Disclose];
const CLASSES: &[DataClass] = &[DataClass::Laboratory, DataClass::Imaging];
const TYPES: &[ResourceType] = &[ResourceType::Observation, ResourceType::Account];
const SENSITIVITIES: &[Sensitivity] = &[Sensitivity::HIV, Sensitivity::SUD, Sensitivity::ETHUD];
const CAPABILITIES: &[Capability] = &[Capability::Provider, Capability::Payer];
const ROLES: &[AgentRole] = &[AgentRole::Practitioner, AgentRole::Clerk];
const DELEGATES: &[DelegateRole] = &[DelegateRole::GUARD, DelegateRole::RESPRSN, DelegateRole::NOK];
const OBLIGATIONS: &[Obligation] = &[Obligation::DEID, Obligation::ENCRYPT, Obligation::MINEC];
const REFRAINS: &[Refrain] = &[Refrain::NOAUTH, Refrain::NOREUSE];
const MEANINGS: &[DataMeaning] = &[
	DataMeaning::Instance,
	DataMeaning::Related,
	DataMeaning::Dependents,
	DataMeaning::AuthoredBy,
];

fn organization() -> impl Strategy<Value = OrganizationId> {
	(0u32..3).prop_map(OrganizationId)
}

fn hash() -> impl Strategy<Value = H256> {
	(0u8..3).prop_map(H256::repeat_byte)
}

fn confidentiality() -> impl Strategy<Value = Confidentiality> {
	code(Confidentiality::ALL)
}

/// A period that now may lie before, in or after.
pub fn period() -> impl Strategy<Value = Period> {
	let moment = || option::of(NOW - 3..NOW + 4);
	(moment(), moment())
		.prop_map(|(start, end)| Period { start, end })
		.prop_filter("starts before it ends", Period::is_well_formed)
}

fn actor() -> impl Strategy<Value = Actor<Who>> {
	prop_oneof![
		1 => Just(Actor::Anyone),
		3 => organization().prop_map(Actor::Organization),
		2 => (6u64..9).prop_map(Actor::Agent),
		1 => code(ROLES).prop_map(Actor::Role),
		1 => code(CAPABILITIES).prop_map(Actor::Capability),
		1 => hash().prop_map(Actor::Trial),
		1 => code(DELEGATES).prop_map(Actor::Delegate),
	]
}

fn entries<T: core::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Entries<T>> {
	many(of, 1..4).prop_map(list)
}

fn obligations() -> impl Strategy<Value = ObligationSet> {
	many(code(OBLIGATIONS), 0..3).prop_map(|codes| codes.into_iter().collect())
}

fn refrains() -> impl Strategy<Value = RefrainSet> {
	many(code(REFRAINS), 0..2).prop_map(|codes| codes.into_iter().collect())
}

pub fn test() -> impl Strategy<Value = Test<Who>> {
	let labels = (option::of(confidentiality()), set(SENSITIVITIES), any::<bool>()).prop_map(
		|(confidentiality, sensitivity, only)| {
			let only = only && confidentiality.is_some();
			let sensitivity = if only { SensitivitySet::EMPTY } else { sensitivity };
			Test::Labels(LabelTest { confidentiality, sensitivity })
		},
	);
	prop_oneof![
		2 => period().prop_map(Test::Period),
		3 => entries(actor()).prop_map(Test::Recipients),
		1 => entries(actor()).prop_map(Test::Custodians),
		1 => entries(actor()).prop_map(Test::Authors),
		2 => set::<_, ActionSet>(ACTIONS).prop_map(Test::Actions),
		4 => set::<_, PurposeSet>(PURPOSES).prop_map(Test::Purposes),
		2 => set::<_, ClassSet>(CLASSES).prop_map(Test::Classes),
		1 => set::<_, ResourceTypeSet>(TYPES).prop_map(Test::ResourceTypes),
		2 => labels,
		1 => entries(hash()).prop_map(Test::DocumentTypes),
		1 => entries(hash()).prop_map(Test::Codes),
		1 => period().prop_map(Test::DataPeriod),
		1 => (code(MEANINGS), entries(hash().prop_map(RecordId)))
			.prop_map(|(meaning, records)| Test::Records { meaning, records }),
	]
}

fn unplaced_provision() -> impl Strategy<Value = Provision<Who>> {
	(many(test(), 0..3), obligations(), refrains()).prop_map(|(tests, obligations, refrains)| {
		Provision { obligations, refrains, ..provision(None, tests) }
	})
}

pub fn base() -> impl Strategy<Value = Base> {
	code(&[Base::Permit, Base::Deny, Base::Silent])
}

/// Well-formed terms: parents stand before their exceptions.
pub fn well_formed_terms() -> impl Strategy<Value = Terms<Who>> {
	let provisions =
		many((unplaced_provision(), option::weighted(0.7, any::<prop::sample::Index>())), 0..7);
	(base(), period(), provisions, obligations(), refrains())
		.prop_map(|(base, period, drawn, obligations, refrains)| {
			let provisions = drawn.into_iter().enumerate().map(|(place, (provision, parent))| {
				let parent = parent.filter(|_| place > 0).map(|parent| parent.index(place) as u8);
				Provision { parent, ..provision }
			});
			Terms { period, obligations, refrains, ..terms(base, provisions) }
		})
		.prop_filter("says something", |terms| terms.validate().is_ok())
}

/// Terms that need not be well-formed.
pub fn any_terms() -> impl Strategy<Value = Terms<Who>> {
	let parent = option::of(0u8..12);
	let provision =
		(unplaced_provision(), parent, any::<bool>()).prop_map(|(provision, parent, emptied)| {
			let mut provision = Provision { parent, ..provision };
			if emptied {
				let _ = provision.tests.try_push(Test::Codes(Entries::new()));
			}
			provision
		});
	let any_period =
		(option::of(0..9u64), option::of(0..9u64)).prop_map(|(start, end)| Period { start, end });
	let policy = option::of(code(PolicyBasis::ALL));
	(base(), any_period, many(provision, 0..12), policy, option::of(hash())).prop_map(
		|(base, period, provisions, policy, source)| Terms {
			period,
			policy,
			source,
			..terms(base, provisions)
		},
	)
}

/// One that is bound to a protocol now and then, and granted by a guardian now and then.
pub fn a_consent() -> impl Strategy<Value = Consent<Who>> {
	let withheld = option::weighted(0.3, many(code(SENSITIVITIES), 0..3));
	let protocol = option::weighted(0.2, (hash(), 1u32..3));
	(well_formed_terms(), 1u32..4, withheld, protocol).prop_map(
		|(terms, version, withheld, protocol)| {
			let protocol = protocol.map(|(trial, version)| Protocol { trial, version });
			let terms = Terms { protocol, ..terms };
			let granted = match withheld {
				Some(withheld) => by_guardian(terms, &withheld),
				None => consent(terms),
			};
			Consent { version, ..granted }
		},
	)
}

pub fn status() -> impl Strategy<Value = ConsentStatus> {
	code(&[
		ConsentStatus::Requested,
		ConsentStatus::Active,
		ConsentStatus::Suspended,
		ConsentStatus::Revoked { revoked_at: 5 },
		ConsentStatus::Refused,
		ConsentStatus::EnteredInError,
		ConsentStatus::Withdrawn,
	])
}

/// An emergency that is over, ends soon or lasts.
fn emergency() -> impl Strategy<Value = EmergencyAccess> {
	(set::<_, ClassSet>(CLASSES), NOW - 1..NOW + 4)
		.prop_map(|(classes, until)| EmergencyAccess { classes, until })
}

pub fn consents() -> impl Strategy<Value = Vec<Consent<Who>>> {
	many(a_consent(), 0..4)
}

fn party() -> impl Strategy<Value = Party<Who>> {
	(
		option::weighted(0.9, organization()),
		option::of(6u64..9),
		option::of(set::<_, RoleSet>(ROLES)),
		option::weighted(0.9, set::<_, CapabilitySet>(CAPABILITIES)),
		option::of(hash()),
		option::of(code(DELEGATES)),
	)
		.prop_map(|(organization, agent, roles, capabilities, trial, delegate)| Party {
			organization,
			agent,
			roles,
			capabilities,
			trial,
			delegate,
		})
}

fn labels() -> impl Strategy<Value = Labels> {
	(confidentiality(), many(code(SENSITIVITIES), 0..3)).prop_map(|(confidentiality, codes)| {
		Labels { confidentiality, sensitivity: codes.into_iter().collect() }
	})
}

pub fn any_facts() -> impl Strategy<Value = Facts<Who>> {
	let known = 0.8;
	let request = (party(), code(ACTIONS), option::weighted(known, code(PURPOSES)), any::<bool>());
	let record = (
		option::weighted(known, hash().prop_map(RecordId)),
		option::weighted(known, code(CLASSES)),
		option::weighted(known, code(TYPES)),
		option::weighted(known, labels()),
		many(party(), 0..3),
		party(),
	);
	let data = (
		option::weighted(known, hash()),
		many(hash(), 0..3),
		option::weighted(known, NOW - 3..NOW + 4),
		option::of(many(hash().prop_map(RecordId), 0..3)),
	);
	let until = option::of(NOW + 1..NOW + 5);
	let standing =
		(prop::bool::weighted(0.1), option::weighted(0.7, emergency()), option::of(1u32..3));
	(request, record, data, until, standing).prop_map(
		|(
			(actor, action, purpose, author_asserted),
			(record, class, resource_type, labels, custodians, author),
			(document_type, codes, data_time, related_to),
			known_until,
			(is_patient, emergency, protocol_version),
		)| Facts {
			refusal: None,
			is_patient,
			emergency,
			protocol_version,
			actor,
			action,
			purpose,
			record,
			related_to,
			class,
			resource_type,
			labels,
			custodians,
			author,
			document_type,
			codes,
			data_time,
			asserted: if author_asserted { Attribute::Author.into() } else { AttributeSet::EMPTY },
			known_until,
		},
	)
}

pub fn policy() -> impl Strategy<Value = DefaultPolicy> {
	let purposes = || many(code(PURPOSES), 0..3).prop_map(|codes| codes.into_iter().collect());
	(purposes(), purposes(), set(CAPABILITIES)).prop_map(
		|(own_records, required_by_law, required_by_law_to)| DefaultPolicy {
			own_records,
			required_by_law,
			required_by_law_to,
		},
	)
}

pub fn request() -> impl Strategy<Value = Request<Who>> {
	let asker = (option::of(organization()), option::of(any::<u64>()), option::of(hash()));
	let what = (code(ConsentAction::ALL), option::of(code(Purpose::ALL)));
	let record = (
		option::of(hash().prop_map(RecordId)),
		option::of(code(DataClass::ALL)),
		option::of(code(ResourceType::ALL)),
		option::of(labels()),
		option::of(organization()),
		option::of(organization()),
	);
	let data = (
		option::of(hash()),
		many(hash(), 0..4),
		option::of(any::<u64>()),
		option::of(many(hash().prop_map(RecordId), 0..4)),
	);
	(asker, what, record, data).prop_map(
		|(
			(organization, agent, trial),
			(action, purpose),
			(record, class, resource_type, labels, custodian, author),
			(document_type, codes, data_time, related_to),
		)| Request {
			organization,
			agent,
			action,
			purpose,
			record,
			related_to: related_to.map(list),
			class,
			resource_type,
			labels,
			custodian,
			author,
			document_type,
			codes: list(codes),
			data_time,
			trial,
		},
	)
}
