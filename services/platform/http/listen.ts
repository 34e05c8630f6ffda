import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Listens on a port of the interface that `LISTEN_HOST` names (`npm start` says 127.0.0.1), of all interfaces without
 * it, as in a container.
 * @returns the address from this machine: `http://127.0.0.1:4006`
 * @throws the error of the port: EADDRINUSE, EACCES
 */
export async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ port, host: process.env.LISTEN_HOST || undefined }, () => resolve());
  await promise;
  server.off('error', reject);
  const address = server.address() as AddressInfo;
  return `http://127.0.0.1:${address.port}`;
}
