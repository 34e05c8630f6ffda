import type { GatewayHandlers } from '../../generated/gateway/server.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';

const CHECK_MS = 2_000;

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(CHECK_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * The gateway's own operations.
 * @param services URLs by name
 */
export function gatewayHandlers(services: Readonly<Record<string, string>>): GatewayHandlers<RequestContext> {
  return {
    async getIndex() {
      const links = {
        products: '/products',
        categories: '/categories',
        search: '/search',
        shippingMethods: '/shipping/methods?country=US',
        health: '/health',
      };
      return { status: 200, body: { name: 'Covenant', links } };
    },

    async getHealth() {
      const names = Object.entries(services);
      const found = await Promise.all(names.map(async ([name, url]) => ({ name, ready: await isReady(url) })));
      const down = found.filter(service => !service.ready).map(service => service.name);
      if (down.length > 0) return refusal(503, `Not ready: ${down.join(', ')}.`, { services: found });
      return { status: 200, body: { status: 'ready', services: found } };
    },
  };
}
