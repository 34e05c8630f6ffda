-- Lists go by the time an order was placed, so that a range of time is a range of each index.
CREATE INDEX "orders_placed_at_idx" ON "orders" ("placed_at", "sequence");
CREATE INDEX "orders_status_placed_at_idx" ON "orders" ("status", "placed_at", "sequence");
CREATE INDEX "orders_shopper_id_placed_at_idx" ON "orders" ("shopper_id", "placed_at", "sequence");
CREATE INDEX "orders_email_key_placed_at_idx" ON "orders" ("email_key", "placed_at", "sequence");
DROP INDEX "orders_shopper_id_sequence_idx";
DROP INDEX "orders_status_sequence_idx";
DROP INDEX "orders_pending_idx";

-- What was sold: a row for each order that is paid and neither cancelled nor given back whole. Kept by the transaction that learns of it.
CREATE TABLE "sales" (
  "order_id" UUID NOT NULL,
  "paid_at" TIMESTAMPTZ(3) NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "amount" BIGINT NOT NULL,
  "units" INTEGER NOT NULL,
  CONSTRAINT "sales_pkey" PRIMARY KEY ("order_id")
);
CREATE INDEX "sales_paid_at_idx" ON "sales" ("paid_at") INCLUDE ("currency", "amount", "units");

CREATE TABLE "sold_lines" (
  "order_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "paid_at" TIMESTAMPTZ(3) NOT NULL,
  "sku" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "quantity" INTEGER NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "amount" BIGINT NOT NULL,
  CONSTRAINT "sold_lines_pkey" PRIMARY KEY ("order_id", "position")
);
CREATE INDEX "sold_lines_paid_at_idx" ON "sold_lines" ("paid_at") INCLUDE ("sku", "quantity", "currency", "amount");
CREATE INDEX "sold_lines_sku_idx" ON "sold_lines" ("sku", "paid_at");

-- Everybody who ever ordered, by e-mail address. `spent` is in the currency of the first order, minor units.
CREATE TABLE "customers" (
  "id" UUID NOT NULL,
  "email_key" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "name_key" TEXT NOT NULL,
  "phone" TEXT,
  "currency" CHAR(3) NOT NULL,
  "orders" INTEGER NOT NULL,
  "spent" BIGINT NOT NULL DEFAULT 0,
  "first_order_at" TIMESTAMPTZ(3) NOT NULL,
  "last_order_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "customers_email_key_key" ON "customers" ("email_key");
CREATE INDEX "customers_email_key_idx" ON "customers" ("email_key" text_pattern_ops);
CREATE INDEX "customers_name_key_idx" ON "customers" ("name_key" text_pattern_ops);
CREATE INDEX "customers_last_order_at_idx" ON "customers" ("last_order_at", "id");

-- What the orders of before amount to; by the same rules as `soldFor` in order.ts.
INSERT INTO "sales" ("order_id", "paid_at", "currency", "amount", "units")
SELECT o."id",
  (SELECT (f."fact" ->> 'at')::timestamptz FROM "order_facts" f WHERE f."order_id" = o."id" AND f."fact" ->> 'kind' = 'authorized' ORDER BY f."sequence" LIMIT 1),
  o."currency",
  o."total" - COALESCE((SELECT max((f."fact" ->> 'refundedTotal')::bigint) FROM "order_facts" f WHERE f."order_id" = o."id" AND f."fact" ->> 'kind' = 'refunded'), 0),
  (SELECT sum(l."quantity") FROM "order_lines" l WHERE l."order_id" = o."id")
FROM "orders" o WHERE o."status" IN ('paid', 'shipped', 'delivered');

INSERT INTO "sold_lines" ("order_id", "position", "paid_at", "sku", "title", "quantity", "currency", "amount")
SELECT l."order_id", l."position", s."paid_at", l."sku", l."title", l."quantity", s."currency", l."line_total"
FROM "sales" s JOIN "order_lines" l ON l."order_id" = s."order_id";

INSERT INTO "customers" ("id", "email_key", "email", "name", "name_key", "phone", "currency", "orders", "spent", "first_order_at", "last_order_at")
SELECT gen_random_uuid(), c."email_key", c."email", c."name", lower(c."name"), c."phone", c."currency", c."orders",
  COALESCE((SELECT sum(s."amount") FROM "sales" s JOIN "orders" p ON p."id" = s."order_id" WHERE p."email_key" = c."email_key" AND s."currency" = c."currency"), 0),
  c."first_order_at", c."last_order_at"
FROM (
  SELECT o."email_key",
    (array_agg(o."email" ORDER BY o."sequence" DESC))[1] AS "email",
    (array_agg(o."address" ->> 'name' ORDER BY o."sequence" DESC))[1] AS "name",
    (array_agg(o."phone" ORDER BY o."sequence" DESC))[1] AS "phone",
    (array_agg(o."currency" ORDER BY o."sequence"))[1] AS "currency",
    count(*)::integer AS "orders", min(o."placed_at") AS "first_order_at", max(o."placed_at") AS "last_order_at"
  FROM "orders" o GROUP BY o."email_key"
) c;
