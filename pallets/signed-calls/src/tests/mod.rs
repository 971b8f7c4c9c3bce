//! The call, and what can go wrong with what is signed for it.

mod fuzz;
mod submit;

pub(super) use crate::mock::*;
pub(super) use crate::{Error, Event};
