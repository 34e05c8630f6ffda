import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach } from '@jest/globals';
import { page, startEdge, startOrigin, type TestEdge, type TestEdgeOptions, type TestOrigin } from './edge.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface TestFront {
  readonly origin: TestOrigin;
  readonly edge: TestEdge;
  /** As a browser that takes nothing compressed, keeps nothing and follows nothing. */
  call(path: string, asking?: Asking): Promise<Answer>;
  /** The server behind answers with a count, so that each answer differs. */
  count(headers: Record<string, string>): void;
  /** Another edge before the same server. */
  restart(options: Partial<TestEdgeOptions>): Promise<void>;
}

function ask(url: string, path: string, { method = 'GET', headers = {}, body }: Asking): Promise<Answer> {
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

async function start(options: Partial<TestEdgeOptions>) {
  const origin = await startOrigin();
  return { origin, edge: await startEdge({ routes: [{ prefix: '/', origin: origin.url, strip: false }], ...options }) };
}

/** An edge before one server, new for each test of the file. */
export function frontForEach(options: Partial<TestEdgeOptions> = {}): TestFront {
  let now: { origin: TestOrigin; edge: TestEdge } | undefined;
  const running = () => {
    if (!now) throw new Error('The edge runs inside a test');
    return now;
  };
  beforeEach(async () => {
    now = await start(options);
  });
  afterEach(async () => {
    const { edge, origin } = running();
    await edge.stop();
    await origin.stop().catch(() => {});
  });
  return {
    get origin() {
      return running().origin;
    },
    get edge() {
      return running().edge;
    },
    call: (path, asking = {}) => ask(running().edge.url, path, asking),
    count(headers) {
      let count = 0;
      running().origin.answer = (_request, response) => {
        count += 1;
        response.writeHead(200, headers).end(page(String(count)));
      };
    },
    async restart(changed) {
      const { origin, edge } = running();
      await edge.stop();
      now = {
        origin,
        edge: await startEdge({ routes: [{ prefix: '/', origin: origin.url, strip: false }], ...changed }),
      };
    },
  };
}

export const cacheOf = ({ headers }: Answer) => headers['x-cache'];

export const html = { 'content-type': 'text/html' };

/** Of a page that everybody may have. */
export const shared = {
  ...html,
  'cache-control': 'public, max-age=0, s-maxage=60, stale-while-revalidate=600',
  'surrogate-key': 'product:bananas products',
};
