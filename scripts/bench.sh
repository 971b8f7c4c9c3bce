#!/usr/bin/env bash
# Measures.
#
#   bench.sh weights [PALLET...]   what the calls cost: runs the benchmarks in the runtime's Wasm and
#                                  writes pallets/PALLET/src/weights.rs for our own pallets and
#                                  runtime/src/weights/PALLET.rs for the SDK's (all, or those named, such
#                                  as 'consents' or 'pallet_multisig'), and with 'overhead' what a block
#                                  and a transaction cost by themselves
#   bench.sh database [VALUES]     what a read and a write cost in ParityDB: writes
#                                  runtime/src/weights/database.rs
#   bench.sh decide [OPTION...]    how long a decision takes: starts a node, gives a patient 200 consents
#                                  of 16 provisions, asks the runtime API over JSON-RPC, and prints the
#                                  median; fails if that is over 5 ms (--help lists the options)
#   bench.sh throughput [OPTION...]
#                                  transactions a second and the time to finality, of every kind and
#                                  of the cheapest call, on one validator (--validators 4: on four)
#   bench.sh reads [OPTION...]     questions a second over JSON-RPC, with 10 thousand to a million
#                                  records in the state
#   bench.sh growth [OPTION...]    bytes of state and of blocks that each call leaves behind, and what
#                                  a region of ten million needs in ten years
#   bench.sh batches [OPTION...]   records a second that are anchored through batches, and how long the
#                                  proof of one takes
#   bench.sh results               all of these one after the other, into FOLDER/*.json and *.txt
#                                  (FOLDER in the environment, by default results in the cache)
#
#                                  All but weights and database start a node of their own, and list their options
#                                  with --help. They want a machine that does nothing else.
#
# STEPS and REPEAT in the environment say how finely (default 20 and 10).
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

# Of the same SDK as the runtime.
BENCHER_VERSION=0.28.0

usage() { sed -n '2,/^set -/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; }

bencher() {
	local root="$SALUS_CACHE/tools"
	if [[ ! -x "$root/bin/frame-omni-bencher" ]]; then
		compgen -G '/usr/lib/llvm-*/lib/libclang*.so*' >/dev/null || [[ -n "${LIBCLANG_PATH:-}" ]] ||
			die "the benchmarking tool is built with libclang. To be run once as root: apt-get install --no-install-recommends libclang-dev"
		say "installing frame-omni-bencher $BENCHER_VERSION; it compiles for a while" >&2
		CARGO_TARGET_DIR="$SALUS_CACHE/bencher-target" cargo install --quiet --locked --root "$root" \
			--version "$BENCHER_VERSION" frame-omni-bencher >&2
		rm -rf "$SALUS_CACHE/bencher-target"
	fi
	printf '%s' "$root/bin/frame-omni-bencher"
}

# The SDK's pallets that the runtime uses and whose benchmarks run on a chain without a token. Those of
# session and offences want staking, those of recovery give people money first.
sdk_pallets=(frame_system frame_system_extensions pallet_collective pallet_migrations pallet_multisig
	pallet_preimage pallet_proxy pallet_safe_mode pallet_scheduler pallet_timestamp pallet_tx_pause
	pallet_utility)

own_pallets() {
	local file
	for file in "$SALUS_ROOT"/pallets/*/src/benchmarking.rs; do
		file="${file%/src/benchmarking.rs}"
		printf '%s\n' "${file##*/}"
	done
}

# A pallet's benchmarks: the tool's name for it, the template, the file.
benchmark_pallet() {
	say "=== $1"
	"$tool" v1 benchmark pallet --runtime "$runtime" --genesis-builder runtime \
		--genesis-builder-preset development --pallet "$1" --extrinsic '*' \
		--steps "${STEPS:-20}" --repeat "${REPEAT:-10}" --heap-pages 4096 \
		--template "$scripts/$2" --output "$3"
}

overhead() {
	say "=== blocks and transactions"
	"$tool" v1 benchmark overhead --runtime "$runtime" --genesis-builder runtime \
		--genesis-builder-preset development --warmup 10 --repeat 100 \
		--weight-path "$SALUS_ROOT/runtime/src/weights"
}

weights() {
	local -a wanted=("$@") own
	local tool runtime pallet file
	mapfile -t own < <(own_pallets)
	((${#wanted[@]} > 0)) || wanted=("${own[@]}" "${sdk_pallets[@]}" overhead)
	for pallet in "${wanted[@]}"; do
		[[ " ${own[*]} ${sdk_pallets[*]} overhead " == *" $pallet "* ]] ||
			usage_error "there are no benchmarks of '$pallet'"
	done
	tool="$(bencher)"
	runtime="$(wasm_runtime "$SALUS_ROOT" "$SALUS_CACHE/benchmark-target" --features runtime-benchmarks)"
	for pallet in "${wanted[@]}"; do
		file="$SALUS_ROOT/runtime/src/weights/$pallet.rs"
		case "$pallet" in
		overhead) overhead ;;
		frame_system_extensions)
			benchmark_pallet "$pallet" weights-sdk.hbs "$file"
			# The one trait that is not called after its pallet.
			sed -i 's/frame_system_extensions::WeightInfo/frame_system::ExtensionsWeightInfo/' "$file"
			;;
		frame_* | pallet_*) benchmark_pallet "$pallet" weights-sdk.hbs "$file" ;;
		*)
			benchmark_pallet "pallet_${pallet//-/_}" weights.hbs \
				"$SALUS_ROOT/pallets/$pallet/src/weights.rs"
			;;
		esac
	done
}

database() {
	cd "$SALUS_ROOT"
	cargo bench --workspace --locked --bench database -- "$@" \
		--output "$SALUS_ROOT/runtime/src/weights/database.rs"
}

# Builds what is measured, and runs one of the measurements of salus-bench.
measure() {
	local kind="$1"
	shift
	build
	"$CARGO_TARGET_DIR/release/salus-bench" "$kind" \
		--node "$CARGO_TARGET_DIR/release/salus-node" "$@"
}

build() {
	{
		"$scripts/setup.sh"
		# shellcheck source=scripts/env.sh
		source "$scripts/env.sh"
		(cd "$SALUS_ROOT" && build_workspace) || die "the build failed; the messages above say why"
	} >&2
}

commit() { git -C "$SALUS_ROOT" describe --always --dirty 2>/dev/null || printf 'unknown'; }

# What docs/results.md is made of.
results() {
	local folder="${FOLDER:-$SALUS_CACHE/results}" name
	local -a runs=(
		"throughput-1 throughput --half-load 60"
		"throughput-4 throughput --validators 4 --half-load 60"
		"reads reads"
		"growth growth"
		"batches batches"
	)
	mkdir -p "$folder"
	for name in "${runs[@]}"; do
		local -a words
		read -ra words <<<"$name"
		say "=== ${words[*]:1}"
		measure "${words[@]:1}" --commit "$(commit)" --json "$folder/${words[0]}.json" |
			tee "$folder/${words[0]}.txt" || warn "${words[0]} is not within its limit"
	done
	say "the results are in $folder"
}

case "${1:-}" in
decide)
	measure "$@"
	;;
throughput | reads | growth | batches)
	measure "$@" --commit "$(commit)"
	;;
results) results ;;
weights)
	shift
	weights "$@"
	;;
database)
	shift
	database "$@"
	;;
-h | --help) usage ;;
*) usage_error "bench.sh measures weights, database, decide, throughput, reads, growth or batches, but got: ${*:-nothing}" ;;
esac
