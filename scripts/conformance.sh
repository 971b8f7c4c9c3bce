#!/usr/bin/env bash
# Checks Salus against real input, one line per file.
#
#   ./scripts/conformance.sh fhir DIR [--strict]    every FHIR bundle in DIR, on a node started for it
#   ./scripts/conformance.sh consent DIR            every FHIR Consent that DIR/EXPECTED.json names
#   ./scripts/conformance.sh epcis DIR [--strict]   every EPCIS 2.0 document in DIR, with the hashes and
#                                                   the chains of custody that it expects
#   ./scripts/conformance.sh trials DIR [--strict]  every study of ClinicalTrials.gov in DIR, and updates
#
# fhir: a file is ok, differs in what the line says, or is refused for the reason that it gives, as are
# files other than .json. The total comes last. Exit status: 0 when at least one file is ok and none
# differs, 1 when one differs or none is ok, 2 when nothing could be run. With --strict a refused file
# counts as one that differs.
#
# consent: every consent is granted by a patient of its own on a chain whose clock goes from probe to
# probe. A probe is ok, differs, or can't be asked for the reason that the line gives; a file is read
# by the rules that its lines name, or refused; a file that EXPECTED.json names and that is not there is
# missing, one that it does not name is unnamed and not asked about. The total comes last. Exit status:
# 0 when every probe is answered as expected and no file is missing, 1 otherwise, 2 when nothing could
# be run, such as without an EXPECTED.json.
#
# epcis: a document, a chain of custody or a hash is ok, incomplete (its beginning is missing), refused
# for the reason that the line gives, or differs. What is expected stands beside the documents:
# EXPECTED.json, EXPECTED-HASHES.json, or NAME.hashes with the hashes of NAME.jsonld, one in a line.
# Without these the documents are imported, and no more is asked; those in a folder named invalid must
# be refused. trials: a study or update is ok, refused or differs.
# Exit status as for fhir.
set -euo pipefail
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/env.sh
source "$scripts/env.sh"

case "${1:-}" in
-h | --help)
	sed -n '2,/^set -/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
	exit 0
	;;
'') usage_error "which kind? usage: ./scripts/conformance.sh fhir|consent|epcis|trials DIR" ;;
fhir | consent | epcis | trials) ;;
*) usage_error "unknown kind '$1': there are fhir, consent, epcis and trials" ;;
esac
(($# >= 2)) || usage_error "usage: ./scripts/conformance.sh $1 DIR"
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
