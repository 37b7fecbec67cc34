"""What is remembered of calls: why they were refused, which permissions are used, and the audit log."""

import json
import os

from cloud import ACCOUNT, REGION, admin, check, client, equal, policy, refused, run, statement, user, within

TAG = str(os.getpid())
TABLE = f"orders-{TAG}"
ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{TABLE}"
TRUST = json.dumps(policy({
    "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}))
CLOUDTRAIL = {"Principal": {"Service": "cloudtrail.amazonaws.com"}}


def as_role(service, name):
    credentials = client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{name}", RoleSessionName="check")["Credentials"]
    return client(
        service, credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"])


def table():
    client("dynamodb").create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])


@check
def a_role_does_its_work_with_the_least_policy_that_tighten_wrote():
    table()
    role = f"worker-{TAG}"
    iam = client("iam")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(
        RoleName=role, PolicyName="wide", PolicyDocument=json.dumps(policy(statement("Allow", "dynamodb:*", "*"))))
    items = as_role("dynamodb", role)
    items.put_item(TableName=TABLE, Item={"id": {"S": "1"}})
    items.get_item(TableName=TABLE, Key={"id": {"S": "1"}})
    answer = json.loads(admin("POST", "iam/tighten", role=role, apply="true", format="json"))
    equal(answer["policy"]["Statement"], [{
        "Sid": "Dynamodb", "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"], "Resource": [ARN]}])
    within("dynamodb:* on *", answer["unused"]["wide"][0])
    equal(iam.list_role_policies(RoleName=role)["PolicyNames"], ["virga-least-privilege"])
    items.put_item(TableName=TABLE, Item={"id": {"S": "2"}})
    items.get_item(TableName=TABLE, Key={"id": {"S": "2"}})
    message = refused("AccessDeniedException", 400, items.delete_item, TableName=TABLE, Key={"id": {"S": "1"}})
    equal(message, f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{role}/check is not authorized to perform: "
          f"dynamodb:DeleteItem on resource: {ARN} because no identity-based policy allows the "
          "dynamodb:DeleteItem action")


@check
def a_refusal_is_explained_by_its_request_id():
    name = f"reader-{TAG}"
    key, secret = user(name, policy(
        {**statement("Allow", "sqs:*", "*"), "Sid": "Queues"},
        statement("Allow", "logs:*", "*", Condition={"StringEquals": {"aws:RequestedRegion": "mars-1"}})))
    try:
        client("logs", key, secret).describe_log_groups()
        raise AssertionError("it was allowed")
    except client("logs").exceptions.ClientError as e:
        request = e.response["ResponseMetadata"]["RequestId"]
    it = json.loads(admin("GET", "iam/explain", request=request, format="json"))
    equal(it["operation"], "logs:DescribeLogGroups")
    queues, logs = it["decisions"][0]["policies"][0]["statements"]
    equal((queues["sid"], queues["action"], logs["action"]), ("Queues", False, True))
    equal(logs["conditions"], [{
        "operator": "StringEquals", "key": "aws:RequestedRegion", "expected": ["mars-1"], "actual": [REGION],
        "holds": False}])
    equal(it["statement"]["Action"], "logs:DescribeLogGroups")
    decoded = json.loads(client("sts").decode_authorization_message(EncodedMessage=it["encodedMessage"])["DecodedMessage"])
    equal((decoded["allowed"], decoded["explicitDeny"], decoded["context"]["action"]),
          (False, False, "logs:DescribeLogGroups"))
    equal(decoded["context"]["conditions"]["items"], [
        {"key": "aws:RequestedRegion", "values": {"items": [{"value": REGION}]}}])
    within(f"Add this statement to a policy of user {name}:", admin("GET", "iam/explain", request=request))
    within("nothing is known", admin("GET", "iam/explain", request="no-such-request"))
    asked = json.loads(admin(
        "GET", "iam/explain", principal=f"arn:aws:iam::{ACCOUNT}:user/{name}", action="logs:GetLogEvents",
        context="aws:RequestedRegion=mars-1\n", format="json"))
    equal(asked["allowed"], True)


@check
def changes_and_refusals_are_in_the_history_without_secrets():
    secrets = client("secretsmanager")
    secrets.create_secret(Name=f"s-{TAG}", SecretString="do-not-tell")
    trail = client("cloudtrail")
    events = trail.lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": TABLE}])["Events"]
    equal(events[0]["EventName"], "CreateTable")
    event = json.loads(events[0]["CloudTrailEvent"])
    equal((event["userIdentity"]["type"], event["readOnly"], event["eventCategory"]), ("Root", False, "Management"))
    created = trail.lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateSecret"}])["Events"]
    equal("do-not-tell" in json.dumps(created, default=str), False)
    denied = trail.lookup_events(
        LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": f"reader-{TAG}"}])["Events"]
    equal(json.loads(denied[0]["CloudTrailEvent"])["errorCode"], "AccessDenied")


@check
def a_trail_asks_its_bucket_first():
    bucket = f"trail-{TAG}"
    s3 = client("s3")
    s3.create_bucket(Bucket=bucket)
    trail = client("cloudtrail")
    refused("S3BucketDoesNotExistException", 400, trail.create_trail, Name="trail", S3BucketName=f"none-{TAG}")
    refused("InsufficientS3BucketPolicyException", 400, trail.create_trail, Name="trail", S3BucketName=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy(
        statement("Allow", "s3:GetBucketAcl", f"arn:aws:s3:::{bucket}", **CLOUDTRAIL),
        statement("Allow", "s3:PutObject", f"arn:aws:s3:::{bucket}/AWSLogs/{ACCOUNT}/*", **CLOUDTRAIL, Condition={
            "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}))))
    trail.create_trail(Name="trail", S3BucketName=bucket)
    trail.start_logging(Name="trail")
    equal(trail.get_trail_status(Name="trail")["IsLogging"], True)
    trail.delete_trail(Name="trail")


run()
