import net from 'node:net';

export interface TestProxy {
  /** The target URL with the address of this proxy. */
  readonly url: string;
  /** Closes every connection and refuses new ones, as if the server had died. */
  disconnect(): Promise<void>;
  /** Accepts connections again. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A TCP proxy in front of a server (`postgresql://…`, `smtp://…`, `redis://…`) that makes it unreachable on demand,
 * without touching the server itself.
 */
export async function testProxy(target: string): Promise<TestProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  const server = net.createServer(inner => {
    const outer = net.connect(Number(port), hostname);
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const listen = (at: number) => new Promise<void>(resolve => server.listen(at, '127.0.0.1', resolve));
  const disconnect = () => {
    const closed = server.listening ? new Promise<void>(resolve => server.close(() => resolve())) : Promise.resolve();
    for (const socket of sockets) socket.destroy();
    return closed;
  };
  await listen(0);
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  return { url: url.href, disconnect, restore: () => listen(own), close: disconnect };
}
