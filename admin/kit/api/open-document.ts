import { z } from 'zod';
import { createApiFetch } from './api-fetch.ts';

const problemSchema = z.object({ title: z.string(), detail: z.string().optional() });

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
    const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
    return problem.data?.detail ?? problem.data?.title ?? 'Something went wrong on our side.';
  }
  await response.body?.cancel();
  const tab = window.open(path, '_blank');
  if (tab) tab.opener = null;
  else location.assign(path);
  return undefined;
}
