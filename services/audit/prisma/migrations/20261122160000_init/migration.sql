-- replaces sha256:97a037df807a89ce3c044e8922979cb2edf6109ff6963fa69434cae8dbb62de2
-- That version also created the tables of the platform, which services/platform/prisma/migrations creates now.

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
