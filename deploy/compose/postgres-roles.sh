#!/bin/sh
# A database a service, owned by a role of its own that is no superuser. Runs once, when the server's data is made.
set -eu
for service in audit checkout identity inventory notifications orders payments registry shipping; do
  variable="$(printf '%s' "$service" | tr '[:lower:]' '[:upper:]')_DATABASE_PASSWORD"
  eval "password=\${$variable:-}"
  [ -n "$password" ] || continue
  psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set=service="$service" --set=password="$password" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
SQL
done
