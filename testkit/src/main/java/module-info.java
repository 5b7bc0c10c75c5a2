/** Contract suites and a proxy with faults: for us, and for who builds on Taskcast. */
module dev.taskcast.testkit {
    requires transitive dev.taskcast.http;
    requires transitive org.junit.jupiter.api;
    requires java.logging;
    requires java.management;
    requires org.assertj.core;
    requires transitive org.junit.jupiter.params;
    requires static org.jspecify;

    exports dev.taskcast.testkit.http;
    exports dev.taskcast.testkit.proxy;
    exports dev.taskcast.testkit.store;

    // JUnit calls the tests of the contracts' parts, which are not public.
    opens dev.taskcast.testkit.http to
            org.junit.platform.commons;
    opens dev.taskcast.testkit.store to
            org.junit.platform.commons;
}
