import { type Json, valueAt } from '../../document/json.ts';
import { canonical } from '../../runtime/schema/equality.ts';
import type { Part } from '../contract-version.ts';
import type { Context, OperationPair } from './context.ts';
import { lifecycleChanged } from './lifecycle.ts';

/** The parameters of an operation: what is sent beside the body. */
export function parametersChanged(context: Context, pair: OperationPair): void {
  const before = parametersOf(pair.before, pair.items.before);
  const after = parametersOf(pair.after, pair.items.after);
  const renamed = renamedInPath(pair);
  for (const [key, part] of before) {
    const other = after.get(renamed.get(key) ?? key);
    if (other) parameterChanged(context, pair, part, other);
    else parameterRemoved(context, pair, part);
  }
  const matched = new Set([...before.keys()].map(key => renamed.get(key) ?? key));
  for (const [key, part] of after) if (!matched.has(key)) parameterAdded(context, pair, part);
}

function parametersOf(operation: Part, item: Part): Map<string, Part> {
  const parameters = new Map<string, Part>();
  for (const holder of [item, operation]) {
    for (const [, part] of holder.in('parameters')?.parts() ?? []) {
      const name = part.text('name') ?? '';
      const where = part.text('in') ?? '';
      parameters.set(`${where} ${where === 'header' ? name.toLowerCase() : name}`, part);
    }
  }
  return parameters;
}

/** Parameters of a path are identified by their place: their names are not sent. */
function renamedInPath({ items }: OperationPair): Map<string, string> {
  const names = (part: Part): string[] =>
    [...String(part.path.at(-1) ?? '').matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
  const from = names(items.before);
  const to = names(items.after);
  const renamed = new Map<string, string>();
  if (from.length !== to.length) return renamed;
  from.forEach((name, index) => {
    if (to[index] !== undefined && to[index] !== name) renamed.set(`path ${name}`, `path ${to[index]}`);
  });
  return renamed;
}

function parameterRemoved({ changes }: Context, { called, after }: OperationPair, part: Part): void {
  changes.add(called, {
    id: 'request-parameter-removed',
    severity: part.flag('deprecated') ? 'info' : 'warning',
    message: `${called}: ${describeParameter(part)} removed`,
    hits: part.flag('deprecated') ? [] : ['clients that send'],
    before: part,
    after,
    safeWay: 'Mark it deprecated first; what clients send in it has no effect any more.',
  });
}

function parameterAdded({ changes }: Context, { called, before }: OperationPair, part: Part): void {
  const required = part.flag('required') && part.text('in') !== 'path';
  const inPath = part.text('in') === 'path';
  if (inPath) {
    changes.add(called, {
      id: 'new-request-path-parameter',
      severity: 'breaking',
      message: `${called}: ${describeParameter(part)} added`,
      hits: ['clients that send'],
      before,
      after: part,
      safeWay: 'Add a path beside the old one.',
    });
    return;
  }
  changes.add(called, {
    id: required ? 'new-required-request-parameter' : 'new-optional-request-parameter',
    severity: required ? 'breaking' : 'addition',
    message: `${called}: ${required ? 'required' : 'optional'} ${describeParameter(part)} added`,
    hits: required ? ['clients that send'] : [],
    before,
    after: part,
    ...(required && { safeWay: 'Make it optional, with a default that does what the server did before.' }),
  });
}

function parameterChanged(context: Context, pair: OperationPair, before: Part, after: Part): void {
  if (context.unchanged.is(before.value, after.value)) return;
  requiredChanged(context, pair, before, after);
  mediaTypeChanged(context, pair, before, after);
  serializationChanged(context, pair, before, after);
  defaultChanged(context, pair, before, after);
  lifecycleChanged(
    context,
    pair.called,
    'request-parameter',
    `${pair.called}: ${describeParameter(after)}`,
    before,
    after,
  );
  if (!pair.inverted && isAnyTextNow(before, after)) {
    context.changes.add(pair.called, {
      id: 'request-parameter-type-generalized',
      severity: 'addition',
      message: `${pair.called}: ${describeParameter(after)}: any text is taken, as before ${typeOf(before)}`,
      hits: [],
      before,
      after,
    });
    return;
  }
  context.judge.judge(schemaOf(before), schemaOf(after), {
    direction: pair.inverted ? 'response' : 'request',
    name: 'request-parameter',
    called: `${pair.called}: ${describeParameter(after)}`,
    at: pair.called,
  });
}

function requiredChanged({ changes }: Context, { called }: OperationPair, before: Part, after: Part): void {
  if (before.flag('required') === after.flag('required')) return;
  const required = after.flag('required');
  changes.add(called, {
    id: required ? 'request-parameter-became-required' : 'request-parameter-became-optional',
    severity: required ? 'breaking' : 'addition',
    message: `${called}: ${describeParameter(after)} became ${required ? 'required' : 'optional'}`,
    hits: required ? ['clients that send'] : [],
    before: before.raw('required') ?? before,
    after: after.raw('required') ?? after,
    ...(required && { safeWay: 'Keep it optional, with a default that does what the server did before.' }),
  });
}

const typeOf = (part: Part): string => String(schemaOf(part)?.target().in('type')?.value ?? '');

/** What limits a string. */
const limits = ['enum', 'const', 'pattern', 'format', 'minLength', 'maxLength', 'allOf', 'anyOf', 'oneOf', 'not', 'if'];

/** Whether any text is taken in place of numbers or booleans, which are sent as text themselves. */
function isAnyTextNow(before: Part, after: Part): boolean {
  const schema = schemaOf(after)?.target();
  return (
    ['integer', 'number', 'boolean'].includes(typeOf(before)) &&
    typeOf(after) === 'string' &&
    mediaTypeOf(before) === undefined &&
    mediaTypeOf(after) === undefined &&
    limits.every(keyword => !schema?.in(keyword))
  );
}

/** The media type that a value is written in, where `content` says it. */
function mediaTypeOf(part: Part): string | undefined {
  const [content] = part.in('content')?.parts() ?? [];
  return content?.[0].toLowerCase();
}

/** A value that is written in another media type, or in one at all, reads differently: `a=x` is `a="x"` in JSON. */
function mediaTypeChanged({ changes }: Context, { called }: OperationPair, before: Part, after: Part): void {
  const from = mediaTypeOf(before);
  const to = mediaTypeOf(after);
  if (from === to) return;
  changes.add(called, {
    id: 'request-parameter-media-type-changed',
    severity: 'breaking',
    message: `${called}: ${describeParameter(after)}: media type ${from ?? 'none'} → ${to ?? 'none'}`,
    hits: ['clients that send'],
    before: before.raw('content') ?? before,
    after: after.raw('content') ?? after,
    safeWay: 'Add a parameter of another name beside it.',
  });
}

/**
 * How a value is written on the wire. Many servers read several ways, so that this is a warning, not proof of a break.
 * OpenAPI 3.1, 4.8.12.
 */
function serializationChanged({ changes }: Context, { called }: OperationPair, before: Part, after: Part): void {
  const from = serialization(before);
  const to = serialization(after);
  for (const key of ['style', 'explode', 'allowReserved', 'allowEmptyValue'] as const) {
    if (from[key] === to[key]) continue;
    const loosened = key.startsWith('allow') && to[key] === 'true';
    changes.add(called, {
      id: `request-parameter-${{ style: 'style', explode: 'explode', allowReserved: 'allow-reserved', allowEmptyValue: 'allow-empty-value' }[key]}-changed`,
      severity: loosened ? 'addition' : 'warning',
      message: `${called}: ${describeParameter(after)}: ${key} ${from[key]} → ${to[key]}`,
      hits: loosened ? [] : ['clients that send'],
      before: before.raw(key) ?? before,
      after: after.raw(key) ?? after,
      ...(!loosened && { safeWay: 'Read both ways of writing, or add a parameter of another name.' }),
    });
  }
}

function serialization(part: Part): Record<'style' | 'explode' | 'allowReserved' | 'allowEmptyValue', string> {
  const where = part.text('in') ?? 'query';
  const style = part.text('style') ?? (where === 'query' || where === 'cookie' ? 'form' : 'simple');
  const explode = valueAt(part.value, ['explode']) ?? style === 'form';
  // What is written in a media type has no style.
  const types = mediaTypeOf(part) !== undefined ? '' : JSON.stringify(schemaOf(part)?.target().in('type')?.value ?? '');
  const composed = types.includes('array') || types.includes('object');
  return {
    style: composed ? style : '',
    explode: composed ? String(explode) : '',
    allowReserved: where === 'query' ? String(part.flag('allowReserved')) : '',
    allowEmptyValue: where === 'query' ? String(part.flag('allowEmptyValue')) : '',
  };
}

/** A default of a parameter is what the server does for all who leave it out. */
function defaultChanged({ changes }: Context, { called }: OperationPair, before: Part, after: Part): void {
  const from = schemaOf(before)?.in('default');
  const to = schemaOf(after)?.in('default');
  if (canonical(from?.value ?? null) === canonical(to?.value ?? null)) return;
  const say = (part: Part | undefined): string => (part ? JSON.stringify(part.value) : 'none');
  const kind = !from ? 'added' : !to ? 'removed' : 'changed';
  changes.add(called, {
    id: `request-parameter-default-value-${kind}`,
    severity: 'breaking',
    message: `${called}: ${describeParameter(after)}: default ${say(from)} → ${say(to)}`,
    hits: ['clients that send'],
    before: from ?? before,
    after: to ?? after,
    safeWay: 'Keep the default; let clients that want the new behaviour send it.',
  });
}

/** The schema of a parameter or header, whether it stands alone or in `content`. */
export function schemaOf(part: Part): Part | undefined {
  const [content] = part.in('content')?.parts() ?? [];
  return (content?.[1] ?? part).raw('schema')?.schema();
}

function describeParameter(part: Part): string {
  const name: Json = part.text('name') ?? '';
  return `${part.text('in') ?? ''} parameter ${name}`;
}
