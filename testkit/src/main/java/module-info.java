/** Taskcast's contract suites: for us, and for who writes an adapter. */
module dev.taskcast.testkit {
    requires transitive dev.taskcast.http;
    requires transitive org.junit.jupiter.api;
    requires java.management;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires static org.jspecify;

    exports dev.taskcast.testkit.http;

    // JUnit calls the tests of the contracts' parts, which are not public.
    opens dev.taskcast.testkit.http to
            org.junit.platform.commons;
}
