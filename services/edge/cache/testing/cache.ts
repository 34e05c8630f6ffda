import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach } from '@jest/globals';
import {
  page,
  startOrigin,
  startProxy,
  type TestCacheProxy,
  type TestCacheProxyOptions,
  type TestOrigin,
} from './proxy.ts';

export interface TestResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

export interface TestRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface TestCache {
  readonly origin: TestOrigin;
  readonly proxy: TestCacheProxy;
  /** Sends a request like a browser that accepts no encoding, has no cache and follows no redirect. */
  fetch(path: string, request?: TestRequest): Promise<TestResponse>;
  /** The origin answers with a counter from now on, so that each response differs. */
  respondWithCount(headers: Record<string, string>): void;
  /** Starts another proxy in front of the same origin. */
  restart(options: Partial<TestCacheProxyOptions>): Promise<void>;
}

function send(url: string, path: string, { method = 'GET', headers = {}, body }: TestRequest): Promise<TestResponse> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole, text: whole.toString() });
      });
    });
    sent.on('error', reject).end(body);
  });
}

function startBefore(origin: TestOrigin, options: Partial<TestCacheProxyOptions>): Promise<TestCacheProxy> {
  return startProxy({ routes: [{ prefix: '/', origin: origin.url, strip: false }], ...options });
}

/** A proxy in front of one origin, new for each test of the file. */
export function cacheForEach(options: Partial<TestCacheProxyOptions> = {}): TestCache {
  let current: { origin: TestOrigin; proxy: TestCacheProxy } | undefined;
  const running = () => {
    if (!current) throw new Error('The edge runs inside a test');
    return current;
  };
  beforeEach(async () => {
    const origin = await startOrigin();
    current = { origin, proxy: await startBefore(origin, options) };
  });
  afterEach(async () => {
    const { proxy, origin } = running();
    await proxy.stop();
    await origin.stop().catch(() => {});
  });
  return {
    get origin() {
      return running().origin;
    },
    get proxy() {
      return running().proxy;
    },
    fetch: (path, request = {}) => send(running().proxy.url, path, request),
    respondWithCount(headers) {
      let count = 0;
      running().origin.respond = (_request, response) => {
        count += 1;
        response.writeHead(200, headers).end(page(String(count)));
      };
    },
    async restart(changed) {
      const { origin, proxy } = running();
      await proxy.stop();
      current = { origin, proxy: await startBefore(origin, changed) };
    },
  };
}

export const cacheStatusOf = ({ headers }: TestResponse) => headers['x-cache'];

export const html = { 'content-type': 'text/html' };

/** The headers of a page that a shared cache may store. */
export const shared = {
  ...html,
  'cache-control': 'public, max-age=0, s-maxage=60, stale-while-revalidate=600',
  'surrogate-key': 'product:bananas products',
};
