#!/usr/bin/env bash
# Proves that a bare Debian 12 is enough: debootstraps bookworm (minbase) into build/bare, copies the
# committed tree in, and inside it runs ./run --build-only, starts the server, imports a sample and runs
# ./test --fast. Needs root and debootstrap. Nothing is installed by hand in the new system.
#
#   tests/bare/run.sh [--keep] [STEP...]     steps: build serve test; --keep reuses the system of the last time
#   RIMLIG_BARE_CCACHE=FOLDER                lends it a compiler cache, to save time and nothing else
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD/build/bare
port=${RIMLIG_BARE_PORT:-18480}

[ "$(id -u)" = 0 ] || { echo "tests/bare/run.sh needs root for debootstrap and chroot" >&2; exit 1; }

# All mounts and processes of the test live in a namespace of their own and end with it.
if [ -z "${RIMLIG_BARE_INSIDE:-}" ]; then
  exec env RIMLIG_BARE_INSIDE=1 unshare --mount --pid --fork --kill-child --propagation private "$0" "$@"
fi

keep=no steps=()
for argument in "$@"; do
  case "$argument" in --keep) keep=yes ;; *) steps+=("$argument") ;; esac
done
[ "${#steps[@]}" -gt 0 ] || steps=(build serve test)

say() { printf '\n### %s (%s s)\n' "$*" "$SECONDS"; }

# The mirror that this machine uses itself: the first http(s) address in its own apt configuration.
mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    grep -vE '^\s*#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' '
}

make_system() {
  say "debootstrap bookworm minbase"
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  debootstrap --variant=minbase bookworm "$root" "$(mirror)" >build/bare-debootstrap.log 2>&1 ||
    { tail -n 20 build/bare-debootstrap.log; exit 1; }
  # The network of this machine: names, mirrors, proxies and, if it has its own, its certificate authority.
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  rm -f "$root/etc/apt/sources.list"
  cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/" 2>/dev/null ||
    cp /etc/apt/sources.list "$root/etc/apt/"
  grep -hE '^Acquire::(Check|http|https|Retries)' /etc/apt/apt.conf.d/* >"$root/etc/apt/apt.conf.d/90host" || true
  cp /etc/ssl/certs/ca-certificates.crt "$root/usr/local/share/host-certificates.pem" 2>/dev/null || true
  # No service starts by itself in a chroot.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
}

inside() {
  local certificates=()
  [ ! -f "$root/usr/local/share/host-certificates.pem" ] || certificates=(NODE_EXTRA_CA_CERTS=/usr/local/share/host-certificates.pem)
  chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 CI=true \
    CCACHE_DIR=/var/cache/ccache CCACHE_BASEDIR=/rimlig CCACHE_NOHASHDIR=1 \
    "${certificates[@]}" bash -c "cd /rimlig && $1"
}

[ "$keep" = yes ] && [ -x "$root/bin/bash" ] || make_system
for tool in curl git sudo node cmake g++; do
  [ "$keep" = yes ] || [ ! -e "$root/usr/bin/$tool" ] || { echo "the system is not bare: it has $tool" >&2; exit 1; }
done
mkdir -p "$root/rimlig"
(cd "$root/rimlig" && find . -path ./build -prune -o -name node_modules -prune -o -type f -exec rm -f {} +)
git archive HEAD | tar -x -C "$root/rimlig"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t proc proc "$root/proc"
if [ -n "${RIMLIG_BARE_CCACHE:-}" ]; then
  mkdir -p "$root/var/cache/ccache"
  mount --bind "$RIMLIG_BARE_CCACHE" "$root/var/cache/ccache"
fi

for step in "${steps[@]}"; do
  case "$step" in
    build)
      say "./run --build-only"
      inside "./run --build-only && build/release/rimlig --help >/dev/null"
      ;;
    serve)
      say "server with the sample, and an import"
      inside "./run --port $port" >build/bare-serve.log 2>&1 &
      for _ in $(seq 120); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
        sleep 1
      done
      inside "exec 3<>/dev/tcp/127.0.0.1/$port && printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3 && head -n 1 <&3 | grep 200"
      inside "build/release/rimlig import actions samples/atgarder-kastanjen-linden.txt --dry-run --json | head -c 300"
      ;;
    test)
      say "./test --fast"
      inside "./test --fast"
      ;;
  esac
done
say "the bare machine was enough"
