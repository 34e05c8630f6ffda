-- Lists by total: all orders, and those of a status.
CREATE INDEX "orders_total_sequence_idx" ON "orders" ("total", "sequence");
CREATE INDEX "orders_status_total_sequence_idx" ON "orders" ("status", "total", "sequence");
