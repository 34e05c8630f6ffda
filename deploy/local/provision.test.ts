import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../services/platform/testing/until.ts';
import { provision, runTool } from './provision.ts';

let cache: string;

beforeEach(() => {
  cache = fs.mkdtempSync(path.join(os.tmpdir(), 'provision-'));
});
afterEach(() => fs.rmSync(cache, { recursive: true }));

describe('provisioning into the cache', () => {
  test('two clones at once end with one complete folder, which no later run builds again', async () => {
    const builds: string[] = [];
    const build = async (folder: string): Promise<void> => {
      builds.push(folder);
      fs.writeFileSync(path.join(folder, 'half'), '');
      await until(() => builds.length === 2, { describe: 'both are building' });
      expect(
        fs.existsSync(path.join(cache, 'kafka-1', 'half')) && !fs.existsSync(path.join(cache, 'kafka-1', 'whole')),
      ).toBe(false);
      fs.writeFileSync(path.join(folder, 'whole'), '');
    };
    const [one, two] = await Promise.all([provision(cache, 'kafka-1', build), provision(cache, 'kafka-1', build)]);
    expect(one).toBe(two);
    expect(fs.readdirSync(one).sort()).toEqual(['half', 'whole']);
    await provision(cache, 'kafka-1', build);
    expect(builds).toHaveLength(2);
    expect(fs.readdirSync(cache)).toEqual(['kafka-1']);
  });

  test('a build that fails leaves nothing behind, and the next one tries again', async () => {
    const broken = provision(cache, 'kafka-1', async folder => {
      fs.writeFileSync(path.join(folder, 'half'), '');
      throw new Error('no network');
    });
    await expect(broken).rejects.toThrow('no network');
    expect(fs.readdirSync(cache)).toEqual([]);
    await expect(provision(cache, 'kafka-1', async () => {})).resolves.toBe(path.join(cache, 'kafka-1'));
  });
});

describe('a tool', () => {
  test('reports its last line as it goes', async () => {
    const lines: string[] = [];
    const seen = path.join(cache, 'seen');
    // It ends only if its first line is reported while it runs.
    await runTool(
      { program: 'sh', args: ['-c', `echo one; until [ -e '${seen}' ]; do sleep 0.01; done; echo two`] },
      line => {
        lines.push(line);
        fs.writeFileSync(seen, '');
      },
    );
    expect(lines).toEqual(['one', 'two']);
  });

  test('that fails says what it printed', async () => {
    await expect(runTool({ program: 'sh', args: ['-c', 'echo no such jar >&2; exit 3'] })).rejects.toThrow(
      /failed \(3\):\nno such jar/,
    );
  });
});
