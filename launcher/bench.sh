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
  bench_libraries
  build_bench
  prepare_peers "${parts:-$BENCH_PARTS}"
  local folder=$VIRGA_HOME/bench commit
  rm -rf "$folder/home" "$folder/data"
  mkdir -p "$folder/home" "$folder/data"
  ln -s "$VIRGA_HOME/runtimes" "$folder/home/runtimes"
  commit=$(git -C "$VIRGA_ROOT" rev-parse --short HEAD 2>/dev/null || printf 'version %s' "$(version)")
  choose_isolation
  java_flags
  case " ${parts:-$BENCH_PARTS} " in
    *' wire '*) codec_table ${arguments[@]+"${arguments[@]}"} || fail "the benchmark of the codecs failed" ;;
  esac
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -XX:TieredStopAtLevel=1 -cp "$BENCH_CLASSES:$DIST/lib/*" \
    dev.virga.bench.Bench --folder "$folder" --label "commit $commit" ${arguments[@]+"${arguments[@]}"} \
    -- ${isolation[@]+"${isolation[@]}"} "$JAVA_HOME/bin/java" "${flags[@]}" -cp "$DIST/lib/*" dev.virga.app.Main
}

readonly BENCH_CLASSES=$VIRGA_ROOT/bench/target/launcher
readonly BENCH_LIBRARIES=$VIRGA_ROOT/bench/target/libraries

# JMH, and Jackson to compare with.
bench_libraries() {
  local stamp
  stamp=$(cat "$VIRGA_ROOT/pom.xml" "$VIRGA_ROOT/launcher/bench.sh" | cksum)
  [ "$(cat "$BENCH_LIBRARIES/.fetched" 2>/dev/null)" != "$stamp" ] || return 0
  rm -rf "$BENCH_LIBRARIES"
  mkdir -p "$BENCH_LIBRARIES" "$VIRGA_HOME"
  step "JMH and Jackson, for the codecs" "$VIRGA_HOME/setup.log" copy_bench_libraries ||
    fail "the libraries of the benchmarks could not be fetched; see $VIRGA_HOME/setup.log"
  printf '%s\n' "$stamp" >"$BENCH_LIBRARIES/.fetched"
}

# Of the versions that the build knows; a project of their own, since the others need not be compiled for them.
copy_bench_libraries() {
  {
    printf '%s' '<project><modelVersion>4.0.0</modelVersion><groupId>dev.virga.bench</groupId>'
    printf '%s' '<artifactId>libraries</artifactId><version>1</version><dependencies>'
    bench_library com.fasterxml.jackson.core jackson-databind "$(build_version jackson-databind)"
    bench_library com.fasterxml.jackson.dataformat jackson-dataformat-cbor "$(build_version jackson-dataformat-cbor)"
    bench_library org.openjdk.jmh jmh-core "$(build_property jmh.version)"
    bench_library org.openjdk.jmh jmh-generator-annprocess "$(build_property jmh.version)"
    printf '%s\n' '</dependencies></project>'
  } >"$BENCH_LIBRARIES/pom.xml"
  maven -f "$BENCH_LIBRARIES/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    "-DoutputDirectory=$BENCH_LIBRARIES"
}

bench_library() {
  printf '<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>' "$@"
}

build_version() { sed -n "s|.*<artifactId>$1</artifactId><version>\([^<]*\)</version>.*|\1|p" "$VIRGA_ROOT/pom.xml"; }
build_property() { sed -n "s|.*<$1>\([^<]*\)</$1>.*|\1|p" "$VIRGA_ROOT/pom.xml"; }

# A JVM of its own with every optimisation, which JMH forks again; the others compile quickly and use one compiler.
codec_table() {
  local seconds=1 form=table
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds) seconds=$2; shift ;;
      --json) form=json ;;
    esac
    shift
  done
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -cp "$BENCH_CLASSES:$BENCH_LIBRARIES/*:$DIST/lib/*" \
    dev.virga.bench.codec.CodecTable "$seconds" "$form"
}

# A handful of classes against jars that are there: javac alone takes a second, a Maven build ten.
build_bench() {
  local sources=$VIRGA_ROOT/bench/src/main/java
  if [ -f "$BENCH_CLASSES/.built" ] &&
    [ -z "$(find "$sources" "$DIST/lib" -newer "$BENCH_CLASSES/.built" -type f | head -n 1)" ]; then
    return
  fi
  mkdir -p "$BENCH_CLASSES"
  find "$sources" -name '*.java' -exec "$JAVA_HOME/bin/javac" -proc:full -d "$BENCH_CLASSES" -cp "$BENCH_LIBRARIES/*:$DIST/lib/*" {} + ||
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
