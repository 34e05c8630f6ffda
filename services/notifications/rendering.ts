import { randomBytes } from 'node:crypto';
import { Liquid, type Template } from 'liquidjs';
import mjml2html from 'mjml';
import type { Preview, TemplateText } from '../../generated/notifications/types.ts';
import { escapeHtml } from '../../look/html.ts';
import { BoundedMap } from '../platform/bounded-map.ts';
import type { View } from './message.ts';
import { TemplateError } from './template-error.ts';

const MAX_CHARACTERS = 500_000;
/** The parser of MJML takes time quadratic in some inputs. */
const MAX_MJML_CHARACTERS = 100_000;

/** The start of a placeholder; no template contains it by chance. */
const PLACEHOLDER = `v${randomBytes(9).toString('hex')}_`;
const PLACEHOLDERS = new RegExp(`${PLACEHOLDER}(\\d+)_`, 'g');
/** Templates that read rendered text; they would see placeholders instead of values. */
const READS_RENDERED_TEXT = /\{%-?\s*(capture|increment|decrement)\b/;

/**
 * Templates are written by merchants: they see only their variables, read no files, and are limited to half a second
 * and some memory a part. An unknown name or filter is an error, so that a typing mistake is found before a customer
 * sees it.
 */
const limits = {
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  lenientIf: true,
  templates: {},
  parseLimit: 300_000,
  renderLimit: 500,
  memoryLimit: 2_000_000,
};
const plain = new Liquid(limits);
/** Values for which `html` writes placeholders; undefined while it writes the values. */
let placed: string[] | undefined;
const html = new Liquid({
  ...limits,
  outputEscape(value: unknown) {
    const text = escapeHtml(String(value ?? ''));
    // MJML treats an element with an empty value differently.
    if (placed === undefined || text === '') return text;
    return `${PLACEHOLDER}${placed.push(text) - 1}_`;
  },
});
// Escaping cannot be turned off: input of customers must not become markup.
html.registerFilter('raw', (value: unknown) => value);

const MAX_PARSED = 200;
/** Parsed templates by their text, of each engine. */
const parsed = new Map([plain, html].map(engine => [engine, new BoundedMap<string, Template[]>(MAX_PARSED)]));

/** `parse`, once for the same text. Throws its error. */
function parseOnce(engine: Liquid, text: string): Template[] {
  const known = parsed.get(engine);
  const found = known?.get(text) ?? engine.parse(text);
  known?.set(text, found);
  return found;
}

async function liquid(engine: Liquid, part: keyof TemplateText, template: string, view: View): Promise<string> {
  let text: unknown;
  try {
    text = await engine.render(parseOnce(engine, template), view);
  } catch (error) {
    throw new TemplateError([{ part, message: reason(error) }]);
  }
  const rendered = String(text);
  if (rendered.length > MAX_CHARACTERS)
    throw new TemplateError([{ part, message: `renders to more than ${MAX_CHARACTERS} characters` }]);
  return rendered;
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error);
}

async function compile(mjml: string): Promise<string> {
  if (mjml.length > MAX_MJML_CHARACTERS)
    throw new TemplateError([{ part: 'mjml', message: `renders to more than ${MAX_MJML_CHARACTERS} characters` }]);
  try {
    // No remote fonts: they would report that a message was opened.
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

const MAX_COMPILED = 200;
/**
 * Compiled documents by their MJML with placeholders: one for each path through the conditions and loops of a template.
 */
const compiled = new BoundedMap<string, string>(MAX_COMPILED);

/** `compile`, once for the same document. */
async function compileOnce(mjml: string): Promise<string> {
  const known = compiled.get(mjml);
  if (known !== undefined) return known;
  const page = await compile(mjml);
  compiled.set(mjml, page);
  return page;
}

/**
 * The HTML of a message. MJML takes most of the time, so it is compiled with placeholders and cached, and the values
 * are put into the HTML; if MJML needs a value (the width of an image), it is compiled with the values.
 */
async function renderPage(mjml: string, view: View): Promise<string> {
  if (!READS_RENDERED_TEXT.test(mjml)) {
    const values: string[] = [];
    try {
      placed = values;
      const document = String(html.renderSync(parseOnce(html, mjml), view));
      placed = undefined;
      const page = await compileOnce(document);
      const rendered = page.replaceAll(PLACEHOLDERS, (_, at: string) => values[Number(at)] ?? '');
      if (rendered.length <= MAX_CHARACTERS) return rendered;
    } catch {
      // Errors of the template are reported with the values that cause them.
    } finally {
      placed = undefined;
    }
  }
  return compile(await liquid(html, 'mjml', mjml, view));
}

/** The subject as one line. */
async function renderSubject(text: TemplateText, view: View): Promise<string> {
  return (await liquid(plain, 'subject', text.subject, view)).replace(/\s+/g, ' ').trim();
}

/** The message as an e-mail. Throws TemplateError. */
export async function renderEmail(text: TemplateText, view: View): Promise<Omit<Preview, 'sms'>> {
  const page = await renderPage(text.mjml, view);
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

/** All forms of a message, or all errors of its template. */
export async function renderAll(text: TemplateText, view: View): Promise<Preview> {
  const parts = await Promise.allSettled([
    renderPage(text.mjml, view),
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
