import { useSyncExternalStore } from 'react';
import type { Session } from '../../../generated/identity/types.ts';

/**
 * Who is signed in, as far as this page knows; `expired` while somebody is asked to sign in again over what they were
 * doing.
 */
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
 * Asks for a new sign-in without leaving the page; resolves with whether there was one. Whoever asks meanwhile waits
 * for the same.
 */
export function requestSignIn(): Promise<boolean> {
  if (!state.expired) put({ ...state, expired: true });
  return new Promise(resolve => waiting.push(resolve));
}

/** Ends the asking: signed in again, or not. */
export function completeSignIn(session: Session | undefined): void {
  put({ session, expired: false });
  const asked = waiting;
  waiting = [];
  for (const resolve of asked) resolve(session !== undefined);
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
