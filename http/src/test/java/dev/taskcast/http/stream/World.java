package dev.taskcast.http.stream;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Puppet;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A manager to which random things happen. The title of a task is the number of its registration. */
final class World {
    private static final int IDS = 8;

    private record Running(Puppet.Run run, AtomicInteger steps) {}

    private final ManualClock clock = new ManualClock();
    private final boolean everyReport;
    private final int window;
    private final int fillers;
    private final TaskManager tasks;
    private final Truth truth;
    private final Map<String, Puppet> puppets = new HashMap<>();
    private final Map<String, Running> running = new HashMap<>();
    private final List<Puppet.Run> fenced = new ArrayList<>();
    private int made;

    World(InvariantsExtension invariants, SeededRandom random) {
        everyReport = random.nextBoolean();
        window = new int[] {0, 3, 20, 1_000, 3_000}[random.nextInt(5)];
        fillers = random.nextInt(3) == 0 ? 300 : 0;
        int history = new int[] {0, 2, 5, Integer.MAX_VALUE}[random.nextInt(4)];
        tasks = invariants.manager(builder -> builder.clock(clock)
                .eventBufferSize(window)
                .maxHistory(history)
                .progressInterval(everyReport ? Duration.ZERO : Duration.ofMillis(100)));
        truth = new Truth(Backends.of(tasks).log());
        for (int i = 0; i < fillers; i++) {
            register("f" + i, random);
        }
    }

    TaskManager tasks() {
        return tasks;
    }

    Truth truth() {
        return truth;
    }

    int window() {
        return window;
    }

    @Override
    public String toString() {
        return "window " + window + ", " + fillers + " fillers" + (everyReport ? ", every report" : "");
    }

    private String anyId(SeededRandom random) {
        return fillers > 0 && random.nextInt(4) == 0 ? "f" + random.nextInt(fillers) : "t" + random.nextInt(IDS);
    }

    /** One of the things that happen. */
    void step(SeededRandom random) {
        String id = anyId(random);
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> register(id, random);
            case 3 -> unregister(id);
            case 4, 5, 6, 7 -> start(id);
            case 8 -> cancel(id);
            case 9, 10 -> end(id, random.nextInt(3) == 0);
            case 11, 12, 13, 14, 15 -> progress(id, 1);
            case 16 -> clock.advance(Duration.ofMillis(random.nextInt(300)));
            case 17 -> late(random);
            case 18 -> progress(id, random.nextInt(100));
            default -> {
                if (random.nextInt(8) == 0) {
                    flood(id);
                }
            }
        }
        truth.readOn();
    }

    private void register(String id, SeededRandom random) {
        if (tasks.getState(id).isEmpty()) {
            Puppet puppet = random.nextBoolean() ? Puppet.docile() : Puppet.stubborn();
            puppets.put(id, puppet);
            TaskOptions.Builder options = TaskOptions.builder().title(Integer.toString(++made));
            tasks.register(id, puppet, random.nextInt(5) == 0 ? options.keep().build() : options.build());
        }
    }

    private void unregister(String id) {
        tasks.unregister(id);
        fence(id);
    }

    private void start(String id) {
        if (tasks.start(id) == StartOutcome.STARTED) {
            fence(id);
            running.put(id, new Running(puppet(id).awaitRun(), new AtomicInteger()));
        }
    }

    private Puppet puppet(String id) {
        Puppet puppet = puppets.get(id);
        if (puppet == null) {
            throw new AssertionError("Started without being registered: " + id);
        }
        return puppet;
    }

    private void cancel(String id) {
        tasks.cancel(id);
        fence(id);
    }

    private void fence(String id) {
        Running old = running.remove(id);
        if (old != null) {
            fenced.add(old.run());
        }
    }

    private void end(String id, boolean badly) {
        Running ended = running.remove(id);
        if (ended != null && badly) {
            ended.run().fail("badly");
        } else if (ended != null) {
            ended.run().ctx().result(id);
            ended.run().end();
        }
    }

    private void progress(String id, int times) {
        @Nullable Running of = running.get(id);
        for (int i = 0; of != null && i < times; i++) {
            of.run().ctx().progress("step", of.steps().incrementAndGet(), 1_000_000);
        }
    }

    /** A run that was ended from outside says something more, and perhaps returns. */
    private void late(SeededRandom random) {
        if (!fenced.isEmpty()) {
            int index = random.nextInt(fenced.size());
            fenced.get(index).ctx().progress("late", 5_000_000, 1);
            if (random.nextBoolean()) {
                fenced.remove(index).end();
            }
        }
    }

    /** More than the log keeps. */
    private void flood(String id) {
        boolean reports = everyReport && running.containsKey(id);
        for (int i = 0; i < 12; i++) {
            if (reports) {
                progress(id, 100);
            } else {
                flood(50);
            }
            truth.readOn();
        }
    }

    private void flood(int times) {
        for (int i = 0; i < times; i++) {
            tasks.register("flood", ctx -> {}, TaskOptions.title(Integer.toString(++made)));
            tasks.unregister("flood");
        }
    }

    /** Lets everything come to rest. */
    void rest() {
        running.values().forEach(each -> each.run().end());
        running.clear();
        fenced.forEach(Puppet.Run::end);
        clock.advance(Duration.ofSeconds(1));
        truth.readOn();
    }
}
