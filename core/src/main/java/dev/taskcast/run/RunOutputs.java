package dev.taskcast.run;

import dev.taskcast.codec.TaskCodec;
import dev.taskcast.lines.LineStore;
import org.jspecify.annotations.Nullable;

/**
 * Where what a run says goes, and who is asked whether it still may.
 *
 * @param progress its progress
 * @param lines its lines
 * @param notes what it keeps for later runs
 * @param fence asked before it acts
 * @param onLine called after a line
 * @param codec encodes its result, or null
 */
public record RunOutputs(
        ProgressPath progress,
        LineStore lines,
        NoteSink notes,
        FenceCheck fence,
        Runnable onLine,
        @Nullable TaskCodec codec) {}
