"""GET /orders/{id}: one order as JSON."""
import json
import logging
import os
from decimal import Decimal

import boto3

log = logging.getLogger()
log.setLevel(logging.INFO)
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def plain(value):
    """DynamoDB's numbers as JSON has them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)


def answer(status, body):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body, default=plain),
    }


def handler(event, context):
    order_id = event["pathParameters"]["id"]
    try:
        item = table.get_item(Key={"id": order_id}, ConsistentRead=True).get("Item")
    except Exception:
        log.exception("order %s could not be read", order_id)
        return answer(500, {"error": "the order could not be read"})
    if item is None:
        return answer(404, {"error": f"there is no order {order_id}"})
    log.info("order %s read", order_id)
    return answer(200, item)
