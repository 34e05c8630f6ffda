-- When somebody gave their password for a session; unknown of sessions of before, which count as long ago.
ALTER TABLE "sessions" ADD COLUMN "authenticated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch';
ALTER TABLE "sessions" ALTER COLUMN "authenticated_at" SET DEFAULT CURRENT_TIMESTAMP;
