#!/usr/bin/env bash
# The whole check: what continuous integration runs, and what a change has to pass.
#
# Stops at the first step that fails and names it. The last lines are the time of every step and
# the sum of the tests.
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

case "${1:-}" in
'') ;;
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
	exit 0
	;;
*) usage_error "test.sh takes no arguments, but got: $*" ;;
esac
cd "$SALUS_ROOT"

log="$(mktemp)"
times=()
skipped=()
current=''
began=$SECONDS

duration() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }

summary() {
	local status=$?
	local line
	echo
	for line in ${times[@]+"${times[@]}"}; do say "$line"; done
	for line in ${skipped[@]+"${skipped[@]}"}; do say "skipped: $line"; done
	say "total: $(duration $((SECONDS - began)))"
	awk '/^test result:/ {
			for (i = 2; i <= NF; i++) {
				if ($i ~ /^passed/) passed += $(i - 1)
				if ($i ~ /^failed/) failed += $(i - 1)
			}
		}
		END { printf "%d passed, %d failed\n", passed, failed }' "$log"
	rm -f "$log"
	((status == 0)) || echo "error: the step '${current}' failed" >&2
}
trap summary EXIT

step() {
	local name="$1" from=$SECONDS
	shift
	current="$name"
	printf '\n=== %s\n' "$name"
	"$@"
	times+=("$(printf '%-44s %s' "$name" "$(duration $((SECONDS - from)))")")
}

skip() {
	say "--- skipped: $*"
	skipped+=("$*")
}

# Colours would hide the result lines from the sum.
tests() {
	cargo --color never test --release --locked --no-fail-fast "$@" 2>&1 | tee -a "$log"
}

lint() {
	if [[ "$(rustc --version | cut -d ' ' -f 2)" == "$(pinned_rust)" ]]; then
		cargo clippy --release --locked --all-targets "$@" -- -D warnings
	else
		say "note: $(rustc --version) is not the pinned $(pinned_rust), so its lints only warn"
		cargo clippy --release --locked --all-targets "$@"
	fi
}

documentation() {
	RUSTDOCFLAGS="-D warnings" cargo doc --release --no-deps --workspace --locked
}

# What runs on chain, once more with its benchmarks and its try_state checks. The node is left out:
# with these features every crate that it stands on would be compiled again.
on_chain=()
on_chain_features=()
for manifest in runtime/Cargo.toml pallets/*/Cargo.toml; do
	name="$(sed -n 's/^name = "\(.*\)"/\1/p' "$manifest" | head -n 1)"
	features=()
	for feature in runtime-benchmarks try-runtime; do
		if grep -q "^$feature = " "$manifest"; then features+=("$name/$feature"); fi
	done
	((${#features[@]} > 0)) || continue
	on_chain+=(-p "$name")
	on_chain_features+=("${features[@]}")
done
on_chain+=(--features "$(IFS=,; echo "${on_chain_features[*]}")")

# Their own feature set makes this another build of the runtime, so the Wasm that the node embeds
# stays as it is.
feature_tests() { SKIP_WASM_BUILD=1 tests "${on_chain[@]}"; }
feature_lint() { SKIP_WASM_BUILD=1 lint "${on_chain[@]}"; }

# An advisory published today must not turn a change red that has nothing to do with it.
dependencies() {
	cargo deny --locked check licenses bans sources
	if cargo deny --locked fetch db >/dev/null 2>&1; then
		cargo deny --locked check advisories || warn "there are advisories against dependencies: see above"
	else
		skip "advisories: their database cannot be reached"
	fi
}

step "set-up" "$scripts/setup.sh"
# Again, for what setup.sh decided.
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

if cargo fmt --version >/dev/null 2>&1; then
	step "format" cargo fmt --all --check
else
	skip "format: this compiler comes without rustfmt"
fi
step "links in the documents" "$scripts/check-links.sh"
step "build" build_workspace
step "metadata and spec_version" "$scripts/check-metadata.sh"
# With the Wasm build as in the step before: switching it off would make the runtime's build script
# run again, here and in the next step, and the node link twice more.
if cargo clippy --version >/dev/null 2>&1; then
	step "clippy" lint --workspace
else
	skip "clippy: this compiler comes without it"
fi
step "tests" tests --workspace
step "tests with benchmarks and try_state" feature_tests
if cargo clippy --version >/dev/null 2>&1; then
	step "clippy with benchmarks and try_state" feature_lint
fi
step "documentation" documentation
if cargo deny --version >/dev/null 2>&1; then
	step "licences and advisories" dependencies
else
	skip "licences and advisories: cargo-deny is not installed"
fi
