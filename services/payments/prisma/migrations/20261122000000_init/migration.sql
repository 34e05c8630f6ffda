-- replaces sha256:7acbd7dfdf0df5d05f81bda9c0ce645851574c12e4dcc1ba0f3185c2cc366b33
-- That version also created the tables of the platform, which services/platform/prisma/migrations creates now.

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
