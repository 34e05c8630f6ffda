-- Of a cart one checkout at a time is being worked on, once it has begun to ask for things (rivals.ts).
CREATE UNIQUE INDEX "checkouts_cart_working_key" ON "checkouts" (("request" ->> 'cartId')) WHERE "step" IN ('priced', 'reserved', 'ordered', 'undoing');
-- Which finished checkouts of a cart are not settled yet.
CREATE INDEX "checkouts_cart_unsettled_idx" ON "checkouts" (("request" ->> 'cartId')) WHERE "check_at" IS NOT NULL;
