#!/usr/bin/env bash
# Whether a tag can be released: check-release.sh v1.2.3. It has to be the version of the package, and a heading of the
# changelog.
set -euo pipefail
tag=$1
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' src/hubspot_marketing_events/_version.py)
if [[ $tag != "v$version" ]]; then
  echo "error: the tag is $tag, and the version of the package is $version: tag v$version, or change the version" >&2
  exit 1
fi
if ! grep --quiet --fixed-strings --line-regexp --regexp="## $version" CHANGELOG.md; then
  echo "error: CHANGELOG.md has no line '## $version'" >&2
  exit 1
fi
