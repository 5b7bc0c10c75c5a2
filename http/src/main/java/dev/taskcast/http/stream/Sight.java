package dev.taskcast.http.stream;

import dev.taskcast.http.filter.Filter;
import dev.taskcast.log.Members;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What one viewer sees of the tasks that they want, as far as their feed has to know it: it is told of these tasks only. Of the
 * session's thread.
 */
final class Sight {
    /** More of them would cost more memory than they save time. */
    private static final int MOST_TASKS = 1_024;

    private final Feeds feeds;
    private final Feed feed;
    private boolean isWide;

    Sight(Feeds feeds, Feed feed) {
        this.feeds = feeds;
        this.feed = feed;
    }

    Filter filter() {
        return feed.filter();
    }

    /** The next tasks after one that may match. */
    Members members(long after) {
        return feed.members(after);
    }

    /** Some tasks came into sight, others went. */
    void changed(Collection<Long> lost, Collection<Long> gained, Set<Long> seen) {
        if (isWide || (lost.isEmpty() && gained.isEmpty())) {
            return;
        }
        if (seen.size() <= MOST_TASKS) {
            feeds.see(feed, lost, gained);
            return;
        }
        isWide = true;
        feeds.forget(feed, lost);
        feeds.widen(feed, seen);
    }

    /** A task is gone. */
    void gone(long created) {
        feeds.forget(feed, List.of(created));
    }
}
