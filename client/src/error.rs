//! What can go wrong, by name.

use crate::gate::Refusal;
use subxt::rpcs;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// The node can't be reached, or the connection broke.
	#[error("no connection to the node: {0}")]
	Connection(String),
	/// The node answered a request with an error.
	#[error("the node refused the request: {message} (code {code}){}", data_suffix(.data))]
	Rpc {
		/// The JSON-RPC error code.
		code: i32,
		/// Its message.
		message: String,
		/// What the node added.
		data: Option<String>,
	},
	/// The transaction never got into a block.
	#[error("the transaction was refused: {0}")]
	Invalid(#[from] Invalidity),
	/// The call was executed and failed with an error of a pallet.
	#[error("{pallet}.{name}{}", detail.as_ref().map(|text| format!(" ({text})")).unwrap_or_default())]
	Dispatch {
		/// The pallet.
		pallet: String,
		/// The name of its error.
		name: String,
		/// What the error says beyond its name: the step and the state that it refuses, for one.
		detail: Option<String>,
	},
	/// The call was executed and failed with an error of the runtime itself, such as a bad origin.
	#[error("the call failed: {0}")]
	Runtime(String),
	/// The chain has no such pallet or call, or the call takes other arguments. The client and the
	/// chain are of different versions.
	#[error("the chain does not know {pallet}.{call} as this client calls it: {reason}")]
	UnknownCall {
		/// The pallet.
		pallet: String,
		/// The call.
		call: String,
		/// What does not fit.
		reason: String,
	},
	/// What the node sent could not be read.
	#[error("unreadable answer to {what}: {reason}")]
	Unreadable {
		/// What was asked.
		what: String,
		/// Why it can't be read.
		reason: String,
	},
	/// A secret URI that is none.
	#[error("not a secret URI: {0}")]
	BadSecret(String),
	/// The chain did not answer in time.
	#[error("nothing within {seconds} s: {what}")]
	Timeout {
		/// What was waited for.
		what: String,
		/// For how long.
		seconds: u64,
	},
}

impl Error {
	/// Whether it is this error of this pallet.
	pub fn is(&self, pallet: &str, name: &str) -> bool {
		matches!(self, Self::Dispatch { pallet: p, name: n, .. } if p == pallet && n == name)
	}

	/// The gate's refusal, if it is one.
	pub fn refusal(&self) -> Option<Refusal> {
		match self {
			Self::Invalid(Invalidity::Gate(refusal)) => Some(*refusal),
			_ => None,
		}
	}

	pub(crate) fn unreadable(what: impl Into<String>, reason: impl ToString) -> Self {
		Self::Unreadable { what: what.into(), reason: reason.to_string() }
	}

	/// A transaction that the pool would not take, where the error is about that; otherwise the
	/// error as it is.
	pub(crate) fn of_submission(error: rpcs::Error) -> Self {
		match Self::from(error) {
			Self::Rpc { code, message, data } => {
				match Invalidity::of_rpc(code, &message, data.as_deref()) {
					Some(invalidity) => Self::Invalid(invalidity),
					None => Self::Rpc { code, message, data },
				}
			},
			other => other,
		}
	}
}

impl From<rpcs::Error> for Error {
	fn from(error: rpcs::Error) -> Self {
		match error {
			rpcs::Error::User(user) => Self::Rpc {
				code: user.code,
				message: user.message,
				// A JSON string is given as the text it holds, anything else as JSON.
				data: user.data.map(|raw| {
					serde_json::from_str::<String>(raw.get())
						.unwrap_or_else(|_| raw.get().to_owned())
				}),
			},
			rpcs::Error::Deserialization(error) => Self::unreadable("a request", error),
			rpcs::Error::Decode(error) => Self::unreadable("a request", error),
			other => Self::Connection(other.to_string()),
		}
	}
}

/// Why the node's pool, or the block's author, would not take a transaction.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Invalidity {
	/// The gate refused it.
	#[error("{0}")]
	Gate(Refusal),
	/// The bytes are no transaction.
	#[error("the bytes are not a transaction of this chain")]
	Malformed,
	/// The signature does not belong to what was signed, or not to the signer.
	#[error("bad signature, or signed for another chain, version or call")]
	BadSignature,
	/// The nonce was used already.
	#[error("the nonce was used already")]
	Stale,
	/// A nonce before it is missing.
	#[error("a transaction with a lower nonce is missing")]
	Future,
	/// The pool has it already.
	#[error("the pool has this transaction already")]
	AlreadyKnown,
	/// Another with the same nonce is in the pool and does not give way.
	#[error("the pool has another transaction with this nonce")]
	PriorityTooLow,
	/// The pool is full.
	#[error("the pool is full")]
	PoolFull,
	/// Refused lately, and not looked at again for a while.
	#[error("refused lately and banned for a while")]
	Banned,
	/// The origin can't make this call at all.
	#[error("the runtime does not take this call from this origin")]
	CallNotExpected,
	/// Would not fit into any block.
	#[error("the block's limits do not allow it")]
	ExhaustsResources,
	/// Left the pool without getting into a block.
	#[error("left the pool without getting into a block: {0}")]
	Dropped(&'static str),
	/// Anything else, in the node's words.
	#[error("{0}")]
	Other(String),
}

impl Invalidity {
	/// Whether the same call may be taken as of another block. The bad signature is one of these, as
	/// what is signed has the hash of a block in it.
	pub(crate) fn depends_on_state(&self) -> bool {
		matches!(
			self,
			Self::Gate(_) | Self::BadSignature | Self::Stale | Self::Future | Self::Other(_)
		)
	}

	/// What the node's pool says by `code`, `message` and `data`; nothing if the code is not one of
	/// the pool's.
	fn of_rpc(code: i32, message: &str, data: Option<&str>) -> Option<Self> {
		let data = data.unwrap_or_default();
		Some(match code {
			// The node can't read the bytes as a transaction at all, or the runtime can't read the call.
			1001 | 1040 => Self::Malformed,
			// The runtime has no way but a trap to say so; it says the rest in the node's log.
			1002 if data.contains("validate_transaction") && data.contains("unreachable") => {
				Self::Malformed
			},
			1002 | 1011 => Self::Other(format!("{message}: {data}")),
			1010 => Self::of_text(data),
			1012 => Self::Banned,
			1013 => Self::AlreadyKnown,
			1014 => Self::PriorityTooLow,
			1016 => Self::PoolFull,
			1021 => Self::Future,
			_ => return None,
		})
	}

	/// The node writes the reasons of `InvalidTransaction` as English text.
	fn of_text(text: &str) -> Self {
		let custom = text.strip_prefix("Custom error: ").and_then(|code| code.trim().parse().ok());
		if let Some(code) = custom {
			return match Refusal::from_code(code) {
				Some(refusal) => Self::Gate(refusal),
				None => Self::Other(text.to_owned()),
			};
		}
		if text.contains("bad signature") {
			Self::BadSignature
		} else if text.contains("outdated") {
			Self::Stale
		} else if text.contains("future") {
			Self::Future
		} else if text.contains("call is not expected") {
			Self::CallNotExpected
		} else if text.contains("exhaust") {
			Self::ExhaustsResources
		} else {
			Self::Other(text.to_owned())
		}
	}
}

fn data_suffix(data: &Option<String>) -> String {
	data.as_ref().map(|data| format!(": {data}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn invalidity_should_be_named_when_the_pool_gives_its_code() {
		let of = |code, data| Invalidity::of_rpc(code, "Invalid Transaction", data);
		assert_eq!(
			of(1010, Some("Transaction has a bad signature")),
			Some(Invalidity::BadSignature)
		);
		assert_eq!(of(1010, Some("Transaction is outdated")), Some(Invalidity::Stale));
		assert_eq!(
			of(1010, Some("Transaction will be valid in the future")),
			Some(Invalidity::Future)
		);
		assert_eq!(of(1013, None), Some(Invalidity::AlreadyKnown));
		assert_eq!(of(-32601, None), None);
	}

	#[test]
	fn invalidity_should_keep_the_text_when_the_custom_code_is_not_the_gates() {
		let text = "Custom error: 255";
		assert_eq!(
			Invalidity::of_rpc(1010, "", Some(text)),
			Some(Invalidity::Other(text.to_owned()))
		);
	}
}
