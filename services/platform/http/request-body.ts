import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Pipes the body of a request through a stream to an upstream server. When the stream ends before the body, because the
 * upstream responded early or rejected the body, the rest is read and dropped: the caller gets the response, and the
 * connection serves the next request. (undici would leave the rest of the request itself unread and block the
 * connection.)
 */
export function pipeRequest<Through extends Duplex>(request: IncomingMessage, through: Through): Through {
  request.once('error', error => through.destroy(error));
  request.pipe(through);
  // After the listener of pipe, which pauses the request.
  through.once('close', () => request.resume());
  return through;
}
