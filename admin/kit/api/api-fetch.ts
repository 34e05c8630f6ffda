import { reportConnection } from './connection-status.ts';
import { askToSignInAgain, currentSession } from './session.ts';

type Fetch = (request: Request) => Promise<Response>;

/**
 * How the console sends a request: a session that has run out is renewed over the page, and the request goes out once
 * more, so that nobody loses what they wrote; the state of the connection is told to the page.
 */
export function createSend(fetch: Fetch, ask: () => Promise<boolean> = askToSignInAgain): Fetch {
  return async request => {
    const again = request.clone();
    const answer = await attempt(fetch, request);
    const isSignIn = new URL(request.url).pathname.includes('/auth/');
    if (answer.status !== 401 || isSignIn || !currentSession()) return answer;
    return (await ask()) ? attempt(fetch, again) : answer;
  };
}

async function attempt(fetch: Fetch, request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    reportConnection(answer.status === 502 || answer.status === 503 || answer.status === 504 ? 'down' : 'fine');
    return answer;
  } catch (error) {
    if (!request.signal.aborted) reportConnection('offline');
    throw error;
  }
}
