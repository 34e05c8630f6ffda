import { headerOf, type KafkaMessage, type MessageDefinition } from './events.ts';

/**
 * Request-Reply over topics (*Enterprise Integration Patterns*; AsyncAPI 3.0, Operation Reply Object): a reply has the
 * correlation id of its request, and goes to the topic that the contract, or the request (Return Address), says.
 */
export interface ExchangeDefinition {
  /** How code calls the request. */
  name: string;
  request: MessageDefinition;
  correlationId: LocationDefinition;
  /** Where the request says the topic of its reply; absent where that is the channel's. */
  replyTo?: LocationDefinition;
  replies: readonly ReplyDefinition[];
}

export interface ReplyDefinition {
  /** How code calls the message. */
  name: string;
  message: MessageDefinition;
  correlationId: LocationDefinition;
}

/** A header, or the member of the payload that keys lead to; `upTo` where its value is an integer. */
export type LocationDefinition = { header: string; upTo?: number } | { payload: readonly string[]; upTo?: number };

/** A type without the member that keys lead to: an id that is not the caller's to give. */
export type Without<T, Path extends readonly string[]> = T extends unknown
  ? Path extends readonly [infer Key, ...infer Rest extends readonly string[]]
    ? Rest extends readonly []
      ? { [Name in keyof T as Name extends Key ? never : Name]: T[Name] }
      : { [Name in keyof T]: Name extends Key ? Without<T[Name], Rest> : T[Name] }
    : T
  : never;

/** A payload and headers with ids put where the contract has them. Nothing that was given is changed. */
export class Carried {
  payload: unknown;
  readonly headers: Record<string, unknown>;

  constructor(payload: unknown, headers: object | undefined) {
    this.payload = payload;
    this.headers = { ...headers };
  }

  put(location: LocationDefinition, text: string): void {
    const value = location.upTo === undefined ? text : Number(text);
    if ('header' in location) this.headers[location.header] = value;
    else this.payload = withMember(this.payload, location.payload, value);
  }
}

function withMember(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const members = new Map<string, unknown>(Object.entries(typeof target === 'object' && target !== null ? target : {}));
  members.set(key, withMember(members.get(key), rest, value));
  return Object.fromEntries(members);
}

/** What a message has at a location, as text; undefined for nothing. */
export function textAt(message: KafkaMessage, location: LocationDefinition): string | undefined {
  return 'header' in location ? headerOf(message, location.header) : memberText(parsed(message), location.payload);
}

function parsed({ value }: KafkaMessage): unknown {
  try {
    return JSON.parse(value === null ? '' : value.toString());
  } catch {
    return undefined;
  }
}

/** The text or number that keys lead to, as text. */
export function memberText(target: unknown, keys: readonly string[]): string | undefined {
  let value = target;
  for (const key of keys)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
