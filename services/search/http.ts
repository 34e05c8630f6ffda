import { createHash } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { SearchHandlers } from '../../generated/search/server.ts';
import type { IndexState, SearchPage, Suggestions } from '../../generated/search/types.ts';
import type { RequestContext } from '../platform/context.ts';
import { type Found, matchesOf, pageOf, readStart, suggestionsOf } from './answer.ts';
import { type Indices, reachable } from './indices.ts';
import type { RebuildState } from './lease.ts';
import { isEnough, STAGES, searchBody, suggestBody, type Wish, words } from './query.ts';

export interface HttpDependencies {
  client: Client;
  indices: Indices;
  state: RebuildState;
}

export function createHandlers({ client, indices, state }: HttpDependencies): SearchHandlers<RequestContext> {
  const index = indices.names.products;

  /** Asks the same copy of the index for the same words, so that scores, and with them pages, agree. */
  function ask(q: string | undefined, body: ReturnType<typeof searchBody>) {
    const preference = createHash('sha256')
      .update(q ?? '')
      .digest('hex')
      .slice(0, 16);
    return reachable(() => client.search<NonNullable<Found['_source']>>({ index, preference, ...body }));
  }

  async function page(wish: Wish): Promise<SearchPage> {
    const start = readStart(wish);
    const stages = start ? [start.stage] : words(wish) === undefined ? [STAGES[0]] : STAGES;
    for (const stage of stages) {
      const { hits, aggregations } = await ask(words(wish), searchBody(wish, stage, start?.after));
      if (stage !== stages.at(-1) && !isEnough(stage, matchesOf(aggregations))) continue;
      const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
      return pageOf(wish, stage, hits.hits, total, aggregations);
    }
    throw new Error('no stage was tried');
  }

  async function suggestions(q: string): Promise<Suggestions> {
    const exact = await ask(q, suggestBody(q, false));
    if (exact.hits.hits.length > 0) return suggestionsOf(exact.hits.hits, exact.aggregations);
    const near = await ask(q, suggestBody(q, true));
    return suggestionsOf(near.hits.hits, near.aggregations);
  }

  async function indexState(): Promise<IndexState> {
    const [{ count }, { rebuilding, rebuiltAt }] = await Promise.all([
      reachable(() => client.count({ index, query: { term: { listed: true } } })),
      state.read(),
    ]);
    return { products: count, rebuilding, ...(rebuiltAt !== undefined && { rebuiltAt }) };
  }

  return {
    async searchProducts({ query }) {
      const { minPrice, maxPrice } = query;
      if (minPrice !== undefined && maxPrice !== undefined && minPrice > maxPrice)
        throw new ProblemError({ status: 400, detail: 'minPrice must not be more than maxPrice.' });
      return { status: 200, body: await page(query) };
    },
    async suggest({ query }) {
      return { status: 200, body: await suggestions(query.q) };
    },
    async reindex() {
      await state.want();
      return { status: 202, body: await indexState() };
    },
    async getIndex() {
      return { status: 200, body: await indexState() };
    },
  };
}
