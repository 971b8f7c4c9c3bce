//! What the table allows can be done, and nothing else.

use super::*;

/// How to bring a consent where it stands.
const WAYS: [(&[ConsentAct], bool); 7] = [
	(&[], true),
	(&[], false),
	(&[ConsentAct::Suspend], false),
	(&[ConsentAct::Revoke], false),
	(&[ConsentAct::Refuse], true),
	(&[ConsentAct::MarkEnteredInError], false),
	(&[ConsentAct::WithdrawRequest], true),
];

#[test]
fn act_should_work_when_the_table_has_it_and_be_refused_when_not() {
	for (way, asked) in WAYS {
		for next in ConsentAct::ALL {
			build_and_execute(|| {
				if asked {
					request(CONSENT, treatment_by(CLINIC));
				} else {
					grant_as_ann(CONSENT, treatment_by(CLINIC));
				}
				for step in way {
					assert_ok!(act(*step, CONSENT));
				}
				let from = status(CONSENT);
				match from.after(next, NOW) {
					Some(to) => {
						assert_ok!(act(next, CONSENT));
						assert_eq!(status(CONSENT), to, "{from:?} {next:?}");
					},
					None => {
						assert_refused(|| act(next, CONSENT), Error::<Test>::TransitionNotAllowed);
					},
				}
			});
		}
	}
}
