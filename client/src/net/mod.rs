//! A network of one's own, and what it has to survive.
//!
//! - [`network`] founds a chain with new keys by the node's own commands, and starts, stops, kills and
//!   starts again each of its validators;
//! - [`load`] has the members send transactions all the while, and remembers each that was finalized;
//! - [`checks`] compares the nodes afterwards: one chain, and nothing of what was final is missing;
//! - [`state`] runs the runtime's own invariants (`try_state`) over the state that a node exports;
//! - [`cut`] puts every node into a network namespace of its own, and cuts and mends the wires;
//! - [`council`] passes motions with the votes of the founding members;
//! - [`faults`], [`damage`], [`upgrade`] and [`membership`] have the scenarios, [`stage`] what they
//!   share, and [`report`] the table that comes of them.
//!
//! A chain of one's own has keys of its own: nothing here works on a network that others use.

use crate::{launch::LaunchError, Error};
use std::{io, process::Command};

pub mod checks;
pub mod council;
pub mod cut;
pub mod damage;
pub mod faults;
pub mod load;
pub mod membership;
pub mod network;
pub mod report;
pub mod stage;
pub mod state;
pub mod upgrade;

/// Why a network did not do what it has to.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
	/// A node did not start or stop.
	#[error(transparent)]
	Launch(#[from] LaunchError),
	/// A node did not do what it was asked.
	#[error(transparent)]
	Client(#[from] Error),
	/// A file can't be read or written.
	#[error("{what}: {source}")]
	Io {
		/// The file.
		what: String,
		/// Why.
		source: io::Error,
	},
	/// A command failed.
	#[error("{command} failed: {said}")]
	Command {
		/// The command.
		command: String,
		/// What it said.
		said: String,
	},
	/// Something does not hold.
	#[error("{0}")]
	Broken(String),
	/// Something did not come about in time.
	#[error("not within {seconds} s: {what}")]
	Late {
		/// What.
		what: String,
		/// How long was waited.
		seconds: u64,
	},
	/// This machine, or this user, can't do what a scenario needs.
	#[error("{0}")]
	Impossible(String),
}

impl NetError {
	pub(crate) fn io(what: impl ToString) -> impl FnOnce(io::Error) -> Self {
		let what = what.to_string();
		move |source| Self::Io { what, source }
	}
}

/// Runs a command to its end, and returns what it printed.
pub(crate) fn run(command: &mut Command) -> Result<String, NetError> {
	let name = command.get_program().to_string_lossy().into_owned();
	let output = command.output().map_err(NetError::io(&name))?;
	if output.status.success() {
		return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
	}
	let arguments: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy()).collect();
	Err(NetError::Command {
		command: format!("{name} {}", arguments.join(" ")),
		said: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
	})
}
