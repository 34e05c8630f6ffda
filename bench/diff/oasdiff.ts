import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContract } from '../../contracts/codegen/diff/contract-version.ts';
import { compareOpenapi } from '../../contracts/codegen/diff/openapi/openapi.ts';
import { SourceCache } from '../../contracts/codegen/document/source.ts';

interface Case {
  case: string;
  ids: string[];
  breaking: boolean;
}

/** How often the verdict, breaking or not, is that of oasdiff. */
export function oasdiffVerdicts(corpus: string): string {
  const folder = join(corpus, 'openapi-diff');
  const cases: Case[] = JSON.parse(readFileSync(join(folder, 'oasdiff-1.19.1.json'), 'utf8'));
  const differences = cases.flatMap(({ case: name, ids, breaking }) => {
    const cache = new SourceCache();
    const [before, after] = ['before.yaml', 'after.yaml'].map(file =>
      readContract(name, join(folder, name, file), cache, at => at),
    );
    if (!before || !after) return [`- ${name}: no OpenAPI document`];
    const found = compareOpenapi(before, after, new Date('2026-11-29')).filter(
      ({ severity }) => severity === 'breaking',
    );
    if (found.length > 0 === breaking) return [];
    const ours =
      found.length > 0 ? found.map(({ id, message }) => `breaking, ${id}: ${message}`).join('; ') : 'not breaking';
    return [
      `- ${name}: oasdiff ${breaking ? 'breaking' : 'not breaking'} (${ids.join(', ') || 'nothing'}); here ${ours}`,
    ];
  });
  const agreed = cases.length - differences.length;
  const share = ((100 * agreed) / cases.length).toFixed(1);
  return ['## oasdiff 1.19.1', `agreed: ${agreed} of ${cases.length} (${share} %)`, ...differences, ''].join('\n');
}
