import { numberText } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { chosenRange, chosenValues, keyOfFilter } from '../shop/attribute-filter.ts';
import { type ListQuery, toggleFacet } from '../shop/list-query.ts';
import type { AttributeFacet } from '../shop/search.ts';
import { Group, Range, Value, Values } from './facet-group.tsx';

interface AttributeFacetsProps {
  facets: readonly AttributeFacet[];
  query: ListQuery;
  to(next: ListQuery): string;
}

/** The filters by attributes: first what is true of products, together, then each choice and number. */
export function AttributeFacets({ facets, query, to }: AttributeFacetsProps) {
  const booleans = facets.filter(({ type, values }) => type === 'boolean' && values.length > 0);
  const toggled = (key: string) => (value: string) => to(toggleFacet(query, 'attribute', `${key}:${value}`));
  return (
    <>
      {booleans.length > 0 && (
        <Group name={messages().list.filter.features}>
          {booleans.flatMap(({ key, name, values }) =>
            values.map(({ value, count }) => (
              <Value
                key={key}
                href={toggled(key)(value)}
                isOn={query.attribute.includes(`${key}:${value}`)}
                label={name}
                count={count}
              />
            )),
          )}
        </Group>
      )}
      {facets.map(facet => {
        const { key, name, type, values } = facet;
        if (type === 'number') return <NumberFacet key={key} facet={facet} query={query} to={to} />;
        if (type === 'boolean') return null;
        const chosen = chosenValues(query.attribute, key);
        return <Values key={key} name={name} values={values} chosen={chosen} hrefOf={toggled(key)} />;
      })}
    </>
  );
}

/** A range of numbers, where there is more than one number to choose from. */
function NumberFacet({
  facet: { key, name, unit, min, max },
  query,
  to,
}: Omit<AttributeFacetsProps, 'facets'> & { facet: AttributeFacet }) {
  const on = chosenRange(query.attribute, key);
  if (!on && (min === undefined || min === max)) return null;
  const rest = query.attribute.filter(text => keyOfFilter(text) !== key);
  const bound = (number: number | undefined) => (number === undefined ? '' : numberText(number));
  return (
    <Range
      name={unit === undefined ? name : `${name} (${unit})`}
      rest={to({ ...query, attribute: rest })}
      from={{ name: `from.${key}`, value: on?.from, bound: bound(min) }}
      to={{ name: `to.${key}`, value: on?.to, bound: bound(max) }}
    />
  );
}
