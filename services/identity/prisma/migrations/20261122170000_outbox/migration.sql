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
