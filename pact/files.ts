import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, 'pacts');
const pactSchema = z.looseObject({ interactions: z.array(z.looseObject({ type: z.string(), description: z.string() })) });

/** Where the pact of an edge is. */
export function pactFile(consumer: string, provider: string): string {
  return join(folder, `${consumer}-${provider}.json`);
}

/** Every pact that somebody has with a provider. */
export function pactsWith(provider: string): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith(`-${provider}.json`))
    .sort()
    .map(name => join(folder, name));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** A pact file in one form, whatever wrote it: keys and interactions in order, and no word on the tools. */
export function canonical(text: string): string {
  const { metadata: _, interactions, ...rest } = pactSchema.parse(JSON.parse(text));
  const inOrder = interactions.sort((a, b) => (a.description < b.description ? -1 : 1));
  return `${JSON.stringify(sorted({ ...rest, interactions: inOrder, metadata: { pactSpecification: { version: '4.0' } } }), undefined, 2)}\n`;
}
