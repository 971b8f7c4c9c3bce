use super::*;
use crate::WeightInfo;
use salus_primitives::{patient::Power, traits::Patients as _};

fn revoke(sender: &str, name: &str) -> DispatchResultWithPostInfo {
	let sender = RuntimeOrigin::signed(account(sender));
	Patients::revoke_representative(sender, ANN, account(name))
}

fn revoke_refused(sender: &str, name: &str, error: Error<Test>) {
	assert_refused(|| plain(revoke(sender, name)), error);
}

/// A child with a mother, an aunt whom the mother named, and an uncle whom she named too.
fn with_family(test: impl FnOnce()) {
	build_and_execute(|| {
		register_child();
		assert_ok!(name_representative(account("Mother"), "Aunt", helper()));
		assert_ok!(name_representative(account("Mother"), "Uncle", helper()));
		test();
	});
}

#[test]
fn revoke_representative_should_end_it_at_once() {
	with_family(|| {
		assert_ok!(revoke("Mother", "Aunt"));
		assert_eq!(Patients::authority(&account("Aunt"), ANN, Power::Consent), None);
		assert_eq!(
			events().last(),
			Some(&Event::RepresentativeDismissed { patient: ANN, role: DelegateRole::DELEGATEE })
		);
		assert!(Sponsored::get().iter().all(|(who, _)| *who != account("Aunt")));
	});
}

#[test]
fn revoke_representative_should_end_those_whom_it_named() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Mother", guardian()));
		assert_ok!(name_representative(account("Ann"), "Father", guardian()));
		assert_ok!(name_representative(account("Mother"), "Aunt", helper()));
		assert_ok!(revoke("Ann", "Mother"));
		let left = Patients::representatives(ANN);
		assert_eq!(
			left.iter().map(|named| &named.account).collect::<Vec<_>>(),
			[&account("Father")]
		);
	});
}

#[test]
fn revoke_representative_should_let_everybody_step_down() {
	with_family(|| {
		assert_ok!(revoke("Aunt", "Aunt"));
		assert_eq!(Patients::representatives(ANN).len(), 2);
		assert_ok!(revoke("Mother", "Mother"));
		assert_eq!(Patients::representatives(ANN), []);
		assert_eq!(Sponsored::get(), []);
	});
}

#[test]
fn revoke_representative_should_keep_those_in_who_represent_others() {
	with_family(|| {
		let (deadline, signature) = consent_to_represent("Aunt", BEN, &guardian(), 0);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		let aunt = account("Aunt");
		assert_ok!(Patients::register_represented(
			clerk,
			BEN,
			aunt.clone(),
			guardian(),
			deadline,
			signature
		));
		assert_ok!(revoke("Mother", "Aunt"));
		assert!(Patients::authority(&aunt, BEN, Power::Consent).is_some());
		assert!(Sponsored::get().contains(&(aunt, HOSPITAL)));
	});
}

#[test]
fn revoke_representative_should_refund_what_it_did_not_look_at() {
	with_family(|| {
		let charged = revoke("Mother", "Aunt").unwrap().actual_weight;
		assert_eq!(charged, Some(<() as WeightInfo>::revoke_representative(3)));
	});
}

#[test]
fn revoke_representative_should_refuse_when_sender_did_not_name_it() {
	with_family(|| {
		for (sender, name) in [("Aunt", "Mother"), ("Aunt", "Uncle"), ("Stranger", "Aunt")] {
			revoke_refused(sender, name, Error::NotController);
		}
	});
}

#[test]
fn revoke_representative_should_refuse_when_there_is_none() {
	build_and_execute(|| {
		revoke_refused("Mother", "Aunt", Error::NotFound);
		register_child();
		revoke_refused("Mother", "Aunt", Error::RepresentativeNotFound);
	});
}
