-- Payments by status, newest first.
CREATE INDEX "payments_status_created_at_id_idx" ON "payments" ("status", "created_at" DESC, "id" DESC);
