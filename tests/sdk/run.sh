#!/bin/sh
# Sends page, track, identify, group and alias through the SDKs that people already use, against a running server:
#
#   tests/sdk/run.sh http://127.0.0.1:8080 WRITEKEY [CLIENT…]
#
# Installs the SDKs into a temporary folder (npm and pip must reach their registries). Clients: segment-node,
# rudder-node, segment-python, rudder-python, segment-browser (needs chromedriver); all of them unless some are named.
# Exits 1 when any SDK reports an error. Every client uses its own user, `sdk-<client>-<run>`, printed at the end.
set -u
[ $# -ge 2 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
base_url=${1%/}
write_key=$2
shift 2
[ $# -gt 0 ] || set -- segment-node rudder-node segment-python rudder-python segment-browser
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SDK_RUN=${SDK_RUN:-$(date +%s)}

install_node() {
  [ -d "$work/node_modules" ] && return
  cp "$here/package.json" "$here"/*.mjs "$work/"
  (cd "$work" && npm install --no-audit --no-fund --silent --no-package-lock) || exit 1
}

install_python() {
  [ -d "$work/venv" ] && return
  python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    -r "$here/requirements.txt" || exit 1
}

failed=0
for client in "$@"; do
  case $client in
    segment-node | rudder-node | segment-browser)
      install_node
      (cd "$work" && node "$client.mjs" "$base_url" "$write_key") ;;
    segment-python | rudder-python)
      install_python
      "$work/venv/bin/python" "$here/$(echo "$client" | tr - _).py" "$base_url" "$write_key" ;;
    *)
      echo "$client is no client of this folder" >&2
      exit 2 ;;
  esac
  if [ $? -eq 0 ]; then echo "ok      $client (user sdk-$client-$SDK_RUN)"; else echo "failed  $client"; failed=1; fi
done
exit $failed
