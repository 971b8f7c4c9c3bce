//! The pallet does what the table says: each row is taken by a pack that stands as the row begins.

use super::*;
use salus_primitives::{
	codes::{Capability, CapabilitySet},
	epcis::DispositionSet,
	provenance::{transitions::*, Dispensing},
	OrganizationId,
};

fn organization_with(capability: Capability) -> OrganizationId {
	match capability {
		Capability::Manufacturer => MAKER,
		Capability::Wholesaler => WHOLESALER,
		Capability::Pharmacy => PHARMACY,
		Capability::Provider => HOSPITAL,
		_ => REGULATOR,
	}
}

/// Makes the pack stand like that, with the organization; on its way to it, where that is how it
/// stands.
fn stand(disposition: Disposition, organization: OrganizationId) {
	use salus_primitives::provenance::{Consignment, Custody, Place};
	crate::Units::<Test>::mutate_extant(pack(0), |unit| {
		let mut custody = Custody::of(organization, Now::get());
		if UNDER_WAY.contains(disposition) {
			custody.consignment = Some(Consignment {
				to: organization,
				shipped_at: Now::get(),
				sellable: true,
				refused: false,
			});
		}
		unit.place = Place::With(custody);
		unit.disposition = disposition;
		unit.dispensing = OPENED.union(GONE).contains(disposition).then_some(Dispensing {
			by: organization,
			at: Now::get(),
			before: Disposition::Active,
			commitment: None,
		});
	});
}

fn take_step(
	organization: OrganizationId,
	from: Disposition,
	step: BizStep,
	asked: Option<Disposition>,
) -> Option<Disposition> {
	stand(from, organization);
	let event = EpcisEvent {
		consignee: Some(WHOLESALER),
		disposition: asked,
		..object_event(Action::Observe, step, &packs(0..1))
	};
	frame_support::storage::with_transaction(|| {
		let to = capture(organization, event)
			.ok()
			.and_then(|_| crate::Units::<Test>::get(pack(0)))
			.map(|unit| unit.disposition);
		sp_runtime::TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>(to))
	})
	.unwrap()
}

#[test]
fn pallet_should_follow_the_table_whatever_an_event_says() {
	externalities().execute_with(|| {
		System::set_block_number(1);
		assert_ok!(Provenance::register_product(by(MAKER), product(), None));
		assert_ok!(commission(&packs(0..1)));
		let by_itself = |step: &&BizStep| is_tracked(**step) && **step != BizStep::Repackaging;
		for row in TRANSITIONS.iter().filter_map(|row| row.from) {
			// One of each set that rows begin with stands for the others of it.
			let Some(from) = row.iter().next() else { panic!("a row begins nowhere") };
			for step in BizStep::ALL.iter().filter(by_itself) {
				for asked in DispositionSet::ALL.iter() {
					let by = CapabilitySet::from(Capability::Pharmacy);
					let expected = transition(Some(from), *step, by, Some(asked));
					let found = take_step(PHARMACY, from, *step, Some(asked));
					assert_eq!(found, expected, "{step} {from} {asked}");
				}
			}
		}
	});
}

#[test]
fn pallet_should_follow_the_table_whatever_stands_and_whoever_acts() {
	externalities().execute_with(|| {
		System::set_block_number(1);
		assert_ok!(Provenance::register_product(by(MAKER), product(), None));
		assert_ok!(commission(&packs(0..1)));
		let capabilities = [
			Capability::Manufacturer,
			Capability::Wholesaler,
			Capability::Pharmacy,
			Capability::Provider,
		];
		// Packing and repackaging have events of their own; commissioning begins; accepting what is
		// not on its way is handling.
		let elsewhere = [BizStep::Repackaging];
		let all = DispositionSet::ALL
			.iter()
			.filter(|from| !matches!(from, Disposition::Encoded | Disposition::Reserved));
		for from in all {
			for step in BizStep::ALL.iter().filter(|step| is_tracked(**step)) {
				if elsewhere.contains(step) {
					continue;
				}
				for capability in capabilities {
					let organization = organization_with(capability);
					let expected =
						transition(Some(from), *step, CapabilitySet::from(capability), None);
					let found = take_step(organization, from, *step, None);
					assert_eq!(found, expected, "{capability} {step} {from}");
				}
			}
		}
	});
}
