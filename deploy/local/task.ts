import { spawn } from 'node:child_process';
import path from 'node:path';
import { cacheFolder, root } from './folders.ts';
import { provisionWheel, wheelKey } from './servers/wheels.ts';

const wheel = { name: 'go-task-bin', version: '3.54.0', program: 'bin/task' };

/** `npm run task -- …`: go-task, for those who have not installed it. @returns its exit code */
export async function taskCommand(args: readonly string[]): Promise<number> {
  const cache = cacheFolder();
  await provisionWheel(cache, wheel, () => {});
  const program = path.join(cache, wheelKey(wheel), wheel.program);
  // tasks may call task
  const environment = { ...process.env, PATH: [path.dirname(program), process.env.PATH].join(path.delimiter) };
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: environment });
  return new Promise(resolve => child.once('exit', code => resolve(code ?? 1)));
}
