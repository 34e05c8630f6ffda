-- So that nobody overwrites what somebody else changed about a member of staff meanwhile.
ALTER TABLE "users" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
