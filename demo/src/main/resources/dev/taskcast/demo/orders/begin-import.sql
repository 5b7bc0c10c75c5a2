-- What an import that was stopped has left, and nobody goes on with.
DROP TABLE IF EXISTS orders_staging;
DROP TABLE IF EXISTS import_stage;
-- How far the stage is, changed with it: what is counted here is there, and nothing else.
CREATE TABLE import_stage (
  name TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  rows_skipped INTEGER NOT NULL
) STRICT;
CREATE TABLE orders_staging (
  number TEXT PRIMARY KEY NOT NULL,
  ordered_on TEXT NOT NULL,
  customer TEXT NOT NULL,
  email TEXT NOT NULL,
  street TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  product TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price_cents INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;
