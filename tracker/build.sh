#!/bin/sh
# Makes enfilade.min.js, which is what the server sends, from enfilade.js. Needs Node; run it after every change of the
# source and commit both. The first line of the result names the SHA-256 of the source, and a test compares them.
set -eu
cd "$(dirname "$0")"
source_hash=$(sha256sum enfilade.js | cut -c1-16)
{
  printf '/* Enfilade, Apache-2.0, source %s */\n' "$source_hash"
  npx --yes terser@5.44.0 enfilade.js --ecma 2017 --compress passes=3 --mangle
} >enfilade.min.js.new
mv enfilade.min.js.new enfilade.min.js
echo "$(gzip -9c enfilade.min.js | wc -c) bytes with gzip -9"
