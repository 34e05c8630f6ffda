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

CREATE TYPE "channel" AS ENUM ('email', 'sms');
CREATE TYPE "message_status" AS ENUM ('queued', 'sending', 'sent', 'failed');

-- Messages to customers: the delivery log, and the queue of what is still to be sent.
CREATE TABLE "messages" (
  "id" UUID NOT NULL,
  "serial" BIGSERIAL NOT NULL,
  "cause" TEXT NOT NULL,
  "channel" "channel" NOT NULL,
  "recipient" TEXT NOT NULL,
  "template" TEXT NOT NULL,
  "data" JSONB NOT NULL,
  "order_id" UUID NOT NULL,
  "subject" TEXT,
  "status" "message_status" NOT NULL DEFAULT 'queued',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "sent_at" TIMESTAMPTZ(3),
  "resend_of" UUID,
  CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "messages_serial_key" ON "messages" ("serial");
-- One message an event, channel and recipient, however often the event is told.
CREATE UNIQUE INDEX "messages_cause_channel_recipient_key" ON "messages" ("cause", "channel", "recipient");
CREATE INDEX "messages_order_id_serial_idx" ON "messages" ("order_id", "serial" DESC);
CREATE INDEX "messages_recipient_serial_idx" ON "messages" ("recipient", "serial" DESC);
CREATE INDEX "messages_status_serial_idx" ON "messages" ("status", "serial" DESC);
CREATE INDEX "messages_queue_idx" ON "messages" ("due_at") WHERE "status" IN ('queued', 'sending');

-- Templates that a merchant changed; the others are files.
CREATE TABLE "templates" (
  "id" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "mjml" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "sms" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "templates_pkey" PRIMARY KEY ("id")
);

-- What the local SMS provider would have sent.
CREATE TABLE "sms_log" (
  "id" UUID NOT NULL,
  "serial" BIGSERIAL NOT NULL,
  "to" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "sms_log_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "sms_log_serial_key" ON "sms_log" ("serial");
