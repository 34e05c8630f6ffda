import { readFile } from 'node:fs/promises';
import { Document, Spectral } from '@stoplight/spectral-core';
import parsers from '@stoplight/spectral-parsers';
import { Resolver } from '@stoplight/spectral-ref-resolver';
import type { Source } from '../document/source.ts';
import type { SpectralRules } from './spectral-ruleset.ts';

/** Something that a rule of a Spectral ruleset says of a document. */
export interface SpectralFinding {
  rule: string;
  file: string;
  path: readonly (string | number)[];
  message: string;
}

/** Other hosts are not asked: a reference to them stays as it is. */
const resolver = new Resolver({
  resolvers: { file: { resolve: (uri: { path(): string }) => readFile(decodeURIComponent(uri.path()), 'utf8') } },
});

/** Runs the rules on a document; throws for a rule that Spectral itself does not take. */
export async function runSpectral(source: Source, { rules, aliases }: SpectralRules): Promise<SpectralFinding[]> {
  const spectral = new Spectral({ resolver });
  spectral.setRuleset({ rules, ...(Object.keys(aliases).length > 0 && { aliases }) });
  const results = await spectral.run(new Document(source.text, parsers.Yaml, source.file));
  return results
    .filter(({ code }) => Object.hasOwn(rules, String(code)))
    .map(({ code, path, message, source: file = source.file }) => ({ rule: String(code), file, path, message }));
}
