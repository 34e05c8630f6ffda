import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { GitProject } from '../testing/git-project.ts';
import { filesIn } from '../testing/project-folder.ts';
import { runGateCommand } from './command.ts';
import type { GateReport } from './gate-report.ts';

/** The gate on real commits of a clone of its own: the documents of the library. */

const library = fileURLToPath(new URL('../fixtures/library', import.meta.url));
const today = new Date('2026-11-30T12:00:00Z');
const books = 'openapi/books.yaml';
const loans = 'openapi/loans.yaml';
const events = 'asyncapi/books.yaml';
const pact = {
  consumer: { name: 'reader' },
  provider: { name: 'loans' },
  interactions: [{ description: 'a loan', request: { method: 'GET', path: '/loans/1' }, response: { status: 200 } }],
};
const config = `export default {
  openapi: 'openapi/*.yaml', asyncapi: 'asyncapi/*.yaml', output: 'generated', runtime: './runtime', pacts: 'pacts/*.json',
  intendedBreaks: 'intended-breaks.yaml', extends: 'covenant/commerce' };`;

let work: GitProject;
let start: string;

beforeAll(() => {
  const documents = Object.fromEntries(Object.entries(filesIn(library)).filter(([name]) => name.endsWith('.yaml')));
  const pacts = { 'pacts/reader-loans.json': JSON.stringify(pact) };
  work = new GitProject({ ...documents, ...pacts, 'covenant.config.ts': config });
  start = work.git('rev-parse', 'HEAD');
});
beforeEach(() => void work.git('reset', '-q', '--hard', start));

type Edit = [file: string, from: string, to: string];

/** Commits edits, with the version of each document raised. */
function commit(edits: readonly Edit[], version = '2.0.0'): void {
  for (const [file, from, to] of edits) {
    const text = readFileSync(join(work.project.root, file), 'utf8');
    expect(text).toContain(from);
    work.write({ [file]: text.replace(from, to).replace('version: 1.0.0', `version: ${version}`) });
  }
  work.commit('A change');
}

async function gate(...args: string[]): Promise<{ report: GateReport; exitCode: number }> {
  const call = [...(args.length > 0 ? args : ['HEAD~1..HEAD']), '--format', 'json', '--project', work.project.root];
  const { output, exitCode } = await runGateCommand(call, {}, today);
  return { report: JSON.parse(output), exitCode };
}

const stepOf = ({ steps }: GateReport, name: string) => steps.find(step => step.name === name);

/** What stops the change: `id file:line`. */
const stopped = ({ steps }: GateReport, name = 'breaking changes'): string[] =>
  (steps.find(step => step.name === name)?.findings ?? [])
    .filter(({ weight }) => weight !== 'note')
    .map(({ id, place }) => `${id} ${place?.file}:${place?.line}`);

describe('a breaking change is stopped, with its finding and its place', () => {
  const line = (file: string, pattern: RegExp): string => {
    const lines = readFileSync(join(library, file), 'utf8').split('\n');
    return `${file}:${lines.findIndex(each => pattern.test(each)) + 1}`;
  };

  test.each<[name: string, edit: Edit, id: string, at: RegExp]>([
    ['an operation moves', [loans, '/loans/{loanId}:', '/lendings/{loanId}:'], 'operation-removed', /^ {4}get:/],
    [
      'a parameter takes less',
      [books, 'schema: { type: number, minimum: 0, maximum: 5 }', 'schema: { type: number, minimum: 0, maximum: 4 }'],
      'request-parameter-max-decreased',
      /name: minRating/,
    ],
    [
      'an answer loses what it required',
      [loans, 'required: [dueOn]', 'required: []'],
      'response-property-became-optional',
      /required: \[dueOn\]/,
    ],
    [
      'a parameter changes its type',
      [loans, 'schema: { type: integer }', 'schema: { type: boolean }'],
      'request-parameter-type-changed',
      /name: loanId/,
    ],
    [
      'a new header is required',
      [
        loans,
        'schema: { type: integer } }]',
        'schema: { type: integer } }, { name: X-Desk, in: header, required: true, schema: { type: string } }]',
      ],
      'new-required-request-parameter',
      /name: loanId/,
    ],
    [
      'an event loses a property that it required',
      [events, '        title: { type: string }\n', ''],
      'message-payload-required-property-removed',
      /title: { type: string }/,
    ],
    [
      'a property of an event changes its type',
      [events, 'shelf: { type: integer }', 'shelf: { type: string }'],
      'message-payload-type-changed',
      /shelf: { type: integer }/,
    ],
    [
      'an event asks for more than old producers sent',
      [events, 'required: [shelf, floor]', 'required: [shelf, floor, room]'],
      'message-payload-property-became-required',
      /required: \[shelf, floor\]/,
    ],
    [
      'an event is no longer sent',
      [events, '      BookRetired: { $ref: "#/components/messages/BookRetired" }\n', ''],
      'message-removed',
      /^ {4}BookRetired:/,
    ],
    [
      'a topic moves',
      [events, 'topic: books.shelf.v1', 'topic: books.shelves.v1'],
      'channel-address-changed',
      /address: books\.shelf\.v1/,
    ],
  ])('%s', async (_name, edit, id, at) => {
    commit([edit]);
    const { report, exitCode } = await gate();
    expect(exitCode).toBe(1);
    const found = stopped(report);
    expect(found.map(text => text.split(' ')[0])).toContain(id);
    expect(found).toContain(`${id} ${line(edit[0], at)}`);
  });
});

describe('a harmless change passes', () => {
  test.each<[name: string, edit: Edit, version: string]>([
    ['words', [loans, 'description: The loan.', 'description: The loan, as it is.'], '1.0.1'],
    [
      'a summary of an event',
      [events, 'summary: A book is gone.', 'summary: A book is gone and will not be back.'],
      '1.0.1',
    ],
    [
      'an optional property of an answer',
      [loans, 'properties: { dueOn:', 'properties: { renewals: { type: integer, examples: [1] }, dueOn:'],
      '1.1.0',
    ],
    [
      'an optional parameter',
      [
        loans,
        'schema: { type: integer } }]',
        'schema: { type: integer } }, { name: brief, in: query, schema: { type: boolean } }]',
      ],
      '1.1.0',
    ],
    [
      'a parameter takes more',
      [books, 'schema: { type: number, minimum: 0, maximum: 5 }', 'schema: { type: number, minimum: 0, maximum: 10 }'],
      '1.1.0',
    ],
    [
      'an answer says more exactly what it holds',
      [loans, 'required: [dueOn],', 'required: [dueOn], minProperties: 1,'],
      '1.0.1',
    ],
    [
      'a property of an event that readers may do without',
      [events, 'shelf: { type: integer }, floor:', 'shelf: { type: integer }, room: { type: string }, floor:'],
      '1.1.0',
    ],
    [
      'an event that new consumers read as they read the old ones',
      [events, 'shelf: { type: integer }', 'shelf: { type: [integer, string] }'],
      '1.1.0',
    ],
    [
      'a wrapper that says the same',
      [events, 'copies: { type: integer, minimum: 1 }', 'copies: { allOf: [{ type: integer, minimum: 1 }] }'],
      '1.0.1',
    ],
    ['another order', [events, 'required: [bookId, title, copies]', 'required: [copies, title, bookId]'], '1.0.1'],
  ])('%s', async (_name, edit, version) => {
    commit([edit], version);
    const { report, exitCode } = await gate();
    expect(report.steps.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'lint pass',
      'breaking changes pass',
      'versions pass',
      'impact pass',
      'pacts pass',
      'can-i-deploy skipped',
    ]);
    expect(exitCode).toBe(0);
  });
});

describe('an intended break', () => {
  const break_: Edit = [loans, 'required: [dueOn]', 'required: []'];

  let entries: string[] | undefined;

  /** The entries that the gate prints for the break. */
  async function printed(): Promise<string[]> {
    const { report } = await gate();
    return (stepOf(report, 'breaking changes')?.findings ?? []).flatMap(({ entry }) => entry ?? []);
  }

  /** Commits the break with the entry that the gate prints for it. */
  async function meant(change: (entry: string) => string = text => text): Promise<void> {
    commit([break_]);
    entries ??= await printed();
    expect(entries).toHaveLength(1);
    work.write({ 'intended-breaks.yaml': entries.map(change).join('\n') });
    work.git('add', '-A');
    work.git('commit', '-q', '--amend', '--no-edit');
  }

  test('passes with the entry that the gate prints, and is said with who stands for it', async () => {
    await meant();
    const { report, exitCode } = await gate();
    expect(exitCode).toBe(0);
    const [finding] = stepOf(report, 'breaking changes')?.findings ?? [];
    expect(finding?.message).toContain('(intended)');
    expect(finding?.details?.[0]).toMatch(/^desk until 2027-05-31: /);
    const [entry]: unknown[] = parse(readFileSync(join(work.project.root, 'intended-breaks.yaml'), 'utf8'));
    expect(entry).toMatchObject({
      finding: 'response-property-became-optional',
      contract: loans,
      at: ['GET /loans/{loanId}'],
      owner: 'desk',
      deprecated: '2026-11-30',
    });
  });

  test('of a whole kind is named by what the finding says, with `*` for any text', async () => {
    const kind = (message: string) => (entry: string) =>
      entry
        .replace(/contract: .*/, 'contract: openapi/*.yaml')
        .replace(/place: .*/, `message: '${message}'`)
        .replace('GET /loans/{loanId}', "'* /loans/*'")
        .replace(/ *deprecated: .*\n/, '');
    await meant(kind('*dueOn*'));
    expect(stepOf((await gate()).report, 'breaking changes')?.verdict).toBe('pass');
  });

  test.each<[name: string, change: (entry: string) => string, reason: string]>([
    ['whose message is another', text => text.replace(/place: .*/, "message: '*renewals*'"), ''],
    [
      'without a place and a message',
      text => text.replace(/ *place: .*\n/, ''),
      'An entry needs `place`, or `message`',
    ],
    [
      'that is over',
      text => text.replace(/2026-11-30/, '2025-01-01').replace(/sunset: .*/, 'sunset: 2026-11-29'),
      'ended on 2026-11-29',
    ],
    ['of another finding', text => text.replace(/finding: .*/, 'finding: operation-removed'), 'required: [] '],
    ['of another place', text => text.replace(/place: .*/, 'place: /paths'), ''],
    ['of another operation', text => text.replace('GET /loans', 'PUT /loans'), ''],
    ['of nobody', text => text.replace(/owner: .*/, 'owner: ""'), 'An entry needs `owner`'],
    ['without a reason', text => text.replace(/ *reason: .*\n/, ''), 'An entry needs `reason`'],
    ['without a day', text => text.replace(/sunset: .*/, 'sunset: soon'), '`sunset` must be a day'],
  ])('is stopped with an entry %s', async (_name, change, reason) => {
    await meant(change);
    const { report, exitCode } = await gate();
    expect(exitCode).toBe(1);
    expect(stepOf(report, 'breaking changes')?.verdict).toBe('fail');
    if (reason !== 'required: [] ') expect(JSON.stringify(report)).toContain(reason);
  });
});

describe('the gate', () => {
  test('stops a version that does not say what changed, at its line', async () => {
    commit([[loans, 'properties: { dueOn:', 'properties: { renewals: { type: integer }, dueOn:']], '1.0.1');
    const { report, exitCode } = await gate();
    expect(stopped(report, 'versions')).toEqual([`version-too-low ${loans}:4`]);
    expect(exitCode).toBe(1);
  });

  test('stops what the linter finds, in the revision and not on the disk', async () => {
    commit([[loans, 'x-gateway: public', 'x-gateway: everybody']], '1.0.1');
    work.commit('Fixed', { [loans]: readFileSync(join(library, loans), 'utf8') });
    const { report } = await gate('HEAD~2..HEAD~1');
    expect(stopped(report, 'lint')).toContain(`extension-value ${loans}:17`);
    expect((await gate('HEAD~2..HEAD')).exitCode).toBe(0);
  });

  test('knows nothing of what no pact covers, and says who uses what one covers', async () => {
    const widened: Edit = [loans, 'format: date', 'format: date, enum: ["2026-12-01"]'];
    commit([
      widened,
      [books, 'schema: { type: number, minimum: 0, maximum: 5 }', 'schema: { type: number, maximum: 4 }'],
    ]);
    const { report } = await gate();
    const pacts = stepOf(report, 'pacts');
    expect(pacts?.verdict).toBe('unknown');
    expect(pacts?.findings.map(({ id, at }) => `${id} ${at}`)).toEqual(expect.arrayContaining(['no-pact GET /books']));
    commit([[loans, 'required: [dueOn]', 'required: []']], '3.0.0');
    const [finding] = stepOf((await gate()).report, 'pacts')?.findings ?? [];
    expect(finding).toMatchObject({ weight: 'note', message: 'GET /loans/{loanId} of loans is used by reader' });
  });

  test('without a range compares with where the branch left main', async () => {
    work.git('checkout', '-q', '-B', 'topic');
    commit([[loans, 'required: [dueOn]', 'required: []']]);
    work.commit('Something else', { 'notes.txt': 'x' });
    const { output, exitCode } = await runGateCommand(['--project', work.project.root], {}, today);
    expect(exitCode).toBe(1);
    expect(output).toContain(`x ${loans}:`);
    work.git('checkout', '-q', 'main');
  });

  test('asks the registry, and takes no answer for no yes', async () => {
    commit([[loans, 'schema: { type: integer } }]', 'schema: { type: integer, minimum: -1 } }]']], '2.0.0');
    const nobody = ['HEAD~1..HEAD', '--registry', 'http://127.0.0.1:1', '--environment', 'live'];
    const { report, exitCode } = await gate(...nobody);
    expect(stepOf(report, 'can-i-deploy')).toMatchObject({ verdict: 'unknown' });
    expect(exitCode).toBe(1);
  });

  test('writes text, Markdown and annotations', async () => {
    commit([[loans, 'required: [dueOn]', 'required: []']]);
    const as = async (format: string) =>
      (await runGateCommand(['HEAD~1..HEAD', '--format', format, '--project', work.project.root], {}, today)).output;
    expect(await as('text')).toMatch(
      /^HEAD~1 → HEAD: may not be merged\n\npass {4}lint: .*\nFAIL {4}breaking changes: /,
    );
    expect(await as('text')).toContain('- finding: response-property-became-optional');
    expect(await as('markdown')).toContain('| ❌ | breaking changes |');
    expect(await as('github')).toMatch(/^::error file=openapi\/loans\.yaml,line=\d+,col=\d+,title=response-property-/);
  });

  test('ends with 2 for a call that it does not know', async () => {
    for (const args of [
      ['nothing..at-all'],
      ['HEAD', '--format', 'word'],
      ['HEAD', '--environment', 'live'],
      ['--what'],
    ]) {
      const { output, exitCode } = await runGateCommand([...args, '--project', work.project.root], {}, today);
      expect([args, exitCode]).toEqual([args, 2]);
      expect(output).toContain('covenant gate [BASE..HEAD]');
    }
  });
});

describe('use that a registry measured', () => {
  const operation = 'GET /loans/{loanId}';
  /** Asks the gate with a registry that answers this of every contract. */
  async function gateWith(usage: object) {
    const registry = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(usage));
    });
    await new Promise<void>(resolve => registry.listen(0, '127.0.0.1', resolve));
    const address = registry.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      return await gate('HEAD~1..HEAD', '--registry', `http://127.0.0.1:${port}`);
    } finally {
      registry.close();
    }
  }
  const use = { operation, consumer: 'desk', version: '4d5e6f7', count: 12, lastUsed: '2026-11-29' };

  test('is said of a break: who, when, and whether the field was read', async () => {
    commit([[loans, 'required: [dueOn]', 'required: []']]);
    const details = async (fields: object[]) =>
      stepOf(
        (await gateWith({ measuredSince: '2026-01-01', items: [{ ...use, fields }] })).report,
        'breaking changes',
      )?.findings.flatMap(finding => finding.details ?? []);
    expect(await details([{ pointer: '/dueOn', lastRead: '2026-11-28' }])).toContainEqual(
      expect.stringMatching(/^used by desk \(4d5e6f7\) yesterday, 12 times in 30 days/),
    );
  });

  test.each([
    [0, [], 'which fields it reads is not measured'],
    [7, [], 'it was not seen to read dueOn in 7 samples'],
    [1, [{ pointer: '/loanId', lastRead: '2026-11-29' }], 'it was not seen to read dueOn in 1 sample'],
    [7, [{ pointer: '/dueOn', lastRead: '2026-11-29' }], 'it read /dueOn yesterday'],
  ])('of %i samples says what is known of a field', async (samples, fields, want) => {
    commit([[loans, 'required: [dueOn]', 'required: []']]);
    const usage = { measuredSince: '2026-01-01', items: [{ ...use, samples, fields }] };
    const details = stepOf((await gateWith(usage)).report, 'breaking changes')?.findings.flatMap(
      finding => finding.details ?? [],
    );
    expect(details).toContainEqual(`used by desk (4d5e6f7) yesterday, 12 times in 30 days; ${want}`);
  });

  test('that nobody made for 30 days stands for a pact, if it was measured for as long', async () => {
    const edits: Edit[] = [
      [books, 'schema: { type: number, minimum: 0, maximum: 5 }', 'schema: { type: number, maximum: 4 }'],
    ];
    commit(edits);
    const { report } = await gateWith({ measuredSince: '2026-10-01', items: [] });
    expect(stepOf(report, 'pacts')).toMatchObject({ verdict: 'pass', findings: [{ id: 'unused' }] });
    const young = stepOf((await gateWith({ measuredSince: '2026-11-20', items: [] })).report, 'pacts');
    expect(young).toMatchObject({
      verdict: 'unknown',
      findings: [{ details: ['nobody has used it since measuring began, on 2026-11-20'] }],
    });
  });

  test('keeps an operation that is past its sunset', async () => {
    const ending =
      'x-gateway: public\n      deprecated: true\n      x-deprecated: 2026-01-01\n      x-sunset: 2026-06-30';
    commit([[loans, 'x-gateway: public', ending]], '1.1.0');
    const before = readFileSync(join(work.project.root, loans), 'utf8');
    work.commit('Removed', {
      [loans]: before
        .replace('version: 1.1.0', 'version: 1.2.0')
        .replace(/ {2}\/loans\/\{loanId\}:\n(?: {4}.*\n)+/, '  {}\n'),
    });
    const findings = async (items: object[]) =>
      stepOf((await gateWith({ measuredSince: '2026-01-01', items })).report, 'breaking changes')?.findings.map(
        ({ id, weight, message }) => [id, weight, message.endsWith('is still used')],
      );
    expect(await findings([{ ...use, fields: [] }])).toEqual([['operation-removed-after-deprecation', 'fail', true]]);
    expect(await findings([])).toEqual([]);
  });
});
