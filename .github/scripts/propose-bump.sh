#!/usr/bin/env bash
# Put FOLDER/bump.patch on the branch bump/VERSION, and FOLDER/report.md into its pull request.
#
#     propose-bump.sh VERSION FOLDER
#
# The branch is this script's own: whatever was there is replaced.
set -euo pipefail
version=$1 folder=$2 branch=bump/$1

if [[ ! -s $folder/bump.patch ]]; then
  echo "::notice title=Bump::$version: nothing to change"
  exit
fi
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
gh auth setup-git
git switch --quiet --force-create "$branch"
git apply --index --whitespace=nowarn "$folder/bump.patch"
git commit --quiet --message "Version $version, as nox -s bump makes it"
git push --quiet --force origin "$branch"

report=$(<"$folder/report.md")
body=${report:0:60000} # GitHub takes 65,536 characters
number=$(gh pr list --head "$branch" --state open --limit 1 --json number --jq '.[].number')
if [[ -n $number ]]; then
  # `gh pr edit` asks for more than a workflow's token may see: https://github.com/cli/cli/issues/8784
  gh api --silent --method PATCH "repos/{owner}/{repo}/pulls/$number" --field body=@- <<<"$body"
else
  gh pr create --head "$branch" --title "Version $version" --body-file - <<<"$body"
fi
gh workflow run ci.yml --ref "$branch"
