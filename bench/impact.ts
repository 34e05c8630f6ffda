/**
 * Precision and recall of `covenant impact`: seeded changes of the project's contracts, each held against what the
 * TypeScript compiler says of the code once it is generated anew. Prints a table; `--write` puts it into RESULTS.md.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProject, type Project } from '../contracts/codegen/config.ts';
import { contractFiles } from '../contracts/codegen/contract-files.ts';
import { indexCode } from '../contracts/codegen/impact/code/code-index.ts';
import { declaredCode, membersIn } from '../contracts/codegen/impact/declared.ts';
import { Hits } from '../contracts/codegen/impact/hits.ts';
import { memberChanges } from '../contracts/codegen/impact/member-changes.ts';
import { readContracts } from '../contracts/codegen/read-contracts.ts';
import { CompilerTruth } from './impact/compiler-truth.ts';
import { type Scored, tableOf } from './impact/results.ts';
import { type Seed, seedsOf } from './impact/seeds.ts';
import { writeResults } from './results.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const project = await loadProject(root);

const started = performance.now();
const index = indexCode(project, { accept: file => !file.startsWith('deploy/') });
const before = await codeOf(project);
const hits = new Hits(index, membersIn(before));
console.error(`index: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
const truth = new CompilerTruth(index.code);

const documents = new Map(
  [project.openapi, project.asyncapi]
    .flatMap(pattern => (pattern === undefined ? [] : contractFiles(project, pattern)))
    .map(file => [file.slice(root.length + 1), readFileSync(file, 'utf8')]),
);
const seeds = seedsOf(documents, Number(options.count), Number(options.seed)).filter(
  ({ kind }) => options.only === undefined || new RegExp(options.only).test(kind),
);
const contracts = snapshot();
const rows: Scored[] = [];
for (const seed of seeds) {
  const after = await seededCode(seed);
  if (!after) continue;
  const replaced = [...after].filter(([name, code]) => before.get(name) !== code);
  const broken = truth.filesBrokenBy(new Map(replaced.map(([name, code]) => [`${project.output}/${name}.ts`, code])));
  const changes = memberChanges(membersIn(before), membersIn(after));
  const found = changes.flatMap(change => hits.of(change)).filter(({ effect }) => effect === 'breaks');
  // What is generated follows the contracts: it is not held to what it was.
  const own = broken.filter(({ file }) => !file.startsWith(`${project.output}/`));
  const said = new Set(found.map(({ file }) => file));
  const is = new Set(own.map(({ file }) => file));
  const wrong = [...said].filter(file => !is.has(file));
  const missed = [...is].filter(file => !said.has(file));
  rows.push({ kind: seed.kind, what: `${seed.file} ${seed.what}`, right: said.size - wrong.length, wrong, missed });
  console.error(
    `${seed.kind}: ${seed.file} ${seed.what}: ${is.size} broken, ${wrong.length} too many, ${missed.length} missed`,
  );
  for (const file of wrong) {
    const place = found.find(hit => hit.file === file);
    console.error(`  too many ${file}:${place?.line} ${place?.kind} ${place?.member}`);
  }
  for (const file of missed) {
    const place = broken.find(error => error.file === file);
    console.error(`  missed ${file}:${place?.line} ${place?.message}`);
  }
}
const report = tableOf(rows, (performance.now() - started) / 1_000);
console.log(report);
if (options.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'impact', report);

function codeOf(of: Project): Promise<Map<string, string>> {
  return declaredCode(of, readContracts(of));
}

/** The contracts as they are when the run begins, whatever becomes of the working tree meanwhile. */
function snapshot(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'covenant-impact-')), 'contracts');
  cpSync(join(root, 'contracts'), folder, { recursive: true, filter: source => !source.includes('codegen') });
  process.once('exit', () => rmSync(folder, { recursive: true }));
  return folder;
}

/** What is generated after a change; undefined where the changed contracts cannot be carried through. */
async function seededCode(seed: Seed): Promise<Map<string, string> | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-impact-'));
  try {
    cpSync(contracts, join(folder, 'contracts'), { recursive: true });
    writeFileSync(join(folder, seed.file), seed.text);
    return await codeOf({ ...project, root: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
