import { expect } from '@jest/globals';
import type { KafkaMessage } from '../contracts/codegen/runtime/events.ts';
import { consumers, type EventEffect } from '../services/edge/events.ts';
import { pactBetween } from './consumer.ts';
import { changeMade } from './examples.ts';
import type { Example } from './matchers.ts';
import type { EventOf, ProviderStates } from './provider-tables.ts';

/** The pact of the edge with a service: what its events invalidate and tell staff. Called once in a test file. */
export function edgeFollows<Provider extends keyof ProviderStates>(provider: Provider) {
  const { messageInteraction } = pactBetween('edge', provider);
  const consumer = consumers.find(({ source }) => source === provider);

  async function effectOf(message: KafkaMessage): Promise<EventEffect> {
    const effect: EventEffect = { tags: [], summary: undefined, change: undefined };
    await consumer?.dispatch(message, effect);
    return effect;
  }

  return {
    /** An event, and its effect: the tags that it invalidates, and what staff read of it. */
    event(type: EventOf<Provider>, key: string, payload: Example, tags: readonly string[], summary: string): void {
      messageInteraction({ type, key, payload }, async message => {
        expect(await effectOf(message)).toEqual({ tags, summary, change: undefined });
      });
    },

    /** A change that staff made is passed on to the open pages of staff, without its values. */
    changes(
      type: EventOf<Provider> & 'ChangeMade',
      more: { resourceId?: string; parent?: { resource: string; resourceId: string } } = {},
    ): void {
      const { label: _label, requestId: _request, ...made } = changeMade;
      const payload = { ...made, changes: [], ...more };
      messageInteraction({ type, key: payload.resourceId, payload }, async message => {
        const { action: _action, ...change } = made;
        expect((await effectOf(message)).change).toEqual({ id: expect.any(String), ...change, ...more });
      });
    },
  };
}
