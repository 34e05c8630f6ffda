-- The authenticator app of somebody; the secret is encrypted. It counts since a code of it was confirmed.
CREATE TABLE "second_factors" (
  "user_id" TEXT NOT NULL,
  "secret" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "confirmed_at" TIMESTAMPTZ(3),
  -- The time step (RFC 6238) of the last code that was used: a code works once.
  "last_step" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "second_factors_pkey" PRIMARY KEY ("user_id"),
  CONSTRAINT "second_factors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Codes that stand for one of the app once; hashes alone.
CREATE TABLE "recovery_codes" (
  "user_id" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id", "hash"),
  CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "second_factors" ("user_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Attempts at an account that did not succeed since the last one that did; the key is a hash.
CREATE TABLE "sign_in_attempts" (
  "key" TEXT NOT NULL,
  "failures" INTEGER NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  "blocked_until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "sign_in_attempts_last_at_idx" ON "sign_in_attempts" ("last_at");
