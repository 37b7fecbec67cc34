# Talks to the running server's admin API, which renders answers as text. See docs/admin-api.md.

# ask METHOD PATH [curl options…] (a query: -G --data-urlencode name=value): prints the answer as it comes. The server ends a text with a line of the record
# separator and an exit code; everything before it is for people.
ask() {
  local method=$1 path=$2 line code=''
  shift 2
  # The token comes by a pipe: a command line can be read by every user of the machine.
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      $'\036'*) code=${line#?} ;;
      # What went wrong: not for whoever takes the answer by $(…).
      'virga: '*) printf '%s\n' "$line" >&2 ;;
      *) printf '%s\n' "$line" ;;
    esac
  done < <(
    curl -sS -N -X "$method" -H "@"<(printf 'Authorization: Bearer %s\n' "$(cat "$VIRGA_HOME/admin-token")") \
      "$@" "http://127.0.0.1:$server_port/_virga/$path" 2>&1
  )
  case $code in
    [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) return "$code" ;;
  esac
  [ -z "${interrupted:-}" ] || return 130
  say "${red}virga:${plain} the server's answer ended early; see $VIRGA_HOME/server.log"
  return 1
}
