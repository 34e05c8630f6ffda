-- replaces sha256:64bbd6652965ebe481a4e535d030d3a925e42fcdd5cf2950bfd7677df690c366
-- That version also created the tables of the platform, which services/platform/prisma/migrations creates now.

CREATE TYPE "order_status" AS ENUM ('pending', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded');

-- What was bought. Order numbers are C-10001 and up.
CREATE SEQUENCE "orders_sequence_seq" AS BIGINT START WITH 10001;
CREATE TABLE "orders" (
  "id" UUID NOT NULL,
  "sequence" BIGINT NOT NULL DEFAULT nextval('orders_sequence_seq'),
  "status" "order_status" NOT NULL DEFAULT 'pending',
  "fingerprint" CHAR(64) NOT NULL,
  "token_hash" CHAR(64) NOT NULL,
  "shopper_id" TEXT,
  "cart_id" UUID,
  "email" TEXT NOT NULL,
  "email_key" TEXT NOT NULL,
  "phone" TEXT,
  "currency" CHAR(3) NOT NULL,
  "subtotal" BIGINT NOT NULL,
  "shipping" BIGINT NOT NULL,
  "total" BIGINT NOT NULL,
  "address" JSONB NOT NULL,
  "shipping_method" TEXT NOT NULL,
  "placed_at" TIMESTAMPTZ(3) NOT NULL,
  "placed_trace_id" TEXT,
  CONSTRAINT "orders_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "orders_total_check" CHECK ("subtotal" >= 0 AND "shipping" >= 0 AND "total" = "subtotal" + "shipping")
);
ALTER SEQUENCE "orders_sequence_seq" OWNED BY "orders"."sequence";
CREATE UNIQUE INDEX "orders_sequence_key" ON "orders" ("sequence");
CREATE INDEX "orders_shopper_id_sequence_idx" ON "orders" ("shopper_id", "sequence" DESC);
CREATE INDEX "orders_status_sequence_idx" ON "orders" ("status", "sequence" DESC);
CREATE INDEX "orders_email_key_idx" ON "orders" ("email_key" text_pattern_ops);
-- Orders whose payment has been open for too long are what an operator looks for first.
CREATE INDEX "orders_pending_idx" ON "orders" ("placed_at") WHERE "status" = 'pending';

CREATE TABLE "order_lines" (
  "order_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "sku" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "quantity" INTEGER NOT NULL,
  "unit_price" BIGINT NOT NULL,
  "line_total" BIGINT NOT NULL,
  "image_url" TEXT,
  CONSTRAINT "order_lines_pkey" PRIMARY KEY ("order_id", "position"),
  CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "order_lines_total_check" CHECK ("quantity" > 0 AND "line_total" = "unit_price" * "quantity")
);

-- What was learned about an order, also before it was placed: hence no foreign key.
CREATE TABLE "order_facts" (
  "order_id" UUID NOT NULL,
  "id" TEXT NOT NULL,
  "sequence" BIGSERIAL NOT NULL,
  "fact" JSONB NOT NULL,
  CONSTRAINT "order_facts_pkey" PRIMARY KEY ("order_id", "id")
);
