#!/usr/bin/env bash
# Checks Salus against real input, one line per file.
#
#   ./scripts/conformance.sh fhir DIR [--strict]    every FHIR bundle in DIR, on a node started for it
#
# A file is ok, differs in what the line says, or is refused for the reason that it gives. The total
# comes last. Exit status: 0 when at least one file is ok and none differs, 1 when one differs or
# none is ok, 2 when nothing could be run. With --strict a refused file counts as one that differs.
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

case "${1:-}" in
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
	exit 0
	;;
'') usage_error "which kind? usage: ./scripts/conformance.sh fhir DIR" ;;
fhir) ;;
*) usage_error "unknown kind '$1': there is only fhir" ;;
esac
(($# >= 2)) || usage_error "usage: ./scripts/conformance.sh fhir DIR"
[[ -e "$2" ]] || usage_error "there is no folder $2"
[[ -d "$2" ]] || usage_error "$2 is not a folder"
[[ -r "$2" && -x "$2" ]] || usage_error "the folder $2 cannot be read"
kind="$1"
folder="$(cd "$2" && pwd)"
shift 2

# Standard output is for the result alone.
{
	"$scripts/setup.sh"
	# shellcheck source=scripts/env.sh
	source "$scripts/env.sh"
	cd "$SALUS_ROOT"
	build_workspace || die "the build failed; the messages above say why"
} >&2

binaries="$CARGO_TARGET_DIR/release"
exec "$binaries/salus-conformance" "$kind" "$folder" --node "$binaries/salus-node" "$@"
