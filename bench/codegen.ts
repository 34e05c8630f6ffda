import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runMeasured } from './measured-process.ts';

/**
 * CPU time and memory of generators on one document, side by side: `node bench/codegen.ts DOCUMENT [--peers DIR]
 * [--runs 3]`. Prints a table as Markdown. `--peers` is a folder in which `orval`, `@hey-api/openapi-ts` or
 * `@redocly/cli` are installed; those that are not there are left out. openapi-typescript, which makes types alone, is
 * the unit of the ratios.
 */
interface Tool {
  name: string;
  makes: string;
  /** What Node runs, in a folder of its own that has the document as `api.json`. */
  args: readonly string[];
}

interface Run {
  cpuSeconds: number;
  peakMiB: number;
}

const root = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'string' }, runs: { type: 'string', default: '3' } },
});
const [document] = positionals;

function tools(peers: string | undefined): Tool[] {
  const covenant = join(root, 'contracts/codegen/covenant.ts');
  const own: Tool[] = [
    {
      name: 'openapi-typescript',
      makes: 'types',
      args: [bin(root, 'openapi-typescript', 'bin/cli.js'), 'api.json', '-o', 'out.ts'],
    },
    { name: 'covenant generate', makes: 'types, server, client, validators', args: [covenant, 'generate', '.'] },
    { name: 'covenant lint', makes: 'findings', args: [covenant, 'lint', '.'] },
  ];
  if (peers === undefined) return own;
  const others: Tool[] = [
    {
      name: 'orval',
      makes: 'types, client',
      args: [
        bin(peers, 'orval', 'dist/bin/orval.mjs', 'dist/bin/orval.js'),
        '--input',
        'api.json',
        '--output',
        'out.ts',
      ],
    },
    {
      name: 'hey-api',
      makes: 'types, client',
      args: [bin(peers, '@hey-api/openapi-ts', 'bin/run.js'), '-i', 'api.json', '-o', 'out'],
    },
    {
      name: 'redocly generate-client',
      makes: 'types, client',
      args: [bin(peers, '@redocly/cli', 'bin/cli.js'), 'generate-client', 'api.json', '--output', 'out.ts'],
    },
  ];
  return [...own, ...others.filter(({ args: [program = ''] }) => existsSync(program))];
}

/** The first of these programs that is installed in a folder, or in one of its folders. */
function bin(folder: string, name: string, ...files: string[]): string {
  const folders = [folder, ...readdirSync(folder).map(entry => join(folder, entry))];
  const programs = folders.flatMap(one => files.map(file => resolve(one, 'node_modules', name, file)));
  return programs.find(existsSync) ?? '';
}

/** Runs a tool on a copy of the document; undefined where it failed. */
function run({ args }: Tool, file: string): Run | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'bench-codegen-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'covenant.config.ts'), `export default { openapi: 'openapi/api.json' };`);
    mkdirSync(join(folder, 'openapi'));
    for (const name of ['api.json', 'openapi/api.json']) writeFileSync(join(folder, name), readDocument(file));
    const { status, cpuSeconds, peakMiB } = runMeasured(folder, args, { REDOCLY_TELEMETRY: 'off' });
    const made =
      args.includes('lint') || readdirSync(folder).some(name => name.startsWith('out') || name === 'generated');
    return status === 0 && made && cpuSeconds !== undefined ? { cpuSeconds, peakMiB } : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let text: string | undefined;
function readDocument(file: string): string {
  if (text !== undefined) return text;
  const source = spawnSync(file.endsWith('.gz') ? 'zcat' : 'cat', [file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  text = source.stdout;
  return text;
}

const median = (numbers: number[]): number =>
  numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

if (document === undefined || !existsSync(document)) {
  console.error('node bench/codegen.ts DOCUMENT [--peers DIR] [--runs 3]');
  process.exitCode = 2;
} else {
  const runs = Math.max(1, Number(values.runs) || 1);
  const rows: { tool: Tool; cpu: number; peak: number; times: number }[] = [];
  for (const tool of tools(values.peers)) {
    const found = Array.from({ length: runs }, () => run(tool, document)).filter(result => result !== undefined);
    const cpu = median(found.map(({ cpuSeconds }) => cpuSeconds));
    const peak = median(found.map(({ peakMiB }) => peakMiB));
    rows.push({ tool, cpu, peak, times: found.length });
  }
  const unit = rows[0]?.cpu ?? Number.NaN;
  const megabytes = (readDocument(document).length / 1e6).toFixed(1);
  console.log(
    `${document} (${megabytes} MB), median of ${runs}, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n`,
  );
  console.log('| tool | makes | CPU s | of openapi-typescript | peak MiB |\n|---|---|---|---|---|');
  for (const { tool, cpu, peak, times } of rows)
    console.log(
      times === 0
        ? `| ${tool.name} | ${tool.makes} | failed | | |`
        : `| ${tool.name} | ${tool.makes} | ${cpu.toFixed(1)} | ${(cpu / unit).toFixed(2)} | ${peak.toFixed(0)} |`,
    );
}
