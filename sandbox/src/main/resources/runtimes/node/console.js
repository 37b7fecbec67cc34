'use strict';
// console.* in the format of Lambda: one log event a call, with time, request id and level.

const { writeSync } = require('node:fs');
const { format, inspect } = require('node:util');

const JSON_FORMAT = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const LEVELS = { TRACE: 1, DEBUG: 2, INFO: 3, WARN: 4, ERROR: 5, FATAL: 6 };
const LOWEST = LEVELS[(process.env.AWS_LAMBDA_LOG_LEVEL || '').toUpperCase()] || (JSON_FORMAT ? LEVELS.INFO : 0);

let requestId;

function setRequestId(id) {
  requestId = id;
}

/** Written at once, so that nothing is lost when the process ends; a full pipe makes it wait. */
function emit(line) {
  // A line feed would start a new log event, a carriage return continues this one.
  let rest = Buffer.from(`${line.replace(/\r?\n/g, '\r')}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
    }
  }
}

function asJson(level, args) {
  const line = { timestamp: new Date().toISOString(), level, requestId };
  const error = args.find((arg) => arg instanceof Error);
  if (args.length === 1 && !error) {
    [line.message] = args;
  } else {
    line.message = format(...args);
  }
  if (error) {
    line.errorType = error.name;
    line.errorMessage = error.message;
    line.stackTrace = (error.stack || '').split('\n').slice(1).map((at) => at.trim());
  }
  try {
    return JSON.stringify(line);
  } catch {
    return JSON.stringify({ ...line, message: inspect(line.message) });
  }
}

function write(level, args) {
  if (LEVELS[level] < LOWEST) return;
  if (JSON_FORMAT) {
    emit(asJson(level, args));
  } else {
    emit(`${new Date().toISOString()}\t${requestId}\t${level}\t${format(...args)}`);
  }
}

/** An error the runtime client reports itself, in Lambda's form. */
function writeLine(level, title, error) {
  if (JSON_FORMAT) {
    write(level, [error]);
    return;
  }
  const { errorPayload } = require('./handler.js');
  const { errorType, errorMessage, trace } = errorPayload(error);
  const own = error && typeof error === 'object' ? { ...error } : {};
  delete own.logTitle;
  const told = { errorType, errorMessage, ...own, stack: [`${errorType}: ${errorMessage}`, ...(trace || []).slice(1)] };
  let text;
  try {
    text = JSON.stringify(told);
  } catch {
    text = JSON.stringify({ errorType, errorMessage, stack: told.stack });
  }
  emit(`${new Date().toISOString()}\t${requestId}\t${level}\t${title}\t${text}`);
}

function patchConsole() {
  console.log = (...args) => write('INFO', args);
  console.info = console.log;
  console.debug = (...args) => write('DEBUG', args);
  console.warn = (...args) => write('WARN', args);
  console.error = (...args) => write('ERROR', args);
  console.fatal = (...args) => write('FATAL', args);
  console.trace = (...args) => {
    const at = {};
    Error.captureStackTrace(at, console.trace);
    write('TRACE', [`${format(...args)}${at.stack.slice(at.stack.indexOf('\n'))}`]);
  };
}

module.exports = { patchConsole, setRequestId, writeLine };
