import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { AttributeFacet } from '../../generated/search/types.ts';

type Query = estypes.QueryDslQueryContainer;
type Aggregation = estypes.AggregationsAggregationContainer;

const MAX_ATTRIBUTES = 100;
const MAX_VALUES = 100;

/** What is chosen of one attribute: any of these. */
interface Chosen {
  values: string[];
  ranges: { gte?: number; lte?: number }[];
}

/** What a request chooses of each attribute. Throws ProblemError 400 for a range that ends before it begins. */
export function chosenAttributes(parameters: readonly string[] = []): Map<string, Chosen> {
  const chosen = new Map<string, Chosen>();
  for (const parameter of parameters) {
    const colon = parameter.indexOf(':');
    const key = parameter.slice(0, colon);
    const value = parameter.slice(colon + 1);
    const { values, ranges } = chosen.get(key) ?? { values: [], ranges: [] };
    chosen.set(key, { values, ranges });
    const [from, to] = value.split('..');
    if (from === undefined || to === undefined) values.push(value);
    else {
      if (from !== '' && to !== '' && Number(from) > Number(to))
        throw new ProblemError({ status: 400, detail: `The range ${value} of ${key} ends before it begins.` });
      ranges.push({ ...(from !== '' && { gte: Number(from) }), ...(to !== '' && { lte: Number(to) }) });
    }
  }
  return chosen;
}

/** Products that have any of what is chosen of an attribute. An index of an earlier mapping has none. */
export function attributeFilter(key: string, { values, ranges }: Chosen): Query {
  const any: Query[] = [
    { terms: { 'attributes.value': values } },
    ...ranges.map((range): Query => ({ range: { 'attributes.number': range } })),
    // A range without limits.
    ...(ranges.some(range => Object.keys(range).length === 0) ? [{ exists: { field: 'attributes.number' } }] : []),
  ];
  return {
    nested: {
      path: 'attributes',
      ignore_unmapped: true,
      query: {
        bool: {
          filter: [{ term: { 'attributes.key': key } }, { bool: { should: any, minimum_should_match: 1 } }],
        },
      },
    },
  };
}

/** The bucket of the products that all filters leave; no attribute has this key. */
const ALL = '*';

/**
 * The attributes of what all filters leave, and of each chosen attribute what all but its own filter leave:
 * `exceptFilter` gives those queries.
 */
export function attributeFacets(keys: Iterable<string>, exceptFilter: (key?: string) => Query): Aggregation {
  const first = (field: string): Aggregation => ({ terms: { field: `attributes.${field}`, size: 1 } });
  return {
    filters: {
      filters: { [ALL]: exceptFilter(), ...Object.fromEntries([...keys].map(key => [key, exceptFilter(key)])) },
    },
    aggs: {
      attributes: {
        nested: { path: 'attributes' },
        aggs: {
          keys: {
            terms: { field: 'attributes.key', size: MAX_ATTRIBUTES },
            aggs: {
              name: first('name'),
              type: first('type'),
              unit: first('unit'),
              position: { min: { field: 'attributes.position' } },
              values: { terms: { field: 'attributes.value', size: MAX_VALUES }, aggs: { label: first('label') } },
              min: { min: { field: 'attributes.number' } },
              max: { max: { field: 'attributes.number' } },
            },
          },
        },
      },
    },
  };
}

const terms = z.object({ buckets: z.array(z.object({ key: z.string() })) });
const bound = z.object({ value: z.number().nullable() });
const attribute = z.object({
  key: z.string(),
  name: terms,
  type: z.object({ buckets: z.array(z.object({ key: z.enum(['boolean', 'choice', 'number']) })) }),
  unit: terms,
  position: bound,
  values: z.object({ buckets: z.array(z.object({ key: z.string(), doc_count: z.number(), label: terms })) }),
  min: bound,
  max: bound,
});

/** The response to `attributeFacets`. */
export const attributeAggregation = z.object({
  buckets: z.record(
    z.string(),
    z.object({ attributes: z.object({ keys: z.object({ buckets: z.array(attribute) }).optional() }) }),
  ),
});

/** The facets of a response, by position and name. */
export function attributeFacetsOf({ buckets }: z.output<typeof attributeAggregation>): AttributeFacet[] {
  return Object.entries(buckets)
    .flatMap(([scope, { attributes }]) =>
      (attributes.keys?.buckets ?? []).filter(({ key }) =>
        scope === ALL ? !Object.hasOwn(buckets, key) : key === scope,
      ),
    )
    .toSorted((a, b) => (a.position.value ?? 0) - (b.position.value ?? 0) || (nameOf(a) < nameOf(b) ? -1 : 1))
    .flatMap(found => {
      const { key, type, unit, values, min, max } = found;
      const [kind] = type.buckets;
      const [counted] = unit.buckets;
      if (!kind) return [];
      return [
        {
          key,
          name: nameOf(found),
          type: kind.key,
          ...(counted && { unit: counted.key }),
          values: values.buckets.map(value => ({
            value: value.key,
            label: value.label.buckets[0]?.key ?? value.key,
            count: value.doc_count,
          })),
          ...(min.value !== null && max.value !== null && { min: min.value, max: max.value }),
        },
      ];
    });
}

const nameOf = ({ key, name }: z.output<typeof attribute>): string => name.buckets[0]?.key ?? key;
