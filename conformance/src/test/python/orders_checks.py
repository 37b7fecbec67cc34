"""examples/orders with the least policies: deployed, used, tightened, used again."""

import json
import os
import shutil
import tempfile
import urllib.parse

from cloud import admin, check, client, equal, refused, run, send, within

STACK = f"orders-{os.getpid()}"


def deployed():
    """The path of the deployed API; the code is built in a copy, so that the example stays as it is."""
    folder = tempfile.mkdtemp(prefix="virga-orders")
    try:
        os.chmod(folder, 0o755)
        app = os.path.join(folder, "orders")
        shutil.copytree(os.environ["VIRGA_EXAMPLE"], app, ignore=shutil.ignore_patterns("target"))
        text = admin("POST", "up", dir=app, stack=STACK)
    finally:
        shutil.rmtree(folder)
    stack = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    equal(stack["StackStatus"], "CREATE_COMPLETE", text)
    return urllib.parse.urlsplit({o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}["Url"]).path


def use(path):
    """Every route, and the refusals that the README speaks of."""
    order = {"customer": "ada", "items": [{"sku": "tea", "quantity": 2, "price": 3.5}]}
    made = send("POST", f"{path}/orders", json.dumps(order).encode(), {"Content-Type": "application/json"})
    equal(made.status, 201, made)
    stored = made.json()
    equal(stored["total"], 7)
    equal(send("GET", f"{path}/orders/{stored['id']}").json(), stored)
    listed = send("GET", f"{path}/orders?customer=ada")
    equal(listed.status, 200, listed)
    within(stored["id"], listed.body.decode())
    receipt = send("GET", f"{path}/orders/{stored['id']}/receipt")
    equal(receipt.status, 200, receipt)
    within("Total 7.00", receipt.body.decode())
    equal(send("POST", f"{path}/orders", b'{"customer":"ada","items":[]}').status, 400)


@check
def the_example_runs_with_the_least_policies_that_tighten_wrote():
    path = deployed()
    use(path)
    cloudformation, iam = client("cloudformation"), client("iam")
    resources = cloudformation.describe_stack_resources(StackName=STACK)["StackResources"]
    functions = {r["LogicalResourceId"]: r["PhysicalResourceId"]
                 for r in resources if r["ResourceType"] == "AWS::Lambda::Function"}
    equal(sorted(functions), ["CreateOrder", "GetOrder", "GetReceipt", "ListOrders"])
    actions = {}
    for logical, name in functions.items():
        answer = json.loads(admin("POST", "iam/tighten", function=name, apply="true", format="json"))
        role = client("lambda").get_function_configuration(FunctionName=name)["Role"].rsplit("/", 1)[1]
        equal(iam.list_role_policies(RoleName=role)["PolicyNames"], ["virga-least-privilege"])
        equal(iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"], [])
        used = [a for s in answer["policy"]["Statement"] for a in s["Action"]]
        actions[logical] = sorted(a for a in used if not a.startswith("logs:"))
        for statement in answer["policy"]["Statement"]:
            if "Logs" not in statement["Sid"]:
                equal("*" in statement["Resource"], False, statement)
    equal(actions, {
        "CreateOrder": ["dynamodb:PutItem", "s3:PutObject"],
        "GetOrder": ["dynamodb:GetItem"],
        "GetReceipt": ["s3:GetObject"],
        "ListOrders": ["dynamodb:Query"],
    })
    use(path)
    admin("POST", "down", stack=STACK)
    refused("ValidationError", 400, cloudformation.describe_stacks, StackName=STACK)


run()
