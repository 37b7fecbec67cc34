"""What every area's checks share: the server's address and credentials, clients, and a way to run and report checks.

A check is a function marked with @check; its name, with spaces for underscores, is what is reported:

    ok      NAME
    FAILED  NAME: why

The server is named by AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION.
"""

import http.client
import json
import os
import socket
import sys
import traceback
import urllib.parse

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.exceptions

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
REGION = os.environ["AWS_REGION"]
KEY = os.environ["AWS_ACCESS_KEY_ID"]
SECRET = os.environ["AWS_SECRET_ACCESS_KEY"]
ACCOUNT = "000000000000"
HOST = urllib.parse.urlsplit(ENDPOINT).hostname
PORT = urllib.parse.urlsplit(ENDPOINT).port

_checks = []


def check(function):
    _checks.append(function)
    return function


def run():
    """Runs every check, or those whose names contain an argument; the exit code says whether all passed."""
    wanted = sys.argv[1:]
    failed = 0
    for function in _checks:
        name = function.__name__.replace("_", " ")
        if wanted and not any(part in name for part in wanted):
            continue
        try:
            function()
        except Exception as e:
            failed += 1
            if not isinstance(e, AssertionError) or not str(e):
                traceback.print_exc()
            print(f"FAILED\t{name}: {type(e).__name__}: {e}".replace("\n", " "), flush=True)
        else:
            print(f"ok\t{name}", flush=True)
    sys.exit(1 if failed else 0)


def client(service, key=KEY, secret=SECRET, token=None, **config):
    settings = {"retries": {"total_max_attempts": 1}, "read_timeout": 60, **config}
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=REGION,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=botocore.config.Config(**settings),
    )


def equal(actual, expected, what=""):
    if actual != expected:
        raise AssertionError(f"{what} {short(actual)} is not {short(expected)}".strip())


def within(part, whole):
    if part not in whole:
        raise AssertionError(f"{short(part)} is not in {short(whole)}")


def short(value):
    text = repr(value)
    return text if len(text) <= 600 else text[:600] + "…"


def refused(code, status, call, *args, **kwargs):
    """Asserts that a call fails with an error code and status (None: any); returns its message."""
    try:
        call(*args, **kwargs)
    except botocore.exceptions.ClientError as e:
        got = (e.response["Error"]["Code"], e.response["ResponseMetadata"]["HTTPStatusCode"])
        equal(got, (code, status if status is not None else got[1]), e.response["Error"].get("Message", ""))
        return e.response["Error"].get("Message", "")
    raise AssertionError(f"the call was answered, not refused with {code}")


def admin(method, path, **query):
    """What the admin API answers, without its last line."""
    with open(os.path.join(os.environ["VIRGA_HOME"], "admin-token"), encoding="ascii") as file:
        token = file.read().strip()
    connection = http.client.HTTPConnection(HOST, PORT, timeout=240)
    connection.request(
        method, f"/_virga/{path}?{urllib.parse.urlencode(query)}", headers={"Authorization": f"Bearer {token}"})
    text = connection.getresponse().read().decode()
    connection.close()
    return "\n".join(line for line in text.split("\n") if not line.startswith("\x1e"))


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


def send(method, path, body=None, headers=None):
    """One plain HTTP request, its path exactly as given."""
    connection = http.client.HTTPConnection(HOST, PORT, timeout=60)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        headers = dict(headers or {})
        headers.setdefault("Host", f"{HOST}:{PORT}")
        if body is not None:
            headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            for one in value if isinstance(value, list) else [value]:
                connection.putheader(name, one)
        try:
            connection.endheaders(body)
        except OSError:
            pass  # refused before all was sent: the answer is there all the same
        return Answer(connection.getresponse())
    finally:
        connection.close()


def signed(service, method, path, body=b"", headers=None, key=KEY, secret=SECRET, token=None, scheme=None):
    """The headers of a signed request."""
    host = (headers or {}).get("Host", f"{HOST}:{PORT}")
    request = botocore.awsrequest.AWSRequest(
        method, f"http://{host}{path}", headers={k: v for k, v in (headers or {}).items() if k != "Host"}, data=body
    )
    credentials = botocore.credentials.Credentials(key, secret, token)
    if scheme is None:
        scheme = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    scheme(credentials, service, REGION).add_auth(request)
    return {**dict(request.headers.items()), "Host": host}


def raw(data, read=True):
    """Sends bytes as they are and returns what comes back until the server closes, or b''."""
    with socket.create_connection((HOST, PORT), timeout=20) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before all was sent: what it answered may still be there
        received = b""
        try:
            while read:
                more = connection.recv(65536)
                if not more:
                    break
                received += more
        except OSError:
            pass
        return received


def user(name, policy=None):
    """A new IAM user with one inline policy; its access key id and secret."""
    iam = client("iam")
    iam.create_user(UserName=name)
    if policy is not None:
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def statement(effect, actions, resources, **more):
    return {"Effect": effect, "Action": actions, "Resource": resources, **more}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}
