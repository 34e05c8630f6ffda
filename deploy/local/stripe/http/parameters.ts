import { invalidParameter } from '../errors.ts';
import type { Metadata } from '../state/records.ts';
import { type Form, listOf } from './form.ts';

/**
 * Reads one request's parameters and records which were read, so that `finish` can refuse the rest: Stripe answers
 * `parameter_unknown`, and a parameter the sandbox lacks must never pass unnoticed. Every reader throws Stripe's 400
 * for a value of the wrong kind.
 */
export class Parameters {
  readonly #form: Form;
  readonly #path: string;
  readonly #read = new Set<string>();
  readonly #children: Parameters[] = [];

  constructor(form: Form, path = '') {
    this.#form = form;
    this.#path = path;
  }

  /** The full name as Stripe spells it in errors: `line_items[0][quantity]`. */
  name(member: string): string {
    return this.#path ? `${this.#path}[${member}]` : member;
  }

  isObject(member: string): boolean {
    return typeof this.#form[member] === 'object';
  }

  /** The value; undefined when absent or empty (an empty value unsets, https://docs.stripe.com/api/metadata). */
  text(member: string, maxLength = 5000): string | undefined {
    const value = this.#take(member);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw invalidParameter(this.name(member), 'Invalid string: {...}');
    if (value.length > maxLength) {
      throw invalidParameter(
        this.name(member),
        `Invalid string: ${value.slice(0, 10)}...; must be at most ${maxLength} characters`,
      );
    }
    return value;
  }

  integer(member: string, bounds: { min: number; max: number }): number | undefined {
    const value = this.text(member);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value))
      throw invalidParameter(this.name(member), `Invalid integer: ${value}`, 'parameter_invalid_integer');
    const number = Number(value);
    if (number < bounds.min)
      throw invalidParameter(
        this.name(member),
        `This value must be greater than or equal to ${bounds.min}.`,
        'parameter_invalid_integer',
      );
    if (number > bounds.max)
      throw invalidParameter(
        this.name(member),
        `This value must be less than or equal to ${bounds.max}.`,
        'parameter_invalid_integer',
      );
    return number;
  }

  flag(member: string): boolean | undefined {
    const value = this.text(member);
    if (value === undefined || value === 'true' || value === 'false')
      return value === undefined ? undefined : value === 'true';
    throw invalidParameter(this.name(member), `Invalid boolean: ${value}`);
  }

  oneOf<const Choices extends readonly string[]>(member: string, choices: Choices): Choices[number] | undefined {
    const value = this.text(member);
    const choice = choices.find(candidate => candidate === value);
    if (value !== undefined && choice === undefined) {
      throw invalidParameter(this.name(member), `Invalid ${this.name(member)}: must be one of ${choices.join(', ')}`);
    }
    return choice;
  }

  /** An e-mail address that mail can be sent to; Stripe refuses the others with `email_invalid`. */
  email(member: string): string | undefined {
    const value = this.text(member, 512);
    if (value !== undefined && !isMailable(value))
      throw invalidParameter(this.name(member), `Invalid email address: ${value}`, 'email_invalid');
    return value;
  }

  /** An absolute http or https address. */
  url(member: string): string | undefined {
    const value = this.text(member);
    if (value === undefined) return undefined;
    const protocol = URL.parse(value.replaceAll('{CHECKOUT_SESSION_ID}', 'id'))?.protocol;
    if (protocol !== 'http:' && protocol !== 'https:') {
      throw invalidParameter(this.name(member), 'Not a valid URL', 'url_invalid');
    }
    return value;
  }

  /** A nested object, undefined when absent; what nobody reads of it is refused too. */
  object(member: string): Parameters | undefined {
    const value = this.#take(member);
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') throw invalidParameter(this.name(member), 'Invalid object');
    return this.#child(value, this.name(member));
  }

  objects(member: string): Parameters[] {
    return this.#members(member).map((value, index) => {
      if (typeof value === 'string') throw invalidParameter(this.name(member), 'Invalid object');
      return this.#child(value, `${this.name(member)}[${index}]`);
    });
  }

  texts(member: string): string[] {
    return this.#members(member).map(value => {
      if (typeof value !== 'string') throw invalidParameter(this.name(member), 'Invalid string: {...}');
      return value;
    });
  }

  /** Limits: 50 names of at most 40 characters, values of at most 500 (https://docs.stripe.com/api/metadata). */
  metadata(member = 'metadata'): Metadata | undefined {
    const value = this.#take(member);
    if (value === undefined) return undefined;
    if (value === '') return {};
    if (typeof value === 'string') throw invalidParameter(this.name(member), 'Invalid object');
    const entries = Object.entries(value).map(([key, text]): [string, string] => {
      if (typeof text !== 'string') throw invalidParameter(this.name(member), 'Metadata values must be strings');
      if (key.length > 40)
        throw invalidParameter(this.name(member), `Metadata keys can have up to 40 characters: ${key}`);
      if (text.length > 500)
        throw invalidParameter(this.name(member), `Metadata values can have up to 500 characters: ${key}`);
      return [key, text];
    });
    if (entries.length > 50) throw invalidParameter(this.name(member), 'Metadata can have up to 50 keys');
    return Object.fromEntries(entries);
  }

  /** Throws `parameter_missing` unless the value is there. */
  required<Value>(member: string, value: Value | undefined): Value {
    if (value === undefined)
      throw invalidParameter(this.name(member), `Missing required param: ${this.name(member)}.`, 'parameter_missing');
    return value;
  }

  /** Refuses every parameter that was not read. */
  finish(): void {
    for (const member of Object.keys(this.#form)) {
      if (!this.#read.has(member))
        throw invalidParameter(
          this.name(member),
          `Received unknown parameter: ${this.name(member)}`,
          'parameter_unknown',
        );
    }
    for (const child of this.#children) child.finish();
  }

  #take(member: string): string | Form | undefined {
    this.#read.add(member);
    return this.#form[member];
  }

  #members(member: string): (string | Form)[] {
    const value = this.#take(member);
    if (value === undefined || value === '') return [];
    if (typeof value === 'string') throw invalidParameter(this.name(member), 'Invalid array');
    return listOf(value);
  }

  #child(form: Form, path: string): Parameters {
    const child = new Parameters(form, path);
    this.#children.push(child);
    return child;
  }
}

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** Whether an address is a dot-atom at a domain with a top level (RFC 5321 §4.1.2), in ASCII as Stripe wants it. */
function isMailable(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  return (
    at > 0 && /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i.test(local) && DOMAIN.test(domain)
  );
}
