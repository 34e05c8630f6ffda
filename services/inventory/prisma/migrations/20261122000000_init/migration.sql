-- replaces sha256:5cbb1d184f4aee6779260ca4a73088dc6df85deb368b9d48a6a927137c3a8def
-- That version also created the tables of the platform, which services/platform/prisma/migrations creates now.

-- Where stock lies.
CREATE TABLE "locations" (
  "id" TEXT COLLATE "C" NOT NULL,
  "name" TEXT NOT NULL,
  CONSTRAINT "locations_pkey" PRIMARY KEY ("id")
);
INSERT INTO "locations" ("id", "name") VALUES ('east', 'East warehouse'), ('west', 'West warehouse');

-- One row a sku: its lock puts all changes of the sku in order, and its version counts them.
CREATE TABLE "skus" (
  "sku" TEXT COLLATE "C" NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "skus_pkey" PRIMARY KEY ("sku")
) WITH (fillfactor = 50);

CREATE TABLE "levels" (
  "sku" TEXT COLLATE "C" NOT NULL,
  "location" TEXT COLLATE "C" NOT NULL,
  "on_hand" INTEGER NOT NULL,
  "reserved" INTEGER NOT NULL DEFAULT 0,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "levels_pkey" PRIMARY KEY ("sku", "location"),
  CONSTRAINT "levels_sku_fkey" FOREIGN KEY ("sku") REFERENCES "skus" ("sku"),
  CONSTRAINT "levels_location_fkey" FOREIGN KEY ("location") REFERENCES "locations" ("id"),
  CONSTRAINT "levels_on_hand_check" CHECK ("on_hand" BETWEEN 0 AND 1000000000),
  CONSTRAINT "levels_reserved_check" CHECK ("reserved" BETWEEN 0 AND "on_hand")
) WITH (fillfactor = 50);
CREATE INDEX "levels_location_idx" ON "levels" ("location", "sku");

-- Stock held for an order, under the order's id. Without lines and fingerprint: released before it was ever asked for.
CREATE TABLE "reservations" (
  "id" UUID NOT NULL,
  "status" TEXT NOT NULL,
  "fingerprint" TEXT,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "allocation_failed" BOOLEAN NOT NULL DEFAULT false,
  "order_cancelled" BOOLEAN NOT NULL DEFAULT false,
  "shipped" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "reservations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "reservations_status_check" CHECK ("status" IN ('held', 'released', 'expired', 'sold'))
);
CREATE INDEX "reservations_held_idx" ON "reservations" ("expires_at") WHERE "status" = 'held';
CREATE INDEX "reservations_created_at_idx" ON "reservations" ("created_at", "id");
CREATE INDEX "reservations_status_idx" ON "reservations" ("status", "created_at", "id");

CREATE TABLE "reservation_lines" (
  "reservation_id" UUID NOT NULL,
  "sku" TEXT COLLATE "C" NOT NULL,
  "location" TEXT COLLATE "C" NOT NULL,
  "quantity" INTEGER NOT NULL,
  CONSTRAINT "reservation_lines_pkey" PRIMARY KEY ("reservation_id", "sku", "location"),
  CONSTRAINT "reservation_lines_reservation_id_fkey" FOREIGN KEY ("reservation_id") REFERENCES "reservations" ("id"),
  CONSTRAINT "reservation_lines_level_fkey" FOREIGN KEY ("sku", "location") REFERENCES "levels" ("sku", "location"),
  CONSTRAINT "reservation_lines_quantity_check" CHECK ("quantity" > 0)
);

-- Every change of what is on hand. Nothing is ever changed or taken out of it.
CREATE TABLE "ledger" (
  "id" BIGSERIAL NOT NULL,
  "sku" TEXT COLLATE "C" NOT NULL,
  "location" TEXT COLLATE "C" NOT NULL,
  "delta" INTEGER NOT NULL,
  "on_hand" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "note" TEXT,
  "order_id" UUID,
  "by" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "ledger_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ledger_delta_check" CHECK ("delta" <> 0)
);
CREATE INDEX "ledger_sku_idx" ON "ledger" ("sku", "id");
CREATE INDEX "ledger_level_idx" ON "ledger" ("sku", "location", "id");

CREATE FUNCTION "ledger_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$;
CREATE TRIGGER "ledger_is_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger" FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_kept"();

-- Each entry carries on from the one before it, and a level is what its newest entry says: so the sum of a level's entries is always the level.
-- Both run when the statement that changed level and ledger together has ended.
CREATE FUNCTION "ledger_carries_on"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
    SELECT FROM added WHERE added."on_hand" <> added."delta" + COALESCE((
      SELECT before."on_hand" FROM "ledger" before
      WHERE before."sku" = added."sku" AND before."location" = added."location" AND before."id" < added."id"
      ORDER BY before."id" DESC LIMIT 1), 0)
  ) THEN RAISE EXCEPTION 'a ledger entry does not carry on from the one before it'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ledger_carries_on" AFTER INSERT ON "ledger" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "ledger_carries_on"();

CREATE FUNCTION "level_is_in_ledger"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
    SELECT FROM changed WHERE changed."on_hand" <> COALESCE((
      SELECT newest."on_hand" FROM "ledger" newest
      WHERE newest."sku" = changed."sku" AND newest."location" = changed."location"
      ORDER BY newest."id" DESC LIMIT 1), 0)
  ) THEN RAISE EXCEPTION 'a level is not what the ledger says'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "level_inserted_is_in_ledger" AFTER INSERT ON "levels" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "level_is_in_ledger"();
CREATE TRIGGER "level_updated_is_in_ledger" AFTER UPDATE ON "levels" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "level_is_in_ledger"();

-- Takes the locks of skus, always in the same order so that nobody waits in a circle, and reads their levels as they are once the locks are
-- held: each statement of a volatile function sees what was committed before it began.
CREATE FUNCTION "locked_levels"(wanted text[]) RETURNS TABLE ("sku" text, "location" text, "on_hand" integer, "reserved" integer)
LANGUAGE plpgsql VOLATILE AS $$ BEGIN
  PERFORM 1 FROM "skus" WHERE "skus"."sku" = ANY (wanted) ORDER BY "skus"."sku" FOR UPDATE;
  RETURN QUERY SELECT l."sku", l."location", l."on_hand", l."reserved" FROM "levels" l WHERE l."sku" = ANY (wanted) ORDER BY l."sku", l."location";
END $$;
