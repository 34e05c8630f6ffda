import { migrationCommand } from './prisma/migration.ts';
import { runningEnvironment, stackCommand } from './stack.ts';
import { startCommand } from './start.ts';
import { createSteps } from './steps.ts';
import { testCommand } from './test.ts';

const [command, ...args] = process.argv.slice(2);
const steps = createSteps(process.stdout);
process.stdout.on('error', () => {}); // whoever read our output has gone: go on without

// Killed without a chance to say so, the first step leaves us behind: stop in order then.
const parent = process.ppid;
const watchParent = (): boolean => process.ppid !== parent && process.kill(process.pid, 'SIGTERM');
setInterval(watchParent, 1000).unref();

try {
  if (command === 'start') await startCommand(args, steps);
  else if (command === 'stack') await stackCommand(args, steps);
  else if (command === 'test') process.exitCode = await testCommand(args, steps);
  else if (command === 'migration') await migrationCommand(args, runningEnvironment('DATABASE_URL'), steps);
  else throw new Error(`Unknown command "${command ?? ''}": use start, test, stack or migration`);
} catch (error) {
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 1;
}
