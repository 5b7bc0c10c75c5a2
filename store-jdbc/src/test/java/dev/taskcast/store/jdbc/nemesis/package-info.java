/** Many processes on one database, whatever happens to them, to it, and to what is between them. */
@org.jspecify.annotations.NullMarked
package dev.taskcast.store.jdbc.nemesis;
