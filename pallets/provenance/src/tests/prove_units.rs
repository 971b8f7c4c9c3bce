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
