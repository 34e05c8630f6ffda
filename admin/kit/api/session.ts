import { useSyncExternalStore } from 'react';
import type { Session } from '../../../generated/identity/types.ts';

/** Why a new sign-in is asked for: the session is over, or the password was given too long ago for what was asked. */
export type SignInReason = 'expired' | 'reauthentication';

/** The signed-in person; `asked` while the page asks for a new sign-in. */
export interface SessionState {
  session: Session | undefined;
  asked: SignInReason | undefined;
}

let state: SessionState = { session: undefined, asked: undefined };
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
  put({ session, asked: undefined });
}

/**
 * Requests a new sign-in without leaving the page and resolves with whether it happened. Concurrent callers share one
 * request.
 */
export function requestSignIn(reason: SignInReason): Promise<boolean> {
  if (state.asked === undefined) put({ ...state, asked: reason });
  return new Promise(resolve => waiting.push(resolve));
}

/** Resolves the pending sign-in requests; `undefined` says that there was no sign-in. */
export function completeSignIn(session: Session | undefined): void {
  const isOver = session === undefined && state.asked === 'expired';
  put({ session: isOver ? undefined : (session ?? state.session), asked: undefined });
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
