package dev.taskcast.demo.tiles;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import java.util.Locale;

/** A picture in tiles, each of which is a task: started one after the other, so that something happens all the while. */
public final class Tiles {
    /** The tag of its tasks. */
    public static final String TAG = "tiles";

    /** How many there are. */
    public static final int COUNT = 24;

    private static final int EDGE = 160;
    private static final int MAX_STEPS = 300;

    private Tiles() {}

    /**
     * Registers the tiles, and the task that starts them.
     *
     * @param tasks where
     * @param pauseMillis between two of them
     */
    public static void register(TaskManager tasks, int pauseMillis) {
        TaskOptions.Builder options = TaskOptions.builder().tags(TAG).keep();
        for (int i = 0; i < COUNT; i++) {
            int tile = i;
            tasks.register(id(i), ctx -> ctx.result(points(ctx, tile)), options.build());
        }
        tasks.register(
                "draw-tiles",
                ctx -> {
                    for (int i = 0; i < COUNT; i++) {
                        ctx.progress("Starting tiles", i, COUNT);
                        tasks.start(id(i));
                        Thread.sleep(pauseMillis);
                    }
                },
                options.title("Draw " + COUNT + " tiles").build());
    }

    private static String id(int tile) {
        return String.format(Locale.ROOT, "tile-%02d", tile);
    }

    /** How many points of a piece of the complex plane are in the Mandelbrot set. */
    private static int points(TaskContext ctx, int tile) {
        int found = 0;
        double left = -2.0 + 0.5 * (tile % 6);
        int row = tile / 6;
        double top = -1.0 + 0.5 * row;
        for (int y = 0; y < EDGE; y++) {
            ctx.throwIfCanceled();
            for (int x = 0; x < EDGE; x++) {
                found += isInside(left + 0.5 * x / EDGE, top + 0.5 * y / EDGE) ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean isInside(double re, double im) {
        double x = 0;
        double y = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            double next = x * x - y * y + re;
            y = 2 * x * y + im;
            x = next;
            if (x * x + y * y > 4) {
                return false;
            }
        }
        return true;
    }
}
