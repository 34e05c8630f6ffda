-- It returns one row: with the thousand that are assumed otherwise, a statement that calls it is planned anew each time.
ALTER FUNCTION "lock_for_placing"(uuid) ROWS 1;
