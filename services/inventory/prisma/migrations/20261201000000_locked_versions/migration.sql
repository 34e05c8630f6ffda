-- The version of a sku belongs to what is read under its lock: the next one is then known before the change is written.
DROP FUNCTION "locked_levels"(text[]);
CREATE FUNCTION "locked_levels"(wanted text[]) RETURNS TABLE ("sku" text, "location" text, "on_hand" integer, "reserved" integer, "version" integer)
LANGUAGE plpgsql VOLATILE AS $$ BEGIN
  PERFORM 1 FROM "skus" WHERE "skus"."sku" = ANY (wanted) ORDER BY "skus"."sku" FOR UPDATE;
  RETURN QUERY SELECT l."sku", l."location", l."on_hand", l."reserved", s."version" FROM "levels" l JOIN "skus" s USING ("sku")
    WHERE l."sku" = ANY (wanted) ORDER BY l."sku", l."location";
END $$;
