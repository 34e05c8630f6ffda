-- Grows with every event of an order, so that an event can be applied to what was read without a lock (store-events.ts). Every order with a
-- parcel has a row from here on.
ALTER TABLE "order_news" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
INSERT INTO "order_news" ("order_id") SELECT "order_id" FROM "shipments" ON CONFLICT DO NOTHING;
