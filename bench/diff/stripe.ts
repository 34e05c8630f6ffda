import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isObject, type Json, type JsonObject, objectIn, valueAt } from '../../contracts/codegen/document/json.ts';

/** Compares a document of 594 operations with an edited one: five breaking changes and three harmless ones. */
export async function largePair(corpus: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-diff-'));
  try {
    const text = gunzipSync(readFileSync(join(corpus, 'openapi', 'stripe-spec3.json.gz'))).toString();
    const before = join(folder, 'before.json');
    const after = join(folder, 'after.json');
    writeFileSync(before, text);
    const edits = editedText(text);
    writeFileSync(after, edits.text);
    const preparing = cpuSeconds();
    const { runDiff } = await import('../../contracts/codegen/diff/command.ts');
    const { output } = await runDiff([before, after, '--format', 'json'], {}, new Date('2026-11-29'));
    const seconds = cpuSeconds() - preparing;
    const report: unknown = JSON.parse(output);
    const counts = objectIn({ report: isObject(report) ? report : {} }, 'report').counts;
    return [
      '## Stripe, 594 operations, eight edits',
      `CPU seconds: ${seconds.toFixed(2)}`,
      `made: ${edits.made.join('; ')}`,
      `found: ${JSON.stringify(counts)}`,
      '',
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function editedText(text: string): { text: string; made: string[] } {
  const document: JsonObject = JSON.parse(text);
  const at = (...path: string[]): JsonObject => {
    const value = valueAt(document, path);
    if (!isObject(value)) throw new Error(`the document has no ${path.join(' ')}`);
    return value;
  };
  const list = (holder: JsonObject, key: string): Json[] => {
    const value = holder[key];
    const items = Array.isArray(value) ? value : [];
    holder[key] = items;
    return items;
  };
  const query = (name: string, required: boolean): Json => ({
    name,
    in: 'query',
    required,
    schema: { type: 'string' },
  });
  delete at('paths', '/v1/accounts/{account}').delete;
  list(at('paths', '/v1/account', 'get'), 'parameters').push(query('edited', true), query('edited_too', false));
  const customer = at('components', 'schemas', 'customer');
  const properties = objectIn(customer, 'properties');
  delete properties.id;
  customer.required = list(customer, 'required').filter(name => name !== 'id');
  properties.balance = { type: 'string' };
  properties.edited = { type: 'string' };
  const body = at(
    'paths',
    '/v1/account_links',
    'post',
    'requestBody',
    'content',
    'application/x-www-form-urlencoded',
    'schema',
  );
  objectIn(body, 'properties').edited = { type: 'string' };
  list(body, 'required').push('edited');
  at('paths')['/v1/edited'] = { get: { responses: { 200: { description: 'ok' } } } };
  return {
    text: JSON.stringify(document),
    made: [
      'breaking: operation removed, required query parameter, required property of an answer removed, its type changed, required property of a request',
      'harmless: optional query parameter, optional property of an answer, operation added',
    ],
  };
}
