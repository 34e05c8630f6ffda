import { valueAt } from '../../document/json.ts';
import { canonical } from '../../runtime/schema/equality.ts';
import { Part } from '../contract-version.ts';
import type { Subject } from '../schema-judge.ts';
import type { Context, OperationPair } from './context.ts';

/** What is sent as the body of a request. */
export function requestBodyChanged(context: Context, pair: OperationPair): void {
  const before = pair.before.in('requestBody');
  const after = pair.after.in('requestBody');
  const { called } = pair;
  if (!before && !after) return;
  if (!before && after) {
    const required = after.flag('required');
    context.changes.add(called, {
      id: required ? 'request-body-added-required' : 'request-body-added-optional',
      severity: required ? 'breaking' : 'addition',
      message: `${called}: ${required ? 'required' : 'optional'} body added`,
      hits: required ? ['clients that send'] : [],
      before: pair.before,
      after,
      ...(required && { safeWay: 'Make the body optional, or add an operation.' }),
    });
  }
  if (before && !after) {
    context.changes.add(called, {
      id: 'request-body-removed',
      severity: 'breaking',
      message: `${called}: body removed`,
      hits: ['clients that send'],
      before,
      after: pair.after,
      safeWay: 'Keep taking the body, or add an operation.',
    });
  }
  if (!before || !after || context.unchanged.is(before.value, after.value)) return;
  if (before.flag('required') !== after.flag('required')) {
    const required = after.flag('required');
    context.changes.add(called, {
      id: required ? 'request-body-became-required' : 'request-body-became-optional',
      severity: required ? 'breaking' : 'addition',
      message: `${called}: body became ${required ? 'required' : 'optional'}`,
      hits: required ? ['clients that send'] : [],
      before: before.raw('required') ?? before,
      after: after.raw('required') ?? after,
      ...(required && { safeWay: 'Keep doing without a body what was done before.' }),
    });
  }
  const direction = pair.inverted ? 'response' : 'request';
  contentChanged(context, before, after, { direction, name: 'request-body', called: `${called}: body`, at: called });
}

/** The media types of a body, and each one's schema and encoding. */
export function contentChanged(context: Context, before: Part, after: Part, subject: Subject): void {
  const from = mediaTypes(before);
  const to = mediaTypes(after);
  const sends = subject.direction === 'request';
  const unmatched: string[] = [];
  for (const [name, part] of from) {
    const other = to.get(name) ?? rangeOf(name, to);
    if (other) mediaTypeChanged(context, part, other, subject);
    else unmatched.push(name);
  }
  for (const name of unmatched) {
    context.changes.add(subject.at, {
      id: `${subject.name}-media-type-removed`,
      severity: 'breaking',
      message: `${subject.called}: media type ${name} removed`,
      hits: [sends ? 'clients that send' : 'clients that read'],
      before: from.get(name),
      after,
      safeWay: 'Keep it beside the new one, and remove it in a major version.',
    });
  }
  for (const [name, part] of to) {
    if (from.has(name) || (sends && rangeOf(name, from))) continue;
    context.changes.add(subject.at, {
      id: `${subject.name}-media-type-added`,
      severity: 'addition',
      message: `${subject.called}: media type ${name} added`,
      hits: [],
      before,
      after: part,
    });
  }
}

/** Names of media types differ in nothing by case, blanks and the order of their parameters. RFC 9110, 8.3.1. */
function mediaTypes(body: Part): Map<string, Part> {
  const types = new Map<string, Part>();
  for (const [name, part] of body.in('content')?.parts() ?? []) {
    const [type = '', ...parameters] = name
      .toLowerCase()
      .split(';')
      .map(text => text.trim());
    types.set([type, ...parameters.sort()].join('; '), part);
  }
  return types;
}

function rangeOf(name: string, types: ReadonlyMap<string, Part>): Part | undefined {
  return types.get(`${name.split('/')[0]}/*`) ?? types.get('*/*');
}

function mediaTypeChanged(context: Context, before: Part, after: Part, subject: Subject): void {
  if (context.unchanged.is(before.value, after.value)) return;
  const schema = (part: Part): Part => part.raw('schema') ?? new Part(part.contract, true, [...part.path, 'schema']);
  context.judge.judge(schema(before), schema(after), subject);
  const encoding = (part: Part): string => canonical(valueAt(part.value, ['encoding']) ?? {});
  if (encoding(before) === encoding(after)) return;
  context.changes.add(subject.at, {
    id: `${subject.name}-encoding-changed`,
    severity: 'warning',
    message: `${subject.called}: how its parts are encoded changed`,
    hits: [subject.direction === 'request' ? 'clients that send' : 'clients that read'],
    before: before.raw('encoding') ?? before,
    after: after.raw('encoding') ?? after,
    safeWay: 'Read the old encoding beside the new one.',
  });
}
