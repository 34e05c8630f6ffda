-- are in services/platform/prisma/schema.prisma.

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

CREATE TYPE "payment_status" AS ENUM ('pending', 'requires_action', 'authorized', 'captured', 'refunded', 'declined', 'cancelled');

CREATE TABLE "payments" (
  "id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "status" "payment_status" NOT NULL DEFAULT 'pending',
  "currency" CHAR(3) NOT NULL,
  "amount" BIGINT NOT NULL CHECK ("amount" >= 0),
  "captured" BIGINT NOT NULL DEFAULT 0 CHECK ("captured" BETWEEN 0 AND "amount"),
  "refunded" BIGINT NOT NULL DEFAULT 0 CHECK ("refunded" BETWEEN 0 AND "captured"),
  "request" JSONB,
  "fingerprint" CHAR(64),
  "asked" BOOLEAN NOT NULL DEFAULT false,
  "unwanted" BOOLEAN NOT NULL DEFAULT false,
  "capture_wanted" BOOLEAN NOT NULL DEFAULT false,
  "provider" TEXT NOT NULL,
  "reference" TEXT,
  "intent" TEXT,
  "redirect_url" TEXT,
  "decline_code" TEXT,
  "card_brand" TEXT,
  "card_last4" TEXT,
  "expires_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "payments_order_id_key" ON "payments" ("order_id");
CREATE UNIQUE INDEX "payments_reference_key" ON "payments" ("reference");
CREATE UNIQUE INDEX "payments_intent_key" ON "payments" ("intent");
CREATE INDEX "payments_created_at_id_idx" ON "payments" ("created_at" DESC, "id" DESC);
-- What the settler looks for: few rows at any time.
CREATE INDEX "payments_open_idx" ON "payments" ("created_at")
  WHERE "status" IN ('pending', 'requires_action') OR ("status" IN ('authorized', 'captured') AND ("unwanted" OR "capture_wanted"));

CREATE TABLE "refunds" (
  "id" UUID NOT NULL,
  "payment_id" UUID NOT NULL,
  "cause" TEXT NOT NULL,
  "amount" BIGINT NOT NULL CHECK ("amount" > 0),
  "reason" TEXT NOT NULL,
  "reference" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "refunds_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "refunds_reference_key" ON "refunds" ("reference");
CREATE UNIQUE INDEX "refunds_payment_id_cause_key" ON "refunds" ("payment_id", "cause");
CREATE INDEX "refunds_open_idx" ON "refunds" ("payment_id") WHERE "reference" IS NULL;

CREATE TABLE "webhooks" (
  "id" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "payment_id" UUID,
  "intent" TEXT,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "handled_at" TIMESTAMPTZ(3),
  CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "webhooks_open_idx" ON "webhooks" ("received_at") WHERE "handled_at" IS NULL;
