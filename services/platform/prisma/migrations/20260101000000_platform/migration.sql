-- What services/platform keeps in the database of every service. Copy it to the top of a service's first migration; the models that belong to it
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
