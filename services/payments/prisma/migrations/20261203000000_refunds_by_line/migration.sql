-- What a refund is for, where it is by line, and what follows from it: JSON of StoredRefund.parts.
ALTER TABLE "refunds" ADD COLUMN "parts" JSONB;
