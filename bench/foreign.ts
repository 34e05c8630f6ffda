/**
 * Documents that nobody here wrote, through the whole tool: `node bench/foreign.ts DOCUMENT… [--write]`. Of each: what
 * `lint` says, whether `generate` makes code of it that compiles under TypeScript 5.9 and 7, CPU and memory, whether
 * the generated server starts, and how many of its own request examples the validators take. A document that refers to
 * other files is taken with its whole folder; `.gz` is unpacked. Operations that cannot be carried through are left
 * out, and counted. What `lint` says of examples is held against ajv. `--show` prints the findings and the examples
 * that are refused.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { SourceCache } from '../contracts/codegen/document/source.ts';
import { confirmExamples } from './foreign/example-findings.ts';
import type { Started } from './foreign/started.ts';
import { type MeasuredProcess, runMeasured } from './measured-process.ts';
import { writeResults } from './results.ts';

const root = resolve(import.meta.dirname, '..');
const covenant = join(root, 'contracts/codegen/covenant.ts');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, show: { type: 'boolean', default: false } },
});

const run = (folder: string, ...args: string[]) => runMeasured(folder, args);

const compilerOptions = {
  target: 'es2024',
  module: 'nodenext',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

/** A project of one document, in a folder of its own. */
function projectOf(document: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-foreign-'));
  const name = basename(document).replace(/\.gz$/, '');
  const bytes = readFileSync(document);
  const text = document.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
  mkdirSync(join(folder, 'openapi'));
  if (/\$ref["']?:\s*["']?[\w./-]+\.(ya?ml|json)/.test(text))
    cpSync(dirname(document), join(folder, 'openapi'), { recursive: true });
  else writeFileSync(join(folder, 'openapi', name), text);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  configure(folder, { openapi: `openapi/${name}` });
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['generated'] }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function configure(folder: string, config: object): void {
  const whole = { output: 'generated', runtime: join(root, 'contracts/codegen/runtime'), ...config };
  writeFileSync(join(folder, 'covenant.config.ts'), `export default ${JSON.stringify(whole)};\n`);
}

interface Finding {
  file: string;
  line: number;
  rule: string;
  message: string;
  severity: string;
  path?: (string | number)[];
}

const findingsOf = ({ stdout }: MeasuredProcess): Finding[] => JSON.parse(stdout).findings;

const blocking = new Set(['not-supported', 'no-unresolved-ref', 'path-parameters']);

/** The operations of which something cannot be carried through, as JSON pointers. */
function unsupported(findings: readonly Finding[]): string[] {
  const operations = findings
    .filter(({ rule, path = [] }) => blocking.has(rule) && path[0] === 'paths')
    .map(({ path = [] }) => path.slice(0, 3).map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`));
  return [...new Set(operations.map(keys => keys.join('')))];
}

const typeErrors = (folder: string, compiler: string): number => {
  const { stdout } = run(folder, join(root, 'node_modules', compiler, 'bin/tsc'), '-p', '.');
  return stdout.split('\n').filter(line => line.includes('error TS')).length;
};

function rowOf(document: string): string {
  const folder = projectOf(document);
  try {
    const lint = run(folder, covenant, 'lint', '--json', '.');
    const findings = findingsOf(lint);
    const leftOut = unsupported(findings);
    const exceptions = leftOut.map(at => ({ rule: 'not-supported', at, reason: 'It is measured without it' }));
    const openapi = `openapi/${basename(document).replace(/\.gz$/, '')}`;
    if (exceptions.length > 0) configure(folder, { openapi, exceptions });
    const generate = run(folder, covenant, 'generate', '.');
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const confirmed = confirmedBy(folder, openapi, findings);
    const found = `${errors} / ${findings.length - errors} | ${confirmed} | ${cost(lint)} | ${leftOut.length}`;
    const head = `| ${basename(document)} | ${found} |`;
    if (values.show) for (const { file, line, rule, message } of findings) show(`${file}:${line} ${rule}: ${message}`);
    if (generate.status !== 0) {
      show(generate.stdout + generate.stderr);
      return `${head} refused | | | | |`;
    }
    const types = `${typeErrors(folder, 'typescript')} / ${typeErrors(folder, 'typescript-native')}`;
    const served = run(folder, join(import.meta.dirname, 'foreign/started.ts'), folder);
    if (served.status !== 0) return `${head} ${cost(generate)} | ${types} | ${served.stderr.slice(0, 200)} | | |`;
    const { operations, firstAnswerMs, examples: given, refused }: Started = JSON.parse(served.stdout.trim());
    for (const example of refused) show(example);
    const taken = given === 0 ? 'none' : `${given - refused.length} of ${given}`;
    return `${head} ${cost(generate)} | ${types} | ${operations} | ${firstAnswerMs.toFixed(0)} | ${taken} |`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The findings of examples: what ajv confirms, what is about fields that nothing declares, and the others. */
function confirmedBy(folder: string, openapi: string, findings: readonly Finding[]): string {
  const found = findings
    .filter(({ rule, file }) => rule === 'example-valid' && file === openapi)
    .map(({ message, path = [] }) => ({ message, path }));
  if (found.length === 0) return 'none';
  const { confirmed, undeclared, others } = confirmExamples(new SourceCache().read(join(folder, openapi)).json, found);
  for (const other of others) show(other);
  return `${confirmed}, ${undeclared}, ${others.length}`;
}

function show(text: string): void {
  if (values.show) console.error(text);
}

const cost = ({ cpuSeconds = Number.NaN, peakMiB }: MeasuredProcess): string =>
  `${cpuSeconds.toFixed(1)} s, ${peakMiB.toFixed(0)} MiB`;

if (positionals.length === 0) {
  console.error('node bench/foreign.ts DOCUMENT… [--write] [--show]');
  process.exitCode = 2;
} else {
  const head = [
    '| document | findings: errors / warnings | of examples: confirmed, undeclared, others | lint | left out | generate | type errors: 5.9 / 7 | operations | first answer, ms | request examples that are valid |',
    '|---|---|---|---|---|---|---|---|---|---|',
  ];
  const table = [...head, ...positionals.map(document => rowOf(resolve(document)))].join('\n');
  console.log(table);
  if (values.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'foreign', table);
}
