package dev.taskcast.durable;

import dev.taskcast.Await;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One world of {@link FaultsTest}: nodes on a journal, whoever uses them, and what befalls them. */
final class FaultyWorld {
    private static final List<FaultyKind> KINDS = List.of(FaultyKind.values());
    private static final int OPERATIONS = 40;
    private static final int FAULTS = 8;
    private static final int MAX_ENDS = 3;

    private final long seed;
    private final boolean alone;
    private final boolean isTrimmed; // in the other worlds subscribers miss nothing
    private final AtomicInteger names = new AtomicInteger();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    final SharedJournal journal;
    final FaultyFacts facts = new FaultyFacts();
    final List<FaultyNode> live = new CopyOnWriteArrayList<>();
    final List<FaultyNode> all = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    FaultyWorld(long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        alone = random.nextInt(4) == 0;
        journal = alone ? SharedJournal.ofOneNode() : SharedJournal.ofManyNodes();
        int nodes = alone ? 1 : 1 + random.nextInt(3);
        for (int i = 0; i < nodes; i++) {
            startNode(random);
        }
        isTrimmed = random.nextBoolean();
    }

    private void startNode(Random random) {
        FaultyNode node = new FaultyNode("n" + names.incrementAndGet(), journal, facts, 1 + random.nextInt(4));
        all.add(node);
        for (FaultyKind kind : FaultyKind.values()) {
            attempt(() -> node.register(kind));
        }
        live.add(node);
    }

    /** Uses the nodes and troubles them, for a second or so; then all is well again. */
    void live() throws InterruptedException {
        int users = alone ? 2 : 3;
        for (int i = 0; i < users; i++) {
            Random random = new Random(seed + 1 + i);
            run(() -> {
                for (int n = 0; n < OPERATIONS; n++) {
                    attempt(() -> operate(random));
                    Thread.sleep(random.nextInt(12));
                }
            });
        }
        int troubles = alone ? 1 : 2;
        for (int i = 0; i < troubles; i++) {
            Random random = new Random(seed - 1 - i);
            run(() -> {
                for (int n = 0; n < FAULTS; n++) {
                    Thread.sleep(random.nextInt(80));
                    trouble(random);
                }
            });
        }
        join();
        for (FaultyNode node : live) {
            node.store.loseAnswers(0); // what is left of these would come when all is to be well
            node.store.failAppends(0);
            for (FaultyKind kind : KINDS) {
                Awaitility.await()
                        .ignoreException(
                                StoreUnavailableException.class) // it may not have noticed yet that all is well
                        .untilAsserted(() -> node.register(kind));
            }
        }
    }

    private void run(Await.Body body) {
        threads.add(Thread.ofPlatform().daemon().name("user").start(() -> {
            try {
                body.run();
            } catch (Throwable t) {
                facts.problem("somebody got " + t + " at " + List.of(t.getStackTrace()));
            }
        }));
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.join(Await.LIMIT)) {
                facts.problem("somebody waits for ever: " + List.of(thread.getStackTrace()));
            }
        }
    }

    /** Who asks a node that ends, or whose store is out of reach, is told so. */
    private static void attempt(Await.Body body) {
        try {
            body.run();
        } catch (StoreUnavailableException e) {
            // nobody knows, then
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).contains("closed")) {
                throw e;
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void operate(Random random) {
        FaultyKind kind = KINDS.get(random.nextInt(KINDS.size()));
        FaultyNode node = any(random);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> submit(random, kind);
            case 3 -> {
                TaskState made = node.tasks.submit(node.of(kind), 1);
                facts.acknowledged.put(made.id(), kind);
            }
            case 4 -> submitAll(node, kind);
            case 5, 6 -> start(node, kind.registered());
            case 7 -> cancel(node, "s" + (1 + random.nextInt(ids.get() + 1)));
            case 8 -> node.tasks.cancel(kind.registered());
            default -> {
                if (random.nextInt(3) == 0) {
                    boolean ignored = node.tasks.unregister(kind.registered());
                } else {
                    node.register(kind);
                }
            }
        }
    }

    private FaultyNode any(Random random) {
        while (true) {
            List<FaultyNode> now = List.copyOf(live);
            if (!now.isEmpty()) {
                return now.get(random.nextInt(now.size()));
            }
            Thread.onSpinWait();
        }
    }

    /** With an id of its own, so that it can be repeated until it is acknowledged. */
    private void submit(Random random, FaultyKind kind) {
        String id = "s" + ids.incrementAndGet();
        for (int attempts = 0; attempts < 3 && !facts.acknowledged.containsKey(id); attempts++) {
            attempt(() -> {
                FaultyNode node = any(random);
                try {
                    node.tasks.submit(
                            node.of(kind), 1, SubmitOptions.builder().id(id).build());
                } catch (TaskExistsException e) {
                    // an earlier attempt had gone through
                }
                facts.acknowledged.put(id, kind);
            });
        }
    }

    private void submitAll(FaultyNode node, FaultyKind kind) {
        for (TaskState made : node.tasks.submitAll(node.of(kind), List.of(1, 2, 3, 4))) {
            facts.acknowledged.put(made.id(), kind);
        }
    }

    private void start(FaultyNode node, String id) {
        facts.starts.merge(id, 1, Integer::sum); // it may have happened, where nobody says so
        StartOutcome outcome = node.tasks.start(id);
        if (outcome != StartOutcome.STARTED && outcome != StartOutcome.QUEUED) {
            facts.starts.merge(id, -1, Integer::sum);
        }
    }

    private void cancel(FaultyNode node, String id) {
        facts.cancelTried.add(id);
        if (node.tasks.cancel(id) == CancelOutcome.CANCELED) {
            facts.canceled.add(id);
        }
    }

    private void trouble(Random random) throws InterruptedException {
        FaultyNode node = any(random);
        switch (random.nextInt(11)) {
            case 0, 1 -> outage(node, random);
            case 2, 3 -> node.store.loseAnswers(1 + random.nextInt(2));
            case 4 -> node.store.failAppends(1 + random.nextInt(3));
            case 5 -> hold(node, random);
            case 6 -> end(node, random, true);
            case 7 -> outageForAll(random);
            case 8, 9 -> stall(node, random);
            default -> end(node, random, false);
        }
    }

    private void outage(FaultyNode node, Random random) throws InterruptedException {
        int millis = random.nextInt(6) == 0 ? 1_300 : random.nextInt(250);
        node.disturbed = true;
        node.store.down(true);
        Thread.sleep(millis);
        maybeTrim(random);
        if (live.contains(node)) {
            node.store.down(false);
        }
    }

    /** Of this nobody's runs may come to an end. */
    private void outageForAll(Random random) throws InterruptedException {
        journal.down(true);
        Thread.sleep(random.nextInt(3) == 0 ? 1_300 : random.nextInt(250));
        journal.down(false);
    }

    /** As on a network that says nothing, or as if the node were stopped. */
    private void stall(FaultyNode node, Random random) throws InterruptedException {
        int millis = random.nextInt(6) == 0 ? 1_300 : random.nextInt(250);
        node.disturbed = true;
        node.store.stall();
        Thread.sleep(millis);
        maybeTrim(random);
        node.store.goOnAtAll();
    }

    /** A node that was away for so long has to read all anew. */
    private void maybeTrim(Random random) {
        if (isTrimmed && random.nextInt(2) == 0) {
            journal.trim();
        }
    }

    private static void hold(FaultyNode node, Random random) throws InterruptedException {
        node.store.hold();
        Thread.sleep(random.nextInt(200));
        node.store.goOn();
    }

    /** Kills or closes a node, and starts another one in its place. */
    private void end(FaultyNode node, Random random, boolean kill) throws InterruptedException {
        if (ends.incrementAndGet() > MAX_ENDS) {
            return;
        }
        synchronized (node) {
            if (!live.remove(node)) {
                return;
            }
        }
        node.disturbed = true;
        if (kill) {
            node.store.down(true);
            run(node.tasks::close); // its handlers go on for a while, as those of a node do that is cut off
        } else {
            node.tasks.close();
        }
        Thread.sleep(random.nextInt(50));
        while (!tryToStartNode(random)) {
            Thread.sleep(20);
        }
    }

    /** Without its store a node does not start. */
    private boolean tryToStartNode(Random random) {
        try {
            startNode(random);
            return true;
        } catch (StoreException outageForAll) {
            return false;
        }
    }

    void close() {
        List<Thread> closing = new ArrayList<>();
        for (FaultyNode node : live) {
            closing.add(Thread.ofPlatform().daemon().name("closing").start(node.tasks::close));
        }
        for (Thread thread : closing) {
            try {
                if (!thread.join(Await.LIMIT)) {
                    facts.problem("a close waits for ever: " + List.of(thread.getStackTrace()));
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
