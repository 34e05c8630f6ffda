import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type EncodedEvent, encodeEvent } from '../../../contracts/codegen/runtime/events.ts';
import { counted, TOPIC } from '../testing/counters.ts';
import { ForgedEventError, requireSignature, signEvent } from './event-signature.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const keys = new Map([['counters', [createPublicKey(privateKey)]]]);
const event = encodeEvent(counted('a', 1));
const signed = signEvent(TOPIC, event, privateKey);

/** As Kafka hands a message back: everything is bytes. */
const received = ({ key, value, headers }: EncodedEvent) => ({
  key: Buffer.from(key),
  value: Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});
const check = (message: EncodedEvent, topic = TOPIC) => requireSignature(topic, received(message), keys);

describe('a signed event', () => {
  test('is believed as it is', () => {
    expect(() => check(signed)).not.toThrow();
    expect(() => check({ ...signed, headers: { ...signed.headers, traceparent: '00-1-1-00' } })).not.toThrow();
  });

  const other = generateKeyPairSync('ed25519').privateKey;
  test.each<[string, EncodedEvent, string?]>([
    ['without a signature', event],
    ['with the signature of another one', signEvent(TOPIC, event, other)],
    ['with another payload', { ...signed, value: signed.value.replace('1', '9') }],
    ['with another key', { ...signed, key: 'b' }],
    ['with another type', { ...signed, headers: { ...signed.headers, ce_type: 'Reset' } }],
    ['with another id', { ...signed, headers: { ...signed.headers, ce_id: 'x' } }],
    ['of another topic of the same service', signed, 'counters.other.v1'],
    ['of a service whose key nobody knows', signed, 'strangers.counter.v1'],
    ['with a signature that is none', { ...signed, headers: { ...signed.headers, ce_signature: '?' } }],
  ])('is not believed %s', (_name, message, topic = TOPIC) => {
    expect(() => check(message, topic)).toThrow(ForgedEventError);
  });
});
