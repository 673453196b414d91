#!/usr/bin/env bash
# Put what a bump changed into FOLDER/bump.patch, and what it wrote about the difference at the end of FOLDER/report.md.
#
#     pack-bump.sh FOLDER
set -euo pipefail

git add --all
git diff --cached --binary >"$1/bump.patch"
git diff --cached --name-only --diff-filter=d -z -- docs/api-diff | xargs -0 -r cat >>"$1/report.md"
