-- Messages of stock alerts by age, for retention: without it all others that are as old are looked through.
CREATE INDEX CONCURRENTLY "messages_back_in_stock_idx" ON "messages" ("created_at") WHERE "template" = 'back-in-stock';
