import type { SqlClient } from '../platform/data/database.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import { type Attention, attentionOf } from './attention.ts';
import { applyProviderState } from './payment.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import type { ProviderDispute, ProviderPayment } from './provider.ts';
import { eventRecords } from './publish.ts';
import { lockPayment, saveAttention } from './store.ts';
import { recordDisputes, recordRefunds } from './store-refunds.ts';
import { fromRow, PAYMENT, type PaymentRow, type StoredPayment } from './stored-payment.ts';

const RECORD = `
UPDATE payments SET status = $3::payment_status, unwanted = $4, captured = $5::bigint, refunded = $6::bigint, reference = $7, intent = $8,
  redirect_url = $9, checked_at = $10::timestamptz, decline_code = coalesce($11, decline_code), card_brand = coalesce($12, card_brand),
  card_last4 = coalesce($13, card_last4), attention_code = coalesce($14, attention_code), attention_message = coalesce($15, attention_message),
  attention_since = coalesce($16::timestamptz, attention_since)
WHERE id = $1::uuid AND xmin = $2::text::xid RETURNING *, xmin::text AS version`;
const RECORD_ONLY = `WITH changed AS (${RECORD}) SELECT ${PAYMENT} FROM changed p`;
const RECORD_AND_PUBLISH = `
WITH changed AS (${RECORD}), published AS (${insertIntoOutbox('$17', 'changed')}) SELECT ${PAYMENT} FROM changed p`;

/** Fields that are recorded of a provider's state, besides its effects. */
const recordedColumns = (state: ProviderPayment, attention: Attention | undefined) => [
  state.reference ?? null,
  state.intent ?? null,
  state.redirectUrl ?? null,
  state.status === 'processing' ? null : new Date(),
  state.declineCode ?? null,
  state.card?.brand ?? null,
  state.card?.last4 ?? null,
  attention?.code ?? null,
  attention?.message ?? null,
  attention ? new Date() : null,
];

/**
 * Changes the payment to `state` and publishes its events, if it is still as it was read; undefined, without any
 * change, when it is not, or has no version.
 */
async function recordIfUnchanged(
  tx: Pick<SqlClient, '$queryRawUnsafe'>,
  before: StoredPayment,
  state: ProviderPayment,
  disputed: readonly ProviderDispute[],
): Promise<StoredPayment | undefined> {
  const known = new Map(before.refunds.flatMap(({ reference, status }) => (reference ? [[reference, status]] : [])));
  const { payment, events } = applyProviderState(before, state, known);
  const { status, cancelRequested, captured, refunded } = payment;
  const columns = recordedColumns(state, attentionOf(before, events, disputed));
  const values = [before.id, before.version, status, cancelRequested, captured, refunded, ...columns];
  const records = await eventRecords(tx, { ...before, card: state.card ?? before.card }, events);
  const [row] = await (records.length === 0
    ? tx.$queryRawUnsafe<PaymentRow[]>(RECORD_ONLY, ...values)
    : tx.$queryRawUnsafe<PaymentRow[]>(RECORD_AND_PUBLISH, ...values, JSON.stringify(outboxEntries(records))));
  return row && fromRow(row);
}

/**
 * Applies the state that the provider reports and publishes its events, in one transaction. If the payment is as
 * `known` and there are no refunds and disputes, that is one statement.
 */
export async function recordProviderState(
  { database, sql }: { database: PrismaClient; sql: Pick<SqlClient, '$queryRawUnsafe'> },
  known: StoredPayment,
  state: ProviderPayment,
): Promise<StoredPayment> {
  if (state.refunds.length === 0 && state.disputes.length === 0) {
    const recorded = await recordIfUnchanged(sql, known, state, []);
    if (recorded) return recorded;
  }
  return database.$transaction(async tx => {
    const before = await lockPayment(tx, known.id);
    await recordRefunds(tx, before, state);
    const disputed = await recordDisputes(tx, before, state);
    const recorded = await recordIfUnchanged(tx, before, state, disputed);
    if (!recorded) throw new Error(`Payment ${known.id} changed while it was locked`);
    const waits = state.disputes.some(dispute => dispute.awaitsResponse);
    if (disputed.length === 0 || waits || recorded.attention?.code !== 'disputed') return recorded;
    await saveAttention(tx, known.id, undefined); // the bank no longer waits for an answer
    return { ...recorded, attention: undefined };
  });
}
