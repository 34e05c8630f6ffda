import { type Json, valueAt } from '../../document/json.ts';
import { canonical } from '../../runtime/schema/equality.ts';
import type { Audience, Severity } from '../change.ts';
import type { Context, OperationPair } from './context.ts';

interface Judgement {
  severity: Severity;
  hits: Audience[];
  safeWay?: string;
}

const harmless: Judgement = { severity: 'info', hits: [] };
const senders: Audience[] = ['clients that send'];

/** What each of the extensions that the tool gives a meaning to does when it changes. */
const rules: Readonly<Record<string, (before: Json | undefined, after: Json | undefined) => Judgement>> = {
  'x-idempotency': (before, after) => {
    if (after === 'required') {
      return { severity: 'breaking', hits: senders, safeWay: 'Make the key optional until all clients send it.' };
    }
    if (before === 'required' || before === 'optional') {
      if (after === undefined) {
        return { severity: 'breaking', hits: senders, safeWay: 'Keep taking the key: clients that repeat rely on it.' };
      }
    }
    return before === undefined ? { severity: 'addition', hits: [] } : harmless;
  },
  'x-gateway': (before, after) => {
    const reach = ['internal', 'admin', 'public'];
    const from = reach.indexOf(String(before ?? 'internal'));
    const to = reach.indexOf(String(after ?? 'internal'));
    if (to > from) return { severity: 'addition', hits: [] };
    return to < from
      ? { severity: 'breaking', hits: senders, safeWay: 'Deprecate it at the gateway with a sunset date first.' }
      : harmless;
  },
  'x-body': (before, after) => {
    const from = limit(before);
    const to = limit(after);
    if (to !== undefined && (from === undefined ? to < 1_048_576 : to < from)) {
      return { severity: 'breaking', hits: senders, safeWay: 'Keep taking bodies of the old size.' };
    }
    return harmless;
  },
  'x-max-authentication-age': (before, after) => {
    const [from, to] = [before, after].map(value => (typeof value === 'number' ? value : Number.POSITIVE_INFINITY));
    if (to === undefined || from === undefined || to >= from) return harmless;
    return {
      severity: 'warning',
      hits: senders,
      safeWay: 'Have clients ask for a new sign-in when the answer says so.',
    };
  },
  'x-cache': () => ({ severity: 'info', hits: [] }),
  'x-admin': () => harmless,
  'x-owner': () => harmless,
};

/** Extensions of ours on an operation; others mean nothing to the tool. */
export function extensionsChanged({ changes }: Context, { called, before, after }: OperationPair): void {
  for (const [name, judge] of Object.entries(rules)) {
    const from = valueAt(before.value, [name]);
    const to = valueAt(after.value, [name]);
    if (canonical(from ?? null) === canonical(to ?? null)) continue;
    const { severity, hits, safeWay } = judge(from, to);
    const say = (value: Json | undefined): string =>
      value === undefined ? 'none' : typeof value === 'string' ? value : canonical(value);
    changes.add(called, {
      id: `${name}-changed`,
      severity,
      message: `${called}: ${name} ${say(from)} → ${say(to)}`,
      hits,
      before: before.raw(name) ?? before,
      after: after.raw(name) ?? after,
      safeWay,
    });
  }
}

const units: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1_048_576, gb: 1_073_741_824 };

/** The bytes of `x-body.limit`. */
function limit(value: Json | undefined): number | undefined {
  const text = valueAt(value, ['limit']);
  const [, count, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*([kmg]?b)?$/i.exec(String(text ?? '')) ?? [];
  return count === undefined ? undefined : Number(count) * (units[unit.toLowerCase()] ?? 1);
}
