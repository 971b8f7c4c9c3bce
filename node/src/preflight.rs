//! What is looked at before a node starts, so that it refuses with a sentence and does not start
//! halfway.

use sc_network::{multiaddr::Protocol, Multiaddr};
use sc_service::Configuration;
use std::{
	io::ErrorKind,
	net::{IpAddr, SocketAddr, TcpListener},
};

/// Listens for other nodes on TCP only. Left to themselves, nodes that are no validators listen for
/// browsers as well (WebRTC), of which a consortium's network has none.
pub fn listen_on_tcp_only(config: &mut Configuration) {
	config.network.listen_addresses.retain(|address| {
		let mut protocols = address.iter().skip(1);
		matches!(protocols.next(), Some(Protocol::Tcp(_))) && protocols.next().is_none()
	});
}

/// Refuses to start when another process has one of the ports that this node listens on.
///
/// Left to itself, the JSON-RPC server would take any other port without saying so, the connections
/// of the other nodes would go to one of the two processes at random, and the metrics would be
/// missing.
pub fn refuse_taken_ports(config: &mut Configuration) -> Result<(), String> {
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port = false;
		refuse_taken(endpoint.listen_addr, "JSON-RPC", "--rpc-port")?;
	}
	for address in &config.network.listen_addresses {
		if let Some(address) = tcp_address(address) {
			refuse_taken(address, "other nodes", "--port")?;
		}
	}
	if let Some(prometheus) = &config.prometheus_config {
		refuse_taken(prometheus.port, "metrics", "--prometheus-port")?;
	}
	Ok(())
}

/// Refuses if another process listens on `address`.
fn refuse_taken(address: SocketAddr, purpose: &str, option: &str) -> Result<(), String> {
	// Port 0 is any that is free.
	if address.port() == 0 {
		return Ok(());
	}
	match TcpListener::bind(address) {
		Err(error) if error.kind() == ErrorKind::AddrInUse => Err(format!(
			"port {} for {purpose} is in use by another process: stop that, or choose another \
			port with {option}",
			address.port(),
		)),
		Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(format!(
			"port {} for {purpose} needs privileges that this process has not: choose another \
			port with {option}",
			address.port(),
		)),
		// Whatever else is wrong, such as no IPv6 on this machine, the server itself knows better
		// whether it can do without.
		_ => Ok(()),
	}
}

/// The socket address of a plain TCP address.
fn tcp_address(address: &Multiaddr) -> Option<SocketAddr> {
	let mut protocols = address.iter();
	let ip: IpAddr = match protocols.next()? {
		Protocol::Ip4(ip) => ip.into(),
		Protocol::Ip6(ip) => ip.into(),
		_ => return None,
	};
	match protocols.next()? {
		Protocol::Tcp(port) => Some((ip, port).into()),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn port_should_be_refused_when_it_is_taken() {
		let taken = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
		let address = taken.local_addr().expect("it has an address");
		let refusal = refuse_taken(address, "JSON-RPC", "--rpc-port").unwrap_err();
		assert!(refusal.contains(&address.port().to_string()), "{refusal}");
		assert!(refusal.contains("--rpc-port"), "{refusal}");
		drop(taken);
		assert_eq!(refuse_taken(address, "JSON-RPC", "--rpc-port"), Ok(()));
	}

	#[test]
	fn tcp_address_should_be_found_when_there_is_one() {
		let address = |text: &str| tcp_address(&text.parse().expect("a multiaddress"));
		assert_eq!(address("/ip4/127.0.0.1/tcp/30333"), "127.0.0.1:30333".parse().ok());
		assert_eq!(address("/ip6/::1/tcp/30333"), "[::1]:30333".parse().ok());
		assert_eq!(address("/ip4/127.0.0.1/udp/30333/webrtc-direct"), None);
	}
}
