import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Comparison, type Verdict } from '../../contracts/codegen/compare/compare.ts';
import { SchemaDocument } from '../../contracts/codegen/compare/schema-document.ts';
import { compareAsyncapi } from '../../contracts/codegen/diff/asyncapi/asyncapi.ts';
import { type ContractVersion, readContract } from '../../contracts/codegen/diff/contract-version.ts';
import type { Json } from '../../contracts/codegen/document/json.ts';
import { SourceCache } from '../../contracts/codegen/document/source.ts';

interface Case {
  id: string;
  compatibility: 'backward' | 'both' | 'none';
  original: Json;
  updated: Json;
}

function cases(corpus: string): Case[] {
  const file: { tests: Case[] } = JSON.parse(
    readFileSync(join(corpus, 'json-schema-compatibility', 'apicurio.json'), 'utf8'),
  );
  return file.tests;
}

/** The pairs of schemas: which of them are compatible backward, both ways, not at all. */
export function apicurioPairs(corpus: string): string {
  const all = cases(corpus);
  const misses = all.flatMap(({ id, compatibility, original, updated }, index) => {
    const before = new SchemaDocument(original);
    const after = new SchemaDocument(updated);
    const backward = new Comparison(before, after).within(before.root, after.root);
    const forward = new Comparison(after, before).within(after.root, before.root);
    const found = name(backward, forward);
    if (found === compatibility) return [];
    return [
      `- ${index} ${id}: listed as ${compatibility}, found ${found}; old valid under new: ${describeVerdict(backward)}; new under old: ${describeVerdict(forward)}`,
    ];
  });
  return [
    `## Apicurio's pairs of schemas`,
    `right: ${all.length - misses.length} of ${all.length}`,
    ...misses,
    '',
  ].join('\n');
}

function name(backward: Verdict, forward: Verdict): string {
  if (backward.answer === 'yes') return forward.answer === 'yes' ? 'both' : 'backward';
  return forward.answer === 'yes' ? 'forward' : 'none';
}

function describeVerdict(verdict: Verdict): string {
  return verdict.answer === 'no' ? `no, ${JSON.stringify(verdict.counterexample)} (ajv agrees)` : verdict.answer;
}

/** The same pairs as payloads of an event, under each promise; a registry judges, as the binding says. */
export function eventPairs(corpus: string): string {
  const modes = ['BACKWARD', 'FORWARD', 'FULL'] as const;
  let right = 0;
  let asked = 0;
  const misses: string[] = [];
  cases(corpus).forEach(({ id, compatibility, original, updated }, index) => {
    for (const mode of modes) {
      asked += 1;
      const allowed = compatibility === 'both' || (compatibility === 'backward' && mode === 'BACKWARD');
      const changes = compareAsyncapi(contract(original, mode, '1.json'), contract(updated, mode, '2.json'));
      const safe = changes.every(({ severity }) => severity !== 'breaking' && severity !== 'warning');
      if (safe === allowed) right += 1;
      else misses.push(`- ${index} ${id} under ${mode}: listed as ${allowed ? 'allowed' : 'refused'}`);
    }
  });
  return ['## The same as payloads of events', `right: ${right} of ${asked}`, ...misses, ''].join('\n');
}

const held = '/channels/events/messages/Happened/payload/schema';

function contract(schema: Json, compatibility: string, file: string): ContractVersion {
  const inside = JSON.stringify(schema).replaceAll('#/definitions/', `#${held}/definitions/`);
  const payload = { schemaFormat: 'application/schema+json;version=draft-07', schema: JSON.parse(inside) };
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Events', version: '1.0.0' },
    channels: {
      events: { address: 'events.v1', messages: { Happened: { payload, bindings: { kafka: { compatibility } } } } },
    },
  };
  const text = JSON.stringify(document);
  const read = readContract('events.json', resolve(file), new SourceCache(() => text), name => name);
  if (!read) throw new Error('the document was not read');
  return read;
}
