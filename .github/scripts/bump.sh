#!/usr/bin/env bash
# Bump $VERSION, and leave what was done in FOLDER/report.md; where it fails, the reason is in the job's summary.
#
#     VERSION=2026-09 [DOCUMENT=URL] [LIKE=VERSION] [DEFAULT=yes] bump.sh FOLDER
set -euo pipefail
folder=$1 said=$(mktemp)

bump=(nox -s bump -- "$VERSION")
bump+=(${DOCUMENT:+--document "$DOCUMENT"} ${LIKE:+--like "$LIKE"} ${DEFAULT:+--default})
code=0
{ "${bump[@]}" 2>&1 >&3 | tee "$said" >&2; } 3>&1 | tee "$folder/report.md" || code=$?
if ((code)); then
  tail -n 50 "$said" | sed 's/^/    /' >>"$GITHUB_STEP_SUMMARY" # four spaces, which no text of a document can end
fi
exit "$code"
