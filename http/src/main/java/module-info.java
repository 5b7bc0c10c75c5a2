/** Taskcast's protocol, without a server. */
module dev.taskcast.http {
    requires transitive dev.taskcast.core;
    requires static org.jspecify;
    requires tools.jackson.core;

    exports dev.taskcast.http;
    exports dev.taskcast.http.access;
    exports dev.taskcast.http.exchange;
    exports dev.taskcast.http.host;
    exports dev.taskcast.http.pump;
}
