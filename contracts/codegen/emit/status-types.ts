import type { StatusKey } from '../runtime/status.ts';

/** The status codes of IANA's registry that end an exchange (RFC 9110, 16.2), by class. */
const registered: Readonly<Record<string, readonly number[]>> = {
  '2XX': [200, 201, 202, 203, 204, 205, 206, 207, 208, 226],
  '3XX': [300, 301, 302, 303, 304, 305, 307, 308],
  '4XX': [
    400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424, 425,
    426, 428, 429, 431, 451,
  ],
  '5XX': [500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
};

/** The types that `types.ts` declares where an operation has a range or a default. */
export const statusTypeNames = [...Object.keys(registered).map(range => `Status${range}`), 'AnyStatus'];

/** The type of `status` in a response: exact, so that a union is narrowed by it. */
export function statusType(status: StatusKey, declared: readonly StatusKey[]): string {
  if (typeof status === 'number') return String(status);
  const isCovered = (other: StatusKey): boolean =>
    status === 'default' ? other !== 'default' : typeof other === 'number' && `${Math.floor(other / 100)}XX` === status;
  const whole = status === 'default' ? 'AnyStatus' : `Status${status}`;
  const others = declared
    .filter(isCovered)
    .map(other => (typeof other === 'number' ? String(other) : `Status${other}`));
  return others.length === 0 ? whole : `Exclude<${whole}, ${others.join(' | ')}>`;
}

/** Declarations of the types that the code names. */
export function declareStatusTypes(code: string): string {
  const usesAny = /\bAnyStatus\b/.test(code);
  const ranges = Object.entries(registered).filter(([range]) => usesAny || code.includes(`Status${range}`));
  const lines = ranges.map(([range, codes]) => `type Status${range} = ${codes.join(' | ')};\n`);
  if (usesAny)
    lines.push(
      `type AnyStatus = ${Object.keys(registered)
        .map(range => `Status${range}`)
        .join(' | ')};\n`,
    );
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}
