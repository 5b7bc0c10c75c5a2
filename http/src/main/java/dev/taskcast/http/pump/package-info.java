/**
 * Writes streams, for a server that has a loop: a thread which never blocks, and on which its connections take what they can. The server
 * brings a {@link dev.taskcast.http.pump.PumpLoop} and, for each stream, a {@link dev.taskcast.http.pump.Sink}.
 */
@NullMarked
package dev.taskcast.http.pump;

import org.jspecify.annotations.NullMarked;
