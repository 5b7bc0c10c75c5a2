package dev.taskcast.run;

import dev.taskcast.codec.TaskCodec;
import dev.taskcast.lines.LineStore;
import org.jspecify.annotations.Nullable;

/**
 * Where what a run says goes.
 *
 * @param progress its progress
 * @param lines its lines
 * @param notes what it keeps for later runs
 * @param onLine called after a line
 * @param codec encodes its result, or null
 */
public record RunOutputs(
        ProgressPath progress,
        LineStore lines,
        NoteSink notes,
        Runnable onLine,
        @Nullable TaskCodec codec) {}
