#!/usr/bin/env node
import { runCommand, usage } from './command.ts';
import { loadProject } from './config.ts';

const [command = '', ...args] = process.argv.slice(2);
const run = {
  diff: async () => (await import('./diff/command.ts')).runDiff(args, new Date()),
  test: async () => (await import('./conformance/command.ts')).runTest(args),
}[command];
if (run) {
  const { output, exitCode } = await run();
  (exitCode === 2 ? console.error : console.log)(output);
  process.exitCode = exitCode;
} else if (command === 'publish') {
  const { runPublish } = await import('./publish/command.ts');
  const { output, exitCode } = await runPublish(args, process.env);
  (exitCode === 0 ? console.log : console.error)(output);
  process.exitCode = exitCode;
} else {
  const outcome = await runCommand(command, await loadProject(args[0] ?? process.cwd()));
  if (!outcome) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    console.log(outcome.lines.join('\n'));
    if (!outcome.ok) process.exitCode = 1;
  }
}
