use super::*;
use crate::WeightInfo;
use codec::Encode;
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, weights::Weight};
use salus_primitives::signed::wrapped_for_wallets;
use sp_core::H256;
use sp_runtime::{DispatchError, MultiSignature};

fn last_event() -> Event<Test> {
	System::read_events_for_pallet::<Event<Test>>().pop().unwrap()
}

/// Who wrote about the patient, if anybody did.
fn writer(patient: salus_primitives::PatientId) -> Option<sp_runtime::AccountId32> {
	diary::Entries::<Test>::get(patient).map(|(who, _)| who)
}

/// That `submission`, with a signature over `signed`, is refused and changes nothing.
fn assert_refused(submission: Submission, signature: MultiSignature, error: Error<Test>) {
	let result = |result: frame_support::dispatch::DispatchResultWithPostInfo| {
		result.map(|_| ()).map_err(|refused| refused.error)
	};
	assert_noop!(result(submission.submit(signature)), error);
}

#[docify::export]
#[test]
fn submit_should_make_the_call_in_the_signers_name() {
	build_and_execute(|| {
		let ann = key("Ann");
		let submission = Submission::of(&ann);
		let signature = ann.sign(&submission.payload());

		assert_ok!(submission.submit(signature));

		assert_eq!(writer(ANN), Some(ann.account()));
		assert_eq!(
			last_event(),
			Event::CallSubmitted { patient: ANN, organization: HOSPITAL, nonce: 1, result: Ok(()) }
		);
	});
}

#[docify::export]
#[test]
fn submit_should_refuse_when_payload_is_replayed() {
	build_and_execute(|| {
		let ann = key("Ann");
		let submission = Submission::of(&ann);
		let signature = ann.sign(&submission.payload());
		assert_ok!(submission.clone().submit(signature.clone()));
		assert_refused(submission, signature, Error::NonceUsed);
	});
}

#[docify::export]
#[test]
fn submit_should_use_up_the_payload_when_the_call_fails() {
	build_and_execute(|| {
		let ann = key("Ann");
		let text = b"headache".to_vec().try_into().unwrap();
		let call = diary::Call::note { patient: ANN, text, refuse: true }.into();
		let submission = Submission { call, ..Submission::of(&ann) };
		let signature = ann.sign(&submission.payload());

		assert_ok!(submission.clone().submit(signature.clone()));

		// What the call did is undone, and it can't be tried again.
		assert_eq!(writer(ANN), None);
		let result = Err(diary::Error::<Test>::Refused.into());
		assert_eq!(
			last_event(),
			Event::CallSubmitted { patient: ANN, organization: HOSPITAL, nonce: 1, result }
		);
		assert_refused(submission, signature, Error::NonceUsed);
	});
}

#[test]
fn submit_should_accept_every_scheme_raw_and_wrapped() {
	for key in Key::all("Ann") {
		build_and_execute(|| {
			for (nonce, wrap) in [(1, false), (2, true)] {
				let submission = Submission { nonce, ..Submission::of(&key) };
				let payload = submission.payload();
				let bytes = if wrap { wrapped_for_wallets(&payload) } else { payload };
				assert_ok!(submission.submit(key.sign(&bytes)));
				assert_eq!(writer(ANN), Some(key.account()));
			}
		});
	}
}

#[test]
fn submit_should_accept_higher_nonces_and_refuse_lower_ones() {
	build_and_execute(|| {
		let ann = key("Ann");
		let signed = |nonce| {
			let submission = Submission { nonce, ..Submission::of(&ann) };
			let signature = ann.sign(&submission.payload());
			(submission, signature)
		};
		for nonce in [0, 7, NOW, u64::MAX] {
			let (submission, signature) = signed(nonce);
			assert_ok!(submission.submit(signature));
			assert_eq!(SignedCalls::last_nonce(&ann.account()), Some(nonce));
			for earlier in [0, nonce / 2, nonce] {
				let (submission, signature) = signed(earlier);
				assert_refused(submission, signature, Error::NonceUsed);
			}
		}
	});
}

#[test]
fn submit_should_count_for_each_account() {
	build_and_execute(|| {
		for name in ["Ann", "Mother"] {
			let key = key(name);
			let submission = Submission::of(&key);
			let signature = key.sign(&submission.payload());
			assert_ok!(submission.submit(signature));
		}
	});
}

#[test]
fn submit_should_take_calls_without_a_patient_for_any() {
	build_and_execute(|| {
		let ann = key("Ann");
		let call = frame_system::Call::remark { remark: vec![1] }.into();
		let submission = Submission { call, ..Submission::of(&ann) };
		let signature = ann.sign(&submission.payload());
		assert_ok!(submission.submit(signature));
	});
}

#[test]
fn submit_should_refund_what_the_call_did_not_use() {
	build_and_execute(|| {
		let ann = key("Ann");
		let submission = Submission::of(&ann);
		let own = <() as WeightInfo>::submit();
		let declared = crate::Call::<Test>::submit {
			patient: ANN,
			account: submission.account.clone(),
			call: Box::new(submission.call.clone()),
			nonce: 1,
			deadline: submission.deadline,
			signature: ann.sign(b""),
		}
		.get_dispatch_info()
		.call_weight;
		assert_eq!(declared, own + Weight::from_parts(NOTE, 0));
		let signature = ann.sign(&submission.payload());
		let used = submission.submit(signature).unwrap().actual_weight;
		assert_eq!(used, Some(own + Weight::from_parts(NOTE / 2, 0)));
	});
}

#[test]
fn submit_should_refuse_when_sender_is_no_agent() {
	build_and_execute(|| {
		let ann = key("Ann");
		let submission = Submission::of(&ann);
		let signature = ann.sign(&submission.payload());
		for sender in [ann.account(), key("Stranger").account()] {
			let submission = Submission { sender, ..submission.clone() };
			assert_refused(submission, signature.clone(), Error::NotAuthorized);
		}
		assert_noop!(
			SignedCalls::submit(
				RuntimeOrigin::none(),
				ANN,
				ann.account(),
				Box::new(submission.call.clone()),
				1,
				submission.deadline,
				signature.clone()
			)
			.map(|_| ())
			.map_err(|refused| refused.error),
			DispatchError::BadOrigin
		);
		Suspended::set(&true);
		assert_refused(submission, signature, Error::NotAuthorized);
	});
}

#[test]
fn submit_should_refuse_when_deadline_has_passed_or_is_too_far() {
	build_and_execute(|| {
		let ann = key("Ann");
		let good = Submission::of(&ann);
		let far = Submission { deadline: good.deadline + 1, ..good.clone() };
		let signature = ann.sign(&far.payload());
		assert_refused(far, signature, Error::DeadlineTooFar);
		let signature = ann.sign(&good.payload());
		Now::set(&(good.deadline + 1));
		assert_refused(good.clone(), signature.clone(), Error::DeadlinePassed);
		// At the deadline itself it is good.
		Now::set(&good.deadline);
		assert_ok!(good.submit(signature));
	});
}

#[test]
fn submit_should_refuse_when_call_can_t_be_submitted() {
	build_and_execute(|| {
		let ann = key("Ann");
		let inner = Submission::of(&ann);
		let wrapped: RuntimeCall = crate::Call::submit {
			patient: ANN,
			account: ann.account(),
			call: Box::new(inner.call.clone()),
			nonce: 1,
			deadline: inner.deadline,
			signature: ann.sign(&inner.payload()),
		}
		.into();
		let code = frame_system::Call::set_heap_pages { pages: 1 }.into();
		for call in [wrapped, code] {
			let submission = Submission { call, ..Submission::of(&ann) };
			let signature = ann.sign(&submission.payload());
			assert_refused(submission, signature, Error::CallNotSubmittable);
		}
	});
}

#[test]
fn submit_should_refuse_when_call_is_about_another_patient() {
	build_and_execute(|| {
		let ann = key("Ann");
		let submission = Submission { call: note(BEN, b"gossip"), ..Submission::of(&ann) };
		let signature = ann.sign(&submission.payload());
		assert_refused(submission, signature, Error::OtherPatient);
	});
}

#[test]
fn submit_should_refuse_when_call_is_too_long() {
	build_and_execute(|| {
		let ann = key("Ann");
		let empty = note(ANN, b"").encode().len();
		// The length of the text takes two bytes from 64 on.
		let longest = MAX_CALL_LEN as usize - empty - 1;
		for (nonce, length, fits) in [(1, longest, true), (2, longest + 1, false)] {
			let call = note(ANN, &vec![b'a'; length]);
			let submission = Submission { call, nonce, ..Submission::of(&ann) };
			let signature = ann.sign(&submission.payload());
			if fits {
				assert_eq!(submission.call.encode().len(), MAX_CALL_LEN as usize);
				assert_ok!(submission.submit(signature));
			} else {
				assert_refused(submission, signature, Error::CallTooLong);
			}
		}
	});
}

#[test]
fn submit_should_refuse_when_anything_else_was_signed() {
	for key in Key::all("Ann") {
		build_and_execute(|| {
			let good = Submission::of(&key);
			let remark: RuntimeCall = frame_system::Call::remark { remark: vec![] }.into();
			for signed in [
				Submission { genesis: H256::repeat_byte(0xEE), ..good.clone() },
				Submission { patient: BEN, ..good.clone() },
				Submission { account: CLERK, ..good.clone() },
				Submission { call: remark.clone(), ..good.clone() },
				Submission { call: note(ANN, b"headaches"), ..good.clone() },
				Submission { nonce: 2, ..good.clone() },
				Submission { deadline: good.deadline - 1, ..good.clone() },
			] {
				let signature = key.sign(&signed.payload());
				assert_refused(good.clone(), signature, Error::InvalidSignature);
			}
		});
	}
}

#[test]
fn submit_should_refuse_when_payload_was_signed_by_another() {
	build_and_execute(|| {
		let good = Submission::of(&key("Ann"));
		let by_ben = key("Ben").sign(&good.payload());
		assert_refused(good, by_ben, Error::InvalidSignature);
	});
}

#[test]
fn submit_should_refuse_when_payload_is_cut_or_has_another_domain() {
	build_and_execute(|| {
		let ann = key("Ann");
		let good = Submission::of(&ann);
		let payload = good.payload();
		let mut other_domain = payload.clone();
		other_domain[..16].copy_from_slice(b"salus/controller");
		let longer = [payload.as_slice(), &[0]].concat();
		let half_wrapped = [b"<Bytes>", payload.as_slice()].concat();
		let twice_wrapped = wrapped_for_wallets(&wrapped_for_wallets(&payload));
		for bytes in [
			payload[1..].to_vec(),
			payload[..payload.len() - 1].to_vec(),
			Vec::new(),
			other_domain,
			longer,
			half_wrapped,
			twice_wrapped,
			sp_io::hashing::blake2_256(&payload).to_vec(),
		] {
			assert_refused(good.clone(), ann.sign(&bytes), Error::InvalidSignature);
		}
	});
}

#[test]
fn submit_should_refuse_when_signature_is_garbage_or_of_another_scheme() {
	build_and_execute(|| {
		for key in Key::all("Ann") {
			let good = Submission::of(&key);
			let signature = key.sign(&good.payload());
			let bytes = signature.encode();
			let (scheme, raw) = bytes.split_first().unwrap();
			for other in 0..4u8 {
				// Those of Ecdsa have a byte more; a shorter one does not decode at all.
				let mut bytes = [&[other], raw].concat();
				bytes.resize(if other < 2 { 65 } else { 66 }, 0);
				let signature: MultiSignature = codec::Decode::decode(&mut &bytes[..]).unwrap();
				if other != *scheme {
					assert_refused(good.clone(), signature, Error::InvalidSignature);
				}
				for filler in [0u8, 0xFF] {
					bytes[1..].fill(filler);
					let garbage = codec::Decode::decode(&mut &bytes[..]).unwrap();
					assert_refused(good.clone(), garbage, Error::InvalidSignature);
				}
			}
			let cut = &signature.encode()[..64];
			assert!(<MultiSignature as codec::Decode>::decode(&mut &cut[..]).is_err());
		}
	});
}
