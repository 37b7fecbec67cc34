# Finds a JDK 25 or newer without starting it: each JDK names its version in a file called "release".

readonly JDK_AT_LEAST=25

# jdk_version FOLDER: the feature number, or nothing
jdk_version() {
  local line
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        line=${line#JAVA_VERSION=}
        line=${line//\"/}
        printf '%s' "${line%%[.+-]*}"
        return
        ;;
    esac
  done <"$1/release"
}

suits() {
  local version
  version=$(jdk_version "$1")
  case $version in
    '' | *[!0-9]*) return 1 ;;
  esac
  [ "$version" -ge "$JDK_AT_LEAST" ]
}

# Where the java of the PATH really is.
jdk_of_path() {
  local java folder
  java=$(command -v javac || true)
  while [ -n "$java" ] && [ -h "$java" ]; do
    folder=$(cd -P "$(dirname "$java")" && pwd)
    java=$(readlink "$java")
    case $java in /*) ;; *) java=$folder/$java ;; esac
  done
  [ -n "$java" ] || return 0
  folder=$(dirname "$java")
  printf '%s' "${folder%/bin}"
}

find_jdk() {
  local folder
  for folder in "${JAVA_HOME:-}" "$(jdk_of_path)" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/*jdk* /opt/*java* /opt/*/*jdk* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$folder" ] && suits "$folder"; then
      JAVA_HOME=$folder
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

need_jdk() {
  find_jdk && return
  if may_install && apt openjdk-$JDK_AT_LEAST-jdk-headless && find_jdk; then
    return
  fi
  fail "no JDK $JDK_AT_LEAST or newer was found (JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks). \
Install one: $(how_to_install openjdk-$JDK_AT_LEAST-jdk), or: sdk install java 25-tem. Or set JAVA_HOME." 3
}
