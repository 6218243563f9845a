#!/usr/bin/env bash
# Runs every gate of the project: format, clippy, house rules, tests, documentation, each with its time.
# Installs what the tests need where apt-get is there; beyond that it needs a Rust toolchain and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
begin=$SECONDS

note() { printf '== %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
have_python_venv() { have python3 && python3 -c 'import ensurepip, venv' >/dev/null 2>&1; }

missing=()
have chromium || have chromium-browser || have google-chrome || missing+=(chromium)
have chromedriver || missing+=(chromium-driver)
have postgres || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
have_python_venv || missing+=(python3-venv)
have node || missing+=(nodejs)
have npm || missing+=(npm)
have cc || missing+=(build-essential)

if ((${#missing[@]})); then
    as_root=()
    if (($(id -u) != 0)); then as_root=(sudo -n); fi
    if ! have apt-get; then
        note "apt-get is not here; please install what corresponds to: ${missing[*]}"
    elif ((${#as_root[@]})) && ! have sudo; then
        note "neither root nor sudo; please install: ${missing[*]}"
    else
        note "installing ${missing[*]}"
        # The expansion with `+` keeps older versions of bash from calling an empty array unset.
        { ${as_root[@]+"${as_root[@]}"} apt-get update -q &&
            ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -q --no-install-recommends "${missing[@]}"; } >&2 ||
            note "installing failed; the tests that need ${missing[*]} will say so"
    fi
fi
note "preparation: $((SECONDS - begin)) s"

# A fresh rustup is on the path of the next login only.
if ! have cargo && [[ -x "${HOME:-}/.cargo/bin/cargo" ]]; then PATH="$HOME/.cargo/bin:$PATH"; fi
if ! have cargo; then
    note "cargo is not here; install a Rust toolchain from https://rustup.rs"
    exit 1
fi
have cargo-nextest || note "cargo-nextest is not here; cargo test is used instead"

# A machine that runs everything must not skip anything in silence.
export ENFILADE_REQUIRE_POSTGRES=1 ENFILADE_REQUIRE_BROWSER=1
# The SDKs of others come from npm and PyPI; their tests run where these can be used at all.
if have node && have npm && have_python_venv; then
    export ENFILADE_REQUIRE_SDKS=1
else
    note "node, npm or python3-venv is missing; the tests with other people's SDKs are left out"
fi

# A build that is made once has nothing to gain from notes for the next one, and they fill the disk.
if [[ -n "${CI:-}" ]]; then export CARGO_INCREMENTAL=0; fi

status=0
cargo run -q -p xtask -- ci || status=$?
note "everything: $((SECONDS - begin)) s"
exit "$status"
