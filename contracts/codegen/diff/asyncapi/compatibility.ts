import type { Part } from '../contract-version.ts';

/**
 * What a channel promises about its next versions, in the words of schema registries. BACKWARD: new consumers read what
 * old producers sent. FORWARD: old consumers read what new producers send. FULL: both. A transitive promise is kept
 * towards every earlier version.
 */
export interface Compatibility {
  backward: boolean;
  forward: boolean;
  transitive: boolean;
  /** A registry judges it, which takes JSON Schema at its word: an object that is open may hold anything. */
  registry: boolean;
  name: string;
}

const order = ['NONE', 'BACKWARD', 'FORWARD', 'FULL'];

/**
 * What holds for a message of a channel: `compatibility` of its Kafka binding, else `x-compatibility` of the channel.
 * Without either, those who run today must go on reading: consumers of what is sent, the service of what it receives.
 */
export function compatibilityOf(channel: Part, message: Part, action: 'send' | 'receive'): Compatibility {
  const binding = message.in('bindings')?.in('kafka')?.text('compatibility');
  const named = (binding ?? channel.text('x-compatibility') ?? '').toUpperCase().replaceAll('-', '_');
  const [, mode, transitive] = /^(NONE|BACKWARD|FORWARD|FULL)(_TRANSITIVE)?$/.exec(named) ?? [];
  const effective = mode ?? (action === 'send' ? 'FORWARD' : 'BACKWARD');
  return {
    backward: effective === 'BACKWARD' || effective === 'FULL',
    forward: effective === 'FORWARD' || effective === 'FULL',
    transitive: transitive !== undefined,
    registry: binding !== undefined,
    name: mode === undefined ? `${effective} (none is declared)` : named,
  };
}

/** Whether the second promise is weaker than the first. */
export function isWeaker(before: string, after: string): boolean {
  const strength = (text: string): [number, boolean] => {
    const [mode = 'NONE', transitive] = text.toUpperCase().split('_');
    return [order.indexOf(mode), transitive !== undefined];
  };
  const [from, wasTransitive] = strength(before);
  const [to, isTransitive] = strength(after);
  if (wasTransitive && !isTransitive) return true;
  return from === 3 ? to !== 3 : from > 0 && to !== from && to !== 3;
}
