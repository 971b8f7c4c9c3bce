# shellcheck shell=bash
# Sourced, never run: the environment in which every script builds. Source it in a shell of your
# own (`source scripts/env.sh`) to have plain cargo commands use the same target folder.

SALUS_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Service accounts and containers often come without HOME, and cargo and rustup need it.
if [[ -z "${HOME:-}" ]]; then
	HOME="$(getent passwd "$(id -u)" | cut -d: -f6)"
	export HOME
fi
SALUS_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/salus"

# One target folder outside the clone: a second clone finds the 700 crates of the SDK built.
CARGO_TARGET_DIR="${SALUS_TARGET_DIR:-${CARGO_TARGET_DIR:-$SALUS_CACHE/target}}"
[[ "$CARGO_TARGET_DIR" == /* ]] || CARGO_TARGET_DIR="$PWD/$CARGO_TARGET_DIR"
export CARGO_TARGET_DIR
# Outside the clone the Wasm builder cannot find the workspace by walking up from its output.
export WASM_BUILD_WORKSPACE_HINT="$SALUS_ROOT"

# A fresh rustup is not on the PATH before the next login.
cargo_bin="${CARGO_HOME:-$HOME/.cargo}/bin"
if [[ -d "$cargo_bin" && ":$PATH:" != *":$cargo_bin:"* ]]; then
	export PATH="$cargo_bin:$PATH"
fi
unset cargo_bin

SALUS_TOOLCHAIN_ENV="$SALUS_CACHE/toolchain.env"
# Which compiler setup.sh settled on.
if [[ -r "$SALUS_TOOLCHAIN_ENV" ]]; then
	# shellcheck source=/dev/null
	source "$SALUS_TOOLCHAIN_ENV"
fi

# The version that rust-toolchain.toml pins.
pinned_rust() {
	sed -n 's/^channel *= *"\(.*\)"/\1/p' "$SALUS_ROOT/rust-toolchain.toml"
}

say() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}
# Wrong arguments, as opposed to a check that failed.
usage_error() {
	printf 'error: %s\n' "$*" >&2
	exit 2
}

# Every build takes this selection and no extra feature. Another selection has other features
# unified into the dependencies and compiles hundreds of them a second time.
build_workspace() {
	cargo build --release --workspace --locked
}

# The runtime of a clone as Wasm, for measurements and tests: in a target folder of its own, so that the
# node's Wasm stays as it is. Takes the clone, the target folder, and options of cargo such as features;
# prints the file's name.
wasm_runtime() {
	local folder="$1" target="$2"
	local -a toolchain=()
	shift 2
	[[ -z "${WASM_BUILD_TOOLCHAIN:-}" ]] || toolchain=("+$WASM_BUILD_TOOLCHAIN")
	(
		cd "$folder" || exit 1
		# The options with which the node's is built.
		CARGO_PROFILE_RELEASE_LTO=thin \
			RUSTFLAGS="-C link-arg=--export-table -C link-arg=--export=__heap_base -C link-arg=--import-memory --cfg substrate_runtime" \
			CARGO_TARGET_DIR="$target" cargo ${toolchain[@]+"${toolchain[@]}"} rustc --locked -p salus-runtime \
			--lib --crate-type cdylib --target wasm32v1-none --release --no-default-features "$@" >&2
	) || return 1
	printf '%s' "$target/wasm32v1-none/release/salus_runtime.wasm"
}
