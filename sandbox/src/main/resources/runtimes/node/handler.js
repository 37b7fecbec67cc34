'use strict';
// Finds the user's handler and calls it, whichever of Node's styles it is written in.

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');

class RuntimeError extends Error {
  constructor(name, message, cause) {
    super(message);
    this.name = name;
    if (cause && cause.stack) this.stack = `${name}: ${message}\n${cause.stack.split('\n').slice(1).join('\n')}`;
  }
}

/** `folder/file.some.function` → file and function; the first dot of the last part separates. */
function split(handler) {
  const slash = handler.lastIndexOf('/') + 1;
  const dot = handler.indexOf('.', slash);
  if (dot <= slash || handler.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', handler.includes('..')
      ? `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`
      : 'Bad handler');
  }
  return { file: handler.slice(0, dot), name: handler.slice(dot + 1) };
}

async function importModule(root, file) {
  const base = path.resolve(root, file);
  for (const [extension, load] of [['', requireFile], ['.js', loadJs], ['.mjs', importFile], ['.cjs', requireFile]]) {
    const full = base + extension;
    if (fs.existsSync(full) && fs.statSync(full).isFile()) return load(full);
  }
  // Not in the code folder: a layer may hold it.
  let resolved;
  try {
    resolved = createRequire(path.join(root, 'x.js')).resolve(file);
  } catch {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${path.basename(file)}'\nRequire stack:\n- ${__filename}`);
  }
  return loadJs(resolved);
}

const requireFile = (file) => createRequire(file)(file);

/** ES imports do not look into NODE_PATH, where layers and the provided SDK are: helped along, once needed. */
async function importFile(file) {
  const { href } = pathToFileURL(file);
  try {
    return await import(href);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/Cannot find package/.test(error.message)) throw error;
    const { searchNodePath } = require('./modules.js');
    searchNodePath();
    // The failed attempt is remembered under its address.
    return import(`${href}?again`);
  }
}
const loadJs = (file) => (isModule(path.dirname(file)) ? importFile(file) : requireFile(file));

/** Whether the nearest package.json says that .js files are ES modules. */
function isModule(folder) {
  for (let dir = folder; ; dir = path.dirname(dir)) {
    if (path.basename(dir) === 'node_modules') return false;
    try {
      return JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8')).type === 'module';
    } catch (error) {
      if (error.code !== 'ENOENT') return false;
    }
    if (path.dirname(dir) === dir) return false;
  }
}

async function loadHandler(root, handler) {
  const { file, name } = split(handler);
  let module;
  try {
    module = await importModule(root, file);
  } catch (error) {
    if (error instanceof RuntimeError) throw error;
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', error.toString(), error);
    if (error && ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error.code)) {
      throw new RuntimeError('Runtime.ImportModuleError', error.toString(), error);
    }
    throw error;
  }
  const find = (from) => name.split('.').reduce((value, key) => (value == null ? value : value[key]), from);
  const found = find(module) ?? find(module.default);
  if (found === undefined || found === null) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  }
  return found;
}

/** A handler answers by its promise, or by the callback and context.done/succeed/fail of old. */
function callHandler(handler, event, context) {
  return new Promise((resolve, reject) => {
    let settled = false;
    const done = (error, value) => {
      if (settled) return;
      settled = true;
      if (error !== undefined && error !== null) {
        reject(typeof error === 'string' ? Object.assign(new Error(error), { plain: true }) : error);
      } else if (context.callbackWaitsForEmptyEventLoop) {
        whenIdle(() => resolve(value));
      } else {
        resolve(value);
      }
    };
    context.done = done;
    context.succeed = (value) => { context.callbackWaitsForEmptyEventLoop = false; done(null, value); };
    context.fail = (error) => { context.callbackWaitsForEmptyEventLoop = false; done(error ?? 'handled'); };
    const result = handler(event, context, done);
    if (result && typeof result.then === 'function') {
      result.then(resolve, reject);
    } else if (handler.length < 3 && !settled && result !== undefined) {
      resolve(result);
    } else if (handler.length < 3 && handler.constructor.name !== 'AsyncFunction') {
      // Nobody can answer any more once the event loop is empty.
      whenIdle(() => { if (!settled) resolve(null); });
    } else if (!settled) {
      whenIdle(() => { if (!settled) resolve(null); });
    }
  });
}

/** Calls back when nothing but our own socket keeps the process busy. */
function whenIdle(callback) {
  const busy = () => process.getActiveResourcesInfo().filter((kind) => kind !== 'TCPSocketWrap' && kind !== 'TTYWrap'
    && kind !== 'PipeWrap' && kind !== 'Immediate').length
    + Math.max(0, process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length - 1);
  const look = () => (busy() === 0 ? callback() : setTimeoutQuietly(look));
  setImmediate(look);
}

function setTimeoutQuietly(look) {
  setTimeout(look, 1).unref();
  // An unref'ed timer does not count as busy; our socket keeps the loop alive for it.
}

function errorPayload(error) {
  if (error instanceof Error || (error && typeof error === 'object' && 'message' in error && 'stack' in error)) {
    const payload = {
      errorType: String(error.name || 'Error').replace(/\x7f/g, '%7F'),
      errorMessage: String(error.message ?? ''),
      trace: String(error.stack || '').split('\n'),
    };
    if (error.reason !== undefined) {
      payload.reason = error.reason instanceof Error ? errorPayload(error.reason) : error.reason;
      payload.promise = {};
    }
    return payload;
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/** Header values hold printable ASCII only. */
const headerType = (type) => String(type).replace(/[^\x20-\x7e]/g, '?').slice(0, 200);

module.exports = { loadHandler, callHandler, errorPayload, headerType };
