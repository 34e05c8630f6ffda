import fs from 'node:fs';
import path from 'node:path';
import { root } from './folders.ts';
import { runTool } from './provision.ts';
import type { Steps } from './steps.ts';

/** A check of the whole tree that counts as one test. */
interface Check {
  name: string;
  /** The program to run with Node, and its arguments. */
  run: readonly string[];
  /** What it looks at; a check whose subject does not exist yet is not made. */
  of?: string;
}

const tool = (file: string): string => path.join(root, 'node_modules', file);

const checks: readonly Check[] = [
  { name: 'contracts are sound and generated files fresh', run: ['contracts/codegen/covenant.ts', 'check'] },
  { name: 'types', run: [tool('typescript-native/bin/tsc'), '-p', 'tsconfig.json'] },
  {
    name: 'types of the storefront',
    run: [tool('typescript-native/bin/tsc'), '-p', 'storefront'],
    of: 'storefront/app',
  },
  { name: 'types of the admin console', run: [tool('typescript-native/bin/tsc'), '-p', 'admin'], of: 'admin/App.tsx' },
  { name: 'format and lint', run: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'] },
  {
    name: 'who may import whom',
    run: [
      tool('dependency-cruiser/bin/dependency-cruise.mjs'),
      'admin',
      'bench',
      'contracts',
      'deploy',
      'generated',
      'look',
      'pact',
      'services',
      'storefront',
      '--config',
      '.dependency-cruiser.cjs',
    ],
  },
  { name: 'nothing unused', run: [tool('knip/bin/knip.js')] },
  {
    name: 'no program code that only tests use',
    run: [tool('knip/bin/knip.js'), '--production', '--include', 'files'],
  },
  { name: 'lines are at most 120 wide, nothing is packed', run: ['deploy/local/source-layout.ts'] },
  { name: 'lock file complete', run: ['deploy/local/complete-lock.mjs', '--check'] },
];

/** Makes every check, two at a time. @returns how many passed and which failed */
export async function runChecks(steps: Steps): Promise<{ passed: number; failed: number }> {
  const waiting = checks.filter(check => !check.of || fs.existsSync(path.join(root, check.of)));
  let passed = 0;
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { name, run } = check;
      try {
        await steps.step(name, () => runTool({ program: process.execPath, args: run, cwd: root }));
        passed++;
      } catch (error) {
        failed++;
        steps.print((error as Error).message);
      }
    }
  };
  await Promise.all([work(), work()]);
  return { passed, failed };
}
