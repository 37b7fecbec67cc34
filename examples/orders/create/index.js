'use strict';
// The AWS SDK is part of the runtime, as in Lambda: nothing to install.
const { randomUUID } = require('node:crypto');
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb');
const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const receipts = new S3Client({ forcePathStyle: true });

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

// What is wrong with the order, or null.
function problem(order) {
  if (typeof order !== 'object' || order === null || Array.isArray(order)) return 'the body must be a JSON object';
  if (typeof order.customer !== 'string' || !order.customer) return 'customer must be a non-empty string';
  if (!Array.isArray(order.items) || order.items.length === 0) return 'items must be a non-empty list';
  for (const item of order.items) {
    if (typeof item?.sku !== 'string' || !item.sku) return 'every item needs a sku';
    if (!Number.isInteger(item.quantity) || item.quantity < 1) return 'every quantity must be a whole number above 0';
    if (typeof item.price !== 'number' || item.price < 0) return 'every price must be a number from 0 up';
  }
  return null;
}

function receipt(order) {
  const lines = order.items.map((i) => `${String(i.quantity).padStart(4)} x ${i.sku}  ${(i.quantity * i.price).toFixed(2)}`);
  return [`Order ${order.id}`, `For   ${order.customer}`, ...lines, `Total ${order.total.toFixed(2)}`, ''].join('\n');
}

exports.handler = async (event) => {
  let order;
  try {
    const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
    order = JSON.parse(text ?? '');
  } catch {
    return answer(400, { error: 'the body is not JSON' });
  }
  const wrong = problem(order);
  if (wrong) return answer(400, { error: wrong });

  const stored = {
    id: randomUUID(),
    customer: order.customer,
    items: order.items.map(({ sku, quantity, price }) => ({ sku, quantity, price })),
    total: order.items.reduce((sum, item) => sum + item.quantity * item.price, 0),
    createdAt: new Date().toISOString(),
  };
  try {
    await table.send(new PutCommand({
      TableName: process.env.TABLE,
      Item: stored,
      ConditionExpression: 'attribute_not_exists(id)',
    }));
    await receipts.send(new PutObjectCommand({
      Bucket: process.env.RECEIPTS,
      Key: `receipts/${stored.id}.txt`,
      Body: receipt(stored),
      ContentType: 'text/plain; charset=utf-8',
    }));
  } catch (error) {
    console.error('order not stored', { id: stored.id, error: error.name, message: error.message });
    return answer(500, { error: 'the order could not be stored' });
  }
  console.info('order stored', { id: stored.id, customer: stored.customer, total: stored.total });
  return answer(201, stored);
};
