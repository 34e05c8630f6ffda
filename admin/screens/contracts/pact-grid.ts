import type { PactResults } from '../../../generated/registry/types.ts';
import { counted } from '../../../look/counted.ts';

type Pact = PactResults['items'][number];

export interface PactGrid {
  consumers: string[];
  providers: string[];
  cell(consumer: string, provider: string): Pact | undefined;
  /** `62 pacts: 60 kept, 1 broken, 1 not verified.` */
  summary: string;
}

/** Pacts as a table; of several versions of one pact the worst result is shown. */
export function pactGrid(pacts: readonly Pact[]): PactGrid {
  const order = ['failed', 'unknown', 'success'];
  const cells = new Map<string, Pact>();
  for (const pact of pacts) {
    const key = `${pact.consumer} ${pact.provider}`;
    const known = cells.get(key);
    if (!known || order.indexOf(pact.result) < order.indexOf(known.result)) cells.set(key, pact);
  }
  const names = (of: (pact: Pact) => string) => [...new Set(pacts.map(of))].sort();
  const count = (result: Pact['result']) => [...cells.values()].filter(pact => pact.result === result).length;
  const results = [
    { number: count('success'), word: 'kept' },
    { number: count('failed'), word: 'broken' },
    { number: count('unknown'), word: 'not verified' },
  ].filter(({ number }) => number > 0);
  return {
    consumers: names(({ consumer }) => consumer),
    providers: names(({ provider }) => provider),
    cell: (consumer, provider) => cells.get(`${consumer} ${provider}`),
    summary: `${counted(cells.size, 'pact')}: ${results.map(({ number, word }) => `${number} ${word}`).join(', ')}.`,
  };
}
