package dev.taskcast.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A random writer, and readers of random speed that {@linkplain LogReader check} what they get. */
class EventLogPropertyTest {
    /** Of 10,000 steps each reads in so many: the last ones fall out of the ring again and again. */
    private static final int[] SPEEDS = {10_000, 10_000, 3_000, 300, 30, 10};

    private long reports;

    static Random[] seeds() {
        return SeededRandom.several(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noReaderEverSeesAnOlderStateAndAllEndAtTheNewest(Random random) {
        run(random, 1 + random.nextInt(15), 5_000);
    }

    /** Not one of the checks above is worth anything if no reader is ever exact, or ever merges. */
    @Test
    void fastReadersAreExactAndSlowOnesMerge() {
        List<LogReader> readers = run(new SeededRandom(1), 6, 8_000);

        assertThat(readers.getFirst().reads().getFirst()).isGreaterThan(1_000);
        assertThat(readers.getLast().reads().getLast()).isPositive();
    }

    private List<LogReader> run(Random random, int tasks, int steps) {
        LogRig rig = new LogRig(random.nextBoolean() ? 0 : random.nextInt(2_000));
        List<LogReader> readers = new ArrayList<>();
        for (int i = 0; i < SPEEDS.length; i++) {
            readers.add(new LogReader(rig.log, random, 20 + random.nextInt(200)));
        }
        for (int step = 0; step < steps; step++) {
            write(rig, random, "t" + random.nextInt(tasks));
            for (int i = 0; i < SPEEDS.length; i++) {
                if (random.nextInt(10_000) < SPEEDS[i]) {
                    readers.get(i).read();
                }
            }
        }
        Map<String, String> truth = new HashMap<>();
        rig.log.members(0, Integer.MAX_VALUE).rows().forEach(row -> truth.put(row.id(), LogRig.told(row.state())));
        for (LogReader reader : readers) {
            reader.finish();
            assertThat(reader.newest()).isEqualTo(truth);
        }
        return readers;
    }

    private void write(LogRig rig, Random random, String id) {
        TaskRow row = rig.rows.find(id);
        if (row == null) {
            rig.register(id);
            return;
        }
        boolean running = row.state() instanceof Running;
        switch (random.nextInt(12)) {
            case 0 -> rig.submit(id, random.nextInt(3) == 0 ? new Command.Unregister() : new Command.Start());
            case 1, 2 -> rig.submit(id, new Command.Start());
            case 3 -> rig.submit(id, new Command.Complete(row.fence(), null, List.of()));
            case 4 -> rig.submit(id, random.nextBoolean() ? new Command.Cancel() : new Command.TimeOut(row.fence()));
            case 5, 6 -> rig.submit(id, new Command.HandlerEnded(row.fence()));
            default -> {
                if (running) {
                    rig.report(id, Long.toString(++reports));
                    if (random.nextInt(3) > 0) {
                        rig.publish(id);
                    }
                }
            }
        }
    }
}
