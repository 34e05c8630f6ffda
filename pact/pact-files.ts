import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, 'pacts');
const interactionSchema = z.looseObject({
  description: z.string(),
  providerStates: z.array(z.looseObject({ name: z.string() })).optional(),
});
const pactSchema = z.looseObject({ interactions: z.array(interactionSchema) });

/** The file of a pact. */
export function pactFile(consumer: string, provider: string): string {
  return join(folder, `${consumer}-${provider}.json`);
}

/** Every provider that somebody has a pact with. */
export function providers(): string[] {
  return [...new Set(readdirSync(folder).map(name => name.replace(/^.*-|\.json$/g, '')))].sort();
}

/** Every pact with a provider. */
export function pactsWith(provider: string): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith(`-${provider}.json`))
    .sort()
    .map(name => join(folder, name));
}

/** The provider states of a pact. */
export function statesIn(file: string): string[] {
  const { interactions } = pactSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return interactions.flatMap(({ providerStates = [] }) => providerStates.map(({ name }) => name));
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, withSortedKeys(item)]),
  );
}

/** A pact in canonical form: keys and interactions sorted, without the metadata of the tools. */
export function canonical(text: string): string {
  const { metadata: _, interactions, ...rest } = pactSchema.parse(JSON.parse(text));
  const inOrder = interactions.sort((a, b) => (a.description < b.description ? -1 : 1));
  return `${JSON.stringify(withSortedKeys({ ...rest, interactions: inOrder, metadata: { pactSpecification: { version: '4.0' } } }), undefined, 2)}\n`;
}
