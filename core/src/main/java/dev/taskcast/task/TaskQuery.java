package dev.taskcast.task;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are asked for, in which order, a page at a time. Values of one filter mean or, different filters mean and; a filter without
 * values means any.
 *
 * <pre>{@code
 * TaskQuery failed = TaskQuery.builder()
 *         .statuses(TaskStatus.ERROR)
 *         .owners("ann")
 *         .sort(TaskSort.ENDED_DESC)
 *         .limit(50)
 *         .build();
 * TaskPage page = tasks.find(failed);
 * }</pre>
 *
 * Immutable; made by {@link #builder()}, which says what each filter means.
 *
 * @param ids ids, one of which a task has
 * @param statuses statuses, in one of which it is
 * @param types types, of one of which it is
 * @param owners owners, to one of whom it belongs
 * @param tags tags, at least one of which it has
 * @param queues queues, in one of which it waits or has waited; the empty name is that of the default one
 * @param keys keys, one of which it has
 * @param whys reasons, for one of which it waits
 * @param errorKinds kinds of errors, with one of which its newest run has failed
 * @param since the earliest time that counts, or null
 * @param until the time before which it is, or null
 * @param text what its id, title or error has in it, or null
 * @param sort the order
 * @param limit how many tasks a page has at the most
 * @param after where the page begins, or null for the beginning
 */
public record TaskQuery(
        Set<String> ids,
        Set<TaskStatus> statuses,
        Set<String> types,
        Set<String> owners,
        Set<String> tags,
        Set<String> queues,
        Set<String> keys,
        Set<Standing.Why> whys,
        Set<String> errorKinds,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String text,
        TaskSort sort,
        int limit,
        @Nullable PagePlace after) {
    /** Up to how many tasks are counted. */
    public static final int COUNT = 10_000;

    /** The most tasks of a page. */
    public static final int MAX_LIMIT = 1_000;

    /** How many tasks a page has where nothing is said. */
    public static final int DEFAULT_LIMIT = 100;

    /** The most values of one filter. */
    public static final int MAX_VALUES = 2_000;

    /** The most characters of a text that is searched for. */
    public static final int MAX_TEXT = 8_192;

    /** Makes the sets immutable, and refuses what is out of range. */
    public TaskQuery {
        ids = values("ids", ids);
        statuses = Set.copyOf(statuses);
        types = values("types", types);
        owners = values("owners", owners);
        tags = values("tags", tags);
        queues = values("queues", queues);
        keys = values("keys", keys);
        whys = Set.copyOf(whys);
        errorKinds = values("error kinds", errorKinds);
        requireTime("since", since);
        requireTime("until", until);
        if (since != null && until != null && until.isBefore(since)) {
            throw new IllegalArgumentException(
                    "The until of a query must not be before its since, got: " + until + " before " + since);
        }
        if (text != null && (text.isEmpty() || text.length() > MAX_TEXT)) {
            throw new IllegalArgumentException(
                    "The text of a query must have 1 to " + MAX_TEXT + " characters, got: " + text.length());
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "The limit of a query must be between 1 and " + MAX_LIMIT + ", got: " + limit);
        }
    }

    private static Set<String> values(String what, Set<String> values) {
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException(
                    "The " + what + " of a query must be at most " + MAX_VALUES + ", got: " + values.size());
        }
        return Set.copyOf(values);
    }

    private static void requireTime(String what, @Nullable Instant time) {
        if (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)))) {
            throw new IllegalArgumentException("The " + what
                    + " of a query must be from 1970 on, in milliseconds that fit into a long, got: " + time);
        }
    }

    /**
     * All tasks, the first page in the order of registration.
     *
     * @return options, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The same, from another page on.
     *
     * @param next the {@link TaskPage#next} of a page with a sort by the same; null for the first page
     * @return this with it
     * @throws IllegalArgumentException if it is no place in this sort
     */
    public TaskQuery after(@Nullable String next) {
        return from(place(next, sort), limit);
    }

    private static @Nullable PagePlace place(@Nullable String after, TaskSort sort) {
        return after == null
                ? null
                : PagePlace.of(after, sort.by())
                        .orElseThrow(() -> new IllegalArgumentException("What a query with the sort \""
                                + sort.wireName()
                                + "\" comes after must be the next of a page with a sort by the same, got: \"" + after
                                + "\""));
    }

    /**
     * The same filters, from another place on.
     *
     * @param place where it goes on; null for the beginning
     * @param most how many tasks, from 1 to {@link #MAX_LIMIT}
     * @return this with it
     */
    public TaskQuery from(@Nullable PagePlace place, int most) {
        return with(statuses, sort, most, place);
    }

    /**
     * The same, in other statuses.
     *
     * @param some at least one
     * @return this with them
     */
    public TaskQuery in(Set<TaskStatus> some) {
        return with(some, sort, limit, after);
    }

    /**
     * The same in another order, from the beginning.
     *
     * @param order any
     * @return this with it
     */
    public TaskQuery by(TaskSort order) {
        return with(statuses, order, limit, null);
    }

    private TaskQuery with(Set<TaskStatus> some, TaskSort order, int most, @Nullable PagePlace place) {
        return new TaskQuery(
                ids, some, types, owners, tags, queues, keys, whys, errorKinds, since, until, text, order, most, place);
    }

    /** Options of a query. Each call of a filter adds to its values. Not thread-safe. */
    public static final class Builder {
        private final Set<String> ids = new LinkedHashSet<>();
        private final Set<TaskStatus> statuses = new LinkedHashSet<>();
        private final Set<String> types = new LinkedHashSet<>();
        private final Set<String> owners = new LinkedHashSet<>();
        private final Set<String> tags = new LinkedHashSet<>();
        private final Set<String> queues = new LinkedHashSet<>();
        private final Set<String> keys = new LinkedHashSet<>();
        private final Set<Standing.Why> whys = new LinkedHashSet<>();
        private final Set<String> errorKinds = new LinkedHashSet<>();
        private @Nullable Instant since;
        private @Nullable Instant until;
        private @Nullable String text;
        private TaskSort sort = TaskSort.CREATED;
        private int limit = DEFAULT_LIMIT;
        private @Nullable String after;

        private Builder() {}

        private Builder with(Consumer<List<String>> filter, String... values) {
            filter.accept(Arrays.asList(values));
            return this;
        }

        /**
         * Tasks with one of these ids.
         *
         * @param values at most {@link TaskQuery#MAX_VALUES}
         * @return this
         */
        public Builder ids(String... values) {
            return with(ids::addAll, values);
        }

        /**
         * Tasks in one of these statuses.
         *
         * @param values any
         * @return this
         */
        public Builder statuses(TaskStatus... values) {
            statuses.addAll(Arrays.asList(values));
            return this;
        }

        /**
         * Tasks of one of these types.
         *
         * @param values at most {@link TaskQuery#MAX_VALUES}
         * @return this
         */
        public Builder types(String... values) {
            return with(types::addAll, values);
        }

        /**
         * Tasks of one of these owners.
         *
         * @param values at most {@link TaskQuery#MAX_VALUES}
         * @return this
         */
        public Builder owners(String... values) {
            return with(owners::addAll, values);
        }

        /**
         * Tasks with at least one of these tags.
         *
         * @param values at most {@link TaskQuery#MAX_VALUES}
         * @return this
         */
        public Builder tags(String... values) {
            return with(tags::addAll, values);
        }

        /**
         * Tasks of one of these queues.
         *
         * @param values at most {@link TaskQuery#MAX_VALUES}; the empty name is that of the default queue
         * @return this
         */
        public Builder queues(String... values) {
            return with(queues::addAll, values);
        }

        /**
         * Tasks with one of these {@linkplain Turn#key keys}.
         *
         * @param values at most {@link TaskQuery#MAX_VALUES}
         * @return this
         */
        public Builder keys(String... values) {
            return with(keys::addAll, values);
        }

        /**
         * Tasks that wait for one of these reasons.
         *
         * @param values any
         * @return this
         */
        public Builder whys(Standing.Why... values) {
            whys.addAll(Arrays.asList(values));
            return this;
        }

        /**
         * Tasks whose newest run has failed with one of these {@linkplain TaskState.Failed#kind kinds}.
         *
         * @param values at most {@link TaskQuery#MAX_VALUES}, such as {@code java.io.IOException}
         * @return this
         */
        public Builder errorKinds(String... values) {
            return with(errorKinds::addAll, values);
        }

        /**
         * Tasks whose time is this one or later: when they were made, started or ended, as they are {@linkplain #sort sorted}. Where they
         * are sorted by their duration it is their end.
         *
         * @param time from 1970 on, in whole milliseconds; what is below one is cut off
         * @return this
         */
        public Builder since(Instant time) {
            since = time;
            return this;
        }

        /**
         * Tasks whose time is before this one; see {@link #since}.
         *
         * @param time from 1970 on, not before {@code since}
         * @return this
         */
        public Builder until(Instant time) {
            until = time;
            return this;
        }

        /**
         * Tasks whose id, title or error has this in it, in upper or lower case. No index helps with that, so it has a budget: see
         * {@link TaskPage#isPartial}.
         *
         * @param words 1 to {@link TaskQuery#MAX_TEXT} characters
         * @return this
         */
        public Builder text(String words) {
            text = words;
            return this;
        }

        /**
         * The order.
         *
         * @param order that of registration unless set
         * @return this
         */
        public Builder sort(TaskSort order) {
            sort = order;
            return this;
        }

        /**
         * How many tasks a page has.
         *
         * @param tasks 1 to {@link TaskQuery#MAX_LIMIT}; {@link TaskQuery#DEFAULT_LIMIT} unless set
         * @return this
         */
        public Builder limit(int tasks) {
            limit = tasks;
            return this;
        }

        /**
         * Goes on after a page. With the sort the other way round, it goes back from there.
         *
         * @param next the {@link TaskPage#next} of a page with a sort by the same; null for the first page
         * @return this
         */
        public Builder after(@Nullable String next) {
            after = next;
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the query
         * @throws IllegalArgumentException if one of them is out of range, or {@code after} is no place in this sort
         */
        public TaskQuery build() {
            return new TaskQuery(
                    ids,
                    statuses,
                    types,
                    owners,
                    tags,
                    queues,
                    keys,
                    whys,
                    errorKinds,
                    since,
                    until,
                    text,
                    sort,
                    limit,
                    place(after, sort));
        }
    }
}
