import { createApiFetch } from './api-fetch.ts';
import { isObject } from './request-body.ts';

const request = createApiFetch(sent => globalThis.fetch(sent));

/** Opens a document of the API in a new tab, or resolves with the reason in words why there is none. */
export async function openDocument(path: string): Promise<string | undefined> {
  let response: Response;
  try {
    response = await request(new Request(new URL(path, location.origin)));
  } catch {
    return 'No connection. Try again once you are back online.';
  }
  if (!response.ok) {
    const problem: unknown = await response.json().catch(() => undefined);
    const text = isObject(problem) ? (problem.detail ?? problem.title) : undefined;
    return typeof text === 'string' ? text : 'Something went wrong on our side.';
  }
  await response.body?.cancel();
  const tab = window.open(path, '_blank');
  if (tab) tab.opener = null;
  else location.assign(path);
  return undefined;
}
