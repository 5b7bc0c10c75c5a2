-- In one transaction: readers see the orders of before, then the new ones.
DROP TABLE IF EXISTS orders;
DROP TABLE import_stage;
ALTER TABLE orders_staging RENAME TO orders;
CREATE INDEX orders_by_customer ON orders (email, ordered_on);
