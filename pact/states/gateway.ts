import { state } from '../state.ts';
/** The provider states of the gateway. `services` are its upstream addresses; `ready` is one that responds. */
export function gatewayStates(services: Record<string, string>, ready: string) {
  return {
    'every service is ready': state(async () => {
      services.catalog = ready;
    }),
    'a service is down': state(async () => {
      services.catalog = 'http://127.0.0.1:9';
    }),
  };
}
