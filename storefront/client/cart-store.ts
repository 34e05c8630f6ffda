import { useSyncExternalStore } from 'react';
import type { Cart, CartChange, RemovedLine } from '../shop/cart.ts';

/** The cart as this page knows it: the server's last response, and the changes that were requested since. */
export interface CartState {
  cart: Cart | undefined;
  /** Requested quantities without a response yet, by SKU. */
  requested: Readonly<Record<string, number>>;
  notices: CartChange['notices'];
  /** The line that the last change removed; it can be undone. */
  removed: RemovedLine | undefined;
  isOpen: boolean;
  /** Whether there was a response of the server yet. */
  isKnown: boolean;
}

let state: CartState = {
  cart: undefined,
  requested: {},
  notices: [],
  removed: undefined,
  isOpen: false,
  isKnown: false,
};
const listeners = new Set<() => void>();

export function setState(change: Partial<CartState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state from the cart that the server rendered into the page. */
export const initialState = ({ cart, notices, removed }: CartChange): CartState => ({
  cart,
  notices,
  removed,
  requested: {},
  isOpen: false,
  isKnown: true,
});

/** The cart of this page; `first` is the state that the server rendered. */
export function useCart(first?: CartState): CartState {
  return useSyncExternalStore(
    subscribe,
    () => (first && !state.isKnown ? first : state),
    () => first ?? state,
  );
}

async function fetchCart(request: () => Promise<Response>): Promise<CartChange> {
  try {
    const response = await request();
    if (response.ok) return await response.json();
  } catch {} // no connection: the same message as for a service that is down
  return { cart: state.cart, notices: [{ kind: 'down' }] };
}

const json = { accept: 'application/json' };
let lastRequest = 0;

/** Submits a change of the cart as its form would, and shows the result. Of concurrent changes the last one counts. */
export async function send(form: FormData): Promise<void> {
  lastRequest += 1;
  const own = lastRequest;
  const changed = await fetchCart(() =>
    fetch('/cart/lines', {
      method: 'POST',
      body: new URLSearchParams([...form].map(([name, value]) => [name, String(value)])),
      headers: json,
    }),
  );
  if (own !== lastRequest) return;
  const isDown = changed.notices.some(({ kind }) => kind === 'down');
  const { cart, removed } = isDown ? { ...state, ...changed, cart: changed.cart ?? state.cart } : changed;
  setState({ cart, removed, notices: changed.notices, requested: {}, isKnown: true });
}

/** Shows a quantity at once, and requests it from the server. */
export function requestQuantity(sku: string, quantity: number): void {
  setState({ requested: { ...state.requested, [sku]: quantity }, isKnown: true });
  const form = new FormData();
  form.set('sku', sku);
  form.set('quantity', String(quantity));
  void send(form);
}

/** Takes over the cart of a page that was rendered again, unless a change is in flight. */
export function syncFromPage(page: CartChange): void {
  if (Object.keys(state.requested).length === 0) setState({ ...page, isKnown: true });
}

/** Reads the cart. */
export async function refresh(): Promise<void> {
  const own = lastRequest;
  const changed = await fetchCart(() => fetch('/cart/lines', { headers: json }));
  if (own === lastRequest) setState({ ...changed, isKnown: true });
}
