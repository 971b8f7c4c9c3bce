use super::*;
use salus_primitives::{
	merkle::InclusionProof,
	provenance::{Origin, SerialRoot},
};

/// Packs 0 to 4 under the first root of the lot, and a proof for each.
fn with_root(test: impl FnOnce(Vec<InclusionProof>)) {
	build_and_execute(|| {
		assert_ok!(Provenance::register_lot(by(MAKER), product(), the_lot(), expiry()));
		let units: Vec<_> = (0..5).map(sgtin).collect();
		let (root, tree) = SerialRoot::over(&units).unwrap();
		assert_ok!(Provenance::commission_root(by(MAKER), product(), the_lot(), root));
		test((0..5).map(|n| tree.proof(n).unwrap()).collect());
	});
}

fn prove(units: &[(u32, &InclusionProof)]) -> sp_runtime::DispatchResult {
	let units: Vec<_> =
		units.iter().map(|(n, proof)| (sgtin(*n).serial, (*proof).clone())).collect();
	Provenance::prove_units(by(WHOLESALER), product(), the_lot(), 0, units.try_into().unwrap())
}

#[test]
fn prove_units_should_keep_packs_with_their_maker() {
	with_root(|proofs| {
		assert_noop!(ship(MAKER, &packs([3]), PHARMACY), Error::<Test>::UnknownUnit);
		assert_ok!(prove(&[(3, &proofs[3]), (4, &proofs[4])]));
		let unit = Provenance::unit(pack(3)).unwrap();
		assert_eq!((unit.holder, unit.state.origin), (MAKER, Origin::Root));
		assert_ok!(bring(MAKER, &packs([3]), PHARMACY));
		// Proved again, it stays where it is.
		assert_ok!(prove(&[(3, &proofs[3])]));
		assert_eq!(holder(&pack(3)), PHARMACY);
		let new: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::UnitsProved { units, .. } => Some(units),
				_ => None,
			})
			.collect();
		assert_eq!(new, [2, 0]);
	});
}

#[test]
fn verify_should_know_a_pack_by_its_proof_before_it_acts() {
	with_root(|proofs| {
		assert_eq!(verify(2).verdict, Verdict::Unknown);
		let with_proof = VerifyQuery { proof: Some((0, proofs[2].clone())), ..query(2) };
		assert_eq!(Provenance::verify(&with_proof).verdict, Verdict::Verified);
		let of_another = VerifyQuery { proof: Some((0, proofs[1].clone())), ..query(2) };
		assert_eq!(Provenance::verify(&of_another).verdict, Verdict::Unknown);
		assert_eq!(crate::Units::<Test>::iter().count(), 0);
	});
}

#[test]
fn prove_units_should_raise_suspicion_at_both_when_another_says_to_have_the_pack() {
	with_root(|proofs| {
		let packed = aggregation_event(Action::Add, BizStep::Packing, &case(1), &packs(2..4));
		assert_ok!(Provenance::capture(by(PHARMACY), fresh_hash(), Box::new(packed), true));
		// With its proof the pack is seen to be in two hands before anybody has proved it on chain.
		let with_proof = VerifyQuery { proof: Some((0, proofs[2].clone())), ..query(2) };
		let found = Provenance::verify(&with_proof);
		assert_eq!(found.reasons, [Verdict::DuplicateSeen, Verdict::UnprovenOrigin]);

		assert_ok!(prove(&[(2, &proofs[2])]));
		assert_eq!(holder(&pack(2)), MAKER);
		assert_eq!(verify(2).reasons, [Verdict::DuplicateSeen, Verdict::Suspect]);
		assert_eq!(Provenance::unit(case(1)).unwrap().state.contents, 1);
		let page = Provenance::investigations(0, false, 10);
		let parties: Vec<_> =
			page.investigations[0].state.parties.iter().map(|party| party.organization).collect();
		assert_eq!(parties, [MAKER, PHARMACY]);
		assert_ok!(Provenance::suspect(by(PHARMACY), pack(3), Suspicion::Appearance));
		assert_noop!(prove(&[(3, &proofs[3])]), Error::<Test>::UnderInvestigation);
	});
}

#[test]
fn prove_units_should_refuse_when_the_pack_began_elsewhere() {
	with_root(|proofs| {
		let other = lot("QS26E014");
		assert_ok!(Provenance::register_lot(by(MAKER), product(), other.clone(), expiry()));
		let event = EpcisEvent {
			lot: Some(LotData { lot: other.clone(), expiry: None }),
			..object_event(Action::Add, BizStep::Commissioning, &packs(3..4))
		};
		assert_ok!(capture(MAKER, event));
		assert_noop!(prove(&[(3, &proofs[3])]), Error::<Test>::AlreadyCommissioned);
		let (first, last) = (sgtin(0).serial, sgtin(1).serial);
		assert_ok!(Provenance::commission_range(by(MAKER), product(), other, first, last));
		assert_noop!(prove(&[(1, &proofs[1])]), Error::<Test>::AlreadyCommissioned);
		assert_ok!(prove(&[(2, &proofs[2])]));
		let inner = aggregation_event(Action::Add, BizStep::Packing, &pack(4), &packs(8..9));
		assert_ok!(Provenance::capture(by(PHARMACY), fresh_hash(), Box::new(inner), true));
		assert_noop!(prove(&[(4, &proofs[4])]), Error::<Test>::NotEmpty);
	});
}

#[test]
fn prove_units_should_refuse_when_a_proof_shows_something_else() {
	with_root(|proofs| {
		assert_noop!(prove(&[(3, &proofs[3]), (4, &proofs[3])]), Error::<Test>::InvalidProof);
		let prove_of = |origin, lot, index| {
			Provenance::prove_units(origin, product(), lot, index, Default::default())
		};
		assert_noop!(prove_of(by(MAKER), lot("OTHER"), 0), Error::<Test>::LotNotFound);
		assert_noop!(prove_of(by(MAKER), the_lot(), 1), Error::<Test>::RootNotFound);
		assert_noop!(prove_of(by_stranger(), the_lot(), 0), Error::<Test>::NotAuthorized);
	});
}
