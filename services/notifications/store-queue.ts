import { z } from 'zod';
import { notificationsEvents } from '../../generated/notifications/events.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { newId } from '../platform/ids.ts';
import { type InTransaction, withBatch } from '../platform/messaging/inbox.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import { currentTrace } from '../platform/observability/trace.ts';
import type { MessageDraft, NextState } from './message.ts';
import { viewSchema } from './store.ts';
import { isTemplateId, templateIds } from './templates.ts';

type Sql = Pick<SqlClient, '$queryRawUnsafe'>;

/** Collects the messages and checks that event handlers ask for. */
export interface MessageQueue {
  /** @param cause the id of the event */
  enqueue(cause: string, drafts: readonly MessageDraft[]): void;
  /** Has the alerts of these skus checked again: their variants may be back. */
  recheckAlerts(skus: readonly string[]): void;
}

/** The messages of events that were not handled before, each once per cause, channel and recipient. */
const ENQUEUE = `
WITH fresh AS (
  INSERT INTO inbox (consumer, event_id) SELECT $1, id FROM unnest($2::text[]) AS id ORDER BY id
  ON CONFLICT DO NOTHING RETURNING event_id
), message AS (
  INSERT INTO messages (id, cause, channel, recipient, template, order_id, link_id, data, trace_id, due_at,
    created_at)
  SELECT id, cause, channel, recipient, template, order_id, link_id, data, trace_id, now(), now()
  FROM jsonb_to_recordset($3::jsonb) AS draft (id uuid, cause text, channel channel, recipient text, template text, order_id uuid, link_id uuid, data jsonb,
    trace_id text, event_id text)
  WHERE event_id IN (SELECT event_id FROM fresh) ON CONFLICT DO NOTHING
), alert AS (
  UPDATE stock_alerts SET due_at = clock_timestamp()
  WHERE id IN (SELECT id FROM stock_alerts WHERE sku = ANY ($4::text[]) AND sent_at IS NULL ORDER BY id FOR UPDATE)
)
SELECT event_id AS id FROM fresh`;

const idsSchema = z.array(z.object({ id: z.string() }));

/** Enqueues the messages of events, and has alerts checked again, in one statement with their inbox rows. */
export function messageInbox(database: Sql): InTransaction<MessageQueue> {
  return withBatch(async (consumer, events) => {
    const rows: object[] = [];
    const skus = new Set<string>();
    for (const { id: event_id, run } of events)
      await run({
        enqueue(cause, drafts) {
          const trace_id = currentTrace()?.traceId ?? null;
          for (const { orderId: order_id, linkId: link_id, ...draft } of drafts)
            rows.push({ ...draft, event_id, cause, id: newId(), order_id, link_id, trace_id });
        },
        recheckAlerts(changed) {
          for (const sku of changed) skus.add(sku);
        },
      });
    const ids = events.map(({ id }) => id);
    const found = await database.$queryRawUnsafe<unknown>(ENQUEUE, consumer, ids, JSON.stringify(rows), [...skus]);
    const fresh = new Set(idsSchema.parse(found).map(({ id }) => id));
    return ids.map(id => (fresh.delete(id) ? 'handled' : 'duplicate'));
  });
}

const CLAIM = `
WITH due AS (
  SELECT id FROM messages WHERE status IN ('queued', 'sending') AND due_at <= $1 AND template = ANY ($4::text[])
  ORDER BY due_at, serial LIMIT $2 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE messages SET status = 'sending', attempts = attempts + 1, due_at = $3 FROM due WHERE messages.id = due.id
  RETURNING messages.id, serial, channel, recipient, template, order_id AS "orderId",
    link_id AS "linkId", data, attempts
)
SELECT (SELECT coalesce(jsonb_agg(claimed ORDER BY serial), '[]') FROM claimed) AS messages,
  (SELECT coalesce(jsonb_object_agg(id, jsonb_build_object('subject', subject, 'mjml', mjml, 'text', text, 'sms', sms)), '{}')
   FROM templates WHERE in_use AND id IN (SELECT template FROM claimed)) AS templates,
  (SELECT min(due_at) FROM messages WHERE status IN ('queued', 'sending') AND due_at > $1) AS "nextAt"`;
const templateIdSchema = z.string().refine(isTemplateId);
const claimSchema = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      channel: z.enum(['email', 'sms']),
      recipient: z.string(),
      template: templateIdSchema,
      orderId: z.string().nullable(),
      linkId: z.string().nullable(),
      data: viewSchema,
      attempts: z.number(),
    }),
  ),
  templates: z.partialRecord(
    templateIdSchema,
    z.object({ subject: z.string(), mjml: z.string(), text: z.string(), sms: z.string() }),
  ),
  nextAt: z.date().nullable(),
});

/** Messages that a sender has leased, the templates of them that a merchant changed, and when more are due. */
export type Claim = z.output<typeof claimSchema>;

/**
 * Claims up to `take` due messages with a lease of `leaseMs`; concurrent senders get other messages. A message whose
 * lease expires is due again. Each claim counts as one attempt. Messages of a template that this version does not have
 * stay with their queue: a later version beside it sends them.
 */
export async function claim(database: Sql, now: Date, leaseMs: number, take: number): Promise<Claim> {
  const until = new Date(now.getTime() + leaseMs);
  const [row] = await database.$queryRawUnsafe<unknown[]>(CLAIM, now, take, until, templateIds);
  return claimSchema.parse(row);
}

/** `due_at` and `error` of a message that is sent or failed stay, as do those that are not given. */
const RECORD_OUTCOMES = `
WITH outcome AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS item (id uuid, attempts integer, status message_status, subject text, error text,
    sent_at timestamptz, due_at timestamptz, uncounted integer)
), changed AS (
  UPDATE messages SET status = outcome.status, subject = coalesce(outcome.subject, messages.subject), error = outcome.error,
    sent_at = outcome.sent_at, due_at = coalesce(outcome.due_at, messages.due_at), attempts = messages.attempts - uncounted
  FROM outcome WHERE messages.id = outcome.id AND messages.status = 'sending' AND messages.attempts = outcome.attempts
  RETURNING messages.id AS changed_id
), published AS (${insertIntoOutbox('$2', 'changed', `item ->> 'aggregateid' = changed_id::text`)})
SELECT 1 FROM changed`;

/** The next state of a claimed message; `now` is when that was known. */
export interface Outcome {
  claimed: Claim['messages'][number];
  next: NextState;
  subject: string | undefined;
  now: Date;
}

function rowOf({ claimed, next, subject, now }: Outcome): object {
  return {
    id: claimed.id,
    attempts: claimed.attempts,
    status: next.status,
    subject,
    ...(next.status === 'sent' ? { sent_at: now } : { error: next.error }),
    ...(next.status === 'queued' && { due_at: new Date(now.getTime() + next.waitMs) }),
    uncounted: next.status === 'queued' && !next.counts ? 1 : 0,
  };
}

/** Stores the next states of messages and publishes them, except of those that another sender has claimed since. */
export async function recordOutcomes(database: Sql, outcomes: readonly Outcome[]): Promise<void> {
  const entries = outcomes.flatMap(({ claimed, next, now }) => outboxEntries(eventsOf(claimed, next, now)));
  await database.$queryRawUnsafe(RECORD_OUTCOMES, JSON.stringify(outcomes.map(rowOf)), JSON.stringify(entries));
}

function eventsOf(
  { id: messageId, channel, template, orderId }: Claim['messages'][number],
  next: NextState,
  now: Date,
) {
  const about = { messageId, channel, template, ...(orderId !== null && { orderId }) };
  const at = now.toISOString();
  if (next.status === 'sent') return [notificationsEvents.MessageSent(messageId, { ...about, sentAt: at })];
  if (next.status === 'failed')
    return [notificationsEvents.MessageFailed(messageId, { ...about, error: next.error, failedAt: at })];
  return [];
}
