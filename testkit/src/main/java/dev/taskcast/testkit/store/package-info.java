/**
 * What every {@linkplain dev.taskcast.store.TaskStore store} must pass, by itself and under a manager.
 *
 * <p>Who writes a store takes over all of it by extending the class for its kind: {@link
 * dev.taskcast.testkit.store.TaskStoreContract} where it keeps nothing, {@link
 * dev.taskcast.testkit.store.DurableStoreContract} where tasks outlive the process, and {@link
 * dev.taskcast.testkit.store.SharedStoreContract} where several nodes may be on it at once. Each has all of those before it.
 *
 * <pre>{@code
 * final class MyStoreTest extends DurableStoreContract {
 *     @TempDir
 *     Path folder;
 *
 *     @Override
 *     public TaskStore newStore() {
 *         return new MyStore(folder);
 *     }
 *
 *     @Override
 *     public void crash(TaskStore store) {
 *         ((MyStore) store).letGoWithoutAWord();
 *     }
 * }
 * }</pre>
 *
 * One that finds tasks by itself ({@link dev.taskcast.store.TaskFinder}) passes {@link FinderContract} beside that, and one that counts what
 * starts and ends ({@link dev.taskcast.series.SeriesTable}) passes {@link SeriesContract} or {@link NodeSeriesContract}. What only that store
 * promises is tested beside it, with the same {@link dev.taskcast.testkit.store.History} and {@link
 * dev.taskcast.testkit.store.FaultyStore}.
 */
@NullMarked
package dev.taskcast.testkit.store;

import org.jspecify.annotations.NullMarked;
