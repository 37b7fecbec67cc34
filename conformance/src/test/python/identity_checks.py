"""Who may do what: STS, access keys, accounts side by side, and policies of resources across accounts."""

import base64
import json
import os
import time

import boto3
import botocore
import botocore.config

from cloud import ACCOUNT, ENDPOINT, PORT, REGION, check, client, equal, refused, run, send, within
from functions import function, lambda_
from functions import role as function_role

TAG = str(os.getpid())
OTHER = "111122223333"
THIRD = "444455556666"
_count = 0


def named(what):
    global _count
    _count += 1
    return f"{what}-{TAG}-{_count}"


def root(service, account):
    return client(service, key=account, secret="test")


def as_user(service, account, *statements):
    """A client of a new user, and the user's ARN."""
    iam = root("iam", account)
    name = named("user")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    if statements:
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return client(service, key=key["AccessKeyId"], secret=key["SecretAccessKey"]), arn


def with_credentials(service, answer):
    c = answer["Credentials"]
    return client(service, key=c["AccessKeyId"], secret=c["SecretAccessKey"], token=c["SessionToken"])


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action, resource="*", **more):
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal, actions=("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")):
    return document({"Effect": "Allow", "Principal": principal, "Action": list(actions)})


def a_role(account, principal, *statements):
    iam = root("iam", account)
    name = named("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(principal))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))
    return arn


@check
def well_known_keys_open_a_cloud_of_their_own_each():
    equal(client("sts", key="test", secret="test").get_caller_identity()["Arn"], f"arn:aws:iam::{ACCOUNT}:root")
    equal(client("sts", key="test", secret="test", token="test").get_caller_identity()["Account"], ACCOUNT)
    equal(root("sts", OTHER).get_caller_identity()["Arn"], f"arn:aws:iam::{OTHER}:root")
    refused("SignatureDoesNotMatch", 403, client("sts", key=OTHER, secret="wrong").get_caller_identity)
    refused("InvalidClientTokenId", 403, client("sts", key="12345678901", secret="test").get_caller_identity)
    name = named("same")
    for account in (OTHER, THIRD):
        dynamodb = root("dynamodb", account)
        dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
        dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}, "who": {"S": account}})
        root("logs", account).create_log_group(logGroupName=name)
        root("iam", account).create_user(UserName=name)
    for account in (OTHER, THIRD):
        item = root("dynamodb", account).get_item(TableName=name, Key={"id": {"S": "1"}})["Item"]
        equal(item["who"]["S"], account)
    refused("ResourceNotFoundException", 400, client("dynamodb").describe_table, TableName=name)


@check
def buckets_are_of_one_account_and_their_names_of_all():
    name = named("bucket")
    root("s3", OTHER).create_bucket(Bucket=name)
    refused("BucketAlreadyExists", 409, root("s3", THIRD).create_bucket, Bucket=name)
    refused("AccessDenied", 403, root("s3", THIRD).list_objects_v2, Bucket=name)
    within(name, [b["Name"] for b in root("s3", OTHER).list_buckets()["Buckets"]])
    if name in [b["Name"] for b in root("s3", THIRD).list_buckets()["Buckets"]]:
        raise AssertionError("a bucket of another account is listed")


@check
def pages_of_other_sites_cannot_use_well_known_keys():
    url = root("sts", OTHER).generate_presigned_url("get_caller_identity", HttpMethod="GET")
    path = url.split(f":{PORT}", 1)[1]
    equal(send("GET", path).status, 200)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        equal(send("GET", path, headers=headers).status, 403, str(headers))


@check
def access_keys_are_rotated_and_their_use_is_seen():
    iam = root("iam", OTHER)
    name = named("user")
    iam.create_user(UserName=name)
    first = iam.create_access_key(UserName=name)["AccessKey"]
    equal(root("sts", THIRD).get_access_key_info(AccessKeyId=first["AccessKeyId"])["Account"], OTHER)
    sts = client("sts", key=first["AccessKeyId"], secret=first["SecretAccessKey"])
    equal(sts.get_caller_identity()["Arn"], f"arn:aws:iam::{OTHER}:user/{name}")
    for _ in range(100):
        used = iam.get_access_key_last_used(AccessKeyId=first["AccessKeyId"])
        if "LastUsedDate" in used["AccessKeyLastUsed"]:
            break
        time.sleep(0.05)
    equal((used["UserName"], used["AccessKeyLastUsed"]["ServiceName"], used["AccessKeyLastUsed"]["Region"]),
          (name, "sts", REGION))
    second = iam.create_access_key(UserName=name)["AccessKey"]
    refused("LimitExceeded", 409, iam.create_access_key, UserName=name)
    iam.update_access_key(UserName=name, AccessKeyId=first["AccessKeyId"], Status="Inactive")
    refused("InvalidClientTokenId", 403, sts.get_caller_identity)
    iam.delete_access_key(UserName=name, AccessKeyId=first["AccessKeyId"])
    client("sts", key=second["AccessKeyId"], secret=second["SecretAccessKey"]).get_caller_identity()


@check
def a_role_of_another_account_is_assumed_and_chained():
    first = a_role(OTHER, {"AWS": THIRD}, allow("sts:*"))
    second = a_role(THIRD, {"AWS": first}, allow("dynamodb:ListTables"))
    broker, _ = as_user("sts", THIRD, allow("sts:*"))
    stranger, _ = as_user("sts", THIRD)
    within("is not authorized to perform: sts:AssumeRole",
           refused("AccessDenied", 403, stranger.assume_role, RoleArn=first, RoleSessionName="one"))
    answer = broker.assume_role(RoleArn=first, RoleSessionName="one", SourceIdentity="kim",
                                Tags=[{"Key": "team", "Value": "red"}], TransitiveTagKeys=["team"])
    equal(answer["SourceIdentity"], "kim")
    one = with_credentials("sts", answer)
    equal(one.get_caller_identity()["Account"], OTHER)
    two = one.assume_role(RoleArn=second, RoleSessionName="two")
    equal(two["SourceIdentity"], "kim")
    with_credentials("dynamodb", two).list_tables()
    refused("AccessDenied", 403, with_credentials("iam", two).list_users)
    refused("ValidationError", 400, one.assume_role, RoleArn=second, RoleSessionName="two", DurationSeconds=7200)
    wrong = client("sts", key=two["Credentials"]["AccessKeyId"], secret=two["Credentials"]["SecretAccessKey"],
                   token=two["Credentials"]["SessionToken"][:-8] + "AAAAAAA=")
    refused("InvalidClientTokenId", 403, wrong.get_caller_identity)


@check
def federated_users_and_sessions_are_limited():
    user, arn = as_user("sts", OTHER, allow(["sts:*", "dynamodb:*", "iam:*"]))
    federated = user.get_federation_token(Name="guest", Policy=document(allow("dynamodb:ListTables")))
    equal(federated["FederatedUser"]["Arn"], f"arn:aws:sts::{OTHER}:federated-user/guest")
    with_credentials("dynamodb", federated).list_tables()
    refused("AccessDeniedException", 400, with_credentials("dynamodb", federated).describe_limits)
    refused("InvalidClientTokenId", 403, with_credentials("iam", federated).list_users)
    session = user.get_session_token(DurationSeconds=900)
    equal(with_credentials("sts", session).get_caller_identity()["Arn"], arn)
    with_credentials("dynamodb", session).describe_limits()
    refused("InvalidClientTokenId", 403, with_credentials("iam", session).list_users)
    refused("AccessDenied", 403, with_credentials("sts", session).get_session_token)


@check
def what_needs_an_organization_or_a_provider_is_refused():
    sts = client("sts")
    refused("AccessDenied", 403, sts.assume_root, TargetPrincipal=OTHER, TaskPolicyArn={
        "arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"})
    refused("InvalidIdentityToken", 400, sts.assume_role_with_saml, RoleArn=f"arn:aws:iam::{OTHER}:role/r",
            PrincipalArn=f"arn:aws:iam::{OTHER}:saml-provider/p", SAMLAssertion="PHNhbWw+")
    refused("InvalidAuthorizationMessageException", 400, sts.decode_authorization_message, EncodedMessage="nonsense")


@check
def tokens_that_nobody_vouches_for_are_refused():
    sts = boto3.client("sts", endpoint_url=ENDPOINT, region_name=REGION,
                       config=botocore.config.Config(signature_version=botocore.UNSIGNED))
    part = lambda claims: base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    claims = {"iss": "https://nobody.example", "sub": "s", "aud": "a", "exp": 4102444800, "iat": 0}
    role = a_role(OTHER, {"Federated": f"arn:aws:iam::{OTHER}:oidc-provider/nobody.example"})
    for header, message in (({"alg": "none"}, "is not signed"), ({"alg": "RS256"}, "No OpenIDConnect provider found")):
        within(message, refused(
            "InvalidIdentityToken", 400, sts.assume_role_with_web_identity, RoleArn=role, RoleSessionName="web",
            WebIdentityToken=f"{part(header)}.{part(claims)}.c2ln"))
    iam = root("iam", OTHER)
    arn = iam.create_open_id_connect_provider(Url="https://10.0.0.1", ClientIDList=["a"])["OpenIDConnectProviderArn"]
    claims["iss"] = "https://10.0.0.1"
    within("is not an address on the internet", refused(
        "IDPCommunicationError", 400, sts.assume_role_with_web_identity, RoleArn=role, RoleSessionName="web",
        WebIdentityToken=f"{part({'alg': 'RS256'})}.{part(claims)}.c2ln"))
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="b")
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "k", "Value": "v"}])
    read = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    equal((read["Url"], read["ClientIDList"], read["Tags"]), ("10.0.0.1", ["a", "b"], [{"Key": "k", "Value": "v"}]))
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    refused("NoSuchEntity", 404, iam.get_open_id_connect_provider, OpenIDConnectProviderArn=arn)


@check
def a_bucket_policy_opens_a_bucket_to_another_account():
    bucket = named("shared")
    owner = root("s3", OTHER)
    owner.create_bucket(Bucket=bucket)
    owner.delete_public_access_block(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="a", Body=b"x")
    arn = f"arn:aws:s3:::{bucket}/*"
    both, both_arn = as_user("s3", THIRD, allow("s3:GetObject"))
    one_side, _ = as_user("s3", THIRD)
    refused("AccessDenied", 403, both.get_object, Bucket=bucket, Key="a")
    owner.put_bucket_policy(Bucket=bucket, Policy=document(allow("s3:GetObject", arn, Principal={"AWS": THIRD})))
    equal(both.get_object(Bucket=bucket, Key="a")["Body"].read(), b"x")
    refused("AccessDenied", 403, one_side.get_object, Bucket=bucket, Key="a")
    refused("AccessDenied", 403, both.put_object, Bucket=bucket, Key="b", Body=b"")
    writer, _ = as_user("s3", THIRD, allow("s3:*"))
    for stranger in (writer, root("s3", THIRD)):
        for acl in ("private", "bucket-owner-full-control"):
            refused("AccessDenied", 403, stranger.put_object, Bucket=bucket, Key="b", Body=b"", ACL=acl)
    owner.put_bucket_policy(Bucket=bucket, Policy=document(
        allow("s3:GetObject", arn, Principal="*"),
        {"Effect": "Deny", "NotPrincipal": {"AWS": [both_arn, f"arn:aws:iam::{OTHER}:root"]},
         "Action": "s3:GetObject", "Resource": arn}))
    equal(both.get_object(Bucket=bucket, Key="a")["Body"].read(), b"x")
    refused("AccessDenied", 403, root("s3", THIRD).get_object, Bucket=bucket, Key="a")
    owner.put_bucket_policy(Bucket=bucket, Policy=document(
        allow("s3:GetObject", arn, Principal="*", Condition={"StringEquals": {"aws:PrincipalAccount": THIRD}})))
    equal(root("s3", THIRD).get_object(Bucket=bucket, Key="a")["Body"].read(), b"x")
    equal(send("GET", f"/{bucket}/a").status, 403)
    owner.put_bucket_policy(Bucket=bucket, Policy=document(allow("s3:GetObject", arn, Principal="*")))
    equal(send("GET", f"/{bucket}/a").status, 200)


@check
def what_a_request_to_s3_says_can_be_demanded():
    bucket = named("demands")
    owner = root("s3", OTHER)
    owner.create_bucket(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="secret", Body=b"x", Tagging="level=secret")
    owner.put_object(Bucket=bucket, Key="plain", Body=b"x")
    user, _ = as_user("s3", OTHER, allow("s3:*"))
    arn = f"arn:aws:s3:::{bucket}/*"
    signer = client("s3", key=OTHER, secret="test", signature_version="s3v4")

    def presigned():
        url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "plain"})
        return send("GET", url[url.index(f"/{bucket}/"):]).status

    def denied_when(operator, key, value, call, **arguments):
        call(**arguments)
        owner.put_bucket_policy(Bucket=bucket, Policy=document(
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": arn, "Condition": {operator: {key: value}}}))
        refused("AccessDenied", 403, call, **arguments)
        owner.delete_bucket_policy(Bucket=bucket)

    def put(**more):
        return lambda: user.put_object(Bucket=bucket, Key="new", Body=b"x", **more)

    denied_when("StringEquals", "s3:x-amz-acl", "private", put(ACL="private"))
    denied_when("StringEquals", "s3:x-amz-storage-class", "STANDARD_IA", put(StorageClass="STANDARD_IA"))
    denied_when("StringEquals", "s3:RequestObjectTag/team", "red", put(Tagging="team=red"))
    denied_when("ForAnyValue:StringEquals", "s3:RequestObjectTagKeys", ["team"], put(Tagging="team=red"))
    denied_when("StringEquals", "s3:authType", "REST-HEADER", put())
    denied_when("StringEquals", "s3:signatureversion", "AWS4-HMAC-SHA256", put())
    denied_when("StringEquals", "s3:ExistingObjectTag/level", "secret", user.get_object, Bucket=bucket, Key="secret")
    denied_when("StringLike", "s3:x-amz-copy-source", f"*{bucket}/plain", user.copy_object,
                Bucket=bucket, Key="copy", CopySource=f"{bucket}/plain")
    denied_when("StringLike", "aws:UserAgent", "*Boto3*", user.get_object, Bucket=bucket, Key="plain")
    denied_when("Null", "s3:if-none-match", "true", put())
    equal(presigned(), 200)
    for operator, key, value in (("StringEquals", "s3:authType", "REST-QUERY-STRING"),
                                 ("NumericGreaterThanEquals", "s3:signatureAge", "0")):
        owner.put_bucket_policy(Bucket=bucket, Policy=document(
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": arn, "Condition": {operator: {key: value}}}))
        equal(presigned(), 403)
        put()()


@check
def a_session_that_a_policy_names_is_not_held_by_its_boundary():
    bucket = named("named")
    owner = root("s3", OTHER)
    owner.create_bucket(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="a", Body=b"x")
    role = a_role(OTHER, {"AWS": OTHER})
    name = role.rsplit("/", 1)[1]
    iam = root("iam", OTHER)
    boundary = iam.create_policy(PolicyName=named("boundary"), PolicyDocument=document(allow("sqs:*")))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
    s3 = with_credentials("s3", root("sts", OTHER).assume_role(RoleArn=role, RoleSessionName="me"))
    arn = f"arn:aws:s3:::{bucket}/*"
    owner.put_bucket_policy(Bucket=bucket, Policy=document(allow("s3:GetObject", arn, Principal={"AWS": role})))
    refused("AccessDenied", 403, s3.get_object, Bucket=bucket, Key="a")
    session = f"arn:aws:sts::{OTHER}:assumed-role/{name}/me"
    owner.put_bucket_policy(Bucket=bucket, Policy=document(allow("s3:GetObject", arn, Principal={"AWS": session})))
    equal(s3.get_object(Bucket=bucket, Key="a")["Body"].read(), b"x")


@check
def a_table_policy_opens_a_table_to_another_account():
    name = named("table")
    owner = root("dynamodb", OTHER)
    arn = owner.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])["TableDescription"]["TableArn"]
    key = {"id": {"S": "1"}}
    other, _ = as_user("dynamodb", THIRD, allow("dynamodb:GetItem"))
    refused("AccessDeniedException", 400, other.get_item, TableName=arn, Key=key)
    policy = document(allow("dynamodb:GetItem", arn, Principal={"AWS": THIRD}))
    revision = owner.put_resource_policy(ResourceArn=arn, Policy=policy)["RevisionId"]
    other.get_item(TableName=arn, Key=key)
    refused("AccessDeniedException", 400, other.put_item, TableName=arn, Item=key)
    refused("AccessDeniedException", 400, as_user("dynamodb", THIRD)[0].get_item, TableName=arn, Key=key)
    read = owner.get_resource_policy(ResourceArn=arn)
    equal((read["Policy"], read["RevisionId"]), (policy, revision))
    owner.delete_resource_policy(ResourceArn=arn)
    refused("AccessDeniedException", 400, other.get_item, TableName=arn, Key=key)
    refused("PolicyNotFoundException", 400, owner.get_resource_policy, ResourceArn=arn)


@check
def a_function_policy_opens_a_function_to_another_account():
    name = named("shared")
    function(name, function_role(name), "def handler(event, context):\n    return 'hello'\n")
    arn = lambda_.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    both, _ = as_user("lambda", OTHER, allow("lambda:InvokeFunction"))
    refused("AccessDeniedException", 403, both.invoke, FunctionName=arn)
    lambda_.add_permission(FunctionName=name, StatementId="other", Action="lambda:InvokeFunction", Principal=OTHER)
    equal(json.loads(both.invoke(FunctionName=arn)["Payload"].read()), "hello")
    refused("AccessDeniedException", 403, as_user("lambda", OTHER)[0].invoke, FunctionName=arn)
    refused("AccessDeniedException", 403, root("lambda", THIRD).invoke, FunctionName=arn)
    refused("AccessDeniedException", 403, root("lambda", OTHER).get_function, FunctionName=arn)
    lambda_.remove_permission(FunctionName=name, StatementId="other")
    refused("AccessDeniedException", 403, both.invoke, FunctionName=arn)


@check
def what_a_request_to_lambda_says_can_be_demanded():
    name = named("demands")
    role = function_role(name)
    function(name, role, "def handler(event, context):\n    return 'hello'\n")
    arn = lambda_.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    user, _ = as_user(
        "lambda", ACCOUNT, allow("lambda:*"),
        deny("lambda:AddPermission", Condition={"StringNotEquals": {"lambda:Principal": "s3.amazonaws.com"}}),
        deny("lambda:UpdateFunctionConfiguration", Condition={"ForAnyValue:StringLike": {"lambda:Layer": ["*:layer:bad:*"]}}),
        allow("iam:PassRole", Condition={"StringEquals": {"iam:AssociatedResourceArn": arn}}))
    grant = {"FunctionName": name, "Action": "lambda:InvokeFunction", "SourceAccount": ACCOUNT}
    user.add_permission(StatementId="a", Principal="s3.amazonaws.com", **grant)
    refused("AccessDeniedException", 403, user.add_permission, StatementId="b", Principal="sns.amazonaws.com", **grant)
    layer = f"arn:aws:lambda:{REGION}:{ACCOUNT}:layer:bad:1"
    refused("AccessDeniedException", 403, user.update_function_configuration, FunctionName=name, Layers=[layer])
    user.update_function_configuration(FunctionName=name, Role=role, Timeout=5)
    refused("AccessDeniedException", 403, user.create_function, FunctionName=f"{name}-2", Runtime="python3.11",
            Role=role, Handler="a.b", Code={"ZipFile": b"x"})


if __name__ == "__main__":
    run()
