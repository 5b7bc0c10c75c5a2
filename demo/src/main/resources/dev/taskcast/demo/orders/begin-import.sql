-- What an import that was stopped has left.
DROP TABLE IF EXISTS orders_staging;
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
