-- Who answers for a contract; those of before by their documents.
ALTER TABLE "contracts" ADD COLUMN "contact" JSONB;
UPDATE "contracts" SET "contact" = "document" #> '{info,contact}' WHERE jsonb_typeof("document" #> '{info,contact}') = 'object';
