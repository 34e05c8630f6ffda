import type { States } from '../provider.ts';

/** The provider states of the gateway. `services` are the addresses it knows; `ready` is one that responds. */
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
