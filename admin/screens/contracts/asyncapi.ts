import { isObject } from '../../kit/api/request-body.ts';
import { type Doc, nameOfReference, resolve, textOf } from './schema-tree.ts';

export interface Message {
  id: string;
  title: string;
  summary: string;
  /** When it is sent. */
  sent: string | undefined;
  key: string | undefined;
  payload: unknown;
  headers: unknown;
  examples: readonly { name: string; value: unknown }[];
}

export interface Channel {
  topic: string;
  description: string | undefined;
  /** What the channel promises, in words. */
  promises: readonly string[];
  messages: readonly Message[];
}

/** The channels of an AsyncAPI document with what is sent over them. */
export function channelsOf(document: Doc): Channel[] {
  const channels = isObject(document.channels) ? document.channels : {};
  return Object.entries(channels)
    .map(([id, value]) => {
      const channel = resolve(document, value);
      const messages = isObject(channel.messages) ? channel.messages : {};
      return {
        topic: textOf(channel.address) ?? id,
        description: textOf(channel.description),
        promises: promisesOf(channel),
        messages: Object.entries(messages).map(([name, message]) => messageOf(document, name, message)),
      };
    })
    .sort((one, other) => Number(isLog(one)) - Number(isLog(other)) || (one.topic < other.topic ? -1 : 1));
}

/** Audit topics come last. */
const isLog = ({ topic }: Channel) => topic.includes('.change.');

function messageOf(document: Doc, name: string, value: unknown): Message {
  const message = resolve(document, value);
  return {
    id: name,
    title: textOf(message.title) ?? name,
    summary: textOf(message.summary) ?? '',
    sent: sentWhen(document, name),
    key: textOf(
      kafkaOf(message).key && isObject(kafkaOf(message).key)
        ? resolve(document, kafkaOf(message).key).description
        : undefined,
    ),
    payload: message.payload,
    headers: message.headers,
    examples: (Array.isArray(message.examples) ? message.examples : []).filter(isObject).map(example => ({
      name: textOf(example.name) ?? 'Example',
      value: example.payload,
    })),
  };
}

/** The summary of the operation that sends a message. */
function sentWhen(document: Doc, name: string): string | undefined {
  const operations = Object.values(isObject(document.operations) ? document.operations : {}).filter(isObject);
  const sends = ({ messages }: Doc) =>
    Array.isArray(messages) && messages.some(message => nameOfReference(message) === name);
  return textOf(operations.find(operation => operation.action === 'send' && sends(operation))?.summary);
}

const kafkaOf = ({ bindings }: Doc): Doc => (isObject(bindings) && isObject(bindings.kafka) ? bindings.kafka : {});

const compatibilities: Readonly<Record<string, string>> = {
  BACKWARD: 'new readers understand the last version',
  FORWARD: 'readers of the last version understand the new one',
  FULL: 'readers of this and the last version understand each other’s messages',
  BACKWARD_TRANSITIVE: 'new readers understand all versions',
  FORWARD_TRANSITIVE: 'readers of all versions understand the new one',
  FULL_TRANSITIVE: 'readers of any version understand messages of any other',
};

function promisesOf(channel: Doc): string[] {
  const { partitions, topicConfiguration } = kafkaOf(channel);
  const retention = isObject(topicConfiguration) ? topicConfiguration['retention.ms'] : undefined;
  const compatibility = textOf(channel['x-compatibility']);
  return [
    compatibility && `${compatibility}: ${compatibilities[compatibility] ?? 'compatible'}`,
    typeof partitions === 'number' ? `${partitions} partitions` : undefined,
    typeof retention === 'number' && retention > 0 ? `kept for ${Math.round(retention / 86_400_000)} days` : undefined,
  ].filter(text => text !== undefined);
}
