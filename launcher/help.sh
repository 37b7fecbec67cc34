# What the commands are, with examples.

help_on() {
  case ${1:-} in
    '') help_all ;;
    up) cat <<'T' ;;
virga up [DIR] [--detach] [--port N] [--stack NAME]

Sets everything up (once), starts the cloud or uses the one that runs, builds the functions of DIR (the current folder)
and deploys its template.yaml. Then follows the functions' logs and deploys again when a file changes. Ctrl-C stops what
this command started; what was stored stays.

  --detach, -d   return after the deployment and leave the server running
  --port N       listen on this port of 127.0.0.1 (default: 4566, or $VIRGA_PORT)
  --stack NAME   name of the stack (default: the folder's name)

  virga up examples/orders
  virga up examples/orders --detach && eval "$(virga env)" && aws dynamodb list-tables
T
    status) cat <<'T' ;;
virga status [--json]

Shows the server and what is deployed. Exit code 1 when no server runs.
T
    stop) cat <<'T' ;;
virga stop

Ends the server: running requests finish, functions end. What was stored stays; 'virga up' brings it back.
T
    logs) cat <<'T' ;;
virga logs [-f] [NAME]

Shows what functions wrote, of one function or of all.

  -f, --follow   go on until Ctrl-C

  virga logs -f CreateOrder
T
    invoke) cat <<'T' ;;
virga invoke NAME [--event FILE|-] [--json]

Invokes a function, by its name or its name in the template, and prints what it returned and wrote. Exit code 1 when the
function failed.

  --event FILE   the event, - for standard input (default: {})
  --json         only what it returned, as it is

  virga invoke CreateOrder --event event.json
  echo '{"id": 1}' | virga invoke CreateOrder --event -
T
    env) cat <<'T' ;;
virga env [--https] [--account NNNNNNNNNNNN]

Prints the exports that point the AWS CLI and SDKs at this cloud. They hold a secret key: it works only here.

  --https        by HTTPS, with the certificate to trust (always so for 'virga serve')
  --account N    the root of another account, by its twelve digits

  eval "$(virga env)"
  aws sts get-caller-identity
T
    ca) cat <<'T' ;;
virga ca

Prints the file with the certificate that clients have to trust when they use HTTPS.

  curl --cacert "$(virga ca)" https://localhost:4566/_virga/health
T
    url) cat <<'T' ;;
virga url [STACK]

Prints the URLs of the deployed APIs, of one stack or of all.

  curl "$(virga url orders)/orders"
T
    down) cat <<'T' ;;
virga down [DIR | --stack NAME]

Removes what 'virga up DIR' deployed, and its data.

  virga down examples/orders
  virga down --stack orders
T
    keys) cat <<'T' ;;
virga keys rotate

Makes a new root key, which encrypts the keys that what is stored is encrypted with. The server runs on. Back up
$VIRGA_HOME/root.key afterwards, apart from the store: without it the store cannot be read. When the root key comes from
the environment (VIRGA_ROOT_KEY, VIRGA_ROOT_KEY_FILE), start the server with the new key, a comma and the old one instead.
T
    iam) cat <<'T' ;;
virga iam explain [REQUEST-ID] [--allowed] [--json]
virga iam explain --principal ARN --action ACTION [--resource ARN] [--context KEY=VALUE]… [--resource-policy FILE] [--json]
virga iam tighten FUNCTION | --role ROLE [--apply] [--json]

explain shows why a call was refused: who called what, each statement of each policy that was looked at, what matched
and what it said, and what to do. Without a request id it lists the last refusals. Kept are the last 10,000 calls of 7
days that were refused or that manage resources; a crash may lose those of its last moment.

  --allowed           explain a call that was allowed
  --principal ARN     a user, role, session or service: ask what the policies say now; exit code 1 when refused
  --context KEY=VALUE a condition key, e.g. s3:prefix=logs/; may be repeated
  --resource-policy   the policy of the resource, as a file

tighten writes the smallest policy for the calls that a function's role was seen to make, and shows what its present
policies allow beyond it.

  --role ROLE    of a role instead of a function's
  --apply        give the role this policy and take all others

  virga iam explain 5f3c8a9e-…
  virga iam explain --principal arn:aws:iam::000000000000:role/app --action s3:GetObject --resource 'arn:aws:s3:::b/*'
  virga iam tighten CreateOrder --apply
T
    coverage) cat <<'T' ;;
virga coverage [--unknown] [--json]

Lists how many operations of each service's model are there.

  --unknown   what clients have sent since the server's start that the models do not have: a newer SDK or a typing
              error. Such members are skipped, as the real services skip them.
T
    test) cat <<'T' ;;
virga test [MODULE…]

Builds everything and runs the tests, of all modules or of some and what they need. With CI=true and as root on Debian
it installs what is missing.

  virga test
  virga test wire store
T
    fuzz) cat <<'T' ;;
virga fuzz [--minutes N] [--seed N] [TARGET…]

Sends hostile input to everything that reads some: decoders, signatures, policies, templates, expressions, archives, all
operations, the HTTP port. Starts a cloud of its own. No input may give a status 500, an exception, a hang or memory out
of proportion; one that does is saved and belongs into the corpus. Exit code 1 when there is one. 'virga test' runs a
slice of 20 seconds.

  --minutes N    for all targets together (default: 5)
  --seed N       repeat a run (its last line says the seed)

  virga fuzz --minutes 60
  virga fuzz restXml policies
T
    bench) cat <<'T' ;;
virga bench [NAME…] [--seconds N] [--json]

Measures this cloud on this machine, beside peers that it fetches on first use, and prints a table: startup, wire,
dynamodb, s3, invoke, or all of them. Starts servers of its own; what you have is left alone. See docs/benchmarks.md.

  --seconds N    length of a round; a row takes four to ten (default: 3)
  --json         the table for programs

  virga bench startup
  virga bench dynamodb s3 --seconds 5
T
    serve) cat <<'T' ;;
virga serve [--listen ADDRESS:PORT] [--host NAME]… [--tls-cert FILE --tls-key FILE | --plain-http]
            [--proxy ADDRESS]… [--region R] [--account N] [--limit NAME=N]…

Runs the server for a network, in the foreground. HTTPS only, with a certificate by an authority of its own (see
'virga ca') or with yours. Takes no test credentials; the admin API stays on this machine. SIGTERM ends it gracefully.
See docs/production.md.

  --listen A:N      default 127.0.0.1:4566; 0.0.0.0:4566 or [::]:4566 opens it to the network. Also --address, --port
  --host NAME       a name or address by which clients call the server; can be repeated
  --tls-cert FILE   your certificate and those that lead to its authority, PEM; read again when it changes
  --tls-key FILE    its key, PEM
  --plain-http      no TLS: for behind a proxy that has it
  --proxy ADDRESS   believe this proxy's X-Forwarded-For and X-Forwarded-Proto; can be repeated
  --region R        default us-east-1
  --account N       default 000000000000
  --limit NAME=N    connections, connections-per-address, requests, requests-per-address,
                    requests-per-second-per-address, streams, buffered-megabytes, idle-seconds, head-seconds,
                    bytes-per-second

  virga serve --listen 0.0.0.0:4566 --host cloud.example.com
T
    build) cat <<'T' ;;
virga build

Builds the server if its sources changed. Other commands do this by themselves.
T
    *) usage_error "there is no command '$1'" ;;
  esac
}

help_all() {
  cat <<'T'
Virga: a serverless cloud of your own. One folder in, a running, durable API out.

  virga up [DIR]       deploy a folder and follow it            virga up examples/orders
  virga down [DIR]     remove it                                virga down examples/orders
  virga status         what runs                                virga status --json
  virga logs [NAME]    what functions wrote                     virga logs -f CreateOrder
  virga invoke NAME    run a function                           virga invoke CreateOrder --event event.json
  virga url [STACK]    where the APIs answer                    curl "$(virga url)/orders"
  virga ca             the certificate that clients trust       curl --cacert "$(virga ca)" https://localhost:4566/
  virga env            point the AWS CLI and SDKs here          eval "$(virga env)"
  virga iam explain    why a call was refused                   virga iam explain REQUEST-ID
  virga iam tighten    the least policy for a function          virga iam tighten CreateOrder --apply
  virga keys rotate    a new root key
  virga stop           end the server (data stays)
  virga serve          run the server in the foreground
  virga coverage       which operations are there
  virga test           build and run all tests
  virga fuzz           hostile input, for as long as you like
  virga bench          measure
  virga build          build if needed

  virga help COMMAND   more on one of them

Data, logs and runtimes are in $VIRGA_HOME (~/.virga). Exit codes: 1 it failed, 2 wrong usage, 3 something is missing.
T
}
