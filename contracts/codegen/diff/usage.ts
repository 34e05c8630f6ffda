import type { JsonObject } from '../document/json.ts';
import { objectIn } from '../document/json.ts';
import type { Change, UsageVerdict } from './change.ts';
import { changedField } from './changed-field.ts';

/** Who used an operation or message of a contract in the last days, as a registry measured it. */
export interface OperationUsage {
  /** `GET /orders/{orderId}`, or the message `OrderPaid`. */
  operation: string;
  consumer: string;
  version?: string;
  count: number;
  /** A day, UTC. */
  lastUsed: string;
  /** In how many answers or events it was watched what is read; undefined where the registry does not say. */
  samples: number | undefined;
  /** JSON pointers of what was read in these samples; `*` for the index of a list. */
  fields: readonly { pointer: string; lastRead: string }[];
}

/** What was measured of a contract. */
export interface ContractUsage {
  /** How far back was asked. */
  days: number;
  /** The first day on which anything was measured; undefined where nothing ever was. */
  measuredSince: string | undefined;
  items: readonly OperationUsage[];
}

/**
 * Who used what a change reaches, in words: "used by storefront yesterday", and of a field who read it; or that nobody
 * did, which says something only where it was measured for that long.
 * @param uses the operations or messages that the change reaches
 */
export function usageOf(
  change: Change,
  uses: readonly string[],
  { days, measuredSince, items }: ContractUsage,
  today: Date,
): UsageVerdict {
  if (measuredSince === undefined) return { used: 'unmeasured', text: [] };
  const found = items.filter(({ operation }) => uses.includes(operation));
  if (found.length === 0) {
    if (ageOf(measuredSince, today) < days)
      return { used: 'unmeasured', text: [`nobody has used it since measuring began, on ${measuredSince}`] };
    return { used: 'no', text: [`nobody has used it for ${days} days`] };
  }
  const field = fieldOf(change);
  return {
    used: 'yes',
    text: found.map(use => {
      const times = `${use.count} ${use.count === 1 ? 'time' : 'times'} in ${days} days`;
      const version = use.version === undefined ? '' : ` (${use.version.slice(0, 9)})`;
      const said = `used by ${use.consumer}${version} ${dayText(use.lastUsed, today)}, ${times}`;
      const reads = field === undefined ? undefined : readText(field, use, today);
      return reads === undefined ? said : `${said}; ${reads}`;
    }),
  };
}

/** The messages that a change of an event document reaches: the one that it names, else all of its channels. */
export function messagesOf({ at, message }: Change, document: JsonObject | undefined): string[] {
  const names = at.flatMap(channel => {
    const found = objectIn(objectIn(document, 'channels'), channel);
    return Object.keys(objectIn(found, 'messages'));
  });
  const named = names.filter(name => message.includes(`message ${name} of `));
  return named.length > 0 ? named : names;
}

/** The field that whoever reads an answer or an event meets in another way, where it is one. */
function fieldOf(change: Change): string | undefined {
  const { hits } = change;
  return hits.includes('clients that read') || hits.includes('consumers') ? changedField(change) : undefined;
}

/** Whether a use reads a field, in words; undefined where the registry does not say whether it was watched. */
function readText(field: string, { fields, samples }: OperationUsage, today: Date): string | undefined {
  if (fields.length === 0 && samples === undefined) return undefined;
  if (fields.length === 0 && samples === 0) return 'which fields it reads is not measured';
  const reads = fields.filter(({ pointer }) => pointer.endsWith(`/${field}`));
  const [last] = reads.map(({ lastRead }) => lastRead).sort((one, other) => other.localeCompare(one));
  if (last === undefined) return `it was not seen to read ${field}${samples ? ` in ${sampleText(samples)}` : ''}`;
  return `it read ${reads.map(({ pointer }) => pointer).join(', ')} ${dayText(last, today)}`;
}

const sampleText = (samples: number): string => `${samples} ${samples === 1 ? 'sample' : 'samples'}`;

/** `today`, `yesterday`, `12 days ago`. */
function dayText(day: string, today: Date): string {
  const age = ageOf(day, today);
  return age <= 0 ? 'today' : age === 1 ? 'yesterday' : `${age} days ago`;
}

function ageOf(day: string, today: Date): number {
  return Math.floor((Date.parse(today.toISOString().slice(0, 10)) - Date.parse(day)) / 86_400_000);
}
