-- Every sku of the catalog has a level: zero at the first location where nothing was ever put on stock.
INSERT INTO "skus" ("sku") SELECT DISTINCT "sku" FROM "sku_words" ORDER BY "sku" ON CONFLICT DO NOTHING;
INSERT INTO "levels" ("sku", "location", "on_hand")
SELECT named."sku", first."id", 0
FROM (SELECT DISTINCT "sku" FROM "sku_words") named, (SELECT min("id") AS "id" FROM "locations") first
WHERE first."id" IS NOT NULL AND NOT EXISTS (SELECT FROM "levels" WHERE "levels"."sku" = named."sku")
ORDER BY named."sku";
