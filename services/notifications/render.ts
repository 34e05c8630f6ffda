import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Preview, TemplateText } from '../../generated/notifications/types.ts';
import type { View } from './message.ts';
import { type Fault, TemplateError } from './template-error.ts';

/**
 * Renders templates in a worker thread. Merchants write templates, and a short one can keep the parser busy for
 * minutes: the thread has limits of time and memory, and does not block the service.
 */

export interface RenderRequest {
  form: 'renderEmail' | 'renderSms' | 'renderAll';
  text: TemplateText;
  view: View;
}

export type RenderResult = { rendered: unknown } | { faults: readonly Fault[] } | { failure: string };

/** The deadline for all parts of one message; liquidjs has separate limits, whose errors name the part. */
const DEADLINE_MS = 3_000;
const MEMORY_MB = 256;

function startThread(): Promise<Worker> {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve(worker);
    });
  });
}

/** The thread's response, or undefined when it timed out or ran out of memory. */
async function answerOf(worker: Worker, request: RenderRequest, deadlineMs: number): Promise<RenderResult | undefined> {
  const { promise, resolve } = Promise.withResolvers<RenderResult | undefined>();
  const giveUp = () => resolve(undefined);
  const timer = setTimeout(giveUp, deadlineMs);
  worker.once('message', resolve).once('error', giveUp).once('exit', giveUp);
  worker.ref();
  worker.postMessage(request);
  const result = await promise;
  clearTimeout(timer);
  worker.off('message', resolve).off('error', giveUp).off('exit', giveUp);
  worker.unref();
  return result;
}

/** A thread that renders one template after the other; it is terminated when one exceeds the deadline. */
export function createRenderer(deadlineMs: number): (request: RenderRequest) => Promise<unknown> {
  let thread: Promise<Worker> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function next(request: RenderRequest): Promise<RenderResult | undefined> {
    thread ??= startThread();
    const worker = await thread.catch((error: unknown) => {
      thread = undefined;
      throw error;
    });
    const result = await answerOf(worker, request, deadlineMs);
    if (result !== undefined) return result;
    thread = undefined;
    await worker.terminate();
    return undefined;
  }

  return async request => {
    const turn = queue.then(() => next(request));
    queue = turn.catch(() => undefined);
    const result = await turn;
    if (result === undefined) {
      const message = `takes longer than ${deadlineMs / 1000} s, or more memory than there is for a template`;
      throw new TemplateError([{ part: request.form === 'renderSms' ? 'sms' : 'mjml', message }]);
    }
    if ('faults' in result) throw new TemplateError(result.faults);
    if ('failure' in result) throw new Error(`A template could not be rendered: ${result.failure}`);
    return result.rendered;
  };
}

const render = createRenderer(DEADLINE_MS);
const email = z.object({ subject: z.string(), html: z.string(), text: z.string() });
const everything = email.extend({ sms: z.string() });

/** The message as an e-mail. Throws TemplateError. */
export async function renderEmail(text: TemplateText, view: View): Promise<Omit<Preview, 'sms'>> {
  return email.parse(await render({ form: 'renderEmail', text, view }));
}

/** The message as an SMS. Throws TemplateError. */
export async function renderSms(text: TemplateText, view: View): Promise<string> {
  return z.string().parse(await render({ form: 'renderSms', text, view }));
}

/** All forms of a message. Throws TemplateError with all errors of its template. */
export async function renderAll(text: TemplateText, view: View): Promise<Preview> {
  return everything.parse(await render({ form: 'renderAll', text, view }));
}
