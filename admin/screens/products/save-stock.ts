import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Adjustment } from '../../../generated/inventory/types.ts';
import { toMutationError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { mutationKeys } from '../../kit/api/use-api-mutation.ts';

/** Why an adjustment was not made, as a sentence and as the service said it. */
interface StockFailure {
  text: string;
  error: unknown;
}

/**
 * Makes the adjustments one after the other, each once, also where its response is lost and it is made again.
 * @param intent what they belong to
 * @returns the adjustments that were made, and why the next one was not
 */
export async function saveStock(
  intent: string,
  adjustments: readonly Adjustment[],
): Promise<{ made: Adjustment[]; failure?: StockFailure }> {
  const made: Adjustment[] = [];
  for (const body of adjustments)
    try {
      await mutationKeys.run(['adjust', intent, body], key =>
        bodyOf(api.inventory.adjustStock({ headers: { 'idempotency-key': key }, body })),
      );
      made.push(body);
    } catch (error) {
      const problem = toMutationError(error);
      const reason = problem instanceof Error ? problem.message : 'Something went wrong.';
      return { made, failure: { text: `The stock of ${body.sku} at ${body.location} is not saved: ${reason}`, error } };
    }
  return { made };
}
