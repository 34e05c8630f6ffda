import { useSyncExternalStore } from 'react';
import type { Cart, CartChange, RemovedLine } from '../shop/cart.ts';
import { ownProperty } from '../shop/own-property.ts';

/** What is in the cart of a thing after a press on its card, and why it is not what was wanted. */
export interface CardResult {
  title: string;
  quantity: number;
  /** `down`: the cart cannot be changed; a number: there are no more. */
  problem: 'down' | number | undefined;
}

/** The cart in this page: the server's last response, and the changes that were requested since. */
export interface CartState {
  cart: Cart | undefined;
  /** Requested quantities without a response yet, by SKU. */
  requested: Readonly<Record<string, number>>;
  notices: CartChange['notices'];
  /** The line that the last change removed; it can be undone. */
  removed: RemovedLine | undefined;
  isOpen: boolean;
  /** What came of the last press on a card. */
  said: CardResult | undefined;
  /** Whether there was a response of the server yet. */
  isKnown: boolean;
}

let state: CartState = {
  cart: undefined,
  requested: {},
  notices: [],
  removed: undefined,
  isOpen: false,
  said: undefined,
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
  said: undefined,
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
/** Changes are sent one after the other: the first of them may create the cart. */
let queue: Promise<unknown> = Promise.resolve();
/** The changes that wait in the queue. */
const unsent = new Set<URLSearchParams>();
/** What earlier changes of the queue reported, until the last one shows it. */
let unseen: CartChange['notices'] = [];

const hasCart = (): boolean => document.cookie.includes('cart-count=');

const post = (body: URLSearchParams): Promise<Response> =>
  fetch('/cart/lines', { method: 'POST', body, headers: json, keepalive: true });

const readCart = (): Promise<Response> => fetch('/cart/lines', { headers: json });

/** Sends what still waits when the page is left. Before the cart exists nothing can: each request would create one. */
function sendUnsent(): void {
  if (!hasCart()) return;
  for (const body of unsent) void post(body).catch(() => {});
  unsent.clear();
}

/**
 * Submits a change of the cart as its form would, after those that were submitted before, and shows the result of the
 * last one. Who leaves the page meanwhile does not take it back (`keepalive`).
 */
export async function send(form: FormData): Promise<void> {
  lastRequest += 1;
  const own = lastRequest;
  const body = new URLSearchParams([...form].map(([name, value]) => [name, String(value)]));
  if (own === 1) addEventListener('pagehide', sendUnsent);
  unsent.add(body);
  const sent = queue.then(() => fetchCart(() => (unsent.delete(body) ? post(body) : readCart())));
  queue = sent;
  const changed = await sent;
  unseen = [...unseen, ...changed.notices];
  if (own !== lastRequest) return;
  const notices = unseen;
  unseen = [];
  const isDown = notices.some(({ kind }) => kind === 'down');
  const { cart, removed } = isDown ? { ...state, ...changed, cart: changed.cart ?? state.cart } : changed;
  setState({ cart, removed, notices, requested: {}, isKnown: true });
}

/** Whether quantities were requested that the server has not responded to. */
export const isChanging = (): boolean => Object.keys(state.requested).length > 0;

/** Resolves once the server has responded to every change; with whether all is as it was requested. */
export async function whenSettled(): Promise<boolean> {
  while (isChanging()) await queue;
  return state.notices.length === 0;
}

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** What a line of the cart is going to have. */
const quantityOf = (sku: string): number =>
  ownProperty(state.requested, sku) ?? state.cart?.lines.find(line => line.sku === sku)?.quantity ?? 0;

/** How many things are in the cart, with what was requested. */
export const countOf = ({ cart, requested }: CartState): number => {
  const lines = Object.fromEntries((cart?.lines ?? []).map(({ sku, quantity }) => [sku, quantity]));
  return Object.values({ ...lines, ...requested }).reduce((total, quantity) => total + quantity, 0);
};

/** Shows a quantity at once, and requests it from the server. With a `title` the page says what came of it. */
export function requestQuantity(sku: string, quantity: number, title?: string): void {
  setState({ requested: { ...state.requested, [sku]: quantity } });
  void send(formOf({ sku, quantity: String(quantity) })).then(() => title && say(sku, title));
}

/** Adds one of a thing, and says what is in the cart then. */
export function addOne(sku: string, title: string): void {
  setState({ requested: { ...state.requested, [sku]: quantityOf(sku) + 1 } });
  void send(formOf({ sku, add: '1' })).then(() => say(sku, title));
}

function say(sku: string, title: string): void {
  if (isChanging()) return; // more is under way
  const short = state.notices.find(notice => notice.kind === 'short' && notice.sku === sku);
  const isDown = state.notices.some(({ kind }) => kind === 'down');
  const problem = isDown ? 'down' : short?.kind === 'short' ? short.available : undefined;
  setState({ said: { title, quantity: quantityOf(sku), problem } });
}

let isRequested = false;

/** Reads the cart once, where the browser has one and nothing else has read it. */
export function loadCart(): void {
  if (isRequested || state.isKnown || !hasCart()) return;
  isRequested = true;
  void refresh();
}

/** Takes over the cart of a page that was rendered again, unless a change is in flight. */
export function syncFromPage(page: CartChange): void {
  if (!isChanging()) setState({ ...page, isKnown: true });
}

/** Reads the cart. */
export async function refresh(): Promise<void> {
  const own = lastRequest;
  const changed = await fetchCart(readCart);
  if (own === lastRequest) setState({ ...changed, isKnown: true });
}
