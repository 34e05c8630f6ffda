import { useSyncExternalStore } from 'react';
import type { Session } from '../../../generated/identity/types.ts';

/** The signed-in person; `expired` while the page asks for a new sign-in. */
export interface SessionState {
  session: Session | undefined;
  expired: boolean;
}

let state: SessionState = { session: undefined, expired: false };
let waiting: ((again: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function put(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

export function currentSession(): Session | undefined {
  return state.session;
}

export function setSession(session: Session | undefined): void {
  put({ session, expired: false });
}

/**
 * Requests a new sign-in without leaving the page and resolves with whether it happened. Concurrent callers share one
 * request.
 */
export function requestSignIn(): Promise<boolean> {
  if (!state.expired) put({ ...state, expired: true });
  return new Promise(resolve => waiting.push(resolve));
}

/** Resolves the pending sign-in requests. */
export function completeSignIn(session: Session | undefined): void {
  put({ session, expired: false });
  const resolvers = waiting;
  waiting = [];
  for (const resolve of resolvers) resolve(session !== undefined);
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
