import { setConnectionStatus } from './connection-status.ts';
import { currentSession, requestSignIn } from './session.ts';

type Fetch = (request: Request) => Promise<Response>;

/**
 * Sends a request. When the session has expired it asks for a new sign-in over the page and retries once, so that no
 * input is lost. It also updates the connection status.
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
