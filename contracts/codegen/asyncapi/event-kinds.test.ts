import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Project } from '../config.ts';
import { generate } from '../generate.ts';
import { lintProject } from '../lint/lint.ts';
import { EventInvalidError, type EventMeta, encodeEvent, type KafkaMessage } from '../runtime/events.ts';
import { callMethod } from '../testing/contract.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { typeErrorsOf } from '../testing/type-errors.ts';

function projectOf(document: string): Project {
  const head = 'asyncapi: 3.0.0\ninfo: { title: Events, version: 1.0.0 }\n';
  const { openapi: _, ...project } = projectFolder({ 'api.yaml': head + document }, { asyncapi: 'api.yaml' });
  return project;
}

interface Generated {
  text: string;
  /** Calls a producer. */
  produce(name: string, ...input: unknown[]): unknown;
  consumer(handlers: Record<string, unknown>): {
    topics: string[];
    topicPatterns: RegExp[];
    dispatch(message: KafkaMessage): Promise<void>;
  };
  topics: unknown;
  typeErrors(program: string): string[];
}

async function generated(document: string): Promise<Generated> {
  const { root, ...project } = projectOf(document);
  const files = await generate({ root, ...project });
  for (const [name, text] of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const folder = join(root, 'generated/api');
  const module: Record<string, unknown> = await import(pathToFileURL(join(folder, 'events.ts')).href);
  return {
    text: files.get('generated/api/events.ts') ?? '',
    topics: module.apiTopics,
    produce: (name, ...input) => callMethod(module.apiEvents, name, ...input),
    consumer: handlers => {
      const consumer = callMethod(module, 'createApiConsumer', { handlers });
      return {
        topics: JSON.parse(JSON.stringify(Reflect.get(Object(consumer), 'topics'))),
        topicPatterns: [...Reflect.get(Object(consumer), 'topicPatterns')],
        dispatch: async message => void (await callMethod(consumer, 'dispatch', message, undefined)),
      };
    },
    typeErrors: program => {
      writeFileSync(join(folder, 'program.ts'), program);
      return typeErrorsOf([join(folder, 'program.ts')]);
    },
  };
}

/** What lint says beside the rules of the house, and that generate says the same: `line:column rule: message`. */
async function findings(document: string): Promise<string[]> {
  const project = projectOf(document);
  const linted = (await lintProject(project))
    .filter(({ rule }) => rule === 'not-supported' || rule === 'example-valid' || rule === 'not-checked')
    .map(({ line, column, rule, message }) => `${line}:${column} ${rule}: ${message}`);
  const refused = await generate(project).then(
    () => '',
    (error: Error) => error.message,
  );
  for (const line of linted.filter(text => text.includes('not-supported'))) expect(refused).toContain(line);
  return linted;
}

const twice = `channels:
  signups: { address: users.signups, messages: { user.signedUp: { $ref: '#/components/messages/SignedUp' } } }
  audit: { address: users.audit, messages: { user.signedUp: { $ref: '#/components/messages/SignedUp' } } }
components:
  messages:
    SignedUp: { name: user.signed-up, payload: { type: object, required: [id], properties: { id: { type: string } } } }
`;

/** As Kafka hands over what a producer made. */
function received(record: unknown, topic?: string): KafkaMessage {
  const { key, value, headers } = encodeEvent(JSON.parse(JSON.stringify(record)));
  return { key, value, headers, ...(topic !== undefined && { topic }) };
}

describe('a message in two channels', () => {
  test('has a producer for each, one payload type, and its name as type', async () => {
    const { produce, text } = await generated(twice);
    expect(produce('SignupsUserSignedUp', 'k', { id: '1' })).toMatchObject({
      topic: 'users.signups',
      type: 'user.signed-up',
    });
    expect(produce('AuditUserSignedUp', 'k', { id: '1' })).toMatchObject({
      topic: 'users.audit',
      type: 'user.signed-up',
    });
    expect(text.match(/export interface \w*UserSignedUp\b/g)).toEqual(['export interface UserSignedUp']);
  });

  test('reaches the handler of the channel that it came by', async () => {
    const { produce, consumer } = await generated(twice);
    const seen: string[] = [];
    const { topics, dispatch } = consumer({
      SignupsUserSignedUp: async () => void seen.push('signups'),
      AuditUserSignedUp: async () => void seen.push('audit'),
    });
    expect(topics).toEqual(['users.signups', 'users.audit']);
    const record = produce('AuditUserSignedUp', 'k', { id: '1' });
    await dispatch(received(record, 'users.audit'));
    expect(seen).toEqual(['audit']);
    await expect(dispatch(received(record))).rejects.toThrow('several topics');
  });
});

const open = `channels:
  measured:
    address: devices.{device-id}.{unit}
    parameters: { device-id: { description: Its serial number. }, unit: { enum: [lux, v.a], default: lux } }
    messages: { Measured: { payload: { type: object, required: [value], properties: { value: { type: number } } } } }
  stopped:
    address: devices.{device-id}
    parameters: { device-id: {} }
    messages: { Stopped: { name: Measured, payload: { type: object } } }
`;

describe('parameters of an address that may have any value', () => {
  test('are asked for by the producer, and are in no list of topics', async () => {
    const { produce, topics } = await generated(open);
    expect(topics).toEqual([]);
    const record = produce('Measured', 'k', { value: 1 }, { parameters: { 'device-id': 'a_1.x-Z' } });
    expect(record).toMatchObject({ topic: 'devices.a_1.x-Z.lux' });
  });

  test.each(['', 'a b', 'a/b', 'ä', 'x'.repeat(240)])('%j is none that a topic could have', async id => {
    const { produce } = await generated(open);
    const options = { parameters: { 'device-id': id } };
    expect(() => produce('Measured', 'k', { value: 1 }, options)).toThrow(EventInvalidError);
  });

  test('are what the consumer reads of the topic', async () => {
    const { produce, consumer } = await generated(open);
    const seen: unknown[] = [];
    const { topics, topicPatterns, dispatch } = consumer({
      Measured: async (_event: unknown, meta: EventMeta) => void seen.push(['measured', meta.parameters]),
      Stopped: async (_event: unknown, meta: EventMeta) => void seen.push(['stopped', meta.parameters]),
    });
    expect(topics).toEqual([]);
    const matching = (topic: string) => topicPatterns.map(pattern => pattern.test(topic));
    expect(matching('devices.a.lux')).toEqual([true, true]);
    expect(matching('devices.a.vxa')).toEqual([false, true]);
    expect(matching('other.devices.a')).toEqual([false, false]);
    const record = produce('Measured', 'k', { value: 1 }, { parameters: { 'device-id': 'a', unit: 'v.a' } });
    await dispatch(received(record, 'devices.a.v.a'));
    await dispatch(received(record, 'devices.a'));
    expect(seen).toEqual([
      ['measured', { 'device-id': 'a', unit: 'v.a' }],
      ['stopped', { 'device-id': 'a' }],
    ]);
  });

  test('need the topic of a message', async () => {
    const { produce, consumer } = await generated(open.slice(0, open.indexOf('  stopped')));
    const { dispatch } = consumer({ Measured: async () => undefined });
    const record = produce('Measured', 'k', { value: 1 }, { parameters: { 'device-id': 'a' } });
    await expect(dispatch(received(record))).rejects.toThrow('must say a topic that fits');
    await expect(dispatch(received(record, 'devices'))).rejects.toThrow('must say a topic that fits');
  });

  test('are typed', async () => {
    const { typeErrors } = await generated(open);
    const program = `import { apiEvents, createApiConsumer } from './events.ts';
apiEvents.Measured('k', { value: 1 }, { parameters: { 'device-id': 'a' } });
apiEvents.Measured('k', { value: 1 }, { parameters: { unit: 'lux' } });
createApiConsumer({ handlers: { Stopped: 'ignore', Measured: async (_event, { parameters }) => {
  const id: string = parameters['device-id'];
  const unit: 'lux' = parameters.unit;
} } });
`;
    expect(typeErrors(program).map(line => line.split(' ')[0])).toEqual(['program.ts:3', 'program.ts:6']);
  });
});

const parameters = `channels:
  measured:
    address: devices.{deviceId}.{unit}
    parameters: { deviceId: { enum: [a, b] }, unit: { enum: [lux], default: lux } }
    messages: { Measured: { payload: { type: object, required: [value], properties: { value: { type: number } } } } }
`;

describe('parameters of an address', () => {
  test('are asked for by the producer, and make the topics', async () => {
    const { produce, topics, consumer } = await generated(parameters);
    expect(produce('Measured', 'k', { value: 1 }, { parameters: { deviceId: 'b' } })).toMatchObject({
      topic: 'devices.b.lux',
    });
    expect(topics).toMatchObject([{ topic: 'devices.a.lux' }, { topic: 'devices.b.lux' }]);
    expect(consumer({ Measured: async () => undefined }).topics).toEqual(['devices.a.lux', 'devices.b.lux']);
  });

  test.each([[{ parameters: {} }], [{ parameters: { deviceId: 'c' } }], [undefined]])(
    '%j is refused before it is published',
    async options => {
      const { produce } = await generated(parameters);
      expect(() => produce('Measured', 'k', { value: 1 }, options)).toThrow(EventInvalidError);
    },
  );

  test('are typed', async () => {
    const { typeErrors } = await generated(parameters);
    const program = `import { apiEvents } from './events.ts';
apiEvents.Measured('k', { value: 1 }, { parameters: { deviceId: 'a' } });
apiEvents.Measured('k', { value: 1 }, { parameters: { deviceId: 'c' } });
apiEvents.Measured('k', { value: 1 });
`;
    expect(typeErrors(program).map(line => line.split(' ')[0])).toEqual(['program.ts:3', 'program.ts:4']);
  });

  test.each([
    [
      'parameters: { deviceId: { enum: [a] } }',
      '5:5 not-supported: The address names {unit}, which is no parameter of the channel',
    ],
  ])('%s is refused at its place', async (text, want) => {
    const document = parameters.replace(/ {4}parameters:.*/, `    ${text}`);
    expect(await findings(document)).toEqual([want]);
  });
});

test.each(['/ws', 'a b', '..', 'é', 'x'.repeat(250)])(
  'an address that is no topic of Kafka is reported: %s',
  async address => {
    const document = `channels: { a: { address: '${address}', messages: { Sent: { payload: { type: object } } } } }\n`;
    expect(await findings(document)).toEqual([
      expect.stringMatching(/^\d+:\d+ not-checked: .* is no name of a Kafka topic/),
    ]);
  },
);

test('a payload has the media type that its contract says, where that is JSON', async () => {
  const { produce } = await generated(`defaultContentType: application/ld+json
channels:
  things:
    address: things
    messages:
      Linked: { payload: { type: object } }
      Plain: { contentType: 'application/json; charset=utf-8', payload: { type: object } }
`);
  const typeOf = (name: string) =>
    encodeEvent(JSON.parse(JSON.stringify(produce(name, 'k', {})))).headers['content-type'];
  expect([typeOf('Linked'), typeOf('Plain')]).toEqual(['application/ld+json', 'application/json']);
});

test('a topic that only the sender knows is asked for', async () => {
  const { produce, topics, consumer } = await generated(
    'channels: { answers: { address: null, messages: { Answered: { payload: { type: object } } } } }\n',
  );
  expect(produce('Answered', 'k', {}, { topic: 'replies.7' })).toMatchObject({ topic: 'replies.7' });
  expect(() => produce('Answered', 'k', {}, {})).toThrow(EventInvalidError);
  expect([topics, consumer({}).topics]).toEqual([[], []]);
});

const headers = `channels:
  lights: { address: lights, messages: { light-measured: { $ref: '#/components/messages/Measured' } } }
components:
  messages:
    Measured:
      name: light.measured.v1
      headers:
        type: object
        required: [tenant, ce_id]
        properties: { tenant: { type: string }, retries: { type: integer }, ce_id: { type: string } }
      correlationId: { location: '$message.header#/correlationId' }
      traits: [{ $ref: '#/components/messageTraits/common' }]
      payload: { type: object, required: [lumens], properties: { lumens: { type: integer } } }
  messageTraits:
    common: { headers: { type: object, properties: { region: { type: string, enum: [eu, us] }, tenant: { type: integer } } } }
`;

describe('headers', () => {
  test('travel beside the envelope, and come back as the types of the contract', async () => {
    const { produce, consumer } = await generated(headers);
    const given = { tenant: 't', region: 'eu', retries: 2, correlationId: 'c' };
    const record = produce('LightMeasured', 'k', { lumens: 3 }, { headers: given });
    const message = received(record);
    expect(message.headers).toMatchObject({
      tenant: 't',
      retries: '2',
      region: 'eu',
      correlationId: 'c',
      ce_type: 'light.measured.v1',
    });
    const seen: unknown[] = [];
    const { dispatch } = consumer({ LightMeasured: async (_event: unknown, meta: object) => void seen.push(meta) });
    await dispatch(message);
    expect(seen).toMatchObject([{ type: 'light.measured.v1', headers: given }]);
    await expect(dispatch({ ...message, headers: { ...message.headers, retries: 'x' } })).rejects.toThrow(
      '/headers/retries',
    );
  });

  test('that break the contract are refused before they are published', async () => {
    const { produce } = await generated(headers);
    for (const given of [{}, { tenant: 't', region: 'asia' }])
      expect(() => produce('LightMeasured', 'k', { lumens: 3 }, { headers: given })).toThrow(EventInvalidError);
  });

  test('of the message and its traits are typed; what the message says itself stays', async () => {
    const { typeErrors } = await generated(headers);
    const program = `import { apiEvents, type LightMeasuredHeaders } from './events.ts';
export const fine: LightMeasuredHeaders = { tenant: 't', region: 'eu', retries: 1, correlationId: 'c' };
apiEvents.LightMeasured('k', { lumens: 1 }, { headers: { tenant: 1 } });
apiEvents.LightMeasured('k', { lumens: 1 });
`;
    expect(typeErrors(program).map(line => line.split(' ')[0])).toEqual(['program.ts:3', 'program.ts:4']);
  });

  test('of an example are checked at their place', async () => {
    const wrong = headers.replace(
      '      payload:',
      '      examples: [{ headers: { tenant: 1, ce_id: x } }, { payload: { lumens: many } }]\n      payload:',
    );
    expect(await findings(wrong)).toEqual([
      '15:20 example-valid: The example at /tenant must be string',
      '15:58 example-valid: The example at /lumens must be integer',
    ]);
  });
});

const replying = `channels:
  orders: { address: orders, messages: { Placed: { payload: { type: object } } } }
  answers: { address: null, messages: { Answered: { payload: { type: object } } } }
operations:
  onPlaced:
    action: receive
    channel: { $ref: '#/channels/orders' }
    reply: { address: { location: '$message.header#/replyTo' }, channel: { $ref: '#/channels/answers' } }
`;

test('who receives gets a consumer and no producer; the answer goes where the message says', async () => {
  const { produce, consumer, topics, text } = await generated(replying);
  expect(() => produce('Placed', 'k', {})).toThrow('There is no Placed');
  expect([topics, consumer({ Placed: async () => undefined }).topics]).toEqual([[], ['orders']]);
  expect(text).toContain('Placed: ((event: Placed, meta: EventMeta & { headers: PlacedHeaders }');
  expect(text).toMatch(/export interface PlacedHeaders \{\s+replyTo\?: string;/);
  expect(produce('Answered', 'k', {}, { topic: 'replies' })).toMatchObject({ topic: 'replies' });
});

test('an operation of no messages says nothing of those of its channel', async () => {
  const { produce } = await generated(`channels:
  boats: { address: boats.v1, messages: { Sighted: { payload: { type: object } } } }
operations: { watch: { action: receive, channel: { $ref: '#/channels/boats' }, messages: [] } }
`);
  expect(produce('Sighted', 'k', {})).toMatchObject({ topic: 'boats.v1' });
});

test('a schema of a named format is checked wherever a reference leads to it', async () => {
  const { produce } = await generated(`channels:
  boats:
    address: boats.v1
    messages:
      Sighted: { payload: { $ref: '#/components/schemas/Boat' } }
      Left: { payload: { type: object, properties: { boat: { $ref: '#/components/schemas/Boat' } } } }
components:
  schemas:
    Boat: { schemaFormat: application/schema+json;version=draft-07, schema: { type: object, properties: { oars: { type: integer } } } }
`);
  expect(produce('Sighted', 'k', { oars: 2 })).toMatchObject({ payload: { oars: 2 } });
  expect(() => produce('Sighted', 'k', { oars: 'x' })).toThrow(EventInvalidError);
  expect(() => produce('Left', 'k', { boat: { oars: 'x' } })).toThrow(EventInvalidError);
});

describe('a discriminator, which is a name in AsyncAPI,', () => {
  const tagged = (payload: string) => `channels:
  boats: { address: boats.v1, messages: { Sighted: { payload: ${payload} } } }
components:
  schemas:
    Boat: { type: object, discriminator: kind, required: [kind], properties: { kind: { type: string } } }
    Canoe: { allOf: [{ $ref: '#/components/schemas/Boat' }, { type: object, properties: { seats: { type: integer } } }] }
    Raft: { type: object, required: [kind], properties: { kind: { type: string }, logs: { type: integer } } }
    Ship: { type: object, required: [kind], properties: { kind: { type: string }, masts: { type: integer } } }
`;
  test.each([
    ['of a schema that others extend', "{ $ref: '#/components/schemas/Boat' }", { kind: 'Canoe', seats: 2 }],
    [
      'of branches',
      "{ discriminator: kind, oneOf: [{ $ref: '#/components/schemas/Raft' }, { $ref: '#/components/schemas/Ship' }] }",
      { kind: 'Raft', logs: 2 },
    ],
  ])('%s chooses the schema', async (_name, schema, payload) => {
    const { produce } = await generated(tagged(schema));
    expect(produce('Sighted', 'k', payload)).toMatchObject({ payload });
    expect(() => produce('Sighted', 'k', { kind: 'Submarine' })).toThrow(EventInvalidError);
    expect(() => produce('Sighted', 'k', { ...payload, seats: 'x', logs: 'x' })).toThrow(EventInvalidError);
  });
});

test('a topic of two channels is created once', async () => {
  const { topics } = await generated(`channels:
  boats: { address: boats.v1, messages: { Sighted: { payload: { type: object } } } }
  ships: { address: boats.v1, messages: { Left: { payload: { type: object } } } }
`);
  expect(topics).toEqual([{ topic: 'boats.v1', partitions: 1, config: {} }]);
});

test('a message is found below a channel that is written elsewhere', async () => {
  const { produce } = await generated(`channels:
  '[boats]': { $ref: '#/components/channels/Boats' }
operations:
  sight: { action: send, channel: { $ref: '#/channels/[boats]' }, messages: [{ $ref: '#/channels/[boats]/messages/sighted it' }] }
components: { channels: { Boats: { address: boats.v1, messages: { sighted it: { payload: { type: object } } } } } }
`);
  expect(produce('SightedIt', 'k', {})).toMatchObject({ topic: 'boats.v1' });
});

describe('what no event does is found at its place', () => {
  const channels = (more: string) => `channels:\n  boats: { address: boats.v1, ${more} }\n`;
  test.each([
    [
      'a server of another protocol',
      'servers: { hub: { host: hub, protocol: mqtt } }\n',
      '3:30 not-served: Events travel',
    ],
    [
      'a binding of another protocol',
      channels('messages: { A: { bindings: { amqp: { messageType: a } } } }'),
      '4:60 not-served: Events travel through Kafka: the binding amqp is not used',
    ],
    [
      'a key that is no text',
      channels('messages: { A: { bindings: { kafka: { key: { type: object } } } } }'),
      '4:69 not-checked: The key is the text that the caller gives',
    ],
    [
      'a topic of two channels that differ',
      `${channels('messages: {}')}  ships: { address: boats.v1, bindings: { kafka: { partitions: 3 } } }\n`,
      '5:3 not-supported: The topic boats.v1 is also that of the channel boats',
    ],
    [
      'a schema of another language behind a reference',
      `${channels("messages: { A: { payload: { $ref: '#/components/schemas/S' } } }")}components: { schemas: { S: { schemaFormat: application/vnd.apache.avro, schema: {} } } }\n`,
      '5:31 not-supported: The schema format application/vnd.apache.avro is not supported',
    ],
    [
      'a schema of another language inside of one',
      `${channels("messages: { A: { payload: { items: { $ref: '#/components/schemas/S' } } } }")}components: { schemas: { S: { schemaFormat: application/vnd.apache.avro, schema: {} } } }\n`,
      '4:68 not-supported: This leads to a schema of the format application/vnd.apache.avro',
    ],
  ])('%s', async (_name, document, want) => {
    const project = projectOf(document);
    const found = (await lintProject(project)).map(
      ({ rule, message, line, column }) => `${line}:${column} ${rule}: ${message}`,
    );
    expect(found).toContainEqual(expect.stringContaining(want));
  });
});

test('schemas of draft-07 mean what they say there', async () => {
  const { produce, text } = await generated(`channels:
  pairs:
    address: pairs
    messages:
      Pair:
        payload:
          schemaFormat: application/schema+json;version=draft-07
          schema:
            type: object
            properties: { pair: { type: array, items: [{ type: string }, { type: number }], additionalItems: false } }
            dependencies: { pair: [owner] }
`);
  expect(text).toMatch(/pair\?: \[\s*string\?,\s*number\?\s*\]/);
  expect(produce('Pair', 'k', { pair: ['a', 1], owner: 'x' })).toBeDefined();
  for (const payload of [{ pair: ['a', 1] }, { pair: [1, 'a'], owner: 'x' }, { pair: ['a', 1, 2], owner: 'x' }])
    expect(() => produce('Pair', 'k', payload)).toThrow(EventInvalidError);
});

const channel = (message: string) => `channels:\n  a:\n    address: a\n    messages:\n      M:\n        ${message}\n`;

describe('what events cannot carry is refused at its place', () => {
  test.each([
    [
      'another schema language',
      channel("payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: record } }"),
      '8:20 not-supported: The schema format application/vnd.apache.avro;version=1.9.0 is not supported: write JSON Schema',
    ],
    [
      'another content type',
      channel('contentType: avro/binary\n        payload: {}'),
      '8:9 not-supported: avro/binary is not supported: events travel as JSON',
    ],
    [
      'a header that is no text',
      channel('headers: { type: object, properties: { tags: { type: array } } }\n        payload: {}'),
      '8:9 not-supported: The header tags must be a string, a number or a boolean',
    ],
    [
      'a correlation id that leads nowhere',
      channel("correlationId: { location: '$message.payload#/id' }\n        payload: { type: object }"),
      '8:9 not-supported: $message.payload#/id leads to nothing that the payload declares',
    ],
    [
      'two messages of one name in a channel',
      channel('{ name: x, payload: {} }\n      N: { name: x, payload: {} }'),
      '9:7 not-supported: x is also the name of M in the channel a, so nobody could tell them apart',
    ],
    [
      'two messages that are one name in code',
      channel('{ payload: {} }\n      m: { payload: {} }'),
      '9:7 not-supported: This is called AM in code, as is M in the channel a: rename one',
    ],
    [
      'a channel to receive from that has no address',
      `channels: { a: { address: null, messages: { M: { payload: {} } } } }\noperations: { o: { action: receive, channel: { $ref: '#/channels/a' } } }\n`,
      '3:18 not-supported: The topic of what is received must be known: write it as address',
    ],
  ])('%s', async (_name, document, want) => {
    expect(await findings(document)).toContain(want);
  });

  test('AsyncAPI 2', async () => {
    const project = projectOf('channels: {}\n');
    writeFileSync(
      join(project.root, 'api.yaml'),
      'asyncapi: 2.6.0\ninfo: { title: Old, version: 1.0.0 }\nchannels: {}\n',
    );
    await expect(generate(project)).rejects.toThrow(
      'api.yaml:1:1 not-supported: AsyncAPI 2.6.0 is not supported: write the document in AsyncAPI 3.0 or 3.1',
    );
  });
});

test('a message called like what the file imports does not clash with it', async () => {
  const { typeErrors } = await generated(
    channel('payload: { $ref: "#/components/schemas/EventMeta" }').replace('M:', 'EventRecord:') +
      'components: { schemas: { EventMeta: { type: object, properties: { a: { type: string } } } } }\n',
  );
  const program = `import { apiEvents } from './events.ts';\napiEvents.EventRecord('k', { a: 'x' });\n`;
  expect(typeErrors(program)).toEqual([]);
});
