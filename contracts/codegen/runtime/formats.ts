import ajvFormats from 'ajv-formats/dist/formats.js';
import { isIdnEmail } from './idn-email.ts';

const { fullFormats } = ajvFormats;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * The formats that validators know: those of ajv-formats, some narrowed to what storage, `Date`, `RegExp` and `URL`
 * really take. `uuid` has no `urn:` prefix, `date-time` is an instant that exists (no leap second), a `uri` of the web
 * can be opened, `int64` is a safe integer, `regex` is a pattern as validators compile them (JSON Schema Core 2020-12,
 * 6.4). `idn-email` is added.
 */
export const formats = {
  ...fullFormats,
  uuid,
  'date-time': { validate: isDateTime },
  regex: { validate: isPattern },
  uri: { validate: isUri },
  'idn-email': { validate: isIdnEmail },
  int64: { type: 'number' as const, validate: Number.isSafeInteger },
};

export const knownFormats: ReadonlySet<string> = new Set(Object.keys(formats));

function isDateTime(text: string): boolean {
  if (!dateTime.test(text) || Number.isNaN(Date.parse(text))) return false;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return (
    day !== undefined &&
    month !== undefined &&
    year !== undefined &&
    day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  );
}

/** RFC 3986; with a scheme of the web, also one that programs can open (WHATWG URL). */
function isUri(text: string): boolean {
  return isRfc3986Uri(text) && (!/^https?:/i.test(text) || URL.canParse(text));
}

function isRfc3986Uri(text: string): boolean {
  const { uri } = fullFormats;
  return typeof uri === 'function' && uri(text) === true;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}
