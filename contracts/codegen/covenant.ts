import { loadProject } from './config.ts';
import { generate } from './generate.ts';
import { staleFiles, writeFiles } from './output.ts';

const [command = '', folder = process.cwd()] = process.argv.slice(2);
const project = await loadProject(folder);
if (command === 'generate') {
  const touched = writeFiles(project, await generate(project));
  console.log(touched.length === 0 ? 'Nothing changed.' : touched.join('\n'));
} else if (command === 'check') {
  const stale = staleFiles(project, await generate(project));
  for (const file of stale) console.error(file);
  if (stale.length > 0) process.exitCode = 1;
}
