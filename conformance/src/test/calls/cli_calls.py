"""Plays the script with the AWS CLI, version 1 or 2, in this process: starting it for each call takes a second."""

import base64
import contextlib
import io
import json
import os
import re
import sys
import tempfile

import awscli.clidriver
import script

VERSION_2 = awscli.__version__.startswith("2.")
if VERSION_2:
    from awscli.botocore import xform_name
else:
    from botocore import xform_name
COMMANDS = {"s3": "s3api"}
ERROR = re.compile(r"An error occurred \(([^)]*)\) when calling the \w+ operation(?: \([^)]*\))?: ?(.*)", re.DOTALL)
driver = awscli.clidriver.create_clidriver()
files = tempfile.TemporaryDirectory()


def call(service, operation, given):
    model = driver.session.get_service_model(service).operation_model(operation)
    arguments = [COMMANDS.get(service, service), xform_name(operation, "-"), "--output", "json", "--no-paginate",
                 "--endpoint-url", os.environ["AWS_ENDPOINT_URL"]]
    given = dict(given)
    if operation == "CreateFunction":
        given["Code"] = dict(given["Code"])
        arguments += ["--zip-file", "fileb://" + file("zip", script.bytes_of(given["Code"].pop("ZipFile")))]
        if not given["Code"]:
            del given["Code"]
    for name, value in list(given.items()):
        if script.is_bytes(value):
            path = file(name, script.bytes_of(value))
            arguments += ["--" + xform_name(name, "-"), path if name == "Body" else "fileb://" + path]
            del given[name]
    if VERSION_2:
        arguments += ["--cli-binary-format", "raw-in-base64-out"]
    out = None
    if model.has_streaming_output:  # then there is no --cli-input-json
        out = file("out", b"")
        for name, value in given.items():
            arguments += ["--" + xform_name(name, "-"), str(value)]
        arguments.append(out)
    else:
        arguments += ["--cli-input-json", json.dumps(text(given))]
    return answer(model, out, *run(arguments))


def run(arguments):
    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        code = driver.main(arguments)
    return code, printed.getvalue(), complained.getvalue()


def answer(model, out, code, printed, complained):
    if code != 0:
        found = ERROR.search(complained.strip())
        if not found:
            raise SystemExit(f"{model.name}: {complained}{printed}")
        return "error", {"code": found.group(1), "message": found.group(2).strip()}
    if VERSION_2:  # Debian's is years older than the server's models
        script.knows(model)
    if model.output_shape is None:
        return "answer", {}
    value = json.loads(printed) if printed.strip() else {}
    if out:
        with open(out, "rb") as file:
            value[model.output_shape.serialization["payload"]] = file.read()
    return "answer", script.shown(decoded(value, model.output_shape), model.output_shape)


def decoded(value, shape):
    """The CLI prints bytes as base64."""
    kind = shape.type_name
    if kind == "structure":
        return {name: decoded(value[name], member) for name, member in shape.members.items()
                if value.get(name) is not None}
    if kind == "list":
        return [decoded(inner, shape.member) for inner in value]
    if kind == "map":
        return {key: decoded(inner, shape.value) for key, inner in value.items()}
    return base64.b64decode(value) if kind == "blob" and isinstance(value, str) else value


def text(value):
    """Bytes below the top are given as text."""
    if script.is_bytes(value):
        return script.bytes_of(value).decode()
    if isinstance(value, dict):
        return {key: text(inner) for key, inner in value.items()}
    return [text(inner) for inner in value] if isinstance(value, list) else value


def file(name, data):
    path = os.path.join(files.name, name)
    with open(path, "wb") as out:
        out.write(data)
    return path


script.play(f"AWS CLI {awscli.__version__}", call)
sys.stdout.flush()
