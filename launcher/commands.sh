# One function a command. Options are read by hand: the few that there are do not pay for a parser.

main() {
  VIRGA_HOME=${VIRGA_HOME:-$HOME/.virga}
  case $VIRGA_HOME in /*) ;; *) VIRGA_HOME=$PWD/$VIRGA_HOME ;; esac
  export VIRGA_HOME
  local name=${1:-help}
  [ $# -eq 0 ] || shift
  case " $* " in
    *' --help '* | *' -h '*)
      case $name in
        -*) ;;
        *)
          help_on "$name"
          return
          ;;
      esac
      ;;
  esac
  case $name in
    up | status | stop | logs | invoke | env | ca | url | down | iam | keys | coverage | test | fuzz | bench | serve | build) "cmd_$name" "$@" ;;
    help | --help | -h) help_on "${1:-}" ;;
    version | --version) printf 'virga %s\n' "$(version)" ;;
    *) usage_error "there is no command '$name'" ;;
  esac
}

version() { sed -n 's:.*<artifactId>virga</artifactId>.*::; s:^ *<version>\(.*\)</version>.*:\1:p' "$VIRGA_ROOT/pom.xml" | head -n 1; }

usage_error() { fail "$1. See: virga help${2:+ $2}" 2; }

# value_of OPTION COMMAND ARGUMENTS…: the argument after an option
value_of() {
  [ $# -ge 4 ] && [ -n "$4" ] || usage_error "$1 needs a value" "$2"
  printf '%s' "$4"
}

need_curl() { need curl curl "virga asks its server with it"; }

make_home() {
  mkdir -p "$VIRGA_HOME/runtimes" || fail "cannot make $VIRGA_HOME; set VIRGA_HOME to a folder that you may write"
  chmod 700 "$VIRGA_HOME"
}

# Everything that a server needs before it can start.
set_up() {
  need_curl
  make_home
  need_jdk
  need_build
  prepare_runtimes
}

cmd_build() {
  [ $# -eq 0 ] || usage_error "'build' takes no arguments" build
  make_home
  need_build
  say "The build is current."
}

cmd_up() {
  local dir='' detach='' stack='' folder
  wanted_port=${VIRGA_PORT:-}
  while [ $# -gt 0 ]; do
    case $1 in
      --detach | -d) detach=yes ;;
      --port) wanted_port=$(value_of "$1" up "$@") || exit; shift ;;
      --stack) stack=$(value_of "$1" up "$@") || exit; shift ;;
      -*) usage_error "up has no option '$1'" up ;;
      *)
        [ -z "$dir" ] || usage_error "up takes one folder" up
        dir=$1
        ;;
    esac
    shift
  done
  case $wanted_port in
    '' | [1-9] | [1-9][0-9] | [1-9][0-9][0-9] | [1-9][0-9][0-9][0-9] | [1-5][0-9][0-9][0-9][0-9] | 6[0-5][0-9][0-9][0-9]) ;;
    *) usage_error "'$wanted_port' is no port" up ;;
  esac
  folder=$(template_folder "$dir") || exit
  set_up
  start_server
  [ -z "$started" ] || hint "The cloud runs on http://127.0.0.1:$server_port (log: $VIRGA_HOME/server.log)"
  if [ -z "$folder" ]; then
    say "Nothing to deploy here: no template.yaml, template.yml or template.json in ${dir:-this folder}."
    if [ -z "$detach" ] && [ -n "$started" ]; then
      follow_until_stopped logs GET -G --data-urlencode follow=true
    fi
    return
  fi
  if [ -n "$detach" ]; then
    ask POST up -G --data-urlencode "dir=$folder" --data-urlencode "stack=$stack"
    return
  fi
  follow_until_stopped up POST -G --data-urlencode "dir=$folder" --data-urlencode "stack=$stack" --data-urlencode follow=true
}

# The absolute folder with a template; nothing when the current folder has none; fails when a named one has none.
template_folder() {
  local dir=${1:-.} name
  [ -d "$dir" ] || fail "there is no folder '$dir'" 2
  dir=$(cd "$dir" && pwd)
  for name in template.yaml template.yml template.json; do
    if [ -f "$dir/$name" ]; then
      printf '%s' "$dir"
      return
    fi
  done
  [ -z "${1:-}" ] || fail "no template.yaml, template.yml or template.json in $dir"
}

# Shows a stream until it ends or Ctrl-C; then stops the server if this very command started it.
follow_until_stopped() {
  local path=$1 method=$2 code=0
  shift 2
  interrupted=''
  trap 'interrupted=yes' INT
  ask "$method" "$path" "$@" || code=$?
  trap - INT
  if [ -n "$started" ]; then
    hint "Stopping the server; its data stays in $VIRGA_HOME. (virga up --detach leaves it running.)"
    stop_server || true
  fi
  # 130 is how a stream ends that a person interrupted.
  [ "$code" -eq 130 ] || return "$code"
}

cmd_serve() {
  local arguments=(--production) port='' name value
  while [ $# -gt 0 ]; do
    case $1 in
      --port) port=$(value_of "$1" serve "$@") || exit; shift ;;
      --listen | --address | --host | --tls-cert | --tls-key | --proxy | --region | --account | --limit)
        name=$1
        value=$(value_of "$1" serve "$@") || exit
        arguments+=("$name" "$value")
        shift
        ;;
      --plain-http) arguments+=("$1") ;;
      *) usage_error "serve has no option '$1'" serve ;;
    esac
    shift
  done
  # What was asked for by --listen comes after the default, and wins.
  arguments=(--port "${port:-${VIRGA_PORT:-4566}}" "${arguments[@]}")
  set_up
  ! server_runs || fail "the server of $VIRGA_HOME runs already (process $server_pid)"
  choose_isolation
  server_command "${arguments[@]}"
  exec "${command[@]}"
}

# Sets the array "format" from an optional --json.
only_json() {
  format=()
  local name=$1
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --json) format=(-G --data-urlencode format=json) ;;
      *) usage_error "$name has no option '$1'" "$name" ;;
    esac
    shift
  done
}

cmd_status() {
  only_json status "$@"
  need_curl
  if ! server_runs; then
    say "No server is running for $VIRGA_HOME."
    return 1
  fi
  ask GET status ${format[@]+"${format[@]}"}
}

cmd_stop() {
  [ $# -eq 0 ] || usage_error "'stop' takes no arguments" stop
  need_curl
  if stop_server; then
    say "Stopped. What was stored stays in $VIRGA_HOME."
  else
    say "No server is running for $VIRGA_HOME."
  fi
}

cmd_logs() {
  local follow=false name=''
  while [ $# -gt 0 ]; do
    case $1 in
      -f | --follow) follow=true ;;
      -*) usage_error "logs has no option '$1'" logs ;;
      *)
        [ -z "$name" ] || usage_error "logs takes one name" logs
        name=$1
        ;;
    esac
    shift
  done
  need_curl
  need_server
  ask GET logs -G --data-urlencode "follow=$follow" --data-urlencode "name=$name"
}

cmd_invoke() {
  local name='' event='' json=false
  while [ $# -gt 0 ]; do
    case $1 in
      --event | -e) event=$(value_of "$1" invoke "$@") || exit; shift ;;
      --json) json=true ;;
      -) usage_error "the event's file belongs after --event" invoke ;;
      -*) usage_error "invoke has no option '$1'" invoke ;;
      *)
        [ -z "$name" ] || usage_error "invoke takes one name" invoke
        name=$1
        ;;
    esac
    shift
  done
  [ -n "$name" ] || usage_error "invoke needs the name of a function" invoke
  [ -z "$event" ] || [ "$event" = - ] || [ -r "$event" ] || fail "cannot read '$event'" 2
  need_curl
  need_server
  case $event in
    '') ask POST invoke -H "X-Virga-Function: $name" -H "X-Virga-Json: $json" --data-binary '{}' ;;
    -) ask POST invoke -H "X-Virga-Function: $name" -H "X-Virga-Json: $json" --data-binary @- ;;
    *) ask POST invoke -H "X-Virga-Function: $name" -H "X-Virga-Json: $json" --data-binary "@$event" ;;
  esac
}

cmd_env() {
  local tls=false account=
  while [ $# -gt 0 ]; do
    case $1 in
      --https) tls=true ;;
      --account) [ $# -gt 1 ] || usage_error "--account needs twelve digits" env; account=$2; shift ;;
      *) usage_error "env has no option '$1'" env ;;
    esac
    shift
  done
  need_curl
  need_server
  ask GET env -G --data-urlencode "tls=$tls" --data-urlencode "account=$account"
}

cmd_ca() {
  [ $# -eq 0 ] || usage_error "'ca' takes no arguments" ca
  need_curl
  need_server
  ask GET ca
}

cmd_url() {
  [ $# -le 1 ] || usage_error "url takes one stack" url
  need_curl
  need_server
  ask GET url -G --data-urlencode "stack=${1:-}"
}

cmd_down() {
  local dir='' stack='' folder=''
  while [ $# -gt 0 ]; do
    case $1 in
      --stack) stack=$(value_of "$1" down "$@") || exit; shift ;;
      -*) usage_error "down has no option '$1'" down ;;
      *)
        [ -z "$dir" ] || usage_error "down takes one folder" down
        dir=$1
        ;;
    esac
    shift
  done
  if [ -z "$stack" ]; then
    folder=$(cd "${dir:-.}" 2>/dev/null && pwd) || fail "there is no folder '$dir'" 2
  fi
  need_curl
  need_server
  ask POST down -G --data-urlencode "dir=$folder" --data-urlencode "stack=$stack"
}

cmd_keys() {
  [ "${1:-}" = rotate ] && [ $# -eq 1 ] || usage_error "keys has one command: rotate" keys
  need_curl
  need_server
  ask POST keys/rotate
}

cmd_iam() {
  local what=${1:-}
  [ $# -eq 0 ] || shift
  case $what in
    explain | tighten) "iam_$what" "$@" ;;
    '') usage_error "iam needs a command: explain or tighten" iam ;;
    *) usage_error "iam has no command '$what'" iam ;;
  esac
}

# Whether answers on standard output may be coloured.
colours() {
  if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then printf true; else printf false; fi
}

iam_explain() {
  local request='' allowed=false format=text principal='' action='' resource='' context='' policy=''
  while [ $# -gt 0 ]; do
    case $1 in
      --allowed) allowed=true ;;
      --json) format=json ;;
      --principal) principal=$(value_of "$1" iam "$@") || exit; shift ;;
      --action) action=$(value_of "$1" iam "$@") || exit; shift ;;
      --resource) resource=$(value_of "$1" iam "$@") || exit; shift ;;
      --context)
        context+=$(value_of "$1" iam "$@")$'\n' || exit
        shift
        ;;
      --resource-policy)
        policy=$(value_of "$1" iam "$@") || exit
        [ -r "$policy" ] || fail "cannot read '$policy'" 2
        policy=$(cat "$policy")
        shift
        ;;
      -*) usage_error "iam explain has no option '$1'" iam ;;
      *)
        [ -z "$request" ] || usage_error "iam explain takes one request id" iam
        request=$1
        ;;
    esac
    shift
  done
  if [ -n "$principal" ]; then
    [ -n "$action" ] || usage_error "--principal needs --action" iam
  elif [ -n "$action$resource$context$policy" ]; then
    usage_error "--action, --resource, --context and --resource-policy belong to --principal" iam
  fi
  need_curl
  need_server
  ask GET iam/explain -G --data-urlencode "request=$request" --data-urlencode "allowed=$allowed" \
    --data-urlencode "format=$format" --data-urlencode "principal=$principal" --data-urlencode "action=$action" \
    --data-urlencode "resource=$resource" --data-urlencode "context=$context" \
    --data-urlencode "resource-policy=$policy" --data-urlencode "colours=$(colours)"
}

iam_tighten() {
  local function='' role='' apply=false format=text
  while [ $# -gt 0 ]; do
    case $1 in
      --role) role=$(value_of "$1" iam "$@") || exit; shift ;;
      --apply) apply=true ;;
      --json) format=json ;;
      -*) usage_error "iam tighten has no option '$1'" iam ;;
      *)
        [ -z "$function" ] || usage_error "iam tighten takes one function" iam
        function=$1
        ;;
    esac
    shift
  done
  [ -n "$function$role" ] || usage_error "iam tighten needs a function or --role" iam
  need_curl
  need_server
  ask POST iam/tighten -G --data-urlencode "function=$function" --data-urlencode "role=$role" \
    --data-urlencode "apply=$apply" --data-urlencode "format=$format" --data-urlencode "colours=$(colours)"
}

cmd_coverage() {
  local argument unknown='' was='' others=()
  for argument in "$@"; do
    case $argument in
      --unknown) unknown=yes ;;
      *) others+=("$argument") ;;
    esac
  done
  only_json coverage ${others[@]+"${others[@]}"}
  if [ -n "$unknown" ]; then
    need_curl
    need_server
    ask GET coverage -G --data-urlencode unknown=yes ${format[@]+"${format[@]}"}
    return
  fi
  set_up
  start_server
  was=$started
  ask GET coverage ${format[@]+"${format[@]}"}
  [ -z "$was" ] || stop_server
}
