import { z } from 'zod';

/** What is asked of every shop, the cheapest first; a checkout leaves work behind, so it comes last. */
export const scenarios = ['list', 'product', 'search', 'cart', 'checkout'] as const;
export type Scenario = (typeof scenarios)[number];

/** A pass through each scenario as a client of that shop makes it; throws for any answer but the wanted one. */
export type Flows = Readonly<Record<Scenario, () => Promise<void>>>;

/** A shop that is up and sells the catalogue. */
export interface RunningShop {
  flows: Flows;
  /** Ends its processes and deletes its databases; throws when one of its processes has ended before. */
  close(): Promise<void>;
}

/** A shop that is compared. */
export interface Shop {
  name: string;
  /** Requests of a client for a flow; a list and a search are one. */
  requests: Readonly<Record<'product' | 'cart' | 'checkout', number>>;
  start(): Promise<RunningShop>;
}

/** Products on a page of lists and searches. */
export const PAGE = 20;
/** Sizes of a product. */
export const VARIANTS = 4;

interface Sent {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: object;
}

/** JSON over a connection that is kept; throws for any status but 2xx and for a body that is not as `schema` says. */
export async function ask<T>(
  url: string,
  schema: z.ZodType<T>,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<{ body: T; headers: Headers }> {
  const response = await fetch(url, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} responded ${response.status}: ${text.slice(0, 500)}`);
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${method} ${url} ${z.prettifyError(parsed.error)}: ${text.slice(0, 500)}`);
  return { body: parsed.data, headers: response.headers };
}

/** A full page of anything. */
export const fullPage = z.array(z.unknown()).length(PAGE);
