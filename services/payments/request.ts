import { z } from 'zod';
import type { PaymentRequest } from '../../generated/payments/types.ts';

const money = z.object({ amount: z.int(), currency: z.string() });

/** A request for payment as it was stored: what the contract let in. */
export const requestSchema: z.ZodType<PaymentRequest> = z.object({
  amount: money,
  email: z.string(),
  orderNumber: z.string().exactOptional(),
  paymentMethod: z.string().exactOptional(),
  returnUrl: z.string(),
  cancelUrl: z.string().exactOptional(),
  expiresAt: z.string(),
  lines: z.array(z.object({ title: z.string(), quantity: z.int(), unitPrice: money })).exactOptional(),
});
