package dev.taskcast.client.decode;

import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskProgress.Pace;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the progress of a run. */
final class ProgressReader {
    private ProgressReader() {}

    static TaskProgress read(Fields fields) {
        String message = fields.text("message", "");
        TaskProgress.Unit unit = "bytes".equals(fields.text("unit")) ? TaskProgress.Unit.BYTES : null;
        if (message.equals(TaskProgress.STARTING.message()) && fields.values().size() == 1) {
            return TaskProgress.STARTING; // which most runs have once, and some for long
        }
        return new TaskProgress(
                message, fields.number("current"), fields.number("total"), unit, pace(fields), steps(fields));
    }

    private static @Nullable Pace pace(Fields fields) {
        if (!fields.has("rate") && !fields.has("eta") && !fields.has("usual")) {
            return null;
        }
        List<?> range = fields.list("etaRange");
        boolean hasRange = range.size() == 2;
        return new Pace(
                fields.number("rate"),
                fields.whole("eta", -1),
                hasRange ? Fields.whole(range.getFirst(), -1) : -1,
                hasRange ? Fields.whole(range.getLast(), -1) : -1,
                fields.whole("usual", -1));
    }

    private static List<TaskStep> steps(Fields fields) {
        return fields.list("steps").stream()
                .map(Fields::of)
                .flatMap(ProgressReader::step)
                .toList();
    }

    /** None where its status is not known here. */
    private static Stream<TaskStep> step(Fields fields) {
        TaskStatus status = StateReader.status(fields);
        return status == null
                ? Stream.empty()
                : Stream.of(new TaskStep(
                        fields.text("name", ""),
                        fields.smallCount("depth"),
                        status,
                        fields.text("message"),
                        fields.number("current"),
                        fields.number("total")));
    }
}
