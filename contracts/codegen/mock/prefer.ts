/** What a caller wants to get (RFC 7240, `Prefer`): `code=503, example=empty, delay=200`. */
export interface Preference {
  status?: number;
  /** The name of an example. */
  example?: string;
  /** Milliseconds before the answer. */
  delayMs?: number;
  /** What was taken into account, as `Preference-Applied` says it. */
  applied: string[];
  /** What cannot be: a code that is none. */
  wrong: string[];
}

const MAX_DELAY_MS = 60_000;

/** Reads the header; preferences that the mock does not know are ignored, as RFC 7240 says. */
export function parsePrefer(header: string | undefined): Preference {
  const found: Preference = { applied: [], wrong: [] };
  for (const part of (header ?? '').split(/[,;](?=(?:[^"]*"[^"]*")*[^"]*$)/)) {
    const [, name = '', quoted, plain] = /^\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s"]*))\s*$/.exec(part) ?? [];
    const value = quoted ?? plain ?? '';
    const key = name.toLowerCase();
    if (key === 'code' && /^[2-5]\d\d$/.test(value)) found.status = Number(value);
    else if (key === 'example' && value !== '') found.example = value;
    else if (key === 'delay' && /^\d{1,6}$/.test(value)) found.delayMs = Math.min(Number(value), MAX_DELAY_MS);
    else {
      if (['code', 'example', 'delay'].includes(key)) found.wrong.push(`${key}=${value}`);
      continue;
    }
    found.applied.push(`${key}=${value}`);
  }
  return found;
}
