/** Display names of technical field names. */
const displayNames: ReadonlyMap<string, string> = new Map([
  ['url', 'address'],
  ['alt', 'description'],
  ['sku', 'SKU'],
  ['sms', 'text message'],
  ['mjml', 'layout'],
  ['seo', 'search engines'],
  ['slug', 'URL handle'],
  ['compareAtPrice', 'compare-at price'],
]);

/** `variants.1082185.price.amount` → `Price of 1082185`. */
export function fieldLabel(field: string): string {
  const ofVariant = /^variants\.([^.]+)\.(.+)$/.exec(field);
  if (ofVariant?.[1] && ofVariant[2]) return `${fieldLabel(ofVariant[2])} of ${ofVariant[1]}`;
  const path = field.replace(/\.amount$/, '').split('.');
  const words = path.map(
    part =>
      displayNames.get(part) ??
      (/^[a-z]+([A-Z][a-z]+)*$/.test(part) ? part.replaceAll(/([A-Z])/g, ' $1').toLowerCase() : part),
  );
  const text = words.join(' › ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A value in one line. Lists are joined; an object that names values, such as an option, reads `Size: S, M`. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString();
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return listText(value);
  const option = typeof value === 'object' && 'name' in value && 'values' in value ? value : undefined;
  if (typeof option?.name === 'string' && Array.isArray(option.values))
    return `${option.name}: ${listText(option.values)}`;
  return JSON.stringify(value);
}

function listText(items: readonly unknown[]): string {
  if (items.length === 0) return 'nothing';
  const separator = items.some(item => typeof item === 'object') ? ' · ' : ', ';
  return items.map(plainText).join(separator);
}
