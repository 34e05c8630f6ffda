-- What gateway and services measured of the use of contracts, by day; never a value.
CREATE TABLE "usage_days" (
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "operation" TEXT NOT NULL,
  "consumer" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "count" BIGINT NOT NULL,
  CONSTRAINT "usage_days_pkey" PRIMARY KEY ("kind", "name", "operation", "consumer", "version", "day")
);
CREATE INDEX "usage_days_day_idx" ON "usage_days" ("day");

-- Which fields were read in the sample, and when last.
CREATE TABLE "usage_fields" (
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "operation" TEXT NOT NULL,
  "consumer" TEXT NOT NULL,
  "pointer" TEXT NOT NULL,
  "last_read" DATE NOT NULL,
  "count" BIGINT NOT NULL,
  CONSTRAINT "usage_fields_pkey" PRIMARY KEY ("kind", "name", "operation", "consumer", "pointer")
);
CREATE INDEX "usage_fields_last_read_idx" ON "usage_fields" ("last_read");

-- Batches that were counted, for a day: one that comes again is not counted again.
CREATE TABLE "usage_batches" (
  "id" UUID NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "usage_batches_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "usage_batches_received_at_idx" ON "usage_batches" ("received_at");
