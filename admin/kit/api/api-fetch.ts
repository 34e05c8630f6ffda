import { setConnectionStatus } from './connection-status.ts';
import { currentSession, requestSignIn, type SignInReason } from './session.ts';

type Fetch = (request: Request) => Promise<Response>;

/**
 * Sends a request. When the session has expired, or the request needs the password to be given again, it asks for a
 * new sign-in over the page and retries once, under the same idempotency key, so that no input is lost. It also updates
 * the connection status.
 */
export function createApiFetch(fetch: Fetch, ask: (reason: SignInReason) => Promise<boolean> = requestSignIn): Fetch {
  return async request => {
    const again = request.clone();
    const answer = await fetchAndReport(fetch, request);
    const isSignIn = new URL(request.url).pathname.includes('/auth/');
    const reason = isSignIn || !currentSession() ? undefined : await signInReason(answer);
    return reason !== undefined && (await ask(reason)) ? fetchAndReport(fetch, again) : answer;
  };
}

/** Why a response asks for a new sign-in; undefined for every other response. */
async function signInReason(answer: Response): Promise<SignInReason | undefined> {
  if (answer.status === 401) return 'expired';
  if (answer.status !== 403) return undefined;
  const problem: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  const isStepUp =
    typeof problem === 'object' &&
    problem !== null &&
    'code' in problem &&
    problem.code === 'reauthentication_required';
  return isStepUp ? 'reauthentication' : undefined;
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
