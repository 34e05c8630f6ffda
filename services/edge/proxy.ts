import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { pipeRequest } from '../platform/http/request-body.ts';
import type { Log } from '../platform/observability/log.ts';
import { fault, hasBody, isCacheable, isForPart, isStream, refuse } from './admission.ts';
import { Delivery } from './delivery.ts';
import type { Entry, Key } from './entry.ts';
import type { Flights, Landing } from './flights.ts';
import { type App, type Front, routeOf, targetOf } from './fronts.ts';
import type { Outcome } from './head.ts';
import { headersOnward, type Sender } from './onward.ts';
import { type Asked, type Origin, Visit } from './origin.ts';
import { isTrouble } from './policy.ts';
import { addressOf, schemeOf, type Trust } from './sender.ts';
import type { Statistics } from './statistics.ts';
import type { EdgeStore } from './store.ts';
import { sendStored } from './stored.ts';
import { tellUnreachable } from './unreachable.ts';

export interface ProxyDependencies {
  front: Front;
  /** By address. */
  origins: ReadonlyMap<string, Origin>;
  store: EdgeStore;
  flights: Flights;
  statistics: Statistics;
  trust: Trust;
  log: Log;
}

const COUNTED = { HIT: 'hits', STALE: 'stale', MISS: 'misses', PASS: 'passes' } as const satisfies Record<
  Outcome,
  string
>;

/**
 * How often one request waits for others that ask for the same: each landing may show that it wanted another variant.
 */
const PATIENCE = 5;

/** Serves a front: from the cache what may be shared, from its origins the rest. */
export function createProxy(dependencies: ProxyDependencies): RequestListener {
  const { front, origins, store, flights, statistics, trust, log } = dependencies;

  /** Sends one request on its way; resolves when nothing more comes. */
  function go(request: IncomingMessage, response: ServerResponse, to: Way, lead?: Lead): void {
    const { origin, isCached, path, headers, sender, prefix, app } = to;
    const visit = new Visit(front.name, store.ticket(front.name), isCached);
    const { ticket } = visit;
    let settled = false;
    const land = (how: Landing): void => {
      if (settled) return;
      settled = true;
      ticket.whenSettled = undefined;
      lead?.land(how);
    };
    ticket.whenSettled = () => land('stored');
    const delivery = new Delivery({
      ...{ request, response, visit, store, prefix, app, requestId: sender.requestId },
      begun(outcome, status) {
        statistics.count(front.name, COUNTED[outcome]);
        if (visit.failure || isTrouble(status)) {
          log.warn({ front: front.name, path, status, error: visit.failure, cache: outcome }, 'an origin failed');
          if (outcome !== 'STALE') statistics.count(front.name, 'errors');
        }
        if (outcome === 'HIT' || outcome === 'STALE') land('stored');
        else if (!ticket.isStoring) land(isTrouble(status) ? 'failed' : visit.isStorable ? 'stopped' : 'unshared');
      },
      sent: bytes => statistics.count(front.name, 'bytes', bytes),
      ended() {
        if (!ticket.isStoring) land('stopped');
      },
    });
    response.once('close', () => {
      if (!response.writableFinished) delivery.abandon(ticket.isStoring || lead?.isAwaited() === true);
    });
    const { method = 'GET' } = request;
    const asked: Asked = {
      ...{ visit, path, headers },
      method: isCached ? 'GET' : method,
      body: hasBody(request) ? pipeRequest(request, new PassThrough()) : null,
      ...(isStream(request) ? { bodyTimeout: 0 } : {}),
    };
    if (isCached || (method !== 'GET' && method !== 'HEAD')) origin.ask(asked, delivery);
    else origin.pass(asked, delivery);
  }

  /** Gives what is there and needs nobody to be asked, past the engine. */
  function give(request: IncomingMessage, response: ServerResponse, { sender, prefix }: Way, entry: Entry): void {
    const outcome = entry.staleAt < Date.now() ? 'STALE' : 'HIT';
    statistics.count(front.name, COUNTED[outcome]);
    const sent = (bytes: number) => statistics.count(front.name, 'bytes', bytes);
    sendStored({ request, response, store, entry, outcome, sent, requestId: sender.requestId, prefix });
  }

  /** Waits for whoever asks for the same already, if what they get can be shared. */
  async function lookUp(request: IncomingMessage, response: ServerResponse, way: Way): Promise<void> {
    const url = `${way.sender.host} ${way.origin.url}${way.path}`;
    const key = keyOf(way);
    for (let waits = 0; waits < PATIENCE; waits += 1) {
      if (store.standing(key) !== 'absent' || flights.isUnshared(url)) break;
      const flight = flights.of(url);
      if (!flight) {
        const begun = flights.begin(url);
        go(request, response, way, { land: begun.land, isAwaited: () => begun.flight.waiting > 0 });
        return;
      }
      flight.waiting += 1;
      const landing = await flight.landed;
      flight.waiting -= 1;
      if (response.destroyed) return;
      if (landing === 'failed' && store.standing(key) === 'absent') {
        statistics.count(front.name, 'misses');
        statistics.count(front.name, 'errors');
        const headers = { 'x-cache': 'MISS', 'x-request-id': way.sender.requestId };
        tellUnreachable(request, response, { app: way.app, status: 503, headers });
        return;
      }
    }
    go(request, response, way);
  }

  return (request, response) => {
    const wrong = fault(request);
    if (wrong) return refuse(response, ...wrong, { connection: 'close' });
    const target = request.url ?? '/';
    const path = target.split('?', 1)[0] ?? '/';
    const route = routeOf(front.routes, path);
    const origin = route && origins.get(route.origin);
    if (!route || !origin) return refuse(response, 404, 'Not Found', 'There is nothing here.');
    const sender: Sender = {
      address: addressOf(request, trust),
      host: request.headers.host ?? '',
      scheme: schemeOf(request, trust),
      // Nothing is sorted by it; its random numbers come from a store of Node's, where those of a UUIDv7 are fetched
      // one by one.
      requestId: randomUUID(),
    };
    const isCached = isCacheable(request);
    const headers = headersOnward(request.headers, sender, isCached);
    const way: Way = {
      ...{ origin, isCached, sender, headers, app: route.app },
      path: targetOf(route, target),
      prefix: route.strip ? route.prefix : '',
    };
    if (!isCached) return go(request, response, way);
    const ready = store.ready(keyOf(way));
    if (ready) return give(request, response, way, ready);
    if (isForPart(request) && !store.has(keyOf(way)))
      return go(request, response, { ...way, isCached: false, headers: headersOnward(request.headers, sender, false) });
    lookUp(request, response, way).catch(error => {
      log.error({ error, front: front.name, path }, 'a request failed');
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'Internal Server Error', 'Something went wrong.');
    });
  };
}

/** Where a request goes, and on whose behalf. */
interface Way {
  origin: Origin;
  isCached: boolean;
  path: string;
  /** With which the origin is asked. */
  headers: Record<string, string | string[]>;
  sender: Sender;
  prefix: string;
  app: App | undefined;
}

const keyOf = ({ origin, path, headers }: Way): Key => ({ origin: origin.url, method: 'GET', path, headers });

/** What whoever asks first owes those who wait. */
interface Lead {
  land(how: Landing): void;
  isAwaited(): boolean;
}
