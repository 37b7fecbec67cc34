"""What the gateway does with requests that are not as they should be, and that it goes on afterwards."""

import datetime
import gzip
import json
import os
import re

import botocore.auth

from cloud import (
    ENDPOINT, HOST, KEY, PORT, REGION, SECRET, check, client, equal, policy, raw, refused, run, send, signed,
    statement, user, within,
)

JSON = {"Content-Type": "application/x-amz-json-1.0"}
LIST = {**JSON, "X-Amz-Target": "DynamoDB_20120810.ListTables"}


def dynamodb(body=b"{}", headers=None, **more):
    headers = signed("dynamodb", "POST", "/", body, {**LIST, **(headers or {})}, **more)
    return send("POST", "/", body, headers)


def code(answer):
    return answer.json()["__type"].split("#")[-1]


def healthy():
    equal(dynamodb().status, 200, "the server goes on:")


@check
def every_answer_has_a_request_id():
    answer = dynamodb()
    equal(bool(re.fullmatch(r"[0-9a-f-]{36}", answer.headers["x-amzn-requestid"], re.I)), True)
    equal(bool(send("GET", "/nothing").headers["x-amz-request-id"]), True)


@check
def operations_that_are_not_there_are_named():
    within("dynamodb:CreateGlobalTable", refused(
        "NotImplemented", 501, client("dynamodb").create_global_table, GlobalTableName="abc",
        ReplicationGroup=[{"RegionName": "us-east-1"}]))
    within("cloudformation:ListStackSets", refused("NotImplemented", 501, client("cloudformation").list_stack_sets))
    within("lambda:PutFunctionRecursionConfig", refused(
        "NotImplemented", 501, client("lambda").put_function_recursion_config, FunctionName="f",
        RecursiveLoop="Allow"))
    within("s3:GetBucketInventoryConfiguration", refused(
        "NotImplemented", 501, client("s3").get_bucket_inventory_configuration, Bucket="bbb", Id="i"))


@check
def unknown_operations_and_services_are_refused():
    answer = dynamodb(headers={"X-Amz-Target": "DynamoDB_20120810.MakeCoffee"})
    equal((answer.status, code(answer)), (400, "UnknownOperationException"), str(answer))
    body = b"Action=MakeCoffee&Version=2010-05-08"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = send("POST", "/", body, signed("iam", "POST", "/", body, form))
    equal((answer.status, b"InvalidAction" in answer.body), (400, True), str(answer))
    answer = send("POST", "/", b"{}", signed("quantum", "POST", "/", b"{}", JSON))
    equal(answer.status, 404, str(answer))
    answer = send("GET", "/2015-03-31/coffee", None, signed("lambda", "GET", "/2015-03-31/coffee"))
    equal(answer.status in (403, 404), True, str(answer))
    answer = send("BREW", "/", b"", signed("lambda", "BREW", "/"))
    equal(answer.status in (403, 404, 405, 501), True, str(answer))
    healthy()


@check
def unknown_members_are_skipped_and_listed():
    equal(dynamodb(b'{"Limits":3,"Limit":1}').status, 200)
    with open(os.path.join(os.environ["VIRGA_HOME"], "admin-token")) as file:
        token = {"Authorization": "Bearer " + file.read().strip()}
    listed = send("GET", "/_virga/coverage?unknown=yes&format=json", None, token)
    seen = [(one["operation"], one["member"]) for one in json.loads(listed.body.splitlines()[0])["members"]]
    within(("dynamodb:ListTables", "ListTablesInput.Limits"), seen)


@check
def malformed_json_is_a_serialization_error():
    for body in (b"{", b"", b"[]", b'"x"', b'{"Limit":"many"}', b'{"Limit":1e999}', b"\xff\xfe", b"null",
                 b"{" * 5000, b"[" * 100_000, b'{"a":' * 100_000, b'{"TableName":1}'):
        answer = dynamodb(body, {"X-Amz-Target": "DynamoDB_20120810.DescribeTable"})
        equal(answer.status, 400, f"{body[:20]!r} {answer}")
        equal(code(answer) in ("SerializationException", "ValidationException"), True, f"{body[:20]!r} {answer}")
    healthy()


@check
def malformed_xml_is_refused():
    path = "/bucket-for-xml"
    equal(send("PUT", path, b"", signed("s3", "PUT", path)).status, 200)
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Tagging>&b;</Tagging>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Tagging><TagSet><Tag><Key>&a;</Key></Tag>'
    for body in (b"<", b"<Tagging>", b"no xml", bomb, outside, b"<a>" * 10_000, b"\xff", b"<Tagging/><Tagging/>"):
        for query in ("?tagging", "?delete"):
            method = "PUT" if query == "?tagging" else "POST"
            headers = signed("s3", method, path + query, body, {"Content-MD5": md5(body)})
            answer = send(method, path + query, body, headers)
            equal((answer.status, b"MalformedXML" in answer.body), (400, True), f"{body[:30]!r} {answer}")
            equal(b"root:" in answer.body, False)
    healthy()


def md5(body):
    import base64
    import hashlib

    return base64.b64encode(hashlib.md5(body).digest()).decode()


@check
def malformed_forms_are_refused():
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"", b"=", b"Action", b"Action=%zz", b"Action=CreateUser", b"Action=CreateUser&UserName=%ff",
                 b"Action=ListUsers&MaxItems=many", b"&" * 100_000, b"a=1&" * 60_000,
                 b"Action=SimulateCustomPolicy&PolicyInputList.member.999999999=x",
                 b"Action=SimulateCustomPolicy&PolicyInputList.member.-1=x"):
        answer = send("POST", "/", body, signed("iam", "POST", "/", body, form))
        equal(answer.status in (400, 413, 501), True, f"{body[:60]!r} {answer}")
    healthy()


@check
def bodies_that_are_too_large_are_refused():
    head = signed("dynamodb", "POST", "/", b"{}", LIST)
    head["Content-Length"] = str(200 << 20)
    lines = "".join(f"{k}: {v}\r\n" for k, v in head.items())
    answer = raw(f"POST / HTTP/1.1\r\n{lines}\r\n{{".encode())
    equal(answer.split(b"\r\n")[0].split(b" ")[1] in (b"413", b"400"), True, repr(answer[:200]))
    bomb = gzip.compress(b" " * (200 << 20))
    answer = dynamodb(bomb, {"Content-Encoding": "gzip"})
    equal(answer.status in (400, 413), True, str(answer))
    healthy()


@check
def nobody_is_let_in_without_a_valid_signature():
    plain = {**LIST, "Host": f"{HOST}:{PORT}"}
    good = signed("dynamodb", "POST", "/", b"{}", LIST)
    authorization = good["Authorization"]
    answer = send("POST", "/", b"{}", plain)
    equal((answer.status, code(answer)), (400, "MissingAuthenticationTokenException"), str(answer))
    for wrong in (
        "", "nonsense", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=", authorization[:-1],
        authorization.replace("Signature=", "Signature=zz"), authorization.replace("SignedHeaders=", "SignedHeaders=x;"),
        authorization.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), authorization.replace("host;", ""),
        authorization.replace("aws4_request", "aws5_request"), authorization.replace(REGION, "mars-north-1"),
        authorization.replace(KEY, "A" * 5000), "Basic dXNlcjpwYXNz", f"AWS {KEY}:abcdef",
    ):
        answer = send("POST", "/", b"{}", {**good, "Authorization": wrong})
        equal(answer.status in (400, 403, 404), True, f"{wrong[:60]} {answer}")
        equal(b"TableNames" in answer.body, False, wrong[:60])
    answer = send("POST", "/", b"{}", {**good, "Authorization": [authorization, authorization]})
    equal(answer.status in (400, 403), True, f"twice: {answer}")
    answer = send("POST", "/", b'{"Limit":1}', good)
    equal((answer.status, code(answer)), (400, "InvalidSignatureException"), str(answer))
    unknown = dynamodb(key="AKIAUNKNOWN000000000")
    equal((unknown.status, code(unknown)), (400, "UnrecognizedClientException"), str(unknown))
    healthy()


@check
def clocks_may_differ_by_minutes_only():
    class Late(botocore.auth.SigV4Auth):
        minutes = 0

        def add_auth(self, request):
            moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=self.minutes)
            request.context["timestamp"] = moment.strftime("%Y%m%dT%H%M%SZ")
            self._modify_request_before_signing(request)
            canonical = self.canonical_request(request)
            text = self.string_to_sign(request, canonical)
            self._inject_signature_to_request(request, self.signature(text, request))

    for minutes, fine in ((0, True), (-4, True), (4, True), (-20, False), (20, False)):
        scheme = type("Shifted", (Late,), {"minutes": minutes})
        answer = dynamodb(scheme=scheme)
        equal(answer.status == 200, fine, f"{minutes} minutes: {answer}")


@check
def session_tokens_cannot_be_forged():
    session = client("sts").get_session_token()["Credentials"]
    key, secret, token = session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"]
    good = client("dynamodb", key, secret, token)
    equal("TableNames" in good.list_tables(), True)
    middle = len(token) // 2
    changed = "B" if token[middle] != "B" else "C"
    for forged in (token[:-4], token[:middle] + changed + token[middle + 1:], "x", token + token, None):
        wrong = client("dynamodb", key, secret, forged)
        refused("UnrecognizedClientException", 400, wrong.list_tables)
    other = client("sts").get_session_token()["Credentials"]
    refused("UnrecognizedClientException", 400, client("dynamodb", key, secret, other["SessionToken"]).list_tables)


@check
def inputs_are_validated_by_the_model():
    dynamo = client("dynamodb", parameter_validation=False)
    message = refused("ValidationException", 400, dynamo.describe_table)
    within("tableName", message)
    refused("ValidationException", 400, client("dynamodb").list_tables, Limit=1000)
    refused("ValidationError", 400, client("iam").create_user, UserName="not allowed!")
    refused("InvalidParameterException", 400, client("logs").create_log_group, logGroupName="no spaces allowed")


@check
def users_may_do_what_their_policies_allow():
    name = f"limited-{os.getpid()}"
    key, secret = user(name, policy(statement("Allow", "dynamodb:ListTables", "*")))
    dynamo = client("dynamodb", key, secret)
    equal("TableNames" in dynamo.list_tables(), True)
    message = refused("AccessDeniedException", 400, dynamo.describe_table, TableName="t-1")
    within(f"user/{name} is not authorized to perform: dynamodb:DescribeTable on resource: arn:aws:dynamodb", message)
    refused("AccessDenied", 403, client("iam", key, secret).list_users)
    refused("AccessDeniedException", 403, client("lambda", key, secret).list_functions)
    equal(client("sts", key, secret).get_caller_identity()["Arn"].endswith(f"user/{name}"), True)


@check
def header_bombs_and_broken_http_do_no_harm():
    host = f"Host: {HOST}:{PORT}\r\n".encode()
    for data in (
        b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"".join(b"X%d: y\r\n" % i for i in range(20_000)) + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/9.9\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"\r\n" * 1000,
        b"POST / HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + host + host + b"\r\n",
    ):
        answer = raw(data)
        equal(b"HTTP/1.1 500" in answer or b"HTTP/1.1 200" in answer, False, f"{data[:60]!r} {answer[:200]!r}")
    healthy()


@check
def paths_do_not_lead_out():
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/a/../../../etc/passwd", "/\\..\\etc", "/%00",
                 "/_aws/execute-api/../../etc/passwd", "/_virga/../etc/passwd", "/_virga/status", "//etc/passwd",
                 "/_aws/lambda/code/../../etc/passwd"):
        answer = send("GET", path)
        equal(answer.status in (400, 403, 404, 405), True, f"{path} {answer}")
        equal(b"root:" in answer.body, False, path)
    healthy()


if __name__ == "__main__":
    run()
