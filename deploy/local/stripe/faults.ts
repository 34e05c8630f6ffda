import type { Store } from './store.ts';

/** What goes wrong on purpose. Rates are between 0 and 1. */
export interface Faults {
  api: {
    /** Only requests whose path starts so; empty for all. */
    path: string;
    /** Milliseconds before a request is worked on; its idempotency key is in use meanwhile. */
    delayMs: number;
    /** Where it is more than `delayMs`, each request waits a random time between the two: from 2 ms to 65 s, say. */
    delayUpToMs: number;
    /** Share of requests that fail with a 500 before anything happened. */
    failRate: number;
    /** Share of requests that take effect, but whose answer never arrives. */
    loseRate: number;
    /** Share of changes (POST) that are refused with a 400 and `refuseCode`, as Stripe refuses what it cannot do. */
    refuseRate: number;
    /** https://docs.stripe.com/error-codes */
    refuseCode: string;
  };
  webhooks: {
    /** Milliseconds that every delivery comes late. */
    delayMs: number;
    /** How often each event is delivered. */
    copies: number;
    /** Deliveries of this many milliseconds are held and sent newest first; 0 keeps the order. */
    reverseWithinMs: number;
    /** Share of delivery attempts that never reach the endpoint, so that they are retried. */
    failRate: number;
  };
}

const noFaults: Faults = {
  api: {
    path: '',
    delayMs: 0,
    delayUpToMs: 0,
    failRate: 0,
    loseRate: 0,
    refuseRate: 0,
    refuseCode: 'resource_missing',
  },
  webhooks: { delayMs: 0, copies: 1, reverseWithinMs: 0, failRate: 0 },
};

/** The faults in force; kept across a restart, so that a killed sandbox comes back as hostile as it went. */
export class FaultSettings {
  readonly #store: Store;
  #faults: Faults;

  constructor(store: Store) {
    this.#store = store;
    const stored = store.setting('faults');
    this.#faults = stored === undefined ? noFaults : mergeFaults(noFaults, stored);
  }

  current(): Faults {
    return this.#faults;
  }

  /** Changes the members that are given. Throws `TypeError` for a name or a value that makes no sense. */
  change(wanted: unknown): Faults {
    this.#faults = mergeFaults(this.#faults, wanted);
    this.#store.saveSetting('faults', this.#faults);
    return this.#faults;
  }

  clear(): Faults {
    return this.change(noFaults);
  }
}

/** `current` with the members of `wanted`, each of the same type as before. */
function mergeFaults(current: Faults, wanted: unknown): Faults {
  const { api, webhooks, ...unknown } = members(wanted, 'faults');
  if (Object.keys(unknown).length > 0) throw new TypeError(`Unknown: ${Object.keys(unknown).join(', ')}`);
  return {
    api: mergeGroup(current.api, api ?? {}, 'api'),
    webhooks: mergeGroup(current.webhooks, webhooks ?? {}, 'webhooks'),
  };
}

function mergeGroup<Group extends object>(current: Group, wanted: unknown, name: string): Group {
  for (const [member, value] of Object.entries(members(wanted, name))) {
    const before: unknown = Object.entries(current).find(([known]) => known === member)?.[1];
    if (before === undefined) throw new TypeError(`Unknown: ${name}.${member}`);
    if (typeof value !== typeof before) throw new TypeError(`${name}.${member} must be a ${typeof before}`);
    if (typeof value === 'number' && !(value >= 0 && Number.isFinite(value)))
      throw new TypeError(`${name}.${member} must not be negative`);
  }
  return { ...current, ...members(wanted, name) };
}

function members(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${name} must be an object`);
  return Object.fromEntries(Object.entries(value));
}

/**
 * The faults of one request: the settings, and what its own `Sandbox-Fault` header adds
 * (`delay=500`, `fail`, `lose`, `refuse=charge_disputed`, separated by commas).
 */
export function requestFaults(settings: Faults['api'], path: string, header: string | undefined) {
  const asked = new Map(
    (header ?? '').split(',').map(part => [part.split('=')[0]?.trim(), part.split('=')[1]] as const),
  );
  const applies = path.startsWith(settings.path);
  const spread = Math.max(settings.delayUpToMs - settings.delayMs, 0) * Math.random();
  const refuse = applies && Math.random() < settings.refuseRate ? settings.refuseCode : undefined;
  return {
    delayMs: Number(asked.get('delay') ?? (applies ? settings.delayMs + spread : 0)),
    fail: asked.has('fail') || (applies && Math.random() < settings.failRate),
    lose: asked.has('lose') || (applies && Math.random() < settings.loseRate),
    refuse: asked.has('refuse') ? (asked.get('refuse') ?? settings.refuseCode) : refuse,
  };
}
