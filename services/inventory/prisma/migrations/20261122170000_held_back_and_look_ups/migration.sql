-- What was sold comes back when shipping says that the parcel is held back, and not before: whether it has left is not for us to know.
ALTER TABLE "reservations" DROP COLUMN "shipped";

-- The stock of one order, and who holds a sku.
CREATE INDEX "ledger_order_id_idx" ON "ledger" ("order_id", "id") WHERE "order_id" IS NOT NULL;
CREATE INDEX "reservation_lines_sku_idx" ON "reservation_lines" ("sku", "reservation_id");
