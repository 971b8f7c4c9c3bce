//! Fuzzes what reaches the decision from outside: terms as bytes.
//!
//! Every case makes well-formed terms out of a tape of random bytes, spoils their encoding at some
//! places, and takes what decodes through everything that the chain does with it. `SALUS_FUZZ_CASES`
//! says how many cases there are (default 256); a million take a few minutes in a release build:
//!
//! ```sh
//! SALUS_FUZZ_CASES=1000000 cargo test --release -p salus-primitives --test fuzz_consent
//! ```

use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use proptest::{
	collection::vec as many,
	prelude::*,
	test_runner::{Config, FileFailurePersistence, TestRunner},
};
use salus_primitives::{
	codes::{
		ActionSet, AgentRole, Capability, CapabilitySet, ClassSet, Confidentiality, ConsentAction,
		DataClass, DelegateRole, ObligationSet, Purpose, PurposeSet, RefrainSet, ResourceType,
		ResourceTypeSet, RoleSet, SensitivitySet,
	},
	consent::{
		decide, decide_stored, Actor, AttributeSet, Base, Consent, ConsentStatus, DataMeaning,
		DefaultPolicy, Entries, Facts, Granted, LabelTest, Party, Protocol, Provision, Reason,
		Terms, Test, MAX_PROVISIONS,
	},
	patient::Authority,
	record::Labels,
	traits::EmergencyAccess,
	ConsentId, Moment, OrganizationId, Period, RecordId,
};
use sp_core::H256;

type Who = u64;

const NOW: Moment = 128;

/// How many cases there are.
fn cases() -> u32 {
	std::env::var("SALUS_FUZZ_CASES").map_or(256, |cases| {
		cases.parse().expect("SALUS_FUZZ_CASES is a number of cases, such as 1000000")
	})
}

/// Random bytes, and noughts when they are used up.
struct Tape<'a>(std::slice::Iter<'a, u8>);

impl Tape<'_> {
	fn byte(&mut self) -> u8 {
		self.0.next().copied().unwrap_or_default()
	}

	/// Something below `end`.
	fn below(&mut self, end: usize) -> usize {
		usize::from(self.byte()) % end
	}

	fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
		all[self.below(all.len())]
	}

	/// Few of them.
	fn some_of<T: Copy, S: FromIterator<T>>(&mut self, all: &[T]) -> S {
		(0..=self.below(3)).map(|_| self.one_of(all)).collect()
	}

	fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
		(self.byte() < 128).then(|| make(self))
	}

	fn hash(&mut self) -> H256 {
		H256::repeat_byte(self.byte() % 4)
	}

	fn moment(&mut self) -> Moment {
		self.byte().into()
	}

	fn period(&mut self) -> Period {
		Period { start: self.maybe(Self::moment), end: self.maybe(Self::moment) }
	}

	fn organization(&mut self) -> OrganizationId {
		OrganizationId(u32::from(self.byte() % 4))
	}

	fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Entries<T> {
		Entries::truncate_from((0..=self.below(3)).map(|_| make(self)).collect())
	}

	fn actor(&mut self) -> Actor<Who> {
		match self.below(7) {
			0 => Actor::Anyone,
			1 => Actor::Organization(self.organization()),
			2 => Actor::Agent(Who::from(self.byte() % 4)),
			3 => Actor::Role(self.one_of(AgentRole::ALL)),
			4 => Actor::Capability(self.one_of(Capability::ALL)),
			5 => Actor::Trial(self.hash()),
			_ => Actor::Delegate(self.one_of(DelegateRole::ALL)),
		}
	}

	fn sensitivity(&mut self) -> SensitivitySet {
		self.some_of(salus_primitives::codes::Sensitivity::ALL)
	}

	fn test(&mut self) -> Test<Who> {
		match self.below(13) {
			0 => Test::Period(self.period()),
			1 => Test::Recipients(self.list(Self::actor)),
			2 => Test::Custodians(self.list(Self::actor)),
			3 => Test::Authors(self.list(Self::actor)),
			4 => Test::Actions(self.some_of::<_, ActionSet>(ConsentAction::ALL)),
			5 => Test::Purposes(self.some_of::<_, PurposeSet>(Purpose::ALL)),
			6 => Test::Classes(self.some_of::<_, ClassSet>(DataClass::ALL)),
			7 => Test::ResourceTypes(self.some_of::<_, ResourceTypeSet>(ResourceType::ALL)),
			8 => Test::Labels(LabelTest {
				confidentiality: self.maybe(|tape| tape.one_of(Confidentiality::ALL)),
				sensitivity: self.sensitivity(),
			}),
			9 => Test::DocumentTypes(self.list(Self::hash)),
			10 => Test::Codes(self.list(Self::hash)),
			11 => Test::DataPeriod(self.period()),
			_ => {
				let meanings = [
					DataMeaning::Instance,
					DataMeaning::Related,
					DataMeaning::Dependents,
					DataMeaning::AuthoredBy,
				];
				Test::Records {
					meaning: self.one_of(&meanings),
					records: self.list(|tape| RecordId(tape.hash())),
				}
			},
		}
	}

	fn provision(&mut self, place: usize) -> Provision<Who> {
		let parent = self.maybe(|tape| tape.below(place + 1) as u8);
		let tests: Vec<_> = (0..self.below(4)).map(|_| self.test()).collect();
		Provision {
			parent,
			obligations: ObligationSet::EMPTY,
			refrains: if self.byte() < 64 { RefrainSet::ALL } else { RefrainSet::EMPTY },
			tests: tests.try_into().expect("few tests"),
		}
	}

	fn terms(&mut self) -> Terms<Who> {
		let base = self.one_of(&[Base::Permit, Base::Deny, Base::Silent]);
		let count = self.below(MAX_PROVISIONS as usize / 4);
		let provisions: Vec<_> = (0..count).map(|place| self.provision(place)).collect();
		Terms {
			period: self.period(),
			protocol: self.maybe(|tape| Protocol { trial: tape.hash(), version: 1 }),
			source: self.maybe(Self::hash),
			provisions: provisions.try_into().expect("few provisions"),
			..Terms::new(base)
		}
	}

	fn party(&mut self) -> Party<Who> {
		Party {
			organization: self.maybe(Self::organization),
			agent: self.maybe(|tape| Who::from(tape.byte() % 4)),
			roles: self.maybe(|tape| tape.some_of::<_, RoleSet>(AgentRole::ALL)),
			capabilities: self.maybe(|tape| tape.some_of::<_, CapabilitySet>(Capability::ALL)),
			trial: self.maybe(Self::hash),
			delegate: self.maybe(|tape| tape.one_of(DelegateRole::ALL)),
		}
	}

	fn facts(&mut self) -> Facts<Who> {
		Facts {
			refusal: None,
			is_patient: self.byte() < 16,
			emergency: self.maybe(|tape| EmergencyAccess {
				classes: tape.some_of::<_, ClassSet>(DataClass::ALL),
				until: tape.moment(),
			}),
			protocol_version: self.maybe(|tape| u32::from(tape.byte() % 3)),
			actor: self.party(),
			action: self.one_of(ConsentAction::ALL),
			purpose: self.maybe(|tape| tape.one_of(Purpose::ALL)),
			record: self.maybe(|tape| RecordId(tape.hash())),
			related_to: self
				.maybe(|tape| (0..tape.below(3)).map(|_| RecordId(tape.hash())).collect()),
			class: self.maybe(|tape| tape.one_of(DataClass::ALL)),
			resource_type: self.maybe(|tape| tape.one_of(ResourceType::ALL)),
			labels: self.maybe(|tape| Labels {
				confidentiality: tape.one_of(Confidentiality::ALL),
				sensitivity: tape.sensitivity(),
			}),
			custodians: (0..self.below(3)).map(|_| self.party()).collect(),
			author: self.party(),
			document_type: self.maybe(Self::hash),
			codes: (0..self.below(3)).map(|_| self.hash()).collect(),
			data_time: self.maybe(Self::moment),
			asserted: AttributeSet::EMPTY,
			known_until: None,
		}
	}

	fn consent(&mut self, terms: Terms<Who>) -> Consent<Who> {
		let authority = match self.maybe(Self::sensitivity) {
			Some(withheld) => {
				Authority::Representative { role: self.one_of(DelegateRole::ALL), withheld }
			},
			None => Authority::Controller,
		};
		Consent {
			status: ConsentStatus::Active,
			version: 1,
			requester: None,
			granted: Some(Granted { grantor: 1, authority, granted_at: 0 }),
			terms,
		}
	}
}

/// Bytes to put into an encoding: where, and what.
type Spoils = Vec<(prop::sample::Index, u8)>;

fn spoil(mut bytes: Vec<u8>, spoils: &Spoils, cut: Option<prop::sample::Index>) -> Vec<u8> {
	for (place, byte) in spoils {
		let place = place.index(bytes.len());
		bytes[place] = *byte;
	}
	if let Some(cut) = cut {
		bytes.truncate(cut.index(bytes.len()));
	}
	bytes
}

fn fuzz<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
	let config = Config {
		failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
		..Config::with_cases(cases())
	};
	TestRunner::new(config).run(&strategy, test).unwrap();
}

fn tape() -> impl Strategy<Value = Vec<u8>> {
	many(any::<u8>(), 0..400)
}

fn spoils() -> impl Strategy<Value = (Spoils, Option<prop::sample::Index>)> {
	let cut = prop::option::weighted(0.1, any::<prop::sample::Index>());
	(many(any::<(prop::sample::Index, u8)>(), 0..4), cut)
}

const POLICY: DefaultPolicy = DefaultPolicy {
	own_records: PurposeSet::of(&[Purpose::TREAT]),
	required_by_law: PurposeSet::of(&[Purpose::PUBHLTH]),
	required_by_law_to: CapabilitySet::of(&[Capability::Regulator]),
};

/// Bytes are terms, and then are written as they were read, or are refused; what is well-formed
/// decides, within one consent and beside itself.
#[test]
fn bytes_should_decode_validate_and_decide_or_be_refused() {
	fuzz((tape(), spoils()), |(tape, (spoils, cut))| {
		let mut tape = Tape(tape.iter());
		let bytes = spoil(tape.terms().encode(), &spoils, cut);
		let mut input = &bytes[..];
		let Ok(terms) = Terms::<Who>::decode(&mut input) else { return Ok(()) };
		let read = &bytes[..bytes.len() - input.len()];
		let written = terms.encode();
		prop_assert_eq!(&written[..], read);
		prop_assert_eq!(&Terms::<Who>::decode_all(&mut &written[..]).unwrap(), &terms);
		prop_assert!(written.len() <= Terms::<Who>::max_encoded_len());
		prop_assert!(terms.is_widened_by(&terms));
		let well_formed = terms.validate().is_ok();
		let facts = tape.facts();
		let consent = tape.consent(terms);
		let id = |n: u8| ConsentId::from([n; 32]);
		let alone = decide([(id(1), &consent)], &facts, &POLICY, NOW);
		let twice = decide([(id(2), &consent), (id(1), &consent)], &facts, &POLICY, NOW);
		prop_assert_eq!(&alone, &twice);
		// Nobody could read what denies without a version.
		prop_assert!(!well_formed || alone.consent.is_some() == alone.version.is_some());
		Ok(())
	});
}

/// The decision reads stored bytes by itself: whatever they are, it ends, and permits nothing by
/// what it can't read.
#[test]
fn stored_bytes_should_decide_or_deny() {
	fuzz((tape(), spoils(), any::<bool>()), |(tape, (spoils, cut), whole)| {
		let mut tape = Tape(tape.iter());
		let facts = tape.facts();
		let terms = tape.terms();
		let encoded = tape.consent(terms).encode();
		let bytes = if whole { encoded } else { spoil(encoded, &spoils, cut) };
		let stored = [(ConsentId::FIRST, Period::ALWAYS, || Some(&bytes))];
		let decision = decide_stored(stored, &facts, &POLICY, NOW);
		if whole {
			prop_assert_eq!(decision.consent.is_some(), decision.version.is_some());
		}
		if Consent::<Who>::decode_all(&mut &bytes[..]).is_ok() {
			return Ok(());
		}
		let nothing = decide([], &facts, &POLICY, NOW);
		prop_assert!(
			nothing.is_permitted() || decision.consent.is_some() || !decision.is_permitted()
		);
		Ok(())
	});
}

/// Bytes without any order, such as nobody's client would send.
#[test]
fn noise_should_never_do_harm() {
	fuzz((many(any::<u8>(), 0..600), tape()), |(noise, tape)| {
		let facts = Tape(tape.iter()).facts();
		if let Ok(terms) = Terms::<Who>::decode(&mut &noise[..]) {
			prop_assert_eq!(&terms.encode()[..], &noise[..terms.encoded_size()]);
		}
		let stored = [(ConsentId::FIRST, Period::ALWAYS, || Some(&noise))];
		let decision = decide_stored(stored, &facts, &POLICY, NOW);
		// Only what says that it is active permits.
		prop_assert!(decision.reason != Reason::ConsentPermits || noise.first() == Some(&1));
		Ok(())
	});
}
