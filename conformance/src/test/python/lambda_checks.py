"""Lambda: functions in Python, made with boto3 and the AWS CLI; what they may do and see."""

import base64
import json
import os
import subprocess
import sys

from cloud import ACCOUNT, REGION, check, client, equal, policy, refused, run, statement, user, within
from functions import archive, eventually, function, invoke, lambda_, role

TAG = str(os.getpid())
_count = 0


def named(what):
    global _count
    _count += 1
    return f"{what}-{TAG}-{_count}"


def make(source, *statements, **more):
    name = named("f")
    function(name, role(name, *statements), source, **more)
    return name


ECHO = "def handler(event, context):\n    print('seen', event)\n    return {'you said': event}\n"


@check
def functions_are_invoked_and_their_logs_shown():
    name = make(ECHO)
    answer, whole = invoke(name, {"a": [1, "ü"]}, LogType="Tail")
    equal((answer, whole["StatusCode"], whole["ExecutedVersion"]), ({"you said": {"a": [1, "ü"]}}, 200, "$LATEST"))
    tail = base64.b64decode(whole["LogResult"]).decode()
    for part in ("START RequestId: ", "seen {'a': [1, 'ü']}", "END RequestId: ", "REPORT RequestId: ",
                 "Billed Duration: "):
        within(part, tail)
    done = lambda_.invoke(FunctionName=name, InvocationType="DryRun")
    equal(done["StatusCode"], 204)
    equal(invoke(name)[0], {"you said": None})


@check
def functions_are_described_changed_and_deleted():
    name = make(ECHO, Description="d", MemorySize=256, Environment={"Variables": {"KIND": "v"}})
    read = lambda_.get_function(FunctionName=name)["Configuration"]
    equal((read["Handler"], read["Runtime"], read["MemorySize"], read["Timeout"], read["Description"], read["State"]),
          ("index.handler", "python3.12", 256, 10, "d", "Active"))
    equal(read["Environment"]["Variables"], {"KIND": "v"})
    within(name, [f["FunctionName"] for page in lambda_.get_paginator("list_functions").paginate()
                  for f in page["Functions"]])
    lambda_.update_function_code(
        FunctionName=name, ZipFile=archive({"index.py": "import os\ndef handler(e, c):\n    return os.environ['KIND']\n"}))
    equal(invoke(name)[0], "v")
    lambda_.update_function_configuration(FunctionName=name, Environment={"Variables": {"KIND": "w"}})
    equal(invoke(name)[0], "w")
    lambda_.delete_function(FunctionName=name)
    refused("ResourceNotFoundException", 404, lambda_.get_function, FunctionName=name)
    refused("ResourceNotFoundException", 404, lambda_.invoke, FunctionName=name)


@check
def what_is_no_function_is_refused():
    name = make(ECHO)
    arn = lambda_.get_function(FunctionName=name)["Configuration"]["Role"]
    code = {"ZipFile": archive({"index.py": ECHO})}
    more = {"Runtime": "python3.12", "Handler": "index.handler"}
    refused("ResourceConflictException", 409, lambda_.create_function, FunctionName=name, Role=arn, Code=code, **more)
    for wrong in (b"no zip", archive({"../../escape.py": "x"}), b""):
        refused("InvalidParameterValueException", 400, lambda_.create_function, FunctionName=named("w"), Role=arn,
                Code={"ZipFile": wrong}, **more)
    refused("InvalidParameterValueException", 400, lambda_.create_function, FunctionName=named("w"),
            Role=f"arn:aws:iam::{ACCOUNT}:role/none", Code=code, **more)


@check
def errors_and_timeouts_are_reported():
    name = make("def handler(e, c):\n    if e == 'slow':\n        import time; time.sleep(9)\n    return {}[e]\n", Timeout=1)
    answer, whole = invoke(name, "key")
    equal((whole["StatusCode"], whole["FunctionError"]), (200, "Unhandled"))
    equal((answer["errorType"], answer["errorMessage"]), ("KeyError", "'key'"))
    answer, whole = invoke(name, "slow")
    equal(whole["FunctionError"], "Unhandled")
    within("Task timed out after 1.00 seconds", answer["errorMessage"])
    equal(invoke(make("def wrong(e, c): pass\n"))[1]["FunctionError"], "Unhandled")
    equal(invoke(make("this is no python\n"))[1]["FunctionError"], "Unhandled")
    equal(invoke(make("import os\ndef handler(e, c):\n    os._exit(3)\n"))[1]["FunctionError"], "Unhandled")


@check
def asynchronous_invocations_happen():
    name = make(ECHO)
    equal(lambda_.invoke(FunctionName=name, InvocationType="Event", Payload=b'"later"')["StatusCode"], 202)
    logs = client("logs")

    def seen():
        try:
            return logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern='"seen later"')["events"]
        except logs.exceptions.ResourceNotFoundException:
            return []

    equal(len(eventually(seen)), 1)
    refused("InvalidRequestContentException", 400, lambda_.invoke, FunctionName=name, InvocationType="Event",
            Payload=b"no json")


@check
def the_aws_cli_invokes_and_follows_logs():
    name = make(ECHO)

    def aws(*arguments):
        done = subprocess.run([sys.executable, "-m", "awscli", *arguments], capture_output=True, text=True,
                              timeout=60, env={**os.environ, "AWS_PAGER": ""})
        equal(done.returncode, 0, done.stderr)
        return done.stdout

    within('"StatusCode": 200', aws("lambda", "invoke", "--function-name", name, "--payload", '"cli"', "/dev/null"))
    within("seen cli", eventually(lambda: "seen cli" in (
        text := aws("logs", "filter-log-events", "--log-group-name", f"/aws/lambda/{name}")) and text))
    within(name, aws("lambda", "list-functions"))


PUT = """
import boto3
def handler(event, context):
    boto3.client('dynamodb').put_item(TableName=event['table'], Item={'id': {'S': event['id']}})
    return 'written'
"""


def table():
    name = named("t")
    client("dynamodb").create_table(
        TableName=name, AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST")
    return name


@check
def functions_may_do_what_their_roles_allow():
    name = table()
    arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}"
    refused_one = make(PUT, statement("Allow", "dynamodb:GetItem", arn), Timeout=30)
    answer, whole = invoke(refused_one, {"table": name, "id": "1"})
    equal(whole.get("FunctionError"), "Unhandled", str(answer))
    within("AccessDeniedException", answer["errorMessage"])
    within("is not authorized to perform: dynamodb:PutItem on resource: " + arn, answer["errorMessage"])
    within(f"assumed-role/{refused_one}/", answer["errorMessage"])
    allowed = make(PUT, statement("Allow", "dynamodb:PutItem", arn), Timeout=30)
    equal(invoke(allowed, {"table": name, "id": "2"})[0], "written")
    items = client("dynamodb").scan(TableName=name)["Items"]
    equal(items, [{"id": {"S": "2"}}])


@check
def who_may_not_invoke_is_refused():
    name = make(ECHO)
    arn = lambda_.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    key, secret = user(named("u"), policy(statement("Allow", "lambda:InvokeFunction", arn + "-other")))
    stranger = client("lambda", key, secret)
    within("lambda:InvokeFunction", refused("AccessDeniedException", 403, stranger.invoke, FunctionName=name))
    key, secret = user(named("u"), policy(statement("Allow", "lambda:InvokeFunction", arn)))
    equal(client("lambda", key, secret).invoke(FunctionName=name)["StatusCode"], 200)


SPY = """
import glob, os, socket
def read(path):
    try:
        with open(path, 'rb') as f:
            return f.read(200).decode('latin-1')
    except OSError as e:
        return 'refused'
def reach(host, port):
    try:
        socket.create_connection((host, port), 2).close()
        return 'reached'
    except OSError as e:
        return 'refused'
def write(path):
    try:
        open(path, 'w').close()
        return 'written'
    except OSError:
        return 'refused'
def handler(event, context):
    return {
        'shadow': read('/etc/shadow'),
        'root': glob.glob('/root/*'),
        'home': [p for p in event['paths'] if os.path.exists(p)],
        'processes': [p for p in os.listdir('/proc') if p.isdigit() and p not in ('1', str(os.getpid()))
                      and 'secret-of-another' in read('/proc/' + p + '/environ')],
        'init': read('/proc/1/environ'),
        'code': [p for p in glob.glob('/var/task/*') + glob.glob('/tmp/*') if 'another' in p],
        'metadata': reach('169.254.169.254', 80),
        'outside': [write(p) for p in ('/etc/x', '/var/task/x', '/usr/x', '/x')],
        'tmp': write('/tmp/x'),
        'uid': os.getuid(),
        'host': socket.gethostname(),
        'task': os.environ['LAMBDA_TASK_ROOT'],
    }
"""


@check
def functions_see_only_what_is_theirs():
    another = make("def handler(e, c):\n    return 'x'\n", Environment={"Variables": {"SECRET": "secret-of-another"}})
    invoke(another)
    paths = [os.environ.get("VIRGA_HOME", "/tmp/nothing"), "/home", os.path.expanduser("~") + "/.m2"]
    seen, whole = invoke(make(SPY), {"paths": [p for p in paths if os.path.exists(p)]})
    equal(whole.get("FunctionError"), None, str(seen))
    equal((seen["shadow"], seen["root"], seen["home"], seen["processes"], seen["code"], seen["metadata"]),
          ("refused", [], [], [], [], "refused"))
    equal("secret-of-another" in seen["init"], False)
    equal((seen["outside"], seen["tmp"], seen["task"]), (["refused"] * 4, "written", "/var/task"))
    equal(seen["uid"] != 0, True)


@check
def functions_have_lambdas_environment():
    source = "import os\ndef handler(e, c):\n    return {'env': dict(os.environ), 'arn': c.invoked_function_arn, " \
             "'left': c.get_remaining_time_in_millis(), 'memory': c.memory_limit_in_mb, 'name': c.function_name, " \
             "'version': c.function_version, 'group': c.log_group_name, 'id': c.aws_request_id}\n"
    name = make(source, MemorySize=192)
    seen, whole = invoke(name)
    env = seen["env"]
    equal({k: env.get(k) for k in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_LAMBDA_FUNCTION_NAME",
                                   "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "_HANDLER",
                                   "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_EXECUTION_ENV", "LAMBDA_TASK_ROOT")},
          {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_LAMBDA_FUNCTION_NAME": name,
           "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "192", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
           "_HANDLER": "index.handler", "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
           "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12", "LAMBDA_TASK_ROOT": "/var/task"})
    equal((seen["name"], seen["version"], int(seen["memory"]), seen["group"], seen["id"]),
          (name, "$LATEST", 192, f"/aws/lambda/{name}", whole["ResponseMetadata"]["RequestId"]))
    equal(seen["arn"], f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
    equal(8000 < seen["left"] <= 10000, True)
    equal(os.environ["AWS_SECRET_ACCESS_KEY"] in json.dumps(env), False)


if __name__ == "__main__":
    run()
