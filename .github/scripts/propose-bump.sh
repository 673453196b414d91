#!/usr/bin/env bash
# Put FOLDER/bump.patch on the branch bump/VERSION, and FOLDER/report.md into its pull request.
#
#     propose-bump.sh VERSION FOLDER
#
# The branch is this script's own, and what it put there is replaced; what somebody else committed is not.
set -euo pipefail
version=$1 folder=$2 branch=bump/$1

if [[ ! -s $folder/bump.patch ]]; then
  echo "::notice title=Bump::$version: nothing to change"
  exit
fi
git config user.name "github-actions[bot]"
bot="41898282+github-actions[bot]@users.noreply.github.com"
git config user.email "$bot"
gh auth setup-git
known=$(git ls-remote origin "refs/heads/$branch" | cut -f1)
if [[ -n $known ]]; then
  git fetch --quiet --depth=1 origin "$known"
  author=$(git log -1 --format=%ae "$known")
  if [[ $author != "$bot" ]]; then
    echo "::error title=Bump::$branch ends with a commit of $author; merge or delete the branch, and run this again"
    exit 1
  fi
fi
git switch --quiet --force-create "$branch"
git apply --index --whitespace=nowarn "$folder/bump.patch"
git commit --quiet --message "Version $version, as nox -s bump makes it"
git push --quiet --force-with-lease="$branch:$known" origin "$branch"

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
