-- Who is written to when a variant can be bought again. `due_at` is set when that may be so, and null while nothing changed.
CREATE TABLE "stock_alerts" (
  "id" UUID NOT NULL,
  "sku" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(6),
  "sent_at" TIMESTAMPTZ(3),
  CONSTRAINT "stock_alerts_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "stock_alerts_waiting_key" ON "stock_alerts" ("sku", lower("email")) WHERE "sent_at" IS NULL;
CREATE INDEX "stock_alerts_email_idx" ON "stock_alerts" (lower("email"));
CREATE INDEX "stock_alerts_due_idx" ON "stock_alerts" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "stock_alerts_created_at_idx" ON "stock_alerts" ("created_at");
CREATE INDEX "stock_alerts_sent_at_idx" ON "stock_alerts" ("sent_at");

CREATE FUNCTION "stock_alerts_notify"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('stock_alerts', ''); RETURN NULL; END $$;
CREATE TRIGGER "stock_alerts_notify" AFTER INSERT OR UPDATE ON "stock_alerts" FOR EACH ROW WHEN (NEW."due_at" IS NOT NULL) EXECUTE FUNCTION "stock_alerts_notify"();
