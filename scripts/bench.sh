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
# As many as the allowance of one member pays for.
OVERHEAD_TRANSACTIONS=500

usage() { sed -n '2,/^set -/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; }

bencher() {
	local root="$SALUS_CACHE/tools"
	if [[ ! -x "$root/bin/frame-omni-bencher" ]]; then
		compgen -G '/usr/lib/llvm-*/lib/libclang*.so*' >/dev/null || [[ -n "${LIBCLANG_PATH:-}" ]] ||
			die "the benchmarking tool is built with libclang. To be run once as root: apt-get install --no-install-recommends libclang-dev"
		say "installing frame-omni-bencher $BENCHER_VERSION; it compiles for a while" >&2
		# Without the runtimes that come with it, which are built like ours and would look for our workspace.
		env -u WASM_BUILD_WORKSPACE_HINT SKIP_WASM_BUILD=1 CARGO_TARGET_DIR="$SALUS_CACHE/bencher-target" \
			cargo install --quiet --locked --root "$root" --version "$BENCHER_VERSION" frame-omni-bencher >&2 ||
			return 1
		rm -rf "$SALUS_CACHE/bencher-target"
	fi
	printf '%s' "$root/bin/frame-omni-bencher"
}

# The SDK's pallets that the runtime uses and whose benchmarks run on a chain without a token. Those of
# session and offences want staking, those of recovery give people money first.
sdk_pallets=(frame_system frame_system_extensions pallet_collective pallet_migrations pallet_multisig
	pallet_preimage pallet_proxy pallet_safe_mode pallet_scheduler pallet_timestamp pallet_tx_pause
	pallet_utility)

# Their benchmarks move a deposit, which nobody here has, or note a preimage without a seat in the council:
# these keep the weights that come with the SDK.
kept=("pallet_multisig::poke_deposit(s)" "pallet_proxy::poke_deposit()" "pallet_preimage::note_preimage(s)"
	"pallet_preimage::unnote_preimage()" "pallet_preimage::request_preimage()"
	"pallet_preimage::ensure_updated(n)" "pallet_safe_mode::force_release_deposit()"
	"pallet_safe_mode::force_slash_deposit()")

own_pallets() {
	local file
	for file in "$SALUS_ROOT"/pallets/*/src/benchmarking.rs; do
		file="${file%/src/benchmarking.rs}"
		printf '%s\n' "${file##*/}"
	done
}

# A pallet's benchmarks: the tool's name for it, the template, the file.
benchmark_pallet() {
	local one excluded="" name argument
	say "=== $1"
	for one in "${kept[@]}"; do
		[[ "$one" != "$1::"* ]] || excluded+="${excluded:+,}${one%(*}"
	done
	"$tool" v1 benchmark pallet --runtime "$runtime" --genesis-builder runtime \
		--genesis-builder-preset development --pallet "$1" --extrinsic '*' \
		${excluded:+--exclude-extrinsics "$excluded"} \
		--steps "${STEPS:-20}" --repeat "${REPEAT:-10}" --min-duration 2 --heap-pages 4096 \
		--template "$scripts/$2" --output "$3"
	for one in "${kept[@]}"; do
		[[ "$one" == "$1::"* ]] || continue
		name="${one#*::}" argument="${one#*\(}"
		name="${name%(*}" argument="${argument%)}"
		sed -i '$ d' "$3"
		cat >>"$3" <<-END
			/// As in the SDK.
			fn $name(${argument:+$argument: u32}) -> Weight {
				$1::weights::SubstrateWeight::<T>::$name($argument)
			}
			}
		END
	done
}

# What a block takes without transactions, and each of many remarks in one.
overhead() {
	local folder block extrinsic extensions
	say "=== blocks and transactions"
	folder="$(mktemp -d)"
	"$tool" v1 benchmark overhead --runtime "$runtime" --genesis-builder runtime \
		--genesis-builder-preset development --warmup 10 --repeat 100 \
		--max-ext-per-block "$OVERHEAD_TRANSACTIONS" --weight-path "$folder"
	block="$(mean_of "$folder/block_weights.rs")"
	extrinsic="$(mean_of "$folder/extrinsic_weights.rs")"
	rm -rf "$folder"
	extensions="$(time_of_extensions)"
	cat >"$SALUS_ROOT/runtime/src/weights/overhead.rs" <<-END
		//! What blocks and transactions take by themselves, written by \`scripts/bench.sh weights overhead\`; not
		//! to be edited by hand.
		//!
		//! Means of 100 executions by the runtime's Wasm, $(date -u +%F). Machine:
		//! $(processor), two cores.

		/// An empty block with the timestamp's inherent, in nanoseconds.
		pub const BLOCK_NANOS: u64 = $block;

		/// An empty \`System.remark\`, signed, in a block of $OVERHEAD_TRANSACTIONS, in nanoseconds.
		pub const EXTRINSIC_NANOS: u64 = $extrinsic;

		/// The part of that which is weighed with the transaction's extensions, in nanoseconds: their own
		/// weights, without reads and writes.
		pub const EXTENSIONS_NANOS: u64 = $extensions;
	END
}

# What the weights of the extensions of a signed transaction are without the database, in nanoseconds.
time_of_extensions() {
	local extension file sum=0 time
	for extension in check_genesis check_mortality_mortal_transaction check_non_zero_sender check_nonce \
		check_spec_version check_tx_version check_weight weight_reclaim gate; do
		file="$SALUS_ROOT/runtime/src/weights/frame_system_extensions.rs"
		[[ "$extension" != gate ]] || file="$SALUS_ROOT/pallets/organizations/src/weights.rs"
		time="$(sed -n "/fn $extension() -> Weight {/,/}/s/.*Weight::from_parts(\([0-9_]*\),.*/\1/p" "$file" | head -n 1)"
		[[ -n "$time" ]] || die "$file has no weight of $extension: run 'bench.sh weights' first"
		sum=$((sum + ${time//_/} / 1000))
	done
	printf '%s' "$sum"
}

# The mean in a file that the tool wrote.
mean_of() { sed -n 's|^.*Average: *||p' "$1"; }

processor() { sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1; }

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
		"throughput-1 throughput --kinds remark,consent,anchor --seconds 120 --half-load 10 --repeat 1 --depth 8000 --warm-up 6"
		"throughput-1-others throughput --kinds remark,disclosure,container,batch --seconds 30 --half-load 10 --repeat 1 --depth 8000 --warm-up 6"
		"throughput-4 throughput --validators 4 --kinds remark,anchor,consent --seconds 25 --repeat 1 --depth 3000 --warm-up 8 --patients 20000 --records 20000"
		"reads reads --records 10000,1000000 --seconds 8"
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
