use super::*;

/// A PeerId from the documentation of libp2p's specification, whose key is of Ed25519.
const PEER: &str = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

#[test]
fn peer_id_should_be_read_and_written_as_libp2p_does() {
	let peer: PeerId = PEER.parse().expect("a PeerId");
	assert_eq!(peer.to_string(), PEER);
	assert_eq!(peer.as_bytes().len(), 38);
	let key: [u8; 32] = peer.as_bytes()[6..].try_into().expect("32 bytes");
	assert_eq!(PeerId::of_key(key), peer);
	assert_eq!(serde_json::to_string(&peer).expect("JSON"), format!("\"{PEER}\""));
	assert_eq!(PeerId::decode(&mut &peer.encode()[..]), Ok(peer));
}

#[test]
fn peer_id_should_be_refused_when_it_is_of_another_kind_of_key() {
	// Of an RSA key, which is hashed; cut short; of no base58.
	for text in ["QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N", &PEER[..40], "0OIl", ""] {
		assert_eq!(text.parse::<PeerId>(), Err(InvalidPeerId), "{text}");
	}
	let mut bytes = PeerId::of_key([7; 32]).encode();
	bytes[3] = 2;
	assert!(PeerId::decode(&mut &bytes[..]).is_err());
}

#[test]
fn address_should_be_taken_when_it_is_a_host_and_a_tcp_port() {
	for text in [
		"/ip4/192.0.2.1/tcp/30333",
		"/ip6/2001:db8::1/tcp/30333",
		"/dns/node-1.hospital.example/tcp/1",
		"/dns4/localhost/tcp/65535",
		"/dns6/a.b/tcp/80",
	] {
		let address: Multiaddress = text.parse().unwrap_or_else(|why| panic!("{text}: {why}"));
		assert_eq!(address.to_string(), text);
		assert_eq!(Multiaddress::decode(&mut &address.encode()[..]), Ok(address));
	}
}

#[test]
fn address_should_be_refused_when_nothing_can_be_dialled_there() {
	let long = format!("/dns/{}/tcp/1", "a.".repeat(127));
	for text in [
		"",
		"/",
		"192.0.2.1:30333",
		"/ip4/192.0.2/tcp/30333",
		"/ip6/192.0.2.1/tcp/30333",
		"/ip4/192.0.2.1/udp/30333",
		"/ip4/192.0.2.1/tcp/0",
		"/ip4/192.0.2.1/tcp/65536",
		"/ip4/192.0.2.1/tcp/+80",
		"/ip4/192.0.2.1/tcp/",
		"/ip4/192.0.2.1/tcp/30333/ws",
		"/ip4/192.0.2.1/tcp/30333/",
		"x/ip4/192.0.2.1/tcp/30333",
		"/dns//tcp/1",
		"/dns/-a/tcp/1",
		"/dns/a..b/tcp/1",
		"/dns/a_b/tcp/1",
		"/memory/1/tcp/1",
		&long,
	] {
		assert_eq!(text.parse::<Multiaddress>(), Err(InvalidAddress), "{text}");
		assert!(Multiaddress::decode(&mut &text.as_bytes().encode()[..]).is_err(), "{text}");
	}
}

#[test]
fn node_should_be_dialled_by_its_addresses_and_its_peer_id() {
	let node = NodeInfo {
		peer_id: PEER.parse().expect("a PeerId"),
		organization: OrganizationId(1),
		role: NodeRole::Archive,
		addresses: vec!["/dns/a/tcp/1".parse().expect("an address")],
	};
	assert_eq!(node.dialable().collect::<Vec<_>>(), [format!("/dns/a/tcp/1/p2p/{PEER}")]);
	let json = serde_json::to_value(&node).expect("JSON");
	assert_eq!(
		json,
		serde_json::json!({
			"peerId": PEER,
			"organization": 1,
			"role": "archive",
			"addresses": ["/dns/a/tcp/1"],
		})
	);
	assert_eq!(serde_json::from_value::<NodeInfo>(json).expect("a node"), node);
}
