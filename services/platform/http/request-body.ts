import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Pipes the body of a request through a stream on its way to another server. Should that stream end before it has all
 * of it, because the other server answered early or the body is not wanted, the rest is read and dropped: the caller
 * hears the answer, and the connection serves the next request. (Given the request itself, undici leaves the rest
 * unread, and whatever comes after it on the connection unheard.)
 */
export function pipeRequest<Through extends Duplex>(request: IncomingMessage, through: Through): Through {
  request.once('error', error => through.destroy(error));
  request.pipe(through);
  // After the listener of pipe, which pauses the request.
  through.once('close', () => request.resume());
  return through;
}
