// Plays the script with the AWS SDK for JavaScript v3. The folder with node_modules is the first argument.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";

const POLL_MILLIS = 50;
const POLLS = 400;
const NOTHING = "bm90aGluZw=="; // bytes too, so that the call is made and fails
const PACKAGES = { logs: "cloudwatch-logs", secretsmanager: "secrets-manager" };

const require = createRequire(process.argv[2] + "/");
const script = JSON.parse(readFileSync(new URL("calls.json", import.meta.url), "utf8"));
const modules = new Map();
let version;

function client(service) {
  if (!modules.has(service)) {
    const name = "@aws-sdk/client-" + (PACKAGES[service] ?? service);
    const module = require(name);
    version = require(name + "/package.json").version;
    const Client = Object.entries(module).find(([key, value]) => /^[A-Za-z0-9]+Client$/.test(key) && typeof value === "function");
    modules.set(service, { module, client: new Client[1]({ maxAttempts: 1, forcePathStyle: true, logger: { warn() {}, info() {}, debug() {}, error() {} } }) });
  }
  return modules.get(service);
}

async function call(service, operation, given) {
  const { module, client: sender } = client(service);
  try {
    const { $metadata, ...answer } = await sender.send(new module[operation + "Command"](given));
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value?.transformToByteArray === "function") answer[name] = await value.transformToByteArray();
    }
    return { answer: shown(answer) ?? {} };
  } catch (e) {
    if (!e.$metadata?.httpStatusCode) throw new Error(`${service} ${operation}`, { cause: e });
    return { error: { code: e.Code ?? e.Error?.Code ?? e.name, message: said(e), status: e.$metadata.httpStatusCode } };
  }
}

/** The SDK makes up a message where there is none. */
function said(e) {
  const message = e.Message ?? e.message;
  return message === "UnknownError" ? "" : message;
}

/** An answer in the common form; undefined when there is nothing to show. */
function shown(value) {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return "<time>";
  if (value instanceof Uint8Array) return marked(value);
  if (Array.isArray(value)) return value.map((one) => shown(one) ?? {});
  if (typeof value !== "object") return value instanceof String ? value.toString() : value;
  const members = Object.entries(value)
    .map(([name, inner]) => [name, shown(inner)])
    .filter(([, inner]) => inner !== undefined && !(typeof inner === "object" && Object.keys(inner).length === 0));
  return Object.fromEntries(members);
}

function marked(data) {
  const text = new TextDecoder().decode(data);
  return text.includes("\uFFFD") ? { $base64: Buffer.from(data).toString("base64") } : { $blob: text };
}

function filled(value, variables) {
  if (Array.isArray(value)) return value.map((one) => filled(one, variables));
  if (value === "$now") return Date.now();
  if (typeof value === "string") return value.replace(/\$\{(\w+)\}/g, (all, name) => variables[name] ?? all);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, filled(inner, variables)]);
  if (entries.length === 1 && entries[0][0] === "$blob") return Buffer.from(entries[0][1]);
  if (entries.length === 1 && entries[0][0] === "$base64") return Buffer.from(entries[0][1], "base64");
  return Object.fromEntries(entries);
}

function at(value, path) {
  return path.split(".").reduce((inner, step) => inner?.[step], value);
}

function asText(value) {
  if (value?.$blob !== undefined) return Buffer.from(value.$blob).toString("base64");
  return value?.$base64 ?? String(value);
}

const variables = { ACCOUNT: process.env.ACCOUNT, REGION: process.env.REGION };
const answers = [];
for (const { service, operation, input, save = {}, until } of script) {
  let result;
  for (let i = 0; i < (until ? POLLS : 1); i++) {
    result = await call(service, operation, filled(input, variables));
    if (!until || result.error || at(result.answer, until.path) === until.is) break;
    await setTimeout(POLL_MILLIS);
  }
  for (const [name, path] of Object.entries(save)) {
    const value = at(result.answer, path);
    variables[name] = value === undefined ? NOTHING : asText(value);
  }
  answers.push(result);
}
console.log(JSON.stringify({ client: `AWS SDK for JavaScript ${version}`, variables, answers }));
