#!/bin/sh
# backup.sh FOLDER [KEEP]: writes one verified copy of the store that DATABASE_URL names, while the
# bot runs, and keeps the newest KEEP copies (default 14). DIGEST names the command (default: digest).
set -eu
# The copy holds who follows what: it is for its owner's eyes.
umask 077
folder=${1:?usage: backup.sh FOLDER [KEEP]}
keep=${2:-14}
case $keep in *[!0-9]* | '' | 0) echo "backup.sh: KEEP must be a number above 0" >&2; exit 2 ;; esac
mkdir -p "$folder"
name="$folder/union-digest-$(date -u +%Y%m%dT%H%M%SZ).backup"
# Written under another name first: a copy that bears its final name is whole.
"${DIGEST:-digest}" backup "$name.part"
mv "$name.part" "$name"
echo "$name"
# Names sort by time; everything after the newest KEEP goes.
find "$folder" -maxdepth 1 -name 'union-digest-*.backup' | sort -r | tail -n "+$((keep + 1))" |
  while IFS= read -r old; do rm -- "$old"; done
