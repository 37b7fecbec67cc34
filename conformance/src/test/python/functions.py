"""Lambda functions and their roles, for the checks."""

import io
import json
import time
import zipfile

from cloud import client, policy, statement

iam = client("iam")
lambda_ = client("lambda")


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return out.getvalue()


def role(name, *statements):
    """A role that functions may have, with these permissions; its ARN."""
    trust = policy({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"})
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    logs = statement("Allow", "logs:*", "*")
    document = json.dumps(policy(logs, *statements))
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)
    return arn


def function(name, role_arn, source, **more):
    """A function in Python; its ARN."""
    settings = {"Runtime": "python3.12", "Handler": "index.handler", "Timeout": 10, **more}
    made = lambda_.create_function(
        FunctionName=name, Role=role_arn, Code={"ZipFile": archive({"index.py": source})}, **settings)
    return made["FunctionArn"]


def invoke(name, event=None, **more):
    answer = lambda_.invoke(FunctionName=name, Payload=json.dumps(event), **more)
    return json.loads(answer["Payload"].read() or b"null"), answer


def eventually(what, seconds=15):
    """Waits for something that the cloud does in the background; answers what it was."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.1)
