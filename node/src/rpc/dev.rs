//! The clock of a development chain whose blocks come on demand.
//!
//! These methods exist on no other chain, and nobody may call them from outside (`--rpc-methods`
//! says what that means, as for the SDK's own unsafe methods).

use crate::sealing::{Clock, ClockRefusal};
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::{ErrorObject, ErrorObjectOwned},
	Extensions,
};
use salus_primitives::Moment;
use sc_rpc_api::check_if_safe;
use std::sync::Arc;

impl From<ClockRefusal> for ErrorObjectOwned {
	fn from(refusal: ClockRefusal) -> Self {
		match refusal {
			// The data is the earliest moment that the clock can be set to.
			ClockRefusal::GoesBack { asked, earliest } => ErrorObject::owned(
				8101,
				format!("time goes forward only: {asked} is before {earliest}"),
				Some(earliest),
			),
			ClockRefusal::TooFar(asked) => {
				ErrorObject::owned(8102, format!("{asked} is after the year 9999"), None::<()>)
			},
			ClockRefusal::Chain(error) => {
				ErrorObject::owned(8103, "the last block can't be read", Some(error))
			},
		}
	}
}

/// What can be done to the clock. Times are milliseconds since 1970.
#[rpc(server)]
pub trait DevApi {
	/// Sets the chain's clock: the next block has this timestamp. Returns it. Refused with 8101 when
	/// the chain has passed that moment, and with 8102 beyond the year 9999.
	#[method(name = "dev_setTime", with_extensions)]
	fn set_time(&self, moment: Moment) -> RpcResult<Moment>;

	/// Sets the chain's clock forward by so many milliseconds. Returns the timestamp of the next
	/// block.
	#[method(name = "dev_advanceTime", with_extensions)]
	fn advance_time(&self, milliseconds: u64) -> RpcResult<Moment>;
}

/// Sets the clock.
pub struct Dev {
	clock: Arc<Clock>,
}

impl Dev {
	/// For this clock.
	pub fn new(clock: Arc<Clock>) -> Self {
		Self { clock }
	}
}

impl DevApiServer for Dev {
	fn set_time(&self, ext: &Extensions, moment: Moment) -> RpcResult<Moment> {
		check_if_safe(ext)?;
		Ok(self.clock.set(moment)?)
	}

	fn advance_time(&self, ext: &Extensions, milliseconds: u64) -> RpcResult<Moment> {
		check_if_safe(ext)?;
		Ok(self.clock.advance(milliseconds)?)
	}
}
