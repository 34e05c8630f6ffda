import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './folders.ts';
import { startStack, stopStack } from './stack.ts';
import type { Steps } from './steps.ts';

function runJest(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', jest, '--maxWorkers=2', '--passWithNoTests', ...args];
  const child = spawn(process.execPath, options, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment, NODE_ENV: 'test' },
  });
  return new Promise(resolve => child.once('exit', code => resolve(code ?? 1)));
}

/** `npm test`: everything that must hold, on real servers. */
export async function testCommand(args: readonly string[], steps: Steps): Promise<number> {
  const stack = await startStack('test', steps, new AbortController().signal);
  try {
    return await runJest(args, stack.environment);
  } finally {
    if (!stack.found) await stopStack(stack.place.state);
  }
}
