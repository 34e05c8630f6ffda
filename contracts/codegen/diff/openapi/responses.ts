import type { Part } from '../contract-version.ts';
import { contentChanged } from './bodies.ts';
import type { Context, OperationPair } from './context.ts';
import { schemaOf } from './parameters.ts';

/** The answers of an operation, by status. */
export function responsesChanged(context: Context, pair: OperationPair): void {
  const before = pair.before.in('responses');
  const after = pair.after.in('responses');
  if (!before || !after || context.unchanged.is(before.value, after.value)) return;
  const from = new Map(before.parts());
  const to = new Map(after.parts());
  for (const [status, part] of from) {
    if (status.startsWith('x-')) continue;
    const other = to.get(status) ?? to.get(`${status[0]}XX`);
    if (other) responseChanged(context, pair, status, part, other);
    else statusRemoved(context, pair, status, part, after);
  }
  for (const [status, part] of to) {
    if (status.startsWith('x-') || from.has(status)) continue;
    // Clients have read this status by the range, or by the default, that the answer must still be right for.
    const general = from.get(`${status[0]}XX`) ?? (status === 'default' ? undefined : from.get('default'));
    if (general && from.has(`${status[0]}XX`)) responseChanged(context, pair, status, general, part);
    statusAdded(context, pair, status, before, part);
  }
}

function statusRemoved(
  { changes }: Context,
  { called }: OperationPair,
  status: string,
  before: Part,
  after: Part,
): void {
  const success = /^[23]/.test(status);
  changes.add(called, {
    id: success ? 'response-success-status-removed' : 'response-non-success-status-removed',
    severity: success ? 'breaking' : 'info',
    message: `${called}: status ${status} removed`,
    hits: success ? ['clients that read'] : [],
    before,
    after,
    ...(success && { safeWay: 'Keep answering with it; answer otherwise in a new operation.' }),
  });
}

function statusAdded({ changes }: Context, { called }: OperationPair, status: string, before: Part, after: Part): void {
  const success = /^[23]/.test(status);
  changes.add(called, {
    id: success ? 'response-success-status-added' : 'response-non-success-status-added',
    severity: 'addition',
    message: `${called}: status ${status} added`,
    hits: [],
    before,
    after,
  });
}

function responseChanged(context: Context, pair: OperationPair, status: string, before: Part, after: Part): void {
  if (context.unchanged.is(before.value, after.value)) return;
  const direction = pair.inverted ? 'request' : 'response';
  const called = `${pair.called}: ${status} body`;
  contentChanged(context, before, after, { direction, name: 'response-body', called, at: pair.called });
  headersChanged(context, pair, status, before, after);
  linksChanged(context, pair, status, before, after);
}

/** `Content-Type` is said by the content, not as a header. OpenAPI 3.1, 4.8.17. */
function headersOf(part: Part): Map<string, Part> {
  const headers = (part.in('headers')?.parts() ?? []).map(([name, header]) => [name.toLowerCase(), header] as const);
  return new Map(headers.filter(([name]) => name !== 'content-type'));
}

function headersChanged(
  context: Context,
  { called, inverted }: OperationPair,
  status: string,
  before: Part,
  after: Part,
): void {
  const from = headersOf(before);
  const to = headersOf(after);
  for (const [name, part] of from) {
    const other = to.get(name);
    const what = `${called}: ${status} header ${name}`;
    if (!other) {
      const required = part.flag('required');
      context.changes.add(called, {
        id: required ? 'required-response-header-removed' : 'optional-response-header-removed',
        severity: required ? 'breaking' : 'warning',
        message: `${what} removed`,
        hits: ['clients that read'],
        before: part,
        after,
        safeWay: 'Keep sending it; mark it deprecated first.',
      });
      continue;
    }
    if (context.unchanged.is(part.value, other.value)) continue;
    if (part.flag('required') !== other.flag('required')) {
      const optional = part.flag('required');
      context.changes.add(called, {
        id: optional ? 'response-header-became-optional' : 'response-header-became-required',
        severity: optional ? 'breaking' : 'info',
        message: `${what} became ${optional ? 'optional' : 'required'}`,
        hits: optional ? ['clients that read'] : [],
        before: part.raw('required') ?? part,
        after: other.raw('required') ?? other,
        ...(optional && { safeWay: 'Keep sending it always.' }),
      });
    }
    context.judge.judge(schemaOf(part), schemaOf(other), {
      direction: inverted ? 'request' : 'response',
      name: 'response-header',
      called: what,
      at: called,
    });
  }
  for (const [name, part] of to) {
    if (from.has(name)) continue;
    context.changes.add(called, {
      id: 'response-header-added',
      severity: 'addition',
      message: `${called}: ${status} header ${name} added`,
      hits: [],
      before,
      after: part,
    });
  }
}

function linksChanged(
  { changes }: Context,
  { called }: OperationPair,
  status: string,
  before: Part,
  after: Part,
): void {
  const names = new Set((after.in('links')?.parts() ?? []).map(([name]) => name));
  for (const [name, part] of before.in('links')?.parts() ?? []) {
    if (names.has(name)) continue;
    changes.add(called, {
      id: 'response-link-removed',
      severity: 'warning',
      message: `${called}: ${status} link ${name} removed`,
      hits: ['clients that read'],
      before: part,
      after,
      safeWay: 'Keep the link until nobody follows it.',
    });
  }
}
