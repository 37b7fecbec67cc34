# virga fuzz: hostile input for everything that reads some, for as long as is wanted. The tests run a slice of it.

readonly FUZZ_CLASSES=$VIRGA_ROOT/app/target/fuzz-launcher
readonly FUZZ_CORPUS=$VIRGA_ROOT/app/src/test/resources/fuzz

cmd_fuzz() {
  local arguments=()
  while [ $# -gt 0 ]; do
    case $1 in
      --minutes | --seed)
        local number
        number=$(value_of "$1" fuzz "$@") || exit
        case $number in '' | *[!0-9-]*) usage_error "$1 wants a number" fuzz ;; esac
        arguments+=("$1" "$number")
        shift
        ;;
      -*) usage_error "fuzz has no option '$1'" fuzz ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  set_up
  build_fuzz
  say "${bold}Fuzzing${plain} a cloud of its own; what it finds is saved in ${FUZZ_CORPUS#"$VIRGA_ROOT/"}"
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx1g -cp "$FUZZ_CLASSES:$DIST/lib/*" \
    dev.virga.app.fuzz.FuzzMain --corpus "$FUZZ_CORPUS" ${arguments[@]+"${arguments[@]}"}
}

# As with the benchmarks: a handful of classes against jars that are there.
build_fuzz() {
  local sources=$VIRGA_ROOT/app/src/test/java/dev/virga/app/fuzz
  if [ -f "$FUZZ_CLASSES/.built" ] &&
    [ -z "$(find "$sources" "$DIST/lib" -newer "$FUZZ_CLASSES/.built" -type f | head -n 1)" ]; then
    return
  fi
  rm -rf "$FUZZ_CLASSES"
  mkdir -p "$FUZZ_CLASSES"
  find "$sources" -name '*.java' -exec "$JAVA_HOME/bin/javac" -proc:none -d "$FUZZ_CLASSES" -cp "$DIST/lib/*" {} + ||
    fail "the fuzzer does not compile"
  : >"$FUZZ_CLASSES/.built"
}
