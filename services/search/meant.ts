import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';
import { forgiven, forgivenSoFar, slips } from './typing.ts';

/** A word that was asked for, and the words of products that it may be a typing error of. */
export interface Word {
  asked: string;
  meant: readonly string[];
}

const MOST_CANDIDATES = 50;
/** Also of words that many products have: they may be right each and a slip together. */
const ANY = 1_000_000_000;

/** The first letter must be right: few get it wrong, and without it every word has many neighbours. */
function near(field: string): estypes.SearchFieldSuggester {
  return {
    term: {
      ...{ field, suggest_mode: 'always', prefix_length: 1, max_edits: 2, min_word_length: 3, max_term_freq: ANY },
      ...{ size: MOST_CANDIDATES, shard_size: MOST_CANDIDATES },
    },
  };
}

/** Asks which words of products are near those of `q`, and with `isBegun` which beginnings of words. */
export function meantBody(q: string, isBegun: boolean): estypes.SearchRequest {
  return { size: 0, suggest: { text: q, whole: near('all.plain'), ...(isBegun && { begun: near('all.prefix') }) } };
}

const entries = z.array(z.object({ text: z.string(), options: z.array(z.object({ text: z.string() })) }));
const suggested = z.object({ whole: entries, begun: entries.default([]) });

/** Of the words that are near those that a plausible slip leads from, and of these the nearest. */
function nearest(typed: string, options: readonly { text: string }[], most: number): string[] {
  const measured = options.map(({ text }) => ({ text, far: slips(typed, text) }));
  const least = Math.min(most, ...measured.map(({ far }) => far));
  return measured.filter(({ far }) => far === least).map(({ text }) => text);
}

/** The answer to `meantBody`. */
export function wordsOf(suggest: unknown): Word[] {
  const { whole, begun } = suggested.parse(suggest);
  return whole.map(({ text, options }, at) => ({
    asked: text,
    meant: [
      ...new Set([
        ...nearest(text, options, forgiven(text)),
        ...nearest(text, begun[at]?.options ?? [], forgivenSoFar(text)),
      ]),
    ],
  }));
}
