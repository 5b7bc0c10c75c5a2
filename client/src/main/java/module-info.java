/** A client of Taskcast's protocol for the JVM. */
module dev.taskcast.client {
    requires transitive dev.taskcast.core;
    requires transitive java.net.http;
    requires static org.jspecify;

    exports dev.taskcast.client;
    exports dev.taskcast.client.event;
}
