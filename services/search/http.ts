import { createHash } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { SearchHandlers } from '../../generated/search/server.ts';
import type { IndexState, SearchPage, Suggestions } from '../../generated/search/types.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { type Found, matchesOf, pageOf, readStart, suggestionsOf } from './answer.ts';
import { type Indices, reachable } from './indices.ts';
import type { RebuildState } from './lease.ts';
import { meantBody, type Word, wordsOf } from './meant.ts';
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

  /** What the words of `q` may be typing errors of; with `isBegun` they may be beginnings. */
  async function meant(q: string, isBegun: boolean): Promise<Word[]> {
    const { suggest } = await ask(q, meantBody(q, isBegun));
    return wordsOf(suggest);
  }

  async function page(wish: Wish): Promise<SearchPage> {
    const start = readStart(wish);
    const q = words(wish);
    const stages = start ? [start.stage] : q === undefined ? [STAGES[0]] : STAGES;
    let asked: Word[] | undefined;
    for (const stage of stages) {
      if (q !== undefined && stage !== 'exact') asked ??= await meant(q, false);
      const { hits, aggregations } = await ask(q, searchBody(wish, stage, asked ?? [], start?.after));
      if (stage !== stages.at(-1) && !isEnough(stage, matchesOf(aggregations))) continue;
      const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
      return pageOf(wish, stage, hits.hits, total, aggregations);
    }
    throw new Error('no stage was tried');
  }

  async function suggestions(q: string): Promise<Suggestions> {
    const exact = await ask(q, suggestBody(q));
    if (exact.hits.hits.length > 0) return suggestionsOf(exact.hits.hits, exact.aggregations);
    const near = await ask(q, suggestBody(q, await meant(q, true)));
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
