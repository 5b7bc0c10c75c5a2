package dev.taskcast.demo.storage;

import dev.taskcast.TaskManager;
import dev.taskcast.task.Schedule;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Looks by a schedule how much room there is for the demo's data.
 *
 * @param directory that has the data
 */
public record FreeSpace(Path directory) implements TaskHandler {
    /** The task's id. */
    public static final String ID = "free-space";

    /** For people: at each half minute. */
    public static final String EACH_HALF_MINUTE = "*/30 * * * * *";

    private static final double GIGABYTE = 1e9;

    /**
     * Registers it.
     *
     * @param tasks where
     * @param directory that has the data
     * @param cron when it runs
     */
    public static void register(TaskManager tasks, Path directory, String cron) {
        TaskOptions options = TaskOptions.builder()
                .title("Check free space")
                .description("Runs by itself: " + cron)
                .schedule(Schedule.cron(cron, ZoneId.systemDefault()))
                .build();
        tasks.register(ID, new FreeSpace(directory), options);
    }

    @Override
    public void run(TaskContext ctx) throws IOException {
        FileStore disk = Files.getFileStore(directory);
        ctx.log(String.format(
                Locale.ROOT,
                "%.1f of %.1f GB are free",
                disk.getUsableSpace() / GIGABYTE,
                disk.getTotalSpace() / GIGABYTE));
    }
}
