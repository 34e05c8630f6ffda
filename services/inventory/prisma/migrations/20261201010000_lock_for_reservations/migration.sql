-- Makes reservations, locks all that decides about them, and reads it: a batch in one round trip. A function, because each
-- of its statements sees what was committed while the one before waited for a lock.
CREATE FUNCTION "lock_for_reservations"(wanted jsonb, wanted_skus text[])
RETURNS TABLE ("made" jsonb, "levels" jsonb, "held" jsonb, "unpaid" jsonb)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT (item ->> 'id')::uuid FROM jsonb_array_elements(wanted) AS item);
  holder_ids text[] := ARRAY(
    SELECT DISTINCT holder FROM jsonb_to_recordset(wanted) AS item (holders text[]), unnest(item.holders) AS holder ORDER BY holder);
BEGIN
  WITH added AS (
    INSERT INTO "reservations" ("id", "status", "fingerprint", "expires_at", "holders")
    SELECT item.id, 'held', item.fingerprint, now() + item."expiresInSeconds" * interval '1 second', item.holders
    FROM jsonb_to_recordset(wanted) AS item (id uuid, fingerprint text, "expiresInSeconds" integer, holders text[])
    ORDER BY item.id ON CONFLICT DO NOTHING RETURNING "id", "expires_at", "created_at"
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', added."id", 'expiresAt', added."expires_at", 'createdAt', added."created_at")), '[]')
    INTO "made" FROM added;
  PERFORM pg_advisory_xact_lock(hashtextextended(holder, 0)) FROM unnest(holder_ids) AS holder;
  SELECT coalesce(jsonb_agg(jsonb_build_object('sku', level."sku", 'location', level."location", 'onHand', level."on_hand",
    'reserved', level."reserved", 'version', level."version")), '[]')
    INTO "levels" FROM "locked_levels"(wanted_skus) AS level;
  SELECT coalesce(jsonb_object_agg(holder, (
    SELECT count(*) FROM "reservations"
    WHERE "status" = 'held' AND "expires_at" > now() AND "holders" @> ARRAY[holder] AND "id" <> ALL (ids))), '{}')
    INTO "held" FROM unnest(holder_ids) AS holder;
  IF cardinality(holder_ids) = 0 THEN
    "unpaid" := '{}';
  ELSE
    SELECT coalesce(jsonb_object_agg(line."sku", line."units"), '{}') INTO "unpaid" FROM (
      SELECT l."sku", sum(l."quantity") AS "units"
      FROM "reservations" r JOIN "reservation_lines" l ON l."reservation_id" = r."id"
      WHERE r."status" = 'held' AND r."holders" IS NOT NULL AND r."id" <> ALL (ids) AND l."sku" = ANY (wanted_skus)
      GROUP BY l."sku") AS line;
  END IF;
  RETURN NEXT;
END $$;

-- Locks the reservations of orders, then the skus that decide about them: those that are reserved, and those that are wanted where nothing is
-- reserved any more. A missing reservation is made, as released.
CREATE FUNCTION "lock_for_orders"(wanted jsonb) RETURNS TABLE ("reservations" jsonb, "levels" jsonb)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT (item ->> 'id')::uuid FROM jsonb_array_elements(wanted) AS item);
  locked text[];
BEGIN
  INSERT INTO "reservations" ("id", "status", "expires_at") SELECT DISTINCT id, 'released', now() FROM unnest(ids) AS id ORDER BY id
  ON CONFLICT DO NOTHING;
  PERFORM 1 FROM "reservations" r WHERE r."id" = ANY (ids) ORDER BY r."id" FOR NO KEY UPDATE;
  locked := ARRAY(
    SELECT l."sku" FROM "reservation_lines" l JOIN "reservations" r ON r."id" = l."reservation_id" WHERE r."id" = ANY (ids) AND r."status" = 'held'
    UNION
    SELECT sku FROM jsonb_to_recordset(wanted) AS item (id uuid, skus text[]) JOIN "reservations" r ON r."id" = item.id, unnest(item.skus) AS sku
    WHERE r."status" IN ('released', 'expired'));
  SELECT coalesce(jsonb_agg(jsonb_build_object('sku', level."sku", 'location', level."location", 'onHand', level."on_hand",
    'reserved', level."reserved", 'version', level."version")), '[]')
    INTO "levels" FROM "locked_levels"(locked) AS level;
  SELECT jsonb_agg(jsonb_build_object('id', r."id", 'status', r."status", 'allocationFailed', r."allocation_failed",
    'orderCancelled', r."order_cancelled", 'lines', coalesce((
      SELECT jsonb_agg(jsonb_build_object('sku', l."sku", 'quantity', l."quantity", 'location', l."location") ORDER BY l."sku", l."location")
      FROM "reservation_lines" l WHERE l."reservation_id" = r."id"), '[]')))
    INTO "reservations" FROM "reservations" r WHERE r."id" = ANY (ids);
  RETURN NEXT;
END $$;
