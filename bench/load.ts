import { type Dispatcher, Pool } from 'undici';
import { cpuOf } from './processes.ts';

/** The result of one round of requests. */
export interface Round {
  requests: number;
  seconds: number;
  /** The latency of each request, ms, sorted. */
  times: number[];
  /** CPU seconds of the server, where its process is known. */
  cpu: number | undefined;
}

export interface Load {
  url: string;
  headers: Record<string, string>;
  connections: number;
  seconds: number;
  /** The process of the server. */
  pid?: number | undefined;
}

/** Closed-loop load on `connections` connections, each with one request at a time. Throws for any status but 200. */
export async function load({ url, headers, connections, seconds, pid }: Load): Promise<Round> {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  const cpuBefore = pid === undefined ? 0 : await cpuOf(pid);

  function send(address: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, status) {
        if (status !== 200) reject(new Error(`${url} responded ${status}`));
      },
      onResponseData() {},
      onResponseEnd: () => resolve(),
      onResponseError: (_controller, error) => reject(error),
    };
    // The gateway limits by the client address, which the edge sets.
    pool.dispatch(
      { path: pathname + search, method: 'GET', headers: { ...headers, 'x-forwarded-for': address } },
      handler,
    );
    return promise;
  }

  async function client(index: number): Promise<void> {
    for (let count = 0, now = performance.now(); now < end; count += 1) {
      await send(`198.18.${index}.${count % 250}`);
      const after = performance.now();
      times.push(after - now);
      now = after;
    }
  }

  await Promise.all(Array.from({ length: connections }, (_, index) => client(index)));
  const cpu = pid === undefined ? undefined : (await cpuOf(pid)) - cpuBefore;
  const elapsed = (performance.now() - started) / 1_000;
  await pool.close();
  return { requests: times.length, seconds: elapsed, times: times.sort((one, other) => one - other), cpu };
}
