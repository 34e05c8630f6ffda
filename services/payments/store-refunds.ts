import { newId } from '../platform/ids.ts';
import { refundFailure } from './attention.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import type { ProviderDispute, ProviderPayment } from './provider.ts';
import { publishDispute } from './publish.ts';
import type { RefundParts } from './refund-parts.ts';
import type { StoredPayment, Tx } from './stored-payment.ts';

/** Records a refund under its cause; the same cause again changes nothing. Call with the payment locked. */
export async function addRefund(
  tx: Tx,
  paymentId: string,
  refund: { cause: string; amount: number; reason: string; parts?: RefundParts },
): Promise<void> {
  await tx.refund.createMany({
    data: { id: newId(), paymentId, ...refund, amount: BigInt(refund.amount) },
    skipDuplicates: true,
  });
}

/** Marks a refund that the provider refused as failed; one that the provider has by now stays as it is. */
export async function failRefund(
  database: PrismaClient,
  id: string,
  failure: { code: string; message: string },
): Promise<void> {
  await database.refund.updateMany({
    where: { id, status: 'pending', reference: null },
    data: { status: 'failed', failureCode: failure.code, failureMessage: failure.message },
  });
}

/**
 * Records the provider's refunds: ours get its id of them and their status, those that were made elsewhere are added. A
 * status never goes back: pending, then succeeded, then failed.
 */
export async function recordRefunds(tx: Tx, payment: StoredPayment, state: ProviderPayment): Promise<void> {
  for (const { id, reference, amount, reason, status, failureCode } of state.refunds) {
    const ours = payment.refunds.find(refund => refund.id === id || refund.reference === reference);
    const failure = failureCode === undefined ? {} : { failureCode, failureMessage: refundFailure(failureCode) };
    if (!ours) {
      const made = { id: newId(), paymentId: payment.id, cause: reference, reference, amount: BigInt(amount) };
      await tx.refund.create({
        data: { ...made, reason: reason ?? 'made at the provider', status, ...failure },
      });
    } else if (ours.reference === undefined || (ours.status !== status && rank[status] > rank[ours.status]))
      await tx.refund.update({ where: { id: ours.id }, data: { reference, status, ...failure } });
  }
}

const rank = { pending: 0, succeeded: 1, failed: 2 } as const;

/** Stores the disputes that are new or changed and publishes each; those are returned. */
export async function recordDisputes(
  tx: Tx,
  payment: StoredPayment,
  state: ProviderPayment,
): Promise<ProviderDispute[]> {
  const changed = state.disputes.filter(
    ({ id, status }) => payment.disputes.find(known => known.id === id)?.status !== status,
  );
  for (const dispute of changed) {
    const { id, amount, reason, status, state: outcome, createdAt } = dispute;
    const recorded = { status, state: outcome, decidedAt: outcome === 'open' ? null : new Date() };
    await tx.dispute.upsert({
      where: { id },
      create: { id, paymentId: payment.id, amount: BigInt(amount), reason, createdAt, ...recorded },
      update: recorded,
    });
    await publishDispute(tx, payment, dispute);
  }
  return changed;
}
