package dev.taskcast.benchmarks.stream;

import java.io.IOException;

/** By work, not by time: on a busy machine the compiler would not be done, and its time would count. */
final class WarmUp {

    private static final long FRAMES = 1_000_000;
    private static final long MIN_EVENTS = 30;
    private static final long MAX_EVENTS_PER_MILLI = 40; // of a window: to one viewer, each event is a round trip

    private WarmUp() {}

    /** Events to all of a group, one after the other. */
    static void fan(Pair pair, String group, int viewers, long millis) throws IOException {
        fan(pair, group, viewers, 1, millis);
    }

    /** So many events at once. */
    static void fan(Pair pair, String group, int viewers, int events, long millis) throws IOException {
        long wanted = Math.min(Math.max(MIN_EVENTS, FRAMES / viewers), MAX_EVENTS_PER_MILLI * millis);
        for (long done = 0; done < wanted; ) {
            pair.viewers().acks(group, (long) viewers * events);
            done += pair.server().fan(events, millis / 4).events();
        }
    }
}
