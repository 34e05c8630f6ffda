import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';
import { allowedDistance, allowedPrefixDistance, editDistance } from './edit-distance.ts';

/** A term of a query, and the words of products that it may be a misspelling of. */
export interface TypedTerm {
  typed: string;
  corrections: readonly string[];
}

const MAX_CANDIDATES = 50;
/** Also for frequent words: a correctly spelled word may still be the wrong one. */
const ANY_FREQUENCY = 1_000_000_000;

/** The first letter must be right: few get it wrong, and without it every word has many neighbours. */
function near(field: string): estypes.SearchFieldSuggester {
  return {
    term: {
      field,
      suggest_mode: 'always',
      prefix_length: 1,
      max_edits: 2,
      min_word_length: 3,
      max_term_freq: ANY_FREQUENCY,
      size: MAX_CANDIDATES,
      shard_size: MAX_CANDIDATES,
    },
  };
}

/** The request for words of products near the terms of `q`; with `isPrefix`, also for prefixes of words. */
export function correctionBody(q: string, isPrefix: boolean): estypes.SearchRequest {
  return { size: 0, suggest: { text: q, whole: near('all.plain'), ...(isPrefix && { prefixes: near('all.prefix') }) } };
}

const entries = z.array(z.object({ text: z.string(), options: z.array(z.object({ text: z.string() })) }));
const suggested = z.object({ whole: entries, prefixes: entries.default([]) });

/** The words within the allowed edit distance of what was typed, the closest ones only. */
function nearest(typed: string, options: readonly { text: string }[], allowed: number): string[] {
  const measured = options.map(({ text }) => ({ text, distance: editDistance(typed, text) }));
  const least = Math.min(allowed, ...measured.map(({ distance }) => distance));
  return measured.filter(({ distance }) => distance === least).map(({ text }) => text);
}

/** The terms in the response to `correctionBody`. */
export function termsOf(suggest: unknown): TypedTerm[] {
  const { whole, prefixes } = suggested.parse(suggest);
  return whole.map(({ text, options }, at) => ({
    typed: text,
    corrections: [
      ...new Set([
        ...nearest(text, options, allowedDistance(text)),
        ...nearest(text, prefixes[at]?.options ?? [], allowedPrefixDistance(text)),
      ]),
    ],
  }));
}
