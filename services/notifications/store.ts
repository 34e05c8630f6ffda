import { z } from 'zod';
import type { Message as MessageBody, Sms, Template, TemplateText } from '../../generated/notifications/types.ts';
import { newId } from '../platform/ids.ts';
import { currentTrace } from '../platform/observability/trace.ts';
import type { Channel, TemplateId, View } from './message.ts';
import type { Message, Prisma, PrismaClient } from './prisma/client/client.ts';
import { builtIn, templateIds } from './templates.ts';

export type Tx = Prisma.TransactionClient;
type Database = Tx | PrismaClient;

export const viewSchema: z.ZodType<View> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), viewSchema, z.array(viewSchema)])),
);

export interface MessageFilter {
  orderId?: string;
  recipient?: string;
  status?: MessageBody['status'];
  channel?: Channel;
}

/** Messages with their place in the list, newest first. */
export async function listMessages(
  database: Database,
  wanted: MessageFilter,
  before: bigint | undefined,
  take: number,
) {
  const { status, ...plain } = wanted;
  const where: Prisma.MessageWhereInput = {
    ...plain,
    ...(status === undefined ? {} : { status: status === 'queued' ? { in: ['queued', 'sending'] } : status }),
    ...(before === undefined ? {} : { serial: { lt: before } }),
  };
  const rows = await database.message.findMany({ where, orderBy: { serial: 'desc' }, take });
  return rows.map(row => ({ serial: row.serial, message: toMessage(row) }));
}

function toMessage(row: Message): MessageBody {
  const { id, channel, template, recipient, orderId, attempts, status, subject, error, sentAt, resendOf, traceId } =
    row;
  const { number } = viewSchema.parse(row.data);
  return {
    id,
    channel,
    template,
    recipient,
    attempts,
    ...(orderId !== null && { orderId }),
    createdAt: row.createdAt.toISOString(),
    status: status === 'sending' ? 'queued' : status,
    ...(typeof number === 'string' && { orderNumber: number }),
    ...(subject === null ? {} : { subject }),
    ...(error === null ? {} : { error }),
    ...(sentAt === null ? {} : { sentAt: sentAt.toISOString() }),
    ...(resendOf === null ? {} : { resendOf }),
    ...(traceId === null ? {} : { traceId }),
  };
}

/** A message with the variables of its template. */
export async function findMessage(
  database: Database,
  id: string,
): Promise<{ message: MessageBody; data: View } | undefined> {
  const row = await database.message.findUnique({ where: { id } });
  return row ? { message: toMessage(row), data: viewSchema.parse(row.data) } : undefined;
}

/** Enqueues a copy of a message; 'waiting' while the original is not final, undefined when there is none. */
export async function enqueueResend(tx: Tx, id: string, now: Date): Promise<MessageBody | 'waiting' | undefined> {
  const old = await tx.message.findUnique({ where: { id } });
  if (!old) return undefined;
  if (old.status !== 'sent' && old.status !== 'failed') return 'waiting';
  const { channel, recipient, template, orderId, linkId } = old;
  const fresh = newId();
  const data = { ...viewSchema.parse(old.data) };
  const own = {
    id: fresh,
    cause: `resend:${fresh}`,
    resendOf: id,
    traceId: currentTrace()?.traceId ?? null,
    dueAt: now,
    createdAt: now,
  };
  return toMessage(await tx.message.create({ data: { ...own, channel, recipient, template, orderId, linkId, data } }));
}

/** Records an SMS of the local provider; the same id again changes nothing. */
export async function recordSms(database: PrismaClient, sms: { id: string; to: string; text: string }): Promise<void> {
  await database.sms.createMany({ data: { ...sms, at: new Date() }, skipDuplicates: true });
}

export async function listSms(
  database: PrismaClient,
  before: bigint | undefined,
  take: number,
): Promise<{ serial: bigint; sms: Sms }[]> {
  const where = before === undefined ? {} : { serial: { lt: before } };
  const rows = await database.sms.findMany({ where, orderBy: { serial: 'desc' }, take });
  return rows.map(({ serial, id, to, text, at }) => ({ serial, sms: { id, to, text, at: at.toISOString() } }));
}

/** The current text of a template. */
export async function findTemplate(database: Database, id: TemplateId): Promise<Template> {
  const row = await database.template.findUnique({ where: { id } });
  if (!row?.inUse) return { id, changed: false, text: builtIn[id], version: row?.version ?? 1 };
  const { subject, mjml, text, sms, updatedAt, version } = row;
  return { id, changed: true, text: { subject, mjml, text, sms }, updatedAt: updatedAt.toISOString(), version };
}

export async function listTemplates(database: PrismaClient): Promise<Template[]> {
  return Promise.all(templateIds.map(id => findTemplate(database, id)));
}

/** The template, locked until the transaction ends. */
export async function lockTemplate(tx: Tx, id: TemplateId): Promise<Template> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))`;
  return findTemplate(tx, id);
}

/** Stores a merchant's text; saving the built-in text resets the template. */
export async function saveTemplate(
  database: Database,
  id: TemplateId,
  text: TemplateText,
  now: Date,
): Promise<Template> {
  const { subject, mjml, text: body, sms } = text;
  const own = builtIn[id];
  if (own.subject === subject && own.mjml === mjml && own.text === body && own.sms === sms)
    return resetTemplate(database, id);
  const fields = { subject, mjml, text: body, sms, updatedAt: now };
  const update = { ...fields, inUse: true, version: { increment: 1 } };
  await database.template.upsert({ where: { id }, create: { id, ...fields }, update });
  return findTemplate(database, id);
}

export async function resetTemplate(database: Database, id: TemplateId): Promise<Template> {
  await database.template.updateMany({ where: { id, inUse: true }, data: { inUse: false, version: { increment: 1 } } });
  return findTemplate(database, id);
}
