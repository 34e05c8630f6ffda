import { buildCommand } from './apps.ts';
import { consoleCommand } from './consoles/open.ts';
import { fuzzCommand } from './fuzz.ts';
import { logsCommand } from './logs.ts';
import { migrationCommand } from './prisma/migration.ts';
import { screenshotsCommand, seedCommand } from './seed.ts';
import { runningEnvironment, stackCommand } from './stack.ts';
import { startCommand } from './start.ts';
import { createSteps } from './steps.ts';
import { taskCommand } from './task.ts';
import { testCommand } from './test.ts';

const [command, ...args] = process.argv.slice(2);
const steps = createSteps(process.stdout);
process.stdout.on('error', () => {}); // the reader of our output has exited: continue without it

// When bootstrap.mjs is killed, this process is orphaned: it stops in order then.
const parent = process.ppid;
const watchParent = (): boolean => process.ppid !== parent && process.kill(process.pid, 'SIGTERM');
setInterval(watchParent, 1000).unref();

/** The commands of `bootstrap.mjs`; a returned number is the exit code. */
const commands: Record<string, () => Promise<unknown>> = {
  start: () => startCommand(args, steps),
  test: () => testCommand(args, steps),
  stack: () => stackCommand(args, steps),
  migration: () => migrationCommand(args, runningEnvironment('DATABASE_URL'), steps),
  seed: () => seedCommand(args),
  fuzz: () => fuzzCommand(args),
  screenshots: () => screenshotsCommand(args),
  console: () => consoleCommand(args),
  logs: () => logsCommand(args),
  build: () => buildCommand(steps),
  task: () => taskCommand(args),
};

try {
  const run = commands[command ?? ''];
  if (!run) throw new Error(`Unknown command "${command ?? ''}": there are ${Object.keys(commands).join(', ')}`);
  const code = await run();
  if (typeof code === 'number') process.exitCode = code;
} catch (error) {
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 1;
}
