import { useSyncExternalStore } from 'react';
import type { Cart, Changed, Removed } from '../shop/cart.ts';

/** The cart as this page knows it: what the server said last, and what was asked for since. */
export interface CartState {
  cart: Cart | undefined;
  /** Quantities that were asked for and not yet answered, by sku. */
  wanted: Readonly<Record<string, number>>;
  notices: Changed['notices'];
  /** What the last change took out, which can be undone. */
  removed: Removed | undefined;
  isOpen: boolean;
  /** Whether the server has said anything yet. */
  isKnown: boolean;
}

let state: CartState = { cart: undefined, wanted: {}, notices: [], removed: undefined, isOpen: false, isKnown: false };
const listeners = new Set<() => void>();

export function setState(change: Partial<CartState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The cart as the server put it into the page. */
export const firstState = ({ cart, notices, removed }: Changed): CartState => ({
  cart,
  notices,
  removed,
  wanted: {},
  isOpen: false,
  isKnown: true,
});

/** The cart of this page; `first` is what the server put into it. */
export function useCart(first?: CartState): CartState {
  return useSyncExternalStore(
    subscribe,
    () => (first && !state.isKnown ? first : state),
    () => first ?? state,
  );
}

async function asked(request: () => Promise<Response>): Promise<Changed> {
  try {
    const answer = await request();
    if (answer.ok) return await answer.json();
  } catch {} // no connection: told like a shop that is down
  return { cart: state.cart, notices: [{ kind: 'down' }] };
}

const json = { accept: 'application/json' };
let turn = 0;

/**
 * Sends a change of the cart as its form would, and shows what came of it; of changes that overtake each other the last
 * one's answer counts.
 */
export async function send(form: FormData): Promise<void> {
  turn += 1;
  const mine = turn;
  const changed = await asked(() =>
    fetch('/cart/lines', {
      method: 'POST',
      body: new URLSearchParams([...form].map(([name, value]) => [name, String(value)])),
      headers: json,
    }),
  );
  if (mine !== turn) return;
  const isDown = changed.notices.some(({ kind }) => kind === 'down');
  const { cart, removed } = isDown ? { ...state, ...changed, cart: changed.cart ?? state.cart } : changed;
  setState({ cart, removed, notices: changed.notices, wanted: {}, isKnown: true });
}

/** Shows a quantity at once, and asks the server for it. */
export function want(sku: string, quantity: number): void {
  setState({ wanted: { ...state.wanted, [sku]: quantity }, isKnown: true });
  const form = new FormData();
  form.set('sku', sku);
  form.set('quantity', String(quantity));
  void send(form);
}

/** The page came again, with the cart as it is now; unless something is asked for meanwhile, that is the cart. */
export function takeFromPage(page: Changed): void {
  if (Object.keys(state.wanted).length === 0) setState({ ...page, isKnown: true });
}

/** Asks what is in the cart now. */
export async function refresh(): Promise<void> {
  const mine = turn;
  const changed = await asked(() => fetch('/cart/lines', { headers: json }));
  if (mine === turn) setState({ ...changed, isKnown: true });
}
