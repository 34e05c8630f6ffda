import { Liquid } from 'liquidjs';
import mjml2html from 'mjml';
import type { Preview, TemplateText } from '../../generated/notifications/types.ts';
import { escapeHtml } from '../platform/html.ts';
import type { View } from './message.ts';
import { TemplateError } from './template-error.ts';

const MOST_CHARACTERS = 500_000;
/** The parser of MJML takes time quadratic in some inputs. */
const MOST_MJML_CHARACTERS = 100_000;

/**
 * Templates are written by merchants: they see only what they are given, read no files, and may take half a second and
 * some memory a part. A name or filter that does not exist is an error, so that a typing mistake shows before a
 * customer sees it.
 */
const limits = {
  ...{ strictVariables: true, strictFilters: true, ownPropertyOnly: true, lenientIf: true, templates: {} },
  ...{ parseLimit: 300_000, renderLimit: 500, memoryLimit: 2_000_000 },
};
const plain = new Liquid(limits);
const html = new Liquid({ ...limits, outputEscape: (value: unknown) => escapeHtml(String(value ?? '')) });
// There is no way around escaping: what customers typed must not become markup.
html.registerFilter('raw', (value: unknown) => value);

async function liquid(engine: Liquid, part: keyof TemplateText, template: string, view: View): Promise<string> {
  let text: unknown;
  try {
    text = await engine.parseAndRender(template, view);
  } catch (error) {
    throw new TemplateError([{ part, message: reason(error) }]);
  }
  const rendered = String(text);
  if (rendered.length > MOST_CHARACTERS)
    throw new TemplateError([{ part, message: `renders to more than ${MOST_CHARACTERS} characters` }]);
  return rendered;
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error);
}

async function compile(mjml: string): Promise<string> {
  if (mjml.length > MOST_MJML_CHARACTERS)
    throw new TemplateError([{ part: 'mjml', message: `renders to more than ${MOST_MJML_CHARACTERS} characters` }]);
  try {
    // No fonts from elsewhere: opening a message must not be reported to anybody.
    const { html: page } = await mjml2html(mjml, {
      validationLevel: 'strict',
      ignoreIncludes: true,
      fonts: {},
      keepComments: false,
    });
    return page;
  } catch (error) {
    throw new TemplateError([
      { part: 'mjml', message: error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error) },
    ]);
  }
}

/** The subject in one line, whatever was typed. */
async function renderSubject(text: TemplateText, view: View): Promise<string> {
  return (await liquid(plain, 'subject', text.subject, view)).replace(/\s+/g, ' ').trim();
}

/** The message as an e-mail. Throws TemplateError. */
export async function renderEmail(text: TemplateText, view: View): Promise<Omit<Preview, 'sms'>> {
  const page = await compile(await liquid(html, 'mjml', text.mjml, view));
  return {
    subject: await renderSubject(text, view),
    html: page,
    text: (await liquid(plain, 'text', text.text, view)).trim(),
  };
}

/** The message as an SMS. Throws TemplateError. */
export async function renderSms(text: TemplateText, view: View): Promise<string> {
  return (await liquid(plain, 'sms', text.sms, view)).replace(/\s+/g, ' ').trim();
}

/** All forms of a message, or everything that is wrong with its template. */
export async function renderAll(text: TemplateText, view: View): Promise<Preview> {
  const parts = await Promise.allSettled([
    liquid(html, 'mjml', text.mjml, view).then(compile),
    renderSubject(text, view),
    liquid(plain, 'text', text.text, view),
    renderSms(text, view),
  ]);
  const faults = parts.flatMap(part =>
    part.status === 'rejected' && part.reason instanceof TemplateError ? part.reason.faults : [],
  );
  if (faults.length > 0) throw new TemplateError(faults);
  const [page = '', subject = '', body = '', sms = ''] = parts.flatMap(part => {
    if (part.status === 'rejected') throw part.reason;
    return [part.value];
  });
  return { subject, html: page, text: body.trim(), sms };
}
