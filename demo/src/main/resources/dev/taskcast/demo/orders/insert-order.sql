INSERT INTO orders_staging
  (number, ordered_on, customer, email, street, postcode, city, country, product, quantity, unit_price_cents, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
