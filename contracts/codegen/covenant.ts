import { runCommand, usage } from './command.ts';
import { loadProject } from './config.ts';

const [command = '', folder = process.cwd()] = process.argv.slice(2);
const outcome = await runCommand(command, await loadProject(folder));
if (!outcome) {
  console.error(usage);
  process.exitCode = 2;
} else {
  console.log(outcome.lines.join('\n'));
  if (!outcome.ok) process.exitCode = 1;
}
