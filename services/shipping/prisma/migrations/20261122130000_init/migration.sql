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

CREATE TYPE "shipment_status" AS ENUM ('waiting', 'created', 'in_transit', 'delivered', 'cancelled');

-- The parcel of a paid order; one an order.
CREATE TABLE "shipments" (
  "id" UUID NOT NULL,
  "serial" BIGSERIAL NOT NULL,
  "order_id" UUID NOT NULL,
  "order_number" TEXT NOT NULL,
  "status" "shipment_status" NOT NULL DEFAULT 'waiting',
  "method" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "phone" TEXT,
  "address" JSONB NOT NULL,
  "lines" JSONB NOT NULL,
  "carrier" TEXT,
  "tracking_number" TEXT,
  "tracking_url" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "ready_at" TIMESTAMPTZ(3),
  "booked_at" TIMESTAMPTZ(3),
  "delivered_at" TIMESTAMPTZ(3),
  "due_at" TIMESTAMPTZ(3),
  "failures" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "shipments_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "shipments_booked_check" CHECK ("status" IN ('waiting', 'cancelled') OR ("tracking_number" IS NOT NULL AND "carrier" IS NOT NULL AND "booked_at" IS NOT NULL))
);
CREATE UNIQUE INDEX "shipments_serial_key" ON "shipments" ("serial");
CREATE UNIQUE INDEX "shipments_order_id_key" ON "shipments" ("order_id");
CREATE UNIQUE INDEX "shipments_tracking_number_key" ON "shipments" ("tracking_number");
CREATE INDEX "shipments_status_serial_idx" ON "shipments" ("status", "serial" DESC);
CREATE INDEX "shipments_due_at_idx" ON "shipments" ("due_at");

-- What was heard of an order from others than itself, also before it was known to be paid.
CREATE TABLE "order_news" (
  "order_id" UUID NOT NULL,
  "allocated" JSONB,
  "cancelled" TEXT,
  CONSTRAINT "order_news_pkey" PRIMARY KEY ("order_id")
);
