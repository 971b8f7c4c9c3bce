#!/usr/bin/env bash
# Follows the relative links of README.md and docs/: does the file exist, does it have the heading?
# Links to other sites are left alone, so that the check needs no network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[[ -r README.md ]] || {
	echo "error: there is no README.md" >&2
	exit 1
}
documents=(README.md)
if [[ -d docs ]]; then
	while IFS= read -r -d '' document; do
		documents+=("$document")
	done < <(find docs -name '*.md' -print0 | sort -z)
fi

# The anchors of a document, as GitHub forms them from its headings.
anchors() {
	awk '
		/^ *(```|~~~)/ { fenced = !fenced; next }
		fenced { next }
		/^#+ / {
			sub(/^#+ +/, ""); sub(/ +#* *$/, "")
			while (match($0, /\]\([^)]*\)/))
				$0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH)
			text = tolower($0)
			gsub(/[][!"#$%&()*+,.\/:;<=>?@\\^`{|}~\047]/, "", text)
			gsub(/ /, "-", text)
			print text (seen[text]++ ? "-" (seen[text] - 1) : "")
		}
		{
			while (match($0, /(id|name)="[^"]+"/)) {
				split(substr($0, RSTART, RLENGTH), part, "\"")
				print part[2]
				$0 = substr($0, RSTART + RLENGTH)
			}
		}' "$1"
}

# "LINE TARGET" for every link of a document, outside code.
links() {
	awk '
		/^ *(```|~~~)/ { fenced = !fenced; next }
		fenced { next }
		{
			gsub(/`[^`]*`/, "")
			if (match($0, /^ *\[[^]]+\]: +/)) {
				split(substr($0, RSTART + RLENGTH), part, " ")
				print FNR, part[1]
				next
			}
			while (match($0, /\]\([^)]*\)/)) {
				target = substr($0, RSTART + 2, RLENGTH - 3)
				$0 = substr($0, RSTART + RLENGTH)
				sub(/^</, "", target); sub(/>$/, "", target); sub(/ +".*"$/, "", target)
				print FNR, target
			}
		}' "$1"
}

checked=0
broken=0
complain() {
	echo "$1: $2" >&2
	broken=$((broken + 1))
}
for document in "${documents[@]}"; do
	while read -r line target; do
		[[ "$target" =~ ^[a-zA-Z][a-zA-Z0-9+.-]*: ]] && continue
		checked=$((checked + 1))
		path="${target%%#*}"
		file="$document"
		if [[ "$path" == /* ]]; then
			file=".$path"
		elif [[ -n "$path" ]]; then
			file="$(dirname "$document")/$path"
		fi
		if [[ ! -e "$file" ]]; then
			complain "$document:$line" "there is no $file"
		elif [[ "$target" == *#* && "$file" == *.md ]]; then
			# Not in a pipe: grep -q leaves early, and pipefail would report the writer's death.
			grep -qxF -- "${target#*#}" <<<"$(anchors "$file")" ||
				complain "$document:$line" "$file has no heading #${target#*#}"
		fi
	done < <(links "$document")
done
((broken == 0)) || {
	echo "error: $broken of $checked relative links are broken" >&2
	exit 1
}
echo "$checked relative links in ${#documents[@]} documents are good"
