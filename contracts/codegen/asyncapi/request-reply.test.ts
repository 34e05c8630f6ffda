import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import type { Project } from '../config.ts';
import { generate } from '../generate.ts';
import { lintProject } from '../lint/lint.ts';
import {
  type EventConsumer,
  EventInvalidError,
  type EventRecord,
  encodeEvent,
  type KafkaMessage,
} from '../runtime/events.ts';
import { type ReplyConsumer, ReplyTimeoutError, type RequesterOptions } from '../runtime/requester.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { typeErrorsOf } from '../testing/type-errors.ts';

function projectOf(document: string): Project {
  const head = 'asyncapi: 3.0.0\ninfo: { title: Quotes, version: 1.0.0 }\n';
  const { openapi: _, ...project } = projectFolder({ 'api.yaml': head + document }, { asyncapi: 'api.yaml' });
  return project;
}

type Send = (key: string, payload: unknown, options?: object) => Promise<unknown>;
type Answering = (request: unknown, meta: unknown, context: unknown) => Promise<unknown>;

interface Generated {
  text: string;
  topics: { topic: string }[];
  requester(options: Partial<RequesterOptions>): ReplyConsumer & { request: Record<string, Send> };
  responder(
    handlers: Record<string, Answering>,
    publish: (reply: EventRecord) => Promise<void>,
  ): EventConsumer<unknown>;
  typeErrors(program: string): string[];
}

async function generated(document: string): Promise<Generated> {
  const project = projectOf(document);
  const files = await generate(project);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(project.root, name)), { recursive: true });
    writeFileSync(join(project.root, name), text);
  }
  const folder = join(project.root, 'generated/api');
  const module = await import(pathToFileURL(join(folder, 'events.ts')).href);
  return {
    text: files.get('generated/api/events.ts') ?? '',
    topics: module.apiTopics,
    requester: options => module.createApiRequester({ source: 'shop', timeoutMs: 20_000, ...options }),
    responder: (handlers, publish) => module.createApiResponder({ source: 'quotes', publish, handlers }),
    typeErrors: program => {
      writeFileSync(join(folder, 'program.ts'), program);
      return typeErrorsOf([join(folder, 'program.ts')]);
    },
  };
}

/** What lint says, beside the rules of the house: `line:column rule: message`. */
async function findings(document: string): Promise<string[]> {
  return (await lintProject(projectOf(document)))
    .filter(({ rule }) => rule === 'not-supported' || rule === 'not-checked')
    .map(({ line, column, rule, message }) => `${line}:${column} ${rule}: ${message}`);
}

const messages = `
components:
  messages:
    QuoteRequested:
      correlationId: { location: '$message.header#/correlationId' }
      headers: { type: object, required: [tenant], properties: { tenant: { type: string } } }
      payload: { type: object, required: [sku], properties: { sku: { type: string } } }
    Quoted:
      correlationId: { location: '$message.header#/correlationId' }
      payload: { type: object, required: [price], properties: { price: { type: integer } } }
    QuoteRefused:
      correlationId: { location: '$message.payload#/about/request' }
      payload:
        type: object
        required: [about, reason]
        properties:
          about: { type: object, required: [request], properties: { request: { type: string } } }
          reason: { type: string }
`;

/** A reply on a channel of its own. */
const fixed = `channels:
  requests: { address: quotes.requests, messages: { QuoteRequested: { $ref: '#/components/messages/QuoteRequested' } } }
  replies:
    address: quotes.replies
    messages:
      Quoted: { $ref: '#/components/messages/Quoted' }
      QuoteRefused: { $ref: '#/components/messages/QuoteRefused' }
operations:
  getQuote:
    action: receive
    channel: { $ref: '#/channels/requests' }
    reply: { channel: { $ref: '#/channels/replies' } }
${messages}`;

/** A reply on the topic that the request names. */
const returnAddress = (location: string) =>
  fixed
    .replace('address: quotes.replies', 'address: null')
    .replace('reply: {', `reply: { address: { location: '${location}' },`);

/** Requester and responder joined without a broker; `lose` drops replies. */
async function joined(document: string, answer: Answering, options: { lose?: boolean; replyTopic?: string } = {}) {
  const { requester, responder } = await generated(document);
  const seen: EventRecord[] = [];
  const { lose, ...rest } = options;
  const asking = requester({
    ...rest,
    publish: async request => {
      seen.push(request);
      await answering.dispatch(received(request), undefined);
    },
  });
  const answering = responder({ getQuote: answer }, async reply => {
    seen.push(reply);
    if (!lose) asking.dispatch(received(reply));
  });
  return { asking, answering, seen };
}

function received(record: EventRecord): KafkaMessage {
  const { key, value, headers } = encodeEvent(record);
  return { key, value, headers, topic: record.topic };
}

const quoted = async () => ({ name: 'Quoted', payload: { price: 5 } });
const tenant = { headers: { tenant: 't' } };

describe('a request and its reply', () => {
  test('find each other by the correlation id, in a header and in the payload', async () => {
    const refused = async () => ({ name: 'QuoteRefused', payload: { about: { note: 'x' }, reason: 'none left' } });
    const { asking, seen } = await joined(fixed, refused);
    const reply = await asking.request.getQuote?.('k', { sku: 'a' }, { ...tenant, correlationId: 'c-1' });
    expect(reply).toMatchObject({
      name: 'QuoteRefused',
      payload: { about: { request: 'c-1', note: 'x' }, reason: 'none left' },
      meta: { source: 'quotes', key: 'k' },
    });
    expect(seen).toMatchObject([
      { topic: 'quotes.requests', source: 'shop', headers: { tenant: 't', correlationId: 'c-1' } },
      { topic: 'quotes.replies', type: 'QuoteRefused' },
    ]);
  });

  test('go over topics that are created', async () => {
    const { topics, requester, responder } = await generated(fixed);
    expect(topics.map(({ topic }) => topic)).toEqual(['quotes.requests', 'quotes.replies']);
    expect(requester({}).topics).toEqual(['quotes.replies']);
    expect(responder({ getQuote: quoted }, async () => undefined).topics).toEqual(['quotes.requests']);
  });

  test.each(['$message.header#/replyTo', '$message.payload#/answer/topic'])('go where %s says', async location => {
    const document = returnAddress(location).replace(
      'sku: { type: string }',
      'sku: { type: string }, answer: { type: object, properties: { topic: { type: string } } }',
    );
    const { asking, seen } = await joined(document, quoted, { replyTopic: 'shop.replies.7' });
    expect(asking.topics).toEqual(['shop.replies.7']);
    expect(await asking.request.getQuote?.('k', { sku: 'a' }, tenant)).toMatchObject({ payload: { price: 5 } });
    expect(seen.map(({ topic }) => topic)).toEqual(['quotes.requests', 'shop.replies.7']);
  });

  test('may be known by an integer', async () => {
    const document = fixed
      .replace(
        "correlationId: { location: '$message.header#/correlationId' }\n      headers",
        "correlationId: { location: '$message.payload#/id' }\n      headers",
      )
      .replace('sku: { type: string }', 'sku: { type: string }, id: { type: integer, format: int32 }');
    const { asking, seen } = await joined(document, quoted);
    expect(await asking.request.getQuote?.('k', { sku: 'a' }, tenant)).toMatchObject({ name: 'Quoted' });
    expect(seen).toMatchObject([{ payload: { id: expect.any(Number) } }, { type: 'Quoted' }]);
  });
});

describe('a request fails', () => {
  test('when no reply comes in time', async () => {
    const { asking } = await joined(fixed, quoted, { lose: true });
    const asked = asking.request.getQuote?.('k', { sku: 'a' }, { ...tenant, timeoutMs: 1, correlationId: 'c' });
    await expect(asked).rejects.toThrow(ReplyTimeoutError);
    await expect(asked).rejects.toThrow('getQuote had no reply within 1 ms (correlation id c)');
  });

  test('when the caller gives up, and when the requester closes', async () => {
    const { asking } = await joined(fixed, quoted, { lose: true });
    const controller = new AbortController();
    const asked = asking.request.getQuote?.('k', { sku: 'a' }, { ...tenant, signal: controller.signal });
    controller.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    const other = asking.request.getQuote?.('k', { sku: 'a' }, tenant);
    asking.close(new Error('shutting down'));
    await expect(other).rejects.toThrow('shutting down');
  });

  test('when it cannot be published, or breaks its contract', async () => {
    const { requester } = await generated(fixed);
    const asking = requester({ publish: () => Promise.reject(new Error('no broker')) });
    await expect(asking.request.getQuote?.('k', { sku: 'a' }, tenant)).rejects.toThrow('no broker');
    await expect(asking.request.getQuote?.('k', { sku: 1 }, tenant)).rejects.toThrow(EventInvalidError);
  });

  test('when its reply breaks its contract; what nobody waits for is skipped', async () => {
    const { requester } = await generated(fixed);
    const asking = requester({ publish: async () => undefined });
    const asked = asking.request.getQuote?.('k', { sku: 'a' }, { ...tenant, correlationId: 'c' });
    const headers = { ce_type: 'Quoted', ce_id: '1', ce_source: 's', ce_time: 't', ce_specversion: '1.0' };
    const message = (id: string, value: string) => ({ key: 'k', value, headers: { ...headers, correlationId: id } });
    asking.dispatch(message('other', '{}'));
    asking.dispatch({ key: null, value: null });
    asking.dispatch(message('c', '{ "price": "much" }'));
    await expect(asked).rejects.toThrow('/payload/price must be integer');
  });
});

test('a request that nobody could be answered is for the dead letters', async () => {
  const { answering } = await joined(fixed, quoted);
  const headers = {
    ce_type: 'QuoteRequested',
    ce_id: '1',
    ce_source: 's',
    ce_time: 't',
    ce_specversion: '1.0',
    tenant: 't',
  };
  await expect(answering.dispatch({ key: 'k', value: '{ "sku": "a" }', headers }, undefined)).rejects.toThrow(
    '/headers/correlationId is required',
  );
});

test('requester and responder are typed: neither gives an id, and a reply is one of those declared', async () => {
  const { typeErrors } = await generated(returnAddress('$message.header#/replyTo'));
  const program = `import { createApiRequester, createApiResponder } from './events.ts';
const publish = async () => undefined;
const { request } = createApiRequester({ source: 's', publish, timeoutMs: 1, replyTopic: 'r' });
const reply = await request.getQuote('k', { sku: 'a' }, { headers: { tenant: 't' }, timeoutMs: 5 });
export const price: number = reply.name === 'Quoted' ? reply.payload.price : reply.payload.reason.length;
createApiResponder<object>({ source: 's', publish, handlers: {
  getQuote: async ({ sku }) => sku === '' ? { name: 'QuoteRefused', payload: { about: {}, reason: 'r' } } : { name: 'Quoted', payload: { price: 1 } },
} });
createApiRequester({ source: 's', publish, timeoutMs: 1 });
request.getQuote('k', { sku: 'a' });
request.getQuote('k', { sku: 'a' }, { headers: { tenant: 't', correlationId: 'c' } });
request.getQuote('k', { sku: 1 }, { headers: { tenant: 't' } });
createApiResponder<object>({ source: 's', publish, handlers: {} });
createApiResponder<object>({ source: 's', publish, handlers: { getQuote: async () => ({ name: 'Priced', payload: {} }) } });
`;
  expect(typeErrors(program).map(line => line.split(' ')[0])).toEqual(
    [9, 10, 11, 12, 13, 14].map(line => `program.ts:${line}`),
  );
});

describe('what is no request and reply is said at its place', () => {
  test.each([
    [
      'a reply that has nowhere to go',
      fixed.replace('address: quotes.replies', 'address: null'),
      '14:14 not-supported: Nobody knows where the reply goes: its channel needs an address, or the reply',
    ],
    [
      'two addresses',
      returnAddress('$message.header#/replyTo').replace('address: null', 'address: quotes.replies'),
      '14:14 not-supported: The channel of the reply has an address of its own: write `address: null`',
    ],
    [
      'an address that leads nowhere',
      returnAddress('$message.payload#/where'),
      '14:14 not-supported: $message.payload#/where leads to nothing that the payload declares',
    ],
    [
      'an address that is no text',
      returnAddress('$message.payload#/n').replace('sku: {', 'n: { type: integer }, sku: {'),
      '14:14 not-supported: $message.payload#/n must be a string: it is the topic',
    ],
    [
      'another expression',
      returnAddress('$message.body#/x'),
      '14:14 not-supported: $message.body#/x is not supported: write $message.header#/name or $message.payload#/name',
    ],
    [
      'no channel',
      fixed
        .replace("channel: { $ref: '#/channels/replies' } }", '{} }')
        .replace('reply: { {} }', 'reply: { x-note: none }'),
      '14:5 not-supported: A reply names its channel: the messages of that are what the reply may be',
    ],
    [
      'a correlation id that is no id',
      fixed.replace('$message.payload#/about/request', '$message.payload#/about'),
      '14:5 not-supported: The correlation id of QuoteRefused must be a string or an integer',
    ],
    [
      'no correlation id',
      fixed.replace("      correlationId: { location: '$message.payload#/about/request' }\n", ''),
      '14:5 not-checked: No requester and no responder is made: QuoteRefused has no correlationId, which tells a reply from others',
    ],
    [
      'a message that answers itself',
      fixed.replace("#/channels/replies' }", "#/channels/requests' }"),
      '14:5 not-supported: QuoteRequested is both the request and its reply: nobody could tell them apart',
    ],
  ])('%s', async (_name, document, want) => {
    expect(await findings(document)).toContain(want);
  });
});

describe('over Kafka', () => {
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
  const kafka = new Kafka({ brokers, clientId: 'request-reply', logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  const stops: (() => Promise<void>)[] = [];
  const names = ['quotes.requests', 'replies.a', 'replies.b'].map(name => prefix + name);

  beforeAll(async () => {
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: names.map(topic => ({ topic })), waitForLeaders: true });
    await admin.disconnect();
    await producer.connect();
  });
  afterEach(async () => {
    await Promise.all(stops.map(stop => stop()));
    await producer.disconnect();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: names });
    await admin.disconnect();
  });

  const publish = async (record: EventRecord): Promise<void> =>
    void (await producer.send({ topic: prefix + record.topic, messages: [encodeEvent(record)] }));

  async function consume(topics: readonly string[], dispatch: (message: KafkaMessage) => unknown): Promise<void> {
    const consumer = kafka.consumer({ groupId: `${prefix}${randomUUID()}`, maxWaitTimeInMs: 50 });
    stops.push(() => consumer.disconnect());
    await consumer.connect();
    await consumer.subscribe({ topics: topics.map(topic => prefix + topic), fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void (await dispatch(message)) });
  }

  test('two requesters share a responder, and each gets its own replies', async () => {
    const { requester, responder } = await generated(returnAddress('$message.header#/replyTo'));
    const quotes = responder(
      { getQuote: async request => ({ name: 'Quoted', payload: { price: JSON.stringify(request).length } }) },
      publish,
    );
    const [first, second] = ['replies.a', 'replies.b'].map(replyTopic =>
      requester({ publish, replyTopic, timeoutMs: 100_000 }),
    );
    if (!first || !second) throw new Error('There are two');
    await Promise.all([
      consume(quotes.topics, message => quotes.dispatch(message, {})),
      consume(first.topics, message => first.dispatch(message)),
      consume(second.topics, message => second.dispatch(message)),
    ]);
    const skus = Array.from({ length: 20 }, (_, index) => 'x'.repeat(index));
    const replies = await Promise.all(
      skus.map((sku, index) => (index % 2 ? first : second).request.getQuote?.('k', { sku }, tenant)),
    );
    expect(replies).toMatchObject(skus.map(sku => ({ payload: { price: JSON.stringify({ sku }).length } })));
  });
});
