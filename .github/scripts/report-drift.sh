#!/usr/bin/env bash
# Look for drift, and keep one open issue, known by its label, that says what has changed.
#
#     report-drift.sh COMMAND...
#
# COMMAND looks, and ends with 0: unchanged, 1: changed, as its standard output says, or 3: could not look. A look that
# fails is a warning, and is repeated after $PAUSES, in seconds; where the last fails too, so does this.
set -euo pipefail

for pause in ${PAUSES-600 1800} none; do
  ended=0
  report=$("$@") || ended=$?
  [[ $ended == 3 && $pause != none ]] || break
  echo "::warning title=Drift::Could not look at the published document; trying again in $pause seconds."
  sleep "$pause"
done
if [[ $ended == 0 ]]; then
  echo "$report"
  exit
fi
# A crash, too, ends with 1, but reports nothing.
if [[ $ended != 1 || -z $report ]]; then
  echo "::error title=Drift::Could not look at the published document; the log says why."
  exit "$ended"
fi

body=${report:0:60000} # GitHub takes 65,536 characters
number=$(gh issue list --label drift --state open --limit 1 --json number --jq '.[].number')
if [[ -n $number ]]; then
  gh api --silent --method PATCH "repos/{owner}/{repo}/issues/$number" --field body=@- <<<"$body"
else
  gh label create drift --force --description "The published document has changed"
  gh issue create --label drift --title "HubSpot has changed the published document" --body-file - <<<"$body"
fi
