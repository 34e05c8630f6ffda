import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../contracts/codegen/command.ts';
import { loadProject } from '../contracts/codegen/config.ts';
import { Memory } from '../contracts/codegen/memory.ts';

/**
 * What `covenant generate --watch` uses for a change of one operation of a large document in JSON: `node bench/watch.ts
 * DOCUMENT [--changes 20]`. Each change gives one more operation a parameter; from the file's being written to the
 * generated files' being so, user and system time of the process. Prints a row of a table as Markdown.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { changes: { type: 'string', default: '20' } },
});
const [document = ''] = positionals;
const read = spawnSync(document.endsWith('.gz') ? 'zcat' : 'cat', [document], { encoding: 'utf8', maxBuffer: 1 << 28 });
const text = read.stdout;
const folder = mkdtempSync(join(tmpdir(), 'bench-watch-'));
const cpuMs = (since?: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};
const percentile = (numbers: readonly number[], part: number) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * part)]?.toFixed(0);

try {
  const file = join(folder, 'api.json');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'covenant.config.ts'), `export default { openapi: 'api.json' };`);
  mkdirSync(join(folder, 'generated'));
  writeFileSync(file, text);
  const project = await loadProject(folder);
  const memory = new Memory(true);
  const first = await runCommand('generate', project, memory);
  const firstMs = cpuMs();
  if (!first.ok) throw new Error(first.lines.slice(0, 5).join('\n'));
  const starts = [...text.matchAll(/"operationId": "\w+",\s*"parameters": \[/g)].map(([start]) => start);
  const count = Math.min(Number(values.changes), starts.length);
  const used: number[] = [];
  let changed = text;
  for (let change = 0; change < count; change += 1) {
    const start = starts[Math.floor((change * starts.length) / count)] ?? '';
    const at = changed.indexOf(start) + start.length;
    const more = `{ "name": "bench", "in": "query", "schema": { "type": "string", "maxLength": ${change + 1} } }`;
    const isLast = /^\s*\]/.test(changed.slice(at, at + 99));
    changed = `${changed.slice(0, at)}${more}${isLast ? '' : ', '}${changed.slice(at)}`;
    writeFileSync(file, changed);
    const before = process.cpuUsage();
    const { files } = await runCommand('generate', project, memory);
    used.push(cpuMs(before));
    if (files.length === 0) throw new Error(`Change ${change} was not written`);
  }
  console.log('| document | changes | first run, CPU ms | a change: median | 90 % | peak MiB | load |');
  console.log('|---|---|---|---|---|---|---|');
  const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  const row = [document, used.length, firstMs.toFixed(0), percentile(used, 0.5), percentile(used, 0.9), peak];
  console.log(`| ${[...row, loadavg()[0]?.toFixed(1)].join(' | ')} |`);
} finally {
  rmSync(folder, { recursive: true });
}
