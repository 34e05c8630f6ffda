-- The words that orders are found by, written once with the order; what is learned later is found among its facts.
CREATE TABLE "order_terms" (
  "order_id" UUID NOT NULL,
  "terms" TSVECTOR NOT NULL,
  CONSTRAINT "order_terms_pkey" PRIMARY KEY ("order_id"),
  CONSTRAINT "order_terms_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "order_terms_terms_idx" ON "order_terms" USING GIN ("terms");
CREATE INDEX "order_facts_tracking_idx" ON "order_facts" (lower("fact" -> 'parcel' ->> 'trackingNumber') text_pattern_ops)
  WHERE "fact" ->> 'kind' = 'shipped';
CREATE INDEX "order_facts_last4_idx" ON "order_facts" (("fact" ->> 'last4')) WHERE "fact" ->> 'kind' = 'authorized';

-- The terms of the orders of before; by the same rules as search-terms.ts.
INSERT INTO "order_terms" ("order_id", "terms")
SELECT found."id", array_to_tsvector(array_agg(DISTINCT left(found."term", 100)))
FROM (
  SELECT o."id", word."term"
  FROM "orders" o, regexp_split_to_table(
    lower(regexp_replace(normalize(concat_ws(' ', regexp_replace(o."email", '\.[^.@]*$', ''), o."address" ->> 'name', o."address" ->> 'line1', o."address" ->> 'line2',
      o."address" ->> 'city', o."address" ->> 'region', o."address" ->> 'postalCode',
      (SELECT string_agg(concat(l."sku", ' ', l."title"), ' ') FROM "order_lines" l WHERE l."order_id" = o."id")
    ), NFKD), '[\u0300-\u036f]', '', 'g') COLLATE "und-x-icu"), '[^[:alnum:]]+' COLLATE "und-x-icu") AS word ("term")
  UNION ALL SELECT o."id", o."sequence"::text FROM "orders" o
  UNION ALL SELECT o."id", lower(regexp_replace(o."address" ->> 'postalCode', '[^A-Za-z0-9]', '', 'g')) FROM "orders" o
  UNION ALL SELECT l."order_id", lower(regexp_replace(l."sku", '[^A-Za-z0-9]', '', 'g')) FROM "order_lines" l
  UNION ALL SELECT o."id", right(p."digits", n) FROM "orders" o,
    LATERAL (SELECT regexp_replace(o."phone", '\D', '', 'g') AS "digits") p, LATERAL generate_series(6, length(p."digits")) n
) found WHERE found."term" <> '' GROUP BY found."id";
