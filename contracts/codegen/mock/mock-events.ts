import type { Message } from '../asyncapi/message.ts';
import type { Publisher } from '../asyncapi/publisher.ts';
import { arrayIn, isObject, type Json, objectIn, valueAt } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import { createEvent, type EncodedEvent, encodeEvent } from '../runtime/events.ts';
import { ValueGenerator } from './generate-value.ts';
import { Random } from './random.ts';

export interface MockEvent {
  topic: string;
  message: EncodedEvent;
}

/** One event of each message that a service sends: its first example, else a value of its schema. */
export function mockEvents(publisher: Publisher, seed: string, turn: number): MockEvent[] {
  const values = new ValueGenerator(publisher.document);
  return publisher.messages
    .filter(({ sent, topic }) => sent && topic !== undefined)
    .map(message => {
      const random = new Random([seed, publisher.name, message.name, String(turn)].join('\n'));
      const { payload, headers } = exampleOf(publisher, message, turn);
      const body = payload ?? values.value(message.payload, random);
      const carried = headers ?? (message.headers && values.value(message.headers, random));
      const parameters = Object.fromEntries(
        message.parameters.map(({ name, values: [first = 'example'] }) => [name, first]),
      );
      const definition = {
        type: message.type,
        topic: message.topic ?? '',
        check: () => true, // an example that breaks its schema is for the linter to say
        ...(message.parameters.length > 0 && {
          parameters: Object.fromEntries(
            message.parameters.map(({ name, values: allowed }) => [name, { values: allowed }]),
          ),
        }),
        ...(isObject(carried) && { headers: Object.keys(carried), checkHeaders: () => true }),
      };
      const options = { parameters, ...(isObject(carried) && { headers: carried }) };
      const record = createEvent(publisher.name, definition, keyOf(body, random), body, options);
      return { topic: record.topic, message: encodeEvent(record) };
    });
}

function exampleOf({ document }: Publisher, { at }: Message, turn: number): { payload?: Json; headers?: Json } {
  const examples = arrayIn(deref(document, valueAt(document, at)), 'examples');
  const example = examples[turn % Math.max(examples.length, 1)];
  const { payload, headers } = objectIn({ example: example ?? null }, 'example');
  return { ...(payload !== undefined && { payload }), ...(headers !== undefined && { headers }) };
}

/** Events of one thing have one key: what their payload calls an id first. */
function keyOf(payload: Json, random: Random): string {
  const id = isObject(payload)
    ? Object.entries(payload).find(([name, value]) => /id$/i.test(name) && typeof value === 'string')?.[1]
    : undefined;
  return typeof id === 'string' ? id : random.uuid();
}
