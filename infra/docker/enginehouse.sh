#!/bin/sh
# The command line inside the api's container: docker compose -f infra/compose.yaml exec api enginehouse status
set -eu
token=/setup/bootstrap/admin-token
if [ -z "${ENGINEHOUSE_TOKEN:-}" ] && [ -r "$token" ]; then
  ENGINEHOUSE_TOKEN=$(cat "$token")
  export ENGINEHOUSE_TOKEN
fi
exec node /opt/enginehouse/apps/cli/bin/enginehouse.mjs "$@"
