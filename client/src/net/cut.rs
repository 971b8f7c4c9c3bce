//! A network namespace for every node, and wires that can be cut.
//!
//! All nodes hang on one switch, which lies in a namespace too. To cut the network in two, some of
//! the wires are put on a second switch. From this machine every node is reached by a wire of its own,
//! which stays whole. Needs root and `ip` of iproute2.

use super::{run, NetError};
use std::process::Command;

/// The switch that all are on, and the one for those who are cut off.
const WHOLE: &str = "whole";
const APART: &str = "apart";

/// The namespaces of a network. They are removed with it.
pub struct Namespaces {
	/// Tells the networks on this machine apart.
	id: u32,
	nodes: usize,
}

impl Namespaces {
	/// Namespaces for `nodes` nodes. Fails with [`NetError::Impossible`] where that is not allowed.
	pub fn create(nodes: usize) -> Result<Self, NetError> {
		let namespaces = Self { id: std::process::id(), nodes };
		let impossible = |error| {
			NetError::Impossible(format!("network namespaces need root and iproute2: {error}"))
		};
		run(Command::new("ip").args(["netns", "add", &namespaces.switch()])).map_err(impossible)?;
		for bridge in [WHOLE, APART] {
			namespaces.at_switch(&["link", "add", bridge, "type", "bridge"]).map_err(impossible)?;
			namespaces.at_switch(&["link", "set", bridge, "up"])?;
		}
		for node in 0..nodes {
			namespaces.attach(node).map_err(impossible)?;
		}
		Ok(namespaces)
	}

	fn attach(&self, node: usize) -> Result<(), NetError> {
		let (space, wire) = (self.space(node), Self::wire(node));
		run(Command::new("ip").args(["netns", "add", &space]))?;
		self.at_switch(&[
			"link", "add", &wire, "type", "veth", "peer", "name", "peers", "netns", &space,
		])?;
		self.at_switch(&["link", "set", &wire, "master", WHOLE, "up"])?;
		let here = self.host_wire(node);
		ip(&["link", "add", &here, "type", "veth", "peer", "name", "host", "netns", &space])?;
		ip(&["addr", "add", &format!("{}/30", self.gateway(node)), "dev", &here])?;
		ip(&["link", "set", &here, "up"])?;
		let inside = |args: &[&str]| ip(&[&["-n", space.as_str()], args].concat());
		inside(&["link", "set", "lo", "up"])?;
		inside(&["addr", "add", &format!("{}/24", self.address(node)), "dev", "peers"])?;
		inside(&["link", "set", "peers", "up"])?;
		inside(&["addr", "add", &format!("{}/30", self.host_address(node)), "dev", "host"])?;
		inside(&["link", "set", "host", "up"])
	}

	/// Cuts these nodes off from the others. Among themselves they stay connected.
	pub fn cut(&self, nodes: &[usize]) -> Result<(), NetError> {
		for node in nodes {
			self.at_switch(&["link", "set", &Self::wire(*node), "master", APART])?;
		}
		Ok(())
	}

	/// Connects all with all again.
	pub fn mend(&self) -> Result<(), NetError> {
		for node in 0..self.nodes {
			self.at_switch(&["link", "set", &Self::wire(node), "master", WHOLE])?;
		}
		Ok(())
	}

	/// What runs a program in the namespace of a node.
	pub fn command(&self, node: usize) -> Command {
		let mut command = Command::new("ip");
		command.args(["netns", "exec", &self.space(node)]);
		command
	}

	/// The address of a node for the others.
	pub fn address(&self, node: usize) -> String {
		format!("10.{}.0.{}", self.net(), node + 1)
	}

	/// The address of a node for this machine.
	pub fn host_address(&self, node: usize) -> String {
		format!("10.{}.{}.2", self.net(), node + 1)
	}

	fn gateway(&self, node: usize) -> String {
		format!("10.{}.{}.1", self.net(), node + 1)
	}

	/// The second number of the addresses.
	fn net(&self) -> u32 {
		64 + self.id % 128
	}

	fn switch(&self) -> String {
		format!("salus-{}", self.id)
	}

	fn space(&self, node: usize) -> String {
		format!("salus-{}-{}", self.id, node + 1)
	}

	fn wire(node: usize) -> String {
		format!("wire{}", node + 1)
	}

	// At most fifteen characters, says Linux.
	fn host_wire(&self, node: usize) -> String {
		format!("s{}n{}", self.id, node + 1)
	}

	fn at_switch(&self, args: &[&str]) -> Result<(), NetError> {
		ip(&[&["-n", self.switch().as_str()], args].concat())
	}
}

impl Drop for Namespaces {
	fn drop(&mut self) {
		// The wires go with the namespaces that they end in. What was not made can't be removed.
		for node in 0..self.nodes {
			ip(&["netns", "del", &self.space(node)]).ok();
		}
		ip(&["netns", "del", &self.switch()]).ok();
	}
}

fn ip(args: &[&str]) -> Result<(), NetError> {
	run(Command::new("ip").args(args)).map(drop)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn names_should_fit_when_the_process_number_is_the_largest() {
		let namespaces = Namespaces { id: 4_194_304, nodes: 0 };
		assert!(namespaces.host_wire(98).len() <= 15);
		assert_eq!(namespaces.address(3), "10.64.0.4");
		assert_eq!(namespaces.host_address(3), "10.64.4.2");
	}
}
