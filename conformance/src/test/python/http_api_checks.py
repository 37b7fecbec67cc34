"""HTTP APIs of API Gateway: made with boto3, called by plain HTTP."""

import base64
import json
import os
import pathlib

from cloud import ACCOUNT, PORT, REGION, check, client, equal, refused, run, send, within
from functions import function, lambda_, role

apis = client("apigatewayv2")
TAG = str(os.getpid())
EVENTS = os.environ.get("VIRGA_CONFORMANCE", "")

SOURCE = """
import json, time
def handler(event, context):
    kind = (event.get('queryStringParameters') or {}).get('answer', 'event')
    if kind == 'event':
        return {'statusCode': 200, 'headers': {'Content-Type': 'application/json'}, 'body': json.dumps(event)}
    if kind == 'raise':
        raise ValueError('on purpose')
    if kind == 'slow':
        time.sleep(3)
        return 'late'
    return ANSWERS[kind]

ANSWERS = {
    'string': 'just text',
    'object': {'hello': 'world'},
    'list': [1, 2],
    'null': None,
    'teapot': {'statusCode': 418, 'body': 'short and stout', 'headers': {'X-One': '1', 'content-type': 'text/tea'}},
    'textstatus': {'statusCode': '201', 'body': ''},
    'cookies': {'statusCode': 200, 'cookies': ['a=1; Secure', 'b=2'], 'body': 'c'},
    'base64': {'statusCode': 200, 'isBase64Encoded': True, 'body': '/wAB', 'headers': {'Content-Type': 'image/x'}},
    'multi': {'statusCode': 200, 'multiValueHeaders': {'X-M': ['1', '2']}, 'body': ''},
    'nobody': {'statusCode': 204},
    'badbase64': {'statusCode': 200, 'isBase64Encoded': True, 'body': '!!!'},
    'badstatus': {'statusCode': 'many'},
    'lowstatus': {'statusCode': 100},
    'highstatus': {'statusCode': 1000},
    'injection': {'statusCode': 200, 'headers': {'X-A': '1\\r\\nX-Injected: yes'}, 'body': ''},
    'injectedname': {'statusCode': 200, 'headers': {'X-A: 1\\r\\nX-Injected': 'yes'}, 'body': ''},
    'badname': {'statusCode': 200, 'headers': {'X(A': '1'}, 'body': ''},
    'injectedcookie': {'statusCode': 200, 'cookies': ['a=1\\r\\nX-Injected: yes'], 'body': ''},
    'framing': {'statusCode': 200, 'headers': {'Content-Length': '1', 'Transfer-Encoding': 'chunked',
                                               'Connection': 'close'}, 'body': 'whole'},
    'cors': {'statusCode': 200, 'headers': {'Access-Control-Allow-Origin': 'https://function.example'}, 'body': ''},
}
"""
_ready = {}


def echo():
    if "echo" not in _ready:
        _ready["echo"] = function(f"echo-{TAG}", role(f"echo-{TAG}"), SOURCE)
    return _ready["echo"]


def permit(name, api):
    lambda_.add_permission(
        FunctionName=name, StatementId=f"api-{api}", Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com", SourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*")


def api(*routes, version="2.0", auto=True, stage="$default", permitted=True, integration=None, **more):
    """An API whose routes lead to the function; its id."""
    made = apis.create_api(Name="n", ProtocolType="HTTP", **more)["ApiId"]
    settings = {"PayloadFormatVersion": version, "IntegrationUri": echo(), **(integration or {})}
    target = apis.create_integration(ApiId=made, IntegrationType="AWS_PROXY", **settings)["IntegrationId"]
    for key in routes:
        apis.create_route(ApiId=made, RouteKey=key, Target="integrations/" + target)
    if stage:
        apis.create_stage(ApiId=made, StageName=stage, AutoDeploy=auto)
    if permitted:
        permit(f"echo-{TAG}", made)
    return made


def call(made, path="/", method="GET", body=None, host=False, **headers):
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    if host:
        return send(method, path, body, {"Host": f"{made}.execute-api.localhost:{PORT}", **named})
    return send(method, f"/_aws/execute-api/{made}{path}", body, named)


@check
def an_api_is_described_as_it_was_made():
    made = apis.create_api(Name="shop", ProtocolType="HTTP", Description="d", Tags={"a": "1"},
                           CorsConfiguration={"AllowOrigins": ["*"]})
    within("/" + made["ApiId"], made["ApiEndpoint"])
    read = apis.get_api(ApiId=made["ApiId"])
    for member in ("Name", "ProtocolType", "Description", "Tags", "CorsConfiguration", "CreatedDate",
                   "RouteSelectionExpression", "ApiEndpoint"):
        equal(read[member], made[member], member)
    equal(read["RouteSelectionExpression"], "$request.method $request.path")
    within(made["ApiId"], [a["ApiId"] for a in apis.get_apis()["Items"]])
    apis.update_api(ApiId=made["ApiId"], Name="renamed")
    read = apis.get_api(ApiId=made["ApiId"])
    equal((read["Name"], read["Description"]), ("renamed", "d"))
    arn = f"arn:aws:apigateway:{REGION}::/apis/{made['ApiId']}"
    apis.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    apis.untag_resource(ResourceArn=arn, TagKeys=["a"])
    equal(apis.get_tags(ResourceArn=arn)["Tags"], {"b": "2"})
    apis.delete_api(ApiId=made["ApiId"])
    refused("NotFoundException", 404, apis.get_api, ApiId=made["ApiId"])
    refused("NotFoundException", 404, apis.create_route, ApiId=made["ApiId"], RouteKey="GET /")
    refused("NotFoundException", 404, apis.delete_api, ApiId=made["ApiId"])


@check
def what_cannot_be_honoured_is_refused():
    refused("NotImplemented", 501, apis.create_api, Name="w", ProtocolType="WEBSOCKET",
            RouteSelectionExpression="$request.body.action")
    made = api("GET /a")
    within("apigateway:CreateAuthorizer", refused(
        "NotImplemented", 501, apis.create_authorizer, ApiId=made, AuthorizerType="JWT", Name="a",
        IdentitySource=["$request.header.Authorization"]))
    refused("ConflictException", 409, apis.create_route, ApiId=made, RouteKey="GET /a")
    for key in ("GET", "FETCH /", "GET a", "GET /{a+}/b", "GET /{}"):
        refused("BadRequestException", 400, apis.create_route, ApiId=made, RouteKey=key)
    refused("NotFoundException", 404, apis.create_route, ApiId=made, RouteKey="GET /b", Target="integrations/none")
    refused("BadRequestException", 400, apis.create_integration, ApiId=made, IntegrationType="AWS_PROXY",
            IntegrationUri="no arn", PayloadFormatVersion="2.0")
    refused("ConflictException", 409, apis.create_stage, ApiId=made, StageName="$default")
    refused("BadRequestException", 400, apis.create_stage, ApiId=made, StageName="a b")


@check
def the_event_of_format_2_0_has_lambdas_shape():
    made = api("POST /my/{name}")
    answer = call(
        made, "/my/p%C3%A4th?a=1&a=2&b=%20x&c", "POST", b'{"k":1}', host=True, Content_Type="application/json",
        Cookie="c1=1; c2=2", X_Two=["1", "2"], User_Agent="agent")
    equal(answer.status, 200, str(answer))
    event = answer.json()
    equal(event["version"], "2.0")
    equal(event["routeKey"], "POST /my/{name}")
    equal(event["rawPath"], "/my/p%C3%A4th")
    equal(event["rawQueryString"], "a=1&a=2&b=%20x&c")
    equal(event["cookies"], ["c1=1", "c2=2"])
    equal(event["queryStringParameters"], {"a": "1,2", "b": " x", "c": ""})
    equal(event["pathParameters"], {"name": "päth"})
    equal((event["headers"]["x-two"], event["headers"]["content-type"]), ("1,2", "application/json"))
    equal("cookie" in event["headers"], False)
    equal((event["body"], event["isBase64Encoded"]), ('{"k":1}', False))
    context = event["requestContext"]
    equal((context["accountId"], context["apiId"], context["stage"], context["routeKey"]),
          (ACCOUNT, made, "$default", "POST /my/{name}"))
    equal((context["domainName"], context["domainPrefix"]), (f"{made}.execute-api.localhost", made))
    equal(context["http"], {"method": "POST", "path": "/my/p%C3%A4th", "protocol": "HTTP/1.1",
                            "sourceIp": "127.0.0.1", "userAgent": "agent"})
    equal(context["requestId"], answer.headers["apigw-requestid"])
    equal(isinstance(context["timeEpoch"], int), True)


@check
def a_plain_event_of_format_2_0_is_like_a_recorded_one():
    compare(call(api("$default"), "/").json(), "apigw-v2-request-no-authorizer.json")


@check
def the_event_of_format_1_0_has_lambdas_shape():
    made = api("GET /my/{name}", version="1.0")
    event = call(made, "/my/x?a=1&a=2", host=True, X_Two=["1", "2"]).json()
    equal((event["version"], event["resource"], event["path"], event["httpMethod"]),
          ("1.0", "/my/{name}", "/my/x", "GET"))
    equal(event["queryStringParameters"], {"a": "2"})
    equal(event["multiValueQueryStringParameters"], {"a": ["1", "2"]})
    equal(event["multiValueHeaders"]["x-two"], ["1", "2"])
    equal((event["headers"]["x-two"], event["pathParameters"], event["stageVariables"]), ("2", {"name": "x"}, None))
    equal((event["body"], event["isBase64Encoded"]), (None, False))
    context = event["requestContext"]
    equal((context["httpMethod"], context["resourcePath"], context["stage"], context["identity"]["sourceIp"]),
          ("GET", "/my/{name}", "$default", "127.0.0.1"))


def compare(event, sample):
    """Every member of ours has the name and the type that a recorded event has."""
    file = pathlib.Path(EVENTS) / "lambda-events" / sample
    if not EVENTS or not file.exists():
        print(f"# {sample} is not here to compare with", flush=True)
        return
    recorded = json.loads(file.read_text())

    def walk(ours, theirs, where):
        for name, value in ours.items():
            if where.endswith(("headers", "Parameters", "Variables")):
                continue
            equal(name in theirs, True, f"{where}.{name} is in {sample}:")
            if isinstance(value, dict) and theirs[name] is not None:
                walk(value, theirs[name], f"{where}.{name}")
            elif theirs[name] is not None and value is not None:
                equal(type(value), type(theirs[name]), f"{where}.{name}")

    walk(event, recorded, "event")


@check
def bodies_that_are_no_text_come_in_base64():
    made = api("POST /")
    event = call(made, "/", "POST", b"\xff\x00", Content_Type="application/octet-stream").json()
    equal((event["body"], event["isBase64Encoded"]), (base64.b64encode(b"\xff\x00").decode(), True))
    event = call(made, "/", "POST", "ü".encode(), Content_Type="text/plain; charset=utf-8").json()
    equal((event["body"], event["isBase64Encoded"]), ("ü", False))


@check
def the_most_specific_route_answers():
    made = api("GET /pets/dog", "GET /pets/{id}", "ANY /pets/{id}", "ANY /{all+}", "$default", "GET /a/{x}/c")
    for method, path, key, variables in [
        ("GET", "/pets/dog", "GET /pets/dog", None),
        ("GET", "/pets/7", "GET /pets/{id}", {"id": "7"}),
        ("PUT", "/pets/7", "ANY /pets/{id}", {"id": "7"}),
        ("GET", "/pets/7/name", "ANY /{all+}", {"all": "pets/7/name"}),
        ("GET", "/a/b%2Fc/c", "GET /a/{x}/c", {"x": "b/c"}),
        ("GET", "/%zz", "ANY /{all+}", None),
        ("GET", "/", "$default", None),
        ("DELETE", "/pets/../x", "ANY /{all+}", {"all": "pets/../x"}),
    ]:
        answer = call(made, path, method, host=True)
        if path == "/%zz":
            equal((answer.status, answer.json()), (400, {"message": "Bad Request"}))
            continue
        event = answer.json()
        equal((event.get("routeKey"), event.get("pathParameters")), (key, variables), f"{method} {path} {answer}")


@check
def what_has_no_route_is_not_found():
    made = api("GET /a")
    for path, method in (("/b", "GET"), ("/a", "POST"), ("/a/b", "GET"), ("/", "GET")):
        answer = call(made, path, method)
        equal((answer.status, answer.json()), (404, {"message": "Not Found"}), path)
    equal(call("nosuchapi1", "/a").status, 404)
    equal(call("", "/a").status, 404)
    equal(call("nosuchapi1", "/a", host=True).status, 404)
    closed = api("GET /a", DisableExecuteApiEndpoint=True)
    equal(call(closed, "/a").status, 404)


@check
def stages_have_names_and_deployments():
    made = api("GET /a", stage="dev", auto=False)
    equal(call(made, "/dev/a").status, 404, "not deployed")
    first = apis.create_deployment(ApiId=made, StageName="dev")["DeploymentId"]
    answer = call(made, "/dev/a")
    equal((answer.status, answer.json()["rawPath"]), (200, "/dev/a"))
    equal(answer.json()["requestContext"]["stage"], "dev")
    equal(call(made, "/a").status, 404, "there is no $default stage")
    target = apis.get_routes(ApiId=made)["Items"][0]["Target"]
    apis.create_route(ApiId=made, RouteKey="GET /b", Target=target)
    equal(call(made, "/dev/b").status, 404, "not deployed yet")
    second = apis.create_deployment(ApiId=made)["DeploymentId"]
    apis.update_stage(ApiId=made, StageName="dev", DeploymentId=second)
    equal(call(made, "/dev/b").status, 200)
    apis.update_stage(ApiId=made, StageName="dev", DeploymentId=first)
    equal(call(made, "/dev/b").status, 404, "rolled back")
    apis.create_stage(ApiId=made, StageName="live", AutoDeploy=True, StageVariables={"k": "v"})
    equal(call(made, "/live/b").json()["stageVariables"], {"k": "v"})
    apis.delete_stage(ApiId=made, StageName="live")
    equal(call(made, "/live/b").status, 404)


@check
def browsers_of_allowed_origins_are_answered():
    cors = {"AllowOrigins": ["https://a.example"], "AllowMethods": ["GET", "PUT"], "AllowHeaders": ["x-h"],
            "MaxAge": 60, "ExposeHeaders": ["x-e"], "AllowCredentials": True}
    made = api("GET /a", CorsConfiguration=cors)
    asked = {"Origin": "https://a.example", "Access_Control_Request_Method": "PUT"}
    answer = call(made, "/a", "OPTIONS", **asked)
    equal(answer.status, 204)
    equal({k.lower(): v for k, v in answer.headers.items() if k.lower().startswith("access-control")}, {
        "access-control-allow-origin": "https://a.example", "access-control-allow-methods": "GET,PUT",
        "access-control-allow-headers": "x-h", "access-control-max-age": "60",
        "access-control-expose-headers": "x-e", "access-control-allow-credentials": "true"})
    answer = call(made, "/a", "OPTIONS", **{**asked, "Origin": "https://b.example"})
    equal((answer.status, answer.headers["access-control-allow-origin"]), (204, None))
    answer = call(made, "/a?answer=cors", Origin="https://a.example")
    equal(answer.headers.get_all("access-control-allow-origin"), ["https://a.example"])
    answer = call(made, "/a?answer=cors", Origin="https://b.example")
    equal(answer.headers["access-control-allow-origin"], None)


@check
def answers_of_every_shape_become_responses():
    made = api("GET /")
    for kind, status, content_type, body in [
        ("string", 200, "application/json", b"just text"),
        ("object", 200, "application/json", b'{"hello": "world"}'),
        ("list", 200, "application/json", b"[1, 2]"),
        ("null", 200, "application/json", b"null"),
        ("teapot", 418, "text/tea", b"short and stout"),
        ("textstatus", 201, "text/plain; charset=utf-8", b""),
        ("base64", 200, "image/x", b"\xff\x00\x01"),
        ("framing", 200, "text/plain; charset=utf-8", b"whole"),
    ]:
        answer = call(made, f"/?answer={kind}")
        got = answer.body.replace(b": ", b":").replace(b", ", b",")
        equal((answer.status, answer.headers["content-type"], got),
              (status, content_type, body.replace(b": ", b":").replace(b", ", b",")), kind)
    equal(call(made, "/?answer=teapot").headers["x-one"], "1")
    equal(call(made, "/?answer=cookies").headers.get_all("set-cookie"), ["a=1; Secure", "b=2"])
    equal(call(made, "/?answer=nobody").status, 204)
    version1 = api("GET /", version="1.0")
    equal(call(version1, "/?answer=multi").headers.get_all("x-m"), ["1", "2"])
    for kind in ("string", "object", "list", "null"):
        answer = call(version1, f"/?answer={kind}")
        equal((answer.status, answer.json()), (500, {"message": "Internal Server Error"}), kind)


@check
def answers_that_would_break_http_become_500():
    made = api("GET /")
    for kind in ("badbase64", "badstatus", "lowstatus", "highstatus", "injection", "injectedname", "badname", "injectedcookie",
                 "raise"):
        answer = call(made, f"/?answer={kind}")
        equal((answer.status, answer.headers["x-injected"], answer.json()),
              (500, None, {"message": "Internal Server Error"}), kind)
    equal(call(made, "/?answer=string").status, 200, "afterwards")


@check
def who_takes_too_long_is_not_waited_for():
    made = api("GET /", integration={"TimeoutInMillis": 500})
    answer = call(made, "/?answer=slow")
    equal((answer.status, answer.json()), (503, {"message": "Service Unavailable"}))


@check
def bodies_have_a_limit():
    made = api("POST /")
    answer = call(made, "/", "POST", b"x" * ((10 << 20) + 1))
    equal((answer.status, answer.json()), (413, {"message": "Request Entity Too Large"}))


@check
def without_permission_nothing_is_invoked():
    name = f"unwanted-{TAG}"
    source = "def handler(e, c):\n    print('I was invoked')\n    return 'x'\n"
    arn = function(name, role(name), source)
    made = api("GET /", permitted=False, integration={"IntegrationUri": arn})
    answer = call(made, "/")
    equal((answer.status, answer.json()), (500, {"message": "Internal Server Error"}))
    groups = client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{name}")["logGroups"]
    equal(groups, [])
    lambda_.add_permission(
        FunctionName=name, StatementId="other", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:another/*")
    equal(call(made, "/").status, 500, "another API's permission")
    permit(name, made)
    equal(call(made, "/").body, b"x")
    lambda_.remove_permission(FunctionName=name, StatementId=f"api-{made}")
    equal(call(made, "/").status, 500, "permission taken away")


@check
def quick_create_makes_an_api_that_answers():
    made = apis.create_api(Name="quick", ProtocolType="HTTP", Target=echo())["ApiId"]
    permit(f"echo-{TAG}", made)
    equal(call(made, "/any/thing").json()["routeKey"], "$default")


if __name__ == "__main__":
    run()
