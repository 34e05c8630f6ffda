-- Disputes of the payment of an order, and why a parcel that has not left stays.
CREATE TYPE "hold_reason" AS ENUM ('payment_disputed', 'dispute_lost');
ALTER TABLE "order_news" ADD COLUMN "disputes" JSONB;
ALTER TABLE "shipments" ADD COLUMN "hold_reason" "hold_reason", ADD COLUMN "held_since" TIMESTAMPTZ(3);
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_hold_check"
  CHECK (("hold_reason" IS NULL) = ("held_since" IS NULL) AND ("hold_reason" IS NULL OR ("status" IN ('waiting', 'ready') AND "due_at" IS NULL)));
-- Parcels that are held are few: the list of them, and the count on the home page.
CREATE INDEX "shipments_held_idx" ON "shipments" ("serial" DESC) WHERE "hold_reason" IS NOT NULL;
