/** Taskcast's endpoint as a servlet. */
module dev.taskcast.servlet {
    requires transitive dev.taskcast.http;
    requires transitive jakarta.servlet;
    requires static org.jspecify;

    exports dev.taskcast.servlet;
}
