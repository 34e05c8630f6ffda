import { z } from 'zod';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { notificationsEvents } from '../../generated/notifications/events.ts';
import type { NotificationsHandlers } from '../../generated/notifications/server.ts';
import type {
  Preview,
  Problem,
  ResendMessageResponse,
  Template,
  TemplateText,
} from '../../generated/notifications/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { normalizeEmail } from '../platform/email-address.ts';
import { type Change, changeMade, changesBetween } from '../platform/http/changes.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { isLinkToken } from '../platform/http/link-token.ts';
import { refusal } from '../platform/http/problem.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import type { EmailProvider } from './channels/channel.ts';
import { examples } from './examples.ts';
import { refundMessage, type TemplateId } from './message.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { renderAll } from './render.ts';
import { orderViewOf, type Shop, shownViewOf, stockAlertResource } from './sender.ts';
import { type Catalog, sellableVariants } from './stock-alerts.ts';
import {
  enqueueResend,
  findMessage,
  findTemplate,
  listMessages,
  listSms,
  listTemplates,
  lockTemplate,
  resetTemplate,
  saveTemplate,
  type Tx,
} from './store.ts';
import { countWaiting, createAlert, deleteAlertsOfAddress, KEPT_DAYS, MAX_ALERTS } from './store-stock-alerts.ts';
import { TemplateError } from './template-error.ts';
import { builtIn, isTemplateId } from './templates.ts';
import { variablesOf } from './variables.ts';

export interface HttpDependencies {
  database: PrismaClient;
  shop: Shop;
  email: EmailProvider;
  catalog: Catalog;
}

const EXAMPLE_ORDER = '0190a6e0-7c1d-7000-8000-000000000003';
const cursorSchema = z.object({ before: z.string().regex(/^\d{1,18}$/) });

/** Handlers of contracts/openapi/notifications.yaml, one for each operation. */
export function notificationHandlers(dependencies: HttpDependencies): NotificationsHandlers<RequestContext<Tx>> {
  const { database, shop, email, catalog } = dependencies;
  const exampleView = (id: TemplateId) =>
    shownViewOf({ template: id, data: examples[id], orderId: EXAMPLE_ORDER }, shop);
  const withVariables = (id: TemplateId, template: Template): Template => ({
    ...template,
    variables: variablesOf(exampleView(id)),
  });

  async function preview(id: TemplateId, text: TemplateText): Promise<Preview | Unrenderable> {
    try {
      return await renderAll(text, exampleView(id));
    } catch (error) {
      if (error instanceof TemplateError) return unrenderable(error);
      throw error;
    }
  }

  /** Changes a template and publishes ChangeMade, unless the text is the same. */
  function change(
    context: RequestContext<Tx>,
    id: TemplateId,
    action: 'changed' | 'reset',
    run: (tx: Tx, template: Template) => Promise<Template>,
  ): Promise<Template> {
    return database.$transaction(async tx => {
      const locked = await lockTemplate(tx, id);
      const template = await run(tx, locked);
      const before = locked.text;
      const after = template.text;
      if (changesBetween(before, after).length > 0)
        await publishChange(tx, context, { resource: 'templates', resourceId: id, label: id, action, before, after });
      return template;
    });
  }

  return {
    async createStockAlert({ body: { sku, email: given } }, { principal }) {
      const own = principal.kind === 'shopper' ? principal.email : undefined;
      const address = given === undefined ? own : normalizeEmail(given);
      if (address === undefined) return refusal(422, 'Say where to write to.', { code: 'email_missing' });
      if (!(await sellableVariants(catalog, [sku])).has(sku))
        return refusal(404, 'There is no such variant for sale.', { code: 'unknown_sku' });
      const now = new Date();
      if (!(await createAlert(database, sku, address, now)))
        return refusal(409, `This address waits for ${MAX_ALERTS} other things.`, { code: 'too_many_alerts' });
      const keptUntil = new Date(now.getTime() + KEPT_DAYS.waiting * 86_400_000).toISOString();
      return { status: 202, body: { sku, email: address, keptUntil } };
    },

    async endStockAlerts({ path: { alertId }, headers }) {
      if (!isLinkToken(stockAlertResource(alertId), headers['x-alert-token'], shop.linkSecret))
        return refusal(404, 'This link is not complete.');
      await deleteAlertsOfAddress(database, alertId);
      return { status: 204 };
    },

    async listStockAlerts({ query }) {
      return { status: 200, body: { items: await countWaiting(database, query.sku) } };
    },

    async listMessages({ query }) {
      const { limit, cursor, ...filters } = query;
      const rows = await listMessages(database, filters, positionOf(cursor), limit + 1);
      const { items, nextCursor } = pageOf(rows, limit, ({ serial }) => ({ before: String(serial) }));
      return { status: 200, body: { items: items.map(({ message }) => message), nextCursor: nextCursor ?? null } };
    },

    async getMessage({ path }) {
      const found = await findMessage(database, path.messageId);
      if (!found) return refusal(404, 'There is no such message.');
      const { message, data } = found;
      const { template, orderId } = message;
      if (!isTemplateId(template)) return { status: 200, body: message };
      const { text } = await findTemplate(database, template);
      const view = shownViewOf({ template, data, ...(orderId !== undefined && { orderId }) }, shop);
      const content = await renderAll(text, view).catch(error => {
        // a text that does not render today was refused when it was saved, or never sent
        if (error instanceof TemplateError) return undefined;
        throw error;
      });
      return { status: 200, body: { ...message, ...(content && { content }) } };
    },

    async resendMessage({ path }, context) {
      return database.$transaction(async tx => {
        const message = await enqueueResend(tx, path.messageId, new Date());
        if (message === undefined) return refusal(404, 'There is no such message.');
        if (message === 'waiting') return refusal(409, 'This message is still to be sent.');
        const { template, recipient: label, orderId } = message;
        const parent = orderId === undefined ? {} : { parent: { resource: 'orders', resourceId: orderId } };
        await publishChange(tx, context, {
          resource: 'messages',
          resourceId: path.messageId,
          label,
          ...parent,
          action: 'resent',
          reason: template,
        });
        const response: ResendMessageResponse = { status: 202, body: message };
        await context.idempotency?.recordIn(tx, response);
        return response;
      });
    },

    async previewRefundMessage({ body }) {
      const { template, data } = refundMessage(body);
      const { text } = await findTemplate(database, template);
      const view = orderViewOf(data, body.orderId, shop, false);
      const shown = await renderAll(text, view).catch(error => {
        // The message falls back to the built-in template as well.
        if (error instanceof TemplateError) return renderAll(builtIn[template], view);
        throw error;
      });
      return { status: 200, body: shown };
    },

    async listSms({ query }) {
      const rows = await listSms(database, positionOf(query.cursor), query.limit + 1);
      const { items, nextCursor } = pageOf(rows, query.limit, ({ serial }) => ({ before: String(serial) }));
      return { status: 200, body: { items: items.map(({ sms }) => sms), nextCursor: nextCursor ?? null } };
    },

    async listTemplates() {
      const items = await listTemplates(database);
      return {
        status: 200,
        body: { items: items.map(item => (isTemplateId(item.id) ? withVariables(item.id, item) : item)) },
      };
    },

    async saveTemplate({ path, body: { version, ...text } }, context) {
      const id = path.templateId;
      if (!isTemplateId(id)) return templateNotFound;
      const shown = await preview(id, text);
      if ('errors' in shown) return { status: 422, body: shown };
      const template = await change(context, id, 'changed', async (tx, now) => {
        if (changesBetween(now.text, text).length === 0) return now;
        if (version !== undefined && version !== now.version) throw versionConflict(now.version);
        return saveTemplate(tx, id, text, new Date());
      });
      return { status: 200, body: withVariables(id, template) };
    },

    async resetTemplate({ path }, context) {
      const id = path.templateId;
      if (!isTemplateId(id)) return templateNotFound;
      const template = await change(context, id, 'reset', tx => resetTemplate(tx, id));
      return { status: 200, body: withVariables(id, template) };
    },

    async sendTemplateTest({ path, body }, { principal }) {
      const id = path.templateId;
      if (!isTemplateId(id)) return templateNotFound;
      const shown = await preview(id, body);
      if ('errors' in shown) return { status: 422, body: shown };
      const recipient = principal.email;
      if (recipient === undefined) return refusal(409, 'Your account has no e-mail address.', { code: 'not_sent' });
      const { subject, html, text } = shown;
      const outcome = await email.send({ id: newId(), to: recipient, subject: `Test: ${subject}`, html, text });
      if (outcome.state !== 'accepted')
        return refusal(409, `The mail server did not take it: ${outcome.error}`, { code: 'not_sent' });
      return { status: 200, body: { recipient } };
    },

    async previewTemplate({ path, body }) {
      const id = path.templateId;
      if (!isTemplateId(id)) return templateNotFound;
      const shown = await preview(id, body);
      return 'errors' in shown ? { status: 422, body: shown } : { status: 200, body: shown };
    },
  };
}

async function publishChange(tx: Tx, context: RequestContext<Tx>, change: Change): Promise<void> {
  await addToOutbox(tx, notificationsEvents.ChangeMade(change.resourceId, changeMade(context, change)));
}

function positionOf(cursor: string | undefined): bigint | undefined {
  return cursor === undefined ? undefined : BigInt(decodeCursor(cursorSchema, cursor).before);
}

function versionConflict(version: number): ProblemError {
  return new ProblemError({
    status: 409,
    detail: `The template is at version ${version} by now.`,
    extra: { code: 'version_conflict' },
  });
}

const templateNotFound = refusal(404, 'There is no such template.');

type Unrenderable = Problem & Required<Pick<Problem, 'errors'>>;

function unrenderable({ faults }: TemplateError): Unrenderable {
  const errors = faults.map(({ part, message }) => ({ path: `/body/${part}`, message }));
  return { ...refusal(422, 'The template does not render.').body, errors };
}
