interface MediaType {
  /** `application/json`, in lower case; `*` in a range. */
  essence: string;
  parameters: ReadonlyMap<string, string>;
}

const parameter = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;

/** A media type or range with its parameters. RFC 9110, sections 8.3.1 and 12.5.1. */
export function parseMediaType(text: string): MediaType {
  const at = text.indexOf(';');
  const essence = (at === -1 ? text : text.slice(0, at)).trim().toLowerCase();
  if (at === -1) return { essence, parameters: new Map() };
  const found = text.slice(at).matchAll(parameter);
  const parameters = [...found].map(([, name = '', quoted, plain = '']): [string, string] => [
    name.toLowerCase(),
    quoted?.replaceAll(/\\(.)/g, '$1') ?? plain,
  ]);
  return { essence, parameters: new Map(parameters) };
}

/**
 * The declared media type or range that covers a given type: the one that says most about it. A declared parameter must
 * be there with the same value, but for `charset`: text is UTF-8 unless it says otherwise.
 */
export function coveringType(declared: readonly string[], given: string): string | undefined {
  if (declared.includes(given)) return given;
  const type = parseMediaType(given);
  let best: string | undefined;
  let most = 0;
  for (const candidate of declared) {
    const said = specificity(parseMediaType(candidate), type);
    if (said > most) [best, most] = [candidate, said];
  }
  return best;
}

/** How much a range says of a type that it covers; 0 where it does not cover it. */
function specificity(range: MediaType, type: MediaType): number {
  let said = 1;
  for (const [name, value] of range.parameters) {
    if (name === 'charset') continue;
    if (type.parameters.get(name)?.toLowerCase() !== value.toLowerCase()) return 0;
    said += 1;
  }
  if (range.essence === type.essence) return 3000 + said;
  const [kind = '', suffix] = range.essence.split('/*');
  if (range.essence === '*/*') return said;
  if (suffix === undefined || !type.essence.startsWith(`${kind}/`)) return 0;
  if (suffix === '') return 1000 + said;
  return suffix.startsWith('+') && type.essence.endsWith(suffix) ? 2000 + said : 0;
}

/** Whether a media type is JSON, parameters aside: `application/json`, or with the suffix `+json` (RFC 6839). */
export function isJsonType(type: string): boolean {
  return /^[^;]*\/([^;]+\+)?json\s*(;|$)/i.test(type);
}
