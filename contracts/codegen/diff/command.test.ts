import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runDiff } from './command.ts';
import { today } from './testing/contracts.ts';

const document = (version: string): string => `openapi: 3.1.0
info: { title: Shop, version: ${version} }
paths:
  /orders: { get: { responses: { '200': { description: Orders., content: { application/json: { schema: { $ref: 'shared.yaml#/components/schemas/Order' } } } } } } }
`;
const shared = (type: string): string =>
  `components: { schemas: { Order: { type: object, properties: { total: { type: ${type} } } } } }\n`;

describe('covenant diff', () => {
  let folder = '';
  const run = (...args: string[]) => runDiff([...args, '--project', folder], {}, today);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'covenant-diff-'));
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
    const write = (version: string, type: string): void => {
      writeFileSync(join(folder, 'shop.yaml'), document(version));
      writeFileSync(join(folder, 'shared.yaml'), shared(type));
    };
    git('init', '-q');
    git('config', 'user.email', 'ada@example.com');
    git('config', 'user.name', 'Ada');
    write('1.0.0', 'integer');
    git('add', '-A');
    git('commit', '-qm', 'One');
    write('1.0.1', 'string');
    git('add', '-A');
    git('commit', '-qm', 'Two');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('compares two revisions, names both places, and the version that is needed', async () => {
    const { output, exitCode } = await run('HEAD~1..HEAD');
    expect(exitCode).toBe(1);
    expect(output).toContain('response-property-type-changed');
    expect(output).toMatch(
      /was shared\.yaml:1:\d+ {2}is shared\.yaml:1:\d+ {2}hits clients that read \(GET \/orders\)/,
    );
    expect(output).toContain('shop.yaml 1.0.0 → 1.0.1, should be 2.0.0');
  });

  test('compares a revision with the working tree, files, and folders', async () => {
    expect((await run('HEAD')).output).toBe('HEAD → the working tree: nothing changed');
    expect((await run('HEAD')).exitCode).toBe(0);
    const file = join(folder, 'shop.yaml');
    expect((await run(file, file)).exitCode).toBe(0);
    expect((await run('HEAD~1', folder)).exitCode).toBe(1);
  });

  test('says how it is called, and ends with 2, for what it does not know', async () => {
    for (const args of [
      [],
      ['nothing..at-all'],
      ['HEAD..--output=x'],
      ['HEAD', '--format', 'word'],
      ['HEAD', '--no-such'],
    ]) {
      const { output, exitCode } = await run(...args);
      expect([args, exitCode]).toEqual([args, 2]);
      expect(output).toContain('covenant diff BASE..HEAD');
    }
  });

  test('says where the registry of a version is to be named, or that it does not answer', async () => {
    const version = 'registry:openapi/shop@1.0.0';
    expect(await run(version)).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining(`${version} is in a registry: name it with --registry, or REGISTRY_URL`),
    });
    const nobody = await run(version, '--registry', 'http://127.0.0.1:1');
    expect(nobody).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('http://127.0.0.1:1 does not answer'),
    });
  });

  test('--fail-on decides what ends with 1', async () => {
    const file = join(folder, 'shop.yaml');
    expect((await run(file, file, '--fail-on', 'info')).exitCode).toBe(0);
    expect((await run('HEAD~1..HEAD', '--fail-on', 'warning')).exitCode).toBe(1);
  });

  test('writes JSON, Markdown, SARIF and annotations', async () => {
    const json: unknown = JSON.parse((await run('HEAD~1..HEAD', '--format', 'json')).output);
    expect(json).toMatchObject({
      counts: { breaking: 1 },
      contracts: [
        {
          name: 'shop.yaml',
          version: { needed: '2.0.0', enough: false },
          changes: [{ counterexample: expect.anything() }, {}],
        },
      ],
    });
    const sarif: unknown = JSON.parse((await run('HEAD~1..HEAD', '--format', 'sarif')).output);
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              level: 'error',
              ruleId: 'response-property-type-changed',
              locations: [{ physicalLocation: { region: { startLine: 1 } } }],
            },
            {},
          ],
        },
      ],
    });
    expect((await run('HEAD~1..HEAD', '--format', 'markdown')).output).toContain('### Breaking');
    expect((await run('HEAD~1..HEAD', '--format', 'github')).output).toMatch(
      /^::error file=shared\.yaml,line=1,col=\d+,title=response-property-type-changed::/,
    );
  });
});
