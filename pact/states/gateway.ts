import type { States } from '../provider.ts';

/**
 * What the gateway has in the pacts that others have with it; `services` are the addresses it knows, `ready` is one
 * that answers.
 */
export function gatewayStates(services: Record<string, string>, ready: string): States {
  return {
    async 'every service is ready'() {
      services.catalog = ready;
    },
    async 'a service is down'() {
      services.catalog = 'http://127.0.0.1:9';
    },
  };
}
