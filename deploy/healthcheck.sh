#!/bin/bash
# Whether the node on this machine answers, has a peer and is not far behind: exit status 0 if so.
# Bash alone, as the image has no curl. SALUS_RPC_PORT names the JSON-RPC port (default: 9944).
set -euo pipefail
address="127.0.0.1:${SALUS_RPC_PORT:-9944}"
exec 3<>"/dev/tcp/${address/://}"
printf 'GET /health/readiness HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$address" >&3
read -r -t 4 _ status _ <&3
[[ "$status" == 200 ]]
