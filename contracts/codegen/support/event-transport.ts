import type { Topic } from '../asyncapi/publisher.ts';
import { isObject, objectIn, stringIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import type { EventRule } from '../lint/contract.ts';

const protocols = new Set(['kafka', 'kafka-secure']);

/** Events travel through Kafka: what is said of other protocols says nothing here. */
export const otherProtocols: EventRule = ({ publisher: { document }, report }) => {
  visitKinds(document, 'document', (object, kind, path) => {
    const protocol = kind === 'server' ? stringIn(object, 'protocol') : undefined;
    if (protocol !== undefined && !protocols.has(protocol.toLowerCase()))
      report('not-served', [...path, 'protocol'], `Events travel through Kafka here, not through ${protocol}`);
    if (kind !== 'channel' && kind !== 'message') return;
    for (const name of Object.keys(objectIn(object, 'bindings')))
      if (name !== 'kafka' && name !== '$ref' && !name.startsWith('x-'))
        report(
          'not-served',
          [...path, 'bindings', name],
          `Events travel through Kafka: the binding ${name} is not used`,
        );
  });
};

/** The key of a Kafka message is the subject of its event, a text that the caller gives. */
export const messageKeys: EventRule = ({ publisher: { document }, report }) => {
  visitKinds(document, 'document', (binding, kind, path) => {
    const { key } = binding;
    if (kind !== 'kafkaMessageBinding' || !isObject(key)) return;
    const isText = key.type === 'string' && Object.keys(key).every(name => describing.has(name));
    if (!isText)
      report('not-checked', [...path, 'key'], 'The key is the text that the caller gives: this schema checks nothing');
  });
};

const describing = new Set(['type', 'format', 'title', 'description', 'examples']);

/** Channels of one topic ask for the same one. */
export const sharedTopics: EventRule = ({ publisher: { topics }, report }) => {
  for (const [index, topic] of topics.entries()) {
    const other = topics.slice(0, index).find(({ topic: name }) => name === topic.topic);
    if (!other) continue;
    if (settings(other) !== settings(topic))
      report(
        'not-supported',
        ['channels', topic.channel],
        `The topic ${topic.topic} is also that of the channel ${other.channel}, with other partitions or settings`,
      );
  }
};

function settings({ partitions, config, compatibility }: Topic): string {
  return JSON.stringify([partitions, Object.entries(config).sort(), compatibility]);
}
