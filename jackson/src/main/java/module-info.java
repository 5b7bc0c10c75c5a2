/** Payloads and results of any type, by Jackson. */
module dev.taskcast.jackson {
    requires transitive dev.taskcast.core;
    requires static org.jspecify;
    requires transitive tools.jackson.databind;

    exports dev.taskcast.jackson;
}
