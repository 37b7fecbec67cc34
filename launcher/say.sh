# What people read: progress, warnings and errors go to stderr, answers to stdout.

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\033[1m' red=$'\033[31m' yellow=$'\033[33m' dim=$'\033[2m' plain=$'\033[0m'
else
  bold='' red='' yellow='' dim='' plain=''
fi

say() { printf '%s\n' "$*" >&2; }
warn() { printf '%s\n' "${yellow}warning:${plain} $*" >&2; }
# A note that only matters while it is on the screen.
hint() { printf '%s\n' "${dim}$*${plain}" >&2; }

# fail MESSAGE [CODE]: 1 = it did not work, 2 = wrong usage, 3 = something is missing on this machine
fail() {
  printf '%s\n' "${red}virga:${plain} $1" >&2
  exit "${2:-1}"
}

# step TITLE LOG COMMAND…: one line with the seconds it took; the end of the log when it fails.
step() {
  local title=$1 log=$2 begin=$SECONDS code=0
  shift 2
  printf '%s' "  $title " >&2
  "$@" >>"$log" 2>&1 || code=$?
  if [ "$code" -ne 0 ]; then
    printf '%s\n' "${red}failed${plain} after $((SECONDS - begin)) s; the end of $log:" >&2
    tail -n 30 "$log" >&2
    return "$code"
  fi
  printf '%s\n' "${dim}$((SECONDS - begin)) s${plain}" >&2
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# In CI, as root on Debian, missing packages are installed; elsewhere people are told what to install.
may_install() { [ "${CI:-}" = true ] && is_root && have apt-get; }

# apt PACKAGE…
apt() {
  mkdir -p "$VIRGA_HOME"
  if [ -z "${apt_updated:-}" ]; then
    step "apt-get update" "$VIRGA_HOME/setup.log" apt-get update -q || return
    apt_updated=yes
  fi
  step "apt-get install $*" "$VIRGA_HOME/setup.log" \
    env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# need COMMAND PACKAGE PURPOSE: the command is there, or is installed, or the user is told how.
need() {
  have "$1" && return
  if may_install && apt "$2" && have "$1"; then
    return
  fi
  fail "$1 is missing: $3. Install it: $(how_to_install "$2")" 3
}

how_to_install() {
  if have apt-get; then
    printf '%s' "$(as_root)apt-get install $1"
  elif have brew; then
    printf '%s' "brew install $1"
  elif have dnf; then
    printf '%s' "$(as_root)dnf install $1"
  elif have apk; then
    printf '%s' "$(as_root)apk add $1"
  else
    printf '%s' "the package $1 of your system"
  fi
}

as_root() { is_root || printf 'sudo '; }
