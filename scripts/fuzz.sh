#!/usr/bin/env bash
# Fuzzes what takes bytes and requests from strangers, case by case, until one breaks it.
#
#   ./scripts/fuzz.sh [CASES] [TARGET]    each target with so many cases (default: 1000000); with a
#                                         name, only those targets that have it in theirs
#
# A line per target: its name, its cases, its time. Exit status: 0 when none found anything, 1 when
# one did, whose case is printed and kept in proptest-regressions, 2 when nothing could be run.
#
# The targets are the tests in files fuzz*.rs, which take the number of cases from SALUS_FUZZ_CASES.
# With a small number of their own they are part of the tests that ./scripts/test.sh runs.
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

case "${1:-}" in
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p;s/^#$//p}' "${BASH_SOURCE[0]}"
	exit 0
	;;
esac
cases="${SALUS_FUZZ_CASES:-1000000}"
if [[ "${1:-}" =~ ^[0-9]+$ ]]; then
	cases="$1"
	shift
fi
(($# <= 1)) || usage_error "usage: ./scripts/fuzz.sh [CASES] [TARGET]"
only="${1:-}"
[[ "$cases" =~ ^[1-9][0-9]*$ ]] || usage_error "the number of cases is not a number: $cases"

{
	"$scripts/setup.sh"
	# shellcheck source=scripts/env.sh
	source "$scripts/env.sh"
} >&2
cd "$SALUS_ROOT"
export SALUS_FUZZ_CASES="$cases"

# What cargo is to build for a file: its own test program, or the tests of the libraries. Always as
# part of the whole workspace, with what is compiled already.
selection_of() {
	case "$1" in
	*/src/*) say "--workspace --lib" ;;
	*) say "--workspace --test $(basename "$1" .rs)" ;;
	esac
}

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
ran=0
failed=0

# Runs one test and says how it went.
fuzz() {
	local target="$1" from=$SECONDS
	shift
	if cargo --color never test --release --locked -q "$@" -- --exact "$target" >"$log" 2>&1 </dev/null; then
		printf 'ok      %-60s %9d cases %5d s\n' "$target" "$cases" $((SECONDS - from))
	else
		printf 'found   %-60s %9d cases %5d s\n' "$target" "$cases" $((SECONDS - from))
		cat "$log"
		failed=$((failed + 1))
	fi
	ran=$((ran + 1))
}

shopt -s globstar nullglob
selections=()
for file in {pallets/*,client}/{tests,src}/**/fuzz*.rs; do
	grep -q SALUS_FUZZ_CASES "$file" || continue
	selection="$(selection_of "$file")"
	[[ " ${selections[*]-} " == *" $selection "* ]] || selections+=("$selection")
done

for selection in ${selections[@]+"${selections[@]}"}; do
	read -r -a arguments <<<"$selection"
	cargo test --release --locked --no-run "${arguments[@]}" >&2 || die "the targets do not compile"
	targets="$(cargo --color never test --release --locked -q "${arguments[@]}" -- --list 2>/dev/null |
		sed -n 's/: test$//p')"
	# Of a library's tests only those that fuzz.
	[[ "$selection" != *--lib ]] || targets="$(grep -E '(^|::)fuzz' <<<"$targets" || true)"
	while read -r target; do
		if [[ -n "$target" && "$target" == *"$only"* ]]; then
			fuzz "$target" "${arguments[@]}"
		fi
	done <<<"$targets"
done

((ran > 0)) || usage_error "there is no target${only:+ with '$only' in its name}"
printf 'total   %d targets, %d found something, in %d s\n' "$ran" "$failed" "$SECONDS"
((failed == 0)) || exit 1
