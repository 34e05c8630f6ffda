import { createApiFetch } from '../admin/kit/api/api-fetch.ts';
import { createAdminClients } from '../generated/admin/clients.ts';
import { createAdminCalls } from '../generated/admin/resources.ts';
import { exactly } from './matchers.ts';

/** A problem whose detail the console shows. */
export function problemLike(status: number, detail: string) {
  return { status: exactly(status), title: 'Refused', detail };
}

/** The console's clients, with the pact's service in place of its own origin; a browser adds the cookie itself. */
export function consoleClients(baseUrl: string, cookie?: string) {
  const send = createApiFetch(request => {
    if (cookie !== undefined) request.headers.set('cookie', cookie);
    return fetch(request);
  });
  const api = createAdminClients({ baseUrl, fetch: send });
  return { api, calls: createAdminCalls(api) };
}
