"""A real server process under load is killed again and again: what it acknowledged is there afterwards.

VIRGA_SERVER_COMMAND is the server's command line as JSON; VIRGA_SERVER_HOME its folder. Prints the seed of what is
written, and reports like the other checks.
"""

import hashlib
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request

COMMAND = json.loads(os.environ["VIRGA_SERVER_COMMAND"])
HOME = pathlib.Path(os.environ["VIRGA_SERVER_HOME"])
KILLS = int(os.environ.get("VIRGA_KILLS", "20"))
LOAD_SECONDS = 0.6
START_SECONDS = 60
ASYNC_EACH_ROUND = 8
ASYNC_ROUNDS = 4  # the first; an event that a killed server ran is run again when its lease is over
HANDLED_SECONDS = 150
SEED = int(os.environ.get("VIRGA_SEED", random.randrange(1 << 30)))


class Server:
    def __init__(self):
        announced = HOME / "server.pid"
        announced.unlink(missing_ok=True)
        with open(HOME / "server.log", "ab") as log:
            self.process = subprocess.Popen(COMMAND, stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while not announced.exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the server did not start: " + (HOME / "server.log").read_text()[-2000:])
            time.sleep(0.02)
        self.port = int(announced.read_text().split()[1])
        # The next one listens where this one did, so that clients stay as they are.
        COMMAND[COMMAND.index("--port") + 1] = str(self.port)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def describe(self):
        """Sets the environment that cloud.py reads."""
        token = (HOME / "admin-token").read_text().strip()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/_virga/env", headers={"Authorization": f"Bearer {token}"})
        for line in urllib.request.urlopen(request, timeout=20).read().decode().splitlines():
            if line.startswith("export "):
                name, value = line.removeprefix("export ").split("=", 1)
                os.environ[name] = value.strip("'")


class Acknowledged:
    """What the server said is done, and what it was asked to do without answering."""

    def __init__(self):
        self.items = set()
        self.objects = {}  # key -> number of the version acknowledged last
        self.attempted = {}  # key -> number of the version attempted last
        self.events = set()
        self.records = {}  # sequence number -> shard and data


def content(key, version):
    source = random.Random(f"{SEED}/{key}/{version}")
    size = source.choice([0, 100, 5_000, 16_384, 16_385, 200_000, 1_500_000])
    return f"{version}:".encode() + source.randbytes(size)


def put_items(clients, known, stop, worker):
    client = clients["dynamodb"]
    for i in range(1_000_000):
        if stop.is_set():
            return
        key = f"{worker}-{i}"
        client.put_item(TableName="t-crash", Item={"id": {"S": key}, "n": {"N": str(i)}})
        known.items.add(key)


def put_objects(clients, known, stop, worker):
    client = clients["s3"]
    for i in range(1_000_000):
        if stop.is_set():
            return
        key = f"{worker}/{i % 5}"
        version = known.attempted.get(key, 0) + 1
        known.attempted[key] = version
        client.put_object(Bucket="b-crash", Key=key, Body=content(key, version))
        known.objects[key] = version


def put_records(clients, known, stop, worker):
    client = clients["kinesis"]
    for i in range(1_000_000):
        if stop.is_set():
            return
        data = [f"{worker}-{i}-{n}" for n in range(3)]
        answer = client.put_records(
            StreamName="s-crash", Records=[{"Data": each.encode(), "PartitionKey": each} for each in data])
        for each, result in zip(data, answer["Records"]):
            if "SequenceNumber" in result:
                known.records[result["SequenceNumber"]] = (result["ShardId"], each)


def send_events(clients, known, stop, worker):
    client = clients["lambda"]
    for i in range(ASYNC_EACH_ROUND):
        if stop.is_set():
            return
        name = f"event-{worker}-{i}"
        client.invoke(FunctionName="f-crash", InvocationType="Event", Payload=json.dumps(name))
        known.events.add(name)


FUNCTION = """
import boto3
dynamodb = boto3.client('dynamodb')
def handler(event, context):
    dynamodb.put_item(TableName='t-crash', Item={'id': {'S': event}})
"""


def prepare(cloud, functions, clients):
    clients["dynamodb"].create_table(
        TableName="t-crash", AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST")
    clients["s3"].create_bucket(Bucket="b-crash")
    clients["kinesis"].create_stream(StreamName="s-crash", ShardCount=2)
    role = functions.role("crash", cloud.statement("Allow", "dynamodb:PutItem", "*"))
    functions.function("f-crash", role, FUNCTION, Timeout=5)


def load(server, clients, known, number):
    """Writes from several threads until the server is killed under them."""
    stop = threading.Event()

    def work(what, worker):
        import botocore.exceptions

        try:
            what(clients, known, stop, worker)
        except (botocore.exceptions.BotoCoreError, http.client.HTTPException, OSError):
            return  # killed in the middle of it: not acknowledged
        except botocore.exceptions.ClientError as e:
            print(f"# refused during the load: {e}", flush=True)

    workers = [threading.Thread(target=work, args=arguments) for arguments in (
        (put_items, f"a{number}"), (put_items, f"b{number}"), (put_objects, "x"), (put_objects, "y"),
        (put_records, f"r{number}"))]
    if number < ASYNC_ROUNDS:
        workers.append(threading.Thread(target=work, args=(send_events, str(number))))
    for worker in workers:
        worker.start()
    time.sleep(LOAD_SECONDS * (0.5 + random.Random(f"{SEED}/{number}").random()))
    server.kill()
    stop.set()
    for worker in workers:
        worker.join()


def verify_objects(cloud, clients, known):
    client = clients["s3"]
    for key, attempted in known.attempted.items():
        acknowledged = known.objects.get(key, 0)
        try:
            body = client.get_object(Bucket="b-crash", Key=key)["Body"].read()
        except client.exceptions.NoSuchKey:
            cloud.equal(acknowledged, 0, f"{key} is lost; it had version")
            continue
        version = int(body.split(b":", 1)[0])
        whole = hashlib.md5(body).digest() == hashlib.md5(content(key, version)).digest()
        cloud.equal(whole, True, f"{key} version {version} is whole:")
        cloud.equal(acknowledged <= version <= attempted, True,
                    f"{key} has version {version}, acknowledged {acknowledged}, attempted {attempted}:")
        known.attempted[key] = known.objects[key] = version


def streamed(clients, shard):
    """Sequence numbers and data of a shard, in the order in which it is read."""
    client = clients["kinesis"]
    iterator = client.get_shard_iterator(
        StreamName="s-crash", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    found = []
    while True:
        answer = client.get_records(ShardIterator=iterator)
        found += [(record["SequenceNumber"], record["Data"].decode()) for record in answer["Records"]]
        if not answer["Records"]:
            return found
        iterator = answer["NextShardIterator"]


def verify_records(cloud, clients, known):
    for shard in ("shardId-000000000000", "shardId-000000000001"):
        found = streamed(clients, shard)
        numbers = [int(number) for number, _ in found]
        cloud.equal(numbers == sorted(set(numbers)), True, f"sequence numbers of {shard} rise:")
        cloud.equal(len({data for _, data in found}), len(found), f"records of {shard} that are there once:")
        lost = {(number, data) for number, (place, data) in known.records.items() if place == shard} - set(found)
        cloud.equal(sorted(lost)[:5], [], f"records of {shard} that are lost:")


def stored(clients):
    pages = clients["dynamodb"].get_paginator("scan").paginate(TableName="t-crash", ConsistentRead=True)
    return {item["id"]["S"] for page in pages for item in page["Items"]}


def main():
    print(f"# seed {SEED}", flush=True)
    known = Acknowledged()
    server = Server()
    server.describe()
    import cloud
    import functions

    clients = {name: cloud.client(name) for name in ("dynamodb", "s3", "lambda", "kinesis")}
    try:
        prepare(cloud, functions, clients)
        for number in range(KILLS):
            load(server, clients, known, number)
            server = Server()
            verify_objects(cloud, clients, known)
            verify_records(cloud, clients, known)
            cloud.equal(sorted(known.items - stored(clients))[:5], [], f"items lost after {number + 1} kills:")
        print(f"ok\tno acknowledged item was lost in {KILLS} kills ({len(known.items)} items)", flush=True)
        print(f"ok\tno object was lost or torn in {KILLS} kills ({sum(known.objects.values())} puts)", flush=True)
        print(f"ok\tno record of a stream was lost in {KILLS} kills ({len(known.records)} records)", flush=True)
        functions.eventually(lambda: known.events <= stored(clients), HANDLED_SECONDS)
        cloud.equal(sorted(known.events - stored(clients))[:5], [], "events never handled:")
        print(f"ok\tevery acknowledged event was handled ({len(known.events)} events)", flush=True)
    except AssertionError as e:
        print(f"FAILED\twhat was acknowledged is there after {KILLS} kills: {e}", flush=True)
        sys.exit(1)
    finally:
        server.kill()


if __name__ == "__main__":
    main()
