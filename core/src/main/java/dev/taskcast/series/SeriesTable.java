package dev.taskcast.series;

import java.util.Collection;
import java.util.List;

/**
 * What has been counted, bucket by bucket. Each event counts once for its type and once for {@linkplain Sums#ALL all types together}, in
 * buckets of each length. Thread-safe; may block.
 */
public interface SeriesTable {
    /**
     * What has happened in a bucket.
     *
     * @param type of which type; {@link Sums#ALL} for all together
     * @param from when the bucket begins, in epoch milliseconds
     * @param sums the reader's own
     */
    record Row(String type, long from, Sums sums) {}

    /**
     * Reads.
     *
     * @param buckets of which length
     * @param from the first bucket, by its beginning in epoch milliseconds
     * @param until those before this time
     * @param types of which types, {@link Sums#ALL} included
     * @return the buckets in which anything happened: of a type and a beginning at most one
     * @throws dev.taskcast.store.StoreException where the store can't be asked
     */
    List<Row> read(Buckets buckets, long from, long until, Collection<String> types);

    /**
     * The types of which most has happened.
     *
     * @param buckets of which length
     * @param from the first bucket, by its beginning in epoch milliseconds
     * @param until those before this time
     * @param most how many types
     * @return the busiest first, without {@link Sums#ALL}
     * @throws dev.taskcast.store.StoreException where the store can't be asked
     */
    List<String> busiest(Buckets buckets, long from, long until, int most);
}
