#!/usr/bin/env node
// Generates the Prisma client of every service whose schema has changed since the last time; npm runs it after an
// installation. Plain
// JavaScript for whatever Node the system has. `prisma generate` does not need its schema engine, only to believe that
// there is one.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const services = path.join(root, 'services');
const cli = path.join(root, 'node_modules/prisma/build/index.js');

/** Generated clients depend on their schema and on Prisma's version. */
const fingerprint = schema => {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'node_modules/prisma/package.json'), 'utf8'));
  return createHash('sha256').update(version).update(fs.readFileSync(schema)).digest('hex');
};

const run = schema =>
  new Promise((resolve, reject) => {
    const environment = {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    };
    const child = spawn(process.execPath, [cli, 'generate', '--schema', schema], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
    child.once('error', reject);
    child.once('close', code =>
      code === 0 ? resolve() : reject(new Error(`prisma generate ${schema} failed:\n${output}`)),
    );
  });

const stale = fs.existsSync(services)
  ? fs
      .readdirSync(services)
      .map(name => path.join(services, name, 'prisma'))
      .filter(folder => fs.existsSync(path.join(folder, 'schema.prisma')))
      .map(folder => ({ schema: path.join(folder, 'schema.prisma'), mark: path.join(folder, 'client/.schema') }))
      .filter(({ schema, mark }) => !fs.existsSync(mark) || fs.readFileSync(mark, 'utf8') !== fingerprint(schema))
  : [];

const work = async () => {
  for (let job = stale.shift(); job; job = stale.shift()) {
    await run(job.schema);
    fs.writeFileSync(job.mark, fingerprint(job.schema));
  }
};

try {
  await Promise.all([work(), work()]);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
