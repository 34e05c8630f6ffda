/**
 * CPU time that checking requests and answers costs, beside others: `node bench/validation.ts [--peers DIR] [--rounds
 * 5]
 * [--requests 5000] [--write]`. Each kind of server answers a POST of 1 KB and a list of 25 KB; the kinds take turns,
 * so that a busy machine is busy for all. `--peers` is a folder in which `fastify` and `express-openapi-validator` are
 * installed; without it, those of the project are taken. `--write` puts the table into RESULTS.md.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { generate } from '../contracts/codegen/generate.ts';
import { quantile } from './measure.ts';
import { writeResults } from './results.ts';
import { order } from './validation/data.ts';

const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '5000' },
    write: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const kinds: Readonly<Record<string, string>> = {
  bare: 'Express alone, nothing is checked',
  covenant: 'covenant, requests and answers',
  'covenant-requests': 'covenant, requests',
  validators: 'the generated validators alone, requests and answers',
  'express-openapi-validator': 'express-openapi-validator, requests and answers',
  fastify: 'Fastify, requests; answers are written by their schema',
};
const CONNECTIONS = 10;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

const started = z.object({ address: z.object({ port: z.number() }), orderBytes: z.number(), pageBytes: z.number() });
const cpu = z.object({ user: z.number(), system: z.number() });

/** Sends requests over some connections; throws for an answer that is none of ours. */
async function send(port: number, path: string, method: 'GET' | 'POST', count: number): Promise<void> {
  const body = method === 'POST' ? JSON.stringify(order) : '';
  const headers =
    method === 'POST' ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {};
  let left = count;
  const connection = async (): Promise<void> => {
    for (; left > 0; left -= 1) {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent });
      sent.end(body);
      const [response] = await once(sent, 'response');
      response.resume();
      await once(response, 'end');
      if (response.statusCode !== (method === 'POST' ? 201 : 200))
        throw new Error(`${path} answered ${response.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

/** Throws where a server lets a body through that breaks the contract: what it saves would be no saving. */
async function mustRefuse(port: number): Promise<void> {
  const broken = JSON.stringify({ ...order, lines: [{ quantity: 'many' }] });
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`http://127.0.0.1:${port}/orders`, { method: 'POST', headers, body: broken });
  if (status < 400) throw new Error(`A broken order was answered ${status}`);
}

/** CPU time of the server, µs. */
async function cpuOf(server: ChildProcess): Promise<number> {
  server.send('cpu');
  const [said] = await once(server, 'message');
  const { user, system } = cpu.parse(said);
  return user + system;
}

interface Measured {
  /** µs of CPU for a request. */
  post: number;
  list: number;
}

async function measure(kind: string, folder: string, count: number): Promise<Measured> {
  const peers = values.peers ?? root;
  const server = fork(join(import.meta.dirname, 'validation/server.ts'), [kind, folder, peers], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  try {
    const [said] = await once(server, 'message');
    const { port } = started.parse(said).address;
    if (kind !== 'bare') await mustRefuse(port);
    const cost = async (path: string, method: 'GET' | 'POST'): Promise<number> => {
      await send(port, path, method, count); // until the code is compiled
      const before = await cpuOf(server);
      await send(port, path, method, count);
      return ((await cpuOf(server)) - before) / count;
    };
    return { post: await cost('/orders', 'POST'), list: await cost('/products?limit=60', 'GET') };
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

/** The files that are generated from the contract of this measurement, in a folder of their own. */
async function generated(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-validation-'));
  const project = {
    root: folder,
    openapi: relative(folder, join(import.meta.dirname, 'validation/shop.yaml')),
    output: 'generated',
    runtime: relative(folder, join(root, 'contracts/codegen/runtime')),
  };
  for (const [name, text] of await generate(project)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

const median = (numbers: readonly number[]): number =>
  quantile(
    numbers.toSorted((left, right) => left - right),
    0.5,
  );

const folder = await generated();
const found = new Map<string, Measured[]>(Object.keys(kinds).map(kind => [kind, []]));
try {
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const kind of Object.keys(kinds))
      found.get(kind)?.push(await measure(kind, join(folder, 'generated/shop'), Number(values.requests)));
} finally {
  agent.destroy();
  rmSync(folder, { recursive: true });
}
const cost = (kind: string, part: keyof Measured) => median((found.get(kind) ?? []).map(one => one[part]));
const cell = (kind: string, part: keyof Measured) =>
  `${cost(kind, part).toFixed(0)} (${(cost(kind, part) / cost('bare', part)).toFixed(2)})`;
const table = [
  `Median of ${values.rounds} rounds of ${values.requests} requests, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}.`,
  '',
  '| server | µs of CPU for a POST of 1 KB (of Express alone) | µs of CPU for a list of 25 KB (of Express alone) |',
  '|---|---|---|',
  ...Object.entries(kinds).map(([kind, name]) => `| ${name} | ${cell(kind, 'post')} | ${cell(kind, 'list')} |`),
].join('\n');
console.log(table);
if (values.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'validation', table);
