"""What the Python clients share: reads the script, fills in variables, shows answers in one form."""

import base64
import json
import os
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
POLL_SECONDS = 0.05
known = {}
POLLS = 400
NOTHING = "bm90aGluZw=="  # bytes too, so that the call is made and fails


def play(client, call):
    """Runs the script. call(service, operation, input) answers ("answer" or "error", value)."""
    variables = {name: os.environ[name] for name in ("ACCOUNT", "REGION")}
    answers = []
    with open(os.path.join(FOLDER, "calls.json"), encoding="utf-8") as file:
        calls = json.load(file)
    for one in calls:
        until = one.get("until")
        for _ in range(POLLS if until else 1):
            kind, value = call(one["service"], one["operation"], filled(one["input"], variables))
            if not until or kind == "error" or at(value, until["path"]) == until["is"]:
                break
            time.sleep(POLL_SECONDS)
        for name, path in one.get("save", {}).items():
            saved = at(value, path) if kind == "answer" else None
            variables[name] = as_text(saved) if saved is not None else NOTHING
        answers.append({kind: value})
    print(json.dumps({"client": client, "variables": variables, "answers": answers, "known": known}))


def knows(model):
    """Notes the members that the client's model of an answer has; an older client shows no others."""
    names = set()
    if model.output_shape is not None:
        collect(model.output_shape, names, set())
    known[f"{model.service_model.service_name}.{model.name}"] = sorted(names)


def collect(shape, names, seen):
    if shape.name in seen:
        return
    seen.add(shape.name)
    if shape.type_name == "structure":
        names.update(shape.members)
        for member in shape.members.values():
            collect(member, names, seen)
    elif shape.type_name == "list":
        collect(shape.member, names, seen)
    elif shape.type_name == "map":
        collect(shape.value, names, seen)


def at(value, path):
    for step in path.split("."):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def as_text(value):
    """Bytes travel in variables as base64."""
    if isinstance(value, dict):
        return base64.b64encode(bytes_of(value)).decode()
    return str(value)


def bytes_of(value):
    return value["$blob"].encode() if "$blob" in value else base64.b64decode(value["$base64"])


def is_bytes(value):
    return isinstance(value, dict) and len(value) == 1 and ("$blob" in value or "$base64" in value)


def filled(value, variables):
    """Variables filled in; bytes stay marked."""
    if isinstance(value, dict):
        return {key: filled(inner, variables) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, variables) for inner in value]
    if value == "$now":
        return int(time.time() * 1000)
    if isinstance(value, str):
        for name, text in variables.items():
            value = value.replace("${" + name + "}", text)
    return value


def shown(value, shape):
    """An answer in the common form, led by its shape in the client's model."""
    kind = shape.type_name
    if kind == "structure":
        members = {name: shown(value[name], member) for name, member in shape.members.items()
                   if value.get(name) is not None}
        return {name: inner for name, inner in members.items() if inner not in ({}, [])}
    if kind == "list":
        return [shown(inner, shape.member) for inner in value]
    if kind == "map":
        return {key: shown(inner, shape.value) for key, inner in value.items()}
    if kind == "timestamp":
        return "<time>"
    if kind == "blob":
        return marked(value)
    return value


def marked(data):
    try:
        return {"$blob": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"$base64": base64.b64encode(data).decode()}
