package example.shop;

/** What a report is about. */
record Order(long number, int lines) {}
