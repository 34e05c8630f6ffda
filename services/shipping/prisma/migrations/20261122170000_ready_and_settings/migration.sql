-- `ready`: the stock is allocated and somebody, or the worker, has to hand the parcel to the carrier. PostgreSQL lets a value that was added to
-- a type be used only after the transaction, so the type is made anew.
ALTER TABLE "shipments" DROP CONSTRAINT "shipments_booked_check";
ALTER TABLE "shipments" ALTER COLUMN "status" DROP DEFAULT;
ALTER TYPE "shipment_status" RENAME TO "shipment_status_before";
CREATE TYPE "shipment_status" AS ENUM ('waiting', 'ready', 'created', 'in_transit', 'delivered', 'cancelled');
ALTER TABLE "shipments" ALTER COLUMN "status" TYPE "shipment_status" USING "status"::text::"shipment_status";
ALTER TABLE "shipments" ALTER COLUMN "status" SET DEFAULT 'waiting';
DROP TYPE "shipment_status_before";
UPDATE "shipments" SET "status" = 'ready' WHERE "status" = 'waiting' AND "ready_at" IS NOT NULL;
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_booked_check"
  CHECK ("status" IN ('waiting', 'ready', 'cancelled') OR ("tracking_number" IS NOT NULL AND "carrier" IS NOT NULL AND "booked_at" IS NOT NULL));

-- How parcels are sent; one row.
CREATE TABLE "settings" (
  "id" BOOLEAN NOT NULL DEFAULT true,
  "automatic" BOOLEAN NOT NULL DEFAULT true,
  CONSTRAINT "settings_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "settings_one_check" CHECK ("id")
);
INSERT INTO "settings" DEFAULT VALUES;
