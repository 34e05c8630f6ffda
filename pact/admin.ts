import { createApiFetch } from '../admin/kit/api/api-fetch.ts';
import { createAdminClients } from '../generated/admin/clients.ts';
import { createAdminCalls } from '../generated/admin/resources.ts';
import { exactly } from './typed.ts';

/** A refusal whose words the console shows. */
export function refusal(status: number, detail: string) {
  return { status: exactly(status), title: 'Refused', detail };
}

/**
 * What the console asks with, with the pact's service in the place of its own origin; a browser adds the cookie by
 * itself.
 */
export function consoleAt(baseUrl: string, cookie?: string) {
  const send = createApiFetch(request => {
    if (cookie !== undefined) request.headers.set('cookie', cookie);
    return fetch(request);
  });
  const api = createAdminClients({ baseUrl, fetch: send });
  return { api, calls: createAdminCalls(api) };
}
