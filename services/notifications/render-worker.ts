import { parentPort } from 'node:worker_threads';
import type { RenderRequest, RenderResult } from './render.ts';
import { renderAll, renderEmail, renderSms } from './rendering.ts';
import { TemplateError } from './template-error.ts';

const renderers = { renderAll, renderEmail, renderSms };

/** The worker thread of `render.ts`: renders the templates that it receives, one after the other. */
async function resultOf({ form, text, view }: RenderRequest): Promise<RenderResult> {
  try {
    return { rendered: await renderers[form](text, view) };
  } catch (error) {
    if (error instanceof TemplateError) return { faults: error.faults };
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (request: RenderRequest) => {
  void resultOf(request).then(result => parentPort?.postMessage(result));
});
parentPort?.postMessage('ready');
