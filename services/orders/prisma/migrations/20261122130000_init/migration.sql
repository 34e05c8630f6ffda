-- Events that were decided but not yet published (outbox.ts). Debezium's columns for its outbox event router, so that change data capture can
-- replace the relay, and what the CloudEvents headers need.
CREATE TABLE "outbox" (
  "position" BIGSERIAL NOT NULL,
  "id" UUID NOT NULL,
  "aggregatetype" TEXT NOT NULL,
  "aggregateid" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "topic" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "time" TIMESTAMPTZ(3) NOT NULL,
  "traceparent" TEXT,
  CONSTRAINT "outbox_pkey" PRIMARY KEY ("position")
);
-- Rows live for milliseconds: clean up by number of dead rows, not by a share of a table that is nearly empty.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

CREATE FUNCTION "outbox_notify"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "outbox_notify"();

-- Events that were handled (inbox.ts), so that one that is delivered again changes nothing.
CREATE TABLE "inbox" (
  "consumer" TEXT NOT NULL,
  "event_id" TEXT NOT NULL,
  "handled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer", "event_id")
);
CREATE INDEX "inbox_handled_at_idx" ON "inbox" ("handled_at");

-- First answers to requests that carried an Idempotency-Key (idempotency.ts).
CREATE TABLE "idempotency_keys" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "token" UUID NOT NULL,
  "locked_until" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "response" JSONB,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("scope", "key")
);
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys" ("expires_at");

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
