import { z } from 'zod';

const origin = z
  .string()
  .refine(
    text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be the address of a server: http://127.0.0.1:4030',
  )
  .transform(text => new URL(text).origin);

const app = z.enum(['shop', 'console']);

/** An app that people open in a browser. While its origin is unavailable they get a page (unavailable.ts). */
export type App = z.output<typeof app>;

const route = z.object({
  prefix: z.string().regex(/^\/(?:[\w.~-]+(?:\/[\w.~-]+)*)?$/, 'must be a path without a slash at its end: /api'),
  origin,
  strip: z.boolean().default(false),
  app: app.optional(),
});

const listenerConfig = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be a word'),
  port: z.int().min(0).max(65_535),
  routes: z.array(route).min(1),
});

/**
 * Maps a path prefix to an origin. The longest `prefix` that covers whole segments of the path wins; `strip` removes it
 * before the request is forwarded.
 */
export type Route = z.output<typeof route>;

/** One port of the edge and its routes. */
export type ListenerConfig = z.output<typeof listenerConfig>;

/** `EDGE_LISTENERS`: the listeners, as JSON. */
export const listenersSetting = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('must be JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(listenerConfig)
      .refine(
        listeners => new Set(listeners.map(({ name }) => name)).size === listeners.length,
        'two listeners have one name',
      ),
  );

const covers = (prefix: string, path: string): boolean =>
  prefix === '/' || path === prefix || path.startsWith(`${prefix}/`);

/** The route of a path without its query; undefined where the listener has none. */
export function routeOf(routes: readonly Route[], path: string): Route | undefined {
  return routes.filter(({ prefix }) => covers(prefix, path)).reduce<Route | undefined>(longerPrefix, undefined);
}

const longerPrefix = (best: Route | undefined, next: Route): Route =>
  best && best.prefix.length >= next.prefix.length ? best : next;

/** The request target as it is forwarded to the route's origin: `/api/products?q=a` → `/products?q=a`. */
export function targetOf({ prefix, strip }: Route, target: string): string {
  if (!strip || prefix === '/') return target;
  const rest = target.slice(prefix.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
