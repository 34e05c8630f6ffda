import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { apicurioPairs, eventPairs } from './diff/apicurio.ts';
import { oasdiffVerdicts } from './diff/oasdiff.ts';
import { largePair } from './diff/stripe.ts';

/**
 * Scores the comparison of contracts on cases of others: `node bench/diff.ts --corpus DIR`. The folder holds
 * `openapi/stripe-spec3.json.gz`, `json-schema-compatibility/apicurio.json` and `openapi-diff/`.
 */
const { values } = parseArgs({ options: { corpus: { type: 'string' } } });
if (values.corpus === undefined || !existsSync(values.corpus)) {
  console.error('node bench/diff.ts --corpus DIR');
  process.exitCode = 2;
} else {
  // First, so that the CPU time of the process is that of one run of the command.
  console.log(await largePair(values.corpus));
  console.log(apicurioPairs(values.corpus));
  console.log(eventPairs(values.corpus));
  console.log(oasdiffVerdicts(values.corpus));
}
