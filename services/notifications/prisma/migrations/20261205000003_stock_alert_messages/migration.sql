-- Messages of stock alerts by age, which are kept for a shorter time.
CREATE INDEX CONCURRENTLY "messages_back_in_stock_idx" ON "messages" ("created_at") WHERE "template" = 'back-in-stock';
