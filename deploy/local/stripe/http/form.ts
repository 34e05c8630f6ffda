/** A decoded form: bracketed names become nested objects; a list is an object with its indexes as names. */
export type Form = { [name: string]: string | Form };

const MAX_DEPTH = 8;

/**
 * Decodes `a[b][0]=c`, the way every Stripe SDK sends parameters (https://docs.stripe.com/api: form-encoded request
 * bodies). `a[]=x` appends. Objects have no prototype, so no name can reach one.
 */
export function decodeForm(text: string): Form {
  const form: Form = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) {
    const path = splitName(key);
    let target = form;
    for (const [depth, name] of path.entries()) {
      const step = name === '' ? String(Object.keys(target).length) : name;
      if (depth === path.length - 1) {
        target[step] = value;
        break;
      }
      const inner = target[step];
      const next: Form = typeof inner === 'object' ? inner : Object.create(null);
      target[step] = next;
      target = next;
    }
  }
  return form;
}

function splitName(key: string): string[] {
  const opening = key.indexOf('[');
  if (opening <= 0 || !key.endsWith(']')) return [key];
  const inner = key.slice(opening + 1, -1).split('][');
  return [key.slice(0, opening), ...inner].slice(0, MAX_DEPTH);
}

/** The members of a list in the order of their indexes. */
export const listOf = (form: Form): (string | Form)[] =>
  Object.keys(form)
    .sort((left, right) => Number(left) - Number(right))
    .flatMap(index => form[index] ?? []);
