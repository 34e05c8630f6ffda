import { createHash } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { SearchHandlers } from '../../generated/search/server.ts';
import type { IndexState, SearchPage, Suggestions } from '../../generated/search/types.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { correctionBody, type TypedTerm, termsOf } from './corrections.ts';
import { type Indices, orUnavailable } from './indices.ts';
import type { RebuildState } from './lease.ts';
import { isEnough, queryText, type SearchQuery, STAGES, searchBody, suggestBody } from './query.ts';
import { type Found, matchesOf, readStart, searchPage, suggestionsOf } from './response.ts';

export interface HttpDependencies {
  client: Client;
  indices: Indices;
  state: RebuildState;
}

export function createHandlers({ client, indices, state }: HttpDependencies): SearchHandlers<RequestContext> {
  const index = indices.names.products;

  /** Searches the same shard copy for the same text, so that scores, and with them pages, agree. */
  function searchIndex(q: string | undefined, body: ReturnType<typeof searchBody>) {
    const preference = createHash('sha256')
      .update(q ?? '')
      .digest('hex')
      .slice(0, 16);
    return orUnavailable(() => client.search<NonNullable<Found['_source']>>({ index, preference, ...body }));
  }

  /** The corrections of the terms of `q`; with `isPrefix` also of its prefixes. */
  async function correctionsOf(q: string, isPrefix: boolean): Promise<TypedTerm[]> {
    const { suggest } = await searchIndex(q, correctionBody(q, isPrefix));
    return termsOf(suggest);
  }

  async function page(query: SearchQuery): Promise<SearchPage> {
    const start = readStart(query);
    const q = queryText(query);
    const stages = start ? [start.stage] : q === undefined ? [STAGES[0]] : STAGES;
    let terms: TypedTerm[] | undefined;
    for (const stage of stages) {
      if (q !== undefined && stage !== 'exact') terms ??= await correctionsOf(q, false);
      const { hits, aggregations } = await searchIndex(q, searchBody(query, stage, terms ?? [], start?.after));
      if (stage !== stages.at(-1) && !isEnough(stage, matchesOf(aggregations))) continue;
      const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
      return searchPage(query, stage, hits.hits, total, aggregations);
    }
    throw new Error('no stage was tried');
  }

  async function suggestions(q: string): Promise<Suggestions> {
    const exact = await searchIndex(q, suggestBody(q));
    if (exact.hits.hits.length > 0) return suggestionsOf(exact.hits.hits, exact.aggregations);
    const near = await searchIndex(q, suggestBody(q, await correctionsOf(q, true)));
    return suggestionsOf(near.hits.hits, near.aggregations);
  }

  async function indexState(): Promise<IndexState> {
    const [{ count }, { rebuilding, rebuiltAt }] = await Promise.all([
      orUnavailable(() => client.count({ index, query: { term: { listed: true } } })),
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
      await state.request();
      return { status: 202, body: await indexState() };
    },
    async getIndex() {
      return { status: 200, body: await indexState() };
    },
  };
}
