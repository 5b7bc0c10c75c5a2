package dev.taskcast.store;

/**
 * A node's sign of life.
 *
 * @param node its name
 * @param sign another number each time
 */
public record NodeSign(String node, long sign) {}
