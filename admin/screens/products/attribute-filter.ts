import type { Attribute } from '../../../generated/catalog/types.ts';

/** A filter of the products as the contract writes it (`origin:italy`), in its parts; `value` is absent for any. */
export function attributeFilterOf(filter: unknown): { key: string; value?: string } | undefined {
  if (typeof filter !== 'string' || filter === '') return undefined;
  const at = filter.indexOf(':');
  return at < 0 ? { key: filter } : { key: filter.slice(0, at), value: filter.slice(at + 1) };
}

/** The bounds of a filter by numbers, as they are typed; one number is both. */
export function boundsOf(value = ''): { from: string; to: string } {
  const [from = '', to = from] = value.split('..');
  return { from, to };
}

/** The value of a filter between typed bounds; undefined where neither is typed, and any number is meant. */
export function rangeOf({ from, to }: { from: string; to: string }): string | undefined {
  if (from === '' && to === '') return undefined;
  return from === to ? from : `${from}..${to}`;
}

/** A filter in words: `Origin: Italy`, `Energy: up to 250 kcal`. An attribute that is gone goes by its key. */
export function attributeFilterText(filter: unknown, attributes: readonly Attribute[]): string | undefined {
  const parts = attributeFilterOf(filter);
  if (!parts) return undefined;
  const { key, value } = parts;
  const attribute = attributes.find(each => each.key === key);
  const name = attribute?.name ?? key;
  return value === undefined ? name : `${name}: ${valueText(value, attribute)}`;
}

function valueText(value: string, attribute: Attribute | undefined): string {
  if (attribute?.type === 'boolean') return value === 'true' ? 'yes' : 'no';
  if (attribute?.type !== 'number') return attribute?.values?.find(({ key }) => key === value)?.name ?? value;
  const { from, to } = boundsOf(value);
  const unit = attribute.unit === undefined ? '' : ` ${attribute.unit}`;
  if (from === to) return `${from}${unit}`;
  if (from === '') return `up to ${to}${unit}`;
  return to === '' ? `${from}${unit} and more` : `${from} to ${to}${unit}`;
}
