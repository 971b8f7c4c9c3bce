#!/usr/bin/env bash
# Does to a network of four validators what happens to networks, and says what came of it.
#
#   ./scripts/failures.sh [SCENARIO...]    those scenarios, or all of them
#   ./scripts/failures.sh --help           this text, and the scenarios
#
# Every scenario runs on real node processes with keys of their own, while the members send
# transactions. Afterwards all nodes must have the same final blocks, no final transaction may be
# missing, and the invariants of the runtime (try_state) must hold over a node's exported state. A line
# of a Markdown table per scenario goes to standard output. Exit status: 0 when everything held, 1 when
# something did not, 2 when nothing could be tried.
#
# As root with iproute2, networks are cut by network namespaces and disks are small; with the package
# faketime, clocks are off. What can't be done here is named as skipped. The scenario upgrade builds a
# second runtime. All take about an hour, fifth-member a third of it; the first run builds two runtimes
# more than that.
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

case "${1:-}" in
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p;s/^#$//p}' "${BASH_SOURCE[0]}"
	;;
esac

target="$SALUS_CACHE/faults-target"

# The same runtime with the next spec_version: a copy of the sources with that one number changed,
# which is what a release does.
next_runtime() {
	local copy="$SALUS_CACHE/next-runtime" version file=runtime/src/lib.rs
	rm -rf "$copy"
	mkdir -p "$copy"
	tar -C "$SALUS_ROOT" --exclude=./.git --exclude=./target -cf - . | tar -C "$copy" -xf -
	version="$(sed -n 's/^\tspec_version: \([0-9]*\),$/\1/p' "$copy/$file")"
	[[ "$version" =~ ^[0-9]+$ ]] || die "$file names no spec_version"
	sed -i "s/^\tspec_version: $version,$/\tspec_version: $((version + 1)),/" "$copy/$file"
	wasm_runtime "$copy" "$target"
	rm -rf "$copy"
}

{
	"$scripts/setup.sh"
	# shellcheck source=scripts/env.sh
	source "$scripts/env.sh"
	cd "$SALUS_ROOT"
	build_workspace || die "the build failed; the messages above say why"
} >&2
binaries="$CARGO_TARGET_DIR/release"
case "${1:-}" in
-h | --help) exec "$binaries/salus-faults" --help ;;
esac

built="$SALUS_CACHE/faults"
mkdir -p "$built"
options=(--node "$binaries/salus-node" --try-runtime "$built/try-runtime.wasm")
say "building the runtime with its invariants" >&2
# With the second feature a failed check says which, instead of a mere trap.
cp "$(wasm_runtime "$SALUS_ROOT" "$target" --features try-runtime,sp-io/improved_panic_error_reporting)" \
	"$built/try-runtime.wasm"
if (($# == 0)) || [[ " $* " == *" upgrade "* ]]; then
	say "building the next runtime" >&2
	cp "$(next_runtime)" "$built/next-runtime.wasm"
	options+=(--next-runtime "$built/next-runtime.wasm")
fi
exec "$binaries/salus-faults" "${options[@]}" "$@"
