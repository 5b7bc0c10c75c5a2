/**
 * Whole-process comparison of embedded HTTP servers for many idle Server-Sent Events streams: memory per
 * stream, fan-out, and whether a socket can be taken over once its response headers are out.
 *
 * <p>{@link dev.taskcast.benchmarks.servers.CompareServers} repeats all of it; it starts one {@link
 * dev.taskcast.benchmarks.servers.ServerMain} and one {@link dev.taskcast.benchmarks.servers.ClientMain}
 * JVM for every measurement.
 */
@NullMarked
package dev.taskcast.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
