#!/usr/bin/env bash
# Four validators on one machine.
#
#   local-net.sh start [--fresh-keys]   build, and start what does not run; the chain goes on where it was
#   local-net.sh stop [N]               stop all, or the node with that number (1 to 4)
#   local-net.sh kill N                 kill -9 a node, to see what comes of it
#   local-net.sh status                 what runs, how far it is, and with how many peers
#   local-net.sh logs N                 follow what a node says
#   local-net.sh clean                  stop all, and forget the chain and its keys
#   local-net.sh found                  only make the keys and the specification of --fresh-keys
#
# The validators use the development keys of Alice, Bob, Charlie and Dave. With --fresh-keys the first
# start makes keys of its own and a chain of four founding members with them; their phrases lie in the
# folder of the network. SALUS_NET_DIR names that folder (default: ~/.cache/salus/local-net),
# SALUS_NET_PORT the first of the JSON-RPC ports (default: 9944, to 9947); peers use 30333 to 30336,
# Prometheus 9615 to 9618. SALUS_NODE names a node program that was built before (found alone).
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

NODES=4
DEV_KEYS=(alice bob charlie dave)
net="${SALUS_NET_DIR:-$SALUS_CACHE/local-net}"
rpc_base="${SALUS_NET_PORT:-9944}"
node="${SALUS_NODE:-$CARGO_TARGET_DIR/release/salus-node}"

usage() { sed -n '2,/^set -/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; }

rpc_port() { echo $((rpc_base + $1 - 1)); }

check_number() {
	[[ "${1:-}" =~ ^[1-4]$ ]] || usage_error "a node is named by its number, 1 to $NODES, but got: ${1:-nothing}"
}

running() {
	local pid
	pid="$(cat "$net/$1/pid" 2>/dev/null)" && kill -0 "$pid" 2>/dev/null
}

# A public key as JSON gives it.
field() { sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p" <<<"$2"; }

new_key() { "$node" key generate --scheme "$1" --output-type json; }

# The founding members, each with an administrator and a validator, and the validators' keystores.
found() {
	local number admin agent aura grandpa
	local names=("City Hospital" "Northern Laboratories" "Mutual Health Fund" "State Medicines Authority")
	local capabilities=(provider laboratory payer regulator)
	local committee='' organizations='' validators=''
	(umask 077 && : >"$net/phrases")
	for ((number = 1; number <= NODES; number++)); do
		admin="$(new_key sr25519)"
		agent="$(new_key sr25519)"
		aura="$(new_key sr25519)"
		grandpa="$(new_key ed25519)"
		cat >>"$net/phrases" <<-TEXT
			# ${names[number - 1]}: administrator, validator's agent
			$(field secretPhrase "$admin")
			$(field secretPhrase "$agent")
		TEXT
		committee+="  \"$(field ss58Address "$admin")\",
"
		organizations+="
[[organization]]
name = \"${names[number - 1]}\"
capabilities = [\"${capabilities[number - 1]}\"]
council_delegate = \"$(field ss58Address "$admin")\"

[[organization.licence]]
capability = \"${capabilities[number - 1]}\"

[[organization.agent]]
account = \"$(field ss58Address "$admin")\"
roles = [\"administrator\"]

[[organization.agent]]
account = \"$(field ss58Address "$agent")\"
roles = [\"gateway\"]
"
		validators+="
[[validator]]
account = \"$(field ss58Address "$agent")\"
aura = \"$(field ss58Address "$aura")\"
grandpa = \"$(field ss58Address "$grandpa")\"
"
		field secretPhrase "$aura" >"$net/$number/aura"
		field secretPhrase "$grandpa" >"$net/$number/grandpa"
	done
	# Nobody waits for a day here, and five blocks show as well that votes take effect later.
	printf 'technical_committee = [\n%s]\n\n[chain]\nname = "Salus Local Network"\nid = "salus-local-network"\nenactment_delay = 5\n%s%s' \
		"$committee" "$organizations" "$validators" >"$net/founding.toml"
	"$node" build-spec --raw --chain "$net/founding.toml" >"$net/chain.json" 2>"$net/build-spec.log" ||
		die "the chain specification could not be built: $(cat "$net/build-spec.log")"
	for ((number = 1; number <= NODES; number++)); do
		store_key "$number" aura sr25519
		store_key "$number" grandpa ed25519
	done
}

# Stores a session key of a node, and forgets its phrase.
store_key() {
	local file="$net/$1/$2" key_type
	key_type="$([[ "$2" == aura ]] && echo aura || echo gran)"
	"$node" key insert --base-path "$net/$1" --chain "$net/chain.json" --scheme "$3" \
		--key-type "$key_type" --suri "$(cat "$file")"
	rm -f "$file"
}

prepare() {
	local number
	mkdir -p "$net"
	for ((number = 1; number <= NODES; number++)); do
		[[ -e "$net/$number/node-key" ]] && continue
		mkdir -p "$net/$number"
		"$node" key generate-node-key --chain local --file "$net/$number/node-key" 2>"$net/$number/peer"
	done
	[[ ! -e "$net/chain.json" ]] || return 0
	if [[ "$1" == fresh ]]; then
		say "making keys and the specification of a chain of four members"
		found
	else
		"$node" build-spec --raw --chain local >"$net/chain.json" 2>"$net/build-spec.log" ||
			die "the chain specification could not be built: $(cat "$net/build-spec.log")"
		touch "$net/dev-keys"
	fi
}

start_node() {
	local number="$1" peers=() other
	running "$number" && return 0
	for ((other = 1; other <= NODES; other++)); do
		((other == number)) ||
			peers+=("/ip4/127.0.0.1/tcp/$((30333 + other - 1))/p2p/$(tr -d '[:space:]' <"$net/$other/peer")")
	done
	local keys=(--validator --name "node-$number")
	[[ ! -e "$net/dev-keys" ]] || keys=("--${DEV_KEYS[number - 1]}" --validator)
	setsid nohup "$node" --base-path "$net/$number" --chain "$net/chain.json" "${keys[@]}" \
		--node-key-file "$net/$number/node-key" \
		--listen-addr "/ip4/127.0.0.1/tcp/$((30333 + number - 1))" \
		--rpc-port "$(rpc_port "$number")" --prometheus-port $((9615 + number - 1)) \
		--bootnodes "${peers[@]}" --no-mdns \
		>>"$net/$number/log" 2>&1 &
	echo $! >"$net/$number/pid"
}

start() {
	local keys=dev number
	case "${1:-}" in
	'') ;;
	--fresh-keys)
		keys=fresh
		[[ ! -e "$net/dev-keys" ]] ||
			die "the network in $net uses the development keys: 'local-net.sh clean' first"
		;;
	*) usage_error "start takes --fresh-keys or nothing, but got: $*" ;;
	esac
	"$scripts/setup.sh"
	# Again, for what setup.sh decided.
	# shellcheck source=scripts/env.sh
	source "$scripts/env.sh"
	(cd "$SALUS_ROOT" && build_workspace) || die "the build failed; the messages above say why"
	prepare "$keys"
	for ((number = 1; number <= NODES; number++)); do start_node "$number"; done
	for ((number = 1; number <= NODES; number++)); do
		wait_for_rpc "$number" ||
			die "node $number does not answer; its last words: $(tail -n 3 "$net/$number/log")"
	done
	status
}

wait_for_rpc() {
	local _
	for _ in {1..60}; do
		running "$1" || return 1
		[[ -z "$(ask "$1" system_health)" ]] || return 0
		sleep 0.5
	done
	return 1
}

stop_node() {
	local number="$1" pid _
	running "$number" || return 0
	pid="$(cat "$net/$number/pid")"
	kill -TERM "$pid" 2>/dev/null || true
	for _ in {1..60}; do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.5
	done
	rm -f "$net/$number/pid"
}

stop() {
	local number
	if (($# > 0)); then
		check_number "$1"
		stop_node "$1"
	else
		for ((number = 1; number <= NODES; number++)); do stop_node "$number"; done
	fi
}

# What a node answers; nothing if it does not.
ask() {
	curl -s -m 5 -H 'Content-Type: application/json' "http://127.0.0.1:$(rpc_port "$1")" \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":${3:-[]}}" || true
}

# A member of an answer.
member() { sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/p"; }

# The number of a block.
block_number() {
	local number
	number="$(ask "$1" chain_getHeader "${2:-[]}" | member number)"
	printf '%d' "${number:-0}"
}

status() {
	local number
	printf '%-5s %-8s %-22s %8s %10s %6s\n' node process JSON-RPC best finalized peers
	for ((number = 1; number <= NODES; number++)); do
		if ! running "$number"; then
			printf '%-5s %-8s\n' "$number" stopped
			continue
		fi
		printf '%-5s %-8s %-22s %8s %10s %6s\n' "$number" "$(cat "$net/$number/pid")" \
			"ws://127.0.0.1:$(rpc_port "$number")" "$(block_number "$number")" \
			"$(block_number "$number" "[\"$(ask "$number" chain_getFinalizedHead | member result)\"]")" \
			"$(ask "$number" system_health | member peers)"
	done
}

case "${1:-}" in
start | stop | status)
	command="$1"
	shift
	"$command" "$@"
	;;
kill)
	check_number "${2:-}"
	running "$2" || die "node $2 does not run"
	kill -9 "$(cat "$net/$2/pid")"
	rm -f "$net/$2/pid"
	;;
logs)
	check_number "${2:-}"
	exec tail -n 50 -F "$net/$2/log"
	;;
clean)
	stop
	rm -rf "$net"
	;;
found) prepare fresh ;;
-h | --help) usage ;;
*) usage_error "unknown command '${1:-}': see local-net.sh --help" ;;
esac
