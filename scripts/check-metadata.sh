#!/usr/bin/env bash
# Whoever changes the runtime's metadata raises its spec_version: else wallets and clients go on
# with what they have cached and encode calls wrongly.
#
#   ./scripts/check-metadata.sh            compares the built node's metadata with runtime/metadata.lock
#   ./scripts/check-metadata.sh --update   writes the lock, if spec_version was raised
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

lock="$SALUS_ROOT/runtime/metadata.lock"
node="$CARGO_TARGET_DIR/release/salus-node"
update=false
case "${1:-}" in
'') ;;
--update) update=true ;;
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p;s/^#$//p}' "${BASH_SOURCE[0]}"
	exit 0
	;;
*) usage_error "unknown argument '$1': see ./scripts/check-metadata.sh --help" ;;
esac
[[ -x "$node" ]] || die "$node is missing: build first"

metadata="$(mktemp)"
trap 'rm -f "$metadata"' EXIT
described="$("$node" export-metadata --output "$metadata")"
version="$(sed -n 's/.*[^_]spec_version=\([0-9]*\).*/\1/p' <<<"$described")"
hash="$(sha256sum "$metadata" | cut -d ' ' -f 1)"
[[ -n "$version" ]] || die "the node does not say its spec_version: $described"

locked_version=0
locked_hash=none
if [[ -r "$lock" ]]; then
	locked_version="$(sed -n 's/^spec_version=//p' "$lock")"
	locked_hash="$(sed -n 's/^sha256=//p' "$lock")"
fi

if [[ "$hash" == "$locked_hash" && "$version" == "$locked_version" ]]; then
	say "metadata as locked: spec_version $version, sha256 $hash"
elif ((version <= locked_version)); then
	die "the metadata changed, and spec_version is still $version: raise it in runtime/src/lib.rs, then run ./scripts/check-metadata.sh --update"
elif $update; then
	printf '# Written by scripts/check-metadata.sh --update.\nspec_version=%s\nsha256=%s\n' "$version" "$hash" >"$lock"
	say "locked: spec_version $version, sha256 $hash"
else
	die "spec_version was raised to $version: run ./scripts/check-metadata.sh --update and commit runtime/metadata.lock"
fi
