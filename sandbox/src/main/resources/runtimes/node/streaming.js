'use strict';
// `awslambda.streamifyResponse` and `awslambda.HttpResponseStream`: handlers that write their response.

const { Writable } = require('node:stream');

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HTTP_TYPE = 'application/vnd.awslambda.http-integration-response';
/** Stands between the head and the body of a response for HTTP. */
const DELIMITER = Buffer.alloc(8);

/** What a handler writes to. Nothing is sent before the first byte, so that the content type can be set until then. */
class ResponseStream extends Writable {
  constructor(connection, path) {
    super({ highWaterMark: 64 * 1024 });
    this.connection = connection;
    this.path = path;
    this.contentType = 'application/octet-stream';
    this.started = false;
    this.failed = new Promise((resolve, reject) => this.on('error', reject));
    this.failed.catch(() => {});
  }

  setContentType(type) {
    this.contentType = type;
  }

  start() {
    if (this.started) return;
    this.started = true;
    if (this.onBeforeFirstWrite) this.onBeforeFirstWrite((bytes) => { this.prelude = bytes; });
    this.connection.open(this.path, this.contentType);
    if (this.prelude) this.connection.chunk(Buffer.from(this.prelude), () => {});
  }

  _write(bytes, encoding, done) {
    this.start();
    if (bytes.length === 0) done();
    else this.connection.chunk(bytes, done);
  }

  /** Resolves when the handler has ended the stream and everything is out. */
  ended() {
    if (!this.writableEnded) this.end();
    if (this.writableFinished) return Promise.resolve();
    return Promise.race([new Promise((resolve) => this.once('finish', resolve)), this.failed]);
  }

  write(chunk, ...rest) {
    const text = typeof chunk === 'string' || Buffer.isBuffer(chunk) || chunk instanceof Uint8Array;
    return super.write(text ? chunk : JSON.stringify(chunk), ...rest);
  }
}

function streamifyResponse(handler, options) {
  handler[STREAMING] = 'response';
  if (options && options.highWaterMark) handler.highWaterMark = options.highWaterMark;
  return handler;
}

const HttpResponseStream = {
  /** Status, headers and cookies go before the body. */
  from(stream, prelude) {
    stream.setContentType(HTTP_TYPE);
    stream.onBeforeFirstWrite = (write) => write(Buffer.concat([Buffer.from(JSON.stringify(prelude)), DELIMITER]));
    return stream;
  },
};

const isStreaming = (handler) => handler[STREAMING] === 'response';

function install() {
  globalThis.awslambda = { ...globalThis.awslambda, streamifyResponse, HttpResponseStream };
}

module.exports = { ResponseStream, isStreaming, install };
