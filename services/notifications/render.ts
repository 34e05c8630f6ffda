import { z } from 'zod';
import type { Preview, TemplateText } from '../../generated/notifications/types.ts';
import { LimitedThread } from '../platform/limited-thread.ts';
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

/** A thread that renders one template after the other; it is ended when one exceeds the deadline. */
export function createRenderer(deadlineMs: number): (request: RenderRequest) => Promise<unknown> {
  const thread = new LimitedThread<RenderRequest, RenderResult>(new URL('./render-worker.ts', import.meta.url), {
    deadlineMs,
    memoryMb: MEMORY_MB,
  });
  return async request => {
    const result = await thread.send(request);
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
