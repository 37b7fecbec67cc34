'use strict';
// Runs a Node.js handler: Lambda's Runtime API over one raw socket, which is faster than node:http
// and starts sooner.

const net = require('node:net');
const { patchConsole, setRequestId, writeLine } = require('./console.js');
const { loadHandler, callHandler, errorPayload, headerType } = require('./handler.js');
const { ResponseStream, isStreaming, install } = require('./streaming.js');

const API = process.env.AWS_LAMBDA_RUNTIME_API;
const BASE = '/2018-06-01/runtime/';
const NEXT = Buffer.from(`GET ${BASE}invocation/next HTTP/1.1\r\nHost: ${API}\r\n\r\n`);
const HEAD_END = Buffer.from('\r\n\r\n');

/** One connection, one request at a time. */
class Connection {
  constructor(address) {
    const colon = address.lastIndexOf(':');
    this.chunks = [];
    this.buffered = 0;
    this.waiting = null;
    this.socket = net.connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)), noDelay: true });
    this.socket.on('data', (chunk) => {
      this.chunks.push(chunk);
      this.buffered += chunk.length;
      this.deliver();
    });
    // Without its Runtime API there is nothing left to do.
    this.socket.on('error', () => process.exit(1));
    this.socket.on('close', () => process.exit(1));
  }

  exchange(request) {
    return new Promise((resolve) => {
      this.waiting = { resolve, head: null, length: 0 };
      this.socket.write(request);
    });
  }

  post(path, type, body) {
    const extra = type ? `Lambda-Runtime-Function-Error-Type: ${headerType(type)}\r\n` : '';
    const length = Buffer.byteLength(body);
    const head = `POST ${BASE}${path} HTTP/1.1\r\nHost: ${API}\r\nContent-Type: application/json\r\n`
      + `${extra}Content-Length: ${length}\r\n\r\n`;
    return this.exchange(length < 65536 ? head + body : Buffer.concat([Buffer.from(head), Buffer.from(body)]));
  }

  /** The answer to a request whose body goes out piece by piece; the body begins with its first piece. */
  open(path, contentType) {
    this.socket.write(`POST ${BASE}${path} HTTP/1.1\r\nHost: ${API}\r\nContent-Type: ${headerType(contentType)}\r\n`
      + 'Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n'
      + 'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n');
  }

  chunk(bytes, done) {
    this.socket.write(`${bytes.length.toString(16)}\r\n`);
    this.socket.write(bytes);
    this.socket.write('\r\n', done);
  }

  /** @param error what `errorPayload` made of it, or null */
  finish(error) {
    const trailers = error
      ? `Lambda-Runtime-Function-Error-Type: ${headerType(error.errorType)}\r\n`
        + `Lambda-Runtime-Function-Error-Body: ${Buffer.from(JSON.stringify(error)).toString('base64')}\r\n`
      : '';
    return this.exchange(`0\r\n${trailers}\r\n`);
  }

  deliver() {
    const waiting = this.waiting;
    if (!waiting) return;
    if (!waiting.head) {
      if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
      const data = this.chunks[0];
      const end = data.indexOf(HEAD_END);
      if (end < 0) return;
      waiting.head = parseHead(data.latin1Slice(0, end));
      waiting.length = Number(waiting.head.get('content-length') || 0);
      this.chunks[0] = data.subarray(end + 4);
      this.buffered = this.chunks[0].length;
    }
    if (this.buffered < waiting.length) return;
    const all = this.chunks.length > 1 ? Buffer.concat(this.chunks) : this.chunks[0];
    const rest = all.subarray(waiting.length);
    this.chunks = rest.length ? [rest] : [];
    this.buffered = rest.length;
    this.waiting = null;
    waiting.resolve({ head: waiting.head, body: all.subarray(0, waiting.length) });
  }
}

function parseHead(text) {
  const headers = new Map();
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    // Values are UTF-8, read byte by byte.
    headers.set(line.slice(0, colon).toLowerCase(), Buffer.from(line.slice(colon + 1).trim(), 'latin1').toString());
  }
  return headers;
}

function contextOf(head) {
  const env = process.env;
  const deadline = Number(head.get('lambda-runtime-deadline-ms'));
  const client = head.get('lambda-runtime-client-context');
  const identity = head.get('lambda-runtime-cognito-identity');
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION || '$LATEST',
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: client ? JSON.parse(client) : undefined,
    identity: identity ? JSON.parse(identity) : undefined,
    invokedFunctionArn: head.get('lambda-runtime-invoked-function-arn'),
    awsRequestId: head.get('lambda-runtime-aws-request-id'),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

/** Runs a handler that writes its response to a stream; answers whether it failed before it wrote anything. */
async function stream(connection, id, handler, event, context) {
  const response = new ResponseStream(connection, `invocation/${id}/response`);
  let failure = null;
  try {
    await Promise.race([handler(event, response, context), response.failed]);
    await response.ended();
  } catch (error) {
    writeLine('ERROR', 'Invoke Error', error);
    failure = errorPayload(error);
  }
  if (failure && !response.started) {
    await connection.post(`invocation/${id}/error`, failure.errorType, JSON.stringify(failure));
    return;
  }
  response.start();
  await connection.finish(failure);
}

async function main() {
  install();
  patchConsole();
  const connection = new Connection(API);
  let current = null;
  const fatal = (error) => {
    writeLine('ERROR', error.logTitle || 'Uncaught Exception', error);
    const payload = JSON.stringify(errorPayload(error));
    const path = current ? `invocation/${current}/error` : 'init/error';
    connection.post(path, errorPayload(error).errorType, payload).then(() => process.exit(129));
  };
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', (reason) => {
    const error = new Error(String(reason instanceof Error ? reason : reason));
    error.name = 'Runtime.UnhandledPromiseRejection';
    error.logTitle = 'Unhandled Promise Rejection';
    error.reason = reason;
    if (reason instanceof Error) error.stack = `${error.name}: ${error.message}\n${(reason.stack || '').split('\n').slice(1).join('\n')}`;
    fatal(error);
  });

  let handler;
  try {
    handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    fatal(error);
    return;
  }
  for (;;) {
    const { head, body } = await connection.exchange(NEXT);
    const context = contextOf(head);
    const trace = head.get('lambda-runtime-trace-id');
    if (trace) process.env._X_AMZN_TRACE_ID = trace;
    current = context.awsRequestId;
    setRequestId(current);
    if (isStreaming(handler)) {
      await stream(connection, current, handler, JSON.parse(body.toString() || 'null'), context);
      current = null;
      continue;
    }
    let result;
    try {
      const value = await callHandler(handler, JSON.parse(body.toString() || 'null'), context);
      result = JSON.stringify(value === undefined ? null : value);
      if (result === undefined) result = 'null';
    } catch (error) {
      writeLine('ERROR', 'Invoke Error', error);
      const payload = errorPayload(error);
      await connection.post(`invocation/${current}/error`, payload.errorType, JSON.stringify(payload));
      current = null;
      continue;
    }
    const id = current;
    current = null;
    await connection.post(`invocation/${id}/response`, null, result);
  }
}

main();
