import type { Json } from '../document/json.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import { correlationOf, type MessageSource, messageOf, type ReceivedMessage } from './messages.ts';
import { type Exchange, StepFailure, type StepParameters } from './run.ts';
import type { Target } from './targets.ts';
import type { Step } from './workflow.ts';

const TIMEOUT_MS = 30_000;
const request = { headers: {}, query: {}, path: {}, body: undefined };

/** Waits for the message of a step and holds its payload to the contract. */
export async function receiveMessage(
  { contract, messages, topic }: Target & { kind: 'channel' },
  step: Step,
  correlationId: Json | undefined,
  source: MessageSource,
): Promise<Exchange> {
  const { document } = contract.bundle;
  const ms = step.timeoutMs ?? TIMEOUT_MS;
  const isWanted = (received: ReceivedMessage): boolean => {
    const message = messageOf(messages, received);
    if (!message) return false;
    return correlationId === undefined || correlationOf(document, message, received) === correlationId;
  };
  const received = await source.take(topic, isWanted, ms);
  if (!received) {
    const about = correlationId === undefined ? '' : ` about ${String(correlationId)}`;
    throw new StepFailure(`no ${messages.map(({ name }) => name).join(' or ')}${about} within ${ms} ms`);
  }
  const message = messageOf(messages, received);
  const validate = validatorOf(document, message?.payload ?? true);
  const isValid = validate(received.payload);
  const [error] = validate.errors ?? [];
  return {
    request,
    message: received,
    faults: isValid ? [] : [`invalid-payload: ${error?.instancePath || '/'} ${error?.message ?? ''}`],
  };
}

/** Sends the message of a step. */
export async function sendMessage(
  { messages, topic }: Target & { kind: 'channel' },
  parameters: readonly StepParameters[],
  payload: Json | undefined,
  correlationId: Json | undefined,
  source: MessageSource,
): Promise<Exchange> {
  const [message] = messages;
  const headers = Object.fromEntries(
    parameters.filter(({ in: place }) => place === 'header').map(({ name, value }) => [name, String(value)]),
  );
  const key = correlationId === undefined ? undefined : String(correlationId);
  const typed = message === undefined || 'ce_type' in headers ? headers : { ...headers, ce_type: message.type };
  await source.send(topic, { key, headers: typed, payload: payload ?? null });
  return { request: { ...request, headers: typed, body: payload }, faults: [] };
}
