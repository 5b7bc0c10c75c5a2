package dev.taskcast.lifecycle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was declared for a task: how it is kept, run again and counted. Immutable; shared by tasks that have the same. What decides its
 * turn is a part of its identity, since viewers see it.
 *
 * @param keep whether it is exempt from being forgotten
 * @param restart whether a run that its node did not end is followed by another one
 * @param takesSlot whether it takes one of the slots of the node that runs it, although it was registered; a submitted one always does
 * @param maxAttempts how many attempts a start of it has; 1 where it is not tried again
 * @param schedule what its schedule is, as the code says it; null for none
 * @param unique the key that no other task of its type is to have; null for none
 * @param others what a newer version has declared beside that, as it has written it; null for nothing. Who does not know it leaves the
 *     task alone, and hands this on
 * @param origin what who has submitted the task hands its runs of its own context, such as that of a trace; null for nothing
 */
public record Terms(
        boolean keep,
        boolean restart,
        boolean takesSlot,
        int maxAttempts,
        @Nullable String schedule,
        @Nullable UniqueKey unique,
        @Nullable String others,
        @Nullable String origin) {
    /** Nothing in particular. */
    public static final Terms DEFAULT = of(false, false);

    private static final Terms KEEP = of(true, false);
    private static final Terms RESTART = of(false, true);

    /**
     * Without an origin.
     *
     * @param keep whether it is exempt from being forgotten
     * @param restart whether a run that its node did not end is followed by another one
     * @param takesSlot whether it takes one of the slots of the node that runs it, although it was registered
     * @param maxAttempts how many attempts a start of it has
     * @param schedule what its schedule is; null for none
     * @param unique the key that no other task of its type is to have; null for none
     * @param others what a newer version has declared beside that; null for nothing
     */
    public Terms(
            boolean keep,
            boolean restart,
            boolean takesSlot,
            int maxAttempts,
            @Nullable String schedule,
            @Nullable UniqueKey unique,
            @Nullable String others) {
        this(keep, restart, takesSlot, maxAttempts, schedule, unique, others, null);
    }

    private static Terms of(boolean keep, boolean restart) {
        return new Terms(keep, restart, false, 1, null, null, null);
    }

    /**
     * Of a task that is exempt from being forgotten, or not, and nothing else in particular.
     *
     * @param keep whether it is
     * @return the terms
     */
    public static Terms keeping(boolean keep) {
        return keep ? KEEP : DEFAULT;
    }

    /**
     * Of a task whose run is followed by another one where its node did not end it, or not, and nothing else in particular.
     *
     * @param restart whether it is
     * @return the terms
     */
    public static Terms restarting(boolean restart) {
        return restart ? RESTART : DEFAULT;
    }

    /**
     * The same with a key.
     *
     * @param key that no other task of its type is to have; null for none
     * @return this with it
     */
    public Terms with(@Nullable UniqueKey key) {
        return new Terms(keep, restart, takesSlot, maxAttempts, schedule, key, others, origin).shared();
    }

    /**
     * The same object for the usual terms, so that many tasks share it.
     *
     * @return equal to this
     */
    public Terms shared() {
        for (Terms usual : new Terms[] {DEFAULT, KEEP, RESTART}) {
            if (equals(usual)) {
                return usual;
            }
        }
        return this;
    }

    /**
     * The same with what a newer version has declared beside that.
     *
     * @param json as it has written it, or null for nothing
     * @return this with it
     */
    public Terms withOthers(@Nullable String json) {
        return Objects.equals(others, json)
                ? this
                : new Terms(keep, restart, takesSlot, maxAttempts, schedule, unique, json, origin);
    }

    /**
     * The same from another origin.
     *
     * @param text what is handed to the runs; null for nothing
     * @return this with it
     */
    public Terms withOrigin(@Nullable String text) {
        return Objects.equals(origin, text)
                ? this
                : new Terms(keep, restart, takesSlot, maxAttempts, schedule, unique, others, text).shared();
    }

    /**
     * Whether this version knows all of it.
     *
     * @return false where the task is to be left alone
     */
    public boolean isKnown() {
        return others == null;
    }
}
