-- Grows with every fact of an order that is placed, so that facts can be applied to what was read without a lock (store-facts.ts).
ALTER TABLE "orders" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;
