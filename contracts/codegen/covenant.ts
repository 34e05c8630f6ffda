import { type Outcome, runCommand, usage } from './command.ts';
import { ConfigError, loadProject } from './config.ts';

const [command = '', folder = process.cwd()] = process.argv.slice(2);
const outcome = await run();
if (!outcome) {
  console.error(usage);
  process.exitCode = 2;
} else {
  console.log(outcome.lines.join('\n'));
  if (!outcome.ok) process.exitCode = 1;
}

async function run(): Promise<Outcome | undefined> {
  try {
    return await runCommand(command, await loadProject(folder));
  } catch (error) {
    if (error instanceof ConfigError) return { lines: [error.message], ok: false };
    throw error;
  }
}
