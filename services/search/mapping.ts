import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { estypes } from '@elastic/elasticsearch';

const MAX_PREFIX_LENGTH = 15;

/** Grows with every change of the analysis or the mapping: an index of an earlier one is rebuilt. */
export const MAPPING_VERSION = 4;

/** Words that count for nothing beside others; a query of them alone searches for them. */
export const STOP_WORDS: readonly string[] =
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  );

/** The groups of words that stand for one another, in the format of Elasticsearch's synonym filters. */
export function readSynonyms(): string[] {
  const lines = readFileSync(join(import.meta.dirname, 'synonyms.txt'), 'utf8').split('\n');
  return lines.map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
}

/**
 * How product words are taken apart. `words`: English stems without accents and stop words; `words_search` adds
 * synonyms, after stemming, so that plurals have them too. `plain`: the words as they are. `prefix`: every beginning of
 * them, for what is typed. `joined`: two words in a row as one, too, and its stem. `pieces`: letters and pairs of
 * letters, of scripts without blanks; `pairs_search` takes pairs alone.
 */
export function indexSettings(): estypes.IndicesIndexSettings {
  const base = ['lowercase', 'asciifolding', 'possessive', 'stopwords', 'stems'];
  return {
    number_of_shards: 1,
    auto_expand_replicas: '0-1',
    refresh_interval: '200ms',
    analysis: {
      filter: {
        possessive: { type: 'stemmer', language: 'possessive_english' },
        stopwords: { type: 'stop', stopwords: [...STOP_WORDS] },
        stems: { type: 'stemmer', language: 'english' },
        synonyms: { type: 'synonym_graph', synonyms: readSynonyms() },
        beginnings: { type: 'edge_ngram', min_gram: 1, max_gram: MAX_PREFIX_LENGTH },
        pairs: { type: 'shingle', min_shingle_size: 2, max_shingle_size: 2, token_separator: '' },
        shortened: { type: 'truncate', length: MAX_PREFIX_LENGTH },
      },
      tokenizer: {
        pieces: { type: 'ngram', min_gram: 1, max_gram: 2 },
        pairs: { type: 'ngram', min_gram: 2, max_gram: 2 },
      },
      analyzer: {
        pieces: { type: 'custom', tokenizer: 'pieces' },
        pairs_search: { type: 'custom', tokenizer: 'pairs' },
        words: { type: 'custom', tokenizer: 'standard', filter: base },
        words_search: { type: 'custom', tokenizer: 'standard', filter: [...base, 'synonyms'] },
        plain: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding'] },
        joined: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding', 'pairs', 'stems'] },
        joined_search: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding', 'stems'] },
        prefix: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding', 'beginnings'] },
        prefix_search: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding', 'shortened'] },
      },
    },
  };
}

const words = { type: 'text', analyzer: 'words', search_analyzer: 'words_search' } as const;
const plain = { type: 'text', analyzer: 'plain' } as const;
const joined = { type: 'text', analyzer: 'joined', search_analyzer: 'joined_search' } as const;
const prefix = { type: 'text', analyzer: 'prefix', search_analyzer: 'prefix_search' } as const;
const keyword = { type: 'keyword' } as const;

/**
 * A product of the index (product.ts). `all` gathers every word that a product may be found by, so that words may come
 * from several fields.
 */
export const productMapping: estypes.MappingTypeMapping = {
  dynamic: false,
  _meta: { version: MAPPING_VERSION },
  properties: {
    id: keyword,
    version: { type: 'long' },
    listed: { type: 'boolean' },
    deleted: { type: 'boolean' },
    title: { ...words, fields: { plain, prefix }, copy_to: 'all' },
    titleKey: keyword,
    brand: { ...keyword, fields: { words, plain }, copy_to: 'all' },
    category: { properties: { slug: keyword, name: { ...keyword, fields: { words, prefix }, copy_to: 'all' } } },
    otherWords: { ...words, copy_to: 'all' },
    description: words,
    all: { ...words, fields: { plain, prefix, joined } },
    skus: keyword,
    codes: keyword,
    price: { type: 'long' },
    unitPrice: { type: 'long' },
    unspaced: { type: 'text', analyzer: 'pieces', search_analyzer: 'pairs_search' },
    inStock: { type: 'boolean' },
    attributes: {
      type: 'nested',
      properties: {
        key: keyword,
        name: keyword,
        type: keyword,
        unit: keyword,
        position: { type: 'long' },
        value: keyword,
        label: keyword,
        number: { type: 'double' },
      },
    },
    createdAt: { type: 'date' },
    hit: { type: 'object', enabled: false },
  },
};

/**
 * What the projection must know and nobody searches for: stock by sku, which products have a sku, the rebuild. Read and
 * written by id alone.
 */
export const stateMapping: estypes.MappingTypeMapping = { dynamic: false, properties: {} };
