#!/bin/bash
# Makes the keys of four validators and the chain of their owners, at the first start and never
# again. Runs in the container "keys", as root, so that each volume can be given to the node's user.
#
# /net is for the phrases of the administrators and agents; /net/1 to /net/4 are the validators' data
# folders, each a volume that only its validator sees; /spec is for what everybody may read.
set -euo pipefail
[[ ! -e /spec/chain.json ]] || exit 0
umask 077

SALUS_NODE=/usr/local/bin/salus-node SALUS_NET_DIR=/net /scripts/local-net.sh found
for number in 1 2 3 4; do
	printf '/dns/validator-%d/tcp/30333/p2p/%s\n' "$number" "$(tr -d '[:space:]' </net/$number/peer)"
	chown -R 10001:10001 "/net/$number"
done >/spec/bootnodes
cp /net/founding.toml /spec/founding.toml
chmod 0755 /spec
chmod 0644 /spec/bootnodes /spec/founding.toml
# Last: a start that was interrupted begins anew.
install -m 0644 /net/chain.json /spec/chain.json
