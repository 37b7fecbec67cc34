# virga bench: measures this cloud, and peers from the package registries, on this machine. See docs/benchmarks.md.

readonly BENCH_PARTS='startup wire dynamodb s3 invoke'

cmd_bench() {
  local arguments=() parts=''
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds) arguments+=(--seconds "$(value_of "$1" bench "$@")") || exit; shift ;;
      --json) arguments+=(--json) ;;
      -*) usage_error "bench has no option '$1'" bench ;;
      *)
        case " $BENCH_PARTS " in
          *" $1 "*) parts="$parts $1" ;;
          *) usage_error "there is no benchmark '$1' ($BENCH_PARTS)" bench ;;
        esac
        arguments+=("$1")
        ;;
    esac
    shift
  done
  [ -r /proc/self/stat ] || fail "benchmarks read CPU times from /proc, which this system lacks" 3
  set_up
  build_bench
  prepare_peers "${parts:-$BENCH_PARTS}"
  local folder=$VIRGA_HOME/bench commit
  rm -rf "$folder/home" "$folder/data"
  mkdir -p "$folder/home" "$folder/data"
  ln -s "$VIRGA_HOME/runtimes" "$folder/home/runtimes"
  commit=$(git -C "$VIRGA_ROOT" rev-parse --short HEAD 2>/dev/null || printf 'version %s' "$(version)")
  choose_isolation
  java_flags
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -XX:TieredStopAtLevel=1 -cp "$BENCH_CLASSES:$DIST/lib/*" \
    dev.virga.bench.Bench --folder "$folder" --label "commit $commit" ${arguments[@]+"${arguments[@]}"} \
    -- ${isolation[@]+"${isolation[@]}"} "$JAVA_HOME/bin/java" "${flags[@]}" -cp "$DIST/lib/*" dev.virga.app.Main
}

readonly BENCH_CLASSES=$VIRGA_ROOT/bench/target/launcher

# A handful of classes against jars that are there: javac alone takes a second, a Maven build ten.
build_bench() {
  local sources=$VIRGA_ROOT/bench/src/main/java
  if [ -f "$BENCH_CLASSES/.built" ] &&
    [ -z "$(find "$sources" "$DIST/lib" -newer "$BENCH_CLASSES/.built" -type f | head -n 1)" ]; then
    return
  fi
  mkdir -p "$BENCH_CLASSES"
  find "$sources" -name '*.java' -exec "$JAVA_HOME/bin/javac" -proc:none -d "$BENCH_CLASSES" -cp "$DIST/lib/*" {} + ||
    fail "the load generator does not compile"
  : >"$BENCH_CLASSES/.built"
}

# A peer that cannot be fetched is left out; the table says so.
prepare_peers() {
  case " $1 " in
    *' startup '* | *' dynamodb '*)
      npm_peer dynalite 3.2.2 cli.js
      dynamodb_local
      ;;
  esac
  case " $1 " in
    *' startup '* | *' s3 '*) npm_peer s3rver 3.7.1 bin/s3rver.js ;;
  esac
}

# npm_peer NAME VERSION FILE
npm_peer() {
  local folder=$VIRGA_HOME/bench/$1
  [ ! -f "$folder/node_modules/$1/$3" ] || return 0
  mkdir -p "$folder"
  step "$1 $2, to compare with" "$VIRGA_HOME/setup.log" \
    npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts "$1@$2" ||
    warn "no $1: it is left out"
}

dynamodb_local() {
  local folder=$VIRGA_HOME/bench/dynamodb-local
  [ ! -d "$folder/lib" ] || return 0
  mkdir -p "$folder"
  cat >"$folder/pom.xml" <<'T'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.virga.bench</groupId><artifactId>dynamodb-local</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>2.6.1</version></dependency>
  </dependencies>
</project>
T
  step "DynamoDB Local 2.6.1, to compare with" "$VIRGA_HOME/setup.log" copy_dynamodb_local "$folder" ||
    warn "no DynamoDB Local: it is left out"
}

# Into a folder of another name first: half a copy is none.
copy_dynamodb_local() {
  rm -rf "$1/fetching"
  maven -f "$1/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    "-DoutputDirectory=$1/fetching" && mv "$1/fetching" "$1/lib"
}
