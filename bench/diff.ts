import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apicurioPairs, eventPairs } from './diff/apicurio.ts';
import { oasdiffVerdicts } from './diff/oasdiff.ts';
import { largePair } from './diff/stripe.ts';
import { writeResults } from './results.ts';

/**
 * Scores the comparison of contracts on cases of others: `node bench/diff.ts --corpus DIR`. The folder holds
 * `openapi/stripe-spec3.json.gz`, `json-schema-compatibility/apicurio.json` and `openapi-diff/`. `--write` puts the
 * scores into RESULTS.md.
 */
const { values } = parseArgs({
  options: { corpus: { type: 'string' }, write: { type: 'boolean', default: false } },
});
if (values.corpus === undefined || !existsSync(values.corpus)) {
  console.error('node bench/diff.ts --corpus DIR');
  process.exitCode = 2;
} else {
  // First, so that the CPU time of the process is that of one run of the command.
  const large = await largePair(values.corpus);
  const scores = [large, apicurioPairs(values.corpus), eventPairs(values.corpus), oasdiffVerdicts(values.corpus)];
  console.log(scores.join('\n'));
  const sections = scores.join('\n').trim().replaceAll(/^## /gm, '### ');
  if (values.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'diff', sections);
}
