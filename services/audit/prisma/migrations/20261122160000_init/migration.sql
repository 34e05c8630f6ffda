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

-- What staff changed. Each index serves one way of reading it, newest first.
CREATE TABLE "changes" (
  "id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "service" TEXT NOT NULL,
  "resource" TEXT NOT NULL,
  "resource_id" TEXT NOT NULL,
  "label" TEXT,
  "parent_resource" TEXT,
  "parent_id" TEXT,
  "action" TEXT NOT NULL,
  "actor_kind" TEXT NOT NULL,
  "actor_id" TEXT NOT NULL,
  "actor_email" TEXT,
  "fields" JSONB NOT NULL,
  "reason" TEXT,
  "request_id" TEXT,
  "trace_id" TEXT,
  CONSTRAINT "changes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "changes_parent_check" CHECK (("parent_resource" IS NULL) = ("parent_id" IS NULL))
);
CREATE INDEX "changes_at_idx" ON "changes" ("at", "id");
CREATE INDEX "changes_resource_idx" ON "changes" ("resource", "at", "id");
CREATE INDEX "changes_resource_id_idx" ON "changes" ("resource", "resource_id", "at", "id");
CREATE INDEX "changes_parent_idx" ON "changes" ("parent_resource", "parent_id", "at", "id") WHERE "parent_resource" IS NOT NULL;
CREATE INDEX "changes_actor_id_idx" ON "changes" ("actor_id", "at", "id");
CREATE INDEX "changes_actor_email_idx" ON "changes" ("actor_email", "at", "id");

CREATE FUNCTION "changes_are_kept"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$;
CREATE TRIGGER "changes_are_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "changes" FOR EACH STATEMENT EXECUTE FUNCTION "changes_are_kept"();
