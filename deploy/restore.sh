#!/bin/sh
# restore.sh FILE: puts a backup in the place of the store that DATABASE_URL names. Stop the bot
# first. DIGEST names the command (default: digest).
set -eu
file=${1:?usage: restore.sh FILE}
[ -r "$file" ] || { echo "restore.sh: cannot read $file" >&2; exit 1; }
"${DIGEST:-digest}" restore --yes "$file"
"${DIGEST:-digest}" verify
