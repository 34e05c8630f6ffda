-- An Idempotency-Key is its sender's: the shopper's, or, of somebody who is not signed in, that of the cart.
ALTER TABLE "checkouts" ADD COLUMN "scope" TEXT;
UPDATE "checkouts" SET "scope" = coalesce('shopper:' || "shopper_id", 'cart:' || lower("request" ->> 'cartId'));
ALTER TABLE "checkouts" ALTER COLUMN "scope" SET NOT NULL, DROP CONSTRAINT "checkouts_key_key";
CREATE UNIQUE INDEX "checkouts_scope_key_key" ON "checkouts" ("scope", "key");
