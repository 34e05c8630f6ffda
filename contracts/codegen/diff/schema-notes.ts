import { isObject, type Json } from '../document/json.ts';
import { canonical } from '../runtime/schema/equality.ts';
import type { Severity } from './change.ts';
import type { Part } from './contract-version.ts';
import { keys, requiredOf } from './schema-facts.ts';

export type Direction = 'request' | 'response';

/** A change that no comparison of instances decides: what is declared, defaults, discriminators, lifecycle. */
export interface Note {
  kind: string;
  text: string;
  before: Part;
  after: Part;
  /** The severity for those who send and for those who read, where the schemas stay compatible. */
  severity: Record<Direction, Severity>;
  /** Whether the change is against those, so that an incompatibility of the schema may be its doing. */
  against: Record<Direction, boolean>;
}

type Rule = (before: Part, after: Part) => Note[];

/** The rules of what is declared beside what is valid. */
export const noteRules: readonly Rule[] = [
  propertiesChanged,
  requiredChanged,
  defaultChanged,
  discriminatorChanged,
  deprecationChanged,
  mutabilityChanged,
  extensibleEnumChanged,
];

const never = { request: false, response: false };

function propertiesChanged(before: Part, after: Part): Note[] {
  const from = keys(before.value, 'properties');
  const to = keys(after.value, 'properties');
  const notes: Note[] = [];
  for (const key of from.filter(name => !declares(after, name))) {
    const required = requiredOf(before.value).includes(key);
    notes.push({
      kind: required ? 'required-property-removed' : 'optional-property-removed',
      text: `property ${key} removed`,
      before: before.raw('properties')?.raw(key) ?? before,
      after,
      severity: { request: 'warning', response: 'warning' },
      against: { request: own(after, 'additionalProperties') === false, response: required },
    });
  }
  for (const key of to.filter(name => !declares(before, name))) {
    const required = requiredOf(after.value).includes(key);
    notes.push({
      kind: required ? 'new-required-property' : 'new-optional-property',
      text: `${required ? 'required' : 'optional'} property ${key} added`,
      before,
      after: after.raw('properties')?.raw(key) ?? after,
      severity: { request: 'addition', response: 'addition' },
      against: { request: required, response: false },
    });
  }
  return notes;
}

/** Whether a schema, or one that it extends with `allOf`, declares a property. */
function declares(part: Part, name: string, depth = 8): boolean {
  if (keys(part.value, 'properties').includes(name)) return true;
  return depth > 0 && (part.in('allOf')?.parts() ?? []).some(([, branch]) => declares(branch, name, depth - 1));
}

function requiredChanged(before: Part, after: Part): Note[] {
  const from = requiredOf(before.value);
  const to = requiredOf(after.value);
  const declared = (part: Part, key: string): boolean => keys(part.value, 'properties').includes(key);
  const added = to.filter(key => !from.includes(key) && (declared(before, key) || !declared(after, key)));
  const removed = from.filter(key => !to.includes(key) && (declared(after, key) || !declared(before, key)));
  return [
    ...added.map(key => ({
      kind: 'property-became-required',
      text: `property ${key} became required`,
      before,
      after: after.raw('required') ?? after,
      severity: { request: 'info', response: 'info' } as const,
      against: { request: true, response: false },
    })),
    ...removed.map(key => ({
      kind: 'property-became-optional',
      text: `property ${key} became optional`,
      before: before.raw('required') ?? before,
      after,
      severity: { request: 'addition', response: 'info' } as const,
      against: { request: false, response: true },
    })),
  ];
}

function defaultChanged(before: Part, after: Part): Note[] {
  const from = own(before, 'default');
  const to = own(after, 'default');
  if (canonical(from ?? null) === canonical(to ?? null) && (from === undefined) === (to === undefined)) return [];
  const kind =
    from === undefined ? 'default-value-added' : to === undefined ? 'default-value-removed' : 'default-value-changed';
  const valueText = (value: Json | undefined): string => (value === undefined ? 'none' : JSON.stringify(value));
  return [
    {
      kind,
      text: `default ${valueText(from)} → ${valueText(to)}`,
      before: before.raw('default') ?? before,
      after: after.raw('default') ?? after,
      severity: { request: from === undefined ? 'info' : 'warning', response: 'info' },
      against: never,
    },
  ];
}

function discriminatorChanged(before: Part, after: Part): Note[] {
  const from = before.raw('discriminator');
  const to = after.raw('discriminator');
  const note = (kind: string, text: string, severity: Note['severity']): Note[] => [
    { kind, text, before: from ?? before, after: to ?? after, severity, against: never },
  ];
  if (!from && !to) return [];
  if (!from) return note('discriminator-added', 'discriminator added', { request: 'warning', response: 'info' });
  if (!to) return note('discriminator-removed', 'discriminator removed', { request: 'info', response: 'warning' });
  const name = from.text('propertyName');
  const next = to.text('propertyName');
  if (name !== next) {
    return note('discriminator-property-name-changed', `discriminator ${name} → ${next}`, {
      request: 'breaking',
      response: 'breaking',
    });
  }
  const mapped = keys(from.value, 'mapping');
  const mapping = keys(to.value, 'mapping');
  const gone = mapped.filter(key => !mapping.includes(key));
  const fresh = mapping.filter(key => !mapped.includes(key));
  const moved = mapped.filter(
    key => mapping.includes(key) && from.raw('mapping')?.text(key) !== to.raw('mapping')?.text(key),
  );
  return [
    ...gone.flatMap(key =>
      note('discriminator-mapping-deleted', `discriminator value ${key} removed`, {
        request: 'breaking',
        response: 'info',
      }),
    ),
    ...fresh.flatMap(key =>
      note('discriminator-mapping-added', `discriminator value ${key} added`, {
        request: 'addition',
        response: 'warning',
      }),
    ),
    ...moved.flatMap(key =>
      note('discriminator-mapping-changed', `discriminator value ${key} names another schema`, {
        request: 'warning',
        response: 'warning',
      }),
    ),
  ];
}

function deprecationChanged(before: Part, after: Part): Note[] {
  if (before.flag('deprecated') === after.flag('deprecated')) return [];
  const deprecated = after.flag('deprecated');
  return [
    {
      kind: deprecated ? 'deprecated' : 'reactivated',
      text: deprecated ? 'deprecated' : 'no longer deprecated',
      before: before.raw('deprecated') ?? before,
      after: after.raw('deprecated') ?? after,
      severity: { request: 'info', response: 'info' },
      against: never,
    },
  ];
}

function mutabilityChanged(before: Part, after: Part): Note[] {
  return ['readOnly', 'writeOnly'].flatMap(flag => {
    if (before.flag(flag) === after.flag(flag)) return [];
    const word = flag === 'readOnly' ? 'read-only' : 'write-only';
    const sends = flag === 'readOnly' && after.flag(flag) ? 'warning' : 'info';
    const reads = flag === 'writeOnly' && after.flag(flag) ? 'warning' : 'info';
    return [
      {
        kind: after.flag(flag) ? `became-${word}` : `became-not-${word}`,
        text: after.flag(flag) ? `became ${word}` : `no longer ${word}`,
        before: before.raw(flag) ?? before,
        after: after.raw(flag) ?? after,
        severity: { request: sends, response: reads },
        against: never,
      } satisfies Note,
    ];
  });
}

function extensibleEnumChanged(before: Part, after: Part): Note[] {
  const list = (part: Part): Json[] => {
    const value = own(part, 'x-extensible-enum');
    return Array.isArray(value) ? value : [];
  };
  const left = new Set(list(after).map(canonical));
  return list(before)
    .filter(value => !left.has(canonical(value)))
    .map(value => ({
      kind: 'x-extensible-enum-value-removed',
      text: `${JSON.stringify(value)} removed from the values`,
      before: before.raw('x-extensible-enum') ?? before,
      after: after.raw('x-extensible-enum') ?? after,
      severity: { request: 'breaking', response: 'info' } as const,
      against: never,
    }));
}

function own(part: Part, name: string): Json | undefined {
  return isObject(part.value) ? part.value[name] : undefined;
}
