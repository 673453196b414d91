#!/usr/bin/env bash
# Say which versions the project carries, as the output `keys` of a step: a list in JSON, for a matrix.
set -euo pipefail
keys=$(python3 -c 'import json, tomllib; print(json.dumps([*tomllib.load(open("openapi/versions.toml", "rb"))["versions"]]))')
echo "keys=$keys" >>"$GITHUB_OUTPUT"
