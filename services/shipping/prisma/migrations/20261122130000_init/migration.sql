-- replaces sha256:105c5107536f1655a3cbfd2acd466dcce8ec5821535062c60e8845899bb56ec5
-- That version also created the tables of the platform, which services/platform/prisma/migrations creates now.

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
