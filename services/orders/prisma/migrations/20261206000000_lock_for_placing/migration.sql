-- Locks the id of an order until the transaction ends, gives it a number, and says whether facts of it have arrived before: as of the moment at
-- which the lock is held, since each statement of a volatile function sees what was committed before it began.
CREATE FUNCTION "lock_for_placing"(wanted uuid) RETURNS TABLE ("sequence" bigint, "has_facts" boolean) LANGUAGE plpgsql VOLATILE AS $$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(wanted::text, 0));
  RETURN QUERY SELECT nextval('orders_sequence_seq'), EXISTS (SELECT FROM "order_facts" WHERE "order_facts"."order_id" = wanted);
END $$;
