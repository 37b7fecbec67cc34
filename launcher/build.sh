# Builds the server when its sources changed. Knowing that they did not takes no Maven and no JVM.

readonly DIST=$VIRGA_ROOT/app/target/dist
readonly BUILD_STAMP=$DIST/sources
readonly BUILD_LOG=$VIRGA_ROOT/target/build.log

# Everything that the build of the server reads.
source_files() {
  (
    cd "$VIRGA_ROOT" || exit
    find pom.xml ./*/pom.xml models ./*/src/main -type f -not -path "./bench/*" "$@" 2>/dev/null
  )
}

source_list() { source_files | LC_ALL=C sort | cksum; }
source_content() { (cd "$VIRGA_ROOT" && source_files -exec cksum {} + | LC_ALL=C sort | cksum); }

# The stamp holds a checksum of the names and one of the contents. The contents are read only when a file is newer.
build_is_current() {
  local list content
  [ -f "$BUILD_STAMP" ] && [ -d "$DIST/lib" ] || return 1
  { read -r list && read -r content; } <"$BUILD_STAMP" || return 1
  if [ "$list" = "$(source_list)" ] && [ -z "$(source_files -newer "$BUILD_STAMP" | head -n 1)" ]; then
    return 0
  fi
  [ "$content" = "$(source_content)" ] || return 1
  stamp_build 2>/dev/null || true
}

stamp_build() { printf '%s\n%s\n' "$(source_list)" "$(source_content)" >"$BUILD_STAMP"; }

need_build() {
  build_is_current && return
  need_jdk
  need mvn maven "it builds the server"
  [ -w "$VIRGA_ROOT" ] || fail "the build is not current, and $VIRGA_ROOT belongs to somebody else: run 'virga build' as its owner"
  mkdir -p "$VIRGA_ROOT/target"
  hold_build_lock
  if ! build_is_current; then
    build
  fi
  release_build_lock
}

hold_build_lock() {
  local waited=0 owner
  until mkdir "$VIRGA_ROOT/target/building" 2>/dev/null; do
    owner=$(cat "$VIRGA_ROOT/target/building/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$VIRGA_ROOT/target/building"
      continue
    fi
    [ "$waited" -gt 0 ] || say "Another virga is building; waiting for it."
    waited=$((waited + 1))
    [ "$waited" -le 900 ] || fail "still waiting for the other build; remove $VIRGA_ROOT/target/building if there is none"
    sleep 1
  done
  printf '%s\n' $$ >"$VIRGA_ROOT/target/building/pid"
  trap release_build_lock EXIT
}

release_build_lock() { rm -rf "$VIRGA_ROOT/target/building"; }

build() {
  local begin=$SECONDS
  say "${bold}Building Virga${plain} (once; the log is in target/build.log)"
  rm -f "$BUILD_STAMP"
  : >"$BUILD_LOG"
  (cd "$VIRGA_ROOT" && maven -pl app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) 2>&1 |
    tee -a "$BUILD_LOG" | show_modules || {
    say "${red}The build failed${plain} after $((SECONDS - begin)) s; from $BUILD_LOG:"
    grep -E '^\[ERROR\]' "$BUILD_LOG" | head -n 30 >&2 || tail -n 30 "$BUILD_LOG" >&2
    exit 1
  }
  train
  stamp_build
  hint "  built in $((SECONDS - begin)) s"
}

# Maven without colours and download bars; -o is not used, so that a fresh machine fetches what it needs.
maven() {
  MAVEN_OPTS="${MAVEN_OPTS:--Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1}" \
    mvn -B -ntp --no-snapshot-updates "$@"
}

# One line a module, with the seconds it took.
show_modules() {
  local line name='' begin=$SECONDS failed=0
  while IFS= read -r line; do
    case $line in
      '[INFO] Building '*' ['*'/'*']')
        module_done "$name" "$begin"
        name=${line#'[INFO] Building '}
        name=${name%% *}
        begin=$SECONDS
        printf '%s' "  $name " >&2
        ;;
      *'BUILD FAILURE'*) failed=1 ;;
    esac
  done
  module_done "$name" "$begin"
  return $failed
}

module_done() {
  [ -z "$1" ] || printf '%s\n' "${dim}$((SECONDS - $2)) s${plain}" >&2
}

# The JVM remembers the classes of a first run, linked and profiled, so that later starts take a fraction of the time.
train() {
  local home
  rm -f "$DIST/virga.aot"
  home=$(mktemp -d)
  step "start-up cache" "$BUILD_LOG" train_in "$home" || warn "no start-up cache: the server will start more slowly"
  rm -rf "$home"
}

train_in() {
  java_flags
  "$JAVA_HOME/bin/java" "${flags[@]}" -XX:AOTCacheOutput="$DIST/virga.aot" \
    -cp "$DIST/lib/*" dev.virga.app.Main --home "$1/home" --port 0 --train
}

# Sets the array "flags": how the server's JVM runs. Two of them are for a quick start: the engine asks for all locales, which
# takes a fifth of it unless there is only the root one, and no text here depends on another; and RocksDB would start a process
# to learn which C library this is.
java_flags() {
  compgen -G '/lib/ld-musl-*' >/dev/null || export ROCKSDB_MUSL_LIBC="${ROCKSDB_MUSL_LIBC:-false}"
  flags=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms32m -XX:MaxRAMPercentage=25 -Xss512k
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    "-Dvirga.native=${VIRGA_HOME}/native" -Djava.net.preferIPv4Stack=true -Djava.locale.providers=SPI)
  if [ -f "$DIST/virga.aot" ]; then
    flags+=("-XX:AOTCache=$DIST/virga.aot" -Xlog:aot=off -Xlog:cds=off)
  fi
}
