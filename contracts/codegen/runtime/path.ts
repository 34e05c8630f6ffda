/** What a segment holds as it is (RFC 3986, 3.3 `pchar`), and the delimiter of segments. */
const plain = /^[\w\-.~!$&'()*+,;=:@/]$/;

/** The text of a contract's path as it travels: percent-encoded where RFC 3986 asks for it, encodings in one form. */
export function encodePathText(text: string): string {
  return text
    .toWellFormed()
    .replace(/%[\da-f]{2}|./gisu, part =>
      part.length === 3 && part.startsWith('%')
        ? normalOctet(part)
        : plain.test(part)
          ? part
          : encodeURIComponent(part),
    );
}

/** A template's literal text encoded; the expressions in braces stay. */
export function encodePathTemplate(template: string): string {
  return template
    .split(/(\{[^{}]*\})/)
    .map(part => (/^\{.*\}$/s.test(part) ? part : encodePathText(part)))
    .join('');
}

/**
 * The path of a request in the one form that routes are written in (RFC 3986, 6.2.2): `%7e` is `~`, hexadecimal digits
 * are capital, octets that should have been encoded are. The query stays.
 */
export function normalizeTarget(target: string): string {
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  if (!/[^\w\-.~!$&'()*+,;=:@/]/.test(path)) return target;
  const normal = path.replace(/%[\da-f]{2}|./gis, part => {
    if (part.length === 3) return normalOctet(part);
    if (plain.test(part) || part === '%') return part;
    return `%${part.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`; // Node hands octets over as Latin-1
  });
  return at === -1 ? normal : normal + target.slice(at);
}

/** Whether the query of a request has these parameters with these values. */
export function hasQuery(target: string, wanted: Readonly<Record<string, string>>): boolean {
  const at = target.indexOf('?');
  const query = new URLSearchParams(at === -1 ? '' : target.slice(at));
  return Object.entries(wanted).every(([name, value]) => query.getAll(name).includes(value));
}

/** Unreserved characters are never encoded; others are with capital digits. */
function normalOctet(octet: string): string {
  const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
  return /[\w\-.~]/.test(character) ? character : octet.toUpperCase();
}
