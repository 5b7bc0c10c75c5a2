package dev.taskcast.task;

import java.io.InputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reporting side of a run, or of a step of it. Thread-safe. After the run has ended, by itself or from outside,
 * reports are ignored.
 */
public interface ProgressReporter {
    /**
     * Reports progress without numbers. As cheap as a write to a volatile field, however often it is called: viewers
     * get the newest value at most once per progress interval, and always the last one.
     *
     * @param message a line for people; null leaves the last message
     */
    void progress(@Nullable String message);

    /**
     * Reports progress. As cheap as a write to a volatile field, however often it is called: viewers get the newest
     * value at most once per progress interval, and always the last one. No value makes it throw.
     *
     * @param message a line for people; null leaves the last message
     * @param current how much is done, in the task's own unit; left out where it is NaN or infinite
     * @param total how much there is to do, in the same unit; left out where it is NaN or infinite
     */
    void progress(@Nullable String message, double current, double total);

    /**
     * Reports progress as somebody goes through items, one unit each; leaves the loop when the run is canceled. The total
     * is known where the items are a {@code Collection}.
     *
     * @param message a line for people
     * @param items gone through once or more, from one thread at a time
     * @param <T> the items
     * @return the same items; its iterator throws {@link TaskCanceledException} once the run was ended from outside
     */
    <T> Iterable<T> track(String message, Iterable<T> items);

    /**
     * Reports progress as a stream's items are consumed, one unit each; leaves it when the run is canceled. The total is
     * known where the stream knows its size. May be parallel.
     *
     * @param message a line for people
     * @param items a stream that was not consumed yet
     * @param <T> the items
     * @return the same items; throws {@link TaskCanceledException} once the run was ended from outside
     */
    <T> Stream<T> track(String message, Stream<T> items);

    /**
     * Reports progress as a stream is read, in bytes, under the last message; viewers are shown MB. Stops when the
     * run is canceled.
     *
     * @param in closed with the stream that is returned
     * @param length how many bytes there are, or -1 where unknown
     * @return the same bytes; reading throws {@link TaskCanceledException} once the run was ended from outside
     */
    InputStream track(InputStream in, long length);

    /**
     * Says how much all steps weigh together, so that the bar knows how much the first ones are. Without it they are
     * taken to weigh 1 together, or their sum where that is more.
     *
     * @param totalWeight above 0
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    void plan(double totalWeight);

    /**
     * Makes a step of what follows, on this thread: a bar of its own, whose part of the bar around it is its weight. Steps may
     * be nested, and run in parallel on threads of the handler's own. The bar around them is their sum, and never goes
     * back.
     *
     * @param name for people
     * @param weight its share of what was {@linkplain #plan planned}, at least 0
     * @param step reports its own progress; where it throws, the step has failed, and the exception goes on
     * @throws Exception what the step throws
     * @throws IllegalArgumentException if the weight is not a finite number of at least 0
     */
    void step(String name, double weight, StepHandler step) throws Exception;

    /** The code of a step. */
    @FunctionalInterface
    interface StepHandler {
        /**
         * Does the step.
         *
         * @param step where it reports
         * @throws Exception whatever it likes
         */
        void run(ProgressReporter step) throws Exception;
    }
}
