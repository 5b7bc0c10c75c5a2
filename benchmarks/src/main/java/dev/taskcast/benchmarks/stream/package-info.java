/**
 * Whole-process measurements of the real path, from a handler's {@code ctx.progress} to a viewer's socket, each beside a plain
 * loop that writes ready-made frames in the same run.
 *
 * <p>A {@link dev.taskcast.benchmarks.stream.Pair} is a server in one JVM ({@link
 * dev.taskcast.benchmarks.stream.ServerMain}, with one {@link dev.taskcast.benchmarks.stream.EventServer}) and all viewers in
 * another ({@link dev.taskcast.benchmarks.stream.ViewersMain}), each on a processor of its own. The programs: {@link
 * dev.taskcast.benchmarks.stream.FanOut}, {@link dev.taskcast.benchmarks.stream.Latency}, {@link
 * dev.taskcast.benchmarks.stream.Feeds}, {@link dev.taskcast.benchmarks.stream.Connects}, {@link
 * dev.taskcast.benchmarks.stream.Memory}, {@link dev.taskcast.benchmarks.stream.BadNeighbours}, {@link
 * dev.taskcast.benchmarks.stream.ProgressCall}, {@link dev.taskcast.benchmarks.stream.Scale}. To compare with another server, write an {@code EventServer} and a line in {@link
 * dev.taskcast.benchmarks.stream.Contender}.
 */
@NullMarked
package dev.taskcast.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
