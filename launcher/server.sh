# Starts, finds and stops the server. It writes "PID PORT" to $VIRGA_HOME/server.pid once it listens.

readonly START_SECONDS=60
readonly STOP_SECONDS=30
readonly LOG_BYTES=$((10 << 20))

# Sets server_pid and server_port when this home's server runs.
server_runs() {
  server_pid='' server_port=''
  [ -f "$VIRGA_HOME/server.pid" ] || return 1
  read -r server_pid server_port <"$VIRGA_HOME/server.pid" || true
  case $server_pid$server_port in
    '' | *[!0-9]*) return 1 ;;
  esac
  # A signal may be refused although the process is there; /proc knows.
  { kill -0 "$server_pid" 2>/dev/null || [ -d "/proc/$server_pid" ]; } &&
    curl -s -o /dev/null -m 5 "http://127.0.0.1:$server_port/_virga/health"
}

# Whether a process runs; one that ended and waits for its parent to notice does not.
lives() {
  local state=''
  kill -0 "$1" 2>/dev/null || return 1
  if [ -r "/proc/$1/stat" ]; then
    read -r state <"/proc/$1/stat" || return 1
    state=${state##*) }
  elif [ ! -d /proc/self ]; then
    state=$(ps -o stat= -p "$1" 2>/dev/null)
  fi
  case $state in
    '' | Z*) return 1 ;;
  esac
}

need_server() {
  server_runs || fail "no server is running for $VIRGA_HOME. Start it: virga up [DIR]"
}

# Sets started=yes when it was not running before.
start_server() {
  started=''
  if server_runs; then
    if [ -n "${wanted_port:-}" ] && [ "$wanted_port" != "$server_port" ]; then
      fail "the server of $VIRGA_HOME runs already, on port $server_port. Stop it first: virga stop"
    fi
    [ "$BUILD_STAMP" -nt "$VIRGA_HOME/server.pid" ] || return 0
    say "The server runs an older build: starting it again"
    wanted_port=$server_port
    stop_server
  fi
  local pid waited=0
  rotate_log
  choose_isolation
  server_command --port "${wanted_port:-4566}"
  launch "${command[@]}"
  until server_runs; do
    waited=$((waited + 1))
    if ! lives "$pid"; then
      say "${red}The server did not start.${plain} The end of $VIRGA_HOME/server.log:"
      tail -n 15 "$VIRGA_HOME/server.log" >&2
      exit 1
    fi
    [ "$waited" -le $((START_SECONDS * 20)) ] ||
      fail "the server does not answer after $START_SECONDS s; see $VIRGA_HOME/server.log"
    sleep 0.05
  done
  started=yes
}

# Detached from this terminal, with its own log. Sets pid.
launch() {
  if have setsid; then
    setsid "$@" >>"$VIRGA_HOME/server.log" 2>&1 </dev/null &
  else
    nohup "$@" >>"$VIRGA_HOME/server.log" 2>&1 </dev/null &
  fi
  pid=$!
}

rotate_log() {
  local log=$VIRGA_HOME/server.log
  if [ -f "$log" ] && [ "$(wc -c <"$log")" -gt "$LOG_BYTES" ]; then
    mv -f "$log" "$log.1"
  fi
}

# Sets the array "command": the whole command line of the server, in its user namespace.
server_command() {
  java_flags
  # An IPv6 address is written in brackets.
  case " $* " in
    *' --listen ['*) flags+=(-Djava.net.preferIPv4Stack=false) ;;
  esac
  command=(${isolation[@]+"${isolation[@]}"} "$JAVA_HOME/bin/java" "${flags[@]}"
    -cp "$DIST/lib/*" dev.virga.app.Main --home "$VIRGA_HOME" "$@")
}

# Without root the server runs as root of a user namespace, where it may isolate functions all the same.
# See docs/decisions/0002-user-namespace-instead-of-bubblewrap.md.
choose_isolation() {
  isolation=()
  is_root && return
  if unshare --user --map-root-user --mount true 2>/dev/null; then
    isolation=(unshare --user --map-root-user --mount)
  elif bwrap --dev-bind / / --unshare-user --uid 0 --gid 0 --cap-add ALL true 2>/dev/null; then
    isolation=(bwrap --dev-bind / / --unshare-user --uid 0 --gid 0 --cap-add ALL)
  else
    warn "${bold}functions will NOT be isolated:${plain} this system gives neither unshare nor bwrap a user namespace.
         Functions can read your files. Run only code that you trust, or install: $(how_to_install bubblewrap)"
  fi
}

stop_server() {
  local waited=0
  if ! server_runs; then
    if [ -n "$server_pid" ] && lives "$server_pid"; then
      # It hangs: it is ours by its pid file, and its command line says so.
      case $(tr '\0' ' ' <"/proc/$server_pid/cmdline" 2>/dev/null || ps -o args= -p "$server_pid" 2>/dev/null) in
        *dev.virga.app.Main*"$VIRGA_HOME"*) kill "$server_pid" ;;
        *) return 1 ;;
      esac
    else
      return 1
    fi
  else
    ask POST stop >/dev/null || kill "$server_pid" 2>/dev/null || true
  fi
  while lives "$server_pid"; do
    waited=$((waited + 1))
    if [ "$waited" -gt $((STOP_SECONDS * 20)) ]; then
      warn "the server does not end; killing it (nothing that it acknowledged is lost)"
      kill -9 "$server_pid" 2>/dev/null || true
      break
    fi
    sleep 0.05
  done
  rm -f "$VIRGA_HOME/server.pid"
}
