import type { Origins } from './access.ts';

/** Who sends a request, as far as it says. */
export interface Consumer {
  consumer: string;
  version?: string;
}

export interface Consumers {
  /**
   * @param userAgent `User-Agent`
   * @param host the requested host, with its port
   */
  of(userAgent: string | undefined, host: string | undefined): Consumer;
}

/** Further consumers are counted as one, so that nobody fills the registry with names. */
const MAX_OTHER_CONSUMERS = 50;

/**
 * Tells consumers apart: a program by the first product of its `User-Agent` (RFC 9110, section 10.1.5), such as
 * `storefront/2.1.0`; a browser by the host that it asked, which is an app of ours or the API. None of it is proven.
 */
export function createConsumers(origins: Origins): Consumers {
  const hosts = new Map([
    ...[...origins.storefront].map((origin): [string, string] => [new URL(origin).host, 'storefront']),
    ...[...origins.console].map((origin): [string, string] => [new URL(origin).host, 'admin']),
  ]);
  const others = new Set<string>();
  return {
    of(userAgent = '', host = '') {
      const [, product = '', version] = /^([A-Za-z][\w.-]{0,39})(?:\/([\w.+-]{1,64}))?(?:\s|$)/.exec(userAgent) ?? [];
      if (product === 'storefront') return { consumer: product, ...(version !== undefined && { version }) };
      const app = hosts.get(host);
      if (product === 'Mozilla' || product === '')
        return { consumer: app ?? (product === '' ? 'unknown' : 'browsers') };
      if (!others.has(product) && others.size >= MAX_OTHER_CONSUMERS) return { consumer: 'others' };
      others.add(product);
      return { consumer: product };
    },
  };
}
