#!/usr/bin/env node
// A stand-in for Prisma's native schema engine, which npm does not carry, as far as `prisma migrate diff` needs it:
// JSON-RPC over standard input and output, a message a line; the work is done by @prisma/schema-engine-wasm over `pg`.
// Prisma's CLI runs it when
// PRISMA_SCHEMA_ENGINE_BINARY names this file.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import readline from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const args = process.argv.slice(2);
const values = flag => args.flatMap((arg, index) => (arg === flag ? [args[index + 1]] : []));
const datasource = JSON.parse(values('--datasource')[0] ?? '{}');

/**
 * Types of PostgreSQL's catalog that the adapter does not know, each with the one to read it as: "char", name, name[].
 */
const readAs = new Map([
  [18, 25],
  [19, 25],
  [1003, 1009],
]);

function withKnownTypes(result) {
  for (const one of Array.isArray(result) ? result : [result]) {
    for (const field of one?.fields ?? []) field.dataTypeID = readAs.get(field.dataTypeID) ?? field.dataTypeID;
  }
  return result;
}

const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (...parameters) {
  const callback = parameters.at(-1);
  if (typeof callback !== 'function') return Promise.resolve(query.apply(this, parameters)).then(withKnownTypes);
  return query.call(this, ...parameters.slice(0, -1), (error, result) => callback(error, withKnownTypes(result)));
};

/** How to reach the database that the CLI names. */
function adapterFactory() {
  const url = new URL(datasource.url ?? 'postgresql://offline@127.0.0.1:1/none');
  const mode = url.searchParams.get('sslmode');
  return new PrismaPg(
    {
      host: url.hostname,
      port: Number(url.port || 5432),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password) || undefined,
      database: decodeURIComponent(url.pathname.slice(1)),
      ssl: mode === 'require' || mode === 'verify-full' ? { rejectUnauthorized: mode === 'verify-full' } : undefined,
      allowExitOnIdle: true,
      idleTimeoutMillis: 200,
      max: 2,
    },
    { schema: url.searchParams.get('schema') ?? undefined },
  );
}

async function startEngine() {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(file)), {
    './schema_engine_bg.js': wasm,
  });
  wasm.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  const datamodels = values('--datamodels').map(schema => [schema, fs.readFileSync(schema, 'utf8')]);
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return wasm.SchemaEngine.new(options, () => {}, bindMigrationAwareSqlAdapterFactory(adapterFactory()));
}

const send = message => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/** An engine's error in the form that the CLI reads. */
function describe(error) {
  let known = {};
  try {
    known = JSON.parse(error.message);
  } catch {} // a plain message
  const data = {
    is_panic: false,
    message: known.message ?? error.message,
    meta: known.meta ?? null,
    error_code: error.code ?? known.error_code ?? null,
  };
  return { code: 4466, message: 'An error happened. Check the data field for details.', data };
}

/** Methods that this engine calls by another name. */
const renamed = { getDatabaseVersion: 'version', migrateDiff: 'diff' };

async function serve() {
  const engine = await startEngine();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { id, method, params } = line.trim() ? JSON.parse(line) : {};
    if (method === undefined) continue; // the answer to a message of our own
    try {
      const result = await engine[renamed[method] ?? method](params);
      if (result?.stdout) send({ id: 10_000 + id, method: 'print', params: { content: result.stdout } });
      send({ id, result: result ?? null });
    } catch (error) {
      send({ id, error: describe(error) });
    }
  }
}

await serve();
process.exit(0);
