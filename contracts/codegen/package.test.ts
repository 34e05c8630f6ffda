import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** The Node that the packed tool is tried on: the one that runs this, or another one. */
const node = process.env.COVENANT_TEST_NODE ?? process.execPath;
const tool = fileURLToPath(new URL('.', import.meta.url));
const example = join(tool, '../../examples/weather');
const topicPrefix = `walk-${process.pid}-`;
const processes: ChildProcess[] = [];
let folder = '';

interface Ran {
  code: number;
  output: string;
}

const environment = {
  ...process.env,
  PATH: [dirname(node), process.env.PATH ?? ''].join(delimiter),
  TOPIC_PREFIX: topicPrefix,
  KAFKAJS_NO_PARTITIONER_WARNING: '1',
  NODE_OPTIONS: '',
};

async function run(command: string, args: readonly string[], cwd = folder, env: object = {}): Promise<Ran> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { cwd, env: { ...environment, ...env } });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    return { code: Number(code), output: `${stdout ?? ''}${stderr ?? ''}` };
  }
}

const covenant = (...args: string[]): Promise<Ran> => run(join(folder, 'node_modules/.bin/covenant'), args);

/** Starts a program of the example; its lines of output as they come. */
function start(program: string, env: object = {}): AsyncIterator<string> {
  const child = spawn(node, [`dist/${program}.js`], { cwd: folder, env: { ...environment, ...env } });
  processes.push(child);
  child.stderr.on('data', () => undefined);
  return createInterface(child.stdout)[Symbol.asyncIterator]();
}

async function lineWith(lines: AsyncIterator<string>, text: string): Promise<string> {
  for (;;) {
    const { done, value } = await lines.next();
    if (done) throw new Error(`The program ended before it said ${text}`);
    if (value.includes(text)) return value;
  }
}

/** An empty folder outside of the repository with the example and what npm installs there. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'covenant-walk-'));
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', folder], tool);
  expect(packed).toMatchObject({ code: 0 });
  for (const part of ['contracts', 'src', 'tsconfig.json', 'package.json'])
    cpSync(join(example, part), join(folder, part), {
      recursive: true,
      filter: from => !/\/(generated|dist|node_modules)$/.test(from),
    });
  const settings: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  settings.dependencies.covenant = `file:${packed.output.trim().split('\n').at(-1)}`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(settings));
  const installed = await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund']);
  expect(installed).toMatchObject({ code: 0 });
}, 300_000);

afterAll(async () => {
  for (const child of processes) {
    if (child.exitCode !== null) continue;
    child.kill();
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

test('init writes the configuration that the example has', async () => {
  expect(await covenant('init')).toMatchObject({ code: 0 });
  const text = (root: string) => readFileSync(join(root, 'covenant.config.ts'), 'utf8');
  expect(text(folder)).toBe(text(example));
});

test('lint, generate and check find all in order, and the compiler too', async () => {
  expect(await covenant('lint')).toEqual({ code: 0, output: 'The contracts are in order.\n' });
  const generated = await covenant('generate');
  expect(generated.code).toBe(0);
  expect(generated.output).toContain('src/generated/stations/server.ts');
  expect(await covenant('check')).toMatchObject({ code: 0 });
  expect(await run(node, ['node_modules/typescript/bin/tsc'])).toEqual({ code: 0, output: '' });
});

test('what it generates does nothing but import its own package and what the example names', () => {
  const server = readFileSync(join(folder, 'src/generated/stations/server.ts'), 'utf8');
  const modules = [...server.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
  expect(new Set(modules)).toEqual(
    new Set(['express', 'covenant/runtime/router', './types.js', './validators/parameters.js', ...checks]),
  );
});
const checks = ['./validators/requests.js', './validators/responses.js'];

test('the server answers the client, and the consumer receives the event', async () => {
  const server = start('server', { PORT: '0' });
  const port = /port: (\d+)/.exec(await lineWith(server, 'port'))?.[1];
  const consumer = start('consumer');
  const client = await run(node, ['dist/client.js'], folder, { STATIONS_URL: `http://127.0.0.1:${port}` });
  expect(client).toMatchObject({ code: 0 });
  expect(client.output.split('\n')).toEqual([
    'latest [{"celsius":-3.5,"windKnots":12,"measuredAt":"2026-11-30T06:00:00Z"}]',
    'unknown 404',
    'refused /body/celsius /body/measuredAt',
    '',
  ]);
  expect(await lineWith(consumer, 'frost')).toBe('frost in oslo: -3.5 degrees');
}, 120_000);

test('diff says what a change breaks', async () => {
  const file = join(folder, 'contracts/stations.yaml');
  const before = join(folder, 'before.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(before, text);
  expect(await covenant('diff', before, file)).toMatchObject({ code: 0 });
  writeFileSync(file, text.replace('required: [celsius, measuredAt]', 'required: [celsius, windKnots, measuredAt]'));
  const broken = await covenant('diff', before, file);
  writeFileSync(file, text);
  rmSync(before);
  expect(broken.code).toBe(1);
  expect(broken.output).toContain('windKnots');
});

test('gate lets pass what breaks nobody, and no break that nobody stands for', async () => {
  const git = (...args: string[]) => run('git', ['-c', 'user.name=walk', '-c', 'user.email=walk@localhost', ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', 'contracts', 'covenant.config.ts');
  expect(await git('commit', '--quiet', '--message', 'Contracts')).toMatchObject({ code: 0 });
  expect(await covenant('gate', 'HEAD')).toMatchObject({ code: 0 });
  const file = join(folder, 'contracts/stations.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('required: [celsius, measuredAt]', 'required: [celsius, windKnots, measuredAt]'));
  const refused = await covenant('gate', 'HEAD');
  writeFileSync(file, text);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('windKnots became required') });
});

test('pack makes a package of the client that others can install', async () => {
  expect(await covenant('pack', 'stations')).toMatchObject({ code: 0 });
  const program = `import { createStationsClient, ProblemError } from './stations-client/index.js';
    const client = createStationsClient({ baseUrl: 'http://localhost', fetch: async request => Response.json([], { status: 200 }) });
    console.log(JSON.stringify((await client.listReadings({ path: { stationId: 'oslo' } })).body), ProblemError.name);`;
  writeFileSync(join(folder, 'packed.mjs'), program);
  expect(await run(node, ['packed.mjs'])).toEqual({ code: 0, output: '[] ProblemError\n' });
});

test('without Node the client of the package needs nothing of it', () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, module = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g)) {
      expect(module).not.toMatch(/^node:|^express$/);
      if (module.startsWith('.')) visit(join(dirname(file), module));
    }
  };
  const runtime = join(folder, 'node_modules/covenant/dist/runtime');
  visit(join(runtime, 'client.js'));
  visit(join(runtime, 'problem.js'));
  expect(existsSync(join(runtime, 'client.d.ts'))).toBe(true);
});
