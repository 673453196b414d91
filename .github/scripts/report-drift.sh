#!/usr/bin/env bash
# Look for drift, and keep one issue, known by its label, that says what has changed.
#
#     report-drift.sh COMMAND...
#
# COMMAND is given --history and --summary, looks, and ends with 0: as it was taken over, 1: something is new, as its
# standard output says, 3: could not look, or 4: changed, and reported before. A look that fails is a warning, and is
# repeated after $PAUSES, in seconds; where the last fails too, so does this.
#
# What was reported is kept at the end of the newest issue, whether it is open or not, so that it is reported once.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gh issue list --label drift --state all --limit 1 --json number,state,body \
  --jq '.[] | "\(.number) \(.state)\n\(.body)"' >"$work/issue"
read -r number state <"$work/issue" || true
sed -n 's/\r$//; s/^<!-- drift-history \([A-Za-z0-9+/=]*\) -->$/\1/p' "$work/issue" | tail -n 1 |
  base64 --decode >"$work/history" || : >"$work/history"

for pause in ${PAUSES-600 1800} none; do
  ended=0
  report=$("$@" --history "$work/history" --summary "$work/summary") || ended=$?
  [[ $ended == 3 && $pause != none ]] || break
  echo "::warning title=Drift::Could not look at what HubSpot publishes; trying again in $pause seconds."
  sleep "$pause"
done

# A crash, too, ends with 1, but reports nothing.
if [[ ! $ended =~ ^[014]$ || ($ended == 1 && (-z $report || ! -s $work/summary)) ]]; then
  echo "::error title=Drift::Could not look at what HubSpot publishes; the log says why."
  exit $((ended ? ended : 1))
fi

if [[ $ended == 0 ]]; then
  echo "As it was taken over."
  if [[ ${state-} == OPEN ]]; then
    gh issue close "$number" --comment "What HubSpot publishes is as it was taken over."
  fi
  exit
fi
if [[ $ended == 4 && ${state-} != OPEN ]]; then
  echo "Changed, as issue ${number-} has said before."
  exit
fi

kept="<!-- drift-history $(base64 --wrap=0 "$work/history") -->"
room=$((65000 - ${#kept})) # GitHub takes 65,536 characters
body=$(printf '%s\n\n%s' "${report:0:room}" "$kept")
title=$(head -n 1 "$work/summary")
title=${title:0:200}

if [[ ${state-} != OPEN ]]; then
  gh label create drift --force --description "What HubSpot publishes has changed"
  gh issue create --label drift --title "$title" --body-file - <<<"$body"
  exit
fi
gh api --silent --method PATCH "repos/{owner}/{repo}/issues/$number" \
  --raw-field "title=$title" --field body=@- <<<"$body"
# An edit of the body calls nobody, so what breaks calls or reaches the upsert is a comment as well.
if [[ $(sed -n 2p "$work/summary") == alarm ]]; then
  news=$(tail -n +3 "$work/summary")
  gh issue comment "$number" --body-file - <<<"${news:0:60000}"
fi
