#!/usr/bin/env bash
# A Salus dev chain with one command.
#
#   ./scripts/dev.sh [NODE OPTIONS]           set up, build, start one validator on a fresh chain
#   ./scripts/dev.sh walk [OPTIONS] [BUNDLE]  walk patient → record → consent → decision on the dev
#                                             chain that runs in another terminal, with a FHIR bundle
#                                             of yours or the one that comes with Salus
#   ./scripts/dev.sh --help                   this text
#
# The chain is gone when the node stops; --base-path FOLDER keeps it. All other node options pass
# through as well (./scripts/dev.sh -- --help lists them). SALUS_URL names the node to walk on
# (default: ws://127.0.0.1:9944).
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

prepare() {
	"$scripts/setup.sh"
	# Again, for what setup.sh decided.
	# shellcheck source=scripts/env.sh
	source "$scripts/env.sh"
	# Relative paths among the arguments stay relative to where the caller stands.
	(cd "$SALUS_ROOT" && build_workspace) || die "the build failed; the messages above say why"
}

walk() {
	local node=(--url "${SALUS_URL:-ws://127.0.0.1:9944}")
	[[ " $*" != *" --url"* ]] || node=()
	prepare
	exec "$CARGO_TARGET_DIR/release/salus-walk" ${node[@]+"${node[@]}"} "$@"
}

# The port that the node will listen on, out of its own options.
rpc_port() {
	local port=9944 previous=''
	local argument
	for argument in "$@"; do
		[[ "$previous" != --rpc-port ]] || port="$argument"
		[[ "$argument" != --rpc-port=* ]] || port="${argument#--rpc-port=}"
		previous="$argument"
	done
	printf '%s\n' "$port"
}

run() {
	local port
	port="$(rpc_port "$@")"
	prepare
	cat <<-TEXT

		Starting a Salus dev chain. Stop it with Ctrl-C.

		  JSON-RPC   ws://127.0.0.1:$port and http://127.0.0.1:$port
		  by hand    curl -s -H 'Content-Type: application/json' \\
		               -d '{"jsonrpc":"2.0","id":1,"method":"rpc_methods","params":[]}' \\
		               http://127.0.0.1:$port
		  explorer   https://polkadot.js.org/apps/?rpc=ws://127.0.0.1:$port
		  the walk   SALUS_URL=ws://127.0.0.1:$port ./scripts/dev.sh walk     (in another terminal)

	TEXT
	exec "$CARGO_TARGET_DIR/release/salus-node" --dev "$@"
}

case "${1:-}" in
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p;s/^#$//p}' "${BASH_SOURCE[0]}"
	;;
walk)
	shift
	walk "$@"
	;;
--)
	shift
	run "$@"
	;;
'' | -*) run "$@" ;;
*) usage_error "unknown command '$1': see ./scripts/dev.sh --help" ;;
esac
