import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  engineAnswers,
  forgetContainers,
  isContained,
  startContainers,
  stopContainers,
  usesContainers,
} from './containers.ts';
import { choosePorts } from './ports.ts';
import type { Place, Server } from './servers/server.ts';
import { servers } from './servers/table.ts';
import { createSteps } from './steps.ts';

const ports = await choosePorts(
  { defaultBase: 4000, wellKnown: true },
  { COVENANT_PORT_BASE: '6000' },
  async () => true,
);
const searchPath = process.env.PATH;
let folder: string;

/** A `docker` that writes down how it was called, or that fails. */
function putDocker(script: string): void {
  fs.writeFileSync(path.join(folder, 'docker'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'containers-'));
  process.env.PATH = `${folder}:${searchPath}`;
});

afterEach(() => {
  process.env.PATH = searchPath;
  delete process.env.COVENANT_STACK;
  fs.rmSync(folder, { recursive: true });
});

const place = (): Place => ({
  name: 'dev',
  state: folder,
  cache: folder,
  ports,
  user: undefined,
  disposable: false,
  closing: new AbortController().signal,
  secrets: { postgres: 'pg', s3: 's3key', link: 'l', serviceKeys: {}, stripeWebhook: 'w', authSecret: 'a' },
});

const calls = (): string => fs.readFileSync(path.join(folder, 'calls'), 'utf8');
const recording = `echo "$* [$POSTGRES_PORT $KAFKA_PORT $POSTGRES_PASSWORD $S3_SECRET_ACCESS_KEY]" >> "${'$'}{0%/*}/calls"`;

describe('containers', () => {
  test('are used where an engine answers, and only there', async () => {
    putDocker('exit 0');
    expect(await engineAnswers()).toBe(true);
    putDocker('[ "$1" = info ] && exit 1; exit 0');
    expect(await engineAnswers()).toBe(false);
    putDocker('exit 0');
    process.env.COVENANT_STACK = 'local';
    expect(await engineAnswers()).toBe(false);
  });

  test('are stayed with once they hold the data, as the local way is', async () => {
    putDocker('exit 0');
    expect(await usesContainers(folder)).toBe(true);
    fs.mkdirSync(path.join(folder, 'postgres'));
    expect(await usesContainers(folder)).toBe(false);
    fs.rmdirSync(path.join(folder, 'postgres'));
    fs.writeFileSync(path.join(folder, 'containers'), '');
    putDocker('exit 1');
    await expect(usesContainers(folder)).rejects.toThrow('Docker does not answer');
  });

  test('get the ports and passwords of the place, are waited for and settled, stopped and forgotten by the name of the state', async () => {
    putDocker(recording);
    const done: string[] = [];
    let tries = 0;
    const fake: Server[] = servers.filter(isContained).map(server => ({
      ...server,
      answers: async () => {
        if (server.name === 'kafka' && ++tries < 3) throw new Error('not yet');
      },
      settle: async () => void done.push(server.name),
    }));
    expect(await startContainers(fake, place(), createSteps({ write: () => {} }))).toBe(true);
    expect(tries).toBe(3);
    expect(done.sort()).toEqual(['elasticsearch', 'kafka', 'mongodb', 'postgres', 'redis', 's3']);
    await stopContainers(folder);
    await forgetContainers(folder);
    const [up, stop, down] = calls().trim().split('\n');
    expect(up).toMatch(
      /--project-name covenant-\w{10} --file .*compose\.yaml up --detach postgres mongodb redis kafka elasticsearch s3 \[6020 6023 pg s3key\]$/,
    );
    expect(stop).toMatch(/ stop /);
    expect(down).toMatch(/ down --volumes /);
    const names = [up, stop, down].map(call => /covenant-\w{10}/.exec(call ?? '')?.[0]);
    expect(new Set(names).size).toBe(1);
  });

  test('that cannot be had leave the local way, unless they hold the data', async () => {
    const printed: string[] = [];
    const steps = createSteps({ write: text => printed.push(text) });
    putDocker(`${recording}; case "$*" in *" up "*) echo "no such image" >&2; exit 1;; esac`);
    expect(await startContainers(servers.filter(isContained), place(), steps)).toBe(false);
    expect(printed.join('')).toContain('no such image: starting the servers without containers');
    expect(calls()).toMatch(/ down \[/);
    fs.writeFileSync(path.join(folder, 'containers'), '');
    await expect(startContainers(servers.filter(isContained), place(), steps)).rejects.toThrow('no such image');
  });

  test('are not queried where none were started', async () => {
    putDocker(recording);
    await stopContainers(folder);
    await forgetContainers(folder);
    expect(fs.existsSync(path.join(folder, 'calls'))).toBe(false);
  });
});
