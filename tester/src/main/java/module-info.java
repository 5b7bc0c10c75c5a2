/** For tests of tasks. */
module dev.taskcast.tester {
    requires transitive dev.taskcast.core;
    requires static org.jspecify;

    exports dev.taskcast.tester;
}
