# virga test: what a developer and CI run. Output: one line a test class, what failed in full, one summary line.

# Of a report of failed tests, on the terminal.
readonly FAILURE_LINES=40

cmd_test() {
  local module modules='' log code=0
  for module in "$@"; do
    case $module in
      -*) usage_error "test has no option '$module'" test ;;
    esac
    [ -f "$VIRGA_ROOT/$module/pom.xml" ] || usage_error "there is no module '$module'" test
    modules=$modules,$module
  done
  need_curl
  make_home
  need_jdk
  need mvn maven "it builds Virga and runs its tests"
  prepare_runtimes
  prepare_aws_cli
  prepare_aws_cli_2
  prepare_node_clients
  mkdir -p "$VIRGA_ROOT/target"
  log=$VIRGA_ROOT/target/test.log
  export VIRGA_RUNTIMES=$VIRGA_HOME/runtimes
  say "${bold}Testing${plain} (everything is in target/test.log)"
  find "$VIRGA_ROOT" -path '*/target/surefire-reports/*.*' -type f -exec rm -f {} +
  # A module's failed tests do not keep those that build on it from running: the log tells what failed.
  (cd "$VIRGA_ROOT" && maven verify --fail-at-end -Dmaven.test.failure.ignore=true ${modules:+-pl "${modules#,}" -am}) 2>&1 | tee "$log" | show_tests || code=$?
  summarize "$code"
}

# The conformance tests use the real client.
prepare_aws_cli() {
  local venv=$VIRGA_HOME/tools/aws stamp
  stamp=$(cksum <"$VIRGA_ROOT/runtimes/python/requirements-test.txt")
  if [ "$(cat "$venv/.prepared" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$venv"
    if ! have python3 || ! step "AWS CLI, for the conformance tests" "$VIRGA_HOME/setup.log" fill_aws_cli "$venv"; then
      warn "no AWS CLI: the tests that use it are skipped"
      return 0
    fi
    printf '%s\n' "$stamp" >"$venv/.prepared"
  fi
  export VIRGA_AWS_CLI=$venv/bin/aws VIRGA_TEST_PYTHON=$venv/bin/python3
}

fill_aws_cli() {
  if ! python3 -m venv "$1" 2>/dev/null; then
    may_install && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3-venv &&
      python3 -m venv "$1" || return
  fi
  "$1/bin/pip" install --quiet --disable-pip-version-check --requirement "$VIRGA_ROOT/runtimes/python/requirements-test.txt"
}

# Version 2 is on no package index; Debian has it. Its tests run inside its own Python.
prepare_aws_cli_2() {
  local found
  found=$(aws_cli_2_python)
  if [ -z "$found" ] && may_install && apt awscli; then
    found=$(aws_cli_2_python)
  fi
  if [ -n "$found" ]; then
    export VIRGA_AWS_CLI_2_PYTHON=$found
  else
    warn "no AWS CLI 2 in /usr/bin: the tests that use it go without"
  fi
}

aws_cli_2_python() {
  local first
  [ -r /usr/bin/aws ] && IFS= read -r first </usr/bin/aws 2>/dev/null || return 0
  first=${first#'#!'}
  case $first in
    /*python*) "$first" -c 'import sys, awscli; sys.exit(not awscli.__version__.startswith("2."))' 2>/dev/null && printf '%s' "$first" ;;
  esac
  return 0
}

prepare_node_clients() {
  local folder=$VIRGA_HOME/tools/node lock=$VIRGA_ROOT/conformance/src/test/calls/node/package-lock.json stamp
  stamp=$(cksum <"$lock")
  if [ "$(cat "$folder/.prepared" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$folder"
    if ! have npm || ! step "AWS SDK for JavaScript, for the conformance tests" "$VIRGA_HOME/setup.log" fill_node_clients "$folder"; then
      warn "no AWS SDK for JavaScript: the tests that use it go without"
      return 0
    fi
    printf '%s\n' "$stamp" >"$folder/.prepared"
  fi
  export VIRGA_NODE_CLIENTS=$folder
}

fill_node_clients() {
  mkdir -p "$1" && cp "$VIRGA_ROOT"/conformance/src/test/calls/node/package*.json "$1/" &&
    npm ci --prefix "$1" --omit=dev --ignore-scripts --no-audit --no-fund
}

# Fails when Maven names an error: failed tests, a test process that died, code that does not compile.
show_tests() {
  local line failed=0
  while IFS= read -r line; do
    case $line in '[ERROR]'*) failed=1 ;; esac
    case $line in
      '[INFO] Building '*' ['*'/'*']')
        line=${line#'[INFO] Building '}
        say "${bold}${line%% *}${plain}"
        ;;
      *'Tests run: '*' - in '* | *'Tests run: '*' -- in '*) say "  $(one_class "$line")" ;;
      '[count] '*) say "  ${line#'[count] '}" ;;
      '[ERROR] '*'Failed to execute goal'*) say "  ${red}${line#'[ERROR] '}${plain}" ;;
      '[ERROR] COMPILATION ERROR'* | '[ERROR] '*'.java:'* | '[ERROR]   '*) say "  ${red}${line#'[ERROR] '}${plain}" ;;
      '[WARNING] '*'.java:'*) say "  $line" ;;
    esac
  done
  return $failed
}

# [INFO] Tests run: 25, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.478 s -- in a.b.CTest
one_class() {
  local line=$1 name run bad skipped time
  name=${line##* }
  name=${name##*.}
  run=${line#*Tests run: } run=${run%%,*}
  skipped=${line#*Skipped: } skipped=${skipped%%,*}
  time=${line#*elapsed: } time=${time%% s*}
  case $line in
    *FAILURE*) bad="${red}FAILED${plain}" ;;
    *) bad=ok ;;
  esac
  printf '%s %s: %s tests, %s s' "$bad" "$name" "$run" "$time"
  [ "$skipped" = 0 ] || printf ' (%s skipped)' "$skipped"
}

# summarize CODE: adds up the reports of all modules.
summarize() {
  local passed
  passed=$(find "$VIRGA_ROOT" -path '*/target/surefire-reports/TEST-*.xml' -type f -exec \
    sed -n 's/.*<testsuite .*/&/p' {} + | awk '
      function number(name,  at, rest) {
        at = match($0, " " name "=\"[0-9]+\"")
        rest = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        return at ? rest + 0 : 0
      }
      { tests += number("tests"); failed += number("failures") + number("errors"); skipped += number("skipped") }
      END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }')
  if [ "$1" -ne 0 ]; then
    find "$VIRGA_ROOT" -path '*/target/surefire-reports/*.txt' -type f -exec grep -l 'FAILURE!\|ERROR!' {} + | sort | head -n 20 |
      while IFS= read -r report; do
        say "${red}$(basename "$report" .txt)${plain}"
        sed -n "5,${FAILURE_LINES}p" "$report" >&2
      done
    say "${red}The tests failed.${plain} Details: target/test.log and */target/surefire-reports"
  fi
  printf '%s\n' "$passed"
  return "$1"
}
