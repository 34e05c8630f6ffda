import { addressParameters } from '../asyncapi/address.ts';
import { exchangedChannels, replyTopicIsSaid } from '../asyncapi/exchange.ts';
import { envelopeHeaders, type Message } from '../asyncapi/message.ts';
import { isJsonSchema } from '../asyncapi/plain-schemas.ts';
import { withTraits } from '../asyncapi/traits.ts';
import { isObject, type Json, type JsonObject, objectIn, parsePointer, stringIn, valueAt } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { EventRule } from '../lint/contract.ts';
import { deref } from '../openapi/deref.ts';
import { locationProblem } from './request-reply.ts';

/** Each message is one name in code and, in its topic, one CloudEvents type. */
export const messageNames: EventRule = ({ publisher, report }) => {
  const names = new Map<string, Message>();
  const types = new Map<string, Message>();
  for (const message of publisher.messages) {
    const { name, type, topic, at } = message;
    const other = names.get(name);
    const sameType = types.get(`${topic}\n${type}`);
    if (name === '')
      report('not-supported', at, 'The key of a message needs a letter or a digit: code is named after it');
    else if (other) report('not-supported', at, `This is called ${name} in code, as is ${placeOf(other)}: rename one`);
    else if (sameType)
      report('not-supported', at, `${type} is also the name of ${placeOf(sameType)}, so nobody could tell them apart`);
    names.set(name, message);
    types.set(`${topic}\n${type}`, message);
  }
};

function placeOf({ at: [, channel, , key] }: Message): string {
  return `${key} in the channel ${channel}`;
}

/** The names that Kafka takes (org.apache.kafka.common.internals.Topic); parameters stand for what fits. */
function isTopicName(address: string): boolean {
  const name = address.replaceAll(/\{[^{}]+\}/g, 'x');
  return /^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..';
}

/** The parameters of an address are declared; of requests and replies, their values are known too. */
export const addresses: EventRule = ({ publisher: { document, messages, exchanges }, report }) => {
  const exchanged = exchangedChannels(exchanges);
  for (const [key, value] of Object.entries(objectIn(document, 'channels'))) {
    const channel = deref(document, value);
    const kafka = objectIn(objectIn(channel, 'bindings'), 'kafka');
    const address = stringIn(kafka, 'topic') ?? stringIn(channel, 'address');
    const declared = objectIn(channel, 'parameters');
    const at = ['channels', key];
    const isReceived = (message: Message) =>
      message.channel === key && message.received && !replyTopicIsSaid(exchanges, message);
    if (address === undefined && messages.some(isReceived))
      report('not-supported', [...at, 'address'], 'The topic of what is received must be known: write it as address');
    if (address !== undefined && !isTopicName(address))
      report(
        'not-checked',
        [...at, 'address'],
        `${address} is no name of a Kafka topic, through which events travel: letters, digits, \`.\`, \`_\` and \`-\`, at most 249`,
      );
    for (const { name, values } of address === undefined ? [] : addressParameters(document, channel, address)) {
      const parameter = deref(document, declared[name]);
      const where = [...at, 'parameters', name];
      if (parameter === undefined)
        report(
          'not-supported',
          [...at, 'address'],
          `The address names {${name}}, which is no parameter of the channel`,
        );
      else if (values.length === 0 && exchanged.has(key))
        report(
          'not-supported',
          where,
          `Requests and replies need topics of known names: list the values of ${name} as enum`,
        );
      if (isObject(parameter) && parameter.location !== undefined)
        report(
          'not-supported',
          [...where, 'location'],
          'A parameter is given by the caller: location is not supported',
        );
    }
    for (const name of Object.keys(declared))
      if (address !== undefined && !address.includes(`{${name}}`))
        report('not-supported', [...at, 'parameters', name], `The topic ${address} has no parameter ${name}`);
  }
};

/** Payloads and headers are JSON Schemas, and events travel as JSON. */
export const messageFormats: EventRule = ({ publisher: { document, messages }, report }) => {
  const byDefault = stringIn(document, 'defaultContentType');
  if (byDefault !== undefined && !isJson(byDefault))
    report('not-supported', ['defaultContentType'], `${byDefault} is not supported: events travel as JSON`);
  for (const { at } of messages) {
    const message = withTraits(document, valueAt(document, at));
    const place = placeIn(document, at);
    const contentType = stringIn(message, 'contentType');
    if (contentType !== undefined && !isJson(contentType))
      report('not-supported', [...place, 'contentType'], `${contentType} is not supported: events travel as JSON`);
    for (const part of ['payload', 'headers']) {
      const format = stringIn(deref(document, message[part]), 'schemaFormat');
      const ref = stringIn(message[part], '$ref');
      if (format !== undefined && !isJsonSchema(format))
        report(
          'not-supported',
          [...(ref === undefined ? [...place, part] : parsePointer(ref)), 'schemaFormat'],
          `The schema format ${format} is not supported: write JSON Schema`,
        );
    }
  }
};

function isJson(type: string): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type);
}

/** Where a message is written: its component, if it is one. */
function placeIn(document: JsonObject, at: string[]): string[] {
  const ref = stringIn(valueAt(document, at), '$ref');
  return ref === undefined ? at : parsePointer(ref);
}

/** A schema of JSON cannot hold one of another language. */
export const foreignSchemas: EventRule = ({ publisher: { document }, report }) => {
  visitKinds(document, 'document', (schema, kind, path) => {
    const target = kind === 'schema' && stringIn(schema, '$ref') ? deref(document, schema) : undefined;
    const format = stringIn(target, 'schemaFormat');
    const isPayload = ['payload', 'headers'].includes(String(path.at(-1)));
    if (format !== undefined && !isPayload)
      report(
        'not-supported',
        [...path, '$ref'],
        `This leads to a schema of the format ${format}, which JSON Schema is not`,
      );
  });
};

/** Kafka headers are text: each declared one is a scalar, and none is the envelope's. */
export const messageHeaders: EventRule = ({ publisher: { document, messages }, report }) => {
  for (const { headers, at } of messages) {
    for (const [name, value] of Object.entries(objectIn(headers, 'properties'))) {
      const type = objectIn({ schema: deref(document, value) ?? {} }, 'schema').type;
      const types: Json[] = Array.isArray(type) ? type : [type ?? 'string'];
      if (types.some(item => item === 'object' || item === 'array' || item === 'null'))
        report(
          'not-supported',
          [...placeIn(document, at), 'headers'],
          `The header ${name} must be a string, a number or a boolean`,
        );
      if (/^ce_(specversion|id|source|type|subject|time)$/i.test(name) && !envelopeHeaders.has(name))
        report(
          'not-supported',
          [...placeIn(document, at), 'headers'],
          `The header ${name} is the envelope's, whose names are lower case`,
        );
    }
  }
};

/** A correlation id is a header, or a member of the payload: a text or an integer. */
export const messageLocations: EventRule = ({ publisher: { document, messages }, report }) => {
  for (const message of messages) {
    const written = withTraits(document, valueAt(document, message.at));
    const expression = stringIn(deref(document, written.correlationId), 'location');
    const problem = expression === undefined ? undefined : locationProblem(document, expression, [message]);
    if (problem !== undefined) report('not-supported', [...placeIn(document, message.at), 'correlationId'], problem);
  }
};

/** Operations say what a channel is for, and no more than is done. */
export const operationActions: EventRule = ({ publisher: { document }, report }) => {
  visitKinds(document, 'document', (operation, kind, path) => {
    if (kind !== 'asyncOperation' || path[0] !== 'operations' || path.length !== 2) return;
    const action = stringIn(operation, 'action');
    if (action !== 'send' && action !== 'receive')
      report('not-supported', [...path, 'action'], `The action is send or receive, not ${String(operation.action)}`);
  });
};
