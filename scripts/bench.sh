#!/usr/bin/env bash
# Measures.
#
#   bench.sh weights [PALLET...]   what the calls cost: runs the benchmarks in the runtime's Wasm and
#                                  writes pallets/PALLET/src/weights.rs (all own pallets, or those named)
#   bench.sh decide [OPTION...]    how long a decision takes: starts a node, gives a patient 200 consents
#                                  of 16 provisions, asks the runtime API over JSON-RPC, and prints the
#                                  median; fails if that is over 5 ms (--help lists the options)
#   bench.sh throughput [OPTION...]   transactions a second and the time to finality, of every kind and
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
#                                  All but weights start a node of their own, and list their options
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

# The runtime with its benchmarks, in a target folder of its own: the node's Wasm stays as it is.
benchmark_runtime() {
	local target="$SALUS_CACHE/benchmark-target"
	RUSTFLAGS="-C link-arg=--export-table -C link-arg=--export=__heap_base -C link-arg=--import-memory --cfg substrate_runtime" \
		CARGO_TARGET_DIR="$target" cargo rustc --locked -p salus-runtime --lib --crate-type cdylib \
		--target wasm32v1-none --release --no-default-features --features runtime-benchmarks >&2
	printf '%s' "$target/wasm32v1-none/release/salus_runtime.wasm"
}

weights() {
	local -a pallets=("$@")
	local tool runtime pallet folder name
	if ((${#pallets[@]} == 0)); then
		for folder in "$SALUS_ROOT"/pallets/*/src/benchmarking.rs; do
			folder="${folder%/src/benchmarking.rs}"
			pallets+=("${folder##*/}")
		done
	fi
	for pallet in "${pallets[@]}"; do
		[[ -f "$SALUS_ROOT/pallets/$pallet/src/benchmarking.rs" ]] ||
			usage_error "there are no benchmarks of a pallet '$pallet'"
	done
	tool="$(bencher)"
	runtime="$(benchmark_runtime)"
	for pallet in "${pallets[@]}"; do
		name="$(sed -n 's/^name = "\(.*\)"/\1/p' "$SALUS_ROOT/pallets/$pallet/Cargo.toml" | head -n 1)"
		say "=== $name"
		"$tool" v1 benchmark pallet --runtime "$runtime" --genesis-builder runtime \
			--genesis-builder-preset development --pallet "${name//-/_}" --extrinsic '*' \
			--steps "${STEPS:-20}" --repeat "${REPEAT:-10}" --heap-pages 4096 \
			--template "$scripts/weights.hbs" --output "$SALUS_ROOT/pallets/$pallet/src/weights.rs"
	done
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
-h | --help) usage ;;
*) usage_error "bench.sh measures weights, decide, throughput, reads, growth or batches, but got: ${*:-nothing}" ;;
esac
