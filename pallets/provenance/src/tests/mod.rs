//! One file per call, one for each room of `capture`, the readers, and the invariants.

mod capture;
mod capture_error;
mod claim_possession;
mod commission;
mod commit_dispensing;
mod custody;
mod declare_error;
mod dispensing;
mod invariants;
mod journey;
mod locations;
mod packing;
mod prefixes;
mod products;
mod prove_units;
mod readers;
mod recall;
mod refuse_shipment;
mod report_notified;
mod scale;
mod sensors;
mod suspicion;
mod trace;
mod transformation;
mod transitions;
mod undo_dispensing;
mod verify;

pub(super) use crate::mock::*;
pub(super) use crate::{Error, Event, Refused};
pub(super) use frame_support::{assert_noop, assert_ok};
pub(super) use salus_primitives::{
	epcis::{Action, BizStep, Disposition, Event as EpcisEvent, LotData, What},
	gs1::{Epc, Serial},
	provenance::{
		InvestigationOutcome, RecallClass, RecallReason, Suspicion, Verdict, VerifyQuery,
	},
};
pub(super) use sp_core::H256;

/// That a step was refused because of how the unit stood.
fn illegal(step: BizStep, from: Disposition) -> Error<Test> {
	Error::IllegalTransition(Refused { step, from: Some(from) })
}

/// Packs 0 to 3 in a case, with the wholesaler.
fn with_wholesaler(test: impl FnOnce()) {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..4)));
		assert_ok!(put(MAKER, &case(1), &packs(0..4)));
		assert_ok!(bring(MAKER, &[case(1)], WHOLESALER));
		test();
	});
}

/// Packs 0 to 3 by themselves, with the pharmacy.
fn with_pharmacy(test: impl FnOnce()) {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..4)));
		assert_ok!(bring(MAKER, &packs(0..4), PHARMACY));
		test();
	});
}
