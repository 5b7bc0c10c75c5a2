/** What stores keep, as bytes: blocks of the journal, tasks, and what belongs to them. For stores that have no form of their own. */
module dev.taskcast.store.codec {
    requires transitive dev.taskcast.core;
    requires static org.jspecify;

    exports dev.taskcast.store.codec;
}
