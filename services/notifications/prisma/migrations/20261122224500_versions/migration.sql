-- So that nobody overwrites what somebody else made of a template meanwhile. A template that is reset stays, for its version to go on.
ALTER TABLE "templates" ADD COLUMN "in_use" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "templates" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 2;
