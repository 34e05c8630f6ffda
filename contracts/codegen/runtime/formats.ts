import ajvFormats from 'ajv-formats/dist/formats.js';

const { fullFormats } = ajvFormats;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * The formats that validators know: those of ajv-formats, four of them narrowed to what storage, `Date` and `RegExp`
 * really take. `uuid` has no `urn:` prefix, `date-time` is an instant that exists (no leap second), `int64` is a safe
 * integer, `regex` is a pattern as validators compile them (JSON Schema Core 2020-12, 6.4).
 */
export const formats = {
  ...fullFormats,
  uuid,
  'date-time': { validate: isDateTime },
  regex: { validate: isPattern },
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

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}
