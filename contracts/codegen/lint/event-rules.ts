import { isObject, objectIn, stringIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { EventRule } from './contract.ts';

/** A topic says how its schemas may change. */
export const channelCompatibility: EventRule = ({ bundle, report }) => {
  for (const [name, channel] of Object.entries(objectIn(bundle.document, 'channels'))) {
    if (!isObject(channel) || channel['x-compatibility'] === undefined) {
      report(
        'channel-compatibility',
        ['channels', name],
        'A channel needs x-compatibility: BACKWARD, FORWARD or FULL, or one of them with _TRANSITIVE',
      );
    }
  }
};

/** A document holds what its service publishes; what it consumes is in the documents of others. */
export const onlySends: EventRule = ({ bundle, report }) => {
  for (const [name, operation] of Object.entries(objectIn(bundle.document, 'operations'))) {
    if (stringIn(operation, 'action') !== 'send')
      report('only-sends', ['operations', name, 'action'], 'Only the publisher describes a topic: the action is send');
  }
};

/** Every message of a channel is sent by some operation, and has a payload. */
export const sentMessages: EventRule = ({ bundle, publisher, report }) => {
  const { document } = bundle;
  const sent = new Set<string>();
  for (const operation of Object.values(objectIn(document, 'operations'))) {
    const messages = isObject(operation) && Array.isArray(operation.messages) ? operation.messages : [];
    const channel = stringIn(objectIn(operation, 'channel'), '$ref') ?? '';
    if (messages.length === 0)
      for (const name of Object.keys(objectIn(deref(document, { $ref: channel }), 'messages')))
        sent.add(`${channel}/messages/${name}`);
    for (const message of messages) sent.add(stringIn(message, '$ref') ?? '');
  }
  for (const [name, channel] of Object.entries(objectIn(document, 'channels'))) {
    for (const message of Object.keys(objectIn(channel, 'messages'))) {
      if (!sent.has(`#/channels/${name}/messages/${message}`))
        report('sent-message', ['channels', name, 'messages', message], `Nothing sends ${message}`);
    }
  }
  for (const { type, payload } of publisher.messages) {
    if (isObject(payload) && Object.keys(payload).length === 0)
      report('message-payload', ['components', 'messages', type], `${type} needs a payload`);
  }
};
