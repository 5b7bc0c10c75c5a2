package dev.taskcast.benchmarks.engine;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskProgress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Progress in a tight loop, nobody watching, by JMH. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProgressCalls {
    private static final int TOTAL = 10_000_000;

    private final CountDownLatch over = new CountDownLatch(1);
    private final TaskManager tasks = TaskManager.create();
    private final TaskContext ctx;
    private int done;

    @SuppressWarnings("UnusedVariable") // written only: that is what is measured
    private volatile TaskProgress field = TaskProgress.STARTING;

    /** How JMH measures: in so many JVMs of their own, and so many times for so long. */
    record Plan(int forks, int iterations, TimeValue time) {
        static final Plan FULL = new Plan(1, 3, TimeValue.seconds(1));
    }

    /** A run that goes on until all is measured. */
    public ProgressCalls() {
        CompletableFuture<TaskContext> begun = new CompletableFuture<>();
        tasks.register("loop", run -> {
            begun.complete(run);
            over.await();
        });
        tasks.start("loop");
        ctx = begun.join();
    }

    /** The least that a progress call could do. */
    @Benchmark
    public void volatileField() {
        field = new TaskProgress("Working", done++, TOTAL);
    }

    /** What a handler calls. */
    @Benchmark
    public void taskcast() {
        ctx.progress("Working", done++, TOTAL);
    }

    /** Ends the run. */
    @TearDown
    public void end() {
        over.countDown();
        tasks.close();
    }

    static double ofVolatileField(Plan plan) throws RunnerException {
        return nanos("volatileField", plan);
    }

    static double ofTaskcast(Plan plan) throws RunnerException {
        return nanos("taskcast", plan);
    }

    private static double nanos(String method, Plan plan) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(ProgressCalls.class.getName() + "\\." + method + "$")
                        .forks(plan.forks())
                        .warmupIterations(plan.iterations())
                        .warmupTime(plan.time())
                        .measurementIterations(plan.iterations())
                        .measurementTime(plan.time())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getScore();
    }
}
