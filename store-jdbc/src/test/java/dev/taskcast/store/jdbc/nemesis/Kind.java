package dev.taskcast.store.jdbc.nemesis;

/** What tasks there are, each with a promise of its own. */
enum Kind {
    /** A run that is lost has failed. Some are canceled. */
    QUICK,
    /** A run that is lost is begun again, from its last checkpoint. */
    STEPWISE,
    /** One at a time, of all. */
    ALONE,
    /** One at a time, of each key. */
    KEYED,
    /** Fails twice, and then succeeds. */
    FLAKY,
    /** There is one at a time of each unique key. */
    UNIQUE
}
