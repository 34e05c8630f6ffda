import { isObject, type Json, valueAt } from '../../document/json.ts';
import { canonical } from '../../runtime/schema/equality.ts';
import type { Changes } from '../change.ts';
import { type ContractVersion, Part } from '../contract-version.ts';
import { SchemaJudge } from '../schema-judge.ts';
import type { Direction } from '../schema-notes.ts';
import { Unchanged } from '../unchanged.ts';
import type { Compatibility } from './compatibility.ts';

/** A message in both versions of its channel. */
export interface MessagePair {
  called: string;
  channel: string;
  before: Part;
  after: Part;
  compatibility: Compatibility;
}

/** Compares messages of two versions of a document, as their channels promise. */
export class MessageRules {
  readonly #before: ContractVersion;
  readonly #after: ContractVersion;
  readonly #changes: Changes;
  readonly #judges: Record<'registry' | 'declared', SchemaJudge>;
  readonly #unchanged: Unchanged;

  constructor(before: ContractVersion, after: ContractVersion, changes: Changes) {
    this.#before = before;
    this.#after = after;
    this.#changes = changes;
    this.#unchanged = new Unchanged(before.document, after.document);
    this.#judges = {
      registry: new SchemaJudge(before, after, this.#unchanged, changes, false),
      declared: new SchemaJudge(before, after, this.#unchanged, changes),
    };
  }

  compare(pair: MessagePair): void {
    if (this.#unchanged.is(pair.before.value, pair.after.value)) return;
    this.#contentType(pair);
    this.#correlation(pair);
    this.#schema(pair, 'payload');
    this.#schema(pair, 'headers');
    this.#key(pair);
  }

  #contentType(pair: MessagePair): void {
    const type = (part: Part, contract: ContractVersion): string =>
      part.text('contentType') ?? contract.root.text('defaultContentType') ?? 'application/json';
    const from = type(pair.before, this.#before);
    const to = type(pair.after, this.#after);
    if (from === to) return;
    this.#changes.add(pair.channel, {
      id: 'message-content-type-changed',
      severity: 'breaking',
      message: `${pair.called}: content type ${from} → ${to}`,
      hits: ['consumers'],
      before: pair.before.raw('contentType') ?? pair.before,
      after: pair.after.raw('contentType') ?? pair.after,
      safeWay: 'Publish the new type on a topic of the next version beside the old one.',
    });
  }

  #correlation(pair: MessagePair): void {
    const location = (part: Part): string => part.in('correlationId')?.text('location') ?? '';
    const from = location(pair.before);
    const to = location(pair.after);
    if (from === to) return;
    this.#changes.add(pair.channel, {
      id: 'message-correlation-id-changed',
      severity: from === '' ? 'addition' : 'breaking',
      message: `${pair.called}: correlation id ${from || 'none'} → ${to || 'none'}`,
      hits: from === '' ? [] : ['consumers'],
      before: pair.before.raw('correlationId') ?? pair.before,
      after: pair.after.raw('correlationId') ?? pair.after,
      ...(from !== '' && { safeWay: 'Send it in both places until nobody reads the old one.' }),
    });
  }

  #key(pair: MessagePair): void {
    const key = (part: Part): Part | undefined => part.in('bindings')?.in('kafka')?.raw('key');
    const from = key(pair.before);
    const to = key(pair.after);
    if (!from && !to) return;
    if (from && to) {
      this.#judge(pair, from, to, 'key');
      return;
    }
    this.#changes.add(pair.channel, {
      id: from ? 'message-key-removed' : 'message-key-added',
      severity: from ? 'breaking' : 'addition',
      message: `${pair.called}: key ${from ? 'removed: order and compaction rest on it' : 'added'}`,
      hits: from ? ['consumers'] : [],
      before: from ?? pair.before,
      after: to ?? pair.after,
      ...(from && { safeWay: 'Keep the key; choose another one for a topic of the next version.' }),
    });
  }

  #schema(pair: MessagePair, name: 'payload' | 'headers'): void {
    const from = schemaIn(pair.before, name);
    const to = schemaIn(pair.after, name);
    if (from.format !== undefined || to.format !== undefined) {
      this.#otherFormat(pair, name, from, to);
      return;
    }
    this.#judge(pair, from.part, to.part, name);
    if (name === 'payload') this.#deployOrder(pair, from.part, to.part);
  }

  #judge(pair: MessagePair, before: Part, after: Part, name: string): void {
    const { compatibility } = pair;
    const judge = this.#judges[compatibility.registry ? 'registry' : 'declared'];
    const directions: [Direction, boolean, 'consumers' | 'producers'][] = [
      ['request', compatibility.backward, 'producers'],
      ['response', compatibility.forward, 'consumers'],
    ];
    for (const [direction, promised, hits] of directions) {
      if (!promised) continue;
      const safeWay = `The channel promises ${compatibility.name}. Publish the new shape on a topic of the next version beside the old one, or make what is new optional.`;
      const called = `${pair.called} ${name}`;
      judge.judge(before, after, {
        direction,
        name: `message-${name}`,
        called,
        at: pair.channel,
        hits,
        safeWay,
        strict: true,
      });
    }
  }

  #otherFormat(pair: MessagePair, name: string, from: MessageSchema, to: MessageSchema): void {
    if (from.format === to.format && canonical(from.part.value) === canonical(to.part.value)) return;
    const same = from.format === to.format;
    this.#changes.add(pair.channel, {
      id: same ? `message-${name}-unproven` : `message-${name}-format-changed`,
      severity: same ? 'warning' : 'breaking',
      message: same
        ? `${pair.called}: ${name} of ${to.format} changed`
        : `${pair.called}: ${name} is ${from.format ?? 'JSON Schema'} → ${to.format ?? 'JSON Schema'}`,
      hits: ['consumers'],
      before: from.part,
      after: to.part,
      safeWay: 'Let the registry of that format check it, or publish on a topic of the next version.',
      ...(same && { unproven: `schemas of ${to.format} are not compared` }),
    });
  }

  /** Who must be deployed first, by what each side can read. */
  #deployOrder(pair: MessagePair, before: Part, after: Part): void {
    const judge = this.#judges[pair.compatibility.registry ? 'registry' : 'declared'];
    const verdicts = judge.both(before, after);
    if (!verdicts) return;
    const { request: backward, response: forward } = verdicts;
    const order =
      backward === 'yes' && forward === 'yes'
        ? 'deploy in any order'
        : backward === 'yes'
          ? 'deploy consumers first'
          : forward === 'yes'
            ? 'deploy producers first'
            : 'no order of deployment is safe: it needs a topic of the next version';
    this.#changes.add(pair.channel, {
      id: 'message-deploy-order',
      severity: 'info',
      message: `${pair.called}: ${order}`,
      hits: [],
      before,
      after,
    });
  }
}

interface MessageSchema {
  part: Part;
  /** The schema's language, where it is not JSON Schema. */
  format: string | undefined;
}

function schemaIn(message: Part, name: string): MessageSchema {
  const part = message.raw(name) ?? new Part(message.contract, true, [...message.path, name]);
  const target = part.schema();
  const format: Json | undefined = valueAt(target.value, ['schemaFormat']);
  if (typeof format !== 'string' || !isObject(target.value)) return { part, format: undefined };
  const held = target.raw('schema') ?? target;
  return { part: held, format: /json-?schema|schema\+(json|yaml)|asyncapi|openapi/i.test(format) ? undefined : format };
}
