# Shared by the set-up tools; sourced, not run.
#
# Everything fetched lives in one folder, $DEPS: `.deps` in the checkout, or $DXPY_DEPS where that is set. In a
# linked git worktree `.deps` becomes a link to the main checkout's, so that all worktrees share one copy.
#   stdlib/      the standard library (the folder with os.py), with --tests also stdlib/test
#   peers/       CPython and PyPy: bin/python3.14, bin/pypy3, and the root they were unpacked in
#   apt/         the private apt configuration: sources list, state, cache
#   .stamp-NAME  written last; holds what NAME was made from, so that a later run has only to compare

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
SUITE=forky
SERIES=3.14

say() { printf '%s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Where the dependencies go; in a linked worktree, the main checkout's folder.
choose_deps() {
    DEPS=${DXPY_DEPS:-$ROOT/.deps}
    if [ -z "${DXPY_DEPS:-}" ] && [ ! -e "$DEPS" ] && [ -f "$ROOT/.git" ]; then
        local common; common=$(git -C "$ROOT" rev-parse --git-common-dir 2>/dev/null) || common=
        if [ -n "$common" ] && [ "${common##*/}" = .git ]; then
            mkdir -p "${common%/.git}/.deps"
            ln -sfn "${common%/.git}/.deps" "$DEPS"
        fi
    fi
    mkdir -p "$DEPS" || die "cannot make $DEPS"
    DEPS=$(cd "$DEPS" && pwd -P)
}
choose_deps

# stamped NAME TEXT: whether NAME was made from TEXT.
stamped() { [ -f "$DEPS/.stamp-$1" ] && [ "$(<"$DEPS/.stamp-$1")" = "$2" ]; }
stamp() { printf '%s\n' "$2" > "$DEPS/.stamp-$1"; }

# One set-up at a time in a folder; held until the process ends.
lock_deps() { exec 8> "$DEPS/.lock"; flock 8; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# missing_packages NAME...: those that are not installed on this machine, one a line.
missing_packages() {
    local have; have=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null) "
    local name
    for name in "$@"; do [[ $have == *" installed:$name "* ]] || printf '%s\n' "$name"; done
}

# require_packages NAME...: install with the machine's own apt what is missing.
require_packages() {
    local missing; mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} = 0 ] && return
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || die "these Debian packages are missing and there is no sudo: ${missing[*]}"
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get install -y -q --no-install-recommends "${missing[@]}" >"$DEPS/apt-install.log" 2>&1 && return
    as_root apt-get update -q >>"$DEPS/apt-install.log" 2>&1
    as_root apt-get install -y -q --no-install-recommends "${missing[@]}" >>"$DEPS/apt-install.log" 2>&1 \
        || die "cannot install ${missing[*]} (see $DEPS/apt-install.log)"
}

# A private apt for suite $SUITE: nothing of it touches the machine's own lists, cache or package state.
private_apt() {
    [ -n "${APT_READY:-}" ] && return
    local apt=$DEPS/apt site label mirror= keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -f $keyring ] || die "Debian's archive keyring is missing ($keyring; package debian-archive-keyring)"
    # The machine may list security and third-party archives as well; the label tells Debian's own mirror. Before
    # the first `apt-get update` there is no label, so the name has to do.
    while IFS='|' read -r site label; do
        case $label in Debian) mirror=$site; break;; esac
        case $site in *security*) ;; */debian|*/debian/) mirror=${mirror:-$site};; esac
    done < <(apt-get indextargets --format '$(SITE)|$(LABEL)' 2>/dev/null | sort -u)
    [ -n "$mirror" ] || die "no Debian mirror among the machine's apt sources"
    mkdir -p "$apt"/{lists/partial,cache/archives/partial,parts}
    {
        # Proxies, certificates and how old an index may be are the machine's choice; its hooks and pins are not wanted here.
        apt-config dump | grep -E '^Acquire::(https?|Retries|Check-Valid-Until|Check-Date)'
        printf '%s "%s";\n' Dir::Etc::Parts "$apt/parts" Dir::Etc::Main /dev/null \
            Dir::Etc::SourceList "$apt/sources.list" Dir::Etc::SourceParts "$apt/parts" \
            Dir::Etc::Preferences /dev/null Dir::Etc::PreferencesParts "$apt/parts" \
            Dir::State "$apt" Dir::State::lists "$apt/lists" Dir::State::status /dev/null Dir::Cache "$apt/cache" Dir::Cache::pkgcache "" Dir::Cache::srcpkgcache "" \
            APT::Sandbox::User root Acquire::Languages none Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled false
    } > "$apt/apt.conf"
    printf 'deb [signed-by=%s] %s %s main\n' $keyring "$mirror" $SUITE > "$apt/sources.list"
    export APT_CONFIG=$apt/apt.conf
    apt-get update -q >"$apt/log" 2>&1 || say "apt-get update failed for suite $SUITE (see $apt/log); trying with what is there"
    APT_READY=1
}

# unpack INTO NAME...: fetch packages of $SUITE and unpack them into a folder. No package is installed.
unpack() {
    local into=$1 name; shift
    private_apt
    local debs=$DEPS/apt/debs; rm -rf "$debs"; mkdir -p "$debs" "$into"
    (cd "$debs" && apt-get download -q "$@" >>"$DEPS/apt/log" 2>&1) \
        || die "cannot fetch from suite $SUITE: $* (no network? see $DEPS/apt/log)"
    for name in "$debs"/*.deb; do dpkg -x "$name" "$into" || die "cannot unpack ${name##*/}"; done
    rm -rf "$debs"
}

# build_dxpy: build .build/release/dxpy when a source is newer than the last build began; sets DXPY to it. An executable
# named by $DXPY beforehand is used as it is.
build_dxpy() {
    if [ -n "${DXPY_DEPS:-}" ]; then export DXPY_LIB=${DXPY_LIB:-$DEPS/stdlib}; fi
    if [ -n "${DXPY:-}" ]; then [ -x "$DXPY" ] || die "DXPY=$DXPY is not an executable"; return; fi
    DXPY=$ROOT/.build/release/dxpy
    local mark=$ROOT/.build/dxpy.built
    if [ -x "$DXPY" ] && [ -f "$mark" ] \
        && [ -z "$(find "$ROOT/Sources" "$ROOT/Package.swift" -newer "$mark" -print -quit)" ]; then return; fi
    local log=$ROOT/.build/dxpy.log
    mkdir -p "$ROOT/.build"
    touch "$mark.begun"
    say "building dxpy (output in .build/dxpy.log)"
    if ! (cd "$ROOT" && swift build -c release --static-swift-stdlib --product dxpy) >"$log" 2>&1; then
        grep -E 'error:' "$log" | sort -u | head -n 40 >&2
        die "the build failed (see $log)"
    fi
    mv "$mark.begun" "$mark"
}
