"""Runs a Python handler: Lambda's Runtime API over one raw socket, which is faster than http.client
and starts sooner. Modules that only some functions need are imported when they are needed."""

import builtins
import json
import os
import socket
import sys
import time

BASE = "/2018-06-01/runtime/"
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


class RuntimeFailure(Exception):
    """What goes wrong between Lambda and the handler, by Lambda's name for it."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.trace = trace or []


class Connection:
    """One connection, one request at a time."""

    def __init__(self, address):
        self.address = address
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.next_request = ("GET %sinvocation/next HTTP/1.1\r\nHost: %s\r\n\r\n" % (BASE, address)).encode()

    def next(self):
        self.socket.sendall(self.next_request)
        return self._read()

    def post(self, path, body, error_type=None):
        extra = "Lambda-Runtime-Function-Error-Type: %s\r\n" % _ascii(error_type) if error_type else ""
        head = "POST %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n" % (
            BASE, path, self.address, extra, len(body))
        self.socket.sendall(head.encode() + body)
        return self._read()

    def _receive(self):
        data = self.socket.recv(65536)
        if not data:
            # Without its Runtime API there is nothing left to do.
            os._exit(1)
        return data

    def _read(self):
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            self.buffer += self._receive()
        headers = {}
        for line in self.buffer[:end].decode("utf-8", "replace").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        body = self.buffer[end + 4:]
        if len(body) < length:
            parts, have = [body], len(body)
            while have < length:
                parts.append(self._receive())
                have += len(parts[-1])
            body = b"".join(parts)
        self.buffer = body[length:]
        return headers, body[:length]


def _ascii(text):
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:200]


class Identity:
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self, values):
        self.cognito_identity_id = values.get("cognitoIdentityId")
        self.cognito_identity_pool_id = values.get("cognitoIdentityPoolId")


class Client:
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))


class ClientContext:
    __slots__ = ("custom", "env", "client")

    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = Client(values["client"]) if values.get("client") else None


class LambdaContext:
    def __init__(self, headers):
        environ = os.environ
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id")
        self.log_group_name = environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environ.get("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        client = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(client)) if client else None
        self.identity = Identity(json.loads(headers.get("lambda-runtime-cognito-identity") or "{}"))
        self._epoch_deadline_time_in_ms = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, message):
        emit(str(message))

    def __repr__(self):
        return "LambdaContext(%s)" % ",".join("%s=%s" % item for item in vars(self).items())


def emit(text):
    """One log event: a line feed would start a new one, a carriage return continues it."""
    sys.stdout.write(text.replace("\r\n", "\n").replace("\n", "\r") + "\n")
    sys.stdout.flush()


REQUEST_ID = None


def install_logging():
    """As Lambda configures it: a handler on the root logger, whose level stays WARNING. It is done
    when `logging` is first imported, as that import is a good part of a small function's start."""
    import logging

    class Formatter(logging.Formatter):
        converter = time.gmtime

        def format(self, record):
            if JSON_LOGS:
                return self.as_json(record)
            message = record.getMessage()
            if record.exc_info:
                message += "\n" + self.formatException(record.exc_info)
            moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            return "[%s]\t%s.%03dZ\t%s\t%s" % (record.levelname, moment, record.msecs, REQUEST_ID or "", message)

        def as_json(self, record):
            line = {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
                "requestId": REQUEST_ID,
            }
            if record.exc_info:
                kind, value, trace = record.exc_info
                line.update(errorType=kind.__name__ if kind else None, errorMessage=str(value),
                            stackTrace=self.formatException(record.exc_info).split("\n"))
            own = logging.makeLogRecord({}).__dict__
            for name, value in record.__dict__.items():
                if name not in own and name not in ("message", "asctime"):
                    line[name] = value
            return json.dumps(line, default=str)

    class Handler(logging.Handler):
        def emit(self, record):
            try:
                emit(self.format(record))
            except Exception:
                self.handleError(record)

    handler = Handler()
    handler.setFormatter(Formatter())
    logging.root.addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "")
    if JSON_LOGS and isinstance(logging.getLevelName(level), int):
        logging.root.setLevel(level)


class LoggingHook:
    """Sees the first import of `logging` and configures it right after."""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        import importlib.util
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def execute_and_install(module):
            execute(module)
            install_logging()

        spec.loader.exec_module = execute_and_install
        return spec


def trace_of(error):
    """The frames of the user's code, in the form of traceback.format_list."""
    import traceback
    frames = traceback.extract_tb(error.__traceback__)
    own = os.path.abspath(__file__)
    user = [frame for frame in frames if frame.filename != own and not frame.filename.startswith("<frozen importlib")]
    return traceback.format_list(user)


def payload_of(error, request_id=None):
    if isinstance(error, RuntimeFailure):
        error_type, trace = error.error_type, error.trace
    else:
        error_type, trace = type(error).__name__, trace_of(error)
    payload = {"errorMessage": str(error), "errorType": error_type}
    if request_id:
        payload["requestId"] = request_id
    payload["stackTrace"] = trace
    return payload


def log_failure(payload):
    if JSON_LOGS:
        emit(json.dumps({
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "log_level": "ERROR", **payload}))
        return
    lines = ["[ERROR] %s: %s" % (payload["errorType"], payload["errorMessage"])]
    if payload["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        lines.extend(entry.rstrip("\n") for entry in payload["stackTrace"])
    emit("\n".join(lines))


def load_handler(name):
    module_name, dot, function = name.rpartition(".")
    if not dot or not module_name:
        raise RuntimeFailure(
            "Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name)
    import importlib
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise RuntimeFailure(
            "Runtime.ImportModuleError", "Cannot use built-in module %s as a handler module" % module_name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFailure(
            "Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)) from None
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s\n' % (error.filename, error.lineno, (error.text or "").rstrip())]
        raise RuntimeFailure(
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module '%s': %s" % (module_name, error), trace) from None
    try:
        return getattr(module, function)
    except AttributeError:
        raise RuntimeFailure(
            "Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function, module_name)) from None


def to_json(value):
    def other(item):
        # Lambda turns Decimal into a number, as DynamoDB's results are full of it.
        if type(item).__name__ == "Decimal":
            return float(item)
        raise TypeError("Object of type %s is not JSON serializable" % type(item).__name__)
    try:
        return json.dumps(value, default=other, ensure_ascii=False).encode("utf-8")
    except Exception as error:
        raise RuntimeFailure(
            "Runtime.MarshalError", "Unable to marshal response: %s" % error) from None


def invoke(connection, handler, headers, body):
    global REQUEST_ID
    context = LambdaContext(headers)
    REQUEST_ID = context.aws_request_id
    trace = headers.get("lambda-runtime-trace-id")
    if trace:
        os.environ["_X_AMZN_TRACE_ID"] = trace
    try:
        try:
            event = json.loads(body) if body else None
        except ValueError as error:
            raise RuntimeFailure(
                "Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error) from None
        result = to_json(handler(event, context))
    except Exception as error:
        payload = payload_of(error, REQUEST_ID)
        log_failure(payload)
        sys.stderr.flush()
        data = json.dumps(payload).encode()
        connection.post("invocation/%s/error" % REQUEST_ID, data, payload["errorType"])
        return
    sys.stdout.flush()
    connection.post("invocation/%s/response" % REQUEST_ID, result)


def main():
    # The interpreter runs without `site`, which would add the host's packages; what handlers expect
    # of it is this.
    from _sitebuiltins import Quitter
    builtins.exit, builtins.quit = Quitter("exit", "Ctrl-D"), Quitter("quit", "Ctrl-D")
    sys.path[0] = TASK_ROOT
    sys.meta_path.insert(0, LoggingHook())
    connection = Connection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except SystemExit:
        raise
    except BaseException as error:
        payload = payload_of(error)
        log_failure(payload)
        connection.post("init/error", json.dumps(payload).encode(), payload["errorType"])
        sys.exit(1)
    while True:
        invoke(connection, handler, *connection.next())


if __name__ == "__main__":
    main()
