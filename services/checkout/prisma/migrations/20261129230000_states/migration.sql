-- States take the names of the saga pattern: 'undoing' is 'compensating', `reached` is `lastStep`, `heldUntil` is `reservedUntil`.
ALTER TABLE "checkouts" DROP CONSTRAINT "checkouts_step_check";
UPDATE "checkouts" SET "state" = ("state" - 'heldUntil') || jsonb_build_object('reservedUntil', "state" -> 'heldUntil')
  WHERE "state" ? 'heldUntil';
UPDATE "checkouts" SET "state" = jsonb_set("state", '{placed}',
    (("state" -> 'placed') - 'heldUntil') || jsonb_build_object('reservedUntil', "state" #> '{placed,heldUntil}'))
  WHERE "state" -> 'placed' ? 'heldUntil';
UPDATE "checkouts" SET "step" = 'compensating',
    "state" = ("state" - 'reached') || jsonb_build_object('step', 'compensating', 'lastStep', "state" -> 'reached')
  WHERE "step" = 'undoing';
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_step_check"
  CHECK ("step" IN ('started', 'priced', 'reserved', 'ordered', 'compensating', 'finished'));
DROP INDEX "checkouts_cart_working_key";
CREATE UNIQUE INDEX "checkouts_cart_working_key" ON "checkouts" (("request" ->> 'cartId'))
  WHERE "step" IN ('priced', 'reserved', 'ordered', 'compensating');
