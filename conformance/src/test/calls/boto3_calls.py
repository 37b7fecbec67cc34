"""Plays the script with boto3."""

import boto3
import botocore.config
import botocore.exceptions
from botocore import xform_name

import script

# The server judges, not the client.
CONFIG = botocore.config.Config(retries={"total_max_attempts": 1}, parameter_validation=False)
clients = {}


def raw(value):
    """Marked bytes as bytes."""
    if script.is_bytes(value):
        return script.bytes_of(value)
    if isinstance(value, dict):
        return {key: raw(inner) for key, inner in value.items()}
    return [raw(inner) for inner in value] if isinstance(value, list) else value


def call(service, operation, given):
    client = clients.get(service) or clients.setdefault(service, boto3.client(service, config=CONFIG))
    try:
        answer = getattr(client, xform_name(operation))(**raw(given))
    except botocore.exceptions.ClientError as e:
        error = e.response["Error"]
        return "error", {"code": error["Code"], "message": error.get("Message") or ""}
    shape = client.meta.service_model.operation_model(operation).output_shape
    if shape is None:
        return "answer", {}
    for name, value in answer.items():
        if hasattr(value, "iter_chunks"):
            answer[name] = value.read()
    return "answer", script.shown(answer, shape)


script.play(f"boto3 {boto3.__version__}", call)
