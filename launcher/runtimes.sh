# Prepares what functions find at run time, as Lambda provides it: the AWS SDK for JavaScript v3 and boto3.
# See runtimes/README.md.

prepare_runtimes() {
  prepare_node
  prepare_python
}

# runtime_is_current NAME STAMP
runtime_is_current() { [ "$(cat "$VIRGA_HOME/runtimes/$1/.prepared" 2>/dev/null)" = "$2" ]; }

# A runtime is made beside its place and moved there when it is complete.
# install_runtime NAME STAMP TITLE COMMAND…: the command fills the folder $making
install_runtime() {
  local name=$1 stamp=$2 title=$3
  shift 3
  making=$VIRGA_HOME/runtimes/.$name.$$
  rm -rf "$making"
  mkdir -p "$making"
  if ! step "$title" "$VIRGA_HOME/setup.log" "$@"; then
    rm -rf "$making"
    return 1
  fi
  printf '%s\n' "$stamp" >"$making/.prepared"
  rm -rf "$VIRGA_HOME/runtimes/$name"
  mv "$making" "$VIRGA_HOME/runtimes/$name"
}

prepare_node() {
  local stamp
  if ! have node || ! have npm; then
    if ! may_install || ! apt nodejs npm; then
      warn "node or npm is missing, so functions in Node.js will not run. Install them: $(how_to_install 'nodejs npm')"
      return 0
    fi
  fi
  stamp=$(cksum <"$VIRGA_ROOT/runtimes/nodejs/package-lock.json")
  runtime_is_current nodejs "$stamp" ||
    install_runtime nodejs "$stamp" "AWS SDK for JavaScript v3, for functions in Node.js" fill_node ||
    warn "functions in Node.js that bring no AWS SDK of their own will not find one (is there a network?)"
}

fill_node() {
  cp "$VIRGA_ROOT/runtimes/nodejs/package.json" "$VIRGA_ROOT/runtimes/nodejs/package-lock.json" "$making/" &&
    npm ci --prefix "$making" --omit=dev --ignore-scripts --no-audit --no-fund
}

prepare_python() {
  local stamp
  if ! python_with_pip; then
    if ! may_install || ! apt python3 python3-pip python3-venv || ! python_with_pip; then
      warn "python3 or its pip is missing, so functions in Python will lack boto3 or not run. \
Install them: $(how_to_install 'python3 python3-pip')"
      return 0
    fi
  fi
  stamp=$(cksum <"$VIRGA_ROOT/runtimes/python/requirements.txt")
  runtime_is_current python "$stamp" ||
    install_runtime python "$stamp" "boto3, for functions in Python" fill_python ||
    warn "functions in Python that bring no boto3 of their own will not find one (is there a network?)"
}

# Starting pip takes half a second: once it was there is enough.
python_with_pip() {
  have python3 || return 1
  [ -f "$VIRGA_HOME/runtimes/python/.prepared" ] || python3 -m pip --version >/dev/null 2>&1
}

fill_python() {
  python3 -m pip install --quiet --disable-pip-version-check --no-input --no-compile --target "$making" \
    --requirement "$VIRGA_ROOT/runtimes/python/requirements.txt"
}
