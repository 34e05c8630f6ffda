import { setConnectionStatus } from './connection-status.ts';
import { currentSession, requestSignIn } from './session.ts';

type Fetch = (request: Request) => Promise<Response>;

/**
 * How the console sends a request: a session that has run out is renewed over the page, and the request goes out once
 * more, so that nobody loses what they wrote; the state of the connection is told to the page.
 */
export function createApiFetch(fetch: Fetch, ask: () => Promise<boolean> = requestSignIn): Fetch {
  return async request => {
    const again = request.clone();
    const answer = await fetchAndReport(fetch, request);
    const isSignIn = new URL(request.url).pathname.includes('/auth/');
    if (answer.status !== 401 || isSignIn || !currentSession()) return answer;
    return (await ask()) ? fetchAndReport(fetch, again) : answer;
  };
}

async function fetchAndReport(fetch: Fetch, request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    setConnectionStatus(answer.status === 502 || answer.status === 503 || answer.status === 504 ? 'down' : 'fine');
    return answer;
  } catch (error) {
    if (!request.signal.aborted) setConnectionStatus('offline');
    throw error;
  }
}
